//! Analysis: properties of an API that emission needs and does not compute.
//!
//! Which schemas become Rust items, which edges must be boxed, which traits may be derived, what is sent and what
//! received, which types have constraints to check, and the types of the responses.
//!
//! Uses: `ir`. Used by: `check`, `customize`, `dedup`, `emit`, `name`, `report`.

mod derives;
mod graph;
mod items;
mod recursion;
mod responses;
mod size;
mod usage;

pub(crate) use graph::edges;
pub(crate) use items::items;
pub(crate) use usage::{by_tag, constrained, reachable_items, received, sent};

pub use responses::{Body, Case, Reading, ResponseType, ResponseTypes};

use crate::ir::{Api, OperationId, Presence, Property, StringFormat, TypeId, TypeKind};
use std::collections::{BTreeMap, BTreeSet};

/// The analysis of one document, computed once.
#[derive(Debug)]
pub struct Analysis {
    items: BTreeSet<TypeId>,
    boxed: BTreeSet<(TypeId, usize)>,
    without_eq: BTreeSet<TypeId>,
    sent: BTreeSet<TypeId>,
    received: BTreeSet<TypeId>,
    both_ways: BTreeSet<TypeId>,
    nullable_properties: BTreeSet<TypeId>,
    constrained: BTreeSet<TypeId>,
    sizes: BTreeMap<TypeId, usize>,
    responses: Vec<ResponseTypes>,
}

impl Analysis {
    /// The analysis of `api`.
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
            nullable_properties: usage::nullable_properties(api),
            constrained: usage::constrained(api),
            responses,
            items,
            boxed,
            sizes,
        }
    }

    /// Whether the schema becomes a Rust item with a name of its own; otherwise each use writes the type out, such as `Vec<String>`.
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

    /// Whether the type can derive `Eq`: it contains no floating-point number.
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

    /// Whether an optional, nullable property has the type, so that setters take a `Presence` of it.
    #[must_use]
    pub fn is_nullable_property(&self, id: TypeId) -> bool {
        self.nullable_properties.contains(&id)
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

    /// Whether the type or something inside it has constraints to check before sending.
    #[must_use]
    pub fn is_constrained(&self, id: TypeId) -> bool {
        self.constrained.contains(&id)
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

/// Whether a type other than `String` is read from text. A union is only read from JSON.
fn is_typed_text(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number(_) | TypeKind::Enum(_) | TypeKind::External(_) => {
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

#[cfg(test)]
mod tests {
    use super::Analysis;
    use crate::diagnostics::Diagnostics;
    use crate::ir::{SchemaPosition, TypeKind};
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
        let analysis = Analysis::of(&api);
        assert!(analysis.sizes.values().all(|size| *size < 100 * 1024), "{:?}", analysis.sizes);
        let boxed = |key: &str| {
            let (id, def) =
                api.types.iter().find(|(_, def)| def.position == SchemaPosition::Component(key.to_owned())).unwrap();
            assert!(matches!(def.kind, TypeKind::Object(_)));
            analysis.is_boxed(id, 0)
        };
        assert!(!boxed("S59"));
        assert!((0..60).any(|at| boxed(&format!("S{at}"))));
    }
}
