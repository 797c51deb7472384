//! Objects with their properties, maps and arrays.

use super::keywords::{AdditionalKeyword, Keywords, examples};
use super::merge::Merged;
use crate::diagnostics::{Code, similar};
use crate::ir::{Additional, LONGEST_TUPLE, Object, Property, SchemaPosition, TypeId};
use crate::lower::read::value::scalar_text;
use crate::lower::schema::Schemas;
use crate::lower::schema::draft::TypeKind;
use crate::resolve::Node;
use serde_json::Value;

/// Objects with this many properties count as large, and their total number of properties is limited.
const MANY_PROPERTIES: usize = 200;
const MAX_PROPERTIES_IN_WIDE_OBJECTS: usize = 250_000;

/// Keywords at the use of a schema, rather than in the schema.
#[derive(Debug, Clone, Default)]
pub(crate) struct UseSite {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) default: Option<Value>,
    examples: Vec<Value>,
    deprecated: bool,
    /// These two apply wherever they occur on the way.
    read_only: bool,
    write_only: bool,
}

impl UseSite {
    /// Reads the keywords of a schema on the way.
    pub(crate) fn read(&mut self, keywords: &Keywords<'_>, by_reference: bool) {
        self.read_only |= keywords.read_only;
        self.write_only |= keywords.write_only;
        if !by_reference {
            self.title = self.title.take().or_else(|| keywords.title.clone());
            self.description = self.description.take().or_else(|| keywords.description.clone());
            self.default = self.default.take().or_else(|| keywords.default.as_ref().map(|node| node.value.clone()));
            self.add_examples(&keywords.examples);
            self.deprecated |= keywords.deprecated;
        }
    }

    /// Reads keywords next to `$ref`: 3.0 ignores them, but these are harmless and describe this use.
    pub(crate) fn read_reference(&mut self, node: &Node<'_>, by_reference: bool) {
        if !by_reference {
            let text = node.get("description").and_then(|node| scalar_text(node.value));
            self.description = self.description.take().or(text.filter(|text| !text.trim().is_empty()));
            self.default = self.default.take().or_else(|| node.get("default").map(|node| node.value.clone()));
            self.add_examples(&examples(node));
            self.deprecated |= is_true(node, "deprecated");
        }
        self.read_only |= is_true(node, "readOnly");
        self.write_only |= is_true(node, "writeOnly");
    }

    fn add_examples(&mut self, examples: &[&Value]) {
        if self.examples.is_empty() {
            self.examples = examples.iter().copied().cloned().collect();
        }
    }

    /// Both, the others first.
    pub(crate) fn add(&mut self, other: Self) {
        self.title = other.title.or(self.title.take());
        self.description = other.description.or(self.description.take());
        self.default = other.default.or(self.default.take());
        if !other.examples.is_empty() {
            self.examples = other.examples;
        }
        self.deprecated |= other.deprecated;
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
    }
}

pub(crate) fn is_true(node: &Node<'_>, key: &str) -> bool {
    node.get(key).is_some_and(|node| node.value == &Value::Bool(true))
}

impl<'d> Schemas<'_, 'd> {
    /// `type: array`.
    pub(crate) fn lower_array(&mut self, id: TypeId, merged: &Merged<'d>) -> TypeKind {
        let position = SchemaPosition::Items { owner: id };
        if !merged.prefix_items.is_empty() {
            return self.lower_prefix_items(id, merged);
        }
        if merged.items.is_empty() {
            if !self.version.since_3_1() {
                let message = "an array without `items`: its elements are read as any JSON value";
                let diagnostic = self.diagnostics.warning(Code::Fallback, &merged.origin, message).fallback();
                diagnostic.help("add `items` with the schema of the elements");
            }
            return TypeKind::Array(self.plain_type(&merged.origin, position, TypeKind::Any));
        }
        TypeKind::Array(self.lower_all_of(&merged.items, position))
    }

    /// `prefixItems`. A list of fixed length is a tuple; a shorter or longer one has elements of one type, if all of
    /// them are equal.
    fn lower_prefix_items(&mut self, id: TypeId, merged: &Merged<'d>) -> TypeKind {
        let count = merged.prefix_items.len() as u64;
        let limits = &merged.limits.constraints;
        let all = limits.min_items.is_none_or(|least| least >= count);
        let no_more = merged.ends || limits.max_items.is_some_and(|most| most <= count);
        let position = SchemaPosition::Items { owner: id };
        if all && no_more && merged.prefix_items.len() <= LONGEST_TUPLE {
            let element = |(index, node): (usize, &Node<'d>)| {
                self.lower_schema(node, SchemaPosition::Element { owner: id, index })
            };
            return TypeKind::Tuple(merged.prefix_items.iter().enumerate().map(element).collect());
        }
        let elements: Vec<&Node<'d>> = merged.prefix_items.iter().chain(&merged.items).collect();
        if let [first, rest @ ..] = elements.as_slice()
            && rest.iter().all(|node| node.value == first.value)
            && (no_more || !merged.items.is_empty())
        {
            return TypeKind::Array(self.lower_schema(first, position));
        }
        self.report_prefix_items(merged, count);
        TypeKind::Array(self.plain_type(&merged.origin, position, TypeKind::Any))
    }

    /// Libraries write bare `prefixItems` for tuples of their languages, which users cannot change, so that is only a
    /// note.
    fn report_prefix_items(&mut self, merged: &Merged<'d>, count: u64) {
        let fixed = match count {
            1 => "if it always has 1 element, add `minItems: 1` and `maxItems: 1`".to_owned(),
            _ => format!("if it always has {count} elements, add `minItems: {count}` and `maxItems: {count}`"),
        };
        let items = merged.origin.key("items");
        if self.resolver.document().node(&items).is_some_and(Value::is_array) {
            let message =
                "`items` is one schema for all elements, not an array: the elements are read as any JSON value";
            let since_3_1 = self.version.since_3_1();
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &items, message).fallback();
            if count == 1 {
                diagnostic.help("write the schema without the `- ` or the brackets around it");
            }
            if since_3_1 {
                diagnostic.help(format!("for a schema for each position, write `prefixItems`; {fixed}"));
            } else if count > 1 {
                diagnostic.help(format!(
                    "if each element may be of any of these schemas, write `items: {{ oneOf: … }}`; {fixed}"
                ));
            }
            return;
        }
        let message = "the length of this array is not fixed: its elements are read as any JSON value";
        let limits = &merged.limits.constraints;
        let is_bare = merged.items.is_empty() && limits.min_items.is_none() && limits.max_items.is_none();
        let diagnostic = if is_bare {
            self.diagnostics.note(Code::Fallback, &merged.origin, message)
        } else {
            self.diagnostics.warning(Code::Fallback, &merged.origin, message)
        };
        diagnostic.fallback().help(fixed);
    }

    /// `type: object`: with properties an object, without a map.
    pub(crate) fn lower_object(&mut self, id: TypeId, merged: &Merged<'d>) -> TypeKind {
        if self.is_too_wide(merged) {
            let position = SchemaPosition::Values { owner: id };
            return TypeKind::Map(self.plain_type(&merged.origin, position, TypeKind::Any));
        }
        let properties: Vec<Property> = {
            let properties = merged.properties.iter();
            let property = |(name, nodes): (&&str, &Vec<Node<'d>>)| {
                self.lower_property(id, name, nodes, merged.required.contains_key(*name))
            };
            properties.map(property).collect()
        };
        self.check_required(merged);
        let position = SchemaPosition::Values { owner: id };
        let additional = match &merged.additional {
            None | Some(AdditionalKeyword::Any) => Additional::Any,
            Some(AdditionalKeyword::Forbidden) => Additional::Forbidden,
            Some(AdditionalKeyword::Schema(node)) => Additional::Typed(self.lower_schema(node, position.clone())),
        };
        match (properties.is_empty(), additional) {
            (true, Additional::Any) => TypeKind::Map(self.plain_type(&merged.origin, position, TypeKind::Any)),
            (true, Additional::Typed(value)) => TypeKind::Map(value),
            (true, Additional::Forbidden) | (false, _) => TypeKind::Object(Object { properties, additional }),
        }
    }

    /// Every link of a long chain of `allOf` has the properties of all previous links: the output grows with the square
    /// of the chain.
    fn is_too_wide(&mut self, merged: &Merged<'d>) -> bool {
        if merged.properties.len() < MANY_PROPERTIES {
            return false;
        }
        self.wide_properties += merged.properties.len();
        let is_too_wide = self.wide_properties > MAX_PROPERTIES_IN_WIDE_OBJECTS;
        if is_too_wide {
            let message = "too many properties, including inherited ones: they are kept as JSON values";
            let diagnostic = self.diagnostics.warning(Code::Fallback, &merged.origin, message).fallback();
            diagnostic.help("make the inherited object a property instead of including it with `allOf`");
        }
        is_too_wide
    }

    pub(crate) fn lower_property(&mut self, owner: TypeId, name: &str, nodes: &[Node<'d>], required: bool) -> Property {
        let position = SchemaPosition::Property { owner, name: name.to_owned() };
        let mut words = UseSite::default();
        for node in nodes {
            words.add(self.resolve_use(node, position.clone()).map(|resolved| resolved.words).unwrap_or_default());
        }
        let origin = nodes.last().map(|node| node.origin.clone()).unwrap_or_default();
        if words.read_only && words.write_only {
            let message = format!("`{name}` is both `readOnly` and `writeOnly`: it is neither sent nor received");
            let key = origin.key("writeOnly");
            let is_written = self.resolver.document().node(&key).is_some();
            let at = if is_written { &key } else { &origin };
            let diagnostic = self.diagnostics.warning(Code::Contradiction, at, message);
            if is_written {
                diagnostic.at_key();
            }
            diagnostic.skipped().help("keep the one that applies");
        }
        Property {
            origin,
            name: name.to_owned(),
            value: self.lower_all_of(nodes, position),
            required,
            description: words.description,
            default: words.default,
            examples: words.examples,
            deprecated: words.deprecated,
            read_only: words.read_only,
            write_only: words.write_only,
            known: None,
        }
    }

    /// A required key without a schema is usually a leftover of a renamed property; requiring it would fail every read.
    /// It is kept like any other additional property.
    fn check_required(&mut self, merged: &Merged<'d>) {
        for (name, origin) in &merged.required {
            if merged.properties.contains_key(name.as_str()) || !self.undescribed.insert(origin.clone()) {
                continue;
            }
            let message = format!("`required` lists `{name}`, which is not declared under `properties`: it is ignored");
            let diagnostic = self.diagnostics.warning(Code::UnknownProperty, origin, message).skipped();
            let optional = merged.properties.keys().filter(|key| !merged.required.contains_key(**key));
            match similar(name, optional.map(|key| (*key).to_owned())) {
                Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
                None => diagnostic.help(format!("declare `{name}` under `properties`, or remove it from `required`")),
            };
        }
    }
}
