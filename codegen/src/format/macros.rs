//! Calls of macros as items. What stands in them is no Rust that prettyplease could lay out, and it fills the lines;
//! here each declaration gets a line of its own.
//!
//! In braces every statement that `;` ends, or else every part that `,` ends, stands on a line, documentation as `///`
//! above it, and braces at its end are laid out in the same way. In parentheses everything is on one line, as long as
//! it fits.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::iter::Peekable;

/// Columns that a line may have.
const WIDTH: usize = 100;

/// The call as text, its line end included.
pub(super) fn item(item: &syn::ItemMacro) -> String {
    let tokens = item.mac.tokens.clone();
    let name = inline(quote::ToTokens::to_token_stream(&item.mac.path));
    let mut out = String::new();
    if let syn::MacroDelimiter::Brace(_) = item.mac.delimiter {
        out.extend([name.as_str(), "! {\n"]);
        lines(tokens, 1, &mut out);
        out.push_str("}\n");
        return out;
    }
    let inside = inline(tokens.clone());
    let documented = split(tokens.clone()).is_some_and(|(_, members)| is_documented(&members));
    if !documented && name.len() + "!();".len() + inside.len() <= WIDTH {
        out.extend([name.as_str(), "!(", &plain(&inside), ");\n"]);
    } else if let Some((head, members)) = split(tokens) {
        let head = inline(head);
        let fits = name.len() + "!( {".len() + head.len() <= WIDTH;
        let depth = if fits { 1 } else { 2 };
        if fits {
            out.extend([name.as_str(), "!(", &plain(&head), " {\n"]);
        } else {
            out.extend([name.as_str(), "!(\n"]);
            fill(&format!("{head} {{"), 1, Lines::Hanging, &mut out);
        }
        if is_documented(&members) {
            lines(members, depth, &mut out);
        } else {
            fill(&inline(members), depth, Lines::Even, &mut out);
        }
        out.push_str(if fits { "});\n" } else { "    }\n);\n" });
    } else {
        out.extend([name.as_str(), "!(\n"]);
        fill(&inside, 1, Lines::Hanging, &mut out);
        out.push_str(");\n");
    }
    out
}

/// What stands in the braces at the end, and what is before them.
fn split(tokens: TokenStream) -> Option<(TokenStream, TokenStream)> {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    match tokens.pop() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            Some((tokens.into_iter().collect(), group.stream()))
        }
        _ => None,
    }
}

/// Whether any of it has documentation.
fn is_documented(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        if documentation(&token, &mut tokens).is_some() {
            return true;
        }
    }
    false
}

/// What stands in braces, a statement a line.
fn lines(tokens: TokenStream, depth: usize, out: &mut String) {
    let ends = |end: char| move |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == end);
    let end = if tokens.clone().into_iter().any(|token| ends(';')(&token)) { ';' } else { ',' };
    let mut statement: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if let Some(docs) = documentation(&token, &mut tokens) {
            out.push_str(format!("{}///{docs}", indent(depth)).trim_end());
            out.push('\n');
            continue;
        }
        let last = ends(end)(&token);
        statement.push(token);
        if last || tokens.peek().is_none() {
            line(std::mem::take(&mut statement), depth, out);
        }
    }
}

/// The text of a `#[doc = "…"]`, of which the first token is given and the others are taken.
fn documentation(token: &TokenTree, rest: &mut Peekable<impl Iterator<Item = TokenTree>>) -> Option<String> {
    let TokenTree::Punct(hash) = token else { return None };
    let Some(TokenTree::Group(group)) = rest.peek() else { return None };
    let attribute = group.stream();
    let mut parts = attribute.into_iter();
    let is_doc = hash.as_char() == '#' && matches!(parts.next(), Some(TokenTree::Ident(name)) if name == "doc");
    let text = parts.nth(1).filter(|_| is_doc)?;
    let text: syn::LitStr = syn::parse2(text.into()).ok()?;
    rest.next();
    Some(text.value())
}

fn line(mut statement: Vec<TokenTree>, depth: usize, out: &mut String) {
    let block = match statement.last() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    };
    let Some(block) = block else { return fill(&inline(statement.into_iter().collect()), depth, Lines::Hanging, out) };
    statement.pop();
    let head = inline(statement.into_iter().collect());
    out.extend([indent(depth).as_str(), &plain(&head), " {\n"]);
    lines(block, depth + 1, out);
    out.extend([indent(depth).as_str(), "}\n"]);
}

/// Where a line may be broken, until it is known whether it must.
const BREAK: char = '\u{1}';

/// The same within brackets: what stands in them is parted only where it does not fit on a line of its own.
const INNER_BREAK: char = '\u{2}';

fn plain(text: &str) -> String {
    text.replace([BREAK, INNER_BREAK], " ")
}

fn indent(depth: usize) -> String {
    "    ".repeat(depth)
}

/// How a text goes on that needs several lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// Further in than its first line.
    Hanging,
    /// Below it.
    Even,
}

/// The text at the indentation, on as many lines as it needs.
fn fill(text: &str, depth: usize, lines: Lines, out: &mut String) {
    let mut line = indent(depth);
    let parts = text.split(BREAK).flat_map(|part| {
        let mark = if indent(depth + 1).len() + part.len() > WIDTH { INNER_BREAK } else { BREAK };
        part.split(mark).map(plain)
    });
    for (index, part) in parts.enumerate() {
        if index > 0 && line.len() + 1 + part.len() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line = indent(if lines == Lines::Even { depth } else { depth + 1 });
        } else if index > 0 {
            line.push(' ');
        }
        line.push_str(&part);
    }
    out.push_str(&line);
    out.push('\n');
}

/// The tokens on one line, spaced as rustfmt would.
fn inline(tokens: TokenStream) -> String {
    let mut out = String::new();
    write_inline(tokens, BREAK, &mut out);
    out
}

fn write_inline(tokens: TokenStream, mark: char, out: &mut String) {
    let mut joined = false;
    // How many `<` are open: the arguments of a type stay together.
    let mut angles = 0_usize;
    let mut closure = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace if group.stream().is_empty() => ("{", "}"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                let apart = match group.delimiter() {
                    Delimiter::Parenthesis => out.ends_with('=') || out.ends_with("->"),
                    Delimiter::Bracket => !out.ends_with(['#', '!', '&', '<']),
                    Delimiter::Brace | Delimiter::None => true,
                };
                space(out, apart);
                out.push_str(open);
                write_inline(group.stream(), INNER_BREAK, out);
                out.push_str(close);
                joined = false;
            }
            // The arguments of a closure, which only stands as an argument itself.
            TokenTree::Punct(punct) if punct.as_char() == '|' && (closure || out.ends_with('(')) => {
                out.push_str(if closure { "| " } else { "|" });
                (closure, joined) = (!closure, true);
            }
            TokenTree::Punct(punct) => {
                let char = punct.as_char();
                let tight = matches!(char, ',' | ';' | '.' | '?' | ':' | '!' | '<' | '>');
                let arrow = char == '-' && punct.spacing() == proc_macro2::Spacing::Joint;
                if arrow && !out.is_empty() {
                    out.push(mark);
                }
                space(out, !joined && !tight && !out.ends_with("::"));
                match char {
                    '<' => angles += 1,
                    '>' if !out.ends_with(['-', '=']) => angles = angles.saturating_sub(1),
                    _ => {}
                }
                out.push(char);
                joined = punct.spacing() == proc_macro2::Spacing::Joint;
                if matches!(char, ',' | ';') {
                    out.push(if angles == 0 { mark } else { ' ' });
                }
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                space(out, !joined && !out.ends_with("::") && !out.ends_with(['<', '&', '!', '\'', '.']));
                out.push_str(&token.to_string());
                joined = false;
            }
        }
    }
    while out.ends_with([BREAK, INNER_BREAK, ' ']) && !out.ends_with("{ ") {
        out.pop();
    }
}

fn space(out: &mut String, wanted: bool) {
    let opened = out.is_empty() || out.ends_with(['(', '[', ' ', BREAK, INNER_BREAK]);
    if wanted && !opened {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::item;
    use quote::quote;

    #[test]
    fn declarations_stand_on_lines_of_their_own() {
        let call = quote! {
            runtime::string_enum! {
                #[doc = " A state."]
                pub enum State { Open = "open", #[doc = " No more."] Closed = "closed" }
            }
        };
        let expected = "runtime::string_enum! {\n    /// A state.\n    pub enum State {\n        Open = \"open\",\n        \
                        /// No more.\n        Closed = \"closed\"\n    }\n}\n";
        assert_eq!(item(&syn::parse2(call).unwrap()), expected);
    }

    #[test]
    fn what_fits_stays_on_one_line() {
        let call = quote!(runtime::calls!(Get<Client> { id, with } -> Vec<models::Pet>, Option<Failure>););
        let text = item(&syn::parse2(call).unwrap());
        assert_eq!(text, "runtime::calls!(Get<Client> { id, with } -> Vec<models::Pet>, Option<Failure>);\n");
    }

    #[test]
    fn what_does_not_fit_is_broken_after_commas() {
        let name = quote::format_ident!("{}", "Long".repeat(12));
        let call = quote!(runtime::payloads! { "a" => body: models::#name, 204, class(4): BTreeMap<String, #name>; });
        let text = item(&syn::parse2(call).unwrap());
        let name = name.to_string();
        assert_eq!(
            text,
            format!(
                "runtime::payloads! {{\n    \"a\" => body: models::{name}, 204,\n        class(4): BTreeMap<String, \
                 {name}>;\n}}\n"
            )
        );
    }
}
