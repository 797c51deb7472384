//! JSONPath (RFC 9535): which nodes of a tree an action means.

use crate::pointer::Pointer;
use serde_json::Value;
#[cfg(feature = "overlays")]
use serde_json_path::JsonPath;

/// The longest JSONPath that is read, in bytes: its parser calls itself for every bracket.
const MAX_LENGTH: usize = 1_000;

/// Without the feature there are none.
#[cfg(not(feature = "overlays"))]
#[derive(Debug, Clone)]
enum JsonPath {}

/// A JSONPath.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    text: String,
    path: JsonPath,
}

impl Target {
    /// Reads a JSONPath, or explains why it is invalid.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_LENGTH {
            return Err(format!("it is longer than {MAX_LENGTH} bytes"));
        }
        path(text).map(|path| Self { text: text.to_owned(), path })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The nodes that it selects, each once, in the order of the tree.
    #[cfg(feature = "overlays")]
    pub(crate) fn select(&self, root: &Value) -> Vec<Pointer> {
        let located = self.path.query_located(root).dedup();
        located.locations().filter_map(|location| Pointer::parse(&location.to_json_pointer())).collect()
    }

    #[cfg(not(feature = "overlays"))]
    pub(crate) fn select(&self, _: &Value) -> Vec<Pointer> {
        match self.path {}
    }
}

#[cfg(feature = "overlays")]
fn path(text: &str) -> Result<JsonPath, String> {
    JsonPath::parse(text).map_err(|error| format!("{} at byte {}", error.message(), error.position()))
}

/// Never called: reading an overlay ends before its actions.
#[cfg(not(feature = "overlays"))]
fn path(_: &str) -> Result<JsonPath, String> {
    Err("overlays are not supported".to_owned())
}

/// The path with names that have a hyphen in brackets and quotes, as RFC 9535 requires. Many overlays write `.x-internal`,
/// an example of the specification among them.
pub(crate) fn with_quoted_names(text: &str) -> String {
    let (mut quoted, mut rest, mut quote) = (String::new(), text, None);
    while let Some(character) = rest.chars().next() {
        let name = rest.strip_prefix('.').map(|name| &name[..name.find(|c| !is_of_name(c)).unwrap_or(name.len())]);
        match name {
            Some(name) if quote.is_none() && name.contains('-') => {
                // The second dot of `..` belongs to it.
                let dot = if quoted.ends_with('.') { "." } else { "" };
                quoted.extend([dot, "['", name, "']"]);
                rest = &rest[1 + name.len()..];
            }
            _ => {
                quote = match quote {
                    Some(open) => (open != character).then_some(open),
                    None => matches!(character, '\'' | '"').then_some(character),
                };
                quoted.push(character);
                rest = &rest[character.len_utf8()..];
            }
        }
    }
    quoted
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::with_quoted_names;

    #[test]
    fn names_with_hyphens_are_quoted() {
        for (text, quoted) in [
            ("$.paths.*.get[?@.x-traits.paged]", "$.paths.*.get[?@['x-traits'].paged]"),
            ("$..x-internal", "$..['x-internal']"),
            ("$.paths['/a.b-c'].get", "$.paths['/a.b-c'].get"),
            ("$.a[?@.b == 'c.d-e' && @.f-g]", "$.a[?@.b == 'c.d-e' && @['f-g']]"),
            ("$.a", "$.a"),
        ] {
            assert_eq!(with_quoted_names(text), quoted);
        }
    }
}
