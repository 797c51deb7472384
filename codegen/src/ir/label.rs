//! The names that settings use for parts of a document.

use super::{Api, EnumValues, Operation, SchemaPosition, TypeDef, TypeKind, Union, Variant};
use crate::pointer::Origin;

/// How settings name a schema: by its key under `components.schemas`, and by its pointer in the document (for a shared
/// type, by all of its pointers).
pub(crate) fn labels(def: &TypeDef) -> Vec<String> {
    let key = match &def.position {
        SchemaPosition::Component(key) => Some(key.clone()),
        _ => None,
    };
    let origins = std::iter::once(&def.origin).chain(&def.also);
    let pointers = def.written.iter().chain(origins.map(|origin| &origin.pointer));
    key.into_iter().chain(pointers.map(|pointer| format!("#{pointer}"))).collect()
}

/// How settings name an operation.
pub(crate) fn operation_names(operation: &Operation) -> [String; 2] {
    let further = match &operation.incoming {
        Some(incoming) => incoming.name().to_owned(),
        None => format!("{} {}", operation.method.as_str(), operation.path.text()),
    };
    [operation.id.clone(), further]
}

/// How settings name a member of a schema.
pub(crate) fn member_names(def: &TypeDef, member: &str) -> Vec<String> {
    labels(def).into_iter().map(|label| format!("{label}.{member}")).collect()
}

/// The names of variants: the text of an enum value; the component, title, only value, only property or index of a
/// union's variant.
pub(crate) fn variant_keys(api: &Api, def: &TypeDef) -> Vec<Vec<String>> {
    match &def.kind {
        TypeKind::Enum(list) => match &list.values {
            EnumValues::Strings(values) => values.iter().map(|value| vec![value.clone()]).collect(),
            EnumValues::Integers(values) => values.iter().map(|value| vec![value.to_string()]).collect(),
            EnumValues::Numbers(values) => values.iter().map(|value| vec![value.to_string()]).collect(),
            EnumValues::Booleans(values) => values.iter().map(|value| vec![value.to_string()]).collect(),
        },
        TypeKind::Union(union) => union_keys(api, union),
        _ => Vec::new(),
    }
}

/// A variant that is one of several values of a schema has no index of its own, only the text of the value.
fn union_keys(api: &Api, union: &Union) -> Vec<Vec<String>> {
    let origins = union.variants.iter().map(|variant| &variant.origin);
    let mut indices: Vec<(&Origin, usize)> = Vec::new();
    for origin in origins {
        match indices.last_mut() {
            Some((last, count)) if *last == origin => *count += 1,
            _ => indices.push((origin, 1)),
        }
    }
    let indices = indices
        .into_iter()
        .enumerate()
        .flat_map(|(index, (_, count))| std::iter::repeat_n((count == 1).then(|| index.to_string()), count));
    let keys = |(variant, index): (&Variant, Option<String>)| {
        let title = api.types[variant.value.id].title.clone();
        let text = api.types.constant(variant.value).map(|constant| constant.text());
        let property = api.types.sole_property(variant.value.id).map(|property| property.name.clone());
        variant.component.clone().into_iter().chain(title).chain(text).chain(property).chain(index).collect()
    };
    union.variants.iter().zip(indices).map(keys).collect()
}
