//! The body of a request, against its schema.

use super::Request;
use super::multipart;
use super::negotiation::is_within;
use super::problem::{Problem, Violated};
use super::source::{self, RawValues, Source};
use crate::ir::{
    BodyFormat, Content, FormEncoding, Operation, ParameterEncoding, RequestBody, Style, TypeKind, TypeRef, Types,
};
use crate::validate::{Direction, violations};
use serde_json::{Map, Value};

/// Checks the body of a request.
pub(super) fn check(types: &Types, operation: &Operation, request: &Request) -> Result<Vec<Violated>, Problem> {
    let Some(bytes) = &request.body else { return Err(Problem::too_large()) };
    let Some(body) = &operation.body else { return Ok(Vec::new()) };
    if bytes.is_empty() && request.header("Content-Type").is_none() {
        let missing = body.required.then(|| Violated::whole_body("is required"));
        return Ok(missing.into_iter().collect());
    }
    let media_type = request.header("Content-Type").unwrap_or_default();
    let Some(content) = content_of(body, &media_type) else {
        let known: Vec<&str> = body.contents.iter().flat_map(|one| &one.media_types).map(String::as_str).collect();
        return Err(Problem::unsupported_media_type(&known.join(", ")));
    };
    Ok(of_format(types, content, &media_type, bytes))
}

/// The representation for a media type: an exact one before a range.
fn content_of<'a>(body: &'a RequestBody, media_type: &str) -> Option<&'a Content> {
    let is_named = |content: &&Content| {
        content.media_types.iter().any(|known| !known.contains('*') && is_within(media_type, known))
    };
    let is_in_range = |content: &&Content| content.media_types.iter().any(|known| is_within(media_type, known));
    body.contents.iter().find(is_named).or_else(|| body.contents.iter().find(is_in_range))
}

fn of_format(types: &Types, content: &Content, media_type: &str, bytes: &[u8]) -> Vec<Violated> {
    let found = match &content.format {
        BodyFormat::Json => serde_json::from_slice(bytes).map(|value| vec![value]).map_err(|_| "must be JSON"),
        BodyFormat::JsonLines => lines(bytes),
        BodyFormat::Text | BodyFormat::Events(_) => {
            let text = std::str::from_utf8(bytes).map_err(|_| "must be text in UTF-8");
            text.map(|text| vec![source::scalar(types, content.value, text, 0)])
        }
        BodyFormat::Form(encodings) => {
            let text = std::str::from_utf8(bytes).map_err(|_| "must be a form in UTF-8");
            text.map(|text| vec![form(types, content.value, encodings, text)])
        }
        BodyFormat::Multipart(Some(parts)) => {
            multipart::read(types, content.value, parts, media_type, bytes).map(|value| vec![value])
        }
        // Parts of one type are of responses alone.
        BodyFormat::Multipart(None) | BodyFormat::Parts { .. } | BodyFormat::Binary | BodyFormat::Range => {
            Ok(Vec::new())
        }
    };
    match found {
        Ok(values) => {
            let of = |value| violations(types, content.value, &value, Direction::Sent);
            values.into_iter().flat_map(of).map(Violated::body).collect()
        }
        Err(requirement) => vec![Violated::whole_body(requirement)],
    }
}

fn lines(bytes: &[u8]) -> Result<Vec<Value>, &'static str> {
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    lines.map(|line| serde_json::from_slice(line).map_err(|_| "must be JSON in every line")).collect()
}

/// Reads a form as an object: each property in its style.
fn form(types: &Types, type_ref: TypeRef, encodings: &[FormEncoding], text: &str) -> Value {
    let pairs = source::pairs(text);
    let TypeKind::Object(object) = &types[type_ref.id].kind else {
        let source =
            Source { name: "", style: Style::Form, explode: true, nested: &[], values: RawValues::Pairs(&pairs) };
        return source.value(types, type_ref).unwrap_or_else(|| Value::Object(Map::new()));
    };
    let mut members = Map::new();
    for property in &object.properties {
        let own = encodings.iter().find(|encoding| encoding.property == property.name).map(|one| &one.encoding);
        let (style, explode, nested) = match own {
            Some(ParameterEncoding::Style { style, explode, nested, .. }) => (*style, *explode, nested.as_slice()),
            Some(ParameterEncoding::Json) | None => (Style::Form, true, &[][..]),
        };
        let source = Source { name: &property.name, style, explode, nested, values: RawValues::Pairs(&pairs) };
        let is_object = matches!(types[property.value.id].kind, TypeKind::Object(_) | TypeKind::Map(_));
        let is_json = matches!(own, Some(ParameterEncoding::Json)) || (own.is_none() && is_object);
        let value = if is_json {
            source.text().map(|text| source::scalar(types, property.value, &text, 0))
        } else {
            source.value(types, property.value)
        };
        members.extend(value.map(|value| (property.name.clone(), value)));
    }
    Value::Object(members)
}
