//! A tour of the Zoho CRM Portals API: every operation once, and what a refusal looks like.
//!
//! ```text
//! cargo run -p zoho-crm-portals --features testing --example tour
//! ```
//!
//! It needs neither an account nor a network: the service is [`FakePortals`], which serves HTTP on a loopback port like
//! the documented one. With another server and a valid token, the same calls are sent to the real service.

mod narrator;
mod report;

use narrator::Narrator;
use report::{Report, call, part, show};
use std::error::Error;
use std::process::ExitCode;
use zoho_crm_portals::models::{
    BulkInvitation, BulkInviteJob, Comparator, InviteType, JobId, JobStatus, Language, ModuleLayoutChoice,
    ModulePermissions, ModuleViewChoice, NewPortal, NewUserType, NewUserTypeModule, PortalUpdate, RecordId,
    RelatedListModule, ResultCode, ResultItem, SharedType, StatusChange, UserFilter, UserStatusFilter, UserTypeId,
    UserTypeModuleUpdate, UserTypeUpdate, ViewType,
};
use zoho_crm_portals::runtime::{BuildError, Presence};
use zoho_crm_portals::testing::FakePortals;
use zoho_crm_portals::{Client, ResultItems, Server};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The portal's name after it has been renamed, which is part of every path below.
const PORTAL: &str = "ZylkerAutos";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<ExitCode> {
    let service = FakePortals::start().await;
    let narrator = Narrator::new()?;
    let mut report = Report::default();
    println!("A tour of the Zoho CRM Portals API, with a service in miniature at {}", service.url());
    if let Err(error) = tour(&service, &narrator, &mut report).await {
        report.surprise("stopped", error);
    }
    Ok(report.finish(&narrator))
}

async fn tour(service: &FakePortals, narrator: &Narrator, report: &mut Report) -> Outcome {
    let client = client(service, service.token(), narrator)?;
    let stranger = self::client(service, "1000.not.a.token", narrator)?;
    let people = People::join(service);

    portals(&client, report).await?;
    let types = user_types(&client, report).await?;
    invitations(&client, report, &people, &types).await?;
    portal_users(&client, report, &people, &types).await?;
    refused_by_the_service(&client, &stranger, report, &people, &types).await;
    refused_before_sending(&client, report, &types).await;
    farewell(&client, report, &people, &types).await
}

/// A client of the fake service. For the real one, `.server(DataCenter::Eu)` and a valid token are sufficient.
fn client(service: &FakePortals, token: &str, narrator: &Narrator) -> Result<Client, BuildError> {
    Client::builder()
        .server(Server::default().api_domain(service.url()))
        .access_token(token)
        .transport(narrator.clone())
        .build()
}

/// Records of the CRM that can be invited.
struct People {
    jennifer: RecordId,
    paul: RecordId,
    without_email: RecordId,
}

impl People {
    fn join(service: &FakePortals) -> Self {
        Self {
            jennifer: service.add_record("Contacts", "Jennifer Spears", Some("jennifer.spears@abc.com")),
            paul: service.add_record("Contacts", "Paul Daly", Some("p.daly@xyz.com")),
            without_email: service.add_record("Contacts", "Carissa Batman", None),
        }
    }
}

/// The subject of a result item as a string: the API has it under several keys, and in one case as a number.
fn subject(item: &ResultItem) -> String {
    item.details.subject().unwrap_or_default()
}

/// The user types of the portal: the default, and the one that the tour creates.
struct Types {
    client_portal: UserTypeId,
    customer: UserTypeId,
}

// -------------------------------------------------------------------------------------------------------------- Portals

async fn portals(client: &Client, report: &mut Report) -> Outcome {
    part("The portal");

    call("There is none yet: 204, which is no error but None");
    let none = client.get_portals().await?;
    report.expect_none("portals", none.as_ref());

    call("Create it");
    let created = client.create_portal(NewPortal::new("ZylkerPortal")).await?.into_one()?;
    report.expect("code", &created.code, &ResultCode::Success);
    report.expect("name", subject(&created), "ZylkerPortal");

    call("Rename it: every later path has to use the new name");
    let update = PortalUpdate::new().name(PORTAL);
    let renamed = client.update_portal("ZylkerPortal", update).await?.into_one()?;
    report.expect("name", subject(&renamed), PORTAL);

    call("Read it");
    let list = client.get_portal(PORTAL).await?.ok_or("no portal")?;
    let portal = list.portals.first().ok_or("an empty list")?;
    report.expect("active", portal.active, true);
    show("zaid", &portal.zaid);
    if let Some(created) = &portal.created_time {
        show("created", format_args!("{created}, {} in Unix time", created.timestamp()));
    }
    Ok(())
}

// ----------------------------------------------------------------------------------------------------------- User types

async fn user_types(client: &Client, report: &mut Report) -> Outcome<Types> {
    part("User types");
    let modules = modules_to_show(client, report).await?;

    call("The portal came with one user type");
    let list = client.get_user_types(PORTAL).include().await?;
    let client_portal = list.user_type.into_iter().next().ok_or("no user type")?;
    report.expect("name", client_portal.name.as_str(), "Client Portal");

    call("Create another");
    let new = NewUserType::new("Customer", "Contacts", modules).active(true);
    let customer = client.create_user_type(PORTAL, new).await?.into_id()?;
    show("id", &customer);

    call("Let its people change their own record");
    let contacts = client_portal.modules.into_value().unwrap_or_default();
    let contacts = contacts.iter().find(|module| module.api_name == "Contacts").ok_or("no contacts")?;
    let module = UserTypeModuleUpdate::new(&contacts.id).permissions(ModulePermissions::new().edit(true));
    let update = UserTypeUpdate::new().modules([module]);
    let updated = client.update_user_type(PORTAL, &customer, update).await?.into_one()?;
    report.expect("id", subject(&updated), customer.as_str());

    call("Read it");
    let list = client.get_user_type(PORTAL, &customer).await?.ok_or("no user type")?;
    let user_type = list.user_type.first().ok_or("an empty list")?;
    report.expect("users", user_type.no_of_users.ok_or("no count")?, 0);
    for module in user_type.modules.value().into_iter().flatten() {
        let may = module.permissions.as_ref();
        let edit = may.and_then(|may| may.edit).unwrap_or_default();
        show(module.api_name.as_str(), if edit { "see and change" } else { "see" });
    }
    Ok(Types { client_portal: client_portal.id, customer })
}

/// The required modules of a user type of contacts: Contacts, and Notes without layout and view.
async fn modules_to_show(client: &Client, report: &mut Report) -> Outcome<Vec<NewUserTypeModule>> {
    call("What could be shown of the contacts");
    let meta = client.get_portals_meta("Contacts").await?.ok_or("nothing to show")?;
    let modules = meta.related_lists.into_iter().filter_map(|list| list.module);
    let (mut chosen, mut names) = (Vec::new(), Vec::new());
    for module in modules {
        let Some(name) = &module.api_name else { continue };
        names.push(name.to_string());
        if ["Contacts", "Notes"].contains(&name.as_str()) {
            chosen.extend(shared(&module));
        }
    }
    report.expect("modules", names.join(", "), "Contacts, Deals, Products, Notes");
    Ok(chosen)
}

/// A module with its first layout and view, with permission to view records only.
fn shared(module: &RelatedListModule) -> Option<NewUserTypeModule> {
    let layouts = module
        .layouts
        .value()
        .map(|layouts| layouts.iter().take(1).map(|layout| ModuleLayoutChoice::new(&layout.id)).collect::<Vec<_>>());
    let view = module.views.value().and_then(|views| views.first()?.id.as_ref());
    let choice = NewUserTypeModule::new(module.id.as_ref()?, ModulePermissions::new().view(true))
        .shared_type(SharedType::Private)
        .layouts(layouts)
        .views(view.map(|id| ModuleViewChoice::new(id, ViewType::CustomView)))
        .filters(Presence::Null);
    Some(choice)
}

// ---------------------------------------------------------------------------------------------------------- Invitations

async fn invitations(client: &Client, report: &mut Report, people: &People, types: &Types) -> Outcome {
    part("Invitations");

    call("Invite one person");
    let invited = client
        .invite_user("Contacts", &people.jennifer, &types.client_portal, InviteType::Invite)
        .language(Language::EnUs)
        .await?
        .into_one()?;
    report.expect("record", subject(&invited), people.jennifer.as_str());

    call("Invite several, by a job");
    let invitations = [&people.paul, &people.jennifer, &people.without_email]
        .map(|person| BulkInvitation::new(person, &types.client_portal, InviteType::Invite));
    let scheduled = client.bulk_invite_users("Contacts", invitations).await?.into_one()?;
    report.expect("code", &scheduled.code, &ResultCode::Scheduled);
    let job_id = scheduled.details.job_id.ok_or("no job id")?;
    show("job", &job_id);

    call("Ask how the job is doing");
    let running = job(client, &job_id).await?;
    report.expect("status", &running.status, &JobStatus::InProgress);
    report.expect_none("results", running.into_results().as_ref());

    call("Ask again: completed, which says nothing about success");
    let ended = job(client, &job_id).await?;
    report.expect("status", &ended.status, &JobStatus::Completed);
    let (mut invited, mut refused) = (0, Vec::new());
    for result in ended.into_results().unwrap_or_default() {
        match result {
            Ok(_) => invited += 1,
            Err(refusal) => {
                show("refused", &refusal);
                refused.push(refusal.code().to_string());
            }
        }
    }
    report.expect("invited", invited, 1);
    report.expect("codes", refused.join(", "), "CANNOT_PROCESS, INVALID_DATA");
    Ok(())
}

async fn job(client: &Client, job_id: &JobId) -> Outcome<BulkInviteJob> {
    let list = client.get_bulk_invite_status("Contacts").job_id(job_id).await?.ok_or("no job")?;
    Ok(list.portal_invite.into_iter().next().ok_or("an empty list")?)
}

// --------------------------------------------------------------------------------------------------------- Portal users

async fn portal_users(client: &Client, report: &mut Report, people: &People, types: &Types) -> Outcome {
    part("Portal users");

    call("List them, with a condition that travels as JSON in the query");
    let condition = UserFilter::new("status_reason__s", "disabled on updation of email", Comparator::NotEqual);
    let list = client
        .get_users_of_user_type(PORTAL, &types.client_portal)
        .type_(UserStatusFilter::AllUsers)
        .filters([condition])
        .page(1)
        .per_page(200)
        .await?
        .ok_or("no users")?;
    for user in &list.users {
        let name = user.name.value().map_or("somebody", String::as_str);
        let accepted = if user.confirm { "has accepted" } else { "has not accepted yet" };
        show("user", format_args!("{name}, who {accepted}"));
    }
    let total = list.info.and_then(|info| info.total_count);
    report.expect("in all", total.ok_or("no total")?, 2);

    call("Switch one off");
    let switched =
        client.change_user_status(PORTAL, &types.client_portal, &people.jennifer, false).await?.into_one()?;
    report.expect("user", subject(&switched), people.jennifer.as_str());

    call("Switch several on, by a job");
    let changes = [&people.jennifer, &people.paul].map(|person| StatusChange::new(person, true));
    let scheduled = client.change_users_status_bulk(PORTAL, &types.client_portal, changes).await?.into_one()?;
    report.expect("code", &scheduled.code, &ResultCode::Scheduled);

    call("Move one to the other user type");
    let ids = [&people.jennifer];
    let moved = client.transfer_users(PORTAL, &types.client_portal, &types.customer, ids).await?.into_all()?;
    report.expect("moved", moved.len(), 1);
    Ok(())
}

// ------------------------------------------------------------------------------------------------------------- Refusals

async fn refused_by_the_service(
    client: &Client,
    stranger: &Client,
    report: &mut Report,
    people: &People,
    types: &Types,
) {
    part("What the service refuses");
    let invite = |person: &RecordId| client.invite_user("Contacts", person, &types.client_portal, InviteType::Invite);
    let switch_off = |person: &RecordId| client.change_user_status(PORTAL, &types.customer, person, false);

    report.expect_refusal("A token that is none", ResultCode::InvalidToken, stranger.get_portals().send()).await;
    let name_in_use = client.create_portal(NewPortal::new("examplePortal"));
    report.expect_refusal("A portal name that is taken", ResultCode::AlreadyUsed, name_in_use.send()).await;
    let short = client.update_portal(PORTAL, PortalUpdate::new().name("Zy"));
    report.expect_refusal("A portal name that is too short", ResultCode::InvalidData, short.send()).await;
    let unknown = client.get_user_types("Nowhere");
    report.expect_refusal("A portal that does not exist", ResultCode::InvalidData, unknown.send()).await;
    let again = invite(&people.paul);
    report.expect_refusal("A first invitation for the second time", ResultCode::CannotProcess, again.send()).await;
    let nowhere_to_send = invite(&people.without_email);
    report.expect_refusal("An invitation without address", ResultCode::InvalidData, nowhere_to_send.send()).await;
    let missing = switch_off(&people.paul);
    report.expect_refusal("A user of another user type", ResultCode::InvalidData, missing.send()).await;
    let in_use = client.delete_user_type(PORTAL, &types.customer);
    report.expect_refusal("A user type that still has users", ResultCode::InvalidData, in_use.send()).await;
}

async fn refused_before_sending(client: &Client, report: &mut Report, types: &Types) {
    part("What is refused before it is sent");
    let ids = (0..201).map(|id| id.to_string());
    let too_many = client.transfer_users(PORTAL, &types.client_portal, &types.customer, ids);
    report.expect_input_error("Too many users in one transfer", "personality_ids", too_many.send()).await;
    let unnamed = client.get_portal("");
    report.expect_input_error("A portal without a name", "portal_name", unnamed.send()).await;
    let climbing = client.get_user_type("..", &types.customer);
    report.expect_input_error("A path that would lead elsewhere", "portal_name", climbing.send()).await;
    let update = UserTypeUpdate::new().name("Customers (new)");
    let brackets = client.update_user_type(PORTAL, &types.customer, update);
    let place = "body at $.user_type[0].name";
    report.expect_input_error("A name with characters that are refused", place, brackets.send()).await;
}

// ------------------------------------------------------------------------------------------------------------- Farewell

async fn farewell(client: &Client, report: &mut Report, people: &People, types: &Types) -> Outcome {
    part("Farewell");

    call("Delete the user type and hand its users over; the id arrives as a JSON number");
    let deleted =
        client.delete_user_type(PORTAL, &types.customer).transfer_to(&types.client_portal).await?.into_one()?;
    report.expect("id", subject(&deleted), types.customer.as_str());

    call("Remove users: 200, and yet one item is an error");
    let ids = [&people.jennifer, &people.paul, &people.without_email];
    let response = client.delete_users(PORTAL, &types.client_portal, ids).await?;
    let (removed, refused): (Vec<_>, Vec<_>) = response.into_results().into_iter().partition(Result::is_ok);
    report.expect("removed", removed.len(), 2);
    for refusal in refused.into_iter().filter_map(Result::err) {
        show("refused", refusal);
    }
    Ok(())
}
