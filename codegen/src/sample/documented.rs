//! The document's own examples.

use super::Sampler;
use crate::ir::{Example, ExampleSource, TypeRef};
use serde_json::Value;
use std::fs;

/// No file of an example is larger.
const MAX_FILE: u64 = 16 * 1024 * 1024;

impl Sampler<'_> {
    /// The first of these examples that is a value of the type.
    pub(super) fn documented(&self, examples: &[Example], wanted: TypeRef) -> Option<Value> {
        examples.iter().find_map(|example| self.example(example, wanted))
    }

    /// The value of an example, if it is one of the type. Documents also write the JSON of a value as a string.
    #[must_use]
    pub fn example(&self, example: &Example, wanted: TypeRef) -> Option<Value> {
        let is_fine = |value: &Value| crate::validate::is_valid(self.types, wanted, value, self.direction);
        let value = example.value()?;
        if is_fine(&value) {
            return Some(value);
        }
        let inner: Value = serde_json::from_str(value.as_str()?).ok()?;
        Some(inner).filter(is_fine)
    }
}

impl Example {
    /// The payload: the JSON of a file that has JSON in it, or else its text. None where the file cannot be read or is very large.
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
