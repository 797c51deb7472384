//! Which types become Rust items, with a name of their own; all others are spelled where they are used.

use super::{graph, recursion, usage};
use crate::ir::{
    Additional, Api, BodyFormat, Content, EnumValueDocs, KnownValue, Parameter, PartContent, Property, Scalar,
    SchemaPosition, StringFormat, TypeId, TypeKind, TypeRef, Variant,
};
use std::collections::BTreeSet;

/// The types that become Rust items: objects, enums and unions; and named strings, numbers and booleans, which become
/// newtypes, so that two ids cannot be swapped. Each use of a date, list or map writes the type out, unless the type is
/// recursive or the lists and maps are nested too deeply.
pub(crate) fn items(api: &Api) -> BTreeSet<TypeId> {
    let mut items: BTreeSet<TypeId> = api
        .types
        .iter()
        .filter(|(_, def)| match def.kind {
            TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_) => true,
            TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number(_) | TypeKind::String(StringFormat::Plain) => {
                matches!(def.position, SchemaPosition::Component(_))
            }
            TypeKind::Any
            | TypeKind::String(_)
            | TypeKind::Array(_)
            | TypeKind::Tuple(_)
            | TypeKind::Map(_)
            | TypeKind::External(_) => false,
        })
        .map(|(id, _)| id)
        .collect();
    for form in forms(api) {
        items.remove(&form);
        for id in graph::reachable(api, files(api, form)) {
            // An inline union in a property of files is a choice between one and several of them.
            if !matches!(api.types[id].position, SchemaPosition::Component(_)) {
                items.remove(&id);
            }
        }
    }
    for id in known_inputs(api, &items).into_iter().chain(inlined_members(api)) {
        items.remove(&id);
    }
    items.extend(recursion::endless_inlining(api, &items));
    items.extend(recursion::deep_inlining(api, &items));
    let used = used(api);
    items.retain(|id| used.contains(id) && !api.omitted.contains(id));
    items
}

/// The types that operations and named schemas contain. No value of another type can be obtained, such as of those
/// within a schema that the settings replace by another type.
fn used(api: &Api) -> BTreeSet<TypeId> {
    let components =
        api.types.iter().filter(|(_, def)| matches!(def.position, SchemaPosition::Component(_))).map(|(id, _)| id);
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
    found.retain(|id| !matches!(api.types[*id].position, SchemaPosition::Component(_)));
    for parameter in passed {
        found.remove(&parameter.value.id);
    }
    for edge in items.iter().flat_map(|id| graph::edges(api, *id)) {
        found.remove(&edge.target);
    }
    found
}

/// The anonymous types that a field or variant stands for. Of a type with one possible value, a field has the string, number
/// or boolean itself, and a variant has no field; of an object with a sole property, a variant holds the value. A schema
/// that is also used elsewhere keeps its type, and so does an optional part of a form: its type alone rejects other values
/// when a service reads it.
fn inlined_members(api: &Api) -> BTreeSet<TypeId> {
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
                    let is_inlined = is_unit(api, variant) || has_sole_property(api, variant);
                    let uses = if is_inlined { &mut found } else { &mut others };
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
    let is_described = list.docs.iter().any(|words| *words != EnumValueDocs::default());
    let constant = anonymous_constant(api, property.value).filter(|_| !is_described && !property.read_only);
    constant.is_some() && constant == property.known.as_ref().map(|known| known.value.clone())
}

/// Whether a variant has one value that can be tested for exactly, which a number with a fraction cannot. The variant has
/// the name and the description of that value.
fn is_unit(api: &Api, variant: &Variant) -> bool {
    anonymous_constant(api, variant.value).is_some_and(|constant| !matches!(constant, Scalar::Number(_)))
}

/// Whether a variant holds the value of the only property of its objects.
fn has_sole_property(api: &Api, variant: &Variant) -> bool {
    !variant.value.nullable && api.types.sole_property(variant.value.id).is_some()
}

/// The only possible value of a schema without a name.
fn anonymous_constant(api: &Api, value: TypeRef) -> Option<Scalar> {
    let def = &api.types[value.id];
    let TypeKind::Enum(list) = &def.kind else { return None };
    let is_named = list.name.is_some() || matches!(def.position, SchemaPosition::Component(_));
    api.types.constant(value).filter(|_| !is_named)
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
    let is_inline = |id: TypeId| {
        matches!(api.types[id].position, SchemaPosition::RequestBody { .. } | SchemaPosition::SharedPart(_))
    };
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
