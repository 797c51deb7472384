//! Values for the inputs and the responses of operations, generated from the schemas of the document.

use crate::dialect;
use crate::instances;
use jsonschema::Validator;
use serde_json::{Value, json};
use specwright::ir::{Api, BodyFormat, Content, Header, Operation, Parameter, Response, StatusRange, TypeKind};
use specwright::load::Document;
use specwright::pointer::Origin;
use specwright::resolve::{Node, Resolver};
use specwright::validate::Direction;

/// How many values a parameter or a header gets.
const MOST_OF_PARAMETER: usize = 40;

/// How many values a representation of a body gets.
const MOST_OF_BODY: usize = 60;

/// Bodies that are bytes.
const BYTES: [&str; 3] = ["bytes", "", "e\u{301} \r\n--B\r\n\u{1f469}"];

pub struct Values<'d> {
    pub document: &'d Document,
    pub api: &'d Api,
}

impl<'d> Values<'d> {
    pub fn parameter(&self, parameter: &Parameter) -> Vec<Value> {
        let mut values = self.made(self.schema_of(&parameter.origin), "readOnly", MOST_OF_PARAMETER);
        // A parameter that is `null` is one that is not sent, and nobody can set it to that.
        values.retain(|value| !value.is_null());
        values
    }

    pub fn header(&self, header: &Header) -> Vec<Value> {
        let mut values = self.made(self.schema_of(&header.origin), "writeOnly", MOST_OF_PARAMETER);
        values.retain(|value| !value.is_null());
        values
    }

    /// The bodies of a request.
    pub fn sent(&self, content: &Content) -> Vec<Value> {
        self.content(content, "readOnly")
    }

    /// The bodies of a response.
    pub fn received(&self, content: &Content) -> Vec<Value> {
        self.content(content, "writeOnly")
    }

    fn content(&self, content: &Content, excluded: &'static str) -> Vec<Value> {
        let node = self.node(&content.origin);
        let schema = node.as_ref().and_then(|node| node.get("schema"));
        let of_request = excluded == "readOnly";
        match content.format {
            BodyFormat::Binary | BodyFormat::Range => BYTES.map(Value::from).to_vec(),
            // Nothing but responses is bytes where it is a form.
            BodyFormat::Form(_) | BodyFormat::Multipart(_) if !of_request => BYTES.map(Value::from).to_vec(),
            BodyFormat::JsonLines | BodyFormat::Events(_) | BodyFormat::Parts { .. } => {
                let piece = self.node(&self.api.types[content.value.id].origin).or(schema);
                let data = piece.as_ref().and_then(|piece| piece.get("properties")?.get("data")?.get("contentSchema"));
                let mut pieces = self.made(piece, excluded, MOST_OF_BODY);
                if data.is_some() {
                    // The data of an event is JSON, and is part of it as a value.
                    let data = self.made(data, excluded, MOST_OF_BODY);
                    pieces.iter_mut().zip(data.iter().cycle()).for_each(|(piece, data)| piece["data"] = data.clone());
                }
                let all = json!(pieces);
                pieces.into_iter().map(|piece| json!([piece])).chain([json!([]), all]).collect()
            }
            // Text that is described as an object is a string in the client, as text of any kind is.
            BodyFormat::Text if matches!(self.api.types[content.value.id].kind, TypeKind::String(_)) => {
                let mut values = self.made(schema, excluded, MOST_OF_BODY);
                values.retain(Value::is_string);
                if values.is_empty() { BYTES.map(Value::from).to_vec() } else { values }
            }
            BodyFormat::Json | BodyFormat::Text | BodyFormat::Form(_) | BodyFormat::Multipart(_) => {
                self.made(schema, excluded, MOST_OF_BODY)
            }
        }
    }

    fn made(&self, schema: Option<Node<'d>>, excluded: &'static str, most: usize) -> Vec<Value> {
        let Some(schema) = schema else { return vec![json!("anything")] };
        let values = instances::for_the_wire(Resolver::new(self.document), &schema, excluded);
        let stride = values.len().div_ceil(most).max(1);
        // The second has only the required properties.
        let chosen = values.iter().enumerate().filter(|(index, _)| *index == 1 || index % stride == 0);
        chosen.filter_map(|(_, value)| serde_json::from_str(&value.to_string()).ok()).collect()
    }

    /// The schema of a parameter or a header, in its `content` where it has one.
    pub fn schema_of(&self, origin: &Origin) -> Option<Node<'d>> {
        let node = self.node(origin)?;
        node.get("schema").or_else(|| node.get("content")?.entries().next()?.1.get("schema"))
    }

    pub fn node(&self, origin: &Origin) -> Option<Node<'d>> {
        Some(Node { value: self.document.node(origin)?, origin: origin.clone() })
    }

    /// Whether a validator rejects a value, for a schema of the document itself, without other files.
    pub fn is_invalid(&self, schema: &Node<'d>, value: &Value, direction: Direction) -> bool {
        self.validator(schema, direction).is_some_and(|validator| !validator.is_valid(value))
    }

    fn validator(&self, schema: &Node<'d>, direction: Direction) -> Option<Validator> {
        if schema.origin.file != self.api.origin.file {
            return None;
        }
        let root = self.document.node(&self.api.origin)?;
        let whole = dialect::referred(root);
        let mut translated = whole.clone();
        dialect::translate(&mut translated, &whole, direction);
        dialect::validator(translated, schema.origin.pointer.as_str())
    }
}

/// Statuses that a response may have: one that the document names, or of a range one or two that it does not.
pub fn statuses(operation: &Operation, response: &Response) -> Vec<u16> {
    let named: Vec<StatusRange> = operation.responses.iter().map(|response| response.status).collect();
    let is_named = |code: &u16, class: bool| {
        named.contains(&StatusRange::Exact(*code))
            || (class
                && named
                    .iter()
                    .any(|status| matches!(status, StatusRange::Class(class) if u16::from(*class) == code / 100)))
    };
    match response.status {
        StatusRange::Exact(code) => vec![code],
        StatusRange::Class(class) => {
            let first = u16::from(class) * 100;
            (first..first + 100).rev().find(|code| !is_named(code, false)).into_iter().collect()
        }
        StatusRange::Default => {
            let success = operation.successes().iter().any(|success| std::ptr::eq(*success, response));
            let successes = (200..300).filter(|_| success).find(|code| !is_named(code, true));
            let failures = (400..600).rev().find(|code| !is_named(code, true));
            successes.into_iter().chain(failures).collect()
        }
    }
}
