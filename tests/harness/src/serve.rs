//! Commands about operations, one JSON value a line, each answered by a line.

use crate::outcome::collected;
use crate::{Inputs, Operation};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use specwright_runtime::{Body, Bytes, http};
use std::collections::HashMap;
use std::io::{self, BufRead, Write};

#[derive(Deserialize)]
struct Command {
    operation: String,
    /// The inputs of a request that is to be made.
    #[serde(default)]
    inputs: Option<Inputs>,
    /// A response that is to be read.
    #[serde(default)]
    response: Option<Message>,
}

/// A request or a response.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Message {
    #[serde(skip_serializing_if = "String::is_empty")]
    method: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    url: String,
    #[serde(skip_serializing)]
    status: u16,
    headers: Vec<(String, String)>,
    /// In base64.
    body: String,
}

/// Answers the commands of standard input until it ends.
///
/// # Errors
///
/// If standard input or output fails, or a line is not a command.
pub fn serve(operations: &[Operation]) -> io::Result<()> {
    let operations: HashMap<&str, &Operation> = operations.iter().map(|operation| (operation.id, operation)).collect();
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let command: Command = serde_json::from_str(&line?)?;
        let operation = operations.get(command.operation.as_str());
        let operation = operation.ok_or_else(|| io::Error::other(format!("no operation `{}`", command.operation)))?;
        writeln!(output, "{}", response(operation, command)?)?;
        output.flush()?;
    }
    Ok(())
}

fn response(operation: &Operation, command: Command) -> io::Result<String> {
    if let Some(response) = command.response {
        return Ok(serde_json::to_string(&(operation.read)(response.into_response()?))?);
    }
    let inputs = command.inputs.ok_or_else(|| io::Error::other("neither inputs nor a response"))?;
    let made = (operation.request)(&inputs).and_then(Message::of_request);
    Ok(match made {
        Ok(request) => serde_json::to_string(&request)?,
        Err(refused) => serde_json::to_string(&HashMap::from([("refused", refused)]))?,
    })
}

impl Message {
    fn of_request(request: http::Request<Body>) -> Result<Self, String> {
        let (head, body) = request.into_parts();
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Ok(Self {
            method: head.method.to_string(),
            url: head.uri.to_string(),
            status: 0,
            headers: head.headers.iter().map(header).collect(),
            body: BASE64_STANDARD.encode(collected(body.into_stream())?.concat()),
        })
    }

    fn into_response(self) -> io::Result<http::Response<Bytes>> {
        let mut response = http::Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        let body = BASE64_STANDARD.decode(self.body).map_err(io::Error::other)?;
        response.body(Bytes::from(body)).map_err(io::Error::other)
    }
}
