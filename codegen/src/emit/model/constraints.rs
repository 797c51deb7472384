//! Constraints, which the runtime checks before sending.

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::emit::common::number;
use crate::ir::{
    Additional, Bound, Constraint, Constraints, Limit, Object, Property, TypeId, TypeKind, TypeRef, Union, Variant,
};
use crate::name::Name;
use crate::name::TypeNames;
use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The checks of a value.
pub(in crate::emit) struct Limits {
    /// Rules for the value itself, and for elements that have no type of their own.
    pub(in crate::emit) rules: Option<TokenStream>,
    /// Whether the value's type, or that of its elements, checks itself.
    pub(in crate::emit) descend: bool,
}

impl Emitter<'_> {
    /// The checks of a value of type `id`.
    pub(in crate::emit) fn limits(&self, id: TypeId, uses: &Uses) -> Limits {
        if !self.analysis.is_constrained(id) {
            return Limits { rules: None, descend: false };
        }
        if self.names.of(id).is_some() {
            return Limits { rules: None, descend: true };
        }
        self.limits_inside(id, uses)
    }

    /// The checks of a value of type `id`, if that type is spelled out.
    fn limits_inside(&self, id: TypeId, uses: &Uses) -> Limits {
        let own = rules(&self.api.types[id].constraints);
        let inner = match &self.api.types[id].kind {
            TypeKind::Array(element) | TypeKind::Map(element) => self.limits(element.id, uses),
            _ => Limits { rules: None, descend: false },
        };
        let items = inner.rules.map(|rules| quote!(.items(&const { #rules })));
        let items = items.or_else(|| self.tuple_elements(id, uses));
        let any = own.is_some() || items.is_some();
        let rules = any.then(|| {
            let name = uses.runtime("Rules");
            quote!(#name::new() #own #items)
        });
        Limits { rules, descend: inner.descend }
    }

    /// The rules for each element of a tuple, up to the last that has some.
    fn tuple_elements(&self, id: TypeId, uses: &Uses) -> Option<TokenStream> {
        let TypeKind::Tuple(elements) = &self.api.types[id].kind else { return None };
        let calls = |element: &TypeRef| rules(&self.api.types[element.id].constraints);
        let last = elements.iter().rposition(|element| calls(element).is_some())?;
        let name = uses.runtime("Rules");
        let rules = elements.iter().take(last + 1).map(|element| {
            let calls = calls(element);
            quote!(#name::new() #calls)
        });
        Some(quote!(.prefix_items(&const { [#(#rules),*] })))
    }
}

/// The calls that add a schema's own constraints to its rules; none when it has none.
pub(super) fn rules(constraints: &Constraints) -> Option<TokenStream> {
    let calls: Vec<TokenStream> = constraints.stated().map(rule).collect();
    (!calls.is_empty()).then(|| quote!(#(#calls)*))
}

fn rule(constraint: Constraint) -> TokenStream {
    match constraint {
        Constraint::Count(keyword, limit) => {
            let (name, limit) = (format_ident!("{}", keyword.to_snake_case()), number::whole(limit));
            quote!(.#name(#limit))
        }
        Constraint::Pattern(pattern) => quote!(.pattern(#pattern)),
        Constraint::Minimum(bound) => bounded("minimum", bound),
        Constraint::Maximum(bound) => bounded("maximum", bound),
        Constraint::MultipleOf(step) => {
            let (name, step) = called("multiple_of", step);
            quote!(.#name(#step))
        }
        Constraint::UniqueItems => quote!(.unique_items()),
    }
}

fn bounded(name: &str, Bound { value, exclusive }: Bound) -> TokenStream {
    let (name, value) = called(name, value);
    quote!(.#name(#value, #exclusive))
}

/// The call that sets a limit, and the number: there is one for integers that a float does not hold.
fn called(name: &str, limit: Limit) -> (Ident, TokenStream) {
    const EXACT: u128 = 1 << 53;
    match limit {
        Limit::Whole(number) if number.unsigned_abs() > EXACT => {
            (format_ident!("{name}_integer"), number::whole(number))
        }
        Limit::Whole(_) | Limit::Float(_) => (format_ident!("{name}"), number::float(limit.float())),
    }
}

/// The check of an object: its own limits, then one line for each property that has something to check.
pub(in crate::emit) fn of_object(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    object: &Object,
    uses: &Uses,
) -> Option<TokenStream> {
    if !emitter.analysis.is_constrained(id) {
        return None;
    }
    let own = rules(&emitter.api.types[id].constraints).map(|calls| {
        let name = uses.runtime("Rules");
        quote!(at.value(self, #name::new() #calls);)
    });
    let mut deprecated = false;
    let checked = object.properties.iter().zip(&names.members).flat_map(|(property, name)| {
        let wire = &property.name;
        let limits = emitter.limits(property.value.id, uses);
        let rules = limits.rules.map(|rules| quote!(at.rules(#wire, &self.#name, #rules);));
        let inside = limits.descend.then(|| quote!(at.check(#wire, &self.#name);));
        let required = emitter.analysis.is_required_when_sent(id, property).then(|| {
            let is_there = is_there(emitter, property, name);
            quote!(at.required(#wire, #is_there);)
        });
        deprecated |= property.deprecated && (rules.is_some() || inside.is_some() || required.is_some());
        required.into_iter().chain(rules).chain(inside)
    });
    let lines: Vec<TokenStream> = checked.collect();
    let rest = match object.additional {
        Additional::Typed(value) => rest(&emitter.limits(value.id, uses), &names.rest, uses),
        Additional::Any | Additional::Forbidden => TokenStream::new(),
    };
    let expect = deprecated.then(crate::emit::common::attributes::expect_deprecated);
    Some(implementation(names, uses, &quote!(#expect), &quote!(#own #(#lines)* #rest)))
}

/// Whether an optional field holds something.
fn is_there(emitter: &Emitter, property: &Property, name: &Name) -> TokenStream {
    if property.value.nullable && !emitter.is_any(property.value.id) {
        quote!(!self.#name.is_absent())
    } else {
        quote!(self.#name.is_some())
    }
}

/// The check of the values that have no name in the document.
fn rest(limits: &Limits, name: &Name, uses: &Uses) -> TokenStream {
    let rules = limits.rules.as_ref().map(|rules| {
        let name_of_rules = uses.runtime("Rules");
        quote!(at.value(&self.#name, #name_of_rules::new().items(&const { #rules }));)
    });
    let inside = limits.descend.then(|| quote!(at.value_check(&self.#name);));
    quote!(#rules #inside)
}

/// The check of a union: that of its variant.
pub(in crate::emit) fn of_union(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    union: &Union,
    uses: &Uses,
) -> Option<TokenStream> {
    if !emitter.analysis.is_constrained(id) {
        return None;
    }
    let checked = union.variants.iter().zip(&names.members).filter_map(|(variant, name)| {
        let (rules, inside) = checks_of_variant(emitter, variant, uses);
        (rules.is_some() || inside.is_some()).then(|| (quote!(Self::#name(value)), quote!({ #rules #inside })))
    });
    let arms: Vec<(TokenStream, TokenStream)> = checked.collect();
    let body = match arms.as_slice() {
        [(variant, checks)] => quote!(if let #variant = self #checks),
        arms => {
            let arms = arms.iter().map(|(variant, checks)| quote!(#variant => #checks));
            quote!(match self { #(#arms)* _ => {} })
        }
    };
    Some(implementation(names, uses, &quote!(), &body))
}

/// The checks of what a variant holds: of the only property of its objects, at its key, or of the value itself.
fn checks_of_variant(emitter: &Emitter, variant: &Variant, uses: &Uses) -> (Option<TokenStream>, Option<TokenStream>) {
    if let Some(Property { name, value, .. }) = emitter.sole_property(variant.value) {
        let limits = emitter.limits(value.id, uses);
        let rules = limits.rules.map(|rules| quote!(at.rules(#name, value, #rules);));
        return (rules, limits.descend.then(|| quote!(at.check(#name, value);)));
    }
    let limits = emitter.limits(variant.value.id, uses);
    let rules = limits.rules.map(|rules| quote!(at.value(value, #rules);));
    (rules, limits.descend.then(|| quote!(at.value_check(value);)))
}

/// The check of a newtype: the rules of the wrapped value.
pub(in crate::emit) fn of_newtype(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    uses: &Uses,
) -> Option<TokenStream> {
    if !emitter.analysis.is_constrained(id) || !emitter.analysis.is_sent(id) {
        return None;
    }
    let limits = emitter.limits_inside(id, uses);
    let rules = limits.rules.map(|rules| quote!(at.value(&self.0, #rules);));
    let inside = limits.descend.then(|| quote!(at.value_check(&self.0);));
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
