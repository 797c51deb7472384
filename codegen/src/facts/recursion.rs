//! Recursion: where a type would contain itself without end, and the edge to cut.

use super::graph::{Edge, edges};
use crate::ir::{Api, TypeId, TypeKind};
use std::collections::{BTreeMap, BTreeSet};

/// How far the walk has come with a type.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
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

/// Lists and maps that hold themselves through lists and maps alone: spelled in place, their type would never end.
pub(super) fn endless_spellings(api: &Api, items: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut endless = BTreeSet::new();
    let spelled = api.types.iter().map(|(id, _)| id).filter(|id| !items.contains(id));
    walk(
        api,
        spelled,
        |edge| !items.contains(&edge.target),
        |_, edge| {
            endless.insert(edge.target);
        },
    );
    endless
}

/// How many lists and maps a spelling may nest.
const MAX_SPELLED: usize = 8;

/// Of lists and maps within lists and maps every eighth: spelled in place, a type as deep as the document likes would
/// be more than whoever reads it can take, this generator and rustc included.
pub(super) fn deep_spellings(api: &Api, items: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut deep = BTreeSet::new();
    let mut depths: BTreeMap<TypeId, usize> = BTreeMap::new();
    for (root, _) in api.types.iter() {
        let mut chain = Vec::new();
        let mut inner = root;
        while let (TypeKind::Array(element) | TypeKind::Map(element), false, false) =
            (&api.types[inner].kind, items.contains(&inner), depths.contains_key(&inner))
        {
            chain.push(inner);
            depths.insert(inner, 0);
            inner = element.id;
        }
        let mut depth = depths.get(&inner).copied().unwrap_or_default();
        for id in chain.into_iter().rev() {
            depth += 1;
            if depth == MAX_SPELLED {
                deep.insert(id);
                depth = 0;
            }
            depths.insert(id, depth);
        }
    }
    deep
}

/// A depth-first walk along the edges that `follow` admits; `back` is told of every edge that leads to a type still
/// open. Its own stack, since a document may chain types deeper than a thread's stack.
fn walk(
    api: &Api,
    roots: impl Iterator<Item = TypeId>,
    follow: impl Fn(&Edge) -> bool,
    mut back: impl FnMut(TypeId, Edge),
) {
    let mut marks: BTreeMap<TypeId, Mark> = BTreeMap::new();
    for root in roots {
        let mut stack = vec![(root, open(api, &mut marks, root))];
        while let Some((owner, rest)) = stack.last_mut() {
            let owner = *owner;
            match rest.next() {
                Some(edge) if !follow(&edge) => {}
                Some(edge) => match marks.get(&edge.target) {
                    Some(Mark::Open) => back(owner, edge),
                    Some(Mark::Done) => {}
                    None => {
                        let inner = open(api, &mut marks, edge.target);
                        stack.push((edge.target, inner));
                    }
                },
                None => {
                    marks.insert(owner, Mark::Done);
                    stack.pop();
                }
            }
        }
    }
}

/// Marks a type as open and gives its edges; none when the walk has been there.
fn open(api: &Api, marks: &mut BTreeMap<TypeId, Mark>, id: TypeId) -> std::vec::IntoIter<Edge> {
    if marks.contains_key(&id) {
        return Vec::new().into_iter();
    }
    marks.insert(id, Mark::Open);
    edges(api, id).into_iter()
}
