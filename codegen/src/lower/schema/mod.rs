//! Schemas: from a use of a schema to its position in the arena, and from the queue to a type.
//!
//! A use is resolved through references, `allOf` around one reference, and `oneOf` with one variant other than `null`.
//! The result gets a [`TypeId`] at once and is lowered later, which avoids recursion and makes recursive schemas
//! finite.
//!
//! Modules: [`resolve_use`] finds the schema of a use, [`keywords`] reads one Schema Object, [`merge`] and
//! [`alternatives`] combine several, [`object`], [`enumeration`] and [`union`] create a type from the result. Uses
//! [`read`](super::read) and [`reference`](super::reference); [`operation`](super::operation) uses it.

pub(crate) mod alternatives;
pub(crate) mod default;
pub(crate) mod draft;
pub(crate) mod enumeration;
pub(crate) mod format;
pub(crate) mod json_types;
pub(crate) mod keywords;
mod known_value;
pub(crate) mod merge;
mod named_schemas;
pub(crate) mod object;
pub(crate) mod resolve_use;
#[cfg(test)]
mod scale_tests;
#[cfg(test)]
mod tests;
pub(crate) mod union;

use super::reference::References;
use crate::diagnostics::Code;
use crate::ir::{self, IntegerWidth, JsonType, SchemaPosition, StringFormat, TypeId, TypeRef};
use crate::pointer::Origin;
use crate::resolve::Node;
use draft::{DraftSelection, TypeDef, TypeKind, Types, union_of};
use enumeration::{Listed, LoweredEnum};
use format::{integer_width, is_integer_format, number_width};
use keywords::Keywords;
use keywords::value_type::SuspiciousValues;
use merge::lineage::Lineages;
use merge::{Member, Merged, SchemaSet, SchemaSetKey};
use named_schemas::ComponentTargets;
use object::UseSite;
use resolve_use::{ResolvedTarget, ResolvedUse};
use serde_json::Value;
use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::{Deref, DerefMut};
use std::rc::Rc;
use union::subtypes::Subtypes;
use union::{inline_enum, selection};

/// The state of lowering schemas.
pub(crate) struct Schemas<'a, 'd> {
    references: References<'a, 'd>,
    pub(crate) types: Types,
    pub(crate) keywords: HashMap<Origin, Option<Rc<Keywords<'d>>>>,
    pub(crate) merges: HashMap<SchemaSetKey, Rc<Merged<'d>>>,
    pub(crate) lineages: Lineages,
    /// The total number of properties of very large objects.
    pub(crate) wide_properties: usize,
    pub(crate) nullable: HashMap<Origin, bool>,
    /// The final targets of referenced schemas; `None` for dangling references.
    resolved_targets: HashMap<Origin, Option<ResolvedTarget<'d>>>,
    /// The positions where a contradicted `type` was reported.
    contradicted: HashSet<Origin>,
    /// The positions where an undescribed required key was reported.
    pub(crate) undescribed: HashSet<Origin>,
    /// The subtypes by `allOf`; computed on first use.
    pub(crate) subtypes: Option<Subtypes<'d>>,
    /// The schemas that components refer to; computed on first use.
    pub(crate) component_targets: Option<ComponentTargets>,
    /// The position of each stated default.
    pub(crate) defaults: Vec<(TypeId, Origin)>,
    /// The elements of arrays, whose `collectionFormat` is that of arrays within an array (Swagger 2.0).
    pub(crate) delimited: HashSet<Origin>,
    /// The documentation from wrappers around a schema, for one without its own.
    words: HashMap<TypeId, UseSite>,
    ids: HashMap<SchemaSetKey, TypeRef>,
    queue: VecDeque<(TypeId, Rc<Merged<'d>>)>,
    /// Values of an unintended type.
    suspicious_values: SuspiciousValues,
}

impl<'a, 'd> Schemas<'a, 'd> {
    pub(crate) fn new(references: References<'a, 'd>) -> Self {
        Self {
            references,
            types: Types::default(),
            keywords: HashMap::new(),
            merges: HashMap::new(),
            lineages: Lineages::default(),
            wide_properties: 0,
            nullable: HashMap::new(),
            resolved_targets: HashMap::new(),
            contradicted: HashSet::new(),
            undescribed: HashSet::new(),
            subtypes: None,
            component_targets: None,
            defaults: Vec::new(),
            delimited: HashSet::new(),
            words: HashMap::new(),
            ids: HashMap::new(),
            queue: VecDeque::new(),
            suspicious_values: SuspiciousValues::default(),
        }
    }

    /// Lowers every used schema, and then everything that needs all types: the selection of union variants, the check
    /// of defaults, and fixed values.
    pub(crate) fn finish(&mut self) -> ir::Types {
        self.lower_queued();
        self.merge_mutual_unions();
        let mut types = selection::select_variants(std::mem::take(&mut self.types), self.diagnostics);
        default::check(&mut types, std::mem::take(&mut self.defaults), self.diagnostics);
        known_value::set(&mut types);
        self.report_suspicious_values();
        inline_enum::split(types)
    }
}

impl<'a, 'd> Deref for Schemas<'a, 'd> {
    type Target = References<'a, 'd>;

    fn deref(&self) -> &Self::Target {
        &self.references
    }
}

impl DerefMut for Schemas<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.references
    }
}

impl<'d> Schemas<'_, 'd> {
    /// `components.schemas`: all of them, used or not, so that each is checked and generated.
    pub(crate) fn lower_component_schemas(&mut self, entries: Option<&Vec<(&'d str, Node<'d>)>>) {
        for (key, node) in entries.into_iter().flatten() {
            self.lower_schema(node, SchemaPosition::Component((*key).to_owned()));
        }
        self.lower_queued();
    }

    /// Lowers a use of a schema. An unreadable one was reported, and becomes any JSON value.
    pub(crate) fn lower_schema(&mut self, node: &Node<'d>, position: SchemaPosition) -> TypeRef {
        match self.resolve_use(node, position.clone()) {
            Some(resolved) => self.lower_resolved(resolved),
            None => self.plain_type(&node.origin, position, TypeKind::Any),
        }
    }

    pub(crate) fn lower_resolved(&mut self, resolved: ResolvedUse<'d>) -> TypeRef {
        let type_ref = self.reserve(&SchemaSet::of(resolved.node), resolved.position);
        if !resolved.by_reference {
            self.words.entry(type_ref.id).or_insert(resolved.words);
            self.add_origins(type_ref.id, resolved.same_schemas);
        }
        TypeRef { nullable: type_ref.nullable || resolved.nullable, ..type_ref }
    }

    /// Adds further schemas of an unnamed type, by which settings can name it.
    fn add_origins(&mut self, id: TypeId, origins: impl IntoIterator<Item = Origin>) {
        let Some(def) = self.types.0.get_mut(id.0).filter(|def| !matches!(def.position, SchemaPosition::Component(_)))
        else {
            return;
        };
        for origin in origins {
            if origin != def.origin && !def.also.contains(&origin) {
                def.also.push(origin);
            }
        }
    }

    /// The type of a set, which is queued unless it is known.
    pub(crate) fn reserve(&mut self, set: &SchemaSet<'d>, position: SchemaPosition) -> TypeRef {
        let key = set.key();
        if let Some(known) = self.ids.get(&key) {
            return *known;
        }
        let merged = self.merge(set);
        let origin = merged.origin.clone();
        let type_ref = self.plain_type(&origin, position, TypeKind::Any);
        let type_ref = TypeRef { nullable: merged.nullable, ..type_ref };
        // The last schema is the variant; the others are the siblings of the union's keyword.
        let inline = set.members.iter().filter(|member| !member.without_alternatives).map(|member| &member.node.origin);
        let inline: Vec<Origin> = inline.filter(|origin| self.schema_key(origin).is_none()).cloned().collect();
        self.add_origins(type_ref.id, inline);
        self.ids.insert(key, type_ref);
        self.queue.push_back((type_ref.id, merged));
        type_ref
    }

    /// A type of a kind that needs no schema.
    pub(crate) fn plain_type(&mut self, origin: &Origin, position: SchemaPosition, kind: TypeKind) -> TypeRef {
        let id = TypeId(self.types.0.len());
        self.types.0.push(TypeDef::new(origin.clone(), position, kind));
        TypeRef { id, nullable: false }
    }

    /// Lowers reserved types, and those that these reserve in turn.
    pub(crate) fn lower_queued(&mut self) {
        while let Some((id, merged)) = self.queue.pop_front() {
            let kind = self.lower_kind(id, &merged);
            let words = self.words.remove(&id).unwrap_or_default();
            let Some(def) = self.types.0.get_mut(id.0) else { continue };
            def.title = merged.title.clone().or(words.title);
            def.description = merged.description.clone().or(words.description);
            def.deprecated = merged.deprecated;
            def.format.clone_from(&merged.format);
            def.examples = merged.examples.iter().copied().cloned().collect();
            def.constraints = merged.limits.for_kind(&kind);
            def.listed = if matches!(kind, TypeKind::Any) { merged.listed() } else { Vec::new() };
            def.kind = kind;
            if let Some(default) = &merged.default {
                def.default = Some(default.value.clone());
                self.defaults.push((id, default.origin.clone()));
            }
        }
    }

    fn lower_kind(&mut self, id: TypeId, merged: &Rc<Merged<'d>>) -> TypeKind {
        if merged.contradictory {
            return TypeKind::Any;
        }
        if !merged.subtypes.is_empty()
            && let Some(kind) = self.lower_subtypes(id, merged)
        {
            return kind;
        }
        if let Some(kind) = self.lower_alternatives(id, merged) {
            return kind;
        }
        self.check_discriminator(merged);
        if let Some(values) = &merged.values {
            let (origin, words) = (&merged.origin, &merged.constant_words);
            let types = merged.types.as_deref();
            match self.lower_constants(&Listed { id, origin, types, values, words, is_open: false }) {
                LoweredEnum::Kind(kind) => return kind,
                LoweredEnum::Dropped => {}
            }
        }
        if let Some(kind) = self.lower_known_strings(id, merged) {
            return kind;
        }
        match merged.types() {
            Some([]) | None => self.lower_untyped(merged),
            Some([json_type]) => self.lower_type(id, merged, *json_type),
            Some(types) => self.lower_several_types(id, merged, types),
        }
    }

    fn lower_untyped(&mut self, merged: &Merged<'d>) -> TypeKind {
        if !merged.limits.is_empty() {
            let message = "without a `type`, these constraints are not checked";
            let diagnostic = self.diagnostics.warning(Code::InapplicableKeyword, &merged.origin, message);
            diagnostic.skipped().help("add the `type` of the values, such as `type: string`");
        }
        TypeKind::Any
    }

    fn lower_type(&mut self, id: TypeId, merged: &Rc<Merged<'d>>, json_type: JsonType) -> TypeKind {
        let format = merged.format.as_deref();
        match json_type {
            JsonType::Null => TypeKind::Any,
            JsonType::Boolean => TypeKind::Boolean,
            JsonType::Integer => {
                let limits = &merged.limits;
                let listed = width_of_stated(merged).filter(|_| limits.highest.is_none());
                let by_limits = || integer_width(format, limits.lowest.as_ref(), limits.highest.as_ref());
                TypeKind::Integer(listed.unwrap_or_else(by_limits))
            }
            // A format of integers means integers; as floats, large ids would lose digits.
            JsonType::Number if format.is_some_and(is_integer_format) => {
                let limits = &merged.limits;
                TypeKind::Integer(integer_width(format, limits.lowest.as_ref(), limits.highest.as_ref()))
            }
            JsonType::Number => TypeKind::Number(number_width(format)),
            JsonType::String => {
                self.note_content_schema(merged);
                TypeKind::String(StringFormat::of_keyword(format))
            }
            JsonType::Array => self.lower_array(id, merged),
            JsonType::Object => self.lower_object(id, merged),
        }
    }

    /// Strings with content are not decoded: writing them again would change the text.
    fn note_content_schema(&mut self, merged: &Merged<'d>) {
        let Some(schema) = &merged.content.schema else { return };
        let message = "`contentSchema` describes the content of the string: it remains a string in the client";
        let diagnostic = self.diagnostics.note(Code::UnsupportedKeyword, &schema.origin, message).at_key().fallback();
        diagnostic.help(
            "parse the string into the type of the schema, which is generated if it is under `components/schemas`",
        );
    }

    /// `type: [string, integer]` (3.1) is a union with a variant for each.
    fn lower_several_types(&mut self, id: TypeId, merged: &Rc<Merged<'d>>, types: &[JsonType]) -> TypeKind {
        let sets: Vec<SchemaSet<'d>> = types.iter().map(|json_type| merged.set.only(*json_type)).collect();
        let mut variants = Vec::new();
        for (index, set) in sets.iter().enumerate() {
            let value = self.reserve(set, SchemaPosition::Variant { owner: id, index });
            variants.push((merged.origin.clone(), value, None));
        }
        union_of(variants, DraftSelection::Tests(None))
    }

    /// Several schemas that all apply to one value. Those without information are omitted, so that a property that is
    /// declared twice, but has a type only once, keeps that type.
    pub(crate) fn lower_all_of(&mut self, nodes: &[Node<'d>], position: SchemaPosition) -> TypeRef {
        if let [node] = nodes {
            return self.lower_schema(node, position);
        }
        let (mut members, mut nullable) = (Vec::<ResolvedUse<'d>>::new(), true);
        let mut known = HashSet::new();
        for node in nodes {
            let Some(resolved) = self.resolve_use(node, position.clone()) else { continue };
            let Some(keywords) = self.keywords(&resolved.node) else { continue };
            if keywords.is_annotation() || !known.insert(resolved.node.value) {
                continue;
            }
            nullable &= resolved.nullable;
            members.push(resolved);
        }
        self.drop_implied(&mut members);
        let last_position = members.last().map_or_else(|| position.clone(), |member| member.position.clone());
        let members: Vec<Member<'d>> =
            members.into_iter().map(|member| Member { node: member.node, without_alternatives: false }).collect();
        match (members.len(), nodes.first()) {
            (0, Some(node)) => self.lower_schema(node, position),
            (0, None) => self.plain_type(&Origin::default(), position, TypeKind::Any),
            (1, _) => {
                let type_ref = self.reserve(&SchemaSet::from(members), last_position);
                TypeRef { nullable: type_ref.nullable || nullable, ..type_ref }
            }
            (_, _) => {
                let type_ref = self.reserve(&SchemaSet::from(members), position);
                TypeRef { nullable: type_ref.nullable || nullable, ..type_ref }
            }
        }
    }

    /// Omits the schemas that another, named one implies.
    fn drop_implied(&mut self, members: &mut Vec<ResolvedUse<'d>>) {
        let named: Vec<Node<'d>> =
            members.iter().filter(|member| member.by_reference).map(|member| member.node.clone()).collect();
        for target in named {
            members.retain(|member| {
                let Some(keywords) = self.keywords(&member.node).filter(|_| !member.by_reference) else { return true };
                !self.adds_nothing(&keywords, &target)
            });
        }
    }
}

/// The width that the stated integers need, of which one is beyond 64 bits with a sign: enum values, the default and
/// examples.
fn width_of_stated(merged: &Merged<'_>) -> Option<IntegerWidth> {
    let values = merged.values.iter().flatten().chain(merged.default.as_ref().map(|default| default.value));
    let values: Vec<&Value> = values.chain(merged.examples.iter().copied()).filter(|value| value.is_number()).collect();
    let size = |value: &Value| value.as_f64().unwrap_or_default();
    if values.iter().all(|value| value.is_i64()) || values.iter().any(|value| size(value).fract() != 0.0) {
        return None;
    }
    let least = values.iter().min_by(|one, other| size(one).total_cmp(&size(other)))?;
    let greatest = values.iter().max_by(|one, other| size(one).total_cmp(&size(other)))?;
    let (least, greatest) = (least.as_number()?, greatest.as_number()?);
    // A `1.0` is an integer within 64 bits.
    let width = integer_width(None, Some(least), Some(greatest));
    (width != IntegerWidth::I64).then_some(width)
}
