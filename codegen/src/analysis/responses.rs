//! The responses of an operation: the documented successes and the documented errors, each as one type.

use crate::ir::{BodyFormat, Content, EventShape, Operation, Response, StatusRange, TypeId, TypeRef};

/// The types of the responses of an operation.
#[derive(Debug, Clone)]
pub struct ResponseTypes {
    /// The result of a success.
    pub success: ResponseType,
    /// The type of a documented error.
    pub failure: ResponseType,
}

/// Several documented responses as one type.
#[derive(Debug, Clone)]
pub enum ResponseType {
    /// Nothing is documented.
    Undocumented,
    /// No documented status has a body.
    Nothing(Vec<StatusRange>),
    /// Documented statuses that may have a body that the document does not describe.
    Undescribed(Vec<StatusRange>),
    /// Every documented status has a body of the same type.
    One(Body, Vec<StatusRange>),
    /// Some statuses have a body, all of the same type; others have none.
    Maybe(Body, Vec<StatusRange>, Vec<StatusRange>),
    /// Different bodies by status, by media type, or by both.
    Several(Vec<Case>),
}

/// Documented statuses that have the same bodies.
#[derive(Debug, Clone)]
pub struct Case {
    /// The statuses: one, unless all statuses have the same bodies.
    pub statuses: Vec<StatusRange>,
    /// The bodies by media type, starting with the one that is read if the media type does not decide; empty if the
    /// document has no content.
    pub bodies: Vec<Body>,
    /// The description in the document.
    pub description: Option<String>,
}

/// A body's type and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its format.
    pub reading: Reading,
    /// The value's type; of a stream, that of each of its pieces.
    pub value: TypeRef,
    /// Its media types, as the document writes them.
    pub media_types: Vec<String>,
}

/// The format of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// JSON text.
    Json,
    /// Text.
    Text,
    /// Text, or a JSON string if the response is JSON: for a range of media types.
    AnyText,
    /// A scalar that is text.
    Scalar,
    /// Bytes, all of them.
    Bytes,
    /// Bytes as they come.
    Stream,
    /// Server-sent events as they come.
    Events(EventShape),
    /// A stream of JSON values.
    JsonLines,
    /// Parts of a multipart body as they come, each of which is JSON.
    JsonParts,
    /// The same, each of which is a scalar as text.
    TextParts,
    /// Parts of a multipart body as received.
    ReceivedParts,
}

impl Reading {
    /// Whether the body is streamed.
    #[must_use]
    pub fn is_streamed(self) -> bool {
        match self {
            Self::Stream
            | Self::Events(_)
            | Self::JsonLines
            | Self::JsonParts
            | Self::TextParts
            | Self::ReceivedParts => true,
            Self::Json | Self::Text | Self::AnyText | Self::Scalar | Self::Bytes => false,
        }
    }

    /// The body of an error is always read as a whole.
    fn of(content: &Content, kind: ResponseKind, typed: Typed) -> Self {
        match (&content.format, kind) {
            (BodyFormat::Json, _) => Self::Json,
            (BodyFormat::Text, _) if typed(content.value.id) => Self::Scalar,
            (BodyFormat::Text, _) if content.media_types.iter().any(|media_type| is_range(media_type)) => Self::AnyText,
            (BodyFormat::Text, _) | (BodyFormat::Events(_) | BodyFormat::JsonLines, ResponseKind::Failure) => {
                Self::Text
            }
            (BodyFormat::Events(shape), ResponseKind::Success) => Self::Events(*shape),
            (BodyFormat::JsonLines, ResponseKind::Success) => Self::JsonLines,
            (BodyFormat::Parts { is_json: true, .. }, ResponseKind::Success) => Self::JsonParts,
            (BodyFormat::Parts { is_json: false, .. }, ResponseKind::Success) => Self::TextParts,
            (BodyFormat::Multipart(_), ResponseKind::Success) => Self::ReceivedParts,
            // Forms and ranges are of requests alone.
            (BodyFormat::Binary | BodyFormat::Range | BodyFormat::Form(_), ResponseKind::Success) => Self::Stream,
            (
                BodyFormat::Binary
                | BodyFormat::Range
                | BodyFormat::Form(_)
                | BodyFormat::Multipart(_)
                | BodyFormat::Parts { .. },
                ResponseKind::Failure,
            ) => Self::Bytes,
        }
    }
}

fn is_range(media_type: &str) -> bool {
    media_type.split(';').next().unwrap_or_default().trim_end().ends_with("/*")
}

/// Whether the type of a text body is another than `String`.
pub(super) type Typed<'a> = &'a dyn Fn(TypeId) -> bool;

/// Which of the two kinds of responses of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponseKind {
    Success,
    Failure,
}

impl Body {
    fn of(content: &Content, kind: ResponseKind, typed: Typed) -> Self {
        let reading = Reading::of(content, kind, typed);
        Self { reading, value: content.value, media_types: content.media_types.clone() }
    }

    /// Whether both are read into the same type.
    fn same(&self, other: &Self) -> bool {
        let untyped = matches!(
            self.reading,
            Reading::Text | Reading::AnyText | Reading::Bytes | Reading::Stream | Reading::ReceivedParts
        );
        self.reading == other.reading && (untyped || self.value == other.value)
    }
}

/// The types of the responses of `operation`.
pub(super) fn of(operation: &Operation, typed: Typed) -> ResponseTypes {
    let failures: Vec<&Response> = operation.responses.iter().filter(|one| !one.status.is_success()).collect();
    let success = match response_type(&operation.successes(), ResponseKind::Success, typed) {
        ResponseType::Nothing(statuses) if operation.leaves_body_open() => ResponseType::Undescribed(statuses),
        success => success,
    };
    ResponseTypes { success, failure: response_type(&failures, ResponseKind::Failure, typed) }
}

fn response_type(responses: &[&Response], kind: ResponseKind, typed: Typed) -> ResponseType {
    let cases: Vec<Case> = responses.iter().map(|response| case(response, kind, typed)).collect();
    let (with, without): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| !case.bodies.is_empty());
    let statuses = |cases: &[&Case]| cases.iter().flat_map(|case| case.statuses.clone()).collect::<Vec<_>>();
    let Some(first) = with.first() else {
        return if cases.is_empty() { ResponseType::Undocumented } else { ResponseType::Nothing(statuses(&without)) };
    };
    let all_same = with.iter().all(|other| same_bodies(&first.bodies, &other.bodies));
    match (first.bodies.as_slice(), all_same, without.is_empty()) {
        ([body], true, true) => ResponseType::One(body.clone(), statuses(&with)),
        ([body], true, false) => ResponseType::Maybe(body.clone(), statuses(&with), statuses(&without)),
        (_, true, true) => ResponseType::Several(vec![Case { statuses: statuses(&with), ..(*first).clone() }]),
        (..) => ResponseType::Several(cases),
    }
}

fn same_bodies(some: &[Body], others: &[Body]) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| one.same(other))
}

fn case(response: &Response, kind: ResponseKind, typed: Typed) -> Case {
    let mut bodies: Vec<Body> = Vec::new();
    for body in response.contents.iter().map(|content| Body::of(content, kind, typed)) {
        match bodies.iter_mut().find(|known| known.same(&body)) {
            Some(known) => known.media_types.extend(body.media_types),
            None => bodies.push(body),
        }
    }
    Case { statuses: vec![response.status], bodies, description: response.description.clone() }
}
