//! Invites everybody on a list to the portal, as a program of some organization would.

use std::error::Error;
use zoho_crm_portals::models::{
    InviteType, Language, ModulePermissions, NewPortal, NewUserType, NewUserTypeModule, RecordId, ResultCode,
    UserStatusFilter, UserTypeId,
};
use zoho_crm_portals::runtime::Error as CallError;
use zoho_crm_portals::{Client, DataCenter, ErrorItems, ResultItems};

const PORTAL: &str = "ZylkerPortal";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder().server(DataCenter::Eu).access_token(std::env::var("ZOHO_ACCESS_TOKEN")?).build()?;
    let user_type = user_type(&client).await?;
    for record in ["3652397000000649013", "3652397000000649014"].map(RecordId::from) {
        invite(&client, &record, &user_type).await?;
    }
    remove_inactive(&client, &user_type).await
}

/// The first user type of the portal; both are created where they are not there yet.
async fn user_type(client: &Client) -> Result<UserTypeId, Box<dyn Error>> {
    if client.get_portals().send().await?.is_none_or(|list| list.portals.is_empty()) {
        client.create_portal(NewPortal::new(PORTAL)).send().await?.into_one()?;
    }
    if let Some(user_type) = client.get_user_types(PORTAL).send().await?.user_type.into_iter().next() {
        return Ok(user_type.id);
    }
    let visible = ModulePermissions::new().view(true);
    let contacts = NewUserTypeModule::new("3652397000000002179", visible.clone());
    let notes = NewUserTypeModule::new("3652397000000002197", visible).layouts(None).views(None);
    let customer = NewUserType::new("Customer", "Contacts", [contacts, notes]).active(true);
    Ok(client.create_user_type(PORTAL, customer).send().await?.into_id()?)
}

/// Persons who were invited before are reminded.
async fn invite(client: &Client, record: &RecordId, user_type: &UserTypeId) -> Result<(), Box<dyn Error>> {
    let invitation = client.invite_user("Contacts", record, user_type, InviteType::Invite);
    match invitation.language(Language::FrFr).send().await {
        Ok(response) => {
            let item = response.into_one()?;
            println!("{}: {}", item.details.subject().unwrap_or_default(), item.message);
        }
        Err(error) if error.code() == Some(&ResultCode::CannotProcess) => {
            client.invite_user("Contacts", record, user_type, InviteType::Reinvite).send().await?.into_one()?;
        }
        Err(error) if error.status().is_some_and(|status| status == 429) => println!("later: {error}"),
        Err(error) if error.is_timeout() => println!("{} may be invited: {error}", record),
        Err(CallError::Decode(error)) => println!("not understood at {}: {:?}", error.path, error.response.body()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn remove_inactive(client: &Client, user_type: &UserTypeId) -> Result<(), Box<dyn Error>> {
    let listing = client.get_users_of_user_type(PORTAL, user_type).type_(UserStatusFilter::DeactiveUsers);
    let response = listing.send_for_response().await?;
    println!("credits left: {:?}", response.headers().get("x-api-credits-remaining"));
    let Some(page) = response.into_value() else { return Ok(()) };
    let ids: Vec<RecordId> = page.users.into_iter().map(|user| user.personality_id).collect();
    for result in client.delete_users(PORTAL, user_type, ids).send().await?.into_results() {
        match result {
            Ok(item) => println!("removed {}", item.details.subject().unwrap_or_default()),
            Err(refusal) => println!("{refusal}"),
        }
    }
    Ok(())
}
