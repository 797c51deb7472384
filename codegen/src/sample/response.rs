//! Whole responses: status, media type, the headers that every such response has, and the body.

use super::{Sampler, body};
use crate::ir::{
    Additional, BodyFormat, Content, Example, Header, HeaderEncoding, Operation, Response, StatusRange, Style, TypeKind,
};
use crate::validate::is_valid;
use serde_json::Value;

/// A response that the document allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleResponse {
    /// Its status.
    pub status: u16,
    /// `Content-Type`; `None` without a body.
    pub media_type: Option<String>,
    /// The required headers, except `Content-Type`.
    pub headers: Vec<(String, String)>,
    /// The body; empty if there is none.
    pub body: Vec<u8>,
}

impl Operation {
    /// The first success, in the document's order, or else the first response.
    #[must_use]
    pub fn first_response(&self) -> Option<&Response> {
        self.successes().first().copied().or_else(|| self.responses.first())
    }
}

impl Response {
    /// A status of the response; for `default`, a success.
    #[must_use]
    pub fn sample_status(&self) -> u16 {
        match self.status {
            StatusRange::Exact(status) => status,
            StatusRange::Class(class) => u16::from(class) * 100,
            StatusRange::Default => 200,
        }
    }
}

impl Content {
    /// A media type of a response; for a range, one within it.
    #[must_use]
    pub fn sample_media_type(&self) -> &str {
        let named = self.media_types.iter().find(|name| !name.contains('*'));
        named.map_or_else(
            || match self.format {
                BodyFormat::Json => "application/json",
                BodyFormat::Text => "text/plain",
                BodyFormat::Parts { .. } | BodyFormat::Multipart(_) => "multipart/mixed",
                _ => "application/octet-stream",
            },
            String::as_str,
        )
    }

    /// The `Content-Type` of [`body::bytes`].
    fn sample_content_type(&self) -> String {
        let media_type = self.sample_media_type();
        match self.format {
            BodyFormat::Parts { .. } | BodyFormat::Multipart(_) => format!("{media_type}; boundary={}", body::BOUNDARY),
            _ => media_type.to_owned(),
        }
    }
}

impl Sampler<'_> {
    /// The first response of an operation, in the representation that clients prefer. `None` if no value of its schema can be
    /// made; 200 without a body if none is documented.
    #[must_use]
    pub fn response(&self, operation: &Operation) -> Option<SampleResponse> {
        let Some(response) = operation.first_response() else {
            return Some(SampleResponse { status: 200, media_type: None, headers: Vec::new(), body: Vec::new() });
        };
        let content = response.contents.first().filter(|_| response.status.allows_body());
        let value = match content {
            Some(content) => Some(self.response_body(content)?),
            None => None,
        };
        self.response_with(response, response.sample_status(), content.zip(value.as_ref()))
    }

    /// A response with this body. `None` if the body cannot be written.
    #[must_use]
    pub fn response_with(
        &self,
        response: &Response,
        status: u16,
        content: Option<(&Content, &Value)>,
    ) -> Option<SampleResponse> {
        let required = response.headers.iter().filter(|header| header.required);
        let headers = required.filter_map(|header| Some((header.name.clone(), self.header_text(header)?))).collect();
        let (media_type, body) = match content {
            Some((content, value)) => (Some(content.sample_content_type()), body::bytes(content, value)?),
            None => (None, Vec::new()),
        };
        Some(SampleResponse { status, media_type, headers, body })
    }

    /// A value of a body, as [`body::bytes`] takes it: from an example if one is of the type.
    pub(crate) fn response_body(&self, content: &Content) -> Option<Value> {
        let documented = self.documented(&content.examples, content.value).or_else(|| self.documented_list(content));
        documented.or_else(|| self.value(content.value)).map(|value| self.as_sequence(content, value))
    }

    /// An example of several values, or of parts of which nothing is known.
    fn documented_list(&self, content: &Content) -> Option<Value> {
        let is_list = |value: &Value| match content.format {
            BodyFormat::Multipart(_) => value.is_array() || value.is_object(),
            _ => value.as_array().is_some_and(|list| list.iter().all(|value| self.is_one(content, value))),
        };
        let may_have_several = content.format.is_sequence() || matches!(content.format, BodyFormat::Multipart(_));
        content.examples.iter().filter(|_| may_have_several).filter_map(Example::value).find(is_list)
    }

    /// An example of a sequence as a list: it may be one itself, or a single value.
    pub(crate) fn as_sequence(&self, content: &Content, value: Value) -> Value {
        let is_list = value.is_array() && !self.is_one(content, &value);
        if content.format.is_sequence() && !is_list { Value::Array(vec![value]) } else { value }
    }

    fn is_one(&self, content: &Content, value: &Value) -> bool {
        is_valid(self.types, content.value, value, self.direction)
    }

    /// The text of a header; `None` if it is not possible in a header.
    fn header_text(&self, header: &Header) -> Option<String> {
        let value = self.header(header)?;
        let text = match &header.encoding {
            HeaderEncoding::Json => value.to_string(),
            HeaderEncoding::Delimited(style) => delimited(&value, &[*style]),
            HeaderEncoding::Nested(styles) => delimited(&value, styles),
            HeaderEncoding::Scalars { .. } | HeaderEncoding::Simple { explode: false } => simple(&value, ","),
            HeaderEncoding::Simple { explode: true } => simple(&value, "="),
        };
        let is_acceptable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && !self.is_open(header);
        is_acceptable.then_some(text)
    }

    /// Whether its content is not described.
    fn is_open(&self, header: &Header) -> bool {
        match &self.types[header.value.id].kind {
            TypeKind::Any => true,
            TypeKind::Object(object) => object.properties.is_empty() && object.additional == Additional::Any,
            _ => false,
        }
    }
}

/// Arrays whose elements the delimiter of a style separates, at each level.
fn delimited(value: &Value, styles: &[Style]) -> String {
    match (value, styles.split_first()) {
        (Value::Array(elements), Some((style, further))) => {
            let elements = elements.iter().map(|element| delimited(element, further));
            elements.collect::<Vec<_>>().join(style.delimiter().encode_utf8(&mut [0; 4]))
        }
        (value, _) => body::plain(value),
    }
}

/// Style `simple`, with the delimiter between the name of a member and its value.
fn simple(value: &Value, between: &str) -> String {
    match value {
        Value::Array(elements) => elements.iter().map(body::plain).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| format!("{name}{between}{}", body::plain(value));
            members.iter().map(member).collect::<Vec<_>>().join(",")
        }
        value => body::plain(value),
    }
}
