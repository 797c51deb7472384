//! About how large a value of a type is in memory, to keep the enums that hold it small.

use super::graph::edges;
use crate::ir::{Additional, Api, Object, StringFormat, TypeDef, TypeId, TypeKind, Union};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes from which an enum holds a variant in a box. Well under the 200 at which clippy complains about the difference
/// between variants, since these sizes are estimates.
pub(super) const LARGE: usize = 160;

/// The size in bytes from which values are boxed. Sizes of nested structs multiply: a dozen levels would exceed any
/// stack.
const HUGE: usize = 16 * 1024;

const POINTER: usize = 8;
const TEXT: usize = 24;
// Sizes with the features that keep the order of keys, which any crate of a build may enable.
const JSON: usize = 72;
const DATE_TIME: usize = 40;

/// The size of every item, in bytes on a 64-bit machine. Adds to `boxed` the members that are too large to be held
/// directly.
pub(super) fn sizes(
    api: &Api,
    items: &BTreeSet<TypeId>,
    boxed: &mut BTreeSet<(TypeId, usize)>,
) -> BTreeMap<TypeId, usize> {
    let mut sizes = Sizes { api, boxed, known: BTreeMap::new() };
    for &id in items {
        sizes.measure(id);
    }
    sizes.known
}

struct Sizes<'a> {
    api: &'a Api,
    boxed: &'a mut BTreeSet<(TypeId, usize)>,
    known: BTreeMap<TypeId, usize>,
}

impl Sizes<'_> {
    /// Measures what `root` holds directly before `root` itself; a stack of its own, as depth is the document's.
    fn measure(&mut self, root: TypeId) {
        let mut stack = vec![(root, false)];
        while let Some((id, ready)) = stack.pop() {
            if self.known.contains_key(&id) {
                continue;
            }
            if ready {
                let size = self.own(&self.api.types[id], id);
                self.known.insert(id, size);
                continue;
            }
            stack.push((id, true));
            let direct = edges(self.api, id).into_iter().filter(|edge| !edge.indirect);
            let unboxed = direct.filter(|edge| !self.boxed.contains(&(id, edge.member)));
            stack.extend(unboxed.map(|edge| (edge.target, false)));
        }
    }

    fn own(&mut self, def: &TypeDef, id: TypeId) -> usize {
        match &def.kind {
            TypeKind::Any => JSON,
            TypeKind::Boolean => 1,
            TypeKind::Integer(_) | TypeKind::Number(_) => 16,
            TypeKind::String(StringFormat::DateTime) => DATE_TIME,
            TypeKind::External(_) | TypeKind::String(_) | TypeKind::Enum(_) | TypeKind::Array(_) | TypeKind::Map(_) => {
                TEXT
            }
            TypeKind::Tuple(elements) => {
                let elements = elements.iter().enumerate();
                elements.map(|(member, element)| self.member(id, member, element.id)).sum()
            }
            TypeKind::Object(object) => self.object(object, id),
            TypeKind::Union(union) => self.union(union, id),
        }
    }

    fn object(&mut self, object: &Object, id: TypeId) -> usize {
        let members = object.properties.iter().enumerate();
        let properties: usize = members.map(|(member, property)| self.member(id, member, property.value.id)).sum();
        let rest = match object.additional {
            Additional::Any => JSON,
            Additional::Typed(_) => TEXT,
            Additional::Forbidden => 0,
        };
        properties + rest
    }

    fn union(&mut self, union: &Union, id: TypeId) -> usize {
        let members = union.variants.iter().enumerate();
        let sizes = members.map(|(member, variant)| self.member(id, member, variant.value.id));
        // A large variant will be boxed.
        sizes.map(|size| if size > LARGE { POINTER } else { size }).max().unwrap_or(0).max(JSON) + POINTER
    }

    fn member(&mut self, owner: TypeId, member: usize, target: TypeId) -> usize {
        let size = self.known.get(&target).copied().unwrap_or(JSON);
        if size > HUGE {
            self.boxed.insert((owner, member));
        }
        if self.boxed.contains(&(owner, member)) { POINTER } else { size }
    }
}
