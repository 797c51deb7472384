//! Whether the values of a type have lists or objects nested in lists or objects, which most styles cannot express.

use crate::ir::{Additional, TypeId, TypeKind, TypeRef, Types};
use std::collections::HashSet;

/// The position of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum At {
    /// The value of the parameter.
    Top,
    /// A member of an object whose style repeats the key of a list.
    Member,
    /// An element or member that must be a scalar.
    Inside,
}

/// Whether a value of the type may contain more than scalars; `repeats` if the members of an object may nevertheless be
/// lists. Untyped values do not count: their content is up to the caller.
pub(crate) fn is_nested(types: &Types, id: TypeId, repeats: bool) -> bool {
    let members = if repeats { At::Member } else { At::Inside };
    let mut queue = vec![(id, At::Top)];
    let mut seen = HashSet::new();
    while let Some((id, at)) = queue.pop() {
        if !seen.insert((id, at)) {
            continue;
        }
        let mut inside = |value: &TypeRef, at| queue.push((value.id, at));
        match (&types[id].kind, at) {
            (TypeKind::Union(union), at) => union.variants.iter().for_each(|variant| inside(&variant.value, at)),
            (TypeKind::Array(element), At::Top | At::Member) => inside(element, At::Inside),
            (TypeKind::Tuple(elements), At::Top | At::Member) => {
                for element in elements {
                    inside(element, At::Inside);
                }
            }
            (TypeKind::Map(value), At::Top) => inside(value, members),
            (TypeKind::Object(object), At::Top) => {
                object.properties.iter().for_each(|property| inside(&property.value, members));
                if let Additional::Typed(value) = &object.additional {
                    inside(value, members);
                }
            }
            (
                TypeKind::Array(_) | TypeKind::Tuple(_) | TypeKind::Map(_) | TypeKind::Object(_),
                At::Member | At::Inside,
            ) => return true,
            (
                TypeKind::Any
                | TypeKind::Boolean
                | TypeKind::Integer(_)
                | TypeKind::Number(_)
                | TypeKind::String(_)
                | TypeKind::Enum(_)
                | TypeKind::External(_),
                _,
            ) => {}
        }
    }
    false
}
