//! Proposed fixes as actions of an overlay.

use crate::customize::proposal::{self, Proposal};
use crate::diagnostics::Fix;
use crate::ir::Api;
use crate::load::Document;
use crate::pointer::{Origin, Pointer};
use crate::text::in_message;
use crate::text::yaml;
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Write as _;

use super::Report;

/// An action of an overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Why, in a line.
    pub reason: String,
    /// The JSONPath of the node that is changed.
    pub target: String,
    /// The value that is merged into it.
    pub update: Value,
}

/// The longest JSONPath that overlays are read with.
const MAX_TARGET: usize = 1_000;

/// How many actions a check shows.
const MAX_LISTED: usize = 4;

impl Action {
    /// The action that makes a fix. `None` where an overlay cannot: it changes the document itself, and no file that it
    /// refers to.
    pub(super) fn of(fix: &Fix, reason: &str, document: &Document) -> Option<Self> {
        let root = *document.roots().first()?;
        let node = document.node(&fix.at).filter(|_| fix.at.file == root)?.as_object()?;
        let target = json_path(&fix.at.pointer, |within| {
            document.node(&Origin { file: root, pointer: within.clone() }).is_some_and(Value::is_array)
        });
        let fits = !node.contains_key("$ref") && target.len() <= MAX_TARGET;
        fits.then(|| Self { reason: in_message(reason), target, update: fix.update.clone() })
    }

    /// The action that adds the pagination of a list.
    fn pagination(proposal: &Proposal) -> Self {
        let Proposal { operation, route, pagination } = proposal;
        // The pointer of an operation contains no array.
        let target = json_path(&pagination.origin.pointer, |_| false);
        let reason = in_message(&format!("`{operation}` ({route}) looks like a paginated list"));
        Self { reason, target, update: proposal::extension(pagination) }
    }

    /// The action as an element of an overlay's list.
    fn yaml(&self) -> String {
        let Self { reason, target, update } = self;
        let mut text = format!("  # {reason}\n  - target: {}\n    update:\n", yaml::scalar_in_block(target));
        for (key, value) in update.as_object().into_iter().flatten() {
            let _ = writeln!(text, "      {}: {}", yaml::scalar(key), yaml::flow(value));
        }
        text
    }
}

impl Report {
    /// Proposed changes of the document: corrections for diagnostics, and pagination of lists.
    #[must_use]
    pub fn actions(&self, api: Option<&Api>) -> Vec<Action> {
        let fixes = self.entries.iter().flat_map(|entry| entry.actions.iter().cloned());
        let proposals = api.map(proposal::paginations).unwrap_or_default();
        // Changes of another document belong in its own overlay.
        let paginations =
            proposals.iter().filter(|proposal| proposal.pagination.origin.file.0 == 0).map(Action::pagination);
        let mut known = HashSet::new();
        fixes.chain(paginations).filter(|action| known.insert(action.yaml())).collect()
    }
}

/// The end of a check: the first of the actions, and how to have them all. Nothing without any.
#[must_use]
pub fn proposed(actions: &[Action]) -> String {
    let listed: Vec<String> = actions.iter().take(MAX_LISTED).map(Action::yaml).collect();
    let count = match actions.len() {
        0 => return String::new(),
        1 => "1 change".to_owned(),
        several => format!("{several} changes"),
    };
    let more = match actions.len() - listed.len() {
        0 => String::new(),
        more => format!("  # … and {more} more\n"),
    };
    format!(
        "\nproposed   {count}, as actions of an overlay; `--fix fixes.overlay.yaml` writes an overlay with all of them\n\nactions:\n{}{more}",
        listed.concat()
    )
}

/// An overlay with these actions, to be reviewed and changed by the user.
#[must_use]
pub fn overlay(actions: &[Action], title: &str) -> String {
    let actions: Vec<String> = actions.iter().map(Action::yaml).collect();
    let title = yaml::scalar(&format!("Fixes for {title}"));
    format!(
        "# Proposed by `specwright check`: review each action, and remove those that are wrong. Apply the overlay with `--overlay`, or name it\n\
         # in the settings: overlays = [\"…\"]\noverlay: 1.1.0\ninfo: {{ title: {title}, version: 1.0.0 }}\nactions:\n{}",
        actions.concat()
    )
}

/// The normalized path (RFC 9535, section 2.7) to a node, with short names as people write them.
fn json_path(pointer: &Pointer, is_array: impl Fn(&Pointer) -> bool) -> String {
    let (mut path, mut within) = ("$".to_owned(), Pointer::root());
    for step in pointer.steps() {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if is_array(&within) {
            let _ = write!(path, "[{step}]");
        } else if step.starts_with(|c: char| c.is_ascii_alphabetic()) && step.chars().all(plain) {
            let _ = write!(path, ".{step}");
        } else {
            let _ = write!(path, "['{}']", escaped(&step));
        }
        within = within.key(&step);
    }
    path
}

fn escaped(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        match character {
            '\'' | '\\' => text.extend(['\\', character]),
            control if control.is_control() => {
                let _ = write!(text, "\\u{:04x}", u32::from(control));
            }
            character => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::json_path;
    use crate::pointer::Pointer;

    #[test]
    fn pointers_convert_into_json_paths() {
        let path = |pointer: &str| {
            json_path(&Pointer::parse(pointer).unwrap(), |within| within.as_str().ends_with("/parameters"))
        };
        assert_eq!(
            path("/paths/~1pets~1{id}/get/parameters/0/schema"),
            "$.paths['/pets/{id}'].get.parameters[0].schema"
        );
        assert_eq!(path("/paths/~1a/get/responses/200"), "$.paths['/a'].get.responses['200']");
        assert_eq!(path("/components/schemas/it's\n\\"), "$.components.schemas['it\\'s\\u000a\\\\']");
        assert_eq!(path("/x-a"), "$['x-a']");
    }
}
