//! Statements that check an input, a body or a field of a form.

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::ir::TypeId;
use proc_macro2::TokenStream;
use quote::quote;

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
