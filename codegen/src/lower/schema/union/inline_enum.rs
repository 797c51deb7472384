//! Variants that list several values, as in `oneOf: [{ enum: [none, auto] }, { type: integer }]`: each value becomes a
//! variant, which has no field. In Rust the union is one enum, in place of an enum within another.

use crate::ir::{
    Constants, Enum, EnumValueDocs, EnumValues, Scalar, SchemaPosition, Selection, Test, TypeDef, TypeId, TypeKind,
    TypeRef, Types, Union, Variant,
};
use std::collections::BTreeMap;

/// Splits each variant that is an anonymous `enum` into one variant for each of its values.
pub(crate) fn split(mut types: Types) -> Types {
    for id in (0..types.0.len()).map(TypeId) {
        let TypeKind::Union(union) = &types[id].kind else { continue };
        let lists = lists(&types, id, union);
        if !lists.is_empty() {
            split_union(&mut types, id, &lists);
        }
    }
    types
}

/// The variants to split, by index.
fn lists(types: &Types, id: TypeId, union: &Union) -> BTreeMap<usize, Enum> {
    if !matches!(union.selection, Selection::Tests(_)) {
        return BTreeMap::new();
    }
    let listed = |variant: &Variant| match &types[variant.value.id].kind {
        TypeKind::Enum(list) => list.values.scalars(),
        _ => Vec::new(),
    };
    let found = union.variants.iter().enumerate().filter_map(|(index, variant)| {
        let list = list(&types[variant.value.id], id)?;
        let mut others = union.variants.iter().enumerate().filter(|(other, _)| *other != index);
        // A value of two variants is read as the first of them.
        let is_alone = others.all(|(_, other)| listed(other).iter().all(|value| list.values.position(value).is_none()));
        is_alone.then(|| (index, list.clone()))
    });
    found.collect()
}

/// The values of a variant that is nothing but a list of them: it has neither a name nor a title. Numbers with fractions
/// cannot be tested for exactly.
fn list(def: &TypeDef, union: TypeId) -> Option<&Enum> {
    let TypeKind::Enum(list) = &def.kind else { return None };
    let is_inline = matches!(def.position, SchemaPosition::Variant { owner, .. } if owner == union);
    let is_exact = !matches!(list.values, EnumValues::Numbers(_));
    (is_inline && is_exact && !list.is_open && list.name.is_none() && def.title.is_none() && list.values.len() > 1)
        .then_some(list)
}

fn split_union(types: &mut Types, id: TypeId, lists: &BTreeMap<usize, Enum>) {
    let TypeKind::Union(Union { variants, selection }) = types[id].kind.clone() else { return };
    let (mut split, mut first) = (Vec::new(), Vec::new());
    for (index, variant) in variants.iter().enumerate() {
        first.push(split.len());
        let Some(list) = lists.get(&index) else {
            if let SchemaPosition::Variant { owner, index } = &mut types.0[variant.value.id.0].position
                && *owner == id
            {
                *index = split.len();
            }
            split.push(variant.clone());
            continue;
        };
        for (value, docs) in list.values.scalars().iter().zip(docs(list)) {
            let position = SchemaPosition::Variant { owner: id, index: split.len() };
            let def = value_type(&types[variant.value.id], position, value, docs);
            split.push(Variant { value: TypeRef { id: TypeId(types.0.len()), nullable: false }, ..variant.clone() });
            types.0.push(def);
        }
    }
    let selection = split_selection(selection, lists, &first);
    types.0[id.0].kind = TypeKind::Union(Union { variants: split, selection });
}

/// The documentation of each value.
fn docs(list: &Enum) -> impl Iterator<Item = EnumValueDocs> {
    list.docs.iter().cloned().chain(std::iter::repeat(EnumValueDocs::default()))
}

/// The type of one value of a list.
fn value_type(list: &TypeDef, position: SchemaPosition, value: &Scalar, docs: EnumValueDocs) -> TypeDef {
    let values = match value {
        Scalar::String(value) => EnumValues::Strings(vec![value.clone()]),
        Scalar::Integer(value) => EnumValues::Integers(vec![*value]),
        Scalar::Number(value) => EnumValues::Numbers(vec![*value]),
        Scalar::Boolean(value) => EnumValues::Booleans(vec![*value]),
    };
    let kind = TypeKind::Enum(Enum { values, docs: vec![docs], name: None, is_open: false });
    TypeDef {
        description: list.description.clone(),
        deprecated: list.deprecated,
        written: list.written.clone(),
        ..TypeDef::new(list.origin.clone(), position, kind)
    }
}

/// The same selection, in which each value selects its variant. `first` has the new index of each variant.
fn split_selection(selection: Selection, lists: &BTreeMap<usize, Enum>, first: &[usize]) -> Selection {
    let Selection::Tests(tests) = selection else { return selection };
    let tests = tests.into_iter().flat_map(|(test, index)| {
        let start = first.get(index).copied().unwrap_or(index);
        match lists.get(&index) {
            None => vec![(test, start)],
            Some(list) => {
                let values = list.values.scalars().into_iter().enumerate();
                values.map(|(at, value)| (Test::ValueIs(Constants::of(&[value])), start + at)).collect()
            }
        }
    });
    Selection::Tests(tests.collect())
}
