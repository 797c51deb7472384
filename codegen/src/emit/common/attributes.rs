//! Attributes that say why a lint does not apply, on the one item it does not apply to.

use proc_macro2::TokenStream;
use quote::quote;

/// For code that has to touch what the document deprecates.
pub(in crate::emit) fn expect_deprecated() -> TokenStream {
    quote!(#[expect(deprecated, reason = "the document deprecates it")])
}

/// For a function that takes everything which is required, however much that is: the types of its arguments, after
/// `before` others.
pub(in crate::emit) fn many_arguments(before: usize, taken: &[TokenStream]) -> TokenStream {
    let flags = taken.iter().filter(|taken| taken.to_string() == "bool").count();
    let many = (before + taken.len() > 7).then(|| quote!(clippy::too_many_arguments));
    let flags = (flags > 3).then(|| quote!(clippy::fn_params_excessive_bools));
    let lints: Vec<TokenStream> = many.into_iter().chain(flags).collect();
    if lints.is_empty() {
        return TokenStream::new();
    }
    quote!(#[expect(#(#lints),*, reason = "all of them are required")])
}
