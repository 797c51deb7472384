//! Tokens as text: types as people write them, and whole items for comparison.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A type on one line: `Option<Vec<models::Pet>>`.
pub(super) fn spelling(tokens: &TokenStream) -> String {
    let mut out = String::new();
    write(tokens.clone(), &mut out);
    out
}

fn write(tokens: TokenStream, out: &mut String) {
    let mut after_word = false;
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                out.push_str(open);
                write(group.stream(), out);
                out.push_str(close);
                after_word = false;
            }
            TokenTree::Punct(punct) => {
                match punct.as_char() {
                    ',' => out.push_str(", "),
                    '=' | '+' => out.extend([" ", &punct.to_string(), " "]),
                    other => out.push(other),
                }
                after_word = false;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if after_word {
                    out.push(' ');
                }
                out.push_str(&tree.to_string());
                after_word = true;
            }
        }
    }
    // `(A,)` needs its comma, and no space after it.
    if out.ends_with(", ") {
        out.pop();
    }
}

/// The tokens without documentation.
pub(super) fn undocumented(tokens: TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for tree in tokens {
        match tree {
            TokenTree::Group(group) if is_documentation(&group) && ends_with_hash(&out) => {
                out.pop();
            }
            TokenTree::Group(group) => {
                let inside = undocumented(group.stream());
                out.push(proc_macro2::Group::new(group.delimiter(), inside).into());
            }
            tree => out.push(tree),
        }
    }
    out.into_iter().collect()
}

fn is_documentation(group: &proc_macro2::Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && matches!(first, Some(TokenTree::Ident(word)) if word == "doc")
}

fn ends_with_hash(out: &[TokenTree]) -> bool {
    matches!(out.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '#')
}

#[cfg(test)]
mod tests {
    use super::{spelling, undocumented};
    use quote::quote;

    #[test]
    fn types_are_formatted_without_extra_spaces() {
        for (tokens, text) in [
            (quote!(Option<Vec<models::Pet>>), "Option<Vec<models::Pet>>"),
            (quote!(impl Into<Map<String, i64>>), "impl Into<Map<String, i64>>"),
            (quote!(impl IntoIterator<Item = impl Into<String>>), "impl IntoIterator<Item = impl Into<String>>"),
            (quote!((i64,)), "(i64,)"),
            (quote!(&'static str), "&'static str"),
        ] {
            assert_eq!(spelling(&tokens), text);
        }
    }

    #[test]
    fn surfaces_ignore_documentation() {
        let one = quote!(
            /// One.
            struct A {
                /// Two.
                #[deprecated]
                a: u8,
            }
        );
        assert_eq!(
            undocumented(one).to_string(),
            quote!(
                struct A {
                    #[deprecated]
                    a: u8,
                }
            )
            .to_string()
        );
    }
}
