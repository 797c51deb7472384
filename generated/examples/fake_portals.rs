//! The fake service as a program, for clients in any language, or for curl.
//!
//! ```text
//! cargo run -p zoho-crm-portals --features testing --example fake_portals [ADDRESS]
//! ```
//!
//! It prints its address and its contents, one per line, and then an empty line. When its standard input ends, it
//! prints the number of successful requests for each operation, and stops. Default of the address: a free port of the
//! loopback interface.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use zoho_crm_portals::models::{
    ModuleLayoutChoice, ModulePermissions, ModuleViewChoice, NewUserType, NewUserTypeModule, SharedType, UserTypeId,
    ViewType,
};
use zoho_crm_portals::testing::FakePortals;

const PORTAL: &str = "ZylkerPortal";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).map(|address| address.parse()).transpose()?;
    let fake = FakePortals::start_at(address.unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))).await;
    let user_type = fake.open_portal(PORTAL);
    println!("url={}/crm/v8", fake.url());
    println!("authorization=Zoho-oauthtoken {}", fake.token());
    println!("portal_name={PORTAL}");
    println!("user_type_id={user_type}");
    println!("other_user_type_id={}", other_user_type(&fake).await?);
    for (name, user) in [("user_id", "Jennifer Spears"), ("second_user_id", "Ann Lee"), ("third_user_id", "Mary Ng")] {
        let email = format!("{}@abc.com", user.to_lowercase().replace(' ', "."));
        println!("{name}={}", fake.add_user(&user_type, user, &email));
    }
    println!("record_id={}", fake.add_record("Contacts", "Paul Daly", Some("p.daly@xyz.com")));
    println!();
    tokio::task::spawn_blocking(|| io::copy(&mut io::stdin(), &mut io::sink())).await??;

    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for request in fake.requests() {
        let (succeeded, all) = counts.entry(request.operation().unwrap_or("none")).or_default();
        *succeeded += usize::from(request.status().is_some_and(|status| status.is_success()));
        *all += 1;
    }
    for (operation, (succeeded, all)) in counts {
        println!("{operation}: {succeeded} of {all} requests succeeded");
    }
    Ok(())
}

/// A second user type, in addition to the portal's default, created as by any caller.
async fn other_user_type(fake: &FakePortals) -> Result<UserTypeId, Box<dyn Error>> {
    let client = fake.builder().transport(fake.transport()).build()?;
    let view = || ModulePermissions::new().view(true);
    let contacts = NewUserTypeModule::new("3652397000000002179", view())
        .shared_type(SharedType::Private)
        .layouts(vec![ModuleLayoutChoice::new("3652397000000091033")])
        .views(ModuleViewChoice::new("3652397000000087529", ViewType::CustomView));
    let notes = NewUserTypeModule::new("3652397000000002197", view()).shared_type(SharedType::Private);
    let new = NewUserType::new("Customer", "Contacts", [contacts, notes]).active(true);
    let id = client.create_user_type(PORTAL, new).await?.into_id()?;
    fake.forget_requests();
    Ok(id)
}
