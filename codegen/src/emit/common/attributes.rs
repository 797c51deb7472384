//! Attributes that say why a lint does not apply, on the one item it does not apply to.

use proc_macro2::TokenStream;
use quote::quote;

/// For code that has to touch what the document deprecates.
pub(in crate::emit) fn expect_deprecated() -> TokenStream {
    quote!(#[expect(deprecated, reason = "the document deprecates it")])
}
