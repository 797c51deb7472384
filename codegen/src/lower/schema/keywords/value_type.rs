//! Values of an unintended type, with or without a `type`: examples, and the words for booleans in YAML 1.1.

use super::Keywords;
use crate::diagnostics::{Code, KeyOrValue};
use crate::ir::JsonType;
use crate::load::parse::Syntax;
use crate::load::parse::position::Index;
use crate::lower::read::value::found;
use crate::lower::schema::Schemas;
use crate::pointer::{FileId, Origin};
use serde_json::Value;
use std::collections::HashMap;

/// Booleans of YAML 1.1 that are strings in YAML 1.2.
const BOOLEAN_WORDS: [&str; 4] = ["yes", "no", "on", "off"];

/// Findings in schemas, to be reported after all of them.
#[derive(Debug, Default)]
pub(crate) struct SuspiciousValues {
    /// Examples of another type than their schema: the message about the first.
    example: Option<(Origin, String)>,
    more_examples: usize,
    /// The first word of each untyped `enum` that may be a boolean.
    words: Vec<Origin>,
}

impl Schemas<'_, '_> {
    /// Records values of another type than the schema's.
    pub(crate) fn note_suspicious_values(&mut self, keywords: &Keywords<'_>) {
        self.note_suspicious_examples(keywords);
        if keywords.node.get("type").is_none()
            && let Some(list) = keywords.node.get("enum")
            && let Some(word) = list.items().find(|item| item.value.as_str().is_some_and(is_boolean_word))
        {
            self.suspicious_values.words.push(word.origin);
        }
    }

    fn note_suspicious_examples(&mut self, keywords: &Keywords<'_>) {
        let Some(types) = keywords.types.as_deref().filter(|types| !types.is_empty()) else { return };
        let listed = keywords.node.get("examples");
        let listed = listed.iter().flat_map(crate::resolve::Node::items);
        for example in keywords.node.get("example").into_iter().chain(listed) {
            if example.value.is_null() || types.iter().any(|json_type| is_of_type(example.value, *json_type)) {
                continue;
            }
            let kinds: Vec<&str> = types.iter().map(|json_type| json_type.describe()).collect();
            let message = format!("the example must be {}, not {}", kinds.join(" or "), found(example.value));
            match self.suspicious_values.example {
                Some(_) => self.suspicious_values.more_examples += 1,
                None => self.suspicious_values.example = Some((example.origin, message)),
            }
        }
    }

    /// Reports the findings: one warning for all examples, since a document with one usually has many.
    pub(crate) fn report_suspicious_values(&mut self) {
        let SuspiciousValues { example, more_examples, words } = std::mem::take(&mut self.suspicious_values);
        if let Some((origin, message)) = example {
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &origin, message);
            diagnostic.help("write a value of the `type`: strings have quotes, numbers and booleans have none");
            match more_examples {
                0 => {}
                1 => drop(diagnostic.help("1 more example does not have the type of its schema")),
                more => drop(diagnostic.help(format!("{more} more examples do not have the types of their schemas"))),
            }
        }
        self.report_boolean_words(&words);
    }

    /// In quotes such a word is a string in every version of YAML, and in JSON.
    fn report_boolean_words(&mut self, words: &[Origin]) {
        let document = self.resolver.document();
        let mut indexes: HashMap<FileId, Index<'_>> = HashMap::new();
        for origin in words {
            let written = document.written_at(origin);
            let Some(file) = document.file(written.file).filter(|file| file.syntax == Syntax::Yaml) else { continue };
            let index = indexes.entry(written.file).or_insert_with(|| Index::new(file.syntax, &file.text));
            let text = index.locate(&written.pointer, KeyOrValue::Value).and_then(|range| file.text.get(range));
            let Some(word) = text.filter(|text| is_boolean_word(text)) else { continue };
            let message = format!("`{word}` is a string in YAML 1.2 and a boolean in YAML 1.1: it is read as a string");
            let diagnostic = self.diagnostics.warning(Code::InvalidValue, origin, message);
            diagnostic.help(format!("put it in quotes: `'{word}'`; or write `true` or `false` for a boolean"));
        }
    }
}

fn is_boolean_word(text: &str) -> bool {
    BOOLEAN_WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_of_type(value: &Value, json_type: JsonType) -> bool {
    match json_type {
        JsonType::String => value.is_string(),
        JsonType::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        JsonType::Number => value.is_number(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
        JsonType::Null => value.is_null(),
    }
}
