//! Tokens on one line, spaced as rustfmt would.

use crate::output::format::pieces::{Piece, Tree, trees};
use proc_macro2::{Delimiter, TokenTree};
use std::fmt::Write;

/// A possible line break, until it is known whether it is needed.
pub(super) const BREAK: char = '\u{1}';

/// A possible line break within brackets, whose contents are only broken if they do not fit on one line.
pub(super) const INNER_BREAK: char = '\u{2}';

/// The tokens on one line, marked where it may be broken.
pub(super) fn breakable(pieces: &[Piece]) -> String {
    let mut out = String::new();
    write(pieces, &Breaks { space: ' ', outer: BREAK, inner: INNER_BREAK }, &mut out);
    out
}

/// The tokens on one line, marked where anything is spaced.
pub(super) fn filling(pieces: &[Piece]) -> String {
    let mut out = String::new();
    write(pieces, &Breaks { space: BREAK, outer: BREAK, inner: BREAK }, &mut out);
    out
}

/// The tokens on one line.
pub(super) fn text(pieces: &[Piece]) -> String {
    let mut out = String::new();
    write(pieces, &Breaks { space: ' ', outer: ' ', inner: ' ' }, &mut out);
    out
}

/// The characters at possible line breaks.
struct Breaks {
    /// Between words.
    space: char,
    /// After a comma and before an arrow.
    outer: char,
    /// The break within brackets.
    inner: char,
}

fn write(pieces: &[Piece], breaks: &Breaks, out: &mut String) {
    let start = out.len();
    let mut writer = Writer { breaks, out, joined: false, angles: 0, closure: false };
    for tree in trees(pieces) {
        match tree {
            Tree::Group(delimiter, inside) => {
                write_group(delimiter, inside, breaks, writer.out);
                writer.joined = false;
            }
            Tree::Punct(char, joint) => writer.punct(char, joint),
            Tree::Word(word) => writer.word(word),
        }
    }
    while out.len() > start && ends_with_mark(out) {
        out.pop();
    }
}

/// The state of writing the tokens of one group.
struct Writer<'a> {
    breaks: &'a Breaks,
    out: &'a mut String,
    /// Whether the next token directly follows the one before it.
    joined: bool,
    /// The number of open `<`: the arguments of a type stay together.
    angles: usize,
    /// Whether the arguments of a closure are open.
    closure: bool,
}

impl Writer<'_> {
    fn punct(&mut self, char: char, joint: bool) {
        // A closure is only written as an argument.
        if char == '|' && (self.closure || self.out.ends_with('(')) {
            self.out.push_str(if self.closure { "| " } else { "|" });
            (self.closure, self.joined) = (!self.closure, true);
            return;
        }
        let tight = matches!(char, ',' | ';' | '.' | '?' | ':' | '!' | '<' | '>');
        if char == '-' && joint && !self.out.is_empty() {
            self.out.push(self.breaks.outer);
        }
        space(self.out, !self.joined && !tight && !self.out.ends_with("::"), self.breaks);
        match char {
            '<' => self.angles += 1,
            '>' if !matches!(last(self.out), Some(b'-' | b'=')) => self.angles = self.angles.saturating_sub(1),
            _ => {}
        }
        self.out.push(char);
        self.joined = joint;
        if matches!(char, ',' | ';') {
            self.out.push(if self.angles == 0 { self.breaks.outer } else { self.breaks.space });
        }
    }

    fn word(&mut self, word: &TokenTree) {
        let tight = matches!(last(self.out), Some(b'<' | b'&' | b'!' | b'\'' | b'.')) || self.out.ends_with("::");
        space(self.out, !self.joined && !tight, self.breaks);
        // Writing to a string never fails.
        let _ = match word {
            TokenTree::Ident(ident) => write!(self.out, "{ident}"),
            TokenTree::Literal(literal) => write!(self.out, "{literal}"),
            TokenTree::Group(_) | TokenTree::Punct(_) => Ok(()),
        };
        self.joined = false;
    }
}

fn write_group(delimiter: Delimiter, inside: &[Piece], breaks: &Breaks, out: &mut String) {
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
    space(out, apart, breaks);
    out.push_str(open);
    write(inside, &Breaks { outer: breaks.inner, ..*breaks }, out);
    out.push_str(close);
}

fn last(text: &str) -> Option<u8> {
    text.as_bytes().last().copied()
}

fn ends_with_mark(text: &str) -> bool {
    matches!(last(text).map(char::from), Some(' ' | BREAK | INNER_BREAK))
}

fn space(out: &mut String, needed: bool, breaks: &Breaks) {
    let opened = ends_with_mark(out) || matches!(last(out), None | Some(b'(' | b'['));
    if needed && !opened {
        out.push(breaks.space);
    }
}
