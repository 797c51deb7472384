//! Tokens on one line, spaced as rustfmt would.

use crate::output::format::pieces::{Piece, Tree, trees};
use proc_macro2::{Delimiter, TokenTree};
use std::fmt::Write;

/// Where a line may be broken, until it is known whether it must.
pub(super) const BREAK: char = '\u{1}';

/// The same within brackets: what stands in them is parted only where it does not fit on a line of its own.
pub(super) const INNER_BREAK: char = '\u{2}';

/// The tokens on one line, marked where it may be broken.
pub(super) fn breakable(pieces: &[Piece]) -> String {
    let mut out = String::new();
    write(pieces, &Marks { space: ' ', outer: BREAK, inner: INNER_BREAK }, &mut out);
    out
}

/// The tokens on one line, marked where anything is spaced.
pub(super) fn filling(pieces: &[Piece]) -> String {
    let mut out = String::new();
    write(pieces, &Marks { space: BREAK, outer: BREAK, inner: BREAK }, &mut out);
    out
}

/// The tokens on one line.
pub(super) fn text(pieces: &[Piece]) -> String {
    let mut out = String::new();
    write(pieces, &Marks { space: ' ', outer: ' ', inner: ' ' }, &mut out);
    out
}

/// What stands where a line may be broken.
struct Marks {
    /// Between words.
    space: char,
    /// After a comma and before an arrow.
    outer: char,
    /// The same within brackets.
    inner: char,
}

fn write(pieces: &[Piece], marks: &Marks, out: &mut String) {
    let start = out.len();
    let mut joined = false;
    // How many `<` are open: the arguments of a type stay together.
    let mut angles = 0_usize;
    let mut closure = false;
    for tree in trees(pieces) {
        match tree {
            Tree::Group(delimiter, inside) => {
                write_group(delimiter, inside, marks, out);
                joined = false;
            }
            // The arguments of a closure, which only stands as an argument itself.
            Tree::Punct('|', _) if closure || out.ends_with('(') => {
                out.push_str(if closure { "| " } else { "|" });
                (closure, joined) = (!closure, true);
            }
            Tree::Punct(char, joint) => {
                let tight = matches!(char, ',' | ';' | '.' | '?' | ':' | '!' | '<' | '>');
                if char == '-' && joint && !out.is_empty() {
                    out.push(marks.outer);
                }
                space(out, !joined && !tight && !out.ends_with("::"), marks);
                match char {
                    '<' => angles += 1,
                    '>' if !matches!(last(out), Some(b'-' | b'=')) => angles = angles.saturating_sub(1),
                    _ => {}
                }
                out.push(char);
                joined = joint;
                if matches!(char, ',' | ';') {
                    out.push(if angles == 0 { marks.outer } else { marks.space });
                }
            }
            Tree::Word(word) => {
                let tight = matches!(last(out), Some(b'<' | b'&' | b'!' | b'\'' | b'.')) || out.ends_with("::");
                space(out, !joined && !tight, marks);
                // Writing to a string never fails.
                let _ = match word {
                    TokenTree::Ident(ident) => write!(out, "{ident}"),
                    TokenTree::Literal(literal) => write!(out, "{literal}"),
                    TokenTree::Group(_) | TokenTree::Punct(_) => Ok(()),
                };
                joined = false;
            }
        }
    }
    while out.len() > start && ends_with_mark(out) {
        out.pop();
    }
}

fn write_group(delimiter: Delimiter, inside: &[Piece], marks: &Marks, out: &mut String) {
    let (open, close) = match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace if inside.is_empty() => ("{", "}"),
        Delimiter::Brace => ("{ ", " }"),
        Delimiter::None => ("", ""),
    };
    let apart = match delimiter {
        Delimiter::Parenthesis => out.ends_with('=') || out.ends_with("->"),
        Delimiter::Bracket => !matches!(last(out), Some(b'#' | b'!' | b'&' | b'<')),
        Delimiter::Brace | Delimiter::None => true,
    };
    space(out, apart, marks);
    out.push_str(open);
    write(inside, &Marks { outer: marks.inner, ..*marks }, out);
    out.push_str(close);
}

fn last(text: &str) -> Option<u8> {
    text.as_bytes().last().copied()
}

fn ends_with_mark(text: &str) -> bool {
    matches!(last(text).map(char::from), Some(' ' | BREAK | INNER_BREAK))
}

fn space(out: &mut String, wanted: bool, marks: &Marks) {
    let opened = ends_with_mark(out) || matches!(last(out), None | Some(b'(' | b'['));
    if wanted && !opened {
        out.push(marks.space);
    }
}
