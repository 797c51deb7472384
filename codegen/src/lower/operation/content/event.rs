//! Server-sent events: the description of an event in a Media Type Object.
//!
//! An event is an object with `data`, `event`, `id` and `retry`. Its `data` is a string in the stream. If its
//! `contentMediaType` is JSON, it has the type of its `contentSchema` in the client.

use crate::ir::{Additional, EventId, EventShape, JsonType, Object, SchemaPosition, TypeRef};
use crate::lower::operation::Operations;
use crate::lower::read::media_type::is_json;
use crate::lower::schema::draft::{DraftSelection, TypeKind, union_of};
use crate::lower::schema::merge::{Member, Merged, SchemaSet};
use crate::resolve::Node;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

/// The maximal depth of nested unions that are searched for the type of an id.
const MAX_NESTED_UNIONS: usize = 4;

const FIELDS: [&str; 5] = ["data", "event", "id", "retry", "comment"];

/// The kind of data of an event according to its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Data {
    Text,
    Json,
    /// Not stated, or one of several.
    Unspecified,
}

/// The schemas of one event: usually one, or a variant of a union together with the keywords beside it.
struct Event<'d> {
    /// The schema, or the variant.
    node: Node<'d>,
    set: SchemaSet<'d>,
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
            let id = self.id_of(&events);
            return whole(&events.iter().map(|event| self.data_of(event)).collect(), id);
        }
        if self.json_content(std::slice::from_ref(schema)).is_some() {
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
    pub(crate) fn event_body(&mut self, node: &Node<'d>, position: SchemaPosition) -> TypeRef {
        match self.event_schemas(node).as_slice() {
            [] => self.plain_type(&node.origin, position, TypeKind::Any),
            [schema] => self.lower_events(schema, position),
            schemas => self.lower_all_of(schemas, position),
        }
    }

    /// The schemas that apply to each event: the `itemSchema` of 3.2, or else the schema, or its elements if it describes
    /// the whole body as a list.
    fn event_schemas(&mut self, node: &Node<'d>) -> Vec<Node<'d>> {
        let Some(schema) = node.get("itemSchema").or_else(|| node.get("schema")) else { return Vec::new() };
        self.elements(&schema).unwrap_or_else(|| vec![schema])
    }

    /// The events that a schema describes: itself, or the variants of a union and of unions inside it, without
    /// duplicates, each with the keywords beside the union. Unions may refer to each other, and to one event in many ways.
    fn events(&mut self, schema: &Node<'d>) -> Vec<Event<'d>> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        let mut open: Vec<Event<'d>> = self.event_of(schema, None).into_iter().collect();
        while let Some(event) = open.pop() {
            if !seen.insert(event.set.key()) {
                continue;
            }
            let merged = self.merge(&event.set);
            let are_fields = merged.properties.keys().all(|name| FIELDS.contains(name));
            match merged.alternatives.as_slice() {
                [alternatives] if are_fields => {
                    let (variants, _) = self.split_null(alternatives);
                    let base = Some(&merged.set).filter(|_| !merged.properties.is_empty());
                    let variants = variants.iter().rev().filter_map(|variant| self.event_of(variant, base));
                    open.extend(variants.collect::<Vec<_>>());
                }
                _ => found.push(event),
            }
        }
        found
    }

    fn event_of(&mut self, node: &Node<'d>, base: Option<&SchemaSet<'d>>) -> Option<Event<'d>> {
        let target = self.resolve_use(node, SchemaPosition::SharedPart(String::new()))?.node;
        let set = base.map_or_else(|| SchemaSet::of(target.clone()), |base| base.with_variant(target.clone()));
        Some(Event { node: node.clone(), set })
    }

    fn lower_events(&mut self, schema: &Node<'d>, position: SchemaPosition) -> TypeRef {
        if let Some(content) = self.json_content(std::slice::from_ref(schema)) {
            return self.lower_schema(&content, position);
        }
        let events = self.events(schema);
        if !self.are_events(&events) || !events.iter().any(|event| self.content_of(event).is_some()) {
            return self.lower_schema(schema, position);
        }
        if let [event] = events.as_slice() {
            return self.lower_event(event, position);
        }
        let merged = self.merge_schema(schema);
        let type_ref = self.plain_type(&merged.origin, position, TypeKind::Any);
        let variant = |(index, event): (usize, &Event<'d>)| {
            let value = self.lower_event(event, SchemaPosition::Variant { owner: type_ref.id, index });
            (event.node.origin.clone(), value, self.component_of(&event.node))
        };
        let variants = events.iter().enumerate().map(variant).collect();
        let union = union_of(variants, DraftSelection::Tests(None));
        self.describe(type_ref, union, merged.description.as_ref());
        type_ref
    }

    /// An event with a JSON string as data gets a type of its own, with the decoded data: elsewhere the same schema
    /// describes the string.
    fn lower_event(&mut self, event: &Event<'d>, position: SchemaPosition) -> TypeRef {
        let Some(content) = self.content_of(event) else {
            return match event.set.members.as_slice() {
                [_] => self.lower_schema(&event.node, position),
                _ => self.reserve(&event.set, position),
            };
        };
        let merged = self.merge(&event.set);
        let type_ref = self.plain_type(&merged.origin, position, TypeKind::Any);
        let property = |(name, nodes): (&&str, &Vec<Node<'d>>)| {
            let nodes = if *name == "data" { vec![content.clone()] } else { nodes.clone() };
            self.lower_property(type_ref.id, name, &nodes, merged.required.contains_key(*name))
        };
        let properties = merged.properties.iter().map(property).collect();
        let object = TypeKind::Object(Object { properties, additional: Additional::Any });
        self.describe(type_ref, object, merged.description.as_ref());
        type_ref
    }

    fn describe(&mut self, type_ref: TypeRef, kind: TypeKind, description: Option<&String>) {
        if let Some(def) = self.schemas.types.0.get_mut(type_ref.id.0) {
            def.kind = kind;
            def.description = description.cloned();
        }
    }

    /// Whether schemas describe events and not their data: objects that have only fields of events.
    fn are_events(&mut self, events: &[Event<'d>]) -> bool {
        !events.is_empty() && events.iter().all(|event| self.is_event(event))
    }

    fn is_event(&mut self, event: &Event<'d>) -> bool {
        let merged = self.merge(&event.set);
        let Some(data) = merged.properties.get("data") else { return false };
        let is_event = merged.properties.keys().all(|name| FIELDS.contains(name));
        is_event && (merged.properties.len() > 1 || self.json_content(data).is_some())
    }

    /// The schema of the JSON in the data of an event.
    fn content_of(&mut self, event: &Event<'d>) -> Option<Node<'d>> {
        let merged = self.merge(&event.set);
        self.json_content(merged.properties.get("data")?)
    }

    /// The type of the data of an event.
    fn data_of(&mut self, event: &Event<'d>) -> Data {
        let merged = self.merge(&event.set);
        merged.properties.get("data").map_or(Data::Unspecified, |data| self.data(data))
    }

    /// The type of the ids of events, of those that describe one. An id that may be a string is one.
    fn id_of(&mut self, events: &[Event<'d>]) -> EventId {
        let (mut text, mut integer) = (false, false);
        for event in events {
            let merged = self.merge(&event.set);
            let Some(id) = merged.properties.get("id") else { continue };
            let is_integer = self.is_integer(id, 0);
            integer |= is_integer;
            text |= !is_integer;
        }
        match (text, integer) {
            (false, true) => EventId::Integer,
            (true, true) => EventId::TextOrInteger,
            (_, false) => EventId::Text,
        }
    }

    /// Whether schemas allow integers and no strings.
    fn is_integer(&mut self, schemas: &[Node<'d>], depth: usize) -> bool {
        let merged = self.merge_all(schemas);
        if let Some(types) = merged.types() {
            let is_number = |json_type: &JsonType| matches!(json_type, JsonType::Integer | JsonType::Number);
            return types.iter().any(is_number) && !types.contains(&JsonType::String);
        }
        if let Some(values) = &merged.values {
            return values.iter().any(Value::is_number) && !values.iter().any(Value::is_string);
        }
        let [alternatives] = merged.alternatives.as_slice() else { return false };
        let (variants, _) = self.split_null(alternatives);
        depth < MAX_NESTED_UNIONS
            && !variants.is_empty()
            && variants.iter().all(|variant| self.is_integer(std::slice::from_ref(variant), depth + 1))
    }

    fn data(&mut self, schemas: &[Node<'d>]) -> Data {
        if self.json_content(schemas).is_some() {
            return Data::Json;
        }
        match self.merge_all(schemas).single_type() {
            Some(JsonType::String) => Data::Text,
            Some(_) => Data::Json,
            None => Data::Unspecified,
        }
    }

    /// The schema of the JSON that a string holds.
    fn json_content(&mut self, schemas: &[Node<'d>]) -> Option<Node<'d>> {
        let merged = self.merge_all(schemas);
        let is_json = merged.content.media_type.as_deref().is_some_and(is_json);
        merged.content.schema.clone().filter(|_| is_json && merged.single_type() == Some(JsonType::String))
    }

    /// The keywords of schemas that all apply to one value.
    fn merge_all(&mut self, schemas: &[Node<'d>]) -> Rc<Merged<'d>> {
        let resolved =
            schemas.iter().filter_map(|node| self.resolve_use(node, SchemaPosition::SharedPart(String::new())));
        let members = resolved.map(|resolved| Member { node: resolved.node, without_alternatives: false });
        let set = SchemaSet::from(members.collect());
        self.merge(&set)
    }
}

/// The shape of events with these kinds of data.
fn whole(data: &BTreeSet<Data>, id: EventId) -> EventShape {
    match (data.contains(&Data::Text), data.len()) {
        (true, 1) => EventShape::EventWithText(id),
        (true, _) if !data.contains(&Data::Unspecified) => EventShape::EventWithTextOrJson(id),
        (_, _) => EventShape::Event(id),
    }
}
