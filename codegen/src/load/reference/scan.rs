//! The references of a tree, and its names for references.

use super::location::{FileLocation, normal};
use super::{Reference, Target};
use crate::load::parse::step::PathStep;
use crate::pointer::Pointer;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The references and identifiers in the tree of a file, found in one pass.
#[derive(Default)]
pub(crate) struct Scan {
    /// The targets outside of the file that its references name, each once, in the order of the tree.
    pub(crate) mentions: IndexMap<Mention, Pointer>,
    pub(crate) identifiers: Identifiers,
    /// Duplicate anchors.
    pub(crate) repeated_anchors: Vec<RepeatedAnchor>,
}

/// Two nodes with one anchor within one base.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RepeatedAnchor {
    pub(crate) name: String,
    pub(crate) first: Pointer,
    pub(crate) second: Pointer,
}

/// A target that references name; its position is that of the first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Mention {
    pub(crate) target: Target,
    /// The nearest node around it that has an `$id`.
    pub(crate) base: Option<Pointer>,
    /// Whether it is part of data, such as an example, where `$ref` is not a reference.
    pub(crate) data: bool,
}

/// The identifiers `$self`, `$id` and `$anchor` of a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Identifiers {
    /// The base URIs of nodes with an `$id` or of a document with `$self`.
    pub(crate) bases: IndexMap<Pointer, FileLocation>,
    /// By the base around them.
    anchors: HashMap<(Option<Pointer>, String), Pointer>,
    /// The first of each name.
    names: IndexMap<String, Pointer>,
}

impl Identifiers {
    /// The innermost base around a node.
    pub(crate) fn base(&self, pointer: &Pointer) -> Option<(&Pointer, &FileLocation)> {
        if self.bases.is_empty() {
            return None;
        }
        let mut at = pointer.clone();
        loop {
            let found = self.bases.get_key_value(&at);
            if found.is_some() || at == Pointer::root() {
                return found;
            }
            at = at.parent();
        }
    }

    /// The node with the anchor that has this base; or else any other in the file.
    pub(crate) fn anchor(&self, base: &Pointer, name: &str) -> Option<&Pointer> {
        let near = [Some(base.clone()), None].map(|base| self.anchors.get(&(base, name.to_owned())));
        near.into_iter().flatten().next().or_else(|| self.names.get(name))
    }

    /// The names of all anchors.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.names.keys()
    }
}

/// Walks over the tree of a file.
pub(crate) fn scan(root: &Value, location: &FileLocation) -> Scan {
    let mut scan = Scan::default();
    scan.visit(root, Holds::Keywords, &PathStep::ROOT, Around { location, base: None });
    scan
}

/// The meaning of the keys of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// Words of the specification.
    Keywords,
    /// Names that the document defines.
    Names,
    /// Data, whose keys have no meaning.
    Data,
}

/// The base of references.
#[derive(Clone, Copy)]
struct Around<'l> {
    location: &'l FileLocation,
    base: Option<&'l Pointer>,
}

impl Scan {
    /// The depth is limited by the nesting of a file: see [`MAX_DEPTH`](crate::load::MAX_DEPTH).
    fn visit(&mut self, node: &Value, holds: Holds, step: &PathStep<'_>, around: Around<'_>) {
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(item, holds, &step.index(index), around);
                }
            }
            Value::Object(entries) => self.object(entries, holds, step, around),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn object(&mut self, entries: &Map<String, Value>, holds: Holds, step: &PathStep<'_>, around: Around<'_>) {
        let own = if holds == Holds::Keywords { self.identify(entries, step, around) } else { None };
        let around = own.as_ref().map_or(around, |(base, location)| Around { location, base: Some(base) });
        for (key, reference) in references(entries) {
            self.mention(reference, holds == Holds::Data, &step.key(key), around);
        }
        for (key, value) in entries {
            self.visit(value, holds_under(holds, key, value), &step.key(key), around);
        }
    }

    /// Records the identifiers of an object. Returns its `$id` or `$self`.
    fn identify(
        &mut self,
        entries: &Map<String, Value>,
        step: &PathStep<'_>,
        around: Around<'_>,
    ) -> Option<(Pointer, FileLocation)> {
        let text = |key: &str| entries.get(key).and_then(Value::as_str);
        let id = text(if entries.contains_key("openapi") { "$self" } else { "$id" });
        let (id, fragment) = id.and_then(|id| id.split_once('#')).unwrap_or((id.unwrap_or_default(), ""));
        let own = (!id.is_empty()).then(|| (step.pointer(), around.location.join(&Reference::parse(id).target)));
        if let Some((pointer, location)) = own.clone() {
            self.identifiers.bases.insert(pointer, location);
        }
        // Drafts of JSON Schema before 2019 write an anchor as the fragment of an `$id`.
        let anchors = [Some(fragment).filter(|name| !name.is_empty()), text("$anchor"), text("$dynamicAnchor")];
        for name in anchors.into_iter().flatten() {
            let base = own.as_ref().map(|(pointer, _)| pointer).or(around.base).cloned();
            self.identifiers.names.entry(name.to_owned()).or_insert_with(|| step.pointer());
            let second = step.pointer();
            match self.identifiers.anchors.entry((base, name.to_owned())) {
                Entry::Vacant(entry) => {
                    entry.insert(second);
                }
                Entry::Occupied(entry) if *entry.get() == second => {}
                Entry::Occupied(entry) => {
                    let first = entry.get().clone();
                    self.repeated_anchors.push(RepeatedAnchor { name: name.to_owned(), first, second });
                }
            }
        }
        own
    }

    fn mention(&mut self, reference: &str, data: bool, step: &PathStep<'_>, around: Around<'_>) {
        if reference.starts_with('#') {
            return;
        }
        let target = match Reference::parse(reference).target {
            Target::SameFile => return,
            Target::Remote(url) => Target::Remote(normal(&url)),
            target @ (Target::Relative(_) | Target::File(_)) => target,
        };
        let mention = Mention { target, base: around.base.cloned(), data };
        self.mentions.entry(mention).or_insert_with(|| step.pointer());
    }
}

/// The references in an object, each with the key that it is under: `$ref`, and the schemas that a discriminator's
/// `mapping` names. A plain word there is the name of a component and not of a file.
fn references(object: &Map<String, Value>) -> impl Iterator<Item = (&'static str, &str)> {
    let discriminator = object.get("discriminator").and_then(Value::as_object);
    let mapping = discriminator.and_then(|node| node.get("mapping")).and_then(Value::as_object);
    let default = discriminator.and_then(|node| node.get("defaultMapping"));
    let mapped = mapping.into_iter().flat_map(|map| map.values()).chain(default).filter_map(Value::as_str);
    let mapped = mapped.filter(|text| text.contains(['/', '.', '#'])).map(|text| ("discriminator", text));
    let reference = object.get("$ref").and_then(Value::as_str).map(|text| ("$ref", text));
    reference.into_iter().chain(mapped)
}

/// The meaning of the keys under a key.
fn holds_under(holds: Holds, key: &str, value: &Value) -> Holds {
    match holds {
        Holds::Data => Holds::Data,
        Holds::Keywords if is_data(key, value) => Holds::Data,
        Holds::Keywords if value.is_object() && NAMED.contains(&key) => Holds::Names,
        Holds::Keywords | Holds::Names => Holds::Keywords,
    }
}

fn is_data(key: &str, value: &Value) -> bool {
    match key {
        "example" | "default" | "const" | "enum" | "value" | "dataValue" => true,
        "examples" => value.is_array(),
        key => key.starts_with("x-"),
    }
}

/// The keys whose values have names for keys.
const NAMED: [&str; 23] = [
    "$defs",
    "additionalOperations",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "examples",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "scopes",
    "variables",
    "webhooks",
];

#[cfg(test)]
mod tests {
    use super::{FileLocation, Pointer, scan};
    use serde_json::json;

    #[test]
    fn references_of_a_tree_are_collected() {
        let tree = json!({
            "a": {"$ref": "b.yaml#/x"},
            "b": [{"$ref": "b.yaml"}, {"$ref": "#/a"}, {"$ref": {"$ref": "c.yaml"}}],
            "example": {"$ref": "https://h/data"},
            "properties": {"example": {"$ref": "https://H/schema#/a"}, "$ref": {"type": "string"}},
            "discriminator": {"mapping": {"dog": "Dog", "cat": "cat.yaml", "cow": "./Cow"}},
            "schemas": {"s": {"$id": "https://i/s/", "items": {"$ref": "t"}}},
        });
        let scan = scan(&tree, &FileLocation::Path("a.yaml".into()));
        let found: Vec<String> = scan
            .mentions
            .iter()
            .map(|(mention, at)| {
                let base = mention.base.as_ref().map(Pointer::as_str);
                format!("{:?} {base:?} {} {at}", mention.target, mention.data)
            })
            .collect();
        assert_eq!(
            found,
            [
                "Relative(\"cat.yaml\") None false /discriminator",
                "Relative(\"./Cow\") None false /discriminator",
                "Relative(\"b.yaml\") None false /a/$ref",
                "Relative(\"c.yaml\") None false /b/2/$ref/$ref",
                "Remote(\"https://h/data\") None true /example/$ref",
                "Remote(\"https://h/schema\") None false /properties/example/$ref",
                "Relative(\"t\") Some(\"/schemas/s\") false /schemas/s/items/$ref",
            ]
        );
    }

    #[test]
    fn anchors_are_unique_within_a_base() {
        let tree = json!({
            "schemas": {
                "a": {"$anchor": "x", "$dynamicAnchor": "x"},
                "b": {"$id": "b.json", "$anchor": "x", "items": {"$anchor": "x"}},
                "c": {"$id": "#x"},
            },
            "example": {"$anchor": "x"},
        });
        let found = scan(&tree, &FileLocation::Path("a.yaml".into())).repeated_anchors;
        let found: Vec<_> = found.iter().map(|one| (one.first.as_str(), one.second.as_str())).collect();
        assert_eq!(found, [("/schemas/b", "/schemas/b/items"), ("/schemas/a", "/schemas/c")]);
    }

    #[test]
    fn identifiers_of_a_tree_are_collected() {
        let tree = json!({
            "openapi": "3.2.0",
            "$self": "https://h/api/",
            "schemas": {
                "a": {"$id": "a.json", "$defs": {"b": {"$id": "b.json", "$anchor": "x"}, "c": {"$anchor": "y"}}},
                "d": {"$anchor": "x"},
                "e": {"$id": "#old"},
                "properties": {"$id": {"type": "string"}, "$anchor": {"type": "string"}},
            },
        });
        let scan = scan(&tree, &FileLocation::Path("a.yaml".into()));
        let identifiers = &scan.identifiers;
        let bases: Vec<String> = identifiers.bases.iter().map(|(at, location)| format!("{location} {at}")).collect();
        assert_eq!(
            bases,
            ["https://h/api/ ", "https://h/api/a.json /schemas/a", "https://h/api/b.json /schemas/a/$defs/b"]
        );
        let pointer = |text: &str| Pointer::parse(text).unwrap();
        let anchor = |base: &str, name: &str| identifiers.anchor(&pointer(base), name).map(Pointer::as_str);
        assert_eq!(anchor("", "x"), Some("/schemas/d"));
        assert_eq!(anchor("/schemas/a/$defs/b", "x"), Some("/schemas/a/$defs/b"));
        assert_eq!(anchor("/schemas/a", "y"), Some("/schemas/a/$defs/c"));
        assert_eq!(anchor("", "y"), Some("/schemas/a/$defs/c"));
        assert_eq!(anchor("", "old"), Some("/schemas/e"));
        assert_eq!(anchor("", "z"), None);
        let base = |at: &str| identifiers.base(&pointer(at)).map(|(at, _)| at.as_str());
        assert_eq!(base("/schemas/a/$defs/c"), Some("/schemas/a"));
        assert_eq!(base("/schemas/ab"), Some(""));
        assert_eq!(scan.repeated_anchors, []);
    }
}
