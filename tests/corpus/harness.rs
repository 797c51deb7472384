//! What judges of a client need: its program, and values for every input of its operations.

use crate::crates::Program;
use crate::instances;
use crate::list::Published;
use serde_json::{Value, json};
use specwright::diagnostics::{Diagnostics, Strictness};
use specwright::ir::{Api, BodyFormat, Content, Operation, Parameter, ParameterEncoding, Response, StatusRange};
use specwright::load::{Document, Options};
use specwright::pointer::Origin;
use specwright::resolve::{Node, Resolver};
use std::io;
use std::path::{Path, absolute};

/// The program of a crate, which answers commands about its operations.
pub const PROGRAM: Program = Program {
    harness: Some(&[]),
    text: "//! Makes requests and reads responses.\n\nfn main() -> std::io::Result<()> {\n    \
           specwright_harness::serve(CRATE::harness::OPERATIONS)\n}\n",
};

/// How many values a parameter gets.
const PARAMETER_VALUES: usize = 12;

/// How many values each representation of a body gets.
const BODY_VALUES: usize = 40;

/// The document, the program of its client, and its operations with values for their inputs.
///
/// # Errors
///
/// When the document cannot be read.
pub fn of(published: &Published, options: &Options, program: &Path) -> io::Result<Value> {
    let unreadable = || io::Error::other(format!("{} cannot be read", published.path.display()));
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    let document = specwright::load::document(&published.path, options, &mut diagnostics).ok_or_else(unreadable)?;
    let read = specwright::Builder::new(&published.path).options(options.clone()).read();
    let Api { operations, .. } = read.map_err(|_| unreadable())?.api;
    let values = Values { document: &document, resolver: Resolver::new(&document) };
    Ok(json!({
        "name": published.name,
        "document": absolute(&published.path)?,
        "program": absolute(program)?,
        "operations": operations.iter().map(|operation| values.operation(operation)).collect::<Vec<_>>(),
    }))
}

/// Generates values from the schemas of the document.
struct Values<'d> {
    document: &'d Document,
    resolver: Resolver<'d>,
}

impl<'d> Values<'d> {
    fn operation(&self, operation: &Operation) -> Value {
        json!({
            "id": operation.id,
            "method": operation.method.as_str(),
            "path": operation.path.text(),
            "origin": operation.origin.pointer.as_str(),
            "parameters": operation.parameters.iter().map(|parameter| self.parameter(parameter)).collect::<Vec<_>>(),
            "body": operation.body.as_ref().map(|body| json!({
                "required": body.required,
                "contents": body.contents.iter().map(|content| self.content(content)).collect::<Vec<_>>(),
            })),
            "responses": operation.responses.iter().map(response).collect::<Vec<_>>(),
        })
    }

    fn parameter(&self, parameter: &Parameter) -> Value {
        let node = self.node(&parameter.origin);
        let content = || node.as_ref()?.get("content")?.entries().next()?.1.get("schema");
        let schema = node.as_ref().and_then(|node| node.get("schema")).or_else(content);
        json!({
            "in": parameter.location.as_str(),
            "name": parameter.name,
            "required": parameter.required,
            "style": style(&parameter.encoding),
            "values": self.values(schema, PARAMETER_VALUES),
        })
    }

    fn content(&self, content: &Content) -> Value {
        let schema = self.node(&content.origin).and_then(|node| node.get("schema"));
        let values = match content.format {
            BodyFormat::Binary | BodyFormat::Range | BodyFormat::Events(_) => vec![json!("bytes")],
            _ => self.values(schema, BODY_VALUES),
        };
        json!({ "media_type": content.media_type(), "format": format(&content.format), "values": values })
    }

    fn values(&self, schema: Option<Node<'d>>, most: usize) -> Vec<Value> {
        let Some(schema) = schema else { return vec![json!("anything")] };
        let values = instances::without(self.resolver, &schema, Some("readOnly"));
        let stride = values.len().div_ceil(most).max(1);
        // The second has only the required properties.
        let chosen = values.iter().enumerate().filter(|(index, _)| *index == 1 || index % stride == 0);
        chosen.filter_map(|(_, value)| serde_json::from_str(&value.to_string()).ok()).collect()
    }

    fn node(&self, origin: &Origin) -> Option<Node<'d>> {
        Some(Node { value: self.document.node(origin)?, origin: origin.clone() })
    }
}

/// The style, with `*` where it is exploded, as RFC 6570 has it.
fn style(encoding: &ParameterEncoding) -> String {
    match encoding {
        ParameterEncoding::Json => "json".to_owned(),
        ParameterEncoding::Style { style, explode, .. } => {
            format!("{}{}", style.as_str(), if *explode { "*" } else { "" })
        }
    }
}

fn format(format: &BodyFormat) -> &'static str {
    match format {
        BodyFormat::Json => "json",
        BodyFormat::JsonLines => "lines",
        BodyFormat::Text => "text",
        BodyFormat::Binary | BodyFormat::Range | BodyFormat::Events(_) => "bytes",
        BodyFormat::Form(_) => "form",
        BodyFormat::Multipart(_) => "multipart",
        BodyFormat::Parts { .. } => "parts",
    }
}

fn response(response: &Response) -> Value {
    let status = match response.status {
        StatusRange::Exact(code) => code.to_string(),
        StatusRange::Class(class) => format!("{class}XX"),
        StatusRange::Default => "default".to_owned(),
    };
    let content = |content: &Content| {
        let media_types = content.media_types.iter();
        media_types
            .map(|media_type| json!({ "media_type": media_type, "format": format(&content.format) }))
            .collect::<Vec<_>>()
    };
    json!({ "status": status, "contents": response.contents.iter().flat_map(content).collect::<Vec<_>>() })
}
