//! Multipart bodies whose parts have no names, as in `multipart/mixed`: each has its position. Since OpenAPI 3.2.
//!
//! Their type is an object all the same, with a property for each position, so that callers have a field for each part.

use crate::diagnostics::Code;
use crate::ir::{
    Additional, BodyFormat, Example, ExampleSource, JsonType, Object, Part, PartContent, PartIdentity, Property,
    SchemaPosition, TypeRef,
};
use crate::lower::operation::Operations;
use crate::lower::read::media_type::{MediaKind, is_json, kind, type_and_subtype};
use crate::lower::schema::draft::TypeKind;
use crate::lower::schema::merge::Merged;
use crate::resolve::Node;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The keywords of positions in a Media Type Object.
pub(super) const WORDS: [&str; 3] = ["itemSchema", "prefixEncoding", "itemEncoding"];

/// The property for the parts after those with a position of their own.
const REST: &str = "parts";

/// A part, or the parts from an index on, before they are lowered.
struct Position<'d> {
    name: String,
    identity: PartIdentity,
    /// All schemas that apply.
    schemas: Vec<Node<'d>>,
    /// Its Encoding Object.
    encoding: Option<Node<'d>>,
    required: bool,
}

/// All positions of a body.
struct Positions<'d> {
    all: Vec<Position<'d>>,
    /// The limits of the number of parts without a position of their own.
    rest_limits: (Option<u64>, Option<u64>),
    additional: Additional,
    description: Option<String>,
}

impl<'d> Operations<'_, 'd> {
    /// Whether the parts of a multipart body are the elements of an array. Before 3.2 that has no meaning, unless keywords of 3.2
    /// are written.
    pub(super) fn has_positions(&mut self, media_type: &str, node: &Node<'d>) -> bool {
        let (main, sub) = type_and_subtype(media_type);
        if kind(media_type) != Some(MediaKind::Multipart)
            || (main.eq_ignore_ascii_case("multipart") && sub.eq_ignore_ascii_case("form-data"))
        {
            return false;
        }
        let is_written = WORDS.iter().any(|word| node.get(word).is_some_and(|node| !node.value.is_null()));
        if !is_written && !self.version.since_3_2() {
            return false;
        }
        let Some(schema) = node.get("schema") else { return node.get("itemSchema").is_some() };
        let merged = self.merge_schema(&schema);
        let is_described =
            node.get("itemSchema").is_some() || !merged.items.is_empty() || !merged.prefix_items.is_empty();
        matches!(merged.single_type(), Some(JsonType::Array) | None) && merged.properties.is_empty() && is_described
    }

    /// The body: how its parts are written, the object that holds them, and its examples as such objects.
    pub(super) fn lower_positions(
        &mut self,
        node: &Node<'d>,
        position: SchemaPosition,
    ) -> (BodyFormat, TypeRef, Vec<Example>) {
        let positions = self.positions(node);
        let type_ref = self.plain_type(&node.origin, position, TypeKind::Any);
        let (mut parts, mut properties) = (Vec::new(), Vec::new());
        for position in &positions.all {
            let content = self.content_at(position);
            parts.push(Part { property: position.name.clone(), identity: position.identity, content });
            properties.push(match position.identity {
                PartIdentity::From(_) => self.lower_rest(type_ref, position, positions.rest_limits),
                PartIdentity::Name | PartIdentity::Index(_) => {
                    let property =
                        self.lower_property(type_ref.id, &position.name, &position.schemas, position.required);
                    // Left out, it would change the positions of others.
                    Property { read_only: false, write_only: false, ..property }
                }
            });
        }
        if let Some(def) = self.schemas.types.0.get_mut(type_ref.id.0) {
            def.kind = TypeKind::Object(Object { properties, additional: positions.additional });
            def.description = positions.description;
        }
        let mut examples = self.lower_examples(node);
        for example in &mut examples {
            if let ExampleSource::Inline(value) = &mut example.source {
                *value = by_name(value.take(), &parts);
            }
        }
        (BodyFormat::Multipart(Some(parts)), type_ref, examples)
    }

    /// The format of a response whose parts all have one type, and the schemas of each. `None` if they are files, or differ by
    /// position.
    pub(super) fn equal_parts(&mut self, node: &Node<'d>) -> Option<(BodyFormat, Vec<Node<'d>>)> {
        let positions = self.positions(node).all;
        let [position] = positions.as_slice() else { return None };
        match (position.identity, self.content_at(position)) {
            (PartIdentity::From(_), PartContent::Value { media_type: Some(media_type) }) => {
                let is_json = is_json(&media_type);
                Some((BodyFormat::Parts { media_type, is_json }, position.schemas.clone()))
            }
            _ => None,
        }
    }

    fn positions(&mut self, node: &Node<'d>) -> Positions<'d> {
        let merged = node.get("schema").map(|schema| self.merge_schema(&schema));
        let described = merged.map(|merged| {
            let Merged { prefix_items, items, ends, limits, description, .. } = &*merged;
            (prefix_items.clone(), items.clone(), *ends, limits.constraints.clone(), description.clone())
        });
        let (prefix_items, mut rest, ends, limits, description) = described.unwrap_or_default();
        let item = node.get("itemSchema");
        rest.extend(item.clone().filter(|_| !ends));
        let encodings = self.position_encodings(node);
        let count = if rest.is_empty() { prefix_items.len() } else { prefix_items.len().max(encodings.len()) };
        self.report_encodings_beyond(&encodings, count);
        let least = limits.min_items.unwrap_or(0);
        let names = self.position_names(&prefix_items, count);
        let mut all: Vec<Position<'d>> = Vec::new();
        for (index, name) in names.into_iter().enumerate() {
            let schemas = match prefix_items.get(index) {
                Some(own) => std::iter::once(own).chain(&item).cloned().collect(),
                None => rest.clone(),
            };
            let (identity, encoding) = (PartIdentity::Index(index), encodings.get(index).cloned());
            all.push(Position { name, identity, schemas, encoding, required: (index as u64) < least });
        }
        let encoding = self.rest_encoding(node, !rest.is_empty());
        let additional = if rest.is_empty() && !ends { Additional::Any } else { Additional::Forbidden };
        if !rest.is_empty() {
            let identity = PartIdentity::From(count);
            all.push(Position { name: REST.to_owned(), identity, schemas: rest, encoding, required: true });
        }
        let without_own = |limit: u64| limit.saturating_sub(count as u64);
        let least = limits.min_items.map(without_own).filter(|least| *least > 0);
        Positions { all, rest_limits: (least, limits.max_items.map(without_own)), additional, description }
    }

    /// A name for each part with a position of its own: that of its component, its title, or `part1` and so on.
    fn position_names(&mut self, prefix_items: &[Node<'d>], count: usize) -> Vec<String> {
        let title = |schema: &Node<'d>| schema.value.get("title").and_then(Value::as_str).map(str::to_owned);
        let own: Vec<Option<String>> =
            prefix_items.iter().map(|schema| self.component_of(schema).or_else(|| title(schema))).collect();
        let mut taken: HashSet<String> = own.iter().flatten().cloned().chain([REST.to_owned()]).collect();
        let mut seen = HashSet::from([REST.to_owned(), String::new()]);
        let mut name = |index: usize| {
            let own = own.get(index).cloned().flatten().filter(|name| seen.insert(name.clone()));
            let mut numbered = (index + 1..).map(|number| format!("part{number}"));
            own.or_else(|| numbered.find(|name| taken.insert(name.clone()))).unwrap_or_default()
        };
        (0..count).map(&mut name).collect()
    }

    fn report_encodings_beyond(&mut self, encodings: &[Node<'d>], count: usize) {
        for encoding in encodings.iter().skip(count) {
            let message = format!("`prefixEncoding` describes more parts than the schema, which has {count}");
            let diagnostic = self.diagnostics.warning(Code::InapplicableKeyword, &encoding.origin, message).skipped();
            diagnostic.help("describe the part under `prefixItems`, or remove its encoding");
        }
    }

    /// `itemEncoding`.
    fn rest_encoding(&mut self, node: &Node<'d>, has_rest: bool) -> Option<Node<'d>> {
        let encoding = node.get("itemEncoding").filter(|node| !node.value.is_null())?;
        if !has_rest {
            let message = "`itemEncoding` has no meaning without `items` or `itemSchema`";
            let diagnostic = self.diagnostics.warning(Code::InapplicableKeyword, &encoding.origin, message).at_key();
            diagnostic.skipped().help("add `items` to the schema, or remove it");
        }
        Some(encoding)
    }

    /// `prefixEncoding`.
    fn position_encodings(&mut self, node: &Node<'d>) -> Vec<Node<'d>> {
        let Some(list) = node.get("prefixEncoding").filter(|node| !node.value.is_null()) else { return Vec::new() };
        if !list.value.is_array() {
            let message = "`prefixEncoding` must be an array of Encoding Objects, one for each part";
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &list.origin, message).skipped();
            diagnostic.help("write a list: `prefixEncoding: [{ contentType: application/json }]`");
        }
        list.items().collect()
    }

    /// The parts from an index on: an array.
    fn lower_rest(
        &mut self,
        owner: TypeRef,
        position: &Position<'d>,
        (min_items, max_items): (Option<u64>, Option<u64>),
    ) -> Property {
        let origin = position.schemas.last().map(|schema| schema.origin.clone()).unwrap_or_default();
        let reached = SchemaPosition::Property { owner: owner.id, name: position.name.clone() };
        let list = self.plain_type(&origin, reached, TypeKind::Any);
        let element = self.lower_all_of(&position.schemas, SchemaPosition::Items { owner: list.id });
        if let Some(def) = self.schemas.types.0.get_mut(list.id.0) {
            def.kind = TypeKind::Array(element);
            (def.constraints.min_items, def.constraints.max_items) = (min_items, max_items);
        }
        Property {
            origin,
            name: position.name.clone(),
            value: list,
            required: position.required,
            description: None,
            default: None,
            examples: Vec::new(),
            deprecated: false,
            read_only: false,
            write_only: false,
            known: None,
        }
    }

    /// How a part is written, with a media type: readers have nothing else to go by.
    fn content_at(&mut self, position: &Position<'d>) -> PartContent {
        let Position { name, schemas, .. } = position;
        if let Some(node) = &position.encoding {
            self.report_style_at(name, node);
        }
        let stated = position.encoding.as_ref().and_then(|node| self.part_media_type(name, node));
        let is_rest = matches!(position.identity, PartIdentity::From(_));
        match self.part_content(name, schemas, stated) {
            PartContent::File { media_type, .. } => PartContent::File { many: is_rest, media_type },
            PartContent::Value { media_type } => self.value_at(position, media_type, is_rest),
            encoded => encoded,
        }
    }

    fn value_at(&mut self, position: &Position<'d>, stated: Option<String>, is_rest: bool) -> PartContent {
        let json_type = position.schemas.iter().find_map(|schema| self.merge_schema(schema).single_type());
        let is_text = matches!(
            json_type,
            Some(JsonType::String | JsonType::Boolean | JsonType::Integer | JsonType::Number | JsonType::Null)
        );
        let default = if is_text { "text/plain" } else { "application/json" };
        match stated {
            Some(media_type) if !is_text && !is_json(&media_type) => {
                let message =
                    format!("no type is generated for the part `{}` of `{media_type}`: it is a file", position.name);
                let origin = position.encoding.as_ref().map(|node| node.origin.key("contentType")).unwrap_or_default();
                let diagnostic = self.diagnostics.warning(Code::UnsupportedMediaType, &origin, message).fallback();
                diagnostic.help("use `application/json` if the service accepts it");
                PartContent::File { many: is_rest, media_type }
            }
            stated => PartContent::Value { media_type: Some(stated.unwrap_or_else(|| default.to_owned())) },
        }
    }

    /// Styles are those of names and values, which such a part does not have.
    fn report_style_at(&mut self, name: &str, node: &Node<'d>) {
        for word in ["style", "explode", "allowReserved"] {
            let Some(found) = node.get(word).filter(|found| !found.value.is_null()) else { continue };
            let message = format!("`{word}` is not supported for the part `{name}`, which has no name in the body");
            let diagnostic = self.diagnostics.warning(Code::UnsupportedKeyword, &found.origin, message).at_key();
            diagnostic.skipped().help("remove it, and write the media type of the part as `contentType`");
        }
    }
}

/// An array of parts as an object of their names.
fn by_name(value: Value, parts: &[Part]) -> Value {
    let Value::Array(elements) = value else { return value };
    let mut elements = elements.into_iter();
    let mut members = Map::new();
    for part in parts {
        match part.identity {
            PartIdentity::From(_) => {
                members.insert(part.property.clone(), elements.by_ref().collect());
            }
            PartIdentity::Name | PartIdentity::Index(_) => {
                members.extend(elements.next().map(|element| (part.property.clone(), element)));
            }
        }
    }
    Value::Object(members)
}
