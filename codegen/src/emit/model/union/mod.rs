//! Enums of several schemas: the emitted code states the tests of the variants, and the runtime applies them.

mod condition;
pub(in crate::emit) mod variant_docs;

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::emit::common::{known_value, number};
use crate::emit::model::{constraints, type_docs};
use crate::ir::{Constants, DiscriminatorKind, Property, Scalar, Selection, Test, TypeId, TypeKind, TypeRef, Union};
use crate::name::TypeNames;
use condition::condition;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

pub(in crate::emit) fn items(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    union: &Union,
    uses: &Uses,
) -> Vec<TokenStream> {
    let mut items = vec![
        declaration(emitter, id, names, union, uses),
        union_impl(emitter, names, union, uses),
        implementations(emitter, names, union, uses),
    ];
    if emitter.is_constructed(id) {
        items.extend(conversions(emitter, id, names, union, uses));
        items.extend(conversions_into_presence(emitter, id, names, union, uses));
    }
    if emitter.analysis.is_sent(id) {
        items.extend(constraints::of_union(emitter, id, names, union, uses));
    }
    items
}

/// The type of the field of variant `index`; `None` for a variant with one possible value.
fn payload_type(emitter: &Emitter, id: TypeId, union: &Union, index: usize, uses: &Uses) -> Option<TokenStream> {
    let value = union.variants[index].value;
    if emitter.constant(value).is_some() {
        return None;
    }
    let bare = emitter.type_without_option(held(emitter, value), uses);
    Some(if is_boxed(emitter, id, union, index) { quote!(Box<#bare>) } else { bare })
}

/// The type of what a variant holds: its value, or that of the only property of its objects.
fn held(emitter: &Emitter, variant: TypeRef) -> TypeId {
    emitter.sole_property(variant).map_or(variant.id, |property| property.value.id)
}

/// Whether the variant is in a box: it is recursive, or much larger than the others.
pub(in crate::emit) fn is_boxed(emitter: &Emitter, id: TypeId, union: &Union, index: usize) -> bool {
    let value = union.variants[index].value;
    let is_recursive = emitter.sole_property(value).is_some() && emitter.analysis.is_boxed(value.id, 0);
    is_recursive || emitter.analysis.is_boxed(id, index) || emitter.analysis.is_large(held(emitter, value))
}

fn declaration(emitter: &Emitter, id: TypeId, names: &TypeNames, union: &Union, uses: &Uses) -> TokenStream {
    let (item, rest) = (&names.item, &names.rest);
    let docs = type_docs::lines(emitter, id);
    let eq = emitter.analysis.is_eq(id).then(|| quote!(, Eq));
    let variants = names.members.iter().enumerate().map(|(index, name)| {
        let payload_type = payload_type(emitter, id, union, index, uses).map(|payload_type| quote!((#payload_type)));
        let docs = variant_docs::lines(emitter, union, index, name);
        quote!(#docs #name #payload_type)
    });
    let json = uses.runtime("Value");
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq #eq)]
        #[non_exhaustive]
        pub enum #item {
            #(#variants,)*
            /// A variant that the document does not describe, kept as received.
            #rest(#json),
        }
    }
}

/// The implementation of `Union`: how the variants are distinguished.
fn union_impl(emitter: &Emitter, names: &TypeNames, union: &Union, uses: &Uses) -> TokenStream {
    let item = &names.item;
    let module = uses.private("union");
    let tests: Vec<(TokenStream, usize)> = match &union.selection {
        Selection::Discriminator { property, mapping, names: components, kind, others } => {
            let values = |index: usize| mapping.iter().chain(components).filter(move |(_, target)| *target == index);
            let of_variant = |index: usize| {
                let strings: Vec<&String> = values(index).map(|(value, _)| value).collect();
                let bare: Vec<&String> = strings.iter().copied().filter(|value| is_bare(value)).collect();
                let strings = (*kind != DiscriminatorKind::NumbersAndBooleans && !strings.is_empty())
                    .then(|| (quote!(Tag(#property, &[#(#strings),*])), index));
                let bare = (*kind != DiscriminatorKind::Strings && !bare.is_empty())
                    .then(|| (quote!(BareTag(#property, &[#(#bare),*])), index));
                [strings, bare].into_iter().flatten()
            };
            let others = others.iter().map(|(json_type, index)| (condition(&Test::TypeIs(*json_type), uses), *index));
            (0..names.members.len()).flat_map(of_variant).chain(others).collect()
        }
        Selection::Tests(tests) => tests.iter().map(|(test, index)| (condition(test, uses), *index)).collect(),
    };
    let mut units = BTreeSet::new();
    let variants = tests.iter().filter_map(|(test, index)| {
        let (name, variant) = (names.members.get(*index)?, union.variants.get(*index)?);
        let Some(constant) = emitter.constant(variant.value) else {
            let of_property = |Property { name, .. }: &Property| quote!(decode_property(#name));
            let read = emitter.sole_property(variant.value).map_or_else(|| quote!(decode()), of_property);
            return Some(quote!((#module::Test::#test, |value| value.#read.map(Self::#name))));
        };
        let test = condition(&Test::ValueIs(Constants::of(&[constant])), uses);
        units.insert(*index).then(|| quote!((#module::Test::#test, |_| Ok(Self::#name))))
    });
    quote! {
        impl #module::Union for #item {
            const VARIANTS: #module::Variants<Self> = &[#(#variants,)*];
        }
    }
}

/// Whether a value is the JSON text of a number or boolean.
fn is_bare(value: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(value).is_ok_and(|json| json.is_number() || json.is_boolean())
}

fn implementations(emitter: &Emitter, names: &TypeNames, union: &Union, uses: &Uses) -> TokenStream {
    let (item, rest, union_enum) = (&names.item, &names.rest, uses.private("union_enum"));
    let (property, tags) = tags(emitter, union).unzip();
    let by = property.map(|property| quote!(by #property));
    let tags = tags.into_iter().flatten().chain(std::iter::repeat(Vec::new()));
    let (mut members, mut units) = (Vec::new(), Vec::new());
    for ((name, variant), tags) in names.members.iter().zip(&union.variants).zip(tags) {
        if let Some(constant) = emitter.constant(variant.value) {
            let literal = match constant {
                // Without a suffix it would be an `i32`.
                Scalar::Integer(number) if i32::try_from(number).is_err() => known_value::typed_literal(&constant),
                _ => known_value::literal(&constant),
            };
            units.push(quote!(#name = #literal));
            continue;
        }
        let tags = (!tags.is_empty()).then(|| quote!(= [#(#tags),*]));
        let key = emitter.sole_property(variant.value).map(|Property { name, .. }| quote!(in #name));
        members.push(quote!(#name #key #tags));
    }
    let units = (!units.is_empty()).then(|| quote!(; #(#units),*));
    quote!(#union_enum!(#item #by; #(#members),*; #rest #units);)
}

/// The discriminator property, and its values for each variant. All of them are read as the variant and written unchanged;
/// the first is written if there is none.
fn tags<'u>(emitter: &Emitter, union: &'u Union) -> Option<(&'u String, Vec<Vec<TokenStream>>)> {
    let Selection::Discriminator { property, mapping, names, kind: values, .. } = &union.selection else { return None };
    let kinds = union.variants.iter().map(|variant| &emitter.api.types[variant.value.id].kind);
    let of_variant = |(index, kind): (usize, &TypeKind)| {
        // The default variant is read from any other value, and without one: its content is preserved.
        if union.selection.default_variant() == Some(index) {
            return Vec::new();
        }
        // Values with the name of a component are written with it.
        let own = mapping.iter().chain(names).filter(|(_, target)| *target == index);
        let own: Vec<TokenStream> = own.flat_map(|(value, _)| tag(value, *values)).collect();
        // An inner union selects its own variants.
        if matches!(kind, TypeKind::Union(_)) && own.len() > 1 { Vec::new() } else { own }
    };
    Some((property, kinds.enumerate().map(of_variant).collect()))
}

/// A discriminator value in its possible JSON types: a string, and a number or boolean.
fn tag(value: &str, kind: DiscriminatorKind) -> impl Iterator<Item = TokenStream> {
    let string = (kind != DiscriminatorKind::NumbersAndBooleans).then(|| quote!(#value));
    let bare = kind != DiscriminatorKind::Strings && is_bare(value);
    string.into_iter().chain(bare.then(|| bare_literal(value)).flatten())
}

/// The JSON of a number or boolean as a literal.
fn bare_literal(json: &str) -> Option<TokenStream> {
    let integer = || json.parse().ok().map(|number: i64| number::whole(number));
    let boolean = || json.parse().ok().map(|value: bool| quote!(#value));
    let number = || json.parse().ok().filter(|number: &f64| number.is_finite()).map(number::float);
    boolean().or_else(integer).or_else(number)
}

/// `From` for every variant whose type no other variant has.
fn conversions(emitter: &Emitter, id: TypeId, names: &TypeNames, union: &Union, uses: &Uses) -> Option<TokenStream> {
    let converted = converted(emitter, id, union, uses);
    if converted.is_empty() {
        return None;
    }
    let variants = converted.iter().filter_map(|(index, _)| {
        let (name, held) = (names.members.get(*index)?, payload_type(emitter, id, union, *index, uses)?);
        Some(quote!(#name(#held)))
    });
    let (item, union_from) = (&names.item, uses.private("union_from"));
    Some(quote!(#union_from!(#item; #(#variants),*);))
}

/// From the models that variants hold, if a setter takes a `Presence` of the union. (Rust allows such an implementation only
/// for types of the crate.)
fn conversions_into_presence(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    union: &Union,
    uses: &Uses,
) -> Option<TokenStream> {
    let models = converted_models(emitter, id, union, uses);
    if models.is_empty() || !emitter.analysis.is_nullable_property(id) {
        return None;
    }
    let (item, presence_from) = (&names.item, uses.private("presence_from"));
    Some(quote!(#presence_from!(#item: #(#models),*);))
}

/// The models among the types that are converted into the union.
pub(in crate::emit) fn converted_models(emitter: &Emitter, id: TypeId, union: &Union, uses: &Uses) -> Vec<TokenStream> {
    let is_model = |index: usize| {
        let held = held(emitter, union.variants[index].value);
        emitter.names.of(held).is_some() && !matches!(emitter.api.types[held].kind, TypeKind::External(_))
    };
    let models = converted(emitter, id, union, uses).into_iter().filter(|(index, _)| is_model(*index));
    models.map(|(_, held)| held).collect()
}

/// The variants that can be converted from what they hold, because no other variant holds that type. A string, number or
/// list alone does not say which property it is the value of, and the union itself is not converted.
pub(in crate::emit) fn converted(
    emitter: &Emitter,
    id: TypeId,
    union: &Union,
    uses: &Uses,
) -> Vec<(usize, TokenStream)> {
    let held = |index: usize| held(emitter, union.variants[index].value);
    let types: Vec<TokenStream> =
        (0..union.variants.len()).map(|index| emitter.type_without_option(held(index), uses)).collect();
    let spelled: Vec<String> = types.iter().map(ToString::to_string).collect();
    let is_unit = |index: usize| emitter.constant(union.variants[index].value).is_some();
    let says_which = |index: usize| {
        let is_value = emitter.sole_property(union.variants[index].value).is_none();
        is_value || held(index) != id && emitter.names.of(held(index)).is_some()
    };
    let alone = |index: usize| {
        let mut others = spelled.iter().enumerate().filter(|(other, _)| *other != index && !is_unit(*other));
        !is_unit(index) && says_which(index) && others.all(|(_, other)| *other != spelled[index])
    };
    types.into_iter().enumerate().filter(|(index, _)| alone(*index)).collect()
}
