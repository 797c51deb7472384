//! The schemas that one type is made of.

use crate::ir::JsonType;
use crate::pointer::Origin;
use crate::resolve::Node;

/// Schemas that apply to the same value.
#[derive(Debug, Clone)]
pub(crate) struct SchemaSet<'d> {
    pub(crate) members: Vec<Member<'d>>,
    /// The selected one of several types.
    pub(super) only: Option<JsonType>,
}

/// A schema in a set.
#[derive(Debug, Clone)]
pub(crate) struct Member<'d> {
    pub(crate) node: Node<'d>,
    /// Leave out its `oneOf` and `anyOf`: one of their variants is another member.
    pub(crate) without_alternatives: bool,
}

/// The identity of a set.
pub(crate) type SchemaSetKey = (Vec<(Origin, bool)>, Option<JsonType>);

impl<'d> SchemaSet<'d> {
    pub(crate) fn of(node: Node<'d>) -> Self {
        Self { members: vec![Member { node, without_alternatives: false }], only: None }
    }

    pub(crate) fn from(members: Vec<Member<'d>>) -> Self {
        Self { members, only: None }
    }

    pub(crate) fn only(&self, json_type: JsonType) -> Self {
        Self { only: Some(json_type), ..self.clone() }
    }

    /// This, with one variant of its `oneOf` or `anyOf` in their place.
    pub(crate) fn with_variant(&self, variant: Node<'d>) -> Self {
        let others = self.members.iter().filter(|known| known.node.origin != variant.origin);
        let mut members: Vec<Member<'d>> =
            others.map(|known| Member { without_alternatives: true, ..known.clone() }).collect();
        members.push(Member { node: variant, without_alternatives: false });
        Self { members, only: self.only }
    }

    pub(crate) fn key(&self) -> SchemaSetKey {
        let origins = self.members.iter().map(|known| (known.node.origin.clone(), known.without_alternatives));
        (origins.collect(), self.only)
    }
}
