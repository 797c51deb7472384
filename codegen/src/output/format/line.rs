//! Lines: what fits on one, and what opens and closes a block.

use super::inline;
use super::pieces::{self, Angles, Piece, Tree};
use proc_macro2::{Delimiter, TokenTree};

/// Columns that prettyplease fills.
pub(super) const WIDTH: usize = 89;

/// One level of indentation.
pub(super) const STEP: usize = 4;

/// The beginning of something in braces.
pub(super) fn open(head: &[Piece], indent: usize, inside: &[Piece], out: &mut String) -> Option<()> {
    line(head, indent, if inside.is_empty() { " {}" } else { " {" }, out)
}

/// The end of something in braces.
pub(super) fn close(indent: usize, inside: &[Piece], out: &mut String) {
    if !inside.is_empty() {
        spaces(indent, out);
        out.push_str("}\n");
    }
}

/// The pieces on a line, if they are sure to look as prettyplease has them, and fit.
pub(super) fn line(pieces: &[Piece], indent: usize, end: &str, out: &mut String) -> Option<()> {
    if !is_plain(pieces) {
        return None;
    }
    let text = inline::text(pieces);
    if indent + text.len() + end.len() > WIDTH {
        return None;
    }
    spaces(indent, out);
    out.extend([text.as_str(), end, "\n"]);
    Some(())
}

pub(super) fn spaces(count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', count));
}

/// Whether it is known how the pieces are spaced on one line: paths, types, calls and bindings.
pub(super) fn is_plain(pieces: &[Piece]) -> bool {
    pieces.first().is_none_or(is_plain_alone) && pieces.windows(2).all(|pair| is_plain_pair(&pair[0], &pair[1]))
}

fn is_plain_alone(piece: &Piece) -> bool {
    match piece {
        Piece::Open(delimiter, _) => matches!(delimiter, Delimiter::Parenthesis | Delimiter::Bracket),
        Piece::Punct(mark, _) => matches!(mark, ',' | ';' | '.' | ':' | '<' | '>' | '&' | '?' | '=' | '-'),
        // Bounds after it are laid out in their own way.
        Piece::Word(TokenTree::Ident(word)) => word != "where",
        Piece::Close | Piece::Word(_) => true,
    }
}

/// Whether a piece and the one before it need no space.
fn is_plain_pair(before: &Piece, piece: &Piece) -> bool {
    match (before, piece) {
        // The name of a macro.
        (Piece::Word(_), Piece::Punct('!', _)) => true,
        _ if !is_plain_alone(piece) => false,
        (Piece::Word(word), Piece::Open(delimiter, _)) => is_keyword(word) == (*delimiter == Delimiter::Bracket),
        (Piece::Punct(before, joint), Piece::Punct(mark, more)) => match (before, mark) {
            // A comma before `>` is one that prettyplease leaves out.
            (',', '>') | (_, '?') | ('&', _) => false,
            ('-', mark) => *mark == '>',
            (':', ':') if *joint => true,
            // A type in brackets or a path from the root has other spaces.
            (before, '<') => *before == ':',
            (before, ':') if *more => *before == '>',
            ('.', _) => !joint,
            _ => true,
        },
        (Piece::Punct(',', _), Piece::Close)
        | (Piece::Punct(':', _), Piece::Open(Delimiter::Parenthesis, _))
        | (Piece::Punct('-', _) | Piece::Punct('.', true), _) => false,
        _ => true,
    }
}

/// Whether brackets after the word are none of a call.
fn is_keyword(word: &TokenTree) -> bool {
    let TokenTree::Ident(word) = word else { return false };
    ["as", "const", "else", "for", "if", "in", "let", "match", "move", "mut", "pub", "return", "where", "while"]
        .iter()
        .any(|keyword| word == keyword)
}

/// The tokens before `=>` and after it.
pub(super) fn arrow<'a>(trees: &mut pieces::Trees<'a>) -> Option<&'a [Piece]> {
    let mut angles = Angles::default();
    let before = trees.until(|tree| angles.is_outside(tree) && matches!(tree, Tree::Punct('=', true)));
    trees.next()?;
    trees.next().filter(|tree| tree.is('>'))?;
    Some(before)
}
