//! The surface of structs of named fields, which constructors take in place of many arguments: the runtime's macros declare them.

use super::entry;
use super::spelling::spelling;
use crate::pointer::Origin;
use crate::surface::{Argument, EntryKind, Item, ItemKind};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// The one argument of a constructor that takes the struct at `path`.
pub(super) fn named(path: &str, origin: &Origin) -> Argument {
    Argument { name: "required".to_owned(), parameter_type: path.to_owned(), origin: origin.clone() }
}

/// The struct at `path`, whose node is `origin`, with these fields, each with its name in the document.
pub(super) fn required_item(path: &str, fields: Vec<(Argument, String)>, origin: &Origin) -> Item {
    let of_field = |(field, wire): &(Argument, String)| {
        entry(&field.name, EntryKind::Field(field.parameter_type.clone()), wire, &field.origin)
    };
    let mut entries: Vec<_> = fields.iter().map(of_field).collect();
    entries.extend(["Debug", "Clone"].map(|name| entry(name, EntryKind::Trait, "", origin)));
    let fields = fields.into_iter().map(|(field, _)| field).collect();
    entries.push(entry("literal", EntryKind::Literal(fields), "", origin));
    Item {
        kind: ItemKind::Struct,
        path: path.to_owned(),
        role: String::new(),
        owner: String::new(),
        label: String::new(),
        origin: origin.clone(),
        non_exhaustive: false,
        entries,
        behaviors: Vec::new(),
        checked: Vec::new(),
        tokens: String::new(),
    }
}

/// The type of a field for an argument of this kind, as `required_type!` of the runtime expands it.
pub(super) fn required_type(macro_syntax: &TokenStream) -> String {
    let mut rest: Vec<TokenTree> = macro_syntax.clone().into_iter().collect();
    loop {
        let word = match rest.as_slice() {
            [TokenTree::Ident(word), _, ..] => word.to_string(),
            _ => String::new(),
        };
        let tail: TokenStream = rest.iter().skip(1).cloned().collect();
        match word.as_str() {
            "some" => {
                let Some(TokenTree::Group(inside)) = rest.pop() else { return spelling(&tail) };
                rest = inside.stream().into_iter().collect();
            }
            "boxed" | "into" => rest = tail.into_iter().collect(),
            "iter" => return spelling(&quote!(Vec<#tail>)),
            "presence" => return spelling(&quote!(runtime::Presence<#tail>)),
            _ => return spelling(&rest.into_iter().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::required_type;
    use quote::quote;

    #[test]
    fn surface_types_match_the_macro() {
        for (macro_syntax, expected) in [
            (quote!(i64), "i64"),
            (quote!(into String), "String"),
            (quote!(iter models::Pet), "Vec<models::Pet>"),
            (quote!(boxed into models::Pet), "models::Pet"),
            (quote!(some (into String)), "String"),
            (quote!(into Option<String>), "Option<String>"),
        ] {
            assert_eq!(required_type(&macro_syntax), expected);
        }
    }
}
