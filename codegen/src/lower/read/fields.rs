//! Reading the keywords of one object, and reporting unknown keys and wrong values.

use super::expected::{Expected, object_remedy};
use super::extensions::{AUTH_SCHEME, OWN_PREFIX, PAGINATION, SEND_DEFAULT};
use super::misplaced;
use super::object_kind::{EXTERNAL_DOCS, ObjectKind, Unsupported};
use super::value::{found, scalar_text};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, similar};
use crate::pointer::Origin;
use crate::resolve::{Node, member};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Keywords that do not change requests and responses: those that only the service checks, and the links of a response.
const WITHOUT_CONSEQUENCE: [&str; 8] =
    ["contains", "dependencies", "dependentRequired", "dependentSchemas", "if", "links", "not", "propertyNames"];

/// Our extensions, each with the object that it belongs in.
const OWN_EXTENSIONS: [(&str, &str); 3] =
    [(AUTH_SCHEME, "Security Scheme Object"), (PAGINATION, "Operation Object"), (SEND_DEFAULT, "Parameter Object")];

/// Reads the keywords of one object. Opening it reports every unknown key.
pub(crate) struct Fields<'a, 'd> {
    node: &'a Node<'d>,
    kind: &'static ObjectKind,
    diagnostics: &'a mut Diagnostics,
}

impl<'a, 'd> Fields<'a, 'd> {
    /// Opens an object. `None`, and reported, when the node is something else.
    pub(crate) fn open(
        node: &'a Node<'d>,
        kind: &'static ObjectKind,
        diagnostics: &'a mut Diagnostics,
    ) -> Option<Self> {
        if !node.value.is_object() {
            wrong_kind(node, kind, diagnostics).skipped();
            return None;
        }
        let mut fields = Self { node, kind, diagnostics };
        for key in node.value.as_object().into_iter().flat_map(|members| members.keys()) {
            fields.check_key(key);
        }
        Some(fields)
    }

    fn check_key(&mut self, key: &str) {
        if self.kind.keywords.contains(&key) {
            return;
        }
        let at = self.node.origin.key(key);
        if key == "propertyNames" && member(self.node.value, key).is_some_and(only_requires_strings) {
            return;
        }
        if let Some(Unsupported { meaning, remedy, .. }) = self.kind.unsupported.iter().find(|one| one.keyword == key) {
            if self.has_no_effect(key) {
                return;
            }
            let message = format!("`{key}` is not supported: {meaning}");
            let diagnostic = if WITHOUT_CONSEQUENCE.contains(&key) {
                self.diagnostics.note(Code::UnsupportedKeyword, &at, message)
            } else {
                self.diagnostics.warning(Code::UnsupportedKeyword, &at, message)
            };
            diagnostic.at_key().skipped().help(*remedy);
        } else if key == "$ref" {
            let message = format!("{} cannot be a reference", with_article(self.kind.name));
            let diagnostic = self.diagnostics.mistake(Code::InvalidReference, &at, message).at_key().skipped();
            diagnostic.help("write its target here");
        } else if key.starts_with(OWN_PREFIX) {
            self.check_own_extension(key, &at);
        } else if !key.starts_with("x-") {
            self.report_unknown(key, &at, self.known());
        }
    }

    /// Whether an empty map or list has no effect, such as the `webhooks: {}` of some libraries. An empty schema has
    /// one: `not: {}` forbids everything.
    fn has_no_effect(&self, key: &str) -> bool {
        let is_empty = |value: &Value| match value {
            Value::Null => true,
            Value::Object(members) => members.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        !["not", "contains", "if"].contains(&key) && member(self.node.value, key).is_some_and(is_empty)
    }

    fn check_own_extension(&mut self, key: &str, at: &Origin) {
        if !self.kind.extensions.contains(&key) {
            self.report_unknown(key, at, self.kind.extensions.to_vec());
        }
    }

    fn known(&self) -> Vec<&'static str> {
        let unsupported = self.kind.unsupported.iter().map(|one| one.keyword);
        self.kind.keywords.iter().copied().chain(unsupported).collect()
    }

    fn report_unknown(&mut self, key: &str, at: &Origin, known: Vec<&'static str>) {
        let known = known.into_iter().map(str::to_owned);
        let message = format!("`{key}` is not a keyword of {}", with_article(self.kind.name));
        let value = member(self.node.value, key).unwrap_or(&Value::Null);
        let diagnostic = self.diagnostics.warning(Code::UnknownKeyword, at, message).at_key();
        let suggestion = similar(key, known);
        if let Some(remedy) = misplaced::remedy(self.kind, key, value, suggestion.is_none()) {
            diagnostic.skipped().help(remedy);
            return;
        }
        match suggestion {
            Some(name) => diagnostic.skipped().help(format!("did you mean `{name}`?")),
            None if key.starts_with(OWN_PREFIX) => diagnostic.skipped().help(where_it_belongs(key)),
            None => diagnostic.help("remove it, or start its name with `x-` if it is an extension"),
        };
    }

    /// The node under a keyword. An explicit `null`, such as an empty YAML value, counts as absent.
    pub(crate) fn node(&self, key: &str) -> Option<Node<'d>> {
        self.value(key)?;
        self.node.get(key)
    }

    fn value(&self, key: &str) -> Option<&'d Value> {
        member(self.node.value, key).filter(|value| !value.is_null())
    }

    /// Whether the keyword is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// The node under a keyword that the specification requires.
    pub(crate) fn require(&mut self, key: &str) -> Option<Node<'d>> {
        let node = self.node(key);
        if node.is_none() {
            self.report_missing(key);
        }
        node
    }

    /// The node under a keyword. Objects without it are omitted.
    pub(crate) fn essential(&mut self, key: &str) -> Option<Node<'d>> {
        let node = self.node(key);
        if node.is_none() {
            self.report_missing(key).map(Diagnostic::skipped);
        }
        node
    }

    /// Reports a missing keyword, unless a misspelling of it was reported.
    fn report_missing(&mut self, key: &str) -> Option<&mut Diagnostic> {
        if self.is_misspelled(key) {
            return None;
        }
        let message = format!("{} requires `{key}`", with_article(self.kind.name));
        let diagnostic = self.diagnostics.mistake(Code::MissingField, &self.node.origin, message);
        Some(diagnostic.help(format!("add `{key}`")))
    }

    /// Whether an unknown key is probably a misspelling of this one.
    pub(crate) fn is_misspelled(&self, key: &str) -> bool {
        let keys = self.node.value.as_object().into_iter().flat_map(|members| members.keys());
        let mut unknown = keys.filter(|one| !self.kind.keywords.contains(&one.as_str()) && !one.starts_with("x-"));
        unknown.any(|one| {
            misplaced::is_other_word(self.kind, one, key)
                || similar(one, self.known().into_iter().map(str::to_owned)).as_deref() == Some(key)
        })
    }

    /// A keyword's value, deserialized as a type that corresponds to `expected`.
    pub(crate) fn get<T: DeserializeOwned>(&mut self, key: &str, expected: Expected) -> Option<T> {
        let node = self.node(key)?;
        let read = T::deserialize(node.value);
        if let Err(error) = &read {
            report_type(self.diagnostics, &node, key, expected, &error.to_string());
        }
        read.ok()
    }

    /// A string. YAML reads unquoted `1.0` and `true` as other types: these count as the strings that were written.
    pub(crate) fn string(&mut self, key: &str) -> Option<String> {
        let node = self.node(key)?;
        let text = scalar_text(node.value);
        match &text {
            None => report_type(self.diagnostics, &node, key, Expected::String, ""),
            Some(text) if !node.value.is_string() => self.report_unquoted(key, text, &node),
            Some(_) => {}
        }
        text
    }

    /// Reports a string without quotes that YAML reads as another type.
    fn report_unquoted(&mut self, key: &str, text: &str, node: &Node<'d>) {
        let message = format!("`{key}` must be a string, not {}", found(node.value));
        let diagnostic = self.diagnostics.mistake(Code::WrongType, &node.origin, message);
        diagnostic.help(format!("put it in quotes: `{key}: \"{text}\"`"));
    }

    /// Checks an unused object for misspelled keywords.
    pub(crate) fn check_object(&mut self, key: &str, kind: &'static ObjectKind) {
        if let Some(node) = self.node(key)
            && let Some(mut fields) = Fields::open(&node, kind, self.diagnostics)
        {
            if kind.name == EXTERNAL_DOCS.name {
                fields.require("url");
            }
            fields.check_values();
        }
    }

    /// Checks the types of the values of such an object.
    fn check_values(&mut self) {
        for key in self.kind.keywords {
            match *key {
                "wrapped" | "attribute" => drop(self.flag(key)),
                _ => drop(self.string(key)),
            }
        }
    }

    /// Reports a malformed `$ref` in an object that may be a reference.
    pub(crate) fn check_reference(&mut self) {
        if let Some(node) = self.node.get("$ref").filter(|node| !node.value.is_string()) {
            let message = format!("`$ref` must be a string, not {}", found(node.value));
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &node.origin, message).fallback();
            if node.value.is_null() {
                diagnostic.help("put the reference in quotes: an unquoted `#` starts a comment in YAML");
                return;
            }
            diagnostic.help("write its target, such as `\"#/components/schemas/Pet\"`");
        }
    }

    /// A string that the specification requires.
    pub(crate) fn require_string(&mut self, key: &str) -> Option<String> {
        self.require(key)?;
        self.string(key)
    }

    /// A string. Objects without it are omitted.
    pub(crate) fn essential_string(&mut self, key: &str) -> Option<String> {
        self.essential(key)?;
        self.string(key)
    }

    /// `true` or `false`; false when absent.
    pub(crate) fn flag(&mut self, key: &str) -> bool {
        self.get(key, Expected::Boolean).unwrap_or(false)
    }

    /// A non-negative integer. `1.0` counts as `1`.
    pub(crate) fn count(&mut self, key: &str) -> Option<u64> {
        let node = self.node(key)?;
        let count = whole(node.value);
        if count.is_none() {
            report_type(self.diagnostics, &node, key, Expected::Count, "");
        }
        count
    }

    /// The elements of a keyword, which must be an array.
    pub(crate) fn list(&mut self, key: &str) -> Vec<Node<'d>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        if !node.value.is_array() {
            report_type(self.diagnostics, &node, key, Expected::Array, "");
        }
        node.items().collect()
    }

    /// The schemas of a composition. A single one without an array is accepted.
    pub(crate) fn schemas(&mut self, key: &str) -> Vec<Node<'d>> {
        let one = self.node(key).filter(|node| node.value.is_object());
        let listed = self.list(key);
        one.map_or(listed, |one| vec![one])
    }

    /// The entries of a keyword, which must be an object.
    pub(crate) fn map(&mut self, key: &str) -> Vec<(&'d str, Node<'d>)> {
        let Some(node) = self.node(key) else { return Vec::new() };
        if !node.value.is_object() {
            report_type(self.diagnostics, &node, key, Expected::Object, "");
        }
        node.entries().collect()
    }

    /// The strings of an array of strings, each with its node.
    pub(crate) fn strings(&mut self, key: &str) -> Vec<(String, Node<'d>)> {
        let mut strings = Vec::new();
        for node in self.list(key) {
            match scalar_text(node.value) {
                Some(text) => strings.push((text, node)),
                None => report_type(self.diagnostics, &node, key, Expected::StringItem, ""),
            }
        }
        strings
    }

    /// The sink, for mistakes that only the caller detects.
    pub(crate) fn diagnostics(&mut self) -> &mut Diagnostics {
        self.diagnostics
    }
}

/// The remedy for one of our extensions in an object where it has no effect.
fn where_it_belongs(key: &str) -> String {
    let exact = OWN_EXTENSIONS.into_iter().find(|(name, _)| *name == key);
    let suggestion = similar(key, OWN_EXTENSIONS.map(|(name, _)| name.to_owned()));
    let suggestion = suggestion.and_then(|suggestion| OWN_EXTENSIONS.into_iter().find(|(name, _)| *name == suggestion));
    match (exact, suggestion) {
        (Some((_, object)), _) => format!("move it: it belongs in {}", with_article(object)),
        (None, Some((name, object))) => format!("did you mean `{name}`? It belongs in {}", with_article(object)),
        (None, None) => "remove it: it has no effect here".to_owned(),
    }
}

/// Reports a node that is not an object.
pub(crate) fn wrong_kind<'r>(
    node: &Node<'_>,
    kind: &ObjectKind,
    diagnostics: &'r mut Diagnostics,
) -> &'r mut Diagnostic {
    let message = format!("expected {}, found {}", with_article(kind.name), found(node.value));
    let remedy = object_remedy(kind.name, kind.keywords, node.value);
    diagnostics.mistake(Code::WrongType, &node.origin, message).help(remedy)
}

/// Reports an unexpected value of a keyword.
pub(crate) fn wrong_value<'r>(
    diagnostics: &'r mut Diagnostics,
    node: &Node<'_>,
    key: &str,
    expected: Expected,
) -> &'r mut Diagnostic {
    let message = format!("`{key}` must be {}, not {}", expected.words(), found(node.value));
    let code = match expected {
        Expected::OneOf(_) if node.value.is_string() => Code::InvalidValue,
        _ => Code::WrongType,
    };
    diagnostics.mistake(code, &node.origin, message).skipped().help(expected.remedy(key, node.value))
}

fn report_type(diagnostics: &mut Diagnostics, node: &Node<'_>, key: &str, expected: Expected, reason: &str) {
    let diagnostic = wrong_value(diagnostics, node, key, expected);
    // The reason of a scalar only repeats the message; that of an object names the wrong member.
    if node.value.is_object() && !reason.is_empty() {
        diagnostic.help(format!("it could not be read: {reason}"));
    }
}

/// Whether a schema states only that values are strings, which keys always are.
fn only_requires_strings(schema: &Value) -> bool {
    let Some(members) = schema.as_object() else { return schema == &Value::Bool(true) };
    members
        .iter()
        .all(|(key, value)| (key == "type" && value == "string") || ["title", "description"].contains(&&**key))
}

fn whole(value: &Value) -> Option<u64> {
    if let Some(count) = value.as_u64() {
        return Some(count);
    }
    let number = value.as_f64()?;
    // The upper limit keeps the cast exact: 2^53.
    let exact = number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&number);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // just tested
    exact.then_some(number as u64)
}

/// `a Schema Object`, `an Operation Object`.
/// The name of an object with its article.
pub(crate) fn with_article(name: &str) -> String {
    let vowel = name.starts_with(['A', 'E', 'I', 'O', 'U', 'X']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::whole;
    use serde_json::json;

    #[test]
    fn integer_keywords_accept_a_zero_fraction() {
        assert_eq!(whole(&json!(3)), Some(3));
        assert_eq!(whole(&json!(3.0)), Some(3));
        assert_eq!(whole(&json!(3.5)), None);
        assert_eq!(whole(&json!(-1)), None);
        assert_eq!(whole(&json!("3")), None);
    }
}
