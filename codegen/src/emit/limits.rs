//! Limits checked before sending: what the runtime is told of each value's constraints.

use super::Emitter;
use super::literal;
use super::uses::Uses;
use crate::ir::{Constraints, Object, TypeId, TypeKind, Union};
use crate::name::TypeNames;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What is to be checked of a value held under some name.
pub(super) struct Limits {
    /// Rules for the value itself, and for elements that have no type of their own.
    pub(super) rules: Option<TokenStream>,
    /// Whether the value's type, or that of its elements, checks itself.
    pub(super) descend: bool,
}

impl Emitter<'_> {
    /// What is to be checked of a value of type `id` where it is used.
    pub(super) fn limits(&self, id: TypeId, uses: &Uses) -> Limits {
        if !self.facts.is_limited(id) {
            return Limits { rules: None, descend: false };
        }
        if self.names.of(id).is_some() {
            return Limits { rules: None, descend: true };
        }
        let own = rules(&self.api.types[id].constraints);
        let inner = match &self.api.types[id].kind {
            TypeKind::Array(element) | TypeKind::Map(element) => self.limits(element.id, uses),
            _ => Limits { rules: None, descend: false },
        };
        let items = inner.rules.map(|rules| quote!(.items(&const { #rules })));
        let any = own.is_some() || items.is_some();
        let rules = any.then(|| {
            let name = uses.runtime("Rules");
            quote!(#name::new() #own #items)
        });
        Limits { rules, descend: inner.descend }
    }
}

/// The calls that add a schema's own constraints to its rules; none when it has none.
fn rules(constraints: &Constraints) -> Option<TokenStream> {
    let Constraints {
        min_length,
        max_length,
        pattern,
        minimum,
        maximum,
        multiple_of,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
    } = constraints;
    let count = |name: TokenStream, limit: &Option<u64>| {
        let limit = literal::unsigned((*limit)?);
        Some(quote!(.#name(#limit)))
    };
    let calls: Vec<TokenStream> = [
        count(quote!(min_length), min_length),
        count(quote!(max_length), max_length),
        pattern.as_ref().map(|pattern| quote!(.pattern(#pattern))),
        minimum.map(|bound| number(&quote!(minimum), bound.value, bound.exclusive)),
        maximum.map(|bound| number(&quote!(maximum), bound.value, bound.exclusive)),
        multiple_of.map(|step| {
            let step = literal::float(step);
            quote!(.multiple_of(#step))
        }),
        count(quote!(min_items), min_items),
        count(quote!(max_items), max_items),
        unique_items.then(|| quote!(.unique_items())),
        count(quote!(min_properties), min_properties),
        count(quote!(max_properties), max_properties),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!calls.is_empty()).then(|| quote!(#(#calls)*))
}

fn number(name: &TokenStream, value: f64, exclusive: bool) -> TokenStream {
    let value = literal::float(value);
    quote!(.#name(#value, #exclusive))
}

/// The check of an object: one line for each property that has something to check.
pub(super) fn of_object(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    object: &Object,
    uses: &Uses,
) -> Option<TokenStream> {
    if !emitter.facts.is_limited(id) {
        return None;
    }
    let mut deprecated = false;
    let checked = object.properties.iter().zip(&names.members).flat_map(|(property, name)| {
        let wire = &property.name;
        let limits = emitter.limits(property.value.id, uses);
        let rules = limits.rules.map(|rules| quote!(at.rules(#wire, &self.#name, #rules);));
        let inside = limits.descend.then(|| quote!(at.check(#wire, &self.#name);));
        deprecated |= property.deprecated && (rules.is_some() || inside.is_some());
        rules.into_iter().chain(inside)
    });
    let lines: Vec<TokenStream> = checked.collect();
    let rest = match object.additional {
        crate::ir::Additional::Typed(value) => {
            let limits = emitter.limits(value.id, uses);
            let name = &names.rest;
            let rules = limits.rules.map(|rules| quote!(at.value(&self.#name, Rules::new().items(&const { #rules }));));
            let inside = limits.descend.then(|| quote!(at.value_check(&self.#name);));
            Some(quote!(#rules #inside))
        }
        crate::ir::Additional::Any | crate::ir::Additional::Forbidden => None,
    };
    let expect = deprecated.then(super::object::expect_deprecated);
    Some(implementation(names, uses, &quote!(#expect), &quote!(#(#lines)* #rest)))
}

/// The check of a union: that of the variant at hand.
pub(super) fn of_union(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    union: &Union,
    uses: &Uses,
) -> Option<TokenStream> {
    if !emitter.facts.is_limited(id) {
        return None;
    }
    let checked = union.variants.iter().zip(&names.members).filter_map(|(variant, name)| {
        let limits = emitter.limits(variant.value.id, uses);
        let rules = limits.rules.map(|rules| quote!(at.value(value, #rules);));
        let inside = limits.descend.then(|| quote!(at.value_check(value);));
        (rules.is_some() || inside.is_some()).then(|| (name, quote!(#rules #inside)))
    });
    let checked: Vec<(&Ident, TokenStream)> = checked.collect();
    let body = match checked.as_slice() {
        [(name, check)] => quote!(if let Self::#name(value) = self { #check }),
        several => {
            let arms = several.iter().map(|(name, check)| quote!(Self::#name(value) => { #check }));
            quote!(match self { #(#arms)* _ => {} })
        }
    };
    Some(implementation(names, uses, &quote!(), &body))
}

/// The check of a newtype: the rules of what it wraps.
pub(super) fn of_newtype(emitter: &Emitter, id: TypeId, names: &TypeNames, uses: &Uses) -> Option<TokenStream> {
    if !emitter.facts.is_limited(id) || !emitter.facts.is_sent(id) {
        return None;
    }
    let inner = match &emitter.api.types[id].kind {
        TypeKind::Array(element) | TypeKind::Map(element) => emitter.limits(element.id, uses),
        _ => Limits { rules: None, descend: false },
    };
    let own = rules(&emitter.api.types[id].constraints);
    let items = inner.rules.map(|rules| quote!(.items(&const { #rules })));
    let rules = (own.is_some() || items.is_some()).then(|| {
        let name = uses.runtime("Rules");
        quote!(at.value(&self.0, #name::new() #own #items);)
    });
    let inside = inner.descend.then(|| quote!(at.value_check(&self.0);));
    Some(implementation(names, uses, &quote!(), &quote!(#rules #inside)))
}

fn implementation(names: &TypeNames, uses: &Uses, attributes: &TokenStream, body: &TokenStream) -> TokenStream {
    let item = &names.item;
    let (check, checker) = (uses.runtime("Check"), uses.runtime("Checker"));
    quote! {
        impl #check for #item {
            #attributes
            fn check(&self, at: &mut #checker) {
                #body
            }
        }
    }
}
