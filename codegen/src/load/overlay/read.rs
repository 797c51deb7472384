//! The Overlay Object. Mistakes are errors, since the user wrote it.

use super::target::{Target, with_quoted_names};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, similar};
use crate::pointer::Origin;
use serde_json::{Map, Value};

/// An overlay.
#[derive(Debug)]
pub(crate) struct Overlay {
    /// The document that it is for, by its own words.
    pub(crate) extends: Option<String>,
    pub(crate) actions: Vec<Action>,
}

/// One change.
#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) target: Target,
    /// The position of the target.
    pub(crate) origin: Origin,
    pub(crate) change: Change,
}

/// The change to the nodes that an action selects.
#[derive(Debug)]
pub(crate) enum Change {
    Update { value: Value, origin: Origin },
    Copy { from: Target, origin: Origin },
    Remove,
}

/// Reads an overlay. Invalid parts are reported and omitted.
pub(crate) fn overlay(root: &Value, origin: &Origin, diagnostics: &mut Diagnostics) -> Overlay {
    let mut reader = Reader { diagnostics, copies: false };
    let mut overlay = Overlay { extends: None, actions: Vec::new() };
    let Some(object) = reader.object(root, origin, "an overlay") else { return overlay };
    if cfg!(not(feature = "overlays")) {
        let diagnostic =
            reader.error(origin, "overlays are not supported: specwright was built without its feature `overlays`");
        diagnostic.help("add it in `Cargo.toml`: `features = [\"overlays\"]` for the dependency `specwright`");
        return overlay;
    }
    reader.version(object, origin);
    reader.info(object, origin);
    overlay.extends = reader.string(object, origin, "extends").map(|(text, _)| text.to_owned());
    overlay.actions = reader.actions(object, origin);
    reader.known_keys(object, origin, &["overlay", "info", "extends", "actions"]);
    overlay
}

struct Reader<'d> {
    diagnostics: &'d mut Diagnostics,
    /// Whether the version of the overlay has `copy`.
    copies: bool,
}

impl Reader<'_> {
    fn version(&mut self, object: &Map<String, Value>, origin: &Origin) {
        const HELP: &str = "write `overlay: 1.1.0`";
        let Some((version, at)) = self.required_string(object, origin, "overlay", HELP) else { return };
        let mut parts = version.split('.');
        let plain = |part: Option<&str>| part.is_some_and(|part| part.parse::<u32>().is_ok());
        let known = parts.next() == Some("1") && matches!(parts.next(), Some("0" | "1"));
        let patch = parts.next().map(|patch| patch.split_once('-').map_or(patch, |(patch, _)| patch));
        if !known || !plain(patch) {
            let message = format!("`{version}` is not a supported version of the Overlay Specification");
            self.error(&at, message).help(format!("versions 1.0 and 1.1 are supported: {HELP}"));
        }
        self.copies = !version.starts_with("1.0.");
    }

    fn info(&mut self, object: &Map<String, Value>, origin: &Origin) {
        const HELP: &str = "write `info: { title: Fixes, version: 1.0.0 }`";
        let Some(info) = object.get("info") else {
            self.error(origin, "an overlay must have `info`").help(HELP);
            return;
        };
        let origin = origin.key("info");
        let Some(info) = self.object(info, &origin, "`info`") else { return };
        self.required_string(info, &origin, "title", HELP);
        self.required_string(info, &origin, "version", HELP);
        self.string(info, &origin, "description");
        self.known_keys(info, &origin, &["title", "version", "description"]);
    }

    fn actions(&mut self, object: &Map<String, Value>, origin: &Origin) -> Vec<Action> {
        const HELP: &str = "write an array of objects, each with a `target` and `update`, `remove` or `copy`";
        let Some(value) = object.get("actions") else {
            self.error(origin, "an overlay must have `actions`").help(HELP);
            return Vec::new();
        };
        let origin = origin.key("actions");
        let Some(items) = value.as_array().filter(|items| !items.is_empty()) else {
            self.error(&origin, "`actions` must be an array of at least one action").help(HELP);
            return Vec::new();
        };
        let mut actions = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = origin.index(index);
            if let Some(first) = items.iter().take(index).position(|earlier| earlier == item) {
                let diagnostic = self.error(&at, "this action is the same as an earlier one");
                diagnostic.also(&origin.index(first), "the earlier one").help("remove one of the two");
            }
            actions.extend(self.action(item, &at));
        }
        actions
    }

    fn action(&mut self, value: &Value, origin: &Origin) -> Option<Action> {
        let object = self.object(value, origin, "an action")?;
        self.string(object, origin, "description");
        let known: &[&str] = &["target", "description", "update", "remove", "copy"];
        let known = &known[..if self.copies { 5 } else { 4 }];
        self.known_keys(object, origin, known);
        let remove = self.remove(object, origin);
        let copy = self.copies.then(|| self.path(object, origin, "copy")).flatten();
        let Some((target, at)) = self.path(object, origin, "target") else {
            if !object.contains_key("target") {
                self.error(origin, "an action must have a `target`")
                    .help("write, for example, `target: $.paths['/pets'].get`");
            }
            return None;
        };
        let update = object.get("update").map(|value| (value.clone(), origin.key("update")));
        let change = match (remove, update, copy) {
            (true, ..) => Change::Remove,
            (false, Some(_), Some(_)) => {
                self.error(origin, "an action has either `update` or `copy`").help("make it two actions");
                return None;
            }
            (false, Some((value, origin)), None) => Change::Update { value, origin },
            (false, None, Some((from, origin))) => Change::Copy { from, origin },
            (false, None, None) => {
                // A misspelled key or a wrong value has been reported.
                let is_whole = object.keys().all(|key| known.contains(&key.as_str()) || key.starts_with("x-"));
                if is_whole && object.get("remove").is_none_or(Value::is_boolean) {
                    self.without_effect(origin);
                }
                return None;
            }
        };
        Some(Action { target, origin: at, change })
    }

    fn without_effect(&mut self, origin: &Origin) {
        let message = "this action does nothing: it has no `update`, `remove` or `copy`";
        self.diagnostics.warning(Code::UnusedAction, origin, message).help("add one of them, or remove the action");
    }

    fn remove(&mut self, object: &Map<String, Value>, origin: &Origin) -> bool {
        match object.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(_) => {
                self.error(&origin.key("remove"), "`remove` must be a boolean").help("write `remove: true`");
                false
            }
        }
    }

    /// A JSONPath, and where it is written.
    fn path(&mut self, object: &Map<String, Value>, origin: &Origin, key: &str) -> Option<(Target, Origin)> {
        let (text, at) = self.string(object, origin, key)?;
        let reason = match Target::parse(text) {
            Ok(target) => return Some((target, at)),
            Err(reason) => reason,
        };
        let quoted = with_quoted_names(text);
        if let Some(target) = Target::parse(&quoted).ok().filter(|_| quoted != text) {
            let message = format!("invalid JSONPath `{text}`: in RFC 9535, a name with a hyphen must be in quotes");
            self.diagnostics.warning(Code::InvalidOverlay, &at, message).help(format!("write `{quoted}`"));
            return Some((target, at));
        }
        let diagnostic = self.error(&at, format!("invalid JSONPath `{text}`: {reason}"));
        diagnostic.help("a JSONPath starts with `$`, as in `$.paths['/pets'].get` (RFC 9535)");
        None
    }

    fn object<'v>(&mut self, value: &'v Value, origin: &Origin, what: &str) -> Option<&'v Map<String, Value>> {
        if value.as_object().is_none() {
            let diagnostic = self.error(origin, format!("{what} must be an object"));
            diagnostic
                .help("write an overlay as in `{ overlay: 1.1.0, info: …, actions: [{ target: …, update: … }] }`");
        }
        value.as_object()
    }

    fn required_string<'v>(
        &mut self,
        object: &'v Map<String, Value>,
        origin: &Origin,
        key: &str,
        help: &str,
    ) -> Option<(&'v str, Origin)> {
        if !object.contains_key(key) {
            self.error(origin, format!("`{key}` is missing")).help(help);
        }
        self.string(object, origin, key)
    }

    fn string<'v>(&mut self, object: &'v Map<String, Value>, origin: &Origin, key: &str) -> Option<(&'v str, Origin)> {
        let value = object.get(key)?;
        let at = origin.key(key);
        if !value.is_string() {
            self.error(&at, format!("`{key}` must be a string")).help("put it in quotes");
        }
        value.as_str().map(|text| (text, at))
    }

    fn known_keys(&mut self, object: &Map<String, Value>, origin: &Origin, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str()) && !key.starts_with("x-")) {
            let similar = similar(key, known.iter().map(|key| (*key).to_owned()));
            let diagnostic = self.error(&origin.key(key), format!("`{key}` is not a key of this object"));
            diagnostic.at_key().help(match similar {
                Some(similar) => format!("did you mean `{similar}`?"),
                None if key == "copy" => "write `overlay: 1.1.0`: `copy` came with that version".to_owned(),
                None => format!("write one of `{}`, or a key that starts with `x-`", known.join("`, `")),
            });
        }
    }

    fn error(&mut self, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.error(Code::InvalidOverlay, origin, message)
    }
}
