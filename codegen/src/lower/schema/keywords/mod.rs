//! The keywords of one Schema Object, read once however often it is used.
//!
//! Code here reads one object, and none that it refers to. Uses [`read`](crate::lower::read); the rest of
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

pub(crate) use reading::{examples, schema_entries};
pub(crate) use schema_object::{AdditionalKeyword, Alternatives, Keywords};
pub(crate) use table::NULLABLE_2_0;

use super::Schemas;
use crate::diagnostics::Code;
use crate::lower::read::type_keyword::is_lower_case_type;
use crate::lower::reference::Section;
use crate::lower::reference::component::section_node;
use crate::resolve::Node;
use serde_json::Value;
use std::rc::Rc;
use table::schema_kind;

impl<'d> Schemas<'_, 'd> {
    /// The keywords of the schema at a node that is not a bare reference. `None`, and reported, if it is not a schema.
    pub(crate) fn keywords(&mut self, node: &Node<'d>) -> Option<Rc<Keywords<'d>>> {
        if let Some(known) = self.keywords.get(&node.origin) {
            return known.clone();
        }
        let target = if node.reference().is_some() { self.step(node) } else { self.dynamic_target(node) };
        let named = self.named_by_type(node);
        let kind = schema_kind(self.version.is_2_0(), self.delimited.contains(&node.origin));
        let read = match node.value {
            Value::Bool(allowed) => Some(reading::boolean(node, *allowed, self.diagnostics)),
            _ => reading::keywords(node, self.version, kind, named.is_none(), self.diagnostics),
        };
        let (root, version) = (self.root, self.version);
        self.other_version.check_schema(root, version, node);
        let keywords = read.map(|mut keywords| {
            keywords.members.extend(target.or(named));
            self.note_suspicious_values(&keywords);
            Rc::new(keywords)
        });
        self.keywords.insert(node.origin.clone(), keywords.clone());
        keywords
    }

    /// The component that `type` names in place of a reference, as in `type: Pet`.
    fn named_by_type(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let word = node.get("type")?;
        let name = word.value.as_str().filter(|name| !is_lower_case_type(name))?;
        let root = self.resolver.root_of(self.root);
        let target = section_node(&root, Section::Schemas)?.get(name)?;
        if target.origin == node.origin || node.reference().is_some() {
            return None;
        }
        let message = format!("`{name}` is the name of a schema, not of a type");
        let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &word.origin, message);
        let reference = format!("'#{}'", target.origin.pointer);
        diagnostic.read_as("it is read as a reference to it").help(format!("write `$ref: {reference}` in its place"));
        Some(target)
    }
}
