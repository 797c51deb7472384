//! Attributes that allow a lint for one item, with the reason.

use proc_macro2::TokenStream;
use quote::quote;

/// For code that uses deprecated items.
pub(in crate::emit) fn expect_deprecated() -> TokenStream {
    quote!(#[expect(deprecated, reason = "the document deprecates it")])
}
