//! Converts names to identifiers. Earlier stages keep strings, because tokens are not `Send`.

use crate::name::Name;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{IdentFragment, ToTokens};
use std::fmt;

/// Converts a name to an identifier.
pub(in crate::emit) fn identifier(text: &str) -> Ident {
    Ident::new(text, Span::call_site())
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        identifier(self.as_str()).to_tokens(tokens);
    }
}

impl IdentFragment for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
