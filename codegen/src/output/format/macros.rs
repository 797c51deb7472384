//! Macro calls as items. Their arguments are not Rust items that prettyplease could format; it would fill the lines.
//! Here each declaration is on its own line.
//!
//! In braces, every statement that ends in `;`, or else every part that ends in `,`, is on its own line, with its
//! documentation as `///` above; braces at its end are formatted in the same way. In parentheses, everything is on one
//! line if it fits; leading documentation, and braces in the middle, are on separate lines.

use crate::output::format::inline::{BREAK, INNER_BREAK, breakable};
use crate::output::format::pieces::{Piece, Tree, Trees, documentation, trees};
use proc_macro2::Delimiter;

/// Columns that a line may have.
const WIDTH: usize = 100;

/// A call of a macro as an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'a> {
    path: &'a [Piece],
    /// The brackets of the call.
    pub(super) delimiter: Delimiter,
    inside: &'a [Piece],
}

/// The call that the pieces are, if they are one and nothing else.
pub(super) fn call(pieces: &[Piece]) -> Option<Call<'_>> {
    let mut trees = trees(pieces);
    let path = trees.until(|tree| !matches!(tree, Tree::Punct(':', _) | Tree::Word(_)));
    trees.next().filter(|tree| tree.is('!'))?;
    let Tree::Group(delimiter, inside) = trees.next()? else { return None };
    let ends = matches!(trees.rest(), [] | [Piece::Punct(';', _)]);
    (ends && !path.is_empty()).then_some(Call { path, delimiter, inside })
}

/// The call as text, its line end included.
pub(super) fn item(call: Call, out: &mut String) {
    let Call { path, delimiter, inside: tokens } = call;
    let name = breakable(path);
    if delimiter == Delimiter::Brace {
        out.extend([name.as_str(), "! {\n"]);
        lines(tokens, 1, out);
        out.push_str("}\n");
        return;
    }
    if is_laid_out(tokens) {
        out.extend([name.as_str(), "!(\n"]);
        blocks(tokens, out);
        out.push_str(");\n");
        return;
    }
    let inside = breakable(tokens);
    let documented = split(tokens).is_some_and(|(_, members)| is_documented(members));
    if !documented && name.len() + "!();".len() + inside.len() <= WIDTH {
        out.extend([name.as_str(), "!(", &plain(&inside), ");\n"]);
    } else if let Some((head, members)) = split(tokens) {
        let head = breakable(head);
        let fits = name.len() + "!( {".len() + head.len() <= WIDTH;
        let depth = if fits { 1 } else { 2 };
        if fits {
            out.extend([name.as_str(), "!(", &plain(&head), " {\n"]);
        } else {
            out.extend([name.as_str(), "!(\n"]);
            fill(&format!("{head} {{"), 1, Lines::Hanging, out);
        }
        if is_documented(members) {
            lines(members, depth, out);
        } else {
            fill(&breakable(members), depth, Lines::Even, out);
        }
        out.push_str(if fits { "});\n" } else { "    }\n);\n" });
    } else {
        out.extend([name.as_str(), "!(\n"]);
        fill(&inside, 1, Lines::Hanging, out);
        out.push_str(");\n");
    }
}

/// Whether there is documentation at the start, or braces before the last ones.
fn is_laid_out(pieces: &[Piece]) -> bool {
    let braces = trees(pieces).filter(|tree| matches!(tree, Tree::Group(Delimiter::Brace, _))).count();
    let arrow = trees(pieces).any(|tree| matches!(tree, Tree::Word(word) if word.to_string() == "from"));
    documentation(&mut trees(pieces)).is_some() || (braces > 0 && arrow)
}

/// The contents of parentheses, with a line for each member of the braces in it.
fn blocks(pieces: &[Piece], out: &mut String) {
    let mut trees = trees(pieces);
    if let Some(docs) = documentation(&mut trees) {
        doc_lines(&docs, 1, out);
    }
    let mut opened = "";
    while !trees.rest().is_empty() {
        let start = trees.rest();
        trees.until(|tree| matches!(tree, Tree::Group(Delimiter::Brace, _)));
        let head = breakable(start.get(..start.len() - trees.rest().len()).unwrap_or_default());
        let gap = if opened.is_empty() || head.is_empty() { "" } else { " " };
        let Some(Tree::Group(_, members)) = trees.next() else {
            return fill(&format!("{opened}{gap}{head}"), 1, Lines::Hanging, out);
        };
        fill(&format!("{opened}{gap}{head} {{"), 1, Lines::Hanging, out);
        if is_documented(members) {
            lines(members, 2, out);
        } else {
            fill(&breakable(members), 2, Lines::Even, out);
        }
        opened = "}";
    }
    out.extend([indent(1).as_str(), opened, "\n"]);
}

fn doc_lines(docs: &str, depth: usize, out: &mut String) {
    for docs in docs.split('\n') {
        out.push_str(format!("{}///{docs}", indent(depth)).trim_end());
        out.push('\n');
    }
}

/// The tokens before the last braces, and in them.
fn split(pieces: &[Piece]) -> Option<(&[Piece], &[Piece])> {
    let mut trees = trees(pieces);
    let mut head = 0;
    while let Some(tree) = trees.next() {
        match tree {
            Tree::Group(Delimiter::Brace, inside) if trees.rest().is_empty() => {
                return Some((pieces.get(..head)?, inside));
            }
            _ => head = pieces.len() - trees.rest().len(),
        }
    }
    None
}

/// Whether any part has documentation.
fn is_documented(pieces: &[Piece]) -> bool {
    let mut trees = trees(pieces);
    while !trees.rest().is_empty() {
        if documentation(&mut trees).is_some() {
            return true;
        }
        trees.next();
    }
    false
}

/// The contents of braces, with one statement on each line.
fn lines(pieces: &[Piece], depth: usize, out: &mut String) {
    let end = if trees(pieces).any(|tree| tree.is(';')) { ';' } else { ',' };
    let mut trees = trees(pieces);
    while !trees.rest().is_empty() {
        if let Some(docs) = documentation(&mut trees) {
            doc_lines(&docs, depth, out);
            continue;
        }
        line(statement(&mut trees, end), depth, out);
    }
}

/// The pieces up to and with the next `end`, or to documentation.
fn statement<'a>(trees: &mut Trees<'a>, end: char) -> &'a [Piece] {
    let start = trees.rest();
    trees.until(|tree| tree.is(end));
    trees.next();
    start.get(..start.len() - trees.rest().len()).unwrap_or_default()
}

fn line(pieces: &[Piece], depth: usize, out: &mut String) {
    let Some((head, block)) = split(pieces) else { return fill(&breakable(pieces), depth, Lines::Hanging, out) };
    out.extend([indent(depth).as_str(), &plain(&breakable(head)), " {\n"]);
    lines(block, depth + 1, out);
    out.extend([indent(depth).as_str(), "}\n"]);
}

fn plain(text: &str) -> String {
    text.replace([BREAK, INNER_BREAK], " ")
}

fn indent(depth: usize) -> String {
    "    ".repeat(depth)
}

/// The continuation of a string over several lines.
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

#[cfg(test)]
mod tests {
    use crate::output::format::pieces;
    use proc_macro2::TokenStream;
    use quote::quote;

    fn item(call: TokenStream) -> String {
        let mut out = String::new();
        super::item(super::call(&pieces::of(call)).unwrap(), &mut out);
        out
    }

    #[test]
    fn macro_declarations_are_on_separate_lines() {
        let call = quote! {
            runtime::string_enum! {
                #[doc = " A state."]
                pub enum State { Open = "open", #[doc = " No more."] Closed = "closed" }
            }
        };
        let expected = "runtime::string_enum! {\n    /// A state.\n    pub enum State {\n        Open = \"open\",\n        \
                        /// No more.\n        Closed = \"closed\"\n    }\n}\n";
        assert_eq!(item(call), expected);
    }

    #[test]
    fn short_macro_calls_stay_on_one_line() {
        let call = quote!(runtime::calls!(Get<Client> { id, with } -> Vec<models::Pet>, Option<Failure>););
        let text = item(call);
        assert_eq!(text, "runtime::calls!(Get<Client> { id, with } -> Vec<models::Pet>, Option<Failure>);\n");
    }

    #[test]
    fn long_macro_calls_are_broken_after_commas() {
        let name = quote::format_ident!("{}", "Long".repeat(12));
        let call = quote!(runtime::payloads! { "a" => body: models::#name, 204, class(4): BTreeMap<String, #name>; });
        let text = item(call);
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
