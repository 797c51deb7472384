//! Recursion: where a type would contain itself without end, and the edge to cut.

use super::graph::{Edge, edges};
use crate::ir::{Api, TypeId};
use std::collections::{BTreeMap, BTreeSet};

/// How far the walk has come with a type.
#[derive(Clone, Copy, PartialEq)]
enum VisitState {
    Open,
    Done,
}

/// The edges, as owner and member, that close a cycle in which nothing is behind a pointer. One edge a cycle.
pub(super) fn boxed(api: &Api, items: &BTreeSet<TypeId>) -> BTreeSet<(TypeId, usize)> {
    let mut cut = BTreeSet::new();
    walk(
        api,
        items.iter().copied(),
        |edge| !edge.indirect,
        |owner, edge| {
            cut.insert((owner, edge.member));
        },
    );
    cut
}

/// Lists and maps that contain themselves through lists and maps alone: written out, their type would be infinite.
pub(super) fn endless_inlining(api: &Api, items: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut endless = BTreeSet::new();
    let inlined = api.types.iter().map(|(id, _)| id).filter(|id| !items.contains(id));
    walk(
        api,
        inlined,
        |edge| !items.contains(&edge.target),
        |_, edge| {
            endless.insert(edge.target);
        },
    );
    endless
}

/// How deeply lists and maps are nested in a type that is written out.
const MAX_INLINED_DEPTH: usize = 5;

/// The lists and maps that get a name because others are nested too deeply in them. `items` must already contain those that
/// would be infinite.
pub(super) fn deep_inlining(api: &Api, items: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut lengths: BTreeMap<TypeId, usize> = BTreeMap::new();
    let mut named = BTreeSet::new();
    for (root, _) in api.types.iter().filter(|(id, _)| !items.contains(id)) {
        let mut stack = vec![(root, false)];
        while let Some((id, ready)) = stack.pop() {
            if lengths.contains_key(&id) || items.contains(&id) {
                continue;
            }
            let inner = edges(api, id).into_iter().map(|edge| edge.target).filter(|target| !items.contains(target));
            if !ready {
                stack.push((id, true));
                stack.extend(inner.map(|target| (target, false)));
                continue;
            }
            let length = inner.map(|target| lengths.get(&target).copied().unwrap_or(0) + 1).max().unwrap_or(0);
            let long = length >= MAX_INLINED_DEPTH;
            if long {
                named.insert(id);
            }
            lengths.insert(id, if long { 0 } else { length });
        }
    }
    named
}

/// A depth-first search along the edges for which `follow` holds; `back` is called for every edge to a type that is
/// still open. It has its own stack, because chains of types may exceed that of a thread.
fn walk(
    api: &Api,
    roots: impl Iterator<Item = TypeId>,
    follow: impl Fn(&Edge) -> bool,
    mut back: impl FnMut(TypeId, Edge),
) {
    let mut states: BTreeMap<TypeId, VisitState> = BTreeMap::new();
    for root in roots {
        let mut stack = vec![(root, open(api, &mut states, root))];
        while let Some((owner, rest)) = stack.last_mut() {
            let owner = *owner;
            match rest.next() {
                Some(edge) if !follow(&edge) => {}
                Some(edge) => match states.get(&edge.target) {
                    Some(VisitState::Open) => back(owner, edge),
                    Some(VisitState::Done) => {}
                    None => {
                        let inner = open(api, &mut states, edge.target);
                        stack.push((edge.target, inner));
                    }
                },
                None => {
                    states.insert(owner, VisitState::Done);
                    stack.pop();
                }
            }
        }
    }
}

/// Marks a type as open and returns its edges; `None` if it has been visited.
fn open(api: &Api, states: &mut BTreeMap<TypeId, VisitState>, id: TypeId) -> std::vec::IntoIter<Edge> {
    if states.contains_key(&id) {
        return Vec::new().into_iter();
    }
    states.insert(id, VisitState::Open);
    edges(api, id).into_iter()
}
