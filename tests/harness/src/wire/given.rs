//! What a service is to respond, in JSON, and what a client should read of it.

use crate::Value;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use specwright_runtime::service::Pieces;
use specwright_runtime::{Body, Bytes, File, Header, Multipart, StatusCode, TypedBody, http};
use std::collections::HashMap;

/// A response: its index in the document, and its contents.
#[derive(Deserialize)]
pub struct Given {
    pub(super) index: usize,
    pub(super) status: u16,
    #[serde(default)]
    headers: HashMap<String, Box<RawValue>>,
    /// A body may be `null`, which is another thing than none.
    #[serde(default, deserialize_with = "present")]
    body: Option<Box<RawValue>>,
    /// Of a body whose media type is a range.
    #[serde(default)]
    media_type: Option<String>,
    #[serde(skip)]
    pub(super) expected: Expected,
}

/// What the client should read.
#[derive(Default)]
pub(super) struct Expected {
    pub(super) body: Option<Value>,
    /// For each header its name, and whether its value is read again of these headers.
    pub(super) headers: Vec<(&'static str, Compare)>,
}

type Compare = Box<dyn Fn(&http::HeaderMap) -> Result<(), String>>;

impl Given {
    /// The status, where the document does not name one.
    ///
    /// # Errors
    /// When it is none.
    pub fn status(&mut self) -> Result<StatusCode, String> {
        StatusCode::from_u16(self.status).map_err(|error| error.to_string())
    }

    /// The value of an optional header.
    ///
    /// # Errors
    /// When its type does not take the value.
    pub fn header<T>(&mut self, header: Header<T>) -> Result<Option<T>, String>
    where
        T: DeserializeOwned + Serialize + 'static,
    {
        let name = header.name();
        let value: Option<T> = self.headers.get(name).map(|value| decoded(name, value)).transpose()?;
        let expected = value.as_ref().map(text_of).transpose()?;
        let compare = move |headers: &http::HeaderMap| {
            let found = header.read(headers).map_err(|error| error.to_string())?.as_ref().map(text_of).transpose()?;
            if found == expected { Ok(()) } else { Err(format!("{expected:?} became {found:?}")) }
        };
        self.expected.headers.push((name, Box::new(compare)));
        Ok(value)
    }

    /// The value of a required header.
    ///
    /// # Errors
    /// When it is not there, or its type does not take the value.
    pub fn required_header<T>(&mut self, header: Header<T>) -> Result<T, String>
    where
        T: DeserializeOwned + Serialize + 'static,
    {
        let name = header.name();
        self.header(header)?.ok_or_else(|| format!("the header {name} is required"))
    }

    /// A body of JSON.
    ///
    /// # Errors
    /// When its type does not take the value.
    pub fn json<T: DeserializeOwned + Serialize>(&mut self) -> Result<T, String> {
        let body: T = self.body()?;
        self.expected.body = Some(Value::json(&body));
        Ok(body)
    }

    /// A body of text.
    ///
    /// # Errors
    /// When its type does not take the value.
    pub fn text<T: DeserializeOwned + Serialize>(&mut self) -> Result<T, String> {
        let body: T = self.body()?;
        self.expected.body = Some(Value::scalar(&body));
        Ok(body)
    }

    /// A body of pieces.
    ///
    /// # Errors
    /// When their type does not take the values.
    pub fn pieces<T>(&mut self) -> Result<Pieces<T>, String>
    where
        T: DeserializeOwned + Serialize + Send + Unpin + 'static,
    {
        let pieces: Vec<T> = self.body()?;
        self.expected.body = Some(Value::of_items(&pieces));
        Ok(Pieces::from(pieces))
    }

    /// A body of bytes: those of a string.
    ///
    /// # Errors
    /// If it is not a string.
    pub fn bytes(&mut self) -> Result<Body, String> {
        let body = Bytes::from(self.body::<String>()?);
        self.expected.body = Some(Value::bytes(&body));
        Ok(Body::from(body))
    }

    /// A multipart body with one part: the bytes of a string.
    ///
    /// # Errors
    /// If it is not a string.
    pub fn multipart(&mut self) -> Result<Multipart, String> {
        let mut parts = Multipart::new();
        parts.unnamed_file(&File::new("", self.bytes()?));
        Ok(parts)
    }

    /// The same with its media type.
    ///
    /// # Errors
    /// If it is not a string.
    pub fn typed_bytes(&mut self) -> Result<TypedBody, String> {
        let media_type = self.media_type.clone().unwrap_or_else(|| "application/octet-stream".to_owned());
        Ok(TypedBody::new(media_type, self.bytes()?))
    }

    /// A response that the document does not describe.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub fn response(&mut self) -> Result<http::Response<Body>, String> {
        let mut response = http::Response::new(self.bytes()?);
        *response.status_mut() = self.status()?;
        Ok(response)
    }

    fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        decoded("body", self.body.as_deref().ok_or("a body is missing")?)
    }
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

fn decoded<T: DeserializeOwned>(name: &str, value: &RawValue) -> Result<T, String> {
    serde_json::from_str(value.get()).map_err(|error| format!("{name}: {error}"))
}

fn text_of<T: Serialize>(value: &T) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| error.to_string())
}
