//! The examples of a document, each with the payload of the client that reads it.

use specwright::Read;
use specwright::ir::{BodyFormat, Content, ExampleSource, ParameterEncoding, StatusRange, TypeRef};
use specwright_runtime::Payload;
use specwright_runtime::payload::{self, Part, PayloadError};
use specwright_tests::json::Json;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use zoho_crm_portals::payloads::PAYLOADS;

/// An example of the document.
pub struct Example<'d> {
    /// What it is an example of.
    pub payload: &'static Payload,
    /// Its name there.
    name: &'d str,
    /// The file that holds it, unless the document itself does.
    pub file: Option<PathBuf>,
    /// What it holds.
    pub json: Json,
    /// The type that the document gives it.
    pub value: TypeRef,
}

/// `create_portal, response 400: name_taken`
impl fmt::Display for Example<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.payload.operation(), self.payload.part(), self.name)
    }
}

/// Every example of a JSON payload: bodies, parameters, responses, shared responses.
pub fn examples(document: &Read) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    for operation in &document.api.operations {
        for parameter in operation.parameters.iter().filter(|parameter| parameter.encoding == ParameterEncoding::Json) {
            let is_it = |part: Part| matches!(part, Part::Parameter(name) if name == parameter.name);
            add(&mut found, document, &operation.id, is_it, parameter.value, &parameter.examples);
        }
        if let Some(body) = &operation.body {
            add_content(&mut found, document, &operation.id, |part| part == Part::Body, &body.content);
        }
        for response in &operation.responses {
            let is_it = |part| part == Part::Response(status(response.status));
            let content = response.content.iter();
            content.for_each(|content| add_content(&mut found, document, &operation.id, is_it, content));
        }
    }
    for response in &document.api.shared_responses {
        let is_it = |part| part == Part::SharedResponse;
        add_content(&mut found, document, &response.name, is_it, &response.content);
    }
    found
}

fn add_content<'d>(
    found: &mut Vec<Example<'d>>,
    document: &'d Read,
    operation: &str,
    is_it: impl Fn(Part) -> bool,
    content: &'d Content,
) {
    if content.format == BodyFormat::Json {
        add(found, document, operation, is_it, content.value, &content.examples);
    }
}

fn add<'d>(
    found: &mut Vec<Example<'d>>,
    document: &'d Read,
    operation: &str,
    is_it: impl Fn(Part) -> bool,
    value: TypeRef,
    examples: &'d [specwright::ir::Example],
) {
    for example in examples {
        let payload = PAYLOADS.iter().find(|payload| payload.operation() == operation && is_it(payload.part()));
        let payload = payload.unwrap_or_else(|| panic!("the client has no payload for {operation}: {}", example.name));
        let (file, text) = match &example.source {
            ExampleSource::Inline(value) => (None, value.to_string()),
            ExampleSource::External(relative) => {
                let file = document.sources[example.origin.file.0].with_file_name(relative);
                let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                (Some(file), text)
            }
        };
        found.push(Example { payload, name: &example.name, file, json: Json::parse(&text), value });
    }
}

fn status(status: StatusRange) -> payload::StatusRange {
    match status {
        StatusRange::Exact(status) => payload::StatusRange::Exact(status),
        StatusRange::Class(class) => payload::StatusRange::Class(class),
        StatusRange::Default => payload::StatusRange::Default,
    }
}

/// Reads a payload into its type and writes it back.
pub fn rewritten(payload: &Payload, before: &Json) -> Result<Json, PayloadError> {
    let after = payload.rewrite(before.to_string().as_bytes())?;
    Ok(Json::parse(std::str::from_utf8(&after).expect("JSON is UTF-8")))
}

/// The JSON files in a folder of the samples, by name.
pub fn sample_files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(super::DOCUMENT).with_file_name("samples").join(folder);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|ext| ext == "json")).collect();
    files.sort();
    files
}
