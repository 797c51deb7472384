//! The client without an async runtime: calls that return when the answer is there.

use zoho_crm_portals::{Client, DataCenter};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().server(DataCenter::Eu).access_token("1000.8cb99d").build_blocking()?;
    if let Some(list) = client.get_portals().send()? {
        println!("{} portal", list.portals.len());
    }
    for user in client.get_users_of_user_type("ZylkerPortal", "3652397000006231003").items() {
        println!("{:?}", user?.name);
    }
    Ok(())
}
