//! Keys with missing indentation: in YAML, an entry in the same column as its intended parent is a sibling, and the
//! parent is empty.

use super::fields::with_article;
use super::object_kind::ObjectKind;
use crate::diagnostics::{Code, Diagnostics};
use crate::resolve::Node;
use serde_json::Value;

/// The entries of a map of objects of a kind. Keys of an object that follow its empty entry are reported and omitted,
/// and `placeholder` is read in place of the empty entry.
pub(crate) fn entries<'d>(
    node: &Node<'d>,
    kind: &ObjectKind,
    placeholder: &'static Value,
    is_entry: impl Fn(&str, &Value) -> bool,
    diagnostics: &mut Diagnostics,
) -> Vec<(&'d str, Node<'d>)> {
    let mut entries: Vec<(&str, Node<'d>)> = Vec::new();
    let mut has_misplaced = false;
    for (key, entry) in node.entries() {
        let continues = has_misplaced && kind.keywords.contains(&key);
        let is_misplaced = kind.keywords.contains(&key) && !is_entry(key, entry.value);
        if let Some((owner, empty)) = entries.last_mut()
            && (continues || (is_misplaced && empty.value.is_null()))
        {
            if !has_misplaced {
                report(owner, empty, key, &entry, kind, diagnostics);
            }
            empty.value = placeholder;
            has_misplaced = true;
            continue;
        }
        has_misplaced = false;
        entries.push((key, entry));
    }
    entries
}

fn report(
    owner: &str,
    empty: &Node<'_>,
    key: &str,
    entry: &Node<'_>,
    kind: &ObjectKind,
    diagnostics: &mut Diagnostics,
) {
    let message = format!("`{key}` is next to `{owner}`, which is empty, instead of in it");
    let diagnostic = diagnostics.mistake(Code::WrongType, &entry.origin, message).at_key().skipped();
    diagnostic.also(&empty.origin, format!("{} without keys", with_article(kind.name)));
    diagnostic.help(format!("indent `{key}` further than `{owner}`"));
}
