//! Resolve: from a reference and where it stands to the node it names and where that stands.

use crate::diagnostics::{Code, Diagnostics};
use crate::load::Document;
use crate::pointer::{Origin, Pointer};
use serde_json::Value;

/// A node of the raw tree and its place.
#[derive(Debug, Clone)]
pub struct Node<'d> {
    /// The value.
    pub value: &'d Value,
    /// Where it stands.
    pub origin: Origin,
}

impl<'d> Node<'d> {
    /// The value under `key`, when this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| Self { value, origin: self.origin.key(key) })
    }

    /// The entries, in order; none when this is not an object.
    pub fn entries(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let origin = self.origin.clone();
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .map(move |(key, value)| (key.as_str(), Self { value, origin: origin.key(key) }))
    }

    /// The elements, in order; none when this is not an array.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'d> {
        let origin = self.origin.clone();
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(move |(index, value)| Self { value, origin: origin.index(index) })
    }

    /// The text of `$ref`, when this is an object with one that is a string.
    #[must_use]
    pub fn reference(&self) -> Option<&'d str> {
        self.value.get("$ref")?.as_str()
    }
}

/// Finds what references name.
#[derive(Debug, Clone, Copy)]
pub struct Resolver<'d> {
    document: &'d Document,
}

impl<'d> Resolver<'d> {
    /// A resolver over everything that was loaded.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self { document }
    }

    /// The document itself.
    #[must_use]
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// The root of the file that was asked for.
    #[must_use]
    pub fn root(&self) -> Node<'d> {
        let value = self.document.files().first().map_or(&Value::Null, |file| &file.root);
        Node { value, origin: Origin::default() }
    }

    /// The node that the reference names: one step, so the answer may be a reference again.
    ///
    /// `None` when there is none; why is then in `diagnostics`. A node without `$ref` names itself.
    pub fn target(&self, reference: &Node<'d>, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        let Some(text) = reference.reference() else { return Some(reference.clone()) };
        let found = text.strip_prefix('#').and_then(Pointer::parse).and_then(|pointer| {
            let origin = Origin { file: reference.origin.file, pointer };
            self.document.node(&origin).map(|value| Node { value, origin })
        });
        if found.is_none() {
            diagnostics.error(Code::MissingReference, &reference.origin.key("$ref"), format!("`{text}` does not exist"));
        }
        found
    }

    /// Follows references until a node that is none, and gives that. `None` when a target is missing or the
    /// references lead back to one another; why is then in `diagnostics`.
    pub fn follow(&self, node: &Node<'d>, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        let mut seen = Vec::new();
        let mut node = node.clone();
        while node.reference().is_some() {
            if seen.contains(&node.origin) {
                diagnostics.error(Code::ReferenceLoop, &node.origin, "the reference leads back to itself");
                return None;
            }
            seen.push(node.origin.clone());
            node = self.target(&node, diagnostics)?;
        }
        Some(node)
    }
}
