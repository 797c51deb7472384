//! Attributes that allow a lint for one item, with the reason.

use crate::name::Name;
use proc_macro2::TokenStream;
use quote::quote;

/// For code that uses deprecated items.
pub(in crate::emit) fn expect_deprecated() -> TokenStream {
    quote!(#[expect(deprecated, reason = "the document deprecates it")])
}

/// Names that Clippy considers placeholders, and that documents use.
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// For a function with arguments of these names.
pub(in crate::emit) fn allow_placeholders<'n>(mut names: impl Iterator<Item = &'n Name>) -> Option<TokenStream> {
    names.any(|name| PLACEHOLDERS.contains(&name.as_str())).then(|| quote!(#[allow(clippy::disallowed_names)]))
}
