//! Styles of parameters, and of the arrays within them, as emitted code states them.

use crate::emit::common::imports::Uses;
use crate::ir::Style;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The value whose inner arrays are in these styles.
pub(in crate::emit) fn nested_value(value: &TokenStream, nested: &[Style], uses: &Uses) -> TokenStream {
    if nested.is_empty() {
        return value.clone();
    }
    let (wrapper, styles) = (uses.private("Nested"), nested.iter().map(|style| style_name(*style, uses)));
    quote!(&#wrapper::new(#value, &[#(#styles),*]))
}

/// The style as a variant of the runtime's `Style`.
pub(in crate::emit) fn style_name(style: Style, uses: &Uses) -> TokenStream {
    let (runtime, variant) = (uses.runtime("Style"), format_ident!("{style:?}"));
    quote!(#runtime::#variant)
}
