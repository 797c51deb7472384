//! Server-sent events: what a Media Type Object describes of each.
//!
//! An event is an object with `data`, `event`, `id` and `retry`. Its `data` is a string in the stream and, where
//! `contentMediaType` says that the string is JSON, of the type of its `contentSchema` in the client.

use super::Lowering;
use super::media_type::is_json;
use crate::ir::{Additional, EventShape, JsonType, Object, Place, TypeKind, TypeRef};
use crate::resolve::Node;
use std::collections::BTreeSet;

/// How many unions within unions are searched for what an event is.
const DEEPEST: usize = 16;

const FIELDS: [&str; 5] = ["data", "event", "id", "retry", "comment"];

/// What the data of an event is by its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Data {
    Text,
    Json,
    /// Nothing is said, or that it is one of several.
    Unsaid,
}

impl<'d> Lowering<'_, 'd> {
    pub(super) fn event_shape(&mut self, node: &Node<'d>) -> EventShape {
        let schemas = self.event_schemas(node);
        let schema = match schemas.as_slice() {
            [] => return EventShape::Unsaid,
            [schema] => schema,
            [..] => return EventShape::Json,
        };
        if self.is_event(schema, 0) {
            return whole(&self.data_of_events(schema, 0));
        }
        if self.json_content(schema).is_some() {
            return EventShape::Json;
        }
        let merged = self.merge_schema(schema);
        match merged.single_type() {
            Some(JsonType::String) => EventShape::Text,
            None if merged.alternatives.is_empty() => EventShape::Unsaid,
            Some(_) | None => EventShape::Json,
        }
    }

    /// The type of each event, or of its data.
    pub(super) fn event_body(&mut self, node: &Node<'d>, place: Place) -> TypeRef {
        match self.event_schemas(node).as_slice() {
            [] => self.plain_type(&node.origin, place, TypeKind::Any),
            [schema] => self.lower_event(schema, place, 0),
            schemas => self.lower_all_of(schemas, place),
        }
    }

    /// The schemas that hold together of each event: the `itemSchema` of 3.2, or else the schema, or its elements when it
    /// describes the whole body as a list of them.
    fn event_schemas(&mut self, node: &Node<'d>) -> Vec<Node<'d>> {
        let Some(schema) = node.get("itemSchema").or_else(|| node.get("schema")) else { return Vec::new() };
        self.elements(&schema).unwrap_or_else(|| vec![schema])
    }

    /// An event whose data is a string of JSON is a type of its own, in which the data is what the string holds: elsewhere
    /// the same schema describes the string.
    fn lower_event(&mut self, schema: &Node<'d>, place: Place, depth: usize) -> TypeRef {
        if let Some(content) = self.json_content(schema) {
            return self.lower_schema(&content, place);
        }
        if depth > DEEPEST || !self.is_event(schema, 0) || !self.holds_json_content(schema, 0) {
            return self.lower_schema(schema, place);
        }
        let merged = self.merge_schema(schema);
        let held = self.plain_type(&merged.origin, place, TypeKind::Any);
        let kind = if let [alternatives] = merged.alternatives.as_slice() {
            let (variants, _) = self.split_null(alternatives);
            let variant = |(index, variant): (usize, &Node<'d>)| {
                let value = self.lower_event(variant, Place::Variant { owner: held.id, index }, depth + 1);
                (variant.origin.clone(), value, self.component_of(variant))
            };
            let variants = variants.iter().enumerate().map(variant).collect();
            self.union_of(held.id, variants, None)
        } else {
            let property = |(name, nodes): (&&str, &Vec<Node<'d>>)| {
                let content = nodes.last().filter(|_| *name == "data").and_then(|data| self.json_content(data));
                let nodes = content.map_or_else(|| nodes.clone(), |content| vec![content]);
                self.lower_property(held.id, name, &nodes, merged.required.contains_key(*name))
            };
            let properties = merged.properties.iter().map(property).collect();
            TypeKind::Object(Object { properties, additional: Additional::Any })
        };
        if let Some(def) = self.schemas.types.0.get_mut(held.id.0) {
            def.kind = kind;
            def.description.clone_from(&merged.description);
        }
        held
    }

    /// Whether a schema describes an event and not its data: an object of nothing but an event's fields, or several of
    /// them.
    fn is_event(&mut self, schema: &Node<'d>, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let merged = self.merge_schema(schema);
        if let ([alternatives], true) = (merged.alternatives.as_slice(), merged.properties.is_empty()) {
            let (variants, _) = self.split_null(alternatives);
            return !variants.is_empty() && variants.iter().all(|variant| self.is_event(variant, depth + 1));
        }
        let Some(data) = merged.properties.get("data") else { return false };
        let is_event = merged.properties.keys().all(|name| FIELDS.contains(name));
        is_event && (merged.properties.len() > 1 || data.last().is_some_and(|data| self.json_content(data).is_some()))
    }

    /// Whether the data of an event, or of one of several, is a string of described JSON.
    fn holds_json_content(&mut self, schema: &Node<'d>, depth: usize) -> bool {
        let merged = self.merge_schema(schema);
        match (merged.alternatives.as_slice(), merged.properties.get("data")) {
            ([alternatives], _) if depth <= DEEPEST => {
                let (variants, _) = self.split_null(alternatives);
                variants.iter().any(|variant| self.holds_json_content(variant, depth + 1))
            }
            (_, Some(data)) => data.last().is_some_and(|data| self.json_content(data).is_some()),
            (_, None) => false,
        }
    }

    /// What the data of the events is that a schema describes.
    fn data_of_events(&mut self, schema: &Node<'d>, depth: usize) -> BTreeSet<Data> {
        let merged = self.merge_schema(schema);
        match (merged.alternatives.as_slice(), merged.properties.get("data")) {
            ([alternatives], None) if depth <= DEEPEST => {
                let (variants, _) = self.split_null(alternatives);
                variants.iter().flat_map(|variant| self.data_of_events(variant, depth + 1)).collect()
            }
            (_, Some(data)) => data.last().map(|data| self.data(data)).into_iter().collect(),
            (_, None) => BTreeSet::from([Data::Unsaid]),
        }
    }

    fn data(&mut self, schema: &Node<'d>) -> Data {
        if self.json_content(schema).is_some() {
            return Data::Json;
        }
        match self.merge_schema(schema).single_type() {
            Some(JsonType::String) => Data::Text,
            Some(_) => Data::Json,
            None => Data::Unsaid,
        }
    }

    /// The schema of the JSON that a string holds.
    fn json_content(&mut self, schema: &Node<'d>) -> Option<Node<'d>> {
        let merged = self.merge_schema(schema);
        let is_json = merged.content.media_type.as_deref().is_some_and(is_json);
        merged.content.schema.clone().filter(|_| is_json && merged.single_type() == Some(JsonType::String))
    }
}

/// How events are read as a whole whose data is one of these.
fn whole(data: &BTreeSet<Data>) -> EventShape {
    match (data.contains(&Data::Text), data.len()) {
        (true, 1) => EventShape::WholeText,
        (true, _) if !data.contains(&Data::Unsaid) => EventShape::WholeEither,
        (_, _) => EventShape::Whole,
    }
}
