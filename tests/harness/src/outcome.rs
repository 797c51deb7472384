//! What a response is read as, in JSON.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use futures_core::Stream;
use serde::Serialize;
use specwright_runtime::{Bytes, Error, Operation, ReceivedPart, http};
use std::fmt::Display;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What a response is read as.
#[derive(Debug, Serialize)]
#[serde(tag = "read", rename_all = "lowercase")]
pub enum Outcome {
    /// A documented success.
    Success(Value),
    /// A documented error.
    Failure(Value),
    /// A status that the document does not describe.
    Undocumented,
    /// A body that is not as documented.
    Refused {
        /// Where and why.
        error: String,
    },
}

/// The value that the client's type holds.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Value {
    /// The variant of the operation's enum, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'static str>,
    #[serde(flatten)]
    content: Content,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Content {
    Nothing(()),
    /// JSON text, of a value that was read as JSON.
    Json(String),
    /// JSON text of each value of a stream.
    Items(Vec<String>),
    Text(String),
    /// In base64.
    Bytes(String),
    /// What a value could not be written as, or a stream could not be read as.
    Error(String),
}

impl Value {
    /// No body.
    #[must_use]
    pub fn nothing() -> Self {
        Content::Nothing(()).into()
    }

    /// A body of JSON.
    pub fn json(value: &impl Serialize) -> Self {
        serde_json::to_string(value).map_or_else(|error| Content::Error(error.to_string()), Content::Json).into()
    }

    /// A body of text.
    #[must_use]
    pub fn text(text: String) -> Self {
        Content::Text(text).into()
    }

    /// A scalar that is read from text.
    pub fn scalar(value: &impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(text)) => Content::Text(text).into(),
            Ok(scalar) => Content::Text(scalar.to_string()).into(),
            Err(error) => Content::Error(error.to_string()).into(),
        }
    }

    /// A body of bytes.
    #[must_use]
    pub fn bytes(bytes: &Bytes) -> Self {
        Content::Bytes(BASE64_STANDARD.encode(bytes)).into()
    }

    /// A body of bytes as they come.
    pub fn stream(stream: impl Stream<Item = Result<Bytes, impl Display>>) -> Self {
        collected(stream)
            .map_or_else(Content::Error, |pieces| Content::Bytes(BASE64_STANDARD.encode(pieces.concat())))
            .into()
    }

    /// The contents of parts, one after the other.
    pub fn parts(stream: impl Stream<Item = Result<ReceivedPart, impl Display>>) -> Self {
        let contents = |parts: Vec<ReceivedPart>| parts.iter().flat_map(|part| part.bytes().to_vec()).collect();
        collected(stream).map_or_else(Content::Error, |parts| Self::bytes(&contents(parts)).content).into()
    }

    /// Values as they come.
    pub fn items<T: Serialize>(stream: impl Stream<Item = Result<T, impl Display>>) -> Self {
        let items = collected(stream).and_then(|items| {
            items.iter().map(serde_json::to_string).collect::<Result<_, _>>().map_err(|error| error.to_string())
        });
        items.map_or_else(Content::Error, Content::Items).into()
    }

    /// Values that come one after the other.
    #[cfg(feature = "wire")]
    pub(crate) fn of_items(items: &[impl Serialize]) -> Self {
        let items = items.iter().map(serde_json::to_string).collect::<Result<_, _>>();
        items.map_or_else(|error| Content::Error(error.to_string()), Content::Items).into()
    }

    /// The variant that it is.
    #[cfg(feature = "wire")]
    pub(crate) fn variant(&self) -> Option<&'static str> {
        self.variant
    }

    /// Whether it holds the same: bytes are those of a text, and none are nothing.
    #[cfg(feature = "wire")]
    pub(crate) fn has_content_of(&self, other: &Self) -> bool {
        self.content == other.content
            || self.content.as_bytes().is_some_and(|bytes| other.content.as_bytes() == Some(bytes))
    }

    /// The same as this variant of an enum.
    #[must_use]
    pub fn of(mut self, variant: &'static str) -> Self {
        self.variant = Some(variant);
        self
    }
}

#[cfg(feature = "wire")]
impl Content {
    /// What is text or bytes, in base64.
    fn as_bytes(&self) -> Option<String> {
        match self {
            Self::Nothing(()) => Some(String::new()),
            Self::Text(text) => Some(BASE64_STANDARD.encode(text)),
            Self::Bytes(bytes) => Some(bytes.clone()),
            Self::Json(_) | Self::Items(_) | Self::Error(_) => None,
        }
    }
}

impl From<Content> for Value {
    fn from(content: Content) -> Self {
        Self { variant: None, content }
    }
}

/// Reads a response as the operation does.
pub fn read<O: Operation>(
    response: http::Response<Bytes>,
    success: impl FnOnce(O::Output) -> Value,
    failure: impl FnOnce(O::Failure) -> Value,
) -> Outcome {
    match O::read_response(response) {
        Ok(response) => Outcome::Success(success(response)),
        Err(Error::Failure(found)) => Outcome::Failure(failure(found.value)),
        Err(Error::Undocumented(_)) => Outcome::Undocumented,
        Err(Error::Decode(error)) => Outcome::Refused { error: format!("{}: {}", error.path, error.message) },
        Err(Error::Input(_) | Error::Credential(_) | Error::Transport(_) | _) => {
            Outcome::Refused { error: "no such error comes of reading".to_owned() }
        }
    }
}

/// All items of a stream that are available.
pub(crate) fn collected<T, E: Display>(stream: impl Stream<Item = Result<T, E>>) -> Result<Vec<T>, String> {
    let mut stream = pin!(stream);
    let mut context = Context::from_waker(Waker::noop());
    let mut items = Vec::new();
    loop {
        match stream.as_mut().poll_next(&mut context) {
            Poll::Ready(Some(item)) => items.push(item.map_err(|error| error.to_string())?),
            Poll::Ready(None) => return Ok(items),
            Poll::Pending => return Err("the stream waits for something".to_owned()),
        }
    }
}
