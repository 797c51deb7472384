//! The server of a call, and the settings for all requests.

use crate::{TOKEN, client};
use specwright_runtime::{MemoryTransport, ServerUrl, Timeouts};
use std::time::Duration;
use std::time::Instant;
use zoho_crm_portals::{Client, DataCenter, Server};

/// The URL of `get_portals` with this server.
async fn url(server: impl Into<ServerUrl>) -> String {
    let transport = MemoryTransport::new().respond(204, "");
    let builder = Client::builder().server(server).access_token(TOKEN).transport(transport.clone());
    builder.build().unwrap().get_portals().send().await.unwrap();
    transport.last_request().unwrap().uri().to_string()
}

#[tokio::test]
async fn servers() {
    let rows: [(ServerUrl, &str); 19] = [
        (DataCenter::Us.into(), "https://www.zohoapis.com/crm/v8"),
        (DataCenter::Eu.into(), "https://www.zohoapis.eu/crm/v8"),
        (DataCenter::In.into(), "https://www.zohoapis.in/crm/v8"),
        (DataCenter::Au.into(), "https://www.zohoapis.com.au/crm/v8"),
        (DataCenter::Cn.into(), "https://www.zohoapis.com.cn/crm/v8"),
        (DataCenter::Jp.into(), "https://www.zohoapis.jp/crm/v8"),
        (DataCenter::Ca.into(), "https://www.zohoapis.ca/crm/v8"),
        (DataCenter::Sa.into(), "https://www.zohoapis.sa/crm/v8"),
        (Server::from(DataCenter::Jp).version("v5").into(), "https://www.zohoapis.jp/crm/v5"),
        (Server::default().into(), "https://www.zohoapis.com/crm/v8"),
        (Server::default().version("v4").into(), "https://www.zohoapis.com/crm/v4"),
        (Server::default().api_domain("https://www.zohoapis.eu").into(), "https://www.zohoapis.eu/crm/v8"),
        (
            Server::default().api_domain("https://sandbox.zohoapis.in").version("v7").into(),
            "https://sandbox.zohoapis.in/crm/v7",
        ),
        ("https://www.zohoapis.com/crm/v8/".into(), "https://www.zohoapis.com/crm/v8"),
        ("https://www.zohoapis.com/crm/v8///".into(), "https://www.zohoapis.com/crm/v8"),
        ("http://127.0.0.1:8080".into(), "http://127.0.0.1:8080"),
        ("http://[::1]:8080/".into(), "http://[::1]:8080"),
        ("https://proxy.example/zoho/crm".into(), "https://proxy.example/zoho/crm"),
        ("HTTPS://WWW.ZOHOAPIS.COM".into(), "https://WWW.ZOHOAPIS.COM"),
    ];
    for (server, base) in rows {
        assert_eq!(url(server.clone()).await, format!("{base}/settings/portals"), "{server:?}");
    }
}

#[test]
fn invalid_server_urls_are_errors() {
    let rows = [
        ("", "must be a URL"),
        ("www.zohoapis.com", "must be absolute and begin with http:// or https://"),
        ("/crm/v8", "must be absolute and begin with http:// or https://"),
        ("ftp://www.zohoapis.com", "must be absolute and begin with http:// or https://"),
        ("https://", "must be a URL"),
        ("https://www.zohoapis.com?x=1", "must have neither query nor fragment"),
        ("https://www.zohoapis.com#x", "must have neither query nor fragment"),
        ("https://user:password@www.zohoapis.com", "must not contain credentials"),
        ("https://www.zohoapis.com/crm v8", "must be a URL"),
        ("https://www.zohoapis.com/\r\n", "must be a URL"),
    ];
    for (server, reason) in rows {
        let error = Client::builder().server(server).build().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "the client of zoho-crm-portals cannot be built: the server URL {reason}, such as \
                 `https://api.example.com/v1`"
            ),
            "{server:?}"
        );
    }
}

#[tokio::test]
async fn user_agent_headers_and_timeout() {
    let transport = MemoryTransport::new().respond(204, "").respond(204, "");
    let builder = || Client::builder().access_token(TOKEN).transport(transport.clone());
    builder().build().unwrap().get_portals().send().await.unwrap();
    assert_eq!(timeout(&transport), Duration::from_secs(30));

    let client = builder().user_agent("crm-sync/3").header("X-Tenant", "north").timeout(Duration::from_millis(1500));
    client.build().unwrap().get_portals().send().await.unwrap();
    let request = transport.last_request().unwrap();
    assert_eq!(request.headers()["user-agent"], "crm-sync/3");
    assert_eq!(request.headers()["x-tenant"], "north");
    assert_eq!(timeout(&transport), Duration::from_millis(1500));
}

/// How long was left when the request went out, to the next half of a second.
fn timeout(transport: &MemoryTransport) -> Duration {
    let request = transport.last_request().unwrap();
    let end = request.extensions().get::<Timeouts>().unwrap().deadline.unwrap();
    let remaining = (end - Instant::now()).as_millis().div_ceil(500) * 500;
    Duration::from_millis(remaining.try_into().unwrap())
}

#[test]
fn clones_are_the_same_client() {
    let client = client(&MemoryTransport::new());
    assert_eq!(client.clone().as_ref().server(), client.as_ref().server());
}
