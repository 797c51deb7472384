//! The documentation of single constants: the `title` and `description` of a `const`, and the extensions that name the
//! entries of an `enum`.

use crate::ir::EnumValueDocs;
use crate::lower::read::value::scalar_text;
use crate::resolve::Node;
use serde_json::Value;
use std::collections::HashMap;

/// Extensions of many tools that hold a name for each constant, and a description.
const TITLES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];
const DESCRIPTIONS: [&str; 3] = ["x-enum-descriptions", "x-enumDescriptions", "x-enum-comments"];

/// The extension of Zalando's guidelines that lists some of the strings.
pub(super) const EXTENSIBLE: &str = "x-extensible-enum";

/// AutoRest's extension: the name of the list, and an object for each constant.
const AUTOREST: &str = "/x-ms-enum/values";
const AUTOREST_NAME: &str = "/x-ms-enum/name";

/// The documentation of constants by their JSON, and the name of the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordsByConstant {
    by_constant: HashMap<String, EnumValueDocs>,
    name: Option<String>,
}

impl WordsByConstant {
    /// Reads the extensions next to `enum` or `x-extensible-enum`: an array in the order of the values, or an object with the values as keys.
    pub(crate) fn read(schema: &Node<'_>) -> Self {
        let mut words = Self::default();
        let list = ["enum", EXTENSIBLE].iter().find_map(|keyword| schema.value.get(*keyword)?.as_array());
        let values: Vec<&Value> = list.into_iter().flatten().collect();
        for (index, value) in values.into_iter().enumerate() {
            let text_of = |keys: &[&str]| keys.iter().find_map(|key| entry(schema.value.get(*key)?, index, value));
            words.add(value, EnumValueDocs { title: text_of(&TITLES), description: text_of(&DESCRIPTIONS) });
        }
        for entry in schema.value.pointer(AUTOREST).and_then(Value::as_array).into_iter().flatten() {
            let text_of =
                |key: &str| entry.get(key)?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned);
            if let Some(value) = entry.get("value") {
                words.add(value, EnumValueDocs { title: text_of("name"), description: text_of("description") });
            }
        }
        let name = schema.value.pointer(AUTOREST_NAME).and_then(Value::as_str);
        words.name = name.filter(|name| !name.trim().is_empty()).map(str::to_owned);
        words
    }

    /// The name of the list.
    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Adds documentation of one constant, if it has none yet.
    pub(crate) fn add(&mut self, value: &Value, words: EnumValueDocs) {
        if words == EnumValueDocs::default() {
            return;
        }
        let known = self.by_constant.entry(value.to_string()).or_default();
        known.title = known.title.take().or(words.title);
        known.description = known.description.take().or(words.description);
    }

    /// Adds the documentation of another position.
    pub(crate) fn extend(&mut self, others: &Self) {
        if self.name.is_none() {
            self.name.clone_from(&others.name);
        }
        for (json, words) in &others.by_constant {
            self.by_constant.entry(json.clone()).or_insert_with(|| words.clone());
        }
    }

    /// The documentation of the constant with this JSON.
    pub(crate) fn of(&self, json: &str) -> EnumValueDocs {
        self.by_constant.get(json).cloned().unwrap_or_default()
    }
}

fn entry(docs: &Value, index: usize, constant: &Value) -> Option<String> {
    let entry = match docs {
        Value::Array(entries) => entries.get(index)?,
        Value::Object(entries) => entries.get(&scalar_text(constant)?)?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    };
    entry.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}
