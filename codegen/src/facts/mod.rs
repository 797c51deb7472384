//! Facts: properties of an API that emission needs and does not compute.
//!
//! Which schemas become Rust items, which edges must be boxed, which traits may be derived, what is sent and what
//! received, which types have limits to check, and the types of the responses.
//!
//! Uses: `ir`. Used by: `check`, `customize`, `emit`, `name`, `report`, `share`.

mod derives;
mod graph;
mod recursion;
mod responses;
mod size;
mod usage;

pub(crate) use graph::edges;
pub(crate) use usage::{by_tag, limited, reachable_items, received, sent};

pub use responses::{Body, Case, Reading, ResponseType, ResponseTypes};

use crate::ir::{
    Additional, Api, BodyFormat, Content, EnumValueDocs, KnownValue, OperationId, Parameter, PartContent, Place,
    Presence, Property, Scalar, StringFormat, TypeId, TypeKind, TypeRef, Variant,
};
use std::collections::{BTreeMap, BTreeSet};

/// The facts of one document, computed once.
#[derive(Debug)]
pub struct Facts {
    items: BTreeSet<TypeId>,
    boxed: BTreeSet<(TypeId, usize)>,
    without_eq: BTreeSet<TypeId>,
    sent: BTreeSet<TypeId>,
    received: BTreeSet<TypeId>,
    both_ways: BTreeSet<TypeId>,
    limited: BTreeSet<TypeId>,
    sizes: BTreeMap<TypeId, usize>,
    responses: Vec<ResponseTypes>,
}

impl Facts {
    /// The facts of `api`.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        let items = items(api);
        let mut boxed = recursion::boxed(api, &items);
        let sizes = size::sizes(api, &items, &mut boxed);
        let typed = |id: TypeId| is_typed_text(&api.types[id].kind) || items.contains(&id) && is_string(api, id);
        let responses = api.operations.iter().map(|operation| responses::of(operation, &typed)).collect();
        Self {
            without_eq: derives::without_eq(api),
            sent: usage::sent(api),
            received: usage::received(api),
            both_ways: usage::both_ways(api),
            limited: usage::limited(api),
            responses,
            items,
            boxed,
            sizes,
        }
    }

    /// Whether the schema becomes a Rust item with a name of its own; otherwise it is spelled where it is used.
    #[must_use]
    pub fn is_item(&self, id: TypeId) -> bool {
        self.items.contains(&id)
    }

    /// Whether the member `index` of `owner` is held in a box: it closes a cycle of types, or is so large that no stack
    /// might hold the owner.
    #[must_use]
    pub fn is_boxed(&self, owner: TypeId, index: usize) -> bool {
        self.boxed.contains(&(owner, index))
    }

    /// Whether values of the type can be compared for equality in the full sense: they hold no floating-point number.
    #[must_use]
    pub fn is_eq(&self, id: TypeId) -> bool {
        !self.without_eq.contains(&id)
    }

    /// Whether some request holds the type.
    #[must_use]
    pub fn is_sent(&self, id: TypeId) -> bool {
        self.sent.contains(&id) || self.both_ways.contains(&id)
    }

    /// Whether a request that the API sends holds the type, or a response to one.
    #[must_use]
    pub fn is_both_ways(&self, id: TypeId) -> bool {
        self.both_ways.contains(&id)
    }

    /// The presence of a property of `owner`. A `readOnly` property may be absent when the object is sent, and a
    /// `writeOnly` one when it is received, even if it is `required`.
    #[must_use]
    pub fn presence(&self, owner: TypeId, property: &Property) -> Presence {
        let one_sided = (property.read_only && self.sent.contains(&owner))
            || (property.write_only && self.received.contains(&owner));
        match property.presence() {
            Presence::Required if one_sided => Presence::Optional,
            Presence::RequiredNullable if one_sided => Presence::OptionalNullable,
            presence => presence,
        }
    }

    /// Whether requests need the property though it is held as an optional one, since responses are without it.
    #[must_use]
    pub fn is_required_when_sent(&self, owner: TypeId, property: &Property) -> bool {
        self.is_sent(owner) && self.received.contains(&owner) && usage::is_required_when_sent(property)
    }

    /// Whether the type or something inside it has limits to check before sending.
    #[must_use]
    pub fn is_limited(&self, id: TypeId) -> bool {
        self.limited.contains(&id)
    }

    /// Whether a value of the type is large enough that an enum should hold it in a box.
    #[must_use]
    pub fn is_large(&self, id: TypeId) -> bool {
        self.sizes.get(&id).is_some_and(|size| *size > size::LARGE)
    }

    /// The types of the responses of an operation.
    #[must_use]
    pub fn responses(&self, id: OperationId) -> &ResponseTypes {
        &self.responses[id.0]
    }
}

/// Objects, enums and unions have no spelling of their own; named strings, numbers and booleans become newtypes, so
/// that two ids cannot be swapped. Dates, lists and maps are spelled in place, unless they hold themselves or many of
/// one another.
pub(crate) fn items(api: &Api) -> BTreeSet<TypeId> {
    let mut items: BTreeSet<TypeId> = api
        .types
        .iter()
        .filter(|(_, def)| match def.kind {
            TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_) => true,
            TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number(_) | TypeKind::String(StringFormat::Plain) => {
                matches!(def.place, Place::Component(_))
            }
            TypeKind::Any
            | TypeKind::String(_)
            | TypeKind::Array(_)
            | TypeKind::Tuple(_)
            | TypeKind::Map(_)
            | TypeKind::Foreign(_) => false,
        })
        .map(|(id, _)| id)
        .collect();
    for form in forms(api) {
        items.remove(&form);
        for id in graph::reachable(api, files(api, form)) {
            // An inline union in a property of files is a choice between one and several of them.
            if !matches!(api.types[id].place, Place::Component(_)) {
                items.remove(&id);
            }
        }
    }
    for id in known_inputs(api, &items).into_iter().chain(constants(api)) {
        items.remove(&id);
    }
    items.extend(recursion::endless_inlining(api, &items));
    items.extend(recursion::deep_inlining(api, &items));
    let used = used(api);
    items.retain(|id| used.contains(id) && !api.unneeded.contains(id));
    items
}

/// The types that operations and named schemas contain. No value of another type can be obtained, such as of those
/// within a schema that the settings replace by another type.
fn used(api: &Api) -> BTreeSet<TypeId> {
    let components = api.types.iter().filter(|(_, def)| matches!(def.place, Place::Component(_))).map(|(id, _)| id);
    let operations = api
        .operations
        .iter()
        .flat_map(|operation| usage::request_types(operation).chain(usage::response_types(operation)));
    let shared = api.shared_responses.iter().flat_map(|response| &response.contents).map(|content| content.value.id);
    graph::reachable(api, components.chain(operations).chain(shared))
}

/// The anonymous types of inputs with a known value, which callers neither set nor read.
fn known_inputs(api: &Api, items: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let is_known = |known: &Option<KnownValue>| known.as_ref().is_some_and(|known| known.always);
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    let (known, passed): (Vec<&Parameter>, Vec<&Parameter>) =
        parameters.partition(|parameter| is_known(&parameter.known));
    let mut found: BTreeSet<TypeId> = known.iter().map(|parameter| parameter.value.id).collect();
    for form in forms(api) {
        let TypeKind::Object(object) = &api.types[form].kind else { continue };
        found.extend(object.properties.iter().filter(|part| is_known(&part.known)).map(|part| part.value.id));
    }
    found.retain(|id| !matches!(api.types[*id].place, Place::Component(_)));
    for parameter in passed {
        found.remove(&parameter.value.id);
    }
    for edge in items.iter().flat_map(|id| graph::edges(api, *id)) {
        found.remove(&edge.target);
    }
    found
}

/// The anonymous types of properties and variants with one possible value: a field has the string, number or boolean
/// itself, and a variant has no field. A schema that is also used elsewhere keeps its enum, and so does an optional part
/// of a form: its type alone rejects other values when a service reads it.
fn constants(api: &Api) -> BTreeSet<TypeId> {
    let (mut found, mut others) = (BTreeSet::new(), BTreeSet::new());
    let forms = forms(api);
    for (id, def) in api.types.iter() {
        match &def.kind {
            TypeKind::Object(object) => {
                for property in &object.properties {
                    let is_constant = is_constant_property(api, property) && !forms.contains(&id);
                    let uses = if is_constant { &mut found } else { &mut others };
                    uses.insert(property.value.id);
                }
                others.extend(match object.additional {
                    Additional::Typed(value) => Some(value.id),
                    Additional::Any | Additional::Forbidden => None,
                });
            }
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    let uses = if is_unit(api, variant) { &mut found } else { &mut others };
                    uses.insert(variant.value.id);
                }
            }
            _ => others.extend(graph::edges(api, id).into_iter().map(|edge| edge.target)),
        }
    }
    for operation in &api.operations {
        others.extend(usage::request_types(operation).chain(usage::response_types(operation)));
    }
    found.retain(|id| !others.contains(id));
    found
}

/// Whether requests and responses have this value or none, of which the document says no more. Services alone set a
/// `readOnly` property.
fn is_constant_property(api: &Api, property: &Property) -> bool {
    let TypeKind::Enum(list) = &api.types[property.value.id].kind else { return false };
    let is_described = list.words.iter().any(|words| *words != EnumValueDocs::default());
    let constant = anonymous_constant(api, property.value).filter(|_| !is_described && !property.read_only);
    constant.is_some() && constant == property.known.as_ref().map(|known| known.value.clone())
}

/// Whether a variant has one value that can be tested for exactly, which a number with a fraction cannot. The variant has
/// the name and the description of that value.
fn is_unit(api: &Api, variant: &Variant) -> bool {
    anonymous_constant(api, variant.value).is_some_and(|constant| !matches!(constant, Scalar::Number(_)))
}

/// The only possible value of a schema without a name.
fn anonymous_constant(api: &Api, value: TypeRef) -> Option<Scalar> {
    let def = &api.types[value.id];
    let TypeKind::Enum(list) = &def.kind else { return None };
    let is_named = list.name.is_some() || matches!(def.place, Place::Component(_));
    api.types.constant(value).filter(|_| !is_named)
}

/// Whether a type other than `String` is read from text. A union is only read from JSON.
fn is_typed_text(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number(_) | TypeKind::Enum(_) | TypeKind::Foreign(_) => {
            true
        }
        TypeKind::String(format) => !matches!(format, StringFormat::Plain | StringFormat::Binary),
        TypeKind::Any
        | TypeKind::Array(_)
        | TypeKind::Tuple(_)
        | TypeKind::Map(_)
        | TypeKind::Object(_)
        | TypeKind::Union(_) => false,
    }
}

fn is_string(api: &Api, id: TypeId) -> bool {
    matches!(api.types[id].kind, TypeKind::String(StringFormat::Plain))
}

/// The types of the properties of a form that hold files.
fn files(api: &Api, form: TypeId) -> Vec<TypeId> {
    let TypeKind::Object(object) = &api.types[form].kind else { return Vec::new() };
    let contents = api.operations.iter().flat_map(|operation| &operation.body).flat_map(|body| &body.contents);
    let parts = contents.filter(|content| content.value.id == form).filter_map(|content| match &content.format {
        BodyFormat::Multipart(parts) => parts.as_deref(),
        _ => None,
    });
    let files = parts.flatten().filter(|part| matches!(part.content, PartContent::File { .. }));
    files.filter_map(|part| object.property(&part.property).map(|property| property.value.id)).collect()
}

/// Objects that are nothing but the parts of a multipart body, which has a type among the operations: those without a name
/// of their own, and those with files, which no other type of theirs could hold.
fn forms(api: &Api) -> BTreeSet<TypeId> {
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let contents = || bodies.clone().flat_map(|body| &body.contents);
    let is_form = |content: &&Content| matches!(content.format, BodyFormat::Multipart(Some(_)));
    let is_inline = |id: TypeId| matches!(api.types[id].place, Place::RequestBody { .. } | Place::SharedPart(_));
    let mut forms: BTreeSet<TypeId> = contents().filter(is_form).map(|content| content.value.id).collect();
    forms.retain(|id| is_inline(*id) || !files(api, *id).is_empty());
    for id in
        contents().filter(|content| !is_form(content)).map(|content| content.value.id).chain(directly_received(api))
    {
        forms.remove(&id);
    }
    if !forms.is_empty() {
        let all_edges = api.types.iter().flat_map(|(id, _)| graph::edges(api, id));
        all_edges.for_each(|edge| {
            forms.remove(&edge.target);
        });
    }
    forms
}

/// The types that responses hold directly.
fn directly_received(api: &Api) -> impl Iterator<Item = TypeId> {
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let contents = responses.flat_map(|response| &response.contents);
    let shared = api.shared_responses.iter().flat_map(|response| &response.contents);
    contents.chain(shared).map(|content| content.value.id)
}

#[cfg(test)]
mod tests {
    use super::Facts;
    use crate::diagnostics::Diagnostics;
    use crate::ir::{Place, TypeKind};
    use crate::lower::testing::lower_schemas;
    use serde_json::{Map, Value, json};

    #[test]
    fn nested_structs_are_boxed_at_a_size_limit() {
        let level = |next: usize| {
            let property = json!({ "$ref": format!("#/components/schemas/S{next}") });
            json!({ "type": "object", "properties": { "a": property, "b": property, "c": property, "d": property } })
        };
        let mut schemas: Map<String, Value> = (0..60).map(|at| (format!("S{at}"), level(at + 1))).collect();
        schemas.insert("S60".to_owned(), json!({ "type": "object", "properties": { "a": { "type": "string" } } }));
        let api = lower_schemas(&Value::Object(schemas), &mut Diagnostics::default());
        let facts = Facts::of(&api);
        assert!(facts.sizes.values().all(|size| *size < 100 * 1024), "{:?}", facts.sizes);
        let boxed = |key: &str| {
            let (id, def) = api.types.iter().find(|(_, def)| def.place == Place::Component(key.to_owned())).unwrap();
            assert!(matches!(def.kind, TypeKind::Object(_)));
            facts.is_boxed(id, 0)
        };
        assert!(!boxed("S59"));
        assert!((0..60).any(|at| boxed(&format!("S{at}"))));
    }
}
