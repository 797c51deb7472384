//! Connections on this machine, with the default transport of a client.

use crate::calls::{Outcome, required};
use crate::{TOKEN, sample};
use specwright_runtime::http::Request;
use specwright_runtime::{Bytes, Error, MemoryTransport, Retry};
use specwright_tests::json::Json;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use zoho_crm_portals::Client;

/// Every operation with a sample of its success. No sample was ever published for the one without.
const SAMPLES: [(&str, Option<&str>); 18] = [
    ("create_portal", Some("create_portal.response.200")),
    ("get_portals", Some("get_portals.response.200")),
    ("get_portal", Some("get_portal.response.200.docs")),
    ("update_portal", Some("update_portal.response.200.docs")),
    ("get_portals_meta", None),
    ("get_user_types", Some("get_user_types.response.200")),
    ("create_user_type", Some("create_user_type.response.200")),
    ("get_user_type", Some("get_user_type.response.200.docs")),
    ("update_user_type", Some("update_user_type.response.200")),
    ("delete_user_type", Some("delete_user_type.response.200")),
    ("invite_user", Some("invite_user.response.200")),
    ("bulk_invite_users", Some("bulk_invite_users.response.200.scheduled")),
    ("get_bulk_invite_status", Some("get_bulk_invite_status.response.200.one_job")),
    ("get_users_of_user_type", Some("get_users_of_user_type.response.200")),
    ("delete_users", Some("delete_users.response.200")),
    ("transfer_users", Some("transfer_users.response.200")),
    ("change_user_status", Some("change_user_status.response.200")),
    ("change_users_status_bulk", Some("change_users_status_bulk.response.200")),
];

#[tokio::test]
async fn every_operation_sends_and_reads_the_same_as_in_memory() {
    for (call, (operation, name)) in required().iter().zip(SAMPLES) {
        assert_eq!(call.operation, operation);
        let body = name.map_or_else(|| r#"{"related_lists":[]}"#.to_owned(), sample);
        let server = Server::start(vec![response("200 OK", &body)]).await;
        let memory = MemoryTransport::new().respond(200, body);

        let in_memory: Outcome = call.send(&server.client().transport(memory.clone()).build().unwrap()).await;
        let outcome: Outcome = call.send(&server.client().build().unwrap()).await;

        assert_eq!(outcome.unwrap(), in_memory.unwrap(), "{operation}");
        assert_eq!(server.requests(), [raw(&memory.last_request().unwrap())], "{operation}");
    }
}

#[tokio::test]
async fn nothing_and_errors() {
    let item = r#"{"code":"NO_PERMISSION","details":{},"message":"","status":"error"}"#;
    let responses = vec!["HTTP/1.1 204 No Content\r\n\r\n".to_owned(), response("403 Forbidden", item)];
    let server = Server::start(responses).await;
    let client = server.client().build().unwrap();
    assert_eq!(client.get_portals().send().await.unwrap(), None);
    let error = client.get_portals().send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.body().unwrap().as_ref()), (403, item.as_bytes()));
    assert_eq!(error.headers().unwrap()["content-type"], "application/json;charset=UTF-8");
    assert!(error.failure().is_some());
}

#[tokio::test]
async fn a_server_that_is_too_slow() {
    let responses = [
        // Reads the request, and does not respond.
        ("", "timed out: no response was received"),
        // Begins to answer and stops.
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"portals\":[",
            "200 OK, but its body timed out: no further piece of the response was received in time",
        ),
    ];
    for (response, what) in responses {
        let server = Server::start_and(After::Wait, vec![response.to_owned()]).await;
        let client = server.client().timeout(Duration::from_millis(200)).build().unwrap();
        let sending = tokio::time::timeout(Duration::from_secs(10), client.get_portals().send());
        let error = sending.await.expect("the client gives up").unwrap_err();
        assert!(error.is_timeout() && !error.is_connect(), "{error}");
        assert_eq!(error.to_string(), format!("get_portals (GET /settings/portals): {what}"));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn unreachable_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder().server(url).access_token(TOKEN).build().unwrap();
    let error = client.get_portals().send().await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error}");
    let text = error.to_string();
    assert!(text.starts_with("get_portals (GET /settings/portals): could not connect: "), "{text}");
}

#[tokio::test]
async fn connection_closed_by_the_server() {
    let responses = ["", "HTTP/1.1 200", "SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"];
    for response in responses {
        let server = Server::start(vec![response.to_owned()]).await;
        let error = server.client().build().unwrap().get_portals().send().await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error}");
        assert!(!error.is_timeout() && !error.is_connect(), "{response:?}: {error}");
        assert!(!error.to_string().contains("127.0.0.1"), "no URL in {error}");
    }
}

#[tokio::test]
async fn an_http_client_of_the_callers_own() {
    let server = Server::start(vec![response("200 OK", r#"{"portals":[]}"#)]).await;
    let headers = [("x-own".try_into().unwrap(), "yes".parse().unwrap())].into_iter().collect();
    let own = crate::http::client().default_headers(headers).build().unwrap();
    server.client().http_client(own).build().unwrap().get_portals().send().await.unwrap();
    assert!(server.requests()[0].contains(&"x-own: yes".to_owned()));
}

/// A token never travels to another host, be it one that the server names.
#[tokio::test]
async fn redirects_are_followed_within_the_origin() {
    let elsewhere = Server::start(vec![response("200 OK", r#"{"portals":[]}"#)]).await;
    let away = format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: {}/x\r\n\r\n", elsewhere.url);
    let server = Server::start(vec![away]).await;
    let error = server.client().build().unwrap().get_portals().send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(elsewhere.requests(), [[""; 0]; 0]);

    let home = "HTTP/1.1 307 Temporary Redirect\r\nlocation: /x\r\nconnection: close\r\n\r\n".to_owned();
    let server = Server::start(vec![home, response("200 OK", r#"{"portals":[]}"#)]).await;
    assert!(server.client().build().unwrap().get_portals().send().await.unwrap().is_some());
    let lines: Vec<_> = server.requests().into_iter().map(|request| request[0].clone()).collect();
    assert_eq!(lines, ["GET /crm/v8/settings/portals HTTP/1.1", "GET /x HTTP/1.1"]);
}

/// Answers one connection after another, keeps what they sent, and then closes or holds them.
struct Server {
    url: String,
    requests: Arc<Mutex<Vec<Vec<String>>>>,
}

/// What to do with a connection once it is answered.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Close,
    Wait,
}

impl Server {
    async fn start(responses: Vec<String>) -> Self {
        Self::start_and(After::Close, responses).await
    }

    async fn start_and(after: After, responses: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&requests);
        tokio::spawn(async move {
            for response in responses {
                let (mut connection, _) = listener.accept().await.unwrap();
                let request = receive(&mut connection).await;
                record.lock().unwrap().push(request);
                connection.write_all(response.as_bytes()).await.unwrap();
                if after == After::Wait {
                    std::future::pending::<()>().await;
                }
            }
        });
        Self { url, requests }
    }

    fn client(&self) -> specwright_runtime::ClientBuilder<Client> {
        Client::builder().server(format!("{}/crm/v8", self.url)).access_token(TOKEN).retry(Retry::never())
    }

    /// Every request: its first line, its headers in alphabetical order, its body. Without headers of the transport,
    /// such as `Accept-Encoding` with the feature `compression`.
    fn requests(&self) -> Vec<Vec<String>> {
        let mut requests = self.requests.lock().unwrap().clone();
        for request in &mut requests {
            request.retain(|line| !line.starts_with("accept-encoding: "));
        }
        requests
    }
}

fn response(status: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json;charset=UTF-8\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )
}

async fn receive(connection: &mut TcpStream) -> Vec<String> {
    let mut bytes = Vec::new();
    loop {
        connection.read_buf(&mut bytes).await.unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return in_order(head.lines().map(str::to_owned).collect(), body);
        }
    }
}

/// What a request of the memory transport should look like on the wire.
fn raw(request: &Request<Bytes>) -> Vec<String> {
    let uri = request.uri();
    let mut head = vec![format!("{} {} HTTP/1.1", request.method(), uri.path_and_query().unwrap())];
    head.push(format!("host: {}", uri.authority().unwrap()));
    head.extend(request.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())));
    // Servers may reject a POST or PUT without a `Content-Length`.
    if !request.body().is_empty() || request.method() == "POST" || request.method() == "PUT" {
        head.push(format!("content-length: {}", request.body().len()));
    }
    in_order(head, std::str::from_utf8(request.body()).unwrap())
}

fn in_order(mut head: Vec<String>, body: &str) -> Vec<String> {
    head[1..].sort();
    head.push(if body.is_empty() { String::new() } else { Json::parse(body).to_string() });
    head
}
