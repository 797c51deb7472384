//! Resolve: finds the node that a reference points to.

// Uses: `diagnostics`, `load`, `pointer`, `text`. Used by: `extensions`, `lower`, `swagger2`.

mod node;
mod problem;

use crate::diagnostics::Diagnostics;
use crate::load::{Document, Found, Fragment, Reference};
use crate::pointer::{FileId, Origin, Pointer};
pub use node::Node;
pub(crate) use node::member;
use problem::{Missing, Problem, circular};
use serde_json::Value;

/// The maximal number of references that the path of one reference may pass.
const MAX_PASSED: usize = 64;

/// Keywords with schemas.
const SCHEMAS: [&str; 13] = [
    "$defs",
    "additionalProperties",
    "allOf",
    "anyOf",
    "definitions",
    "itemSchema",
    "items",
    "mapping",
    "oneOf",
    "prefixItems",
    "properties",
    "schema",
    "schemas",
];

/// Whether a node is within a schema.
pub(crate) fn is_in_schema(origin: &Origin) -> bool {
    origin.pointer.steps().any(|step| SCHEMAS.contains(&step.as_str()))
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

    /// The root of the requested file.
    #[must_use]
    pub fn root(&self) -> Node<'d> {
        self.root_of(FileId::default())
    }

    /// The roots of the documents of the API, that of the requested file first.
    #[must_use]
    pub fn roots(&self) -> Vec<Node<'d>> {
        self.document.roots().iter().map(|file| self.root_of(*file)).collect()
    }

    /// The node that the reference names: one step, so the result may be a reference again. A node without `$ref`
    /// is the result itself.
    ///
    /// `None` when there is no such node; why is then in `diagnostics`.
    pub fn target(&self, reference: &Node<'d>, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        if let Some(target) = self.document.made_reference(&reference.origin) {
            let value = self.document.node(target)?;
            return Some(Node { value, origin: target.clone() });
        }
        match reference.reference() {
            Some(text) => self.named(text, &reference.origin.key("$ref"), diagnostics),
            None => Some(reference.clone()),
        }
    }

    /// The node that a string at `origin` refers to, such as a value of a discriminator's `mapping`.
    ///
    /// `None` when there is no such node; why is then in `diagnostics`.
    pub fn named(&self, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        let mut passed = 0;
        match self.look_up(text, origin, &mut passed) {
            Ok(node) => {
                if passed > 0 {
                    self.indirect(text, &node, origin, diagnostics);
                }
                Some(node)
            }
            Err(problem) => {
                self.report(&problem, text, origin, diagnostics);
                None
            }
        }
    }

    /// The node that a string at `origin` refers to, if any.
    pub(crate) fn named_if_any(self, text: &str, origin: &Origin) -> Option<Node<'d>> {
        self.look_up(text, origin, &mut 0).ok()
    }

    /// The node that a string at `origin` refers to. Counts the followed references, which limits the recursion.
    fn look_up(self, text: &str, origin: &Origin, passed: &mut usize) -> Result<Node<'d>, Problem<'d>> {
        let Reference { target, fragment, literal } = Reference::parse(text);
        let base = match self.document.find(origin, &target) {
            Some(Found::Node(base)) => base,
            Some(Found::Failure(failure)) => return Err(Problem::Unusable(failure)),
            None => return Err(Problem::Unread),
        };
        let root = self.root_of(base.file);
        match fragment {
            Fragment::Pointer(pointer) => {
                let start = self.document.node(&base).map(|value| Node { value, origin: base });
                // Inside of a schema with an `$id`, `#/components/…` means nothing by the rules of JSON Schema, and is
                // meant all the same.
                let starts = start.into_iter().chain([root]);
                let ways = std::iter::once(pointer)
                    .chain(literal)
                    .flat_map(|way| starts.clone().map(move |start| (start, way.clone())).collect::<Vec<_>>());
                let mut first = None;
                for (start, pointer) in ways {
                    match self.descend(start, &pointer, passed) {
                        Ok(node) => return Ok(node),
                        Err(missing) => first = first.or(Some(missing)),
                    }
                }
                Err(first.map_or(Problem::Unread, Problem::Missing))
            }
            Fragment::Name(name) => {
                let file = self.document.file(base.file);
                let pointer = file.and_then(|file| file.identifiers.anchor(&base.pointer, &name)).cloned();
                let origin = pointer.map(|pointer| Origin { file: base.file, pointer });
                let node = origin.and_then(|origin| Some(Node { value: self.document.node(&origin)?, origin }));
                node.ok_or(Problem::NoAnchor { file: base.file, name })
            }
        }
    }

    fn descend(self, root: Node<'d>, pointer: &Pointer, passed: &mut usize) -> Result<Node<'d>, Missing<'d>> {
        pointer.steps().try_fold(root, |mut node, step| {
            loop {
                if let Some(child) = child(&node, &step) {
                    return Ok(child);
                }
                let Some(text) = node.reference().filter(|_| *passed < MAX_PASSED) else {
                    return Err(Missing { node, step });
                };
                *passed += 1;
                match self.look_up(text, &node.origin.key("$ref"), passed) {
                    Ok(next) => node = next,
                    Err(_) => return Err(Missing { node, step }),
                }
            }
        })
    }

    /// Follows references to a node that is not a reference.
    ///
    /// `None` when a target is missing or the references lead in a circle; why is then in `diagnostics`.
    pub fn follow(&self, node: &Node<'d>, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        let mut steps = indexmap::IndexSet::new();
        let mut node = node.clone();
        while node.reference().is_some() {
            if let Some(start) = steps.get_index_of(&node.origin) {
                circular(steps.iter().skip(start).collect(), diagnostics);
                return None;
            }
            let next = self.target(&node, diagnostics)?;
            steps.insert(node.origin);
            node = next;
        }
        Some(node)
    }

    pub(crate) fn root_of(self, file: FileId) -> Node<'d> {
        let value = self.document.file(file).map_or(&Value::Null, |file| &file.root);
        Node { value, origin: Origin { file, pointer: Pointer::root() } }
    }
}

fn child<'d>(node: &Node<'d>, step: &str) -> Option<Node<'d>> {
    match node.value {
        Value::Array(items) => {
            index(step).and_then(|at| Some(Node { value: items.get(at)?, origin: node.origin.index(at) }))
        }
        _ => node.get(step),
    }
}

/// An index as JSON Pointer has it: without sign or leading zeros.
fn index(step: &str) -> Option<usize> {
    let plain = step == "0" || (!step.starts_with('0') && step.bytes().all(|b| b.is_ascii_digit()));
    plain.then(|| step.parse().ok()).flatten()
}
