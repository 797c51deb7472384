//! Statements that check an input, and the words for styles: what inputs, bodies and forms write alike.

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::ir::{Style, TypeId};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The checks of the input's own constraints and of its contents.
pub(in crate::emit) fn checks(
    emitter: &Emitter,
    id: TypeId,
    wire: &str,
    value: &TokenStream,
    uses: &Uses,
) -> TokenStream {
    checks_with(emitter, id, wire, value, &quote!(request), uses)
}

/// The checks by another `writer`.
pub(in crate::emit) fn checks_with(
    emitter: &Emitter,
    id: TypeId,
    wire: &str,
    value: &TokenStream,
    writer: &TokenStream,
    uses: &Uses,
) -> TokenStream {
    let limits = emitter.limits(id, uses);
    let rules = limits.rules.map(|rules| quote!(#writer.rules(#wire, #value, #rules);));
    let inside = limits.descend.then(|| quote!(#writer.check(#wire, #value);));
    quote!(#rules #inside)
}

/// The value whose inner arrays are in these styles.
pub(in crate::emit) fn nested_value(value: &TokenStream, nested: &[Style], uses: &Uses) -> TokenStream {
    if nested.is_empty() {
        return value.clone();
    }
    let (wrapper, styles) = (uses.private("Nested"), nested.iter().map(|style| style_name(*style, uses)));
    quote!(&#wrapper::new(#value, &[#(#styles),*]))
}

pub(in crate::emit) fn style_name(style: Style, uses: &Uses) -> TokenStream {
    let (runtime, variant) = (uses.runtime("Style"), format_ident!("{style:?}"));
    quote!(#runtime::#variant)
}
