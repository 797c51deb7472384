//! Structs, enums and `impl` blocks as prettyplease would write them, in a fraction of its time.
//!
//! Nearly all emitted items have one of a few forms. These are formatted here, directly from the tokens, with the same
//! result as prettyplease; all other items are formatted by prettyplease.

use super::inline;
use super::line::{STEP, WIDTH, close, is_plain, line, open, spaces};
use super::pieces;
use super::statements;
use crate::output::format::pieces::{Piece, Tree, documentation, split, trees};
use proc_macro2::Delimiter;

/// Appends the items. False, and with nothing of use appended, when one of them is of no shape that is known here.
pub(super) fn items(pieces: &[Piece], out: &mut String) -> bool {
    let mut rest = pieces;
    while !rest.is_empty() {
        match item(rest, out) {
            Some(others) => rest = others,
            None => return false,
        }
    }
    true
}

/// Appends the first item, and returns the rest.
fn item<'a>(pieces: &'a [Piece], out: &mut String) -> Option<&'a [Piece]> {
    let mut trees = trees(pieces);
    attributes(&mut trees, 0, out)?;
    let mut kind = trees.clone();
    if kind.peek()?.is_word("pub") {
        kind.next();
    }
    let kind = kind.next()?;
    let head = trees.until(|tree| tree.is_group(Delimiter::Brace) || tree.is(';'));
    match trees.next()? {
        Tree::Group(_, inside) => {
            open(head, 0, inside, out)?;
            if kind.is_word("struct") {
                fields(inside, out)?;
            } else if kind.is_word("enum") {
                variants(inside, out)?;
            } else if kind.is_word("impl") {
                members(inside, out)?;
            } else {
                return None;
            }
            close(0, inside, out);
        }
        _ if kind.is_word("struct") || kind.is_word("type") || kind.is_word("mod") => line(head, 0, ";", out)?,
        _ => return None,
    }
    Some(trees.rest())
}

/// The attributes that come next, each on a line.
fn attributes(trees: &mut pieces::Trees, indent: usize, out: &mut String) -> Option<()> {
    while trees.peek().is_some_and(|tree| tree.is('#')) {
        if let Some(docs) = documentation(trees) {
            for docs in docs.split('\n') {
                if docs.starts_with('/') {
                    return None;
                }
                spaces(indent, out);
                out.extend(["///", docs.trim_end_matches(' '), "\n"]);
            }
            continue;
        }
        trees.next();
        let Tree::Group(Delimiter::Bracket, attribute) = trees.next()? else { return None };
        spaces(indent, out);
        out.push_str("#[");
        // The brackets and the indentation are written here.
        let length = out.len();
        line(attribute, 0, "]", out)?;
        if indent + "#[".len() + out.len() - length > WIDTH + "\n".len() {
            return None;
        }
    }
    Some(())
}

fn fields(inside: &[Piece], out: &mut String) -> Option<()> {
    split(inside, ',').into_iter().try_for_each(|field| {
        let mut trees = trees(field);
        attributes(&mut trees, STEP, out)?;
        line(trees.rest(), STEP, ",", out)
    })
}

fn variants(inside: &[Piece], out: &mut String) -> Option<()> {
    fields(inside, out)
}

/// The members of an `impl` block. One that is of no known shape is left to prettyplease, without the others.
fn members(inside: &[Piece], out: &mut String) -> Option<()> {
    let mut trees = trees(inside);
    while !trees.rest().is_empty() {
        let start = trees.rest();
        let length = out.len();
        let known = member(&mut trees, out);
        if known.is_none() {
            out.truncate(length);
            trees = pieces::trees(start);
            let member = whole_member(&mut trees);
            let member = pieces::tokens(member);
            let text = prettyplease::unparse(&syn::parse2(quote::quote!(impl Type { #member })).ok()?);
            out.push_str(text.strip_prefix("impl Type {\n")?.strip_suffix("}\n")?);
        }
    }
    Some(())
}

/// All of the next member, attributes included.
fn whole_member<'a>(trees: &mut pieces::Trees<'a>) -> &'a [Piece] {
    let start = trees.rest();
    trees.until(|tree| tree.is_group(Delimiter::Brace) || tree.is(';'));
    trees.next();
    start.get(..start.len() - trees.rest().len()).unwrap_or_default()
}

fn member(trees: &mut pieces::Trees, out: &mut String) -> Option<()> {
    attributes(trees, STEP, out)?;
    let mut words = trees.clone();
    words.until(|tree| tree.is_word("fn") || tree.is_word("type") || tree.is('!') || tree.is('='));
    let kind = words.next()?;
    if kind.is('!') {
        let path = trees.until(|tree| tree.is('!'));
        trees.next();
        let Tree::Group(Delimiter::Parenthesis, inside) = trees.next()? else { return None };
        trees.next().filter(|tree| tree.is(';'))?;
        return macro_call(&inline::text(path), inside, out);
    }
    if kind.is_word("type") {
        let alias = trees.until(|tree| tree.is(';'));
        trees.next();
        return line(alias, STEP, ";", out);
    }
    if !kind.is_word("fn") {
        return None;
    }
    let signature = trees.until(|tree| tree.is_group(Delimiter::Brace) || tree.is(';'));
    let Tree::Group(_, body) = trees.next()? else { return None };
    self::signature(signature, if body.is_empty() { " {}" } else { " {" }, out)?;
    statements::block(body, 2 * STEP, out)?;
    close(STEP, body, out);
    Some(())
}

/// `path!(…);`, its words filling as many lines as they need.
fn macro_call(path: &str, inside: &[Piece], out: &mut String) -> Option<()> {
    let known = |piece: &Piece| match piece {
        Piece::Open(delimiter, _) => matches!(delimiter, Delimiter::Parenthesis | Delimiter::Bracket),
        Piece::Punct(mark, _) => *mark == ',',
        Piece::Close | Piece::Word(_) => true,
    };
    if !is_plain(inside) || !inside.iter().all(known) {
        return None;
    }
    let text = inline::text(inside);
    spaces(STEP, out);
    out.extend([path, "!("]);
    if STEP + path.len() + "!();".len() + text.len() <= WIDTH {
        out.extend([text.as_str(), ");\n"]);
        return Some(());
    }
    let mut column = WIDTH;
    for word in inline::filling(inside).split(inline::BREAK) {
        if column + 1 + word.len() > WIDTH {
            out.push('\n');
            spaces(2 * STEP, out);
            column = 2 * STEP;
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += word.len();
    }
    out.push('\n');
    spaces(STEP, out);
    out.push_str(");\n");
    Some(())
}

/// A function's head, its arguments on lines of their own if need be.
fn signature(pieces: &[Piece], end: &str, out: &mut String) -> Option<()> {
    let length = out.len();
    if line(pieces, STEP, end, out).is_some() {
        return Some(());
    }
    out.truncate(length);
    if !is_plain(pieces) {
        return None;
    }
    let mut trees = trees(pieces);
    let name = trees.until(|tree| tree.is_group(Delimiter::Parenthesis));
    let Tree::Group(_, arguments) = trees.next()? else { return None };
    let arguments = split(arguments, ',');
    let output = inline::text(trees.rest());
    let head = inline::text(name);
    // Only the return type might be broken then, which is not known here.
    let arguments_text: Vec<String> = arguments.iter().map(|argument| inline::text(argument)).collect();
    let on_one_line = STEP + head.len() + "()".len() + arguments_text.join(", ").len();
    let unbroken = output.find('<').map_or(output.len() + end.len(), |at| at + 1);
    let last = STEP + ") ".len() + output.len() + end.len();
    if head.contains('<') || arguments.is_empty() || on_one_line + 1 + unbroken <= WIDTH || last > WIDTH {
        return None;
    }
    spaces(STEP, out);
    out.extend([head.as_str(), "(\n"]);
    arguments.iter().try_for_each(|argument| line(argument, 2 * STEP, ",", out))?;
    spaces(STEP, out);
    out.push(')');
    if !output.is_empty() {
        out.extend([" ", &output]);
    }
    out.extend([end, "\n"]);
    Some(())
}
