//! Duplicate identifiers: a reference can only lead to one of two nodes with the same name.

use super::document::File;
use super::reference::scan::RepeatedAnchor;
use crate::diagnostics::{Code, Diagnostics};
use crate::pointer::{FileId, Origin, Pointer};
use serde_json::Value;

/// Two nodes with the same name; references lead to the first.
#[derive(Debug)]
pub(crate) struct DuplicateId {
    name: String,
    first: Origin,
    second: Origin,
}

impl DuplicateId {
    /// Two nodes with the same `$id`.
    pub(crate) fn by_id(name: String, first: Origin, second: Origin) -> Self {
        Self { name, first, second }
    }

    /// Two nodes of a file with the same anchor.
    pub(crate) fn by_anchor(file: FileId, found: RepeatedAnchor) -> Self {
        let origin = |pointer| Origin { file, pointer };
        Self { name: found.name, first: origin(found.first), second: origin(found.second) }
    }

    /// Reports both positions. Equal nodes, such as one that YAML repeats by an alias, are not ambiguous. A
    /// `$dynamicAnchor` may be repeated.
    pub(crate) fn report(&self, files: &[File], diagnostics: &mut Diagnostics) {
        let node = |origin: &Origin| files.get(origin.file.0)?.root.pointer(origin.pointer.as_str());
        let (Some(first), Some(second)) = (node(&self.first), node(&self.second)) else { return };
        let (first_keyword, second_keyword) = (keyword(first, &self.name), keyword(second, &self.name));
        if first == second || (first_keyword, second_keyword) == (DYNAMIC, DYNAMIC) {
            return;
        }
        let message = format!("duplicate identifier `{}`: references to it resolve to the first", self.name);
        let diagnostic = diagnostics.mistake(Code::DuplicateIdentifier, &self.second.key(second_keyword), message);
        diagnostic.label("used again here").also(&self.first.key(first_keyword), "first used here");
        let pointer = component(&self.second.pointer);
        diagnostic.help(match pointer {
            Some(pointer) => format!("rename one of them, or refer to this one by its path: `#{pointer}`"),
            None => "rename one of them".to_owned(),
        });
    }
}

const DYNAMIC: &str = "$dynamicAnchor";

/// The keyword by which a node has the name.
fn keyword(node: &Value, name: &str) -> &'static str {
    let is_named = |keyword: &&str| node.get(keyword).and_then(Value::as_str) == Some(name);
    let by_id = if node.get("openapi").is_some() { "$self" } else { "$id" };
    ["$anchor", DYNAMIC].into_iter().find(is_named).unwrap_or(by_id)
}

/// The pointer, when it is one that people write: that of a component.
fn component(pointer: &Pointer) -> Option<&Pointer> {
    (pointer.steps().next().as_deref() == Some("components") && pointer.steps().count() == 3).then_some(pointer)
}
