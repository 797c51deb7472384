//! `allOf`: several schemas brought together as one.
//!
//! What a type is made of is a [`SchemaSet`]: usually one schema, sometimes several (a property that two members of an
//! `allOf` declare; a union's variant together with what stands beside the union). Merging flattens every `allOf` on
//! the way and unites the keywords, from those of the supertype on ([`inherit`]).

pub(crate) mod implied;
pub(crate) mod inherit;
pub(crate) mod lineage;

use super::format::type_of_format;
use super::json_types::{common_types, type_names};
use super::keywords::constraint::{Disorder, Limits};
use super::keywords::enum_docs::WordsByConstant;
use super::keywords::string_content::StringContent;
use super::keywords::{AdditionalKeyword, Alternatives, Keywords};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::JsonType;
use crate::lower::schema::Schemas;
use crate::lower::schema::keywords::discriminator::Discriminator;
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::{IndexMap, IndexSet};
use lineage::{AllOfSummary, KeywordsId, LineageId};
use serde_json::Value;
use std::collections::HashSet;
use std::rc::Rc;

/// Schemas that hold together of one value.
#[derive(Debug, Clone)]
pub(crate) struct SchemaSet<'d> {
    pub(crate) members: Vec<Member<'d>>,
    /// Of several types, the one meant.
    only: Option<JsonType>,
}

/// A schema in a set.
#[derive(Debug, Clone)]
pub(crate) struct Member<'d> {
    pub(crate) node: Node<'d>,
    /// Leave out its `oneOf` and `anyOf`: one of their variants is another member.
    pub(crate) without_alternatives: bool,
}

/// What tells sets apart.
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

/// Schemas brought together.
#[derive(Debug, Clone)]
pub(crate) struct Merged<'d> {
    pub(crate) set: SchemaSet<'d>,
    /// The schema that was asked for.
    pub(crate) origin: Origin,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) default: Option<Node<'d>>,
    /// Those of the outermost schema: an example of a part is none of the whole.
    pub(crate) examples: Vec<&'d Value>,
    pub(crate) nullable: bool,
    /// As the schemas state; [`Merged::types`] infers what they do not.
    pub(crate) types: Option<Vec<JsonType>>,
    inferred: Option<JsonType>,
    pub(crate) format: Option<String>,
    pub(crate) content: StringContent<'d>,
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) constant_words: WordsByConstant,
    /// Each property with every schema that it is given.
    pub(crate) properties: IndexMap<&'d str, Vec<Node<'d>>>,
    pub(crate) required: IndexMap<String, Origin>,
    pub(crate) additional: Option<AdditionalKeyword<'d>>,
    pub(crate) items: Vec<Node<'d>>,
    /// What stands in each place of a list, and whether nothing may follow.
    pub(crate) places: Vec<Node<'d>>,
    pub(crate) ends: bool,
    pub(crate) alternatives: Vec<Alternatives<'d>>,
    pub(crate) discriminator: Option<(Discriminator, Origin)>,
    /// The discriminator of a schema that it includes by `allOf`.
    pub(crate) inherited: Option<(Discriminator, Origin)>,
    /// The components that include the schema by `allOf`, where its discriminator tells them apart.
    pub(crate) subtypes: Vec<Node<'d>>,
    pub(crate) limits: Limits,
    /// Whether no value can satisfy all of them, which was reported.
    pub(crate) contradictory: bool,
    /// What all of them decide only as a whole.
    pub(crate) all_of: AllOfSummary<'d>,
    /// Which they are.
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

    /// The one type, if it is one.
    pub(crate) fn single_type(&self) -> Option<JsonType> {
        match self.types() {
            Some([json_type]) => Some(*json_type),
            Some(_) | None => None,
        }
    }

    /// Whether what strings there are stand for bytes.
    pub(crate) fn is_bytes(&self) -> bool {
        self.format.as_deref() == Some("binary") || self.content.is_bytes()
    }

    /// Whether the schema describes objects without stating so.
    pub(crate) fn inferred_object(&self) -> bool {
        self.inferred == Some(JsonType::Object)
    }

    fn infer_type(&self) -> Option<JsonType> {
        if !self.properties.is_empty() || self.additional.is_some() || !self.required.is_empty() {
            return Some(JsonType::Object);
        }
        if !self.items.is_empty() || !self.places.is_empty() {
            return Some(JsonType::Array);
        }
        self.format.as_deref().and_then(type_of_format)
    }
}

/// A schema on the way through `allOf`.
struct AllOfPart<'d> {
    keywords: Rc<Keywords<'d>>,
    /// Whether it stands where it is used, so that its words are meant for this place.
    inline: bool,
    with_alternatives: bool,
}

enum Visit<'d> {
    Enter { node: Node<'d>, inline: bool },
    Leave { part: AllOfPart<'d> },
}

impl<'d> Schemas<'_, 'd> {
    /// What a schema says, by itself and through `allOf`, whether or not it becomes a type.
    pub(crate) fn merge_schema(&mut self, node: &Node<'d>) -> Rc<Merged<'d>> {
        let place = crate::ir::Place::SharedPart(String::new());
        let node = self.resolve_use(node, place).map_or_else(|| node.clone(), |resolved| resolved.node);
        self.merge(&SchemaSet::of(node))
    }

    /// Brings the schemas of a set together, once.
    pub(crate) fn merge(&mut self, set: &SchemaSet<'d>) -> Rc<Merged<'d>> {
        let key = set.key();
        if let Some(known) = self.merges.get(&key) {
            return Rc::clone(known);
        }
        self.merge_from_supertype(set)
    }

    /// Brings together what follows the supertype, where there is one that the set can go on from.
    pub(crate) fn merge_from_supertype(&mut self, set: &SchemaSet<'d>) -> Rc<Merged<'d>> {
        let mut supertype = self.merged_supertype(set);
        let mut parts = self.parts(set, supertype.as_ref().map(|supertype| supertype.lineage));
        // What alternatives are taken out for may be anywhere in the line.
        if supertype.is_some() && parts.iter().any(|part| !part.keywords.alternatives.is_empty()) {
            supertype = None;
            parts = self.parts(set, None);
        }
        let merged = Rc::new(self.unite(set, supertype.as_deref(), &parts));
        self.merges.insert(set.key(), Rc::clone(&merged));
        merged
    }

    /// The schemas of a set and the members of their `allOf`, but for those of the supertype.
    fn parts(&mut self, set: &SchemaSet<'d>, supertype: Option<LineageId>) -> Vec<AllOfPart<'d>> {
        let mut parts = Vec::new();
        for member in &set.members {
            parts.extend(self.flatten(member, set, supertype));
        }
        parts
    }

    /// The schema and the members of its `allOf`, members first, as a reader meets the inherited before the own.
    fn flatten(
        &mut self,
        member: &Member<'d>,
        set: &SchemaSet<'d>,
        supertype: Option<LineageId>,
    ) -> Vec<AllOfPart<'d>> {
        let mut parts: Vec<AllOfPart<'d>> = Vec::new();
        let mut open: IndexSet<KeywordsId> = IndexSet::new();
        let mut done: HashSet<KeywordsId> = HashSet::new();
        let mut todo = vec![Visit::Enter { node: member.node.clone(), inline: !member.without_alternatives }];
        while let Some(step) = todo.pop() {
            match step {
                Visit::Enter { node, inline } => {
                    let by_reference = node.reference().is_some() && !self.version.since_3_1();
                    let Some(node) = (if by_reference { self.follow(&node) } else { Some(node) }) else { continue };
                    let Some(keywords) = self.keywords(&node) else { continue };
                    let id = KeywordsId::of(&keywords);
                    if open.contains(&id) {
                        self.report_cycle(&node.origin);
                        continue;
                    }
                    if done.contains(&id) || supertype.is_some_and(|supertype| self.lineages.has(supertype, id)) {
                        continue;
                    }
                    open.insert(id);
                    let with_alternatives = !member.without_alternatives;
                    let part = AllOfPart { keywords: Rc::clone(&keywords), inline, with_alternatives };
                    todo.push(Visit::Leave { part });
                    for member in keywords.members.iter().rev() {
                        let beside = member.origin.parent().parent() == node.origin && member.reference().is_none();
                        todo.push(Visit::Enter { node: member.clone(), inline: inline && beside });
                    }
                }
                Visit::Leave { part } => {
                    done.extend(open.pop());
                    parts.push(part);
                }
            }
        }
        self.drop_inherited_alternatives(&mut parts, set);
        parts
    }

    /// A supertype that lists its subtypes in `oneOf` while they include it in `allOf` would contain itself: within a
    /// subtype, the supertype is only what stands beside its `oneOf`.
    fn drop_inherited_alternatives(&mut self, parts: &mut [AllOfPart<'d>], set: &SchemaSet<'d>) {
        if parts.iter().all(|part| part.keywords.alternatives.is_empty()) {
            return;
        }
        let mut subtypes: HashSet<Origin> = set.members.iter().map(|known| known.node.origin.clone()).collect();
        subtypes.extend(parts.iter().map(|part| part.keywords.node.origin.clone()));
        for part in parts.iter_mut() {
            let keywords = Rc::clone(&part.keywords);
            let variants = keywords.alternatives.iter().flat_map(|alternatives| &alternatives.variants);
            for variant in variants.filter(|variant| variant.reference().is_some()) {
                let Some(target) = self.follow(variant) else { continue };
                part.with_alternatives &= !subtypes.contains(&target.origin);
                if target.origin == keywords.node.origin && keywords.says_at_most_composition() {
                    // Nothing would be left of the schema.
                    self.report_loop(&variant.origin);
                }
            }
        }
    }

    fn report_cycle(&mut self, origin: &Origin) {
        if self.is_new_loop(origin) {
            self.diagnostics
                .mistake(Code::ReferenceLoop, origin, "this schema includes itself through `allOf`")
                .help("remove it from the `allOf` of the schemas that it includes");
        }
    }

    fn unite(&mut self, set: &SchemaSet<'d>, supertype: Option<&Merged<'d>>, parts: &[AllOfPart<'d>]) -> Merged<'d> {
        let ids = parts.iter().map(|part| KeywordsId::of(&part.keywords)).collect();
        let lineage = self.lineages.add(supertype.map(|supertype| supertype.lineage), ids);
        let mut merged = match supertype {
            Some(supertype) => supertype.subtype(set, lineage),
            None => Merged::nothing(set, lineage),
        };
        let Some((outer, inner)) = parts.split_last() else { return merged };
        for part in inner {
            self.add_part(&mut merged, part);
            merged.inherited = part.keywords.discriminator.clone().or(merged.inherited.take());
            merged.all_of.add(&part.keywords);
        }
        self.add_part(&mut merged, outer);
        merged.deprecated = outer.keywords.deprecated;
        merged.examples.clone_from(&outer.keywords.examples);
        if let [Member { node, without_alternatives: false }] = set.members.as_slice() {
            merged.subtypes = self.subtypes(node);
        }
        merged.additional = merged.all_of.additional(&outer.keywords);
        merged.nullable = self.is_nullable(&merged.all_of, outer);
        merged.all_of.add(&outer.keywords);
        merged.inferred = merged.infer_type();
        if let Some(only) = set.only {
            merged.types = Some(vec![only]);
        }
        merged
    }

    fn add_part(&mut self, merged: &mut Merged<'d>, part: &AllOfPart<'d>) {
        // First, as it looks at what the parts before said.
        self.add_types(merged, &part.keywords);
        self.check_patterns(merged, &part.keywords);
        merged.add_words(part);
        self.check_limits(merged, &part.keywords);
        merged.add_object(&part.keywords);
        self.add_values(merged, &part.keywords);
        merged.constant_words.extend(&part.keywords.constant_words);
        if part.with_alternatives {
            merged.alternatives.extend(part.keywords.alternatives.iter().cloned());
            merged.discriminator = part.keywords.discriminator.clone().or(merged.discriminator.take());
        }
    }

    /// The outer schema decides; else `null` must suit every part inside that says something.
    fn is_nullable(&mut self, inner: &AllOfSummary<'d>, outer: &AllOfPart<'d>) -> bool {
        if self.part_accepts_null(outer, 0) {
            return true;
        }
        let outer_says = !outer.keywords.says_at_most_composition() || !outer.keywords.alternatives.is_empty();
        !outer_says && inner.accepts_null()
    }

    fn part_accepts_null(&mut self, part: &AllOfPart<'d>, depth: usize) -> bool {
        part.keywords.nullable || (part.with_alternatives && self.alternatives_accept_null(&part.keywords, depth))
    }

    /// A string is checked against one pattern.
    fn check_patterns(&mut self, merged: &Merged<'d>, keywords: &Keywords<'d>) {
        let (mine, theirs) = (&merged.limits.constraints.pattern, &keywords.limits.constraints.pattern);
        if let (Some(mine), Some(theirs)) = (mine, theirs)
            && mine != theirs
        {
            let message = format!("several patterns are combined here: `{mine}` is not checked before sending");
            let diagnostic = self.diagnostics.warning(Code::UncheckedPattern, &merged.origin, message).skipped();
            diagnostic
                .also(&keywords.node.origin, "this pattern is checked")
                .help("write one pattern for both, or check such values before calling");
        }
    }

    fn add_types(&mut self, merged: &mut Merged<'d>, keywords: &Keywords<'d>) {
        let Some(theirs) = &keywords.types else { return };
        let Some(mine) = merged.types.take() else {
            merged.types = Some(theirs.clone());
            return;
        };
        let both = common_types(&mine, theirs);
        if both.is_empty() && !(mine.is_empty() || theirs.is_empty()) {
            if let Some(meant) = meant_types(merged, keywords, &mine, theirs) {
                self.report_placeholder(merged, keywords, (&mine, theirs), meant);
                merged.types = Some(meant.to_vec());
                return;
            }
            self.report_types(merged, keywords, &mine, theirs);
        }
        merged.types = Some(both);
    }

    /// An object or array of which nothing is said, which another schema gives its type: it stands for a value that is left
    /// open.
    fn report_placeholder(
        &mut self,
        merged: &Merged<'d>,
        keywords: &Keywords<'d>,
        (mine, theirs): (&[JsonType], &[JsonType]),
        meant: &[JsonType],
    ) {
        let [mine, theirs, meant] = [mine, theirs, meant].map(type_names);
        let message = format!("no value is both {mine} and {theirs}: this is read as {meant}");
        let diagnostic = self.report_contradiction(merged, keywords, &["type"], message);
        diagnostic.help("omit the `type` in the schema that leaves the value open");
    }

    fn report_types(
        &mut self,
        merged: &mut Merged<'d>,
        keywords: &Keywords<'d>,
        mine: &[JsonType],
        theirs: &[JsonType],
    ) {
        let (mine, theirs) = (type_names(mine), type_names(theirs));
        let message = format!("no value is both {mine} and {theirs}: this is read as any JSON value");
        self.report_contradiction(merged, keywords, &["type"], message)
            .fallback()
            .help("remove the wrong `type`, or use `oneOf` for values of either type");
        merged.contradictory = true;
    }

    fn add_values(&mut self, merged: &mut Merged<'d>, keywords: &Keywords<'d>) {
        let Some(theirs) = &keywords.values else { return };
        let Some(mine) = merged.values.take() else {
            merged.values = Some(theirs.clone());
            return;
        };
        let both: Vec<Value> = mine.into_iter().filter(|value| theirs.contains(value)).collect();
        if both.is_empty() {
            let message = "the `enum`s that `allOf` combines have no value in common: these values are used";
            let diagnostic = self.report_contradiction(merged, keywords, &["enum", "const"], message);
            diagnostic
                .fallback()
                .help("list the values in only one of the schemas, or use `oneOf` for values of either");
            merged.values = Some(theirs.clone());
        } else {
            merged.values = Some(both);
        }
    }
}

/// Of types that exclude each other, those that are meant where the others are a bare `type: object` or `type: array`.
fn meant_types<'t>(
    merged: &Merged<'_>,
    keywords: &Keywords<'_>,
    mine: &'t [JsonType],
    theirs: &'t [JsonType],
) -> Option<&'t [JsonType]> {
    let is_open = |types: &[JsonType]| matches!(types, [JsonType::Object | JsonType::Array]);
    let says_nothing = merged.properties.is_empty()
        && merged.required.is_empty()
        && merged.all_of.additional(keywords).is_none()
        && merged.items.is_empty()
        && merged.places.is_empty()
        && merged.limits.is_empty();
    if is_open(mine) && says_nothing {
        return Some(theirs);
    }
    (is_open(theirs) && keywords.says_at_most_types()).then_some(mine)
}

impl<'d> Schemas<'_, 'd> {
    /// At the first of these keywords in a schema that contradicts those before it.
    fn report_contradiction(
        &mut self,
        merged: &Merged<'d>,
        keywords: &Keywords<'d>,
        written: &[&str],
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let keyword = written.iter().find_map(|keyword| keywords.node.get(keyword));
        let origin = keyword.map_or_else(|| keywords.node.origin.clone(), |node| node.origin);
        let diagnostic = self.diagnostics.warning(Code::Contradiction, &origin, message);
        if origin != merged.origin.key("type") {
            diagnostic.also(&merged.origin, "combined here");
        }
        diagnostic
    }

    /// Limits that contradict one another only together are reported and left out, or nothing could be sent.
    fn check_limits(&mut self, merged: &mut Merged<'d>, keywords: &Keywords<'d>) {
        for Disorder { low, high, written } in merged.limits.constraints.drop_disorder() {
            let message = format!("no value satisfies both `{low}` and `{high}`, which `allOf` combines");
            let diagnostic = self.report_contradiction(merged, keywords, written, message);
            diagnostic.skipped().help("correct or remove the wrong limit");
        }
    }
}

impl<'d> Merged<'d> {
    fn nothing(set: &SchemaSet<'d>, lineage: LineageId) -> Self {
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
            constant_words: WordsByConstant::default(),
            properties: IndexMap::new(),
            required: IndexMap::new(),
            additional: None,
            items: Vec::new(),
            places: Vec::new(),
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

    /// What a subtype has of this, its supertype, before it says anything itself: all but the words, which are about
    /// the supertype.
    fn subtype(&self, set: &SchemaSet<'d>, lineage: LineageId) -> Self {
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

    /// The outermost words win; those of a schema that stands elsewhere are about that schema.
    fn add_words(&mut self, part: &AllOfPart<'d>) {
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

    fn add_object(&mut self, keywords: &Keywords<'d>) {
        for (name, node) in &keywords.properties {
            let nodes = self.properties.entry(name).or_default();
            // Long chains of subtypes repeat what their supertypes say.
            if nodes.last().is_none_or(|last| last.value != node.value || last.origin.file != node.origin.file) {
                nodes.push(node.clone());
            }
        }
        for (name, origin) in &keywords.required {
            self.required.entry(name.clone()).or_insert_with(|| origin.clone());
        }
        self.items.extend(keywords.items.clone());
        if keywords.places.len() >= self.places.len() && !keywords.places.is_empty() {
            self.places.clone_from(&keywords.places);
        }
        self.ends |= keywords.ends;
    }
}
