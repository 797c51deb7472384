//! Server-sent events: the description of an event in a Media Type Object.
//!
//! An event is an object with `data`, `event`, `id` and `retry`. Its `data` is a string in the stream. If its
//! `contentMediaType` is JSON, it has the type of its `contentSchema` in the client.

use crate::ir::{Additional, EventShape, JsonType, Object, Place, TypeRef};
use crate::lower::operation::Operations;
use crate::lower::read::media_type::is_json;
use crate::lower::schema::draft::{Told, TypeKind, union_of};
use crate::resolve::Node;
use std::collections::{BTreeSet, HashSet};

const FIELDS: [&str; 5] = ["data", "event", "id", "retry", "comment"];

/// The kind of data of an event according to its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Data {
    Text,
    Json,
    /// Not stated, or one of several.
    Unspecified,
}

impl<'d> Operations<'_, 'd> {
    pub(crate) fn event_shape(&mut self, node: &Node<'d>) -> EventShape {
        let schemas = self.event_schemas(node);
        let schema = match schemas.as_slice() {
            [] => return EventShape::JsonOrText,
            [schema] => schema,
            [..] => return EventShape::Json,
        };
        let events = self.events(schema);
        if self.are_events(&events) {
            return whole(&events.iter().map(|event| self.data_of(event)).collect());
        }
        if self.json_content(schema).is_some() {
            return EventShape::Json;
        }
        let merged = self.merge_schema(schema);
        match merged.single_type() {
            Some(JsonType::String) => EventShape::Text,
            None if merged.alternatives.is_empty() => EventShape::JsonOrText,
            Some(_) | None => EventShape::Json,
        }
    }

    /// The type of each event, or of its data.
    pub(crate) fn event_body(&mut self, node: &Node<'d>, place: Place) -> TypeRef {
        match self.event_schemas(node).as_slice() {
            [] => self.plain_type(&node.origin, place, TypeKind::Any),
            [schema] => self.lower_events(schema, place),
            schemas => self.lower_all_of(schemas, place),
        }
    }

    /// The schemas that apply to each event: the `itemSchema` of 3.2, or else the schema, or its elements if it describes
    /// the whole body as a list.
    fn event_schemas(&mut self, node: &Node<'d>) -> Vec<Node<'d>> {
        let Some(schema) = node.get("itemSchema").or_else(|| node.get("schema")) else { return Vec::new() };
        self.elements(&schema).unwrap_or_else(|| vec![schema])
    }

    /// The events that a schema describes: itself, or the variants of a union and of unions inside it, without
    /// duplicates. Unions may refer to each other, and to one event in many ways.
    fn events(&mut self, schema: &Node<'d>) -> Vec<Node<'d>> {
        let (mut found, mut seen, mut open) = (Vec::new(), HashSet::new(), vec![schema.clone()]);
        while let Some(node) = open.pop() {
            let merged = self.merge_schema(&node);
            if !seen.insert(merged.origin.clone()) {
                continue;
            }
            match merged.alternatives.as_slice() {
                [alternatives] if merged.properties.is_empty() => {
                    let (variants, _) = self.split_null(alternatives);
                    open.extend(variants.into_iter().rev());
                }
                _ => found.push(node),
            }
        }
        found
    }

    fn lower_events(&mut self, schema: &Node<'d>, place: Place) -> TypeRef {
        if let Some(content) = self.json_content(schema) {
            return self.lower_schema(&content, place);
        }
        let events = self.events(schema);
        if !self.are_events(&events) || !events.iter().any(|event| self.content_of(event).is_some()) {
            return self.lower_schema(schema, place);
        }
        if let [event] = events.as_slice() {
            return self.lower_event(event, place);
        }
        let merged = self.merge_schema(schema);
        let held = self.plain_type(&merged.origin, place, TypeKind::Any);
        let variant = |(index, event): (usize, &Node<'d>)| {
            let value = self.lower_event(event, Place::Variant { owner: held.id, index });
            (event.origin.clone(), value, self.component_of(event))
        };
        let variants = events.iter().enumerate().map(variant).collect();
        let union = union_of(variants, Told::ByTests(None));
        self.describe(held, union, merged.description.as_ref());
        held
    }

    /// An event with a JSON string as data gets a type of its own, with the decoded data: elsewhere the same schema
    /// describes the string.
    fn lower_event(&mut self, event: &Node<'d>, place: Place) -> TypeRef {
        let Some(content) = self.content_of(event) else { return self.lower_schema(event, place) };
        let merged = self.merge_schema(event);
        let held = self.plain_type(&merged.origin, place, TypeKind::Any);
        let property = |(name, nodes): (&&str, &Vec<Node<'d>>)| {
            let nodes = if *name == "data" { vec![content.clone()] } else { nodes.clone() };
            self.lower_property(held.id, name, &nodes, merged.required.contains_key(*name))
        };
        let properties = merged.properties.iter().map(property).collect();
        let object = TypeKind::Object(Object { properties, additional: Additional::Any });
        self.describe(held, object, merged.description.as_ref());
        held
    }

    fn describe(&mut self, held: TypeRef, kind: TypeKind, description: Option<&String>) {
        if let Some(def) = self.schemas.types.0.get_mut(held.id.0) {
            def.kind = kind;
            def.description = description.cloned();
        }
    }

    /// Whether schemas describe events and not their data: objects that have only fields of events.
    fn are_events(&mut self, schemas: &[Node<'d>]) -> bool {
        !schemas.is_empty() && schemas.iter().all(|schema| self.is_event(schema))
    }

    fn is_event(&mut self, schema: &Node<'d>) -> bool {
        let merged = self.merge_schema(schema);
        let Some(data) = merged.properties.get("data") else { return false };
        let is_event = merged.properties.keys().all(|name| FIELDS.contains(name));
        is_event && (merged.properties.len() > 1 || data.last().is_some_and(|data| self.json_content(data).is_some()))
    }

    /// The schema of the JSON in the data of an event.
    fn content_of(&mut self, event: &Node<'d>) -> Option<Node<'d>> {
        let merged = self.merge_schema(event);
        let data = merged.properties.get("data")?.last()?;
        self.json_content(data)
    }

    /// The type of the data of an event.
    fn data_of(&mut self, event: &Node<'d>) -> Data {
        let merged = self.merge_schema(event);
        let data = merged.properties.get("data").and_then(|nodes| nodes.last());
        data.map_or(Data::Unspecified, |data| self.data(data))
    }

    fn data(&mut self, schema: &Node<'d>) -> Data {
        if self.json_content(schema).is_some() {
            return Data::Json;
        }
        match self.merge_schema(schema).single_type() {
            Some(JsonType::String) => Data::Text,
            Some(_) => Data::Json,
            None => Data::Unspecified,
        }
    }

    /// The schema of the JSON that a string holds.
    fn json_content(&mut self, schema: &Node<'d>) -> Option<Node<'d>> {
        let merged = self.merge_schema(schema);
        let is_json = merged.content.media_type.as_deref().is_some_and(is_json);
        merged.content.schema.clone().filter(|_| is_json && merged.single_type() == Some(JsonType::String))
    }
}

/// The shape of events with these kinds of data.
fn whole(data: &BTreeSet<Data>) -> EventShape {
    match (data.contains(&Data::Text), data.len()) {
        (true, 1) => EventShape::EventWithText,
        (true, _) if !data.contains(&Data::Unspecified) => EventShape::EventWithTextOrJson,
        (_, _) => EventShape::Event,
    }
}
