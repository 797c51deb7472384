//! Attributes that say why a lint does not apply, on the one item it does not apply to.

use proc_macro2::TokenStream;
use quote::quote;

/// For code that has to touch what the document deprecates.
pub(super) fn expect_deprecated() -> TokenStream {
    quote!(#[expect(deprecated, reason = "the document deprecates it")])
}

/// For a function that takes everything which is required, however much that is.
pub(super) fn many_arguments(count: usize) -> Option<TokenStream> {
    (count > 7).then(|| quote!(#[expect(clippy::too_many_arguments, reason = "all of them are required")]))
}
