//! What is sent, what is received, and what must be checked before it is.

use super::derives::holders;
use super::graph::reachable;
use super::request_types;
use crate::ir::{Api, Constraints, TypeId};
use std::collections::BTreeSet;

/// The types that some request holds.
pub(super) fn sent(api: &Api) -> BTreeSet<TypeId> {
    reachable(api, api.operations.iter().flat_map(request_types))
}

/// The types that some answer holds.
pub(super) fn received(api: &Api) -> BTreeSet<TypeId> {
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let headers = responses.clone().flat_map(|response| &response.headers).map(|header| header.value.id);
    let contents = responses.filter_map(|response| response.content.as_ref());
    let shared = api.shared_responses.iter().map(|response| &response.content);
    reachable(api, contents.chain(shared).map(|content| content.value.id).chain(headers))
}

/// The types with limits of their own or of something inside them.
pub(super) fn limited(api: &Api) -> BTreeSet<TypeId> {
    holders(api, |id| api.types[id].constraints != Constraints::default())
}
