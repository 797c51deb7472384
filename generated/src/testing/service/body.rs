//! Reading a JSON body as the service does: each complaint names the key and where it stands.

use super::refusal::Refusal;
use crate::runtime::serde_json::{Map, Value, json};

/// A value of the body, with what a complaint about it needs.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    value: &'a Value,
    name: String,
    path: String,
    resource: &'static str,
}

impl<'a> Node<'a> {
    /// The whole body of a call about `resource`.
    pub(super) fn root(value: &'a Value, resource: &'static str) -> Self {
        Self { value, name: resource.to_owned(), path: "$".to_owned(), resource }
    }

    /// The one object in the array that every body is.
    pub(super) fn only_entry(&self) -> Result<Self, Refusal> {
        let mut entries = self.required(self.resource)?.array(1, 1)?;
        entries.pop().ok_or_else(|| self.invalid())
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The value as it came.
    pub(super) fn json(&self) -> &'a Value {
        self.value
    }

    pub(super) fn is_null(&self) -> bool {
        self.value.is_null()
    }

    pub(super) fn optional(&self, key: &str) -> Result<Option<Self>, Refusal> {
        Ok(self.object()?.get(key).map(|value| self.child(value, key)))
    }

    pub(super) fn required(&self, key: &str) -> Result<Self, Refusal> {
        self.optional(key)?.ok_or_else(|| self.missing(key))
    }

    pub(super) fn object(&self) -> Result<&'a Map<String, Value>, Refusal> {
        self.value.as_object().ok_or_else(|| self.not_a("jsonobject"))
    }

    pub(super) fn string(&self) -> Result<&'a str, Refusal> {
        self.value.as_str().ok_or_else(|| self.not_a("string"))
    }

    pub(super) fn boolean(&self) -> Result<bool, Refusal> {
        self.value.as_bool().ok_or_else(|| self.not_a("boolean"))
    }

    pub(super) fn text(&self, shortest: usize, longest: usize) -> Result<&'a str, Refusal> {
        let text = self.string()?;
        self.length(text.chars().count(), shortest, longest)?;
        Ok(text)
    }

    pub(super) fn array(&self, shortest: usize, longest: usize) -> Result<Vec<Self>, Refusal> {
        let items = self.value.as_array().ok_or_else(|| self.not_a("jsonarray"))?;
        self.length(items.len(), shortest, longest)?;
        Ok(items.iter().enumerate().map(|(index, value)| self.item(value, index)).collect())
    }

    pub(super) fn one_of(&self, values: &[&str]) -> Result<&'a str, Refusal> {
        let text = self.string()?;
        let possible = values.contains(&text);
        if possible {
            Ok(text)
        } else {
            Err(self.complaint("INVALID_DATA", "Invalid data", "supported_values", &json!(values)))
        }
    }

    /// A complaint about this value with the given code.
    pub(super) fn refused(&self, code: &'static str, message: &'static str) -> Refusal {
        Refusal::new(code, message)
            .details(json!({ "api_name": self.name, "json_path": self.path }))
            .wrapped(self.resource)
    }

    /// The value names a thing that does not exist.
    pub(super) fn invalid(&self) -> Refusal {
        self.refused("INVALID_DATA", "invalid data")
    }

    /// The key is missing that this object has to have.
    pub(super) fn missing(&self, key: &str) -> Refusal {
        self.child(self.value, key).refused("MANDATORY_NOT_FOUND", "required field not found")
    }

    /// Like [`Node::refused`], with one more particular.
    pub(super) fn complaint(&self, code: &'static str, message: &'static str, key: &str, value: &Value) -> Refusal {
        Refusal::new(code, message)
            .details(json!({ "api_name": self.name, "json_path": self.path, key: value }))
            .wrapped(self.resource)
    }

    fn not_a(&self, expected: &str) -> Refusal {
        self.complaint("INVALID_DATA", "Invalid data type", "expected_data_type", &json!(expected))
    }

    fn length(&self, length: usize, shortest: usize, longest: usize) -> Result<(), Refusal> {
        let complaint = |key: &str, limit| Err(self.complaint("INVALID_DATA", "invalid data", key, &json!(limit)));
        match length {
            _ if length < shortest => complaint("minimum_length", shortest),
            _ if length > longest => complaint("maximum_length", longest),
            _ => Ok(()),
        }
    }

    fn child(&self, value: &'a Value, key: &str) -> Self {
        Self { value, name: key.to_owned(), path: format!("{}.{key}", self.path), resource: self.resource }
    }

    fn item(&self, value: &'a Value, index: usize) -> Self {
        Self { value, name: self.name.clone(), path: format!("{}[{index}]", self.path), resource: self.resource }
    }
}
