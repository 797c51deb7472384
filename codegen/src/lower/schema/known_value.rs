//! Fixed values, found after all types are known: constants, and discriminator values of the variants of unions.

use crate::ir::{EnumValues, KnownValue, Property, Scalar, Selection, StringFormat, TypeId, TypeKind, Types};
use std::collections::BTreeMap;

/// Sets the [`KnownValue`]s of properties.
pub(crate) fn set(types: &mut Types) {
    let known: Vec<(TypeId, usize, KnownValue)> = constants(types).into_iter().chain(tags(types)).collect();
    for (id, index, known) in known {
        let property = types.0.get_mut(id.0).and_then(|def| match &mut def.kind {
            TypeKind::Object(object) => object.properties.get_mut(index),
            _ => None,
        });
        if let Some(property) = property {
            property.known = Some(known);
        }
    }
}

/// Properties with a constant value, by object and index.
fn constants(types: &Types) -> Vec<(TypeId, usize, KnownValue)> {
    let mut found = Vec::new();
    for (id, property, index) in properties(types) {
        if let Some(value) = types.constant(property.value) {
            found.push((id, index, KnownValue { value, always: property.required && !property.read_only }));
        }
    }
    found
}

fn properties(types: &Types) -> impl Iterator<Item = (TypeId, &Property, usize)> {
    types.iter().flat_map(|(id, def)| {
        let properties = match &def.kind {
            TypeKind::Object(object) => object.properties.as_slice(),
            _ => &[],
        };
        properties.iter().enumerate().map(move |(index, property)| (id, property, index))
    })
}

/// Properties with the only discriminator value for the object in all of its unions. If there are several values, the
/// caller chooses; a constant that is not among them is from the object's own schema.
fn tags(types: &Types) -> Vec<(TypeId, usize, KnownValue)> {
    let mut found = Vec::new();
    for ((id, index), mut values) in claimed(types) {
        let TypeKind::Object(object) = &types[id].kind else { continue };
        let Some(property) = object.properties.get(index).filter(|property| !property.read_only) else { continue };
        values.dedup();
        let [value] = values.as_slice() else { continue };
        let Some(value) = value.as_deref().and_then(|value| scalar(value, &types[property.value.id].kind)) else {
            continue;
        };
        let constant = types.constant(property.value);
        if constant.is_none_or(|constant| constant == value) {
            found.push((id, index, KnownValue { value, always: true }));
        }
    }
    found
}

/// The discriminator values of each object that is a variant, one per union: by object and index of the property.
/// `None` if several mean the object.
fn claimed(types: &Types) -> BTreeMap<(TypeId, usize), Vec<Option<String>>> {
    let mut claimed: BTreeMap<(TypeId, usize), Vec<Option<String>>> = BTreeMap::new();
    for (_, def) in types.iter() {
        let TypeKind::Union(union) = &def.kind else { continue };
        let Selection::Discriminator { property, mapping, .. } = &union.selection else { continue };
        for (index, variant) in union.variants.iter().enumerate() {
            let TypeKind::Object(object) = &types[variant.value.id].kind else { continue };
            let Some(at) = object.properties.iter().position(|known| known.name == *property) else { continue };
            let mut values = mapping.iter().filter(|(_, target)| *target == index).map(|(value, _)| value);
            // The default variant has any other value.
            let is_default = union.selection.default_variant() == Some(index);
            let value = values.next().filter(|_| values.next().is_none() && !is_default).cloned();
            claimed.entry((variant.value.id, at)).or_default().push(value);
        }
    }
    claimed
}

/// A discriminator value as a value of the property's type; `None` if the type has no such value.
fn scalar(value: &str, kind: &TypeKind) -> Option<Scalar> {
    match kind {
        TypeKind::String(StringFormat::Plain) | TypeKind::Any => Some(Scalar::String(value.to_owned())),
        TypeKind::Integer(_) => value.parse().ok().map(Scalar::Integer),
        TypeKind::Boolean => value.parse().ok().map(Scalar::Boolean),
        TypeKind::Enum(list) => match list.values {
            EnumValues::Strings(_) => Some(Scalar::String(value.to_owned())),
            EnumValues::Integers(_) => value.parse().ok().map(Scalar::Integer),
            EnumValues::Booleans(_) => value.parse().ok().map(Scalar::Boolean),
            EnumValues::Numbers(_) => value.parse().ok().map(Scalar::Number),
        },
        _ => None,
    }
}
