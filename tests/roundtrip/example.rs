//! The JSON payloads of a document, and its examples of them.

use specwright::ir::{self, BodyFormat, Content, ExampleSource, ParameterEncoding, TypeRef};
use specwright_runtime::Payload;
use specwright_runtime::payload::{Part, PayloadError, StatusRange};
use specwright_tests::json::Json;
use std::fmt;
use std::fs;
use std::path::PathBuf;

/// A JSON payload that a document describes.
pub struct Described<'d> {
    /// What the client has for it.
    pub payload: &'static Payload,
    /// Its type in the document.
    pub value: TypeRef,
    /// Its examples there.
    examples: &'d [ir::Example],
}

/// An example of a payload.
pub struct Example<'d> {
    /// Its name.
    pub name: &'d str,
    /// The file that holds it, unless the document itself does.
    pub file: Option<PathBuf>,
    /// What it holds.
    pub json: Json,
}

/// Every JSON payload: bodies, parameters, responses, shared responses.
pub fn described<'d>(api: &'d ir::Api, client: &'static [Payload]) -> Vec<Described<'d>> {
    let mut found = Vec::new();
    let mut add = |operation: &str, is_it: &dyn Fn(Part) -> bool, value, examples| {
        let payload = client.iter().find(|payload| payload.operation() == operation && is_it(payload.part()));
        let payload = payload.unwrap_or_else(|| panic!("the client lacks a payload of {operation}"));
        found.push(Described { payload, value, examples });
    };
    for operation in &api.operations {
        for parameter in operation.parameters.iter().filter(|parameter| parameter.encoding == ParameterEncoding::Json) {
            let is_it = |part| matches!(part, Part::Parameter(name) if name == parameter.name);
            add(&operation.id, &is_it, parameter.value, &parameter.examples);
        }
        if let Some(content) = operation.body.as_ref().and_then(|body| json(&body.contents)) {
            add(&operation.id, &|part| part == Part::Body, content.value, &content.examples);
        }
        for response in &operation.responses {
            if let Some(content) = json(&response.contents) {
                let part = Part::Response(status(response.status));
                add(&operation.id, &|other| other == part, content.value, &content.examples);
            }
        }
    }
    for response in &api.shared_responses {
        if let Some(content) = json(&response.contents) {
            let is_it = |part| part == Part::SharedResponse;
            add(&response.name, &is_it, content.value, &content.examples);
        }
    }
    found
}

fn json(contents: &[Content]) -> Option<&Content> {
    contents.iter().find(|content| content.format == BodyFormat::Json)
}

impl<'d> Described<'d> {
    /// The examples, read from wherever they are.
    pub fn examples(&self) -> Vec<Example<'d>> {
        let read = |example: &'d ir::Example| match &example.source {
            ExampleSource::Inline(value) => {
                Example { name: &example.name, file: None, json: Json::parse(&value.to_string()) }
            }
            ExampleSource::External(file) => {
                let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                Example { name: &example.name, file: Some(file.clone()), json: Json::parse(&text) }
            }
        };
        self.examples.iter().map(read).collect()
    }

    /// How reading and writing changes a payload.
    pub fn change(&self, before: &Json) -> Option<String> {
        match rewritten(self.payload, before) {
            Ok(after) => {
                let differences = before.differences(&after);
                (!differences.is_empty()).then(|| differences.join("; "))
            }
            Err(error) => Some(error.to_string()),
        }
    }
}

fn status(status: ir::StatusRange) -> StatusRange {
    match status {
        ir::StatusRange::Exact(status) => StatusRange::Exact(status),
        ir::StatusRange::Class(class) => StatusRange::Class(class),
        ir::StatusRange::Default => StatusRange::Default,
    }
}

/// Reads a payload into its type and writes it back.
pub fn rewritten(payload: &Payload, before: &Json) -> Result<Json, PayloadError> {
    let after = payload.rewrite(before.to_string().as_bytes())?;
    Ok(Json::parse(std::str::from_utf8(&after).expect("JSON is UTF-8")))
}

/// `create_portal, response 400`
impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.payload.operation(), self.payload.part())
    }
}
