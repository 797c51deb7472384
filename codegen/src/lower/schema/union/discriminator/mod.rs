//! The Discriminator Object: which value selects which variant.

mod property_keywords;
mod values;

use crate::diagnostics::{Code, Effect, similar};
use crate::ir::{DiscriminatorKind, JsonType, SchemaPosition, Selection};
use crate::lower::reference::Section;
use crate::lower::reference::component::section_node;
use crate::lower::schema::Schemas;
use crate::lower::schema::alternatives::VariantView;
use crate::lower::schema::draft::Tag;
use crate::lower::schema::keywords::discriminator::Discriminator;
use crate::lower::schema::merge::Merged;
use crate::pointer::Origin;
use crate::resolve::Node;
use crate::text::listed;
use indexmap::IndexMap;
use serde_json::json;
use std::collections::HashMap;
use std::path::Path;
use values::{PropertyKeywords, VariantsByValue, tags};

/// The maximal depth of nested unions that are searched for targets of a mapping.
const MAX_NESTED_UNIONS: usize = 4;

/// The extensions by which a mapped value without `/` or `#` is a file and not the key of a component.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The variants that a discriminator distinguishes.
pub(crate) struct Discriminated<'v, 'd> {
    pub(crate) discriminator: &'v Discriminator,
    pub(crate) origin: &'v Origin,
    pub(crate) views: &'v [VariantView<'d>],
    /// Which of them is the supertype of the others, and gets the remaining values.
    pub(crate) supertype: Option<usize>,
    /// Whether its mapping may name others, since it belongs to a schema that has more subtypes than these.
    pub(crate) partial: bool,
}

/// The extent to which a discriminator distinguishes the variants of a union.
pub(crate) enum DiscriminatorSelection {
    /// All of them.
    Complete(Selection),
    /// Some of them, each with its index and values: others have none.
    Partial(Vec<(usize, Tag)>),
    /// None of them.
    None,
}

impl DiscriminatorSelection {
    pub(crate) fn complete(self) -> Option<Selection> {
        match self {
            Self::Complete(selection) => Some(selection),
            Self::Partial(_) | Self::None => None,
        }
    }

    /// The values of each variant that has some.
    fn into_tags(self) -> Vec<(usize, Tag)> {
        match self {
            Self::Complete(Selection::Discriminator { property, mapping, names, kind, .. }) => {
                tags(mapping.into_iter().chain(names), &property, kind)
            }
            Self::Partial(tags) => tags,
            Self::Complete(Selection::Tests(_)) | Self::None => Vec::new(),
        }
    }
}

impl<'d> Schemas<'_, 'd> {
    /// The selection by a discriminator, as far as it distinguishes the variants. Otherwise reports.
    pub(crate) fn lower_discriminator(&mut self, discriminated: &Discriminated<'_, 'd>) -> DiscriminatorSelection {
        let &Discriminated { discriminator, origin, views, supertype, .. } = discriminated;
        let property = &discriminator.property_name;
        self.check_declared(discriminated);
        let mut others = others(views);
        let is_other = |index: usize| others.iter().any(|(_, other)| *other == index);
        let keywords = |(index, view)| {
            if is_other(index) { PropertyKeywords::default() } else { self.property_keywords(property, view) }
        };
        let keywords: Vec<PropertyKeywords> = views.iter().enumerate().map(keywords).collect();
        let (explicit, default) = self.explicit_mapping(discriminated);
        self.check_mapped_values(discriminated, &explicit, &keywords);
        let variants_by_value = VariantsByValue::find(explicit, &keywords, supertype);
        let kind = kind_of(&keywords);
        let unmapped: Vec<usize> =
            (0..views.len()).filter(|index| !variants_by_value.selects(*index) && !is_other(*index)).collect();
        let unmapped: Vec<usize> = unmapped.into_iter().filter(|index| default != Some(*index)).collect();
        let is_unnamed = |keywords: &PropertyKeywords| keywords.names.is_empty() && keywords.constants.is_none();
        if let Some(index) = unmapped.iter().find(|index| keywords.get(**index).is_some_and(is_unnamed)) {
            self.report_unnamed(discriminator, origin, &views[*index]);
            return DiscriminatorSelection::Partial(tags(
                variants_by_value.mapping.into_iter().chain(variants_by_value.names),
                property,
                kind,
            ));
        }
        if variants_by_value.mapping.is_empty() {
            self.report_shared_values(discriminator, origin);
            return DiscriminatorSelection::None;
        }
        for index in unmapped.into_iter().filter(|index| supertype != Some(*index)) {
            self.report_unreachable(discriminator, origin, &views[index]);
        }
        self.report_similar_names(discriminated, &variants_by_value);
        let VariantsByValue { mapping, names, .. } = variants_by_value;
        others.extend(default.map(|index| (JsonType::Object, index)));
        DiscriminatorSelection::Complete(Selection::Discriminator {
            property: property.clone(),
            mapping,
            names,
            kind,
            others,
        })
    }

    /// The selection by the discriminators of schemas that variants include by `allOf`: of one that all of them include,
    /// or for those that share one with others.
    pub(crate) fn lower_inherited_discriminator(&mut self, views: &[VariantView<'d>]) -> DiscriminatorSelection {
        let mut families: IndexMap<&Origin, (&Discriminator, Vec<usize>)> = IndexMap::new();
        for (index, view) in views.iter().enumerate().filter(|(_, view)| view.node.reference().is_some()) {
            if let Some((discriminator, origin)) = &view.merged.inherited {
                families.entry(origin).or_insert((discriminator, Vec::new())).1.push(index);
            }
        }
        let mut selected = Vec::new();
        for (origin, (discriminator, members)) in families {
            let family: Vec<VariantView<'d>> = members.iter().filter_map(|index| views.get(*index)).cloned().collect();
            let discriminated = Discriminated { discriminator, origin, views: &family, supertype: None, partial: true };
            if family.len() == views.len() {
                return self.lower_discriminator(&discriminated);
            }
            if family.len() > 1 {
                let tags = self.lower_discriminator(&discriminated).into_tags();
                selected.extend(tags.into_iter().filter_map(|(member, tag)| Some((*members.get(member)?, tag))));
            }
        }
        if selected.is_empty() { DiscriminatorSelection::None } else { DiscriminatorSelection::Partial(selected) }
    }

    /// Reports a mapping without effect: it is for the variants of a union, or the subtypes of a supertype.
    pub(crate) fn check_discriminator(&mut self, merged: &Merged<'d>) {
        let Some((discriminator, origin)) = &merged.discriminator else { return };
        if discriminator.mapping.is_empty() || origin.parent() != merged.origin || !merged.subtypes.is_empty() {
            return;
        }
        let message = "this discriminator is not used: it has no variants";
        let diagnostic = self.diagnostics.warning(Code::InvalidDiscriminator, origin, message).at_key().skipped();
        diagnostic.help("list the variants under `oneOf`, or let each include this schema with `allOf`");
    }

    /// An undeclared property is sent and read anyway, but may be a misspelling.
    fn check_declared(&mut self, discriminated: &Discriminated<'_, 'd>) {
        let property = discriminated.discriminator.property_name.as_str();
        let objects = discriminated.views.iter().map(|view| &view.merged.properties);
        let known: Vec<String> = objects.clone().flat_map(|known| known.keys()).map(|&key| key.to_owned()).collect();
        if objects.clone().any(IndexMap::is_empty) || known.iter().any(|known| known == property) {
            return;
        }
        let at = discriminated.origin.key("propertyName");
        let message = format!("no variant declares the property `{property}`");
        if let Some(suggestion) = similar(property, known) {
            let diagnostic = self.diagnostics.mistake(Code::InvalidDiscriminator, &at, message);
            diagnostic.help(format!("did you mean `{suggestion}`?"));
            diagnostic.fix(discriminated.origin, json!({ "propertyName": suggestion }));
        } else if self.version.is_2_0() {
            let message = format!("the discriminator `{property}` is not declared under `properties`");
            let at = discriminated.origin;
            let diagnostic = self.diagnostics.mistake(Code::InvalidDiscriminator, at, message);
            diagnostic
                .help(format!("declare it, as in `{property}: {{ type: string }}`, or write the name of a property"));
        } else {
            let diagnostic = self.diagnostics.note(Code::InvalidDiscriminator, &at, message);
            diagnostic.help(format!("declare it in each variant: `{property}: {{ type: string }}`"));
        }
    }

    /// The variants in the `mapping`, and the one of `defaultMapping`.
    fn explicit_mapping(&mut self, discriminated: &Discriminated<'_, 'd>) -> (Vec<(String, usize)>, Option<usize>) {
        let Discriminated { discriminator, origin, .. } = discriminated;
        let origins = self.origins(discriminated.views);
        let mut mapping = Vec::new();
        for (value, target) in &discriminator.mapping {
            let at = origin.key("mapping").key(value);
            let index = self.target(discriminated, &origins, &at, (value, target));
            mapping.extend(index.map(|index| (value.clone(), index)));
        }
        let default = discriminator.default_mapping.as_ref().and_then(|target| {
            self.target(discriminated, &origins, &origin.key("defaultMapping"), ("defaultMapping", target))
        });
        (mapping, default)
    }

    /// Reports mapped values that their variant does not allow. They select it all the same: services send them.
    fn check_mapped_values(
        &mut self,
        discriminated: &Discriminated<'_, 'd>,
        mapping: &[(String, usize)],
        keywords: &[PropertyKeywords],
    ) {
        let &Discriminated { discriminator, origin, views, partial, .. } = discriminated;
        let property = &discriminator.property_name;
        for (value, index) in mapping.iter().filter(|_| !partial) {
            let (Some(view), Some(keywords)) = (views.get(*index), keywords.get(*index)) else { continue };
            let Some(allowed) =
                keywords.constants.as_ref().filter(|allowed| !allowed.is_empty() && !allowed.contains(value))
            else {
                continue;
            };
            let name = self.component_of(&view.node);
            let variant = name.unwrap_or_else(|| format!("#{}", view.node.origin.pointer));
            let message = format!("`{value}` is mapped to `{variant}`, whose `{property}` does not allow this value");
            let at = origin.key("mapping").key(value);
            let diagnostic = self.diagnostics.mistake(Code::InvalidDiscriminator, &at, message).at_key();
            diagnostic.read_as(format!("it is read as `{variant}`")).also(&view.node.origin, "the variant");
            let allowed = listed(allowed.iter().map(|value| format!("`{value}`")));
            diagnostic.help(format!("it allows {allowed}: correct the mapping or the schema"));
        }
    }

    /// The variant that a value is mapped to. An unknown one is reported.
    fn target(
        &mut self,
        discriminated: &Discriminated<'_, 'd>,
        origins: &HashMap<Origin, usize>,
        at: &Origin,
        (value, target): (&str, &str),
    ) -> Option<usize> {
        let schema = self.mapped_schema(at, target)?;
        let index = self.mapped_variant(&schema, origins, discriminated.views);
        if index.is_none() && !discriminated.partial {
            self.report_non_variant(at, value, target, discriminated.views);
        }
        index
    }

    /// The origin of each variant, and of its target: two that refer to a third are still two.
    fn origins(&mut self, views: &[VariantView<'d>]) -> HashMap<Origin, usize> {
        let mut origins = HashMap::new();
        for (index, view) in views.iter().enumerate() {
            let by_reference = view.node.reference().is_some();
            let named = if by_reference { self.step(&view.node) } else { Some(view.node.clone()) };
            if let Some(named) = named {
                origins.entry(named.origin).or_insert(index);
            }
        }
        for (index, view) in views.iter().enumerate() {
            if let Some(resolved) = self.resolve_use(&view.node, SchemaPosition::SharedPart(String::new())) {
                origins.entry(resolved.node.origin).or_insert(index);
            }
        }
        origins
    }

    fn mapped_variant(
        &mut self,
        schema: &Node<'d>,
        origins: &HashMap<Origin, usize>,
        views: &[VariantView<'d>],
    ) -> Option<usize> {
        if let Some(index) = origins.get(&schema.origin) {
            return Some(*index);
        }
        let end = self.resolve_use(schema, SchemaPosition::SharedPart(String::new()))?.node.origin;
        let index = origins.get(&end).copied();
        index.or_else(|| views.iter().position(|view| self.leads_to(&view.node, &end, 0)))
    }

    /// The target of a mapping: a component by its key, or any schema by a reference.
    fn mapped_schema(&mut self, at: &Origin, target: &str) -> Option<Node<'d>> {
        if let Some(node) = self.named_without_hash(at, target) {
            return Some(node);
        }
        let is_file = |target: &str| {
            Path::new(target).extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
        };
        let is_reference = target.contains(['/', '#']) || is_file(target);
        let key = target.replace('~', "~0").replace('/', "~1");
        // It may be a key; that it names no component is not a mistake.
        let by_key = self.resolver.named_if_any(&format!("#{}/{key}", self.section_path(Section::Schemas)), at);
        match by_key {
            Some(node) => Some(node),
            None if is_reference => {
                let (reported, resolver) = (self.diagnostics.list().len(), self.resolver);
                let node = resolver.named(target, at, self.diagnostics);
                if node.is_none() {
                    self.diagnostics.cost(reported, Effect::Skipped);
                }
                node
            }
            None => self.component_named(target).or_else(|| self.report_unknown_key(at, target)),
        }
    }

    /// The target of a reference that lacks its `#`.
    fn named_without_hash(&mut self, at: &Origin, target: &str) -> Option<Node<'d>> {
        let node = target.strip_prefix('/').and_then(|_| self.resolver.named_if_any(&format!("#{target}"), at))?;
        let message = format!("`{target}` is the path of a file");
        let diagnostic = self.diagnostics.mistake(Code::InvalidDiscriminator, at, message);
        diagnostic.read_as(format!("it is read as `#{target}`")).help(format!("write `'#{target}'`"));
        Some(node)
    }

    fn report_unknown_key(&mut self, at: &Origin, target: &str) -> Option<Node<'d>> {
        let message = format!("unknown schema component `{target}`");
        let keys = self.component_keys();
        let diagnostic = self.diagnostics.mistake(Code::InvalidDiscriminator, at, message).skipped();
        match similar(target, keys) {
            Some(suggestion) => {
                let diagnostic = diagnostic.help(format!("did you mean `{suggestion}`?"));
                diagnostic.fix(&at.parent(), json!({ at.pointer.last().unwrap_or_default(): suggestion }))
            }
            None => diagnostic
                .help("write the key of a schema component, or a reference such as `#/components/schemas/Pet`"),
        };
        None
    }

    fn component_keys(&self) -> Vec<String> {
        let root = self.resolver.root();
        let schemas = section_node(&root, Section::Schemas);
        schemas.iter().flat_map(Node::entries).map(|(key, _)| key.to_owned()).collect()
    }

    /// Whether a variant is a schema, or a union that has it among its own variants.
    fn leads_to(&mut self, variant: &Node<'d>, schema: &Origin, depth: usize) -> bool {
        let Some(resolved) = self.resolve_use(variant, SchemaPosition::SharedPart(String::new())) else { return false };
        if resolved.node.origin == *schema {
            return true;
        }
        let Some(keywords) = self.keywords(&resolved.node).filter(|_| depth < MAX_NESTED_UNIONS) else { return false };
        let mut inner = keywords.alternatives.iter().flat_map(|alternatives| &alternatives.variants);
        inner.any(|variant| self.leads_to(variant, schema, depth + 1))
    }

    fn report_unnamed(&mut self, discriminator: &Discriminator, origin: &Origin, view: &VariantView<'d>) {
        if view.node.has_misspelled("$ref") {
            return;
        }
        let property = &discriminator.property_name;
        let message =
            format!("no value of `{property}` maps to this variant: it is recognized by its other properties");
        self.diagnostics
            .warning(Code::InvalidDiscriminator, &view.node.origin, message)
            .also(origin, "the discriminator")
            .help(format!("make the variant a component, or list its value in an `enum` of `{property}`"));
    }

    /// A supertype without values of its own is intended; a subtype without values is not.
    fn report_unreachable(&mut self, discriminator: &Discriminator, origin: &Origin, view: &VariantView<'d>) {
        let property = &discriminator.property_name;
        let message = format!("unreachable variant: every value of `{property}` maps elsewhere");
        let alternative = if self.version.is_2_0() {
            "write it in the definition, as `x-ms-discriminator-value: …`"
        } else {
            "in the discriminator's `mapping`"
        };
        self.diagnostics
            .warning(Code::InvalidDiscriminator, &view.node.origin, message)
            .skipped()
            .also(origin, "the discriminator")
            .help(format!("list its value in an `enum` of its own `{property}`, or {alternative}"));
    }

    fn report_shared_values(&mut self, discriminator: &Discriminator, origin: &Origin) {
        let property = &discriminator.property_name;
        let message = format!("several variants share the values of `{property}`: the discriminator is not used");
        let help = if self.version.is_2_0() {
            "write the value of each in its definition, as `x-ms-discriminator-value: …`"
        } else {
            "add a `mapping` from values to variants"
        };
        self.diagnostics.warning(Code::InvalidDiscriminator, origin, message).at_key().skipped().help(help);
    }

    /// Reports values that were matched to similar names, which is strictly a guess.
    fn report_similar_names(&mut self, discriminated: &Discriminated<'_, 'd>, variants_by_value: &VariantsByValue) {
        for (value, index) in &variants_by_value.similar_names {
            let Some(view) = discriminated.views.get(*index) else { continue };
            let Some(name) = self.component_of(&view.node) else { continue };
            let property = &discriminated.discriminator.property_name;
            let message = format!("`{value}` of `{property}` is assumed to mean `{name}`, whose name is similar");
            let is_2_0 = self.version.is_2_0();
            let warning = self.diagnostics.warning(Code::InvalidDiscriminator, discriminated.origin, message).at_key();
            if is_2_0 {
                warning.help(format!("write `x-ms-discriminator-value: {value}` in `{name}`"));
            } else {
                let mapping = json!({ "mapping": { value: name } });
                warning.help(format!("write `mapping: {{ {value}: {name} }}`")).fix(discriminated.origin, mapping);
            }
        }
    }

    fn report_non_variant(&mut self, at: &Origin, text: &str, target: &str, views: &[VariantView<'d>]) {
        if views.iter().any(|view| view.node.has_misspelled("$ref")) {
            return;
        }
        let names: Vec<String> = views.iter().filter_map(|view| self.component_of(&view.node)).collect();
        let message = format!("`{text}` is mapped to `{target}`, which is not a variant");
        let diagnostic = self.diagnostics.mistake(Code::InvalidDiscriminator, at, message).skipped();
        diagnostic.help("add it to `oneOf`, or remove the entry");
        if !names.is_empty() {
            diagnostic.help(format!("the variants are {}", listed(names.iter().map(|name| format!("`{name}`")))));
        }
    }
}

/// The variants that are not objects, by their JSON types; empty if these do not distinguish them.
fn others(views: &[VariantView<'_>]) -> Vec<(JsonType, usize)> {
    let types = |view: &VariantView<'_>| {
        let types = view.merged.types().filter(|_| view.merged.alternatives.is_empty());
        types.filter(|types| !types.contains(&JsonType::Object)).map(<[_]>::to_vec).unwrap_or_default()
    };
    let each = views.iter().enumerate();
    let others: Vec<(JsonType, usize)> =
        each.flat_map(|(index, view)| types(view).into_iter().map(move |json_type| (json_type, index))).collect();
    let mut known = HashMap::new();
    let is_distinguished = |(json_type, index): &(JsonType, usize)| {
        // An integer is a number too.
        let json_type = if *json_type == JsonType::Integer { JsonType::Number } else { *json_type };
        known.insert(json_type, *index).is_none_or(|other| other == *index)
    };
    if others.iter().all(is_distinguished) { others } else { Vec::new() }
}

fn kind_of(keywords: &[PropertyKeywords]) -> DiscriminatorKind {
    match (keywords.iter().any(|keywords| keywords.strings), keywords.iter().any(|keywords| keywords.bare)) {
        (true, false) => DiscriminatorKind::Strings,
        (false, true) => DiscriminatorKind::NumbersAndBooleans,
        (true, true) | (false, false) => DiscriminatorKind::Both,
    }
}
