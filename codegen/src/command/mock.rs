//! `specwright mock`: serves the API of a document on a local port.

use super::input::Input;
use super::show::{Progress, name_settings, show_brief};
use clap::Args;
use specwright::mock::{BODY_LIMIT, Mock, Request, Response};
use specwright::{Error, Read};
use std::io::{Read as _, Write as _};
use std::net::IpAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use tiny_http::{Header, Server, StatusCode};

/// The number of worker threads.
const WORKERS: usize = 8;

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    input: Input,
    /// The port; 0 for any free port.
    #[arg(long, short, default_value_t = 4010)]
    port: u16,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Print errors only, and log no requests.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Serves until the process is interrupted.
pub fn run(Serve { input, port, host, quiet }: Serve) -> Result<ExitCode, Error> {
    let spec = input.spec.clone();
    let builder = input.builder();
    name_settings(&builder, quiet);
    let progress = Progress::begin(&spec);
    let result = builder.read_as_documented();
    progress.end();
    let Read { api, report, .. } = result?;
    if !quiet {
        show_brief(&report, &spec);
    }
    let mock = Mock::new(api);
    let server = match Server::http((host, port)) {
        Ok(server) => Arc::new(server),
        Err(error) => {
            eprintln!("error: cannot listen on {host}:{port}: {error}");
            return Ok(ExitCode::FAILURE);
        }
    };
    let interrupted = Arc::clone(&server);
    let stop = move || (0..WORKERS).for_each(|_| interrupted.unblock());
    if let Err(error) = ctrlc::set_handler(stop) {
        eprintln!("warning: an interruption ends requests that are being served: {error}");
    }
    // After the handler is set: a program that waits for this line may interrupt the command.
    say(&format!("{} operations on http://{}{}", mock.operations(), server.server_addr(), mock.base_path()));
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| work(&server, &mock, quiet));
        }
    });
    Ok(ExitCode::SUCCESS)
}

fn work(server: &Server, mock: &Mock, quiet: bool) {
    while let Ok(mut received) = server.recv() {
        let request = read(&mut received);
        let response = mock.respond(&request);
        if !quiet {
            say(&line(&request, &response));
        }
        // The client may have disconnected.
        let _ = received.respond(written(response));
    }
}

/// A closed stdout is not a reason to stop.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

fn read(received: &mut tiny_http::Request) -> Request {
    let headers = received.headers().iter();
    let headers = headers.map(|header| (header.field.as_str().to_string(), header.value.to_string())).collect();
    let (method, target) = (received.method().to_string(), received.url().to_owned());
    let limit = u64::try_from(BODY_LIMIT).unwrap_or(u64::MAX);
    let mut body = Vec::new();
    let read = received.as_reader().take(limit + 1).read_to_end(&mut body);
    let is_whole = read.is_ok() && body.len() <= BODY_LIMIT;
    Request { method, target, headers, body: is_whole.then_some(body) }
}

fn written(response: Response) -> tiny_http::Response<std::io::Cursor<Vec<u8>>> {
    let header = |(name, value): &(String, String)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok();
    let headers: Vec<Header> = response.headers.iter().filter_map(header).collect();
    let mut written = tiny_http::Response::from_data(response.body).with_status_code(StatusCode(response.status));
    for header in headers {
        written.add_header(header);
    }
    written
}

/// `GET /pets/1 -> 200 getPet`, followed by the problems of the request.
fn line(request: &Request, response: &Response) -> String {
    let operation = response.log.operation.as_deref().unwrap_or("no operation");
    let target = request.target.split('?').next().unwrap_or_default();
    let mut line = format!("{} {} -> {} {operation}", printable(&request.method), printable(target), response.status);
    for fault in &response.log.faults {
        line.push_str("\n    ");
        line.push_str(&printable(fault));
    }
    line
}

/// Text from the network, without terminal control characters.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
