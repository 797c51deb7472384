//! Attributes that say why a lint does not apply, on the one item it does not apply to.

use proc_macro2::TokenStream;
use quote::quote;

/// For code that uses deprecated items.
pub(in crate::emit) fn expect_deprecated() -> TokenStream {
    quote!(#[expect(deprecated, reason = "the document deprecates it")])
}
