//! Sending files, and saving responses as files, with a server that echoes requests.
#![cfg(all(feature = "hyper", feature = "blocking"))]

use specwright_runtime::{
    Api, Body, ByteStream, Client, ClientBuilder, Error, File, Iter, Multipart, Operation, OperationInfo, RawResponse,
    RequestWriter,
};
use std::convert::Infallible;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::thread;

static API: Api = Api { name: "mirror", version: "1.0.0", server: "/", security: &[] };

/// Sends bytes and gets them back.
struct Mirror(Body);

impl Operation for Mirror {
    type Output = ByteStream;
    type Failure = Infallible;

    const INFO: OperationInfo = OperationInfo { id: "mirror", method: "PUT", path: "/mirror", security: &[] };
    const STREAMED: Option<fn(&RawResponse) -> bool> = Some(|_| true);

    fn write(&self, request: &mut RequestWriter) {
        request.bytes("application/octet-stream", &self.0);
    }

    fn read(response: &RawResponse) -> Result<ByteStream, Error<Self::Failure>> {
        response.stream()
    }
}

/// Sends a form of one file and gets it back as it was sent.
struct Upload(File);

impl Operation for Upload {
    type Output = ByteStream;
    type Failure = Infallible;

    const INFO: OperationInfo = OperationInfo { id: "upload", method: "POST", path: "/upload", security: &[] };
    const STREAMED: Option<fn(&RawResponse) -> bool> = Some(|_| true);

    fn write(&self, request: &mut RequestWriter) {
        let mut parts = Multipart::new();
        parts.file("picture", &self.0, "image/png");
        request.multipart("multipart/form-data", &parts);
    }

    fn read(response: &RawResponse) -> Result<ByteStream, Error<Self::Failure>> {
        response.stream()
    }
}

/// Echoes the body of every request.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(|stream| drop(give_back(&stream.unwrap()))));
    url
}

/// Only with a `Content-Length`: no body of these tests may be chunked.
fn give_back(mut stream: &TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let Some(length) = length else { return stream.write_all(b"HTTP/1.1 411 Length Required\r\n\r\n") };
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")?;
    stream.write_all(&body)
}

fn bytes() -> Vec<u8> {
    (0..300_000_u32).map(|index| (index / 7).to_le_bytes()[0]).collect()
}

/// A file of this test alone, with these bytes.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[tokio::test]
async fn a_file_is_sent_and_saved() {
    let client: Client = ClientBuilder::new(&API).server(serve()).build().unwrap();
    let (from, to) = (file("sent.bin", &bytes()), file("saved.bin", b"what was there"));
    let received = client.send(&Mirror(Body::from_file(&from).unwrap())).await.unwrap();
    assert_eq!(received.save_to(&to).await.unwrap(), 300_000);
    assert!(std::fs::read(&to).unwrap() == bytes(), "the bytes are the same");
}

#[tokio::test]
async fn asynchronous_readers_and_writers_are_sent_and_filled() {
    let client: Client = ClientBuilder::new(&API).server(serve()).build().unwrap();
    let body = Body::from_async_reader(std::io::Cursor::new(bytes())).with_length(300_000);
    let mut received = Vec::new();
    assert_eq!(client.send(&Mirror(body)).await.unwrap().copy_to(&mut received).await.unwrap(), 300_000);
    assert!(received == bytes(), "the bytes are the same");
}

#[tokio::test]
async fn form_files_have_a_name_and_a_length() {
    let client: Client = ClientBuilder::new(&API).server(serve()).build().unwrap();
    let picture = File::from_path(file("cat.png", b"\x89PNG")).unwrap();
    let form = client.send(&Upload(picture)).await.unwrap().bytes().await.unwrap();
    let form = String::from_utf8_lossy(&form);
    assert!(form.contains("name=\"picture\"; filename=\"cat.png\"\r\n"), "{form}");
    assert!(form.contains("Content-Type: image/png\r\n\r\n\u{FFFD}PNG\r\n"), "{form}");
}

#[test]
fn blocking_calls_send_and_save_files() {
    let client = ClientBuilder::<Client>::new(&API).server(serve()).build_blocking().unwrap();
    let (from, to) = (file("sent-blocking.bin", &bytes()), file("saved-blocking.bin", b""));
    let received = client.send(&Mirror(Body::from_file(&from).unwrap())).unwrap();
    assert_eq!(Iter::new(received).save_to(&to).unwrap(), 300_000);
    assert!(std::fs::read(&to).unwrap() == bytes(), "the bytes are the same");
    let reader = Body::from_reader(std::io::Cursor::new(bytes())).with_length(300_000);
    let mut received = Vec::new();
    assert_eq!(Iter::new(client.send(&Mirror(reader)).unwrap()).copy_to(&mut received).unwrap(), 300_000);
    assert!(received == bytes(), "the bytes are the same");
}
