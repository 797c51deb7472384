//! All that is demanded of one value, from every schema that applies to it.

use serde_json::Value;
use specwright::resolve::Node;
use specwright_tests::json::Json;
use std::collections::{BTreeMap, BTreeSet};

/// All constraints of a value, combined.
#[derive(Default)]
pub struct Merged<'d> {
    pub schemas: Vec<Node<'d>>,
    /// Strings that properties must have, from discriminators.
    pub constants: BTreeMap<String, String>,
    pub text: Option<String>,
    /// Whether `null` is among the alternatives.
    pub null: bool,
}

/// What a property may hold that has no name.
pub enum Additional<'d> {
    Any,
    Schema(Node<'d>),
    None,
}

impl<'d> Merged<'d> {
    /// The JSON types that all schemas allow; `any` if none restricts them.
    pub fn kinds(&self) -> Vec<&'d str> {
        let mut kinds: Option<Vec<&str>> = None;
        for node in &self.schemas {
            let own: Vec<&str> = match node.value.get("type") {
                Some(Value::String(kind)) => vec![kind],
                Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
                _ => continue,
            };
            kinds = Some(match kinds {
                None => own,
                Some(kinds) => {
                    let both = |kind: &&str| own.contains(kind) || (*kind == "integer" && own.contains(&"number"));
                    let narrower = own.iter().copied().filter(|kind| *kind == "integer" && kinds.contains(&"number"));
                    let narrower: Vec<&str> = narrower.collect();
                    kinds.into_iter().filter(both).chain(narrower).collect()
                }
            });
        }
        kinds.unwrap_or_else(|| vec![self.implied()])
    }

    pub fn implied(&self) -> &'static str {
        let has = |keys: &[&str]| self.schemas.iter().any(|node| keys.iter().any(|key| node.value.get(key).is_some()));
        if has(&[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
        ]) {
            "object"
        } else if has(&["items", "prefixItems", "minItems", "uniqueItems"]) {
            "array"
        } else if has(&["minLength", "maxLength", "pattern", "format"]) {
            "string"
        } else if has(&["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"]) {
            "number"
        } else {
            "any"
        }
    }

    /// Whether every schema with a type allows `null`.
    pub fn nullable(&self) -> bool {
        let mut messages = false;
        for node in &self.schemas {
            let listed = node.value.get("enum").and_then(Value::as_array);
            if node.value.get("const").is_some() || listed.is_some_and(|list| !list.contains(&Value::Null)) {
                return false;
            }
            let nullable = node.value.get("nullable") == Some(&Value::Bool(true));
            match node.value.get("type") {
                Some(Value::Array(list)) if list.iter().any(|kind| kind == "null") => messages = true,
                Some(_) if !nullable => return false,
                _ => messages |= nullable,
            }
        }
        messages
    }

    /// The values that all schemas list, when one does.
    pub fn listed(&self) -> Option<Vec<Json>> {
        let mut listed: Option<Vec<Json>> = None;
        for own in self.schemas.iter().filter_map(own_values) {
            listed = Some(match listed {
                None => own,
                Some(listed) => listed.into_iter().filter(|value| own.contains(value)).collect(),
            });
        }
        listed
    }

    /// Whether a value can be of this schema, too, as far as both list their values.
    pub fn allows(&self, schema: &Node<'d>) -> bool {
        match (self.listed(), own_values(schema)) {
            (Some(listed), Some(own)) => listed.iter().any(|value| own.contains(value)),
            _ => true,
        }
    }

    /// What a property may hold that has no name.
    pub fn additional(&self) -> Additional<'d> {
        let mut found = Additional::Any;
        for node in &self.schemas {
            for key in ["additionalProperties", "unevaluatedProperties"] {
                match node.get(key) {
                    Some(schema) if schema.value == &Value::Bool(false) => return Additional::None,
                    Some(schema) if schema.value.as_object().is_some_and(|schema| !schema.is_empty()) => {
                        found = Additional::Schema(schema);
                    }
                    _ => {}
                }
            }
            if let Some((_, schema)) = node.get("patternProperties").iter().flat_map(Node::entries).next() {
                found = Additional::Schema(schema);
            }
        }
        found
    }

    pub fn required(&self) -> BTreeSet<&'d str> {
        let lists = self.schemas.iter().filter_map(|node| node.value.get("required")?.as_array());
        lists.flatten().filter_map(Value::as_str).collect()
    }

    /// A key that the document does not name.
    pub fn key(&self) -> String {
        let mut names = self.schemas.iter().filter_map(|node| node.value.get("propertyNames"));
        let listed = names.find_map(|names| names.get("enum")?.as_array()?.first()?.as_str());
        let pattern =
            self.schemas.iter().find_map(|node| node.value.get("patternProperties")?.as_object()?.keys().next());
        match (listed, pattern) {
            (Some(key), _) => key.to_owned(),
            (None, Some(pattern)) => pattern
                .trim_start_matches('^')
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .chain(['k'])
                .collect(),
            (None, None) => "a key-that is/unknown".to_owned(),
        }
    }

    pub fn text_of(&self, key: &str) -> Option<&'d str> {
        self.schemas.iter().find_map(|node| node.value.get(key)?.as_str())
    }

    pub fn number(&self, key: &str) -> Option<f64> {
        self.schemas.iter().find_map(|node| node.value.get(key)?.as_f64())
    }

    /// A limit of a length.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    pub fn count(&self, key: &str) -> Option<usize> {
        self.number(key).map(|number| number as usize)
    }

    /// A limit as an integer, and whether it is out itself.
    #[expect(clippy::cast_possible_truncation, reason = "limits of integers; beyond 128 bits any will do")]
    pub fn bound(&self, key: &str, exclusive: &str) -> Option<(i128, bool)> {
        let out = self.schemas.iter().find_map(|node| node.value.get(exclusive));
        match (self.number(key), out) {
            (_, Some(Value::Number(number))) => Some((number.as_f64()? as i128, true)),
            (Some(number), out) => Some((number as i128, out == Some(&Value::Bool(true)))),
            (None, _) => None,
        }
    }
}

/// The values that a schema lists.
fn own_values(node: &Node<'_>) -> Option<Vec<Json>> {
    match (node.value.get("const"), node.value.get("enum")) {
        (Some(constant), _) => Some(vec![Json::parse(&constant.to_string())]),
        (None, Some(Value::Array(list))) => {
            let valid = list.iter().filter(|value| is_of_type(node, value));
            Some(valid.map(|value| Json::parse(&value.to_string())).collect())
        }
        _ => None,
    }
}

/// Whether the schema's own `type` allows the constant: one that it does not is listed in vain.
fn is_of_type(node: &Node<'_>, value: &Value) -> bool {
    let kind = match value {
        Value::Null => return true,
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |name: &str| name == kind || (kind == "number" && name == "integer");
    match node.value.get("type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}
