//! Keywords of another version: what 3.1 changed about schemas, in a document of the other version.

use super::fields::with_article;
use super::value::written;
use crate::diagnostics::Code;
use crate::diagnostics::Diagnostics;
use crate::lower::version::Version;
use crate::pointer::{FileId, Origin};
use crate::resolve::Node;
use indexmap::IndexMap;
use serde_json::Value;

/// A keyword of another version: it is read with its meaning there, and reported once, at its first occurrence.
#[derive(Debug)]
struct Occurrence {
    code: Code,
    origin: Origin,
    message: String,
    help: String,
    /// How often it occurs.
    count: usize,
}

const IN_3_0: &str = "remove it, or convert the document to OpenAPI 3.0";

/// Keywords of schemas that Swagger 2.0 does not have, each with its replacement.
const NEW_IN_3_0: [(&str, &str); 5] = [
    ("nullable", "write `x-nullable: true`, which many tools support"),
    ("oneOf", IN_3_0),
    ("anyOf", IN_3_0),
    ("writeOnly", IN_3_0),
    ("deprecated", IN_3_0),
];

/// Keywords of schemas that OpenAPI 3.1 adds and that are read before it, too, each with its replacement.
const NEW_IN_3_1: [(&str, &str); 5] = [
    ("prefixItems", "write `openapi: 3.1.1` at the top, or describe the elements with one schema under `items`"),
    ("patternProperties", "write `openapi: 3.1.1` at the top, or describe the values with `additionalProperties`"),
    ("unevaluatedProperties", "write `openapi: 3.1.1` at the top, or `additionalProperties`"),
    ("contentEncoding", "write `openapi: 3.1.1` at the top, or `format: byte`"),
    ("contentMediaType", "write `openapi: 3.1.1` at the top, or `format: binary`"),
];

/// Keywords of other versions in documents, by document and keyword.
#[derive(Debug, Default)]
pub(crate) struct OtherVersion {
    found: IndexMap<(FileId, &'static str), Occurrence>,
}

impl OtherVersion {
    /// Records keywords of another version in a schema.
    pub(crate) fn check_schema(&mut self, root: FileId, version: Version, node: &Node<'_>) {
        if version.since_3_1() {
            self.check_words_of_3_0(root, node);
        } else {
            self.check_words_of_3_1(root, version, node);
        }
        if version.is_2_0() {
            self.check_words_since_3_0(root, node);
        }
        if let Some(discriminator) = node.get("discriminator") {
            self.check_words_of_3_2(root, version, &discriminator, "Discriminator Object", &["defaultMapping"]);
        }
    }

    /// Records keywords that Swagger 2.0 does not have, or has in another form.
    fn check_words_since_3_0(&mut self, root: FileId, node: &Node<'_>) {
        for (keyword, help) in NEW_IN_3_0 {
            let Some(found) = node.get(keyword).filter(|found| !found.value.is_null()) else { continue };
            let message = format!("`{keyword}` is not a keyword of Swagger 2.0: it is read as in OpenAPI 3.0");
            self.add(root, keyword, Code::UnknownKeyword, &found, &message, help.to_owned());
        }
        if let Some(discriminator) = node.get("discriminator").filter(|node| node.value.is_object()) {
            let message = "`discriminator` is the name of a property in Swagger 2.0, not an object";
            let help =
                "write `discriminator: name`; the values of the property are the names of definitions".to_owned();
            self.add(root, "discriminator", Code::WrongType, &discriminator, message, help);
        }
    }

    /// Keywords that OpenAPI 3.2 adds to an object. Each is read as in 3.2.
    pub(crate) fn check_words_of_3_2(
        &mut self,
        root: FileId,
        version: Version,
        node: &Node<'_>,
        object: &str,
        keywords: &[&'static str],
    ) {
        if version.is_2_0() || version.since_3_2() {
            return;
        }
        for keyword in keywords {
            if let Some(found) = node.get(keyword).filter(|found| !found.value.is_null()) {
                let message = format!("`{keyword}` is not a keyword of {} before OpenAPI 3.2", with_article(object));
                let help = format!("write `openapi: 3.2.0` at the top, or remove `{keyword}`");
                self.add(root, keyword, Code::UnknownKeyword, &found, &message, help);
            }
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

    fn check_words_of_3_1(&mut self, root: FileId, version: Version, node: &Node<'_>) {
        let (is_2_0, name) = (version.is_2_0(), version.name());
        if let Some(types) = node.get("type").filter(|types| types.value.is_array()) {
            let message = format!("`type` is one string in {name}, not an array");
            self.add(root, "type", Code::WrongType, &types, &message, one_type(&types, is_2_0));
        }
        if let Some(constant) = node.get("const") {
            let help = match written(constant.value) {
                Some(value) if is_2_0 => format!("write `enum: [{value}]`"),
                Some(value) => format!("write `enum: [{value}]`, or `openapi: 3.1.1` at the top"),
                None if is_2_0 => "write an `enum` of one value".to_owned(),
                None => "write `openapi: 3.1.1` at the top".to_owned(),
            };
            let message = format!("`const` is not a keyword of {name}");
            self.add(root, "const", Code::UnknownKeyword, &constant, &message, help);
        }
        if let Some(word) = node.get("type").filter(|word| word.value == "null") {
            let nullable = if is_2_0 { "x-nullable" } else { "nullable" };
            let help = format!("remove it, and write `{nullable}: true` where `null` is allowed");
            let message = format!("`null` is not a type in {name}");
            self.add(root, "null", Code::InvalidValue, &word, &message, help);
        }
        for (keyword, help) in NEW_IN_3_1.into_iter().filter(|_| !is_2_0) {
            let Some(found) = node.get(keyword).filter(|found| !found.value.is_null()) else { continue };
            let message = format!("`{keyword}` is not a keyword of {name}: it is read as in OpenAPI 3.1");
            self.add(root, keyword, Code::UnknownKeyword, &found, &message, help.to_owned());
        }
        for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
            let Some(limit) = node.get(exclusive).filter(|limit| limit.value.is_number()) else { continue };
            let help = format!("write `{inclusive}: {}` and `{exclusive}: true`", limit.value);
            let message = format!("`{exclusive}` is a boolean in {name}, not the limit itself");
            self.add(root, exclusive, Code::WrongType, &limit, &message, help);
        }
    }

    /// Remembers the first position of each, and counts the others.
    pub(crate) fn add(
        &mut self,
        root: FileId,
        word: &'static str,
        code: Code,
        node: &Node<'_>,
        message: &str,
        help: String,
    ) {
        let first = || Occurrence { code, origin: node.origin.clone(), message: message.to_owned(), help, count: 0 };
        self.found.entry((root, word)).or_insert_with(first).count += 1;
    }

    /// One diagnostic for each: a document with keywords of another version usually has many.
    pub(crate) fn report(&mut self, diagnostics: &mut Diagnostics) {
        for Occurrence { code, origin, message, help, count } in std::mem::take(&mut self.found).into_values() {
            let message = match count {
                1 => message,
                2 => format!("{message} (1 more in this document)"),
                _ => format!("{message} ({} more in this document)", count - 1),
            };
            let diagnostic = diagnostics.mistake(code, &origin, message).help(help);
            if code == Code::UnknownKeyword {
                diagnostic.at_key();
            }
        }
    }
}

/// The replacement in 3.0 for a list of types.
fn one_type(types: &Node<'_>, is_2_0: bool) -> String {
    let nullable = if is_2_0 { "x-nullable" } else { "nullable" };
    let words: Vec<&str> = types.items().filter_map(|word| word.value.as_str()).collect();
    match words.as_slice() {
        [one] => format!("write `type: {one}`"),
        [one, "null"] | ["null", one] => format!("write `type: {one}` and `{nullable}: true`"),
        [..] if is_2_0 => "omit `type`, or write the type of the values".to_owned(),
        [..] => "write a `oneOf` with a schema for each type, or `openapi: 3.1.1` at the top".to_owned(),
    }
}
