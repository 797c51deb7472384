//! The keywords of one Schema Object, read once, whoever uses the schema.
//!
//! What belongs here looks at one object and at none that it refers to. Uses [`read`](crate::lower::read); the rest of
//! [`schema`](super) uses it.

pub(crate) mod constraint;
pub(crate) mod discriminator;
pub(crate) mod enum_docs;
pub(crate) mod pattern;
pub(crate) mod string_content;
pub(crate) mod value_type;

mod format;
mod null;
mod reading;
mod schema_object;
mod table;

pub(crate) use reading::examples;
pub(crate) use schema_object::{AdditionalKeyword, Alternatives, Keywords};
pub(crate) use table::NULLABLE_2_0;

use super::Schemas;
use crate::resolve::Node;
use serde_json::Value;
use std::rc::Rc;

impl<'d> Schemas<'_, 'd> {
    /// The keywords of the schema at a node that is not a mere reference. `None`, and reported, when it is no schema.
    pub(crate) fn keywords(&mut self, node: &Node<'d>) -> Option<Rc<Keywords<'d>>> {
        if let Some(known) = self.keywords.get(&node.origin) {
            return known.clone();
        }
        let target = if node.reference().is_some() { self.step(node) } else { self.dynamic_target(node) };
        let read = match node.value {
            Value::Bool(allowed) => Some(reading::boolean(node, *allowed, self.diagnostics)),
            _ => reading::keywords(node, self.version, self.diagnostics),
        };
        let (root, version) = (self.root, self.version);
        self.other_version.check_schema(root, version, node);
        let keywords = read.map(|mut keywords| {
            keywords.members.extend(target);
            self.note_odd_values(&keywords);
            Rc::new(keywords)
        });
        self.keywords.insert(node.origin.clone(), keywords.clone());
        keywords
    }
}
