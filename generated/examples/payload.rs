//! Reads a JSON payload into the type that the client uses for it, and writes it back.
//!
//! ```text
//! payload <operation_id> <request|response> [status] < file.json
//! ```
//!
//! Useful for a payload from a log: it prints where the payload violates the document, and what is documented.
//!
//! | exit code | when |
//! |---|---|
//! | 0 | the payload fits; it is on the standard output, as JSON |
//! | 1 | it does not; the place and the reason are on the standard error |
//! | 2 | there is no such payload, or the arguments make no sense |
//!
//! Without a status, a response is the only documented success. A request is the body or, where there is none, the
//! parameter that holds JSON. For a payload that is documented without a body, input and output are empty.

use std::fmt;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use zoho_crm_portals::payloads::PAYLOADS;
use zoho_crm_portals::runtime::payload::{self, Direction, Part, Payload, PayloadError, StatusRange};

const USAGE: &str = "usage: payload <operation_id> <request|response> [status] < file.json";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            problem.exit_code()
        }
    }
}

fn run() -> Result<(), Problem> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let payload = chosen(&arguments)?;
    let mut input = Vec::new();
    io::stdin().read_to_end(&mut input)?;
    let mut output = payload.rewrite(&input).map_err(|error| Problem::misfit(payload, &error))?;
    if !output.is_empty() {
        output.push(b'\n');
    }
    Ok(io::stdout().write_all(&output)?)
}

fn chosen(arguments: &[String]) -> Result<&'static Payload, Problem> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let found = match arguments[..] {
        [operation, "request"] => payload::find(PAYLOADS, operation, Direction::Request, None),
        [operation, "response"] => return only_success(operation),
        [operation, "response", status] => {
            payload::find(PAYLOADS, operation, Direction::Response, Some(status_of(status)?))
        }
        [_, other, ..] if !["request", "response"].contains(&other) => {
            return Err(Problem::Arguments(format!("`{other}` is neither request nor response\n{USAGE}")));
        }
        _ => return Err(Problem::Arguments(USAGE.to_owned())),
    };
    found.map_err(|error| Problem::Arguments(error.to_string()))
}

fn status_of(text: &str) -> Result<u16, Problem> {
    let status = text.parse().ok().filter(|status| (100..=599).contains(status));
    status.ok_or_else(|| Problem::Arguments(format!("`{text}` is not an HTTP status\n{USAGE}")))
}

/// The response to read when no status is given.
fn only_success(operation: &str) -> Result<&'static Payload, Problem> {
    let of_operation = PAYLOADS.iter().filter(|payload| payload.operation() == operation);
    let successes: Vec<(StatusRange, &Payload)> =
        of_operation.filter_map(|payload| Some((success_status(payload)?, payload))).collect();
    match successes[..] {
        [(_, only)] => Ok(only),
        // A shared response has no status; `find` reports other errors.
        [] => payload::find(PAYLOADS, operation, Direction::Response, None)
            .map_err(|error| Problem::Arguments(error.to_string())),
        _ => {
            let statuses: Vec<String> = successes.iter().map(|(status, _)| status.to_string()).collect();
            let statuses = statuses.join(" and ");
            Err(Problem::Arguments(format!("{operation} documents {statuses} as success; give the status\n{USAGE}")))
        }
    }
}

fn success_status(payload: &Payload) -> Option<StatusRange> {
    match payload.part() {
        Part::Response(range) if (200..=299).any(|status| range.contains(status)) => Some(range),
        _ => None,
    }
}

enum Problem {
    Arguments(String),
    Mismatch(String),
    Io(io::Error),
}

impl Problem {
    fn misfit(payload: &Payload, error: &PayloadError) -> Self {
        Self::Mismatch(format!("{}, {}: {error}", payload.operation(), payload.part()))
    }

    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Arguments(_) => ExitCode::from(2),
            Self::Mismatch(_) | Self::Io(_) => ExitCode::FAILURE,
        }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arguments(message) | Self::Mismatch(message) => f.write_str(message),
            Self::Io(error) => error.fmt(f),
        }
    }
}
