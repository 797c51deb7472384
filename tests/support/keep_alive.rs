//! A server that answers as fast as it can, for measuring clients.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// The beginning of a request, such as `GET /portals `, and the body of its answer.
pub type Answer = (String, String);

/// The URL of a server that responds with the body of the matching request prefix, with status 200, on persistent
/// connections. It serves until the process ends.
///
/// # Panics
///
/// If there is no free port. An unknown request is a panic of its thread, which closes the connection.
#[must_use]
pub fn serve(responses: Vec<Answer>) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a port");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    let responses = responses.into_iter().map(|(request, body)| {
        let length = body.len();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
        (request.into_bytes(), [head, body].concat().into_bytes())
    });
    let responses: Arc<Vec<(Vec<u8>, Vec<u8>)>> = Arc::new(responses.collect());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let responses = Arc::clone(&responses);
            thread::spawn(move || converse(stream, &responses));
        }
    });
    url
}

fn converse(mut stream: TcpStream, responses: &[(Vec<u8>, Vec<u8>)]) {
    // Errors of a connection are reported by the client.
    let _ = stream.set_nodelay(true);
    let (mut buffer, mut filled) = (vec![0; 16 * 1024], 0);
    loop {
        while let Some(length) = request_length(&buffer[..filled]) {
            let response = responses.iter().find(|(request, _)| buffer[..filled].starts_with(request));
            let (_, response) = response.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&buffer[..filled])));
            if stream.write_all(response).is_err() {
                return;
            }
            buffer.copy_within(length..filled, 0);
            filled -= length;
        }
        match stream.read(&mut buffer[filled..]) {
            Ok(length @ 1..) => filled += length,
            _ => return,
        }
    }
}

/// The length of the request at the beginning, when it is whole.
fn request_length(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head]).ok()?;
    let body = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let length = head + body.unwrap_or(0);
    (length <= bytes.len()).then_some(length)
}
