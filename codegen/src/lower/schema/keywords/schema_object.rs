//! One Schema Object, its keywords decoded.

use super::constraint::Limits;
use super::discriminator::Discriminator;
use super::enum_docs::WordsByConstant;
use super::string_content::StringContent;
use crate::ir::JsonType;
use crate::lower::schema::json_types::common_types;
use crate::pointer::Origin;
use crate::resolve::Node;
use serde_json::Value;

/// One Schema Object, its keywords decoded. Nothing is inferred here.
#[derive(Debug)]
pub(crate) struct Keywords<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) default: Option<Node<'d>>,
    /// `example`, then those of `examples`.
    pub(crate) examples: Vec<&'d Value>,
    /// `nullable`, a `type` list with `null`, or `null` among the constants.
    pub(crate) nullable: bool,
    /// `type` without `null`.
    pub(crate) types: Option<Vec<JsonType>>,
    pub(crate) format: Option<String>,
    pub(crate) content: StringContent<'d>,
    /// `enum` or `const` without `null`.
    pub(crate) values: Option<Vec<Value>>,
    /// Strings that `x-extensible-enum` lists; others are allowed, too.
    pub(crate) known_strings: Vec<&'d str>,
    /// The documentation of each of these.
    pub(crate) constant_words: WordsByConstant,
    pub(crate) properties: Vec<(&'d str, Node<'d>)>,
    pub(crate) required: Vec<(String, Origin)>,
    pub(crate) additional: Option<AdditionalKeyword<'d>>,
    pub(crate) items: Option<Node<'d>>,
    /// `prefixItems`, or `items` as a list.
    pub(crate) prefix_items: Vec<Node<'d>>,
    /// Whether no elements may follow these.
    pub(crate) ends: bool,
    /// The schemas of `allOf`, and the target of a `$ref` with siblings (3.1).
    pub(crate) members: Vec<Node<'d>>,
    pub(crate) alternatives: Vec<Alternatives<'d>>,
    pub(crate) discriminator: Option<(Discriminator, Origin)>,
    pub(crate) limits: Limits,
}

/// `additionalProperties`.
#[derive(Debug, Clone)]
pub(crate) enum AdditionalKeyword<'d> {
    Any,
    Forbidden,
    Schema(Node<'d>),
}

/// One `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(crate) struct Alternatives<'d> {
    pub(crate) keyword: &'static str,
    pub(crate) origin: Origin,
    pub(crate) variants: Vec<Node<'d>>,
}

impl Keywords<'_> {
    /// Whether the schema states nothing but the types of values.
    pub(crate) fn has_only_types(&self) -> bool {
        self.has_only_composition() && self.members.is_empty() && self.alternatives.is_empty()
    }

    /// Whether the schema states nothing but the types of values and compositions.
    pub(crate) fn has_only_composition(&self) -> bool {
        self.format.is_none()
            && self.content.is_empty()
            && self.values.is_none()
            && self.properties.is_empty()
            && self.required.is_empty()
            && self.additional.is_none()
            && self.items.is_none()
            && self.prefix_items.is_empty()
            && self.limits.is_empty()
    }

    /// Whether the schema excludes `null`: by a type or values without it, or because it is about the parts of an object
    /// or array. Constraints of strings and numbers do not apply to `null`.
    pub(crate) fn excludes_null(&self) -> bool {
        let is_of_scalars = self.types.is_none()
            && self.values.is_none()
            && self.properties.is_empty()
            && self.required.is_empty()
            && self.additional.is_none()
            && self.items.is_none();
        !self.nullable && !self.has_only_composition() && !is_of_scalars
    }

    /// Whether the schema has only annotations and allows any value.
    pub(crate) fn is_annotation(&self) -> bool {
        self.has_only_types() && self.types.is_none() && !self.nullable
    }

    /// Whether the schema adds only `null` to values of these types.
    pub(crate) fn only_allows_null(&self, types: Option<&[JsonType]>) -> bool {
        let is_compatible = match (&self.types, types) {
            (Some(own), _) if own.is_empty() => false,
            (Some(own), Some(types)) => types.iter().all(|json_type| common_types(own, &[*json_type]) == [*json_type]),
            (None, _) | (Some(_), None) => true,
        };
        self.nullable && self.has_only_types() && is_compatible
    }

    /// Whether the schema means `null` among others. 3.0 has no notation for it: documents use `nullable` alone, or
    /// with an object without properties.
    pub(crate) fn is_null(&self) -> bool {
        let no_type = self.types.as_ref().is_some_and(Vec::is_empty);
        let no_constant = self.values.as_ref().is_some_and(Vec::is_empty);
        let nothing_else = self.has_only_types() && self.types.is_none();
        let closed = matches!(self.additional, Some(AdditionalKeyword::Forbidden)) && self.properties.is_empty();
        self.nullable && (no_type || no_constant || nothing_else || closed)
    }
}
