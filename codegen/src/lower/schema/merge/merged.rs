//! The keywords of several schemas, united.

use super::lineage::{AllOfSummary, LineageId};
use super::members::AllOfPart;
use super::set::SchemaSet;
use crate::ir::JsonType;
use crate::lower::schema::format::type_of_format;
use crate::lower::schema::keywords::constraint::Limits;
use crate::lower::schema::keywords::discriminator::Discriminator;
use crate::lower::schema::keywords::enum_docs::WordsByConstant;
use crate::lower::schema::keywords::string_content::StringContent;
use crate::lower::schema::keywords::{AdditionalKeyword, Alternatives, Keywords};
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

/// Schemas brought together.
#[derive(Debug, Clone)]
pub(crate) struct Merged<'d> {
    pub(crate) set: SchemaSet<'d>,
    /// The requested schema.
    pub(crate) origin: Origin,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) default: Option<Node<'d>>,
    /// Those of the outermost schema: an example of a part is not one of the whole.
    pub(crate) examples: Vec<&'d Value>,
    pub(crate) nullable: bool,
    /// As the schemas state; [`Merged::types`] infers what they do not.
    pub(crate) types: Option<Vec<JsonType>>,
    pub(super) inferred: Option<JsonType>,
    pub(crate) format: Option<String>,
    pub(crate) content: StringContent<'d>,
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) known_strings: IndexSet<&'d str>,
    pub(crate) constant_words: WordsByConstant,
    /// All schemas of each property.
    pub(crate) properties: IndexMap<&'d str, Vec<Node<'d>>>,
    pub(crate) required: IndexMap<String, Origin>,
    pub(crate) additional: Option<AdditionalKeyword<'d>>,
    pub(crate) items: Vec<Node<'d>>,
    /// The schema at each index of a list, and whether nothing may follow.
    pub(crate) prefix_items: Vec<Node<'d>>,
    pub(crate) ends: bool,
    pub(crate) alternatives: Vec<Alternatives<'d>>,
    pub(crate) discriminator: Option<(Discriminator, Origin)>,
    /// The discriminator of a schema that it includes by `allOf`.
    pub(crate) inherited: Option<(Discriminator, Origin)>,
    /// The components that include the schema by `allOf`, if its discriminator distinguishes them.
    pub(crate) subtypes: Vec<Node<'d>>,
    pub(crate) limits: Limits,
    /// Whether no value can satisfy all of them, which was reported.
    pub(crate) contradictory: bool,
    /// Facts about all of them together.
    pub(crate) all_of: AllOfSummary<'d>,
    /// The merged schemas.
    pub(crate) lineage: LineageId,
}

impl Merged<'_> {
    /// The types, stated or inferred from the other keywords.
    pub(crate) fn types(&self) -> Option<&[JsonType]> {
        match &self.types {
            Some(types) => Some(types),
            None => self.inferred.as_ref().map(std::slice::from_ref),
        }
    }

    /// The type, if there is exactly one.
    pub(crate) fn single_type(&self) -> Option<JsonType> {
        match self.types() {
            Some([json_type]) => Some(*json_type),
            Some(_) | None => None,
        }
    }

    /// The only values, by `const` or `enum`, or by the type `null`; empty if there are others.
    pub(crate) fn listed(&self) -> Vec<Value> {
        if self.contradictory || !self.alternatives.is_empty() {
            return Vec::new();
        }
        let is_null = matches!(self.types.as_deref(), Some([] | [JsonType::Null]));
        let others = self.values.iter().flatten().filter(|_| !is_null).cloned();
        let lists = is_null || self.values.is_some();
        others.chain((lists && self.nullable).then_some(Value::Null)).collect()
    }

    /// Whether strings mean bytes.
    pub(crate) fn is_bytes(&self) -> bool {
        self.format.as_deref() == Some("binary") || self.content.is_bytes()
    }

    /// Whether the schema describes objects without stating so.
    pub(crate) fn inferred_object(&self) -> bool {
        self.inferred == Some(JsonType::Object)
    }

    pub(super) fn infer_type(&self) -> Option<JsonType> {
        if !self.properties.is_empty() || self.additional.is_some() || !self.required.is_empty() {
            return Some(JsonType::Object);
        }
        if !self.items.is_empty() || !self.prefix_items.is_empty() {
            return Some(JsonType::Array);
        }
        self.format.as_deref().and_then(type_of_format)
    }
}

impl<'d> Merged<'d> {
    pub(super) fn nothing(set: &SchemaSet<'d>, lineage: LineageId) -> Self {
        Self {
            set: set.clone(),
            origin: set.members.last().map(|known| known.node.origin.clone()).unwrap_or_default(),
            title: None,
            description: None,
            deprecated: false,
            default: None,
            examples: Vec::new(),
            nullable: false,
            types: None,
            inferred: None,
            format: None,
            content: StringContent::default(),
            values: None,
            known_strings: IndexSet::new(),
            constant_words: WordsByConstant::default(),
            properties: IndexMap::new(),
            required: IndexMap::new(),
            additional: None,
            items: Vec::new(),
            prefix_items: Vec::new(),
            ends: false,
            alternatives: Vec::new(),
            discriminator: None,
            inherited: None,
            subtypes: Vec::new(),
            limits: Limits::default(),
            contradictory: false,
            all_of: AllOfSummary::default(),
            lineage,
        }
    }

    /// The keywords that a subtype inherits: all except the documentation.
    pub(super) fn subtype(&self, set: &SchemaSet<'d>, lineage: LineageId) -> Self {
        let Self { set, origin, .. } = Self::nothing(set, lineage);
        let inherited = self.discriminator.clone().or(self.inherited.clone());
        Self {
            set,
            origin,
            title: None,
            description: None,
            examples: Vec::new(),
            subtypes: Vec::new(),
            inherited,
            lineage,
            ..self.clone()
        }
    }

    /// The outermost documentation takes precedence; that of a referenced schema is about that schema.
    pub(super) fn add_words(&mut self, part: &AllOfPart<'d>) {
        let keywords = &part.keywords;
        if part.inline {
            self.title = keywords.title.clone().or(self.title.take());
            self.description = keywords.description.clone().or(self.description.take());
        }
        self.default = keywords.default.clone().or(self.default.take());
        self.format = keywords.format.clone().or(self.format.take());
        self.content = keywords.content.clone().or(&self.content);
        self.limits.and(&keywords.limits);
    }

    pub(super) fn add_object(&mut self, keywords: &Keywords<'d>) {
        for (name, node) in &keywords.properties {
            let nodes = self.properties.entry(name).or_default();
            // Long chains of subtypes repeat the keywords of their supertypes.
            if nodes.last().is_none_or(|last| last.value != node.value || last.origin.file != node.origin.file) {
                nodes.push(node.clone());
            }
        }
        for (name, origin) in &keywords.required {
            self.required.entry(name.clone()).or_insert_with(|| origin.clone());
        }
        self.items.extend(keywords.items.clone());
        if keywords.prefix_items.len() >= self.prefix_items.len() && !keywords.prefix_items.is_empty() {
            self.prefix_items.clone_from(&keywords.prefix_items);
        }
        self.ends |= keywords.ends;
    }
}
