//! Which types are sent, which are received, and which must be checked before sending.

use super::derives::holders;
use super::graph::reachable;
use crate::ir::{Api, Constraints, Operation, Property, TypeId, TypeKind};
use std::collections::{BTreeSet, HashMap};

/// The types that some request holds, or a response to a request that the API sends.
pub(crate) fn sent(api: &Api) -> BTreeSet<TypeId> {
    let responses = api.incoming().flat_map(|(_, operation)| response_types(operation));
    reachable(api, api.outgoing().flat_map(|(_, operation)| request_types(operation)).chain(responses))
}

/// The types that some response holds, or a request that the API sends.
pub(crate) fn received(api: &Api) -> BTreeSet<TypeId> {
    let responses = api.outgoing().flat_map(|(_, operation)| response_types(operation));
    let requests = api.incoming().flat_map(|(_, operation)| request_types(operation));
    let shared = api.shared_responses.iter().flat_map(|response| &response.contents);
    let shared = shared.map(|content| content.value.id);
    reachable(api, responses.chain(requests).chain(shared))
}

/// The types in requests or responses that are both sent and received: the API sends what clients read, and receivers
/// construct requests for their tests.
pub(crate) fn both_ways(api: &Api) -> BTreeSet<TypeId> {
    reachable_items(api, api.incoming().map(|(_, operation)| operation))
}

/// The types that some of these operations send or receive.
pub(crate) fn reachable_items<'a>(api: &Api, operations: impl IntoIterator<Item = &'a Operation>) -> BTreeSet<TypeId> {
    let types = |operation| request_types(operation).chain(response_types(operation));
    reachable(api, operations.into_iter().flat_map(types))
}

/// The types with constraints of their own or of something inside them, or that are received without what requests need.
pub(crate) fn constrained(api: &Api) -> BTreeSet<TypeId> {
    let is_tuple = |id: TypeId| matches!(api.types[id].kind, TypeKind::Tuple(_));
    let is_constrained = |id: TypeId| api.types[id].constraints != Constraints::default();
    // The elements of a tuple are checked by their JSON, but not their contents.
    let has_constrained_elements = |id: TypeId| match &api.types[id].kind {
        TypeKind::Tuple(elements) => elements.iter().any(|element| is_constrained(element.id)),
        _ => false,
    };
    let received = received(api);
    let may_be_incomplete = |id: TypeId| match &api.types[id].kind {
        TypeKind::Object(object) => received.contains(&id) && object.properties.iter().any(is_required_when_sent),
        _ => false,
    };
    let is_checked = |id| is_constrained(id) || has_constrained_elements(id) || may_be_incomplete(id);
    holders(api, is_checked, |owner| !is_tuple(owner))
}

/// Whether the property is required in requests alone.
pub(super) fn is_required_when_sent(property: &Property) -> bool {
    property.required && property.write_only && !property.read_only
}

/// The types that some operation holds, by tag; those without a tag by `None`.
pub(crate) fn by_tag(api: &Api) -> HashMap<Option<&str>, BTreeSet<TypeId>> {
    let mut tags: HashMap<Option<&str>, Vec<&Operation>> = HashMap::new();
    for operation in &api.operations {
        tags.entry(operation.tag.as_deref()).or_default().push(operation);
    }
    tags.into_iter().map(|(tag, operations)| (tag, reachable_items(api, operations))).collect()
}

/// The types that an operation's request holds directly.
pub(super) fn request_types(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let parameters = operation.parameters.iter().map(|parameter| parameter.value.id);
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    parameters.chain(contents.map(|content| content.value.id))
}

/// The types that the responses of an operation hold directly.
pub(super) fn response_types(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let contents = operation.responses.iter().flat_map(|response| &response.contents).map(|content| content.value.id);
    let headers = operation.responses.iter().flat_map(|response| &response.headers).map(|header| header.value.id);
    contents.chain(headers)
}

/// The types of properties that may be absent, at least in one direction, and may be `null`.
pub(super) fn nullable_properties(api: &Api) -> BTreeSet<TypeId> {
    let objects = api.types.iter().filter_map(|(_, def)| match &def.kind {
        TypeKind::Object(object) => Some(object),
        _ => None,
    });
    let properties = objects.flat_map(|object| &object.properties);
    let may_be_absent = |property: &Property| !property.required || property.read_only || property.write_only;
    properties
        .filter(|property| property.value.nullable && may_be_absent(property))
        .map(|property| property.value.id)
        .collect()
}
