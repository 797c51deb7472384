//! Both halves of the wire over published documents: what the client of a document sends, its service reads, and what the service responds,
//! the client reads.

mod calls;
mod json;
mod undefined;
mod values;

use crate::crates::Program;
use crate::list::Published;
use crate::program::Running;
use calls::Calls;
use serde_json::{Value, json};
use specwright::diagnostics::{Diagnostics, Strictness};
use specwright::ir::Operation;
use specwright::load::Options;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, io};
use values::Values;

/// The program of a crate, which has its client call its service.
pub const PROGRAM: Program = Program {
    harness: Some(&["wire"]),
    text: "//! Has the client call the service.\n\nfn main() -> std::io::Result<()> {\n    \
           specwright_harness::serve_wire(&CRATE::wire::WIRE)\n}\n",
};

/// The program of a crate, which serves the API with the responses of a file.
pub const SERVED: Program = Program {
    harness: Some(&["served"]),
    text: "//! Serves the API.\n\nfn main() -> std::io::Result<()> {\n    \
           let responses = std::fs::read_to_string(std::env::args().nth(1).unwrap_or_default())?;\n    \
           specwright_harness::serve_http(&CRATE::wire::WIRE, serde_json::from_str(&responses)?)\n}\n",
};

/// The columns of [`Halves`].
pub const HEAD: &str = "document\toperations\trequests\tresponses\tequal\texplained\tunexplained\tclasses";

/// The results for the operations of one document.
#[derive(Debug, Default)]
pub struct Halves {
    pub operations: usize,
    pub requests: usize,
    pub responses: usize,
    pub equal: usize,
    /// How many are otherwise for a reason that is known, by its class.
    pub explained: BTreeMap<&'static str, usize>,
    /// Where and how, of each that is otherwise without one.
    pub unexplained: Vec<String>,
}

impl fmt::Display for Halves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operations, requests, responses, equal, explained, unexplained } = self;
        let classes: Vec<String> = explained.iter().map(|(class, count)| format!("{class} {count}")).collect();
        let (explained, unexplained) = (explained.values().sum::<usize>(), unexplained.len());
        write!(f, "{operations}\t{requests}\t{responses}\t{equal}\t{explained}\t{unexplained}\t{}", classes.join(", "))
    }
}

/// Has every operation called, and every response read.
///
/// # Errors
///
/// When the document cannot be read, or the program cannot be run.
pub fn of(published: &Published, options: &Options, program: &Path) -> io::Result<Halves> {
    let unreadable = || io::Error::other(format!("{} cannot be read", published.path.display()));
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    let document = specwright::load::document(&published.path, options, &mut diagnostics).ok_or_else(unreadable)?;
    let read = specwright::Builder::new(&published.path).options(options.clone()).read().map_err(|_| unreadable())?;
    let values = Values { document: &document, api: &read.api };
    let mut halves = Halves { operations: read.api.operations.len(), ..Halves::default() };
    let mut program = Running::start(program)?;
    for operation in &read.api.operations {
        Calls { operation, values: &values, program: &mut program, halves: &mut halves }.all()?;
    }
    Ok(halves)
}

/// A success of each operation, with all properties of its schema, for the serving program.
///
/// # Errors
///
/// When the document cannot be read.
pub fn successes(published: &Published, options: &Options) -> io::Result<Value> {
    let unreadable = || io::Error::other(format!("{} cannot be read", published.path.display()));
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    let document = specwright::load::document(&published.path, options, &mut diagnostics).ok_or_else(unreadable)?;
    let read = specwright::Builder::new(&published.path).options(options.clone()).read().map_err(|_| unreadable())?;
    let values = Values { document: &document, api: &read.api };
    let success = |operation: &Operation| {
        let variants = calls::variants(operation);
        let success = variants.iter().position(|(response, _)| response.status.is_success())?;
        let (response, content) = variants[success];
        let headers = response
            .headers
            .iter()
            .filter_map(|header| Some((header.name.clone(), values.header(header).into_iter().next()?)));
        let body = content.and_then(|content| values.received(content).into_iter().next());
        let status = values::statuses(operation, response).first().copied()?;
        let headers: serde_json::Map<String, Value> = headers.collect();
        let mut arguments = json!({ "index": success, "status": status, "headers": headers });
        if let Some(body) = body {
            arguments["body"] = body;
        }
        Some((operation.id.clone(), arguments))
    };
    Ok(read.api.operations.iter().filter_map(success).collect::<serde_json::Map<_, _>>().into())
}
