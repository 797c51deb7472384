//! The inputs of an operation in JSON, each read into the type that the client has for it.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use specwright_runtime::{Body, File, Multipart, TypedBody};
use std::collections::BTreeMap;

/// Parameters and a body.
#[derive(Debug, Default, Deserialize)]
pub struct Inputs {
    #[serde(default)]
    parameters: Vec<Parameter>,
    #[serde(default)]
    body: Option<Content>,
    /// The media type of every file; `None` for the documented one.
    #[serde(default)]
    file_media_type: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Parameter {
    r#in: String,
    name: String,
    value: Box<RawValue>,
}

#[derive(Debug, Deserialize)]
struct Content {
    media_type: String,
    value: Box<RawValue>,
}

/// The members of a body that is sent in parts.
#[derive(Debug)]
pub struct Form<'a> {
    members: BTreeMap<String, &'a RawValue>,
    file_media_type: Option<&'a str>,
}

impl Inputs {
    /// The value of a parameter, if it has one.
    ///
    /// # Errors
    ///
    /// When its type does not take the value.
    pub fn parameter<T: DeserializeOwned>(&self, location: &str, name: &str) -> Result<Option<T>, String> {
        let found = self.parameters.iter().find(|parameter| parameter.r#in == location && parameter.name == name);
        found.map(|parameter| decoded(name, &parameter.value)).transpose()
    }

    /// The media type of the body, if there is a body.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.body.as_ref().map(|body| body.media_type.as_str())
    }

    /// The body, if there is one.
    ///
    /// # Errors
    ///
    /// When its type does not take the value.
    pub fn body<T: DeserializeOwned>(&self) -> Result<Option<T>, String> {
        self.body.as_ref().map(|body| decoded("body", &body.value)).transpose()
    }

    /// The body as bytes: those of the string that it is in JSON.
    ///
    /// # Errors
    ///
    /// If it is not a string.
    pub fn bytes(&self) -> Result<Option<Body>, String> {
        Ok(self.body::<String>()?.map(Body::from))
    }

    /// The same with its media type, which is one of the range where that is a range.
    ///
    /// # Errors
    ///
    /// If it is not a string.
    pub fn typed_bytes(&self) -> Result<Option<TypedBody>, String> {
        let media_type = self.media_type().unwrap_or_default().replace("*/*", "application/*").replace('*', "x-given");
        Ok(self.bytes()?.map(|body| TypedBody::new(media_type, body)))
    }

    /// The body as a form without a documented schema: each member is a field.
    ///
    /// # Errors
    ///
    /// If it is not an object.
    pub fn fields(&self) -> Result<Option<Multipart>, String> {
        self.form(|form| Ok(form.fields_except(&[])))
    }

    /// The body as a form that is made of its members.
    ///
    /// # Errors
    ///
    /// If it is not an object, and errors of `make`.
    pub fn form<T>(&self, make: impl FnOnce(&Form) -> Result<T, String>) -> Result<Option<T>, String> {
        let Some(body) = &self.body else { return Ok(None) };
        let members = serde_json::from_str(body.value.get()).map_err(|error| format!("body: {error}"))?;
        make(&Form { members, file_media_type: self.file_media_type.as_deref() }).map(Some)
    }
}

impl Form<'_> {
    /// The value of a part, if it is present and not `null`, which is not sent.
    ///
    /// # Errors
    ///
    /// When its type does not take the value.
    pub fn field<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, String> {
        self.members.get(name).map_or(Ok(None), |value| decoded(name, value))
    }

    /// Each member that is none of `named`, as a field.
    #[must_use]
    pub fn fields_except(&self, named: &[&str]) -> Multipart {
        let mut parts = Multipart::new();
        for (name, value) in self.members.iter().filter(|(name, _)| !named.contains(&name.as_str())) {
            parts.field(name, value);
        }
        parts
    }

    /// The file of a part, if it is there: the bytes of a string, or of the JSON of any other value, for documents that
    /// describe a file as an object.
    ///
    /// # Errors
    ///
    /// When the value cannot be read.
    pub fn file(&self, name: &str) -> Result<Option<File>, String> {
        Ok(self.field::<Value>(name)?.map(|content| self.file_of(content)))
    }

    /// The files of a part, if they are there.
    ///
    /// # Errors
    ///
    /// If they are not an array.
    pub fn files(&self, name: &str) -> Result<Option<Vec<File>>, String> {
        let files = self.field::<Vec<Value>>(name)?;
        Ok(files.map(|files| files.into_iter().map(|content| self.file_of(content)).collect()))
    }

    fn file_of(&self, content: Value) -> File {
        let bytes = match content {
            Value::String(string) => string,
            other => other.to_string(),
        };
        let file = File::new("file", bytes);
        match self.file_media_type {
            Some(media_type) => file.media_type(media_type),
            None => file,
        }
    }
}

/// An input that the operation cannot do without.
///
/// # Errors
///
/// When it is not there.
pub fn required<T>(input: Option<T>, name: &str) -> Result<T, String> {
    input.ok_or_else(|| format!("`{name}` is missing"))
}

/// The error for a media type that the body does not have.
#[must_use]
pub fn unknown_media_type(media_type: &str) -> String {
    format!("the client sends no body in `{media_type}`")
}

fn decoded<T: DeserializeOwned>(name: &str, value: &RawValue) -> Result<T, String> {
    serde_json::from_str(value.get()).map_err(|error| format!("{name}: {error}"))
}
