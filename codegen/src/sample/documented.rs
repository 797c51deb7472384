//! The document's own examples.

use super::Sampler;
use crate::ir::{Example, ExampleSource, TypeRef};
use serde_json::Value;
use std::fs;

/// The maximal size of an example's file.
const MAX_FILE: u64 = 16 * 1024 * 1024;

impl Sampler<'_> {
    /// The first valid example.
    pub(super) fn documented(&self, examples: &[Example], type_ref: TypeRef) -> Option<Value> {
        examples.iter().find_map(|example| self.example(example, type_ref))
    }

    /// The value of an example, if it is of the type. Documents also write JSON values as strings.
    #[must_use]
    pub fn example(&self, example: &Example, type_ref: TypeRef) -> Option<Value> {
        let is_acceptable = |value: &Value| crate::validate::is_valid(self.types, type_ref, value, self.direction);
        let value = example.value()?;
        if is_acceptable(&value) {
            return Some(value);
        }
        let inner: Value = serde_json::from_str(value.as_str()?).ok()?;
        Some(inner).filter(is_acceptable)
    }
}

impl Example {
    /// The payload: a file's JSON, or else its text. `None` if the file cannot be read or is too large.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        let path = match &self.source {
            ExampleSource::Inline(value) => return Some(value.clone()),
            ExampleSource::External(path) => path,
        };
        let is_small = fs::metadata(path).is_ok_and(|found| found.len() <= MAX_FILE);
        let text = is_small.then(|| fs::read_to_string(path).ok())??;
        Some(serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }
}
