//! Schemas in the words of another version: what 3.1 changed, written in a document of the other one.

use super::value::written;
use crate::diagnostics::Code;
use crate::diagnostics::Diagnostics;
use crate::pointer::{FileId, Origin};
use crate::resolve::Node;
use indexmap::IndexMap;
use serde_json::Value;

/// Something of another version: it is read as that version means it, and reported once, where it is met first.
#[derive(Debug)]
struct Foreign {
    code: Code,
    origin: Origin,
    message: String,
    help: String,
    /// How often it occurs.
    count: usize,
}

/// What documents say in the words of another version, by document and keyword.
#[derive(Debug, Default)]
pub(crate) struct OtherVersion {
    found: IndexMap<(FileId, &'static str), Foreign>,
}

impl OtherVersion {
    /// Takes down what a schema says in the words of another version.
    pub(crate) fn check_schema(&mut self, root: FileId, since_3_1: bool, node: &Node<'_>) {
        if since_3_1 {
            self.check_words_of_3_0(root, node);
        } else {
            self.check_words_of_3_1(root, node);
        }
    }

    fn check_words_of_3_0(&mut self, root: FileId, node: &Node<'_>) {
        if let Some(nullable) = node.get("nullable") {
            let word = node.get("type").and_then(|node| node.value.as_str());
            let help = match (nullable.value, word) {
                (Value::Bool(false), _) => "remove it".to_owned(),
                (_, Some(word)) => format!("write `type: [{word}, 'null']`"),
                (_, None) => "write `oneOf: [{ $ref: … }, { type: 'null' }]`, or add `'null'` to the `type`".to_owned(),
            };
            let message = "`nullable` is not a keyword of OpenAPI 3.1";
            self.add(root, "nullable", Code::UnknownKeyword, &nullable, message, help);
        }
        for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
            let Some(mark) = node.get(exclusive).filter(|mark| mark.value.is_boolean()) else { continue };
            let limit = node.get(inclusive).and_then(|limit| written(limit.value));
            let help = match (mark.value, limit) {
                (Value::Bool(true), Some(limit)) => {
                    format!("write `{exclusive}: {limit}` in place of `{inclusive}: {limit}`")
                }
                (_, _) => "remove it".to_owned(),
            };
            let message = format!("`{exclusive}` is a number since OpenAPI 3.1, not a boolean");
            self.add(root, exclusive, Code::WrongType, &mark, &message, help);
        }
    }

    fn check_words_of_3_1(&mut self, root: FileId, node: &Node<'_>) {
        if let Some(types) = node.get("type").filter(|types| types.value.is_array()) {
            let message = "`type` is one string in OpenAPI 3.0, not an array";
            self.add(root, "type", Code::WrongType, &types, message, one_type(&types));
        }
        if let Some(constant) = node.get("const") {
            let help = match written(constant.value) {
                Some(value) => format!("write `enum: [{value}]`, or `openapi: 3.1.1` at the top"),
                None => "write `openapi: 3.1.1` at the top".to_owned(),
            };
            let message = "`const` is not a keyword of OpenAPI 3.0";
            self.add(root, "const", Code::UnknownKeyword, &constant, message, help);
        }
        for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
            let Some(limit) = node.get(exclusive).filter(|limit| limit.value.is_number()) else { continue };
            let help = format!("write `{inclusive}: {}` and `{exclusive}: true`", limit.value);
            let message = format!("`{exclusive}` is a boolean in OpenAPI 3.0, not a number");
            self.add(root, exclusive, Code::WrongType, &limit, &message, help);
        }
    }

    /// Remembers the first place of each, and counts the others.
    pub(crate) fn add(
        &mut self,
        root: FileId,
        word: &'static str,
        code: Code,
        node: &Node<'_>,
        message: &str,
        help: String,
    ) {
        let first = || Foreign { code, origin: node.origin.clone(), message: message.to_owned(), help, count: 0 };
        self.found.entry((root, word)).or_insert_with(first).count += 1;
    }

    /// One diagnostic for each: a document in the words of another version has them everywhere.
    pub(crate) fn report(&mut self, diagnostics: &mut Diagnostics) {
        for Foreign { code, origin, message, help, count } in std::mem::take(&mut self.found).into_values() {
            let message = match count {
                1 => message,
                2 => format!("{message}; once more in this document"),
                _ => format!("{message}; {} times more in this document", count - 1),
            };
            let diagnostic = diagnostics.mistake(code, &origin, message).help(help);
            if code == Code::UnknownKeyword {
                diagnostic.at_key();
            }
        }
    }
}

/// What 3.0 has in place of a list of types.
fn one_type(types: &Node<'_>) -> String {
    let words: Vec<&str> = types.items().filter_map(|word| word.value.as_str()).collect();
    match words.as_slice() {
        [one] => format!("write `type: {one}`"),
        [one, "null"] | ["null", one] => format!("write `type: {one}` and `nullable: true`"),
        [..] => "write a `oneOf` with a schema for each type, or `openapi: 3.1.1` at the top".to_owned(),
    }
}
