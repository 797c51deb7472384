//! Variants that list several values, as in `oneOf: [{ enum: [none, auto] }, { type: integer }]`: each value becomes a
//! variant, which has no field. In Rust the union is one enum, in place of an enum within another.

use crate::ir::{
    Constants, Enum, EnumValueDocs, EnumValues, Scalar, SchemaPosition, Selection, Test, TypeDef, TypeId, TypeKind,
    TypeRef, Types, Union, Variant,
};
use std::collections::{BTreeMap, HashSet};

/// The values of a variant, each with its documentation.
type Values = Vec<(Scalar, EnumValueDocs)>;

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

/// The values of the variants to split, by index. Of several variants that list a value, one has it: an enum that is not
/// split, or else the first.
fn lists(types: &Types, id: TypeId, union: &Union) -> BTreeMap<usize, Values> {
    if !matches!(union.selection, Selection::Tests(_)) {
        return BTreeMap::new();
    }
    let key = |value: &Scalar| (matches!(value, Scalar::String(_)), value.text());
    let (mut taken, mut inline) = (HashSet::new(), Vec::new());
    for (index, variant) in union.variants.iter().enumerate() {
        let def = &types[variant.value.id];
        match &def.kind {
            TypeKind::Enum(list) if is_inline(def, list, id) => inline.push((index, list)),
            TypeKind::Enum(list) => taken.extend(list.values.scalars().iter().map(key)),
            _ => {}
        }
    }
    let values = inline.into_iter().map(|(index, list)| {
        let docs = list.docs.iter().cloned().chain(std::iter::repeat(EnumValueDocs::default()));
        let values = list.values.scalars().into_iter().zip(docs);
        (index, values.filter(|(value, _)| taken.insert(key(value))).collect::<Values>())
    });
    values.filter(|(_, values)| !values.is_empty()).collect()
}

/// Whether a variant is nothing but a list of several values: it has neither a name nor a title. Numbers with fractions
/// cannot be tested for exactly.
fn is_inline(def: &TypeDef, list: &Enum, union: TypeId) -> bool {
    let is_variant = matches!(def.position, SchemaPosition::Variant { owner, .. } if owner == union);
    let is_exact = !matches!(list.values, EnumValues::Numbers(_));
    is_variant && is_exact && !list.is_open && list.name.is_none() && def.title.is_none() && list.values.len() > 1
}

fn split_union(types: &mut Types, id: TypeId, lists: &BTreeMap<usize, Values>) {
    let TypeKind::Union(Union { variants, selection }) = types[id].kind.clone() else { return };
    let (mut split, mut first) = (Vec::new(), Vec::new());
    for (index, variant) in variants.iter().enumerate() {
        first.push(split.len());
        let Some(values) = lists.get(&index) else {
            if let SchemaPosition::Variant { owner, index } = &mut types.0[variant.value.id.0].position
                && *owner == id
            {
                *index = split.len();
            }
            split.push(variant.clone());
            continue;
        };
        for (value, docs) in values {
            let position = SchemaPosition::Variant { owner: id, index: split.len() };
            let def = value_type(&types[variant.value.id], position, value, docs.clone());
            split.push(Variant { value: TypeRef { id: TypeId(types.0.len()), nullable: false }, ..variant.clone() });
            types.0.push(def);
        }
    }
    let selection = split_selection(selection, lists, &first);
    types.0[id.0].kind = TypeKind::Union(Union { variants: split, selection });
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
fn split_selection(selection: Selection, lists: &BTreeMap<usize, Values>, first: &[usize]) -> Selection {
    let Selection::Tests(tests) = selection else { return selection };
    let tests = tests.into_iter().flat_map(|(test, index)| {
        let start = first.get(index).copied().unwrap_or(index);
        match lists.get(&index) {
            None => vec![(test, start)],
            Some(values) => {
                let values = values.iter().enumerate();
                values
                    .map(|(at, (value, _))| (Test::ValueIs(Constants::of(std::slice::from_ref(value))), start + at))
                    .collect()
            }
        }
    });
    Selection::Tests(tests.collect())
}
