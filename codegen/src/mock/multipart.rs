//! Multipart bodies, such as `multipart/form-data`, as an object with a property for each part.

use super::source;
use crate::ir::{Additional, Part, PartIdentity, TypeKind, TypeRef, Types};
use serde_json::{Map, Value};

/// The maximal number of parts.
const MAX_PARTS: usize = 1000;

/// Reads a body as an object. Files are strings.
pub(super) fn read(
    types: &Types,
    type_ref: TypeRef,
    described: &[Part],
    media_type: &str,
    bytes: &[u8],
) -> Result<Value, &'static str> {
    let boundary = boundary(media_type).ok_or("must have a `boundary` in its media type")?;
    let lists = described.iter().filter(|part| matches!(part.identity, PartIdentity::From(_)));
    let mut members: Map<String, Value> = lists.map(|part| (part.property.clone(), Value::Array(Vec::new()))).collect();
    let has_names = described.iter().all(|part| part.identity == PartIdentity::Name);
    for (index, part) in parts(bytes, &boundary).into_iter().take(MAX_PARTS).enumerate() {
        let (head, content) = head_and_body(part).ok_or("must have a header in every part")?;
        let name = if has_names { name(&String::from_utf8_lossy(head)) } else { name_at(described, index) };
        let Some(name) = name else { continue };
        let text = String::from_utf8_lossy(content);
        let type_ref = member(types, type_ref, &name);
        // A list without a name is JSON in one part, unless it holds all parts from an index on.
        let is_one = described.iter().any(|part| matches!(part.identity, PartIdentity::Index(own) if own == index));
        let element = type_ref.and_then(|type_ref| match types[type_ref.id].kind {
            TypeKind::Array(element) if !is_one => Some(element),
            _ => None,
        });
        match (element, type_ref) {
            (Some(element), _) => {
                let value = source::scalar(types, element, &text, 0);
                match members.get_mut(&name) {
                    Some(Value::Array(elements)) => elements.push(value),
                    _ => drop(members.insert(name, Value::Array(vec![value]))),
                }
            }
            (None, Some(type_ref)) => drop(members.insert(name, source::scalar(types, type_ref, &text, 0))),
            (None, None) => drop(members.insert(name, Value::String(text.into_owned()))),
        }
    }
    Ok(Value::Object(members))
}

fn member(types: &Types, type_ref: TypeRef, name: &str) -> Option<TypeRef> {
    match &types[type_ref.id].kind {
        TypeKind::Object(object) => {
            let property = object.property(name);
            let additional = match object.additional {
                Additional::Typed(values) => Some(values),
                Additional::Any | Additional::Forbidden => None,
            };
            property.map(|property| property.value).or(additional)
        }
        TypeKind::Map(values) => Some(*values),
        _ => None,
    }
}

fn boundary(media_type: &str) -> Option<String> {
    let mut parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.trim().split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    Some(value.trim_matches('"').to_owned()).filter(|boundary| !boundary.is_empty())
}

/// The text between the boundaries.
fn parts<'b>(bytes: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let delimiter = format!("--{boundary}");
    let starts: Vec<usize> = find_all(bytes, delimiter.as_bytes());
    let between = starts.iter().zip(starts.iter().skip(1));
    let part = |(start, end): (&usize, &usize)| bytes.get(start + delimiter.len()..*end);
    between.filter_map(part).collect()
}

fn find_all(bytes: &[u8], needle: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(needle.len()).enumerate();
    windows.filter(|(_, window)| *window == needle).map(|(at, _)| at).collect()
}

/// Headers and content.
fn head_and_body(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let part = part.strip_prefix(b"\r\n").or_else(|| part.strip_prefix(b"\n")).unwrap_or(part);
    let (at, length) = find_all(part, b"\r\n\r\n")
        .first()
        .map(|at| (*at, 4))
        .or_else(|| find_all(part, b"\n\n").first().map(|at| (*at, 2)))?;
    let (head, content) = (part.get(..at)?, part.get(at + length..)?);
    let content = content.strip_suffix(b"\r\n").or_else(|| content.strip_suffix(b"\n")).unwrap_or(content);
    Some((head, content))
}

/// The property that holds the part at an index.
fn name_at(described: &[Part], index: usize) -> Option<String> {
    let is_there = |part: &&Part| match part.identity {
        PartIdentity::Name => false,
        PartIdentity::Index(own) => own == index,
        PartIdentity::From(first) => first <= index,
    };
    described.iter().find(is_there).map(|part| part.property.clone())
}

/// The name in `Content-Disposition`.
fn name(head: &str) -> Option<String> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = lines.find(|(header, _)| header.trim().eq_ignore_ascii_case("Content-Disposition"))?;
    let mut parameters = value.split(';').skip(1).filter_map(|parameter| parameter.trim().split_once('='));
    let (_, name) = parameters.find(|(key, _)| key.eq_ignore_ascii_case("name"))?;
    Some(name.trim_matches('"').to_owned())
}
