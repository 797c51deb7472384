//! The statements of emitted functions as prettyplease would write them.

use super::inline;
use crate::output::format::line::{STEP, WIDTH, arrow, close, is_plain, line, open, spaces};
use crate::output::format::pieces::{Piece, Tree, Trees, split, trees};
use proc_macro2::Delimiter;

/// Appends the body of a function. `None` if it has a form that is not supported here.
pub(super) fn block(pieces: &[Piece], indent: usize, out: &mut String) -> Option<()> {
    let mut trees = trees(pieces);
    while !trees.rest().is_empty() {
        statement(&mut trees, indent, out)?;
    }
    Some(())
}

fn statement(trees: &mut Trees, indent: usize, out: &mut String) -> Option<()> {
    let first = trees.peek()?;
    if first.is_word("match") || first.is_word("if") {
        let head = trees.until(|tree| tree.is_group(Delimiter::Brace));
        let Tree::Group(_, inside) = trees.next()? else { return None };
        open(head, indent, inside, out)?;
        if first.is_word("match") {
            arms(inside, indent + STEP, out)?;
        } else {
            block(inside, indent + STEP, out)?;
        }
        close(indent, inside, out);
        // A statement that continues after its braces, or has an unnecessary `;`.
        let continues = |tree: Tree| tree.is_word("else") || matches!(tree, Tree::Punct(..));
        return if trees.peek().is_some_and(continues) { None } else { Some(()) };
    }
    let text = trees.until(|tree| tree.is(';'));
    let end = if trees.next().is_some() { ";" } else { "" };
    expression(text, indent, end, out)
}

/// An expression on a line; or, if it is a chain of calls, with a line for each.
fn expression(pieces: &[Piece], indent: usize, end: &str, out: &mut String) -> Option<()> {
    let length = out.len();
    if line(pieces, indent, end, out).is_some() {
        return Some(());
    }
    out.truncate(length);
    chain(pieces, indent, end, out)
}

/// `receiver(…)`, and each `.method(…)` below it.
fn chain(pieces: &[Piece], indent: usize, end: &str, out: &mut String) -> Option<()> {
    let calls = split(pieces, '.');
    let (receiver, methods) = calls.split_first()?;
    let is_call = |call: &&[Piece]| matches!(call.last(), Some(Piece::Close));
    // A receiver of up to four letters has the first method on its line, and a field is on the line of its owner.
    let short = matches!(receiver, [Piece::Word(word)] if word.to_string().len() <= STEP);
    if !is_plain(pieces) || short || methods.is_empty() || !methods.iter().all(is_call) || is_statement(receiver) {
        return None;
    }
    call(receiver, indent, "", "", indent, out)?;
    let last = methods.len() - 1;
    methods.iter().enumerate().try_for_each(|(index, method)| {
        let end = if index == last { end } else { "" };
        call(method, indent + STEP, ".", end, indent, out)
    })
}

/// Whether it begins with a token that cannot begin an expression.
fn is_statement(pieces: &[Piece]) -> bool {
    trees(pieces).any(|tree| tree.is('=') || tree.is('&') || tree.is_word("return"))
}

/// A call on a line, or with a line for each argument. `outer` is the indentation of the chain it belongs to.
fn call(pieces: &[Piece], indent: usize, start: &str, end: &str, outer: usize, out: &mut String) -> Option<()> {
    let text = inline::text(pieces);
    if indent + start.len() + text.len() + end.len() <= WIDTH {
        spaces(indent, out);
        out.extend([start, &text, end, "\n"]);
        return Some(());
    }
    let mut trees = trees(pieces);
    let path = trees.until(|tree| tree.is_group(Delimiter::Parenthesis));
    let Tree::Group(_, arguments) = trees.next()? else { return None };
    let arguments = split(arguments, ',');
    if arguments.is_empty() || !trees.rest().is_empty() || is_block(&arguments) {
        return None;
    }
    spaces(indent, out);
    out.extend([start, &inline::text(path), "(\n"]);
    arguments.iter().try_for_each(|argument| line(argument, outer + 2 * STEP, ",", out))?;
    spaces(outer + STEP, out);
    out.extend([")", end, "\n"]);
    Some(())
}

/// Whether it is a single bracketed argument, which stays on the line of the call.
fn is_block(arguments: &[&[Piece]]) -> bool {
    matches!(arguments, [[Piece::Open(..), ..]])
}

fn arms(pieces: &[Piece], indent: usize, out: &mut String) -> Option<()> {
    let mut trees = trees(pieces);
    while !trees.rest().is_empty() {
        let pattern = arrow(&mut trees)?;
        arm(pattern, &mut trees, indent, out)?;
    }
    Some(())
}

fn arm(pattern: &[Piece], trees: &mut Trees, indent: usize, out: &mut String) -> Option<()> {
    // Alternatives are spaced as binary operators are.
    let alternatives = split(pattern, '|');
    if !alternatives.iter().all(|pattern| is_plain(pattern) && !pattern.is_empty()) {
        return None;
    }
    let mut head: String = alternatives.iter().map(|pattern| inline::text(pattern)).collect::<Vec<_>>().join(" | ");
    head.push_str(" => ");
    if indent + head.len() >= WIDTH {
        return None;
    }
    if let Some(Tree::Group(Delimiter::Brace, inside)) = trees.peek() {
        trees.next();
        if trees.peek().is_some_and(|tree| tree.is(',')) {
            trees.next();
        }
        // A block of one expression is written without its braces, if it fits.
        let several = trees_in(inside).any(|tree| tree.is(';')) || begins_a_block(inside);
        if !several {
            return None;
        }
        spaces(indent, out);
        out.extend([head.as_str(), "{\n"]);
        block(inside, indent + STEP, out)?;
        spaces(indent, out);
        out.push_str("}\n");
        return Some(());
    }
    let body = trees.until(|tree| tree.is(','));
    trees.next();
    if matches!(body, [Piece::Open(Delimiter::Parenthesis, 0), ..] | []) || begins_a_block(body) || !is_plain(body) {
        return None;
    }
    let text = inline::text(body);
    spaces(indent, out);
    if indent + head.len() + text.len() + ",".len() <= WIDTH {
        out.extend([head.as_str(), &text, ",\n"]);
        return Some(());
    }
    out.extend([head.as_str(), "{\n"]);
    expression(body, indent + STEP, "", out)?;
    spaces(indent, out);
    out.push_str("}\n");
    Some(())
}

fn trees_in(pieces: &[Piece]) -> Trees<'_> {
    trees(pieces)
}

fn begins_a_block(pieces: &[Piece]) -> bool {
    trees(pieces).next().is_some_and(|first| first.is_word("match") || first.is_word("if"))
}
