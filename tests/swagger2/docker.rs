//! Docker Engine's API, called by the client of its own document against a server on this machine that speaks some of its
//! operations as the daemon does: chunked logs, archives, a pull that reports its progress, errors.

use crate::clients::docker_engine_1_44 as docker;
use docker::Client;
use docker::models::{ContainerCreateBody, ErrorResponse};
use specwright_runtime::{Error, Retry};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as the daemon gets it.
#[derive(Debug, Clone)]
struct Received {
    /// Method and target.
    line: String,
    head: String,
    body: Vec<u8>,
}

/// A daemon that has one container at a time.
#[derive(Clone)]
struct Daemon {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Daemon {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a port");
        let url = format!("http://{}", listener.local_addr().expect("it has an address"));
        let daemon = Self { url, received: Arc::default() };
        let received = Arc::clone(&daemon.received);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let received = Arc::clone(&received);
                thread::spawn(move || converse(stream, &received));
            }
        });
        daemon
    }

    fn client(&self) -> Client {
        Client::builder().server(self.url.as_str()).retry(Retry::never()).build().expect("the client is sound")
    }

    fn last(&self) -> Received {
        self.received.lock().expect("no thread panics").last().cloned().expect("there was a request")
    }
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }
}

/// Takes requests until the connection ends.
fn converse(stream: TcpStream, received: &Mutex<Vec<Received>>) {
    let mut reader = stream.try_clone().expect("a connection can be read and written");
    let mut writer = stream;
    while let Some(request) = receive(&mut reader) {
        let response = respond(&request);
        received.lock().expect("no thread panics").push(request);
        if writer.write_all(&response).is_err() {
            return;
        }
    }
}

fn receive(reader: &mut impl Read) -> Option<Received> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        reader.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let line = head.lines().next()?.trim_end_matches(" HTTP/1.1").to_owned();
    let mut request = Received { line, head, body: Vec::new() };
    if request.header("transfer-encoding").is_some() {
        request.body = chunks(reader)?;
    } else {
        request.body = vec![0; request.header("content-length").map_or(Ok(0), str::parse).ok()?];
        reader.read_exact(&mut request.body).ok()?;
    }
    Some(request)
}

/// A chunked body.
fn chunks(reader: &mut impl Read) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            let mut byte = [0];
            reader.read_exact(&mut byte).ok()?;
            line.push(byte[0]);
        }
        let length = usize::from_str_radix(std::str::from_utf8(&line).ok()?.trim(), 16).ok()?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(&chunk[..length]);
    }
}

const MISSING: &str = r#"{"message":"No such container: gone"}"#;

/// What `docker ps` gets: members that the document does not have among them.
const CONTAINERS: &str = r#"[{"Id":"8dfafdbc3a40","Names":["/boring_feynman"],"Image":"ubuntu:latest","Command":"echo 1","Created":1367854155,"State":"running","Ports":[{"PrivatePort":2222,"PublicPort":3333,"Type":"tcp"}],"Labels":{"a":"b"},"Health":{"Status":"none"}}]"#;

/// A frame of a multiplexed stream: 1 is stdout, 2 is stderr.
fn frame(stream: u8, text: &str) -> Vec<u8> {
    let length = u32::try_from(text.len()).expect("it is short").to_be_bytes();
    [&[stream, 0, 0, 0], &length[..], text.as_bytes()].concat()
}

fn respond(request: &Received) -> Vec<u8> {
    let path = request.line.split('?').next().unwrap_or_default();
    match path {
        "GET /v1.44/_ping" => plain("200 OK", "text/plain; charset=utf-8", "OK"),
        "GET /v1.44/containers/json" => json("200 OK", CONTAINERS),
        "POST /v1.44/containers/create" => json("201 Created", r#"{"Id":"8dfafdbc3a40","Warnings":[]}"#),
        "POST /v1.44/containers/8dfafdbc3a40/start" | "DELETE /v1.44/containers/8dfafdbc3a40" => {
            b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()
        }
        "POST /v1.44/containers/8dfafdbc3a40/wait" => json("200 OK", r#"{"StatusCode":3}"#),
        "GET /v1.44/containers/8dfafdbc3a40/logs" => {
            let frames = [frame(1, "out\n"), frame(2, "err\n")];
            chunked("application/vnd.docker.multiplexed-stream", &frames)
        }
        "POST /v1.44/containers/8dfafdbc3a40/attach" => {
            chunked("application/vnd.docker.raw-stream", &[b"attached\n".to_vec()])
        }
        "GET /v1.44/containers/8dfafdbc3a40/export" => {
            chunked("application/octet-stream", &[b"tar 1".to_vec(), b"tar 2".to_vec()])
        }
        "PUT /v1.44/containers/8dfafdbc3a40/archive" => b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec(),
        "POST /v1.44/images/create" => {
            let lines =
                ["{\"status\":\"Pulling from library/alpine\",\"id\":\"latest\"}\r\n", "{\"status\":\"Done\"}\r\n"];
            chunked("application/json", &lines.map(|line| line.as_bytes().to_vec()))
        }
        _ => json("404 Not Found", MISSING),
    }
}

fn json(status: &str, body: &str) -> Vec<u8> {
    plain(status, "application/json", body)
}

fn plain(status: &str, media_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

fn chunked(media_type: &str, pieces: &[Vec<u8>]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ntransfer-encoding: chunked\r\n\r\n");
    let chunks = pieces.iter().flat_map(|piece| {
        let length = format!("{:x}\r\n", piece.len()).into_bytes();
        [length, piece.clone(), b"\r\n".to_vec()].concat()
    });
    head.into_bytes().into_iter().chain(chunks).chain(*b"0\r\n\r\n").collect()
}

#[tokio::test]
async fn docker_client_requires_a_server() {
    let error = Client::builder().build().unwrap_err().to_string();
    assert!(error.contains("ClientBuilder::server"), "{error}");
    let daemon = Daemon::start();
    assert_eq!(daemon.client().system_ping().send().await.unwrap(), "OK");
    assert_eq!(daemon.last().line, "GET /v1.44/_ping");
}

#[tokio::test]
async fn containers_are_listed_by_filters() {
    let daemon = Daemon::start();
    let list = daemon.client().container_list().all(true).limit(5).filters(r#"{"status":["running"]}"#);
    let containers = list.send().await.unwrap();
    let target = "GET /v1.44/containers/json?all=true&limit=5&filters=%7B%22status%22%3A%5B%22running%22%5D%7D";
    assert_eq!(daemon.last().line, target);
    assert_eq!(daemon.last().header("accept"), Some("application/json"));
    let [container] = containers.as_slice() else { panic!("one container: {containers:?}") };
    assert_eq!(container.id.as_deref(), Some("8dfafdbc3a40"));
    assert_eq!(container.names.as_deref(), Some(&["/boring_feynman".to_owned()][..]));
    assert_eq!(
        container.ports.as_ref().map(|ports| (ports[0].private_port, ports[0].public_port)),
        Some((2222, Some(3333)))
    );
    let text = serde_json::to_string(&containers).unwrap();
    let (sent, read): (serde_json::Value, serde_json::Value) =
        (serde_json::from_str(CONTAINERS).unwrap(), serde_json::from_str(&text).unwrap());
    assert_eq!(sent, read);
}

#[tokio::test]
async fn a_container_is_created_started_and_removed() {
    let daemon = Daemon::start();
    let client = daemon.client();
    let config = ContainerCreateBody::new().image("alpine").cmd(["echo", "hi"]).tty(false);
    let created = client.container_create(config).name("greeter").send().await.unwrap();
    assert_eq!(created.id, "8dfafdbc3a40");
    let request = daemon.last();
    assert_eq!(request.line, "POST /v1.44/containers/create?name=greeter");
    assert_eq!(request.header("content-type"), Some("application/json"));
    let body: serde_json::Value = serde_json::from_str(request.text()).unwrap();
    assert_eq!(body, serde_json::json!({ "Image": "alpine", "Cmd": ["echo", "hi"], "Tty": false }));
    client.container_start(created.id.as_str()).send().await.unwrap();
    let exit = client.container_wait(created.id.as_str()).send().await.unwrap();
    assert_eq!(exit.status_code, 3);
    client.container_delete(created.id.as_str()).force(true).send().await.unwrap();
    assert_eq!(daemon.last().line, "DELETE /v1.44/containers/8dfafdbc3a40?force=true");
}

#[tokio::test]
async fn logs_and_archives_are_streams() {
    let daemon = Daemon::start();
    let client = daemon.client();
    let logs = client.container_logs("8dfafdbc3a40").stdout(true).stderr(true).send().await.unwrap();
    assert_eq!(logs.bytes().await.unwrap(), [frame(1, "out\n"), frame(2, "err\n")].concat());
    assert_eq!(daemon.last().line, "GET /v1.44/containers/8dfafdbc3a40/logs?stdout=true&stderr=true");
    let accept = "application/vnd.docker.raw-stream, application/vnd.docker.multiplexed-stream, application/json";
    assert_eq!(daemon.last().header("accept"), Some(accept));
    let attached = client.container_attach("8dfafdbc3a40").stream(true).stdout(true).send().await.unwrap();
    assert_eq!(attached.bytes().await.unwrap(), "attached\n");
    let archive = client.container_export("8dfafdbc3a40").send().await.unwrap();
    assert_eq!(archive.bytes().await.unwrap(), "tar 1tar 2");
}

#[tokio::test]
async fn pulling_an_image_streams_its_progress() {
    let daemon = Daemon::start();
    let pull = daemon.client().image_create().from_image("alpine").tag("latest").changes(["ENV A=b", "USER c"]);
    let response = pull.send().await.unwrap();
    let line = "POST /v1.44/images/create?fromImage=alpine&tag=latest&changes=ENV%20A%3Db,USER%20c";
    assert_eq!(daemon.last().line, line);
    let text = std::str::from_utf8(response.body()).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[tokio::test]
async fn docker_errors_are_documented_errors() {
    let daemon = Daemon::start();
    let client = daemon.client();
    let error = client.container_logs("gone").stdout(true).send().await.unwrap_err();
    let message = |failure: &ErrorResponse| failure.message.clone();
    assert!(
        matches!(&error, Error::Failure(failure) if message(&failure.value) == "No such container: gone"),
        "{error}"
    );
    assert_eq!(error.status().unwrap().as_u16(), 404);
    let error = client.container_create(ContainerCreateBody::new()).name("-").send().await.unwrap_err();
    assert!(error.to_string().contains("must match the pattern"), "{error}");
}
