//! The service in miniature as a program, for clients in any language and for a look at it with curl.
//!
//! ```text
//! cargo run -p zoho-crm-portals --features testing --example fake_portals [ADDRESS]
//! ```
//!
//! It says where it is and what is in it, a line each. When its standard input ends it says for each operation how many
//! requests succeeded, and stops. The address is a free port of the loopback interface unless given.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use zoho_crm_portals::testing::FakePortals;

const PORTAL: &str = "ZylkerPortal";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).map(|address| address.parse()).transpose()?;
    let fake = FakePortals::start_at(address.unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))).await;
    let user_type = fake.open_portal(PORTAL);
    let user = fake.add_user(&user_type, "Jennifer Spears", "jennifer.spears@abc.com");
    let record = fake.add_record("Contacts", "Paul Daly", Some("p.daly@xyz.com"));
    println!("url={}/crm/v8", fake.url());
    println!("authorization=Zoho-oauthtoken {}", fake.token());
    println!("portal_name={PORTAL}\nuser_type_id={user_type}\nuser_id={user}\nrecord_id={record}");
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
