//! Emitted tokens in a flat list, so that they can be read repeatedly without copies.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};

/// A token, or the beginning or end of a group of them.
#[derive(Debug)]
pub(super) enum Piece {
    /// The opening bracket of a group of this many pieces, without the closing bracket.
    Open(Delimiter, usize),
    /// The bracket that ends it.
    Close,
    /// A character, and whether the next one belongs to it.
    Punct(char, bool),
    /// An identifier or a literal.
    Word(TokenTree),
}

/// The pieces of tokens, by value: shared tokens would be copied.
pub(super) fn of(tokens: TokenStream) -> Vec<Piece> {
    let mut pieces = Vec::new();
    push(tokens, &mut pieces);
    pieces
}

fn push(tokens: TokenStream, pieces: &mut Vec<Piece>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let at = pieces.len();
                pieces.push(Piece::Open(group.delimiter(), 0));
                let inside = group.stream();
                drop(group);
                push(inside, pieces);
                let inside = pieces.len() - at - 1;
                if let Some(Piece::Open(_, length)) = pieces.get_mut(at) {
                    *length = inside;
                }
                pieces.push(Piece::Close);
            }
            TokenTree::Punct(punct) => {
                pieces.push(Piece::Punct(punct.as_char(), punct.spacing() == Spacing::Joint));
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => pieces.push(Piece::Word(token)),
        }
    }
}

/// The tokens again, each line of documentation with an attribute of its own.
pub(super) fn tokens(pieces: &[Piece]) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut trees = trees(pieces);
    while !trees.rest().is_empty() {
        if let Some(docs) = documentation(&mut trees) {
            let lines = docs.split('\n');
            tokens.extend(quote::quote!(#(#[doc = #lines])*));
            continue;
        }
        let token: TokenTree = match trees.next() {
            Some(Tree::Group(delimiter, inside)) => Group::new(delimiter, self::tokens(inside)).into(),
            Some(Tree::Punct(char, joint)) => {
                Punct::new(char, if joint { Spacing::Joint } else { Spacing::Alone }).into()
            }
            Some(Tree::Word(word)) => word.clone(),
            None => break,
        };
        tokens.extend([token]);
    }
    tokens
}

/// A token tree.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tree<'a> {
    /// A group and what is in it.
    Group(Delimiter, &'a [Piece]),
    /// A character, and whether the next one belongs to it.
    Punct(char, bool),
    /// An identifier or a literal.
    Word(&'a TokenTree),
}

impl Tree<'_> {
    /// Whether it is this character.
    pub(super) fn is(&self, char: char) -> bool {
        matches!(self, Self::Punct(punct, _) if *punct == char)
    }

    /// Whether it is this word.
    pub(super) fn is_word(&self, text: &str) -> bool {
        matches!(self, Self::Word(TokenTree::Ident(word)) if word == text)
    }

    /// Whether it is a group of this kind.
    pub(super) fn is_group(&self, expected: Delimiter) -> bool {
        matches!(self, Self::Group(delimiter, _) if *delimiter == expected)
    }
}

/// The tokens of one level.
pub(super) fn trees(pieces: &[Piece]) -> Trees<'_> {
    Trees { rest: pieces }
}

/// Walks over the tokens of one level.
#[derive(Debug, Clone)]
pub(super) struct Trees<'a> {
    rest: &'a [Piece],
}

impl<'a> Trees<'a> {
    /// The remaining pieces.
    pub(super) fn rest(&self) -> &'a [Piece] {
        self.rest
    }

    /// The next one, which is still to come.
    pub(super) fn peek(&self) -> Option<Tree<'a>> {
        self.clone().next()
    }

    /// The pieces before the first of which this holds, which is the next to come; all, if it holds of none.
    pub(super) fn until(&mut self, mut ends: impl FnMut(Tree<'a>) -> bool) -> &'a [Piece] {
        let start = self.rest;
        loop {
            let before = self.rest;
            match self.next() {
                Some(tree) if ends(tree) => {
                    self.rest = before;
                    return start.get(..start.len() - before.len()).unwrap_or_default();
                }
                Some(_) => {}
                None => return start,
            }
        }
    }
}

impl<'a> Iterator for Trees<'a> {
    type Item = Tree<'a>;

    fn next(&mut self) -> Option<Tree<'a>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        match first {
            Piece::Open(delimiter, length) => {
                let (inside, rest) = rest.split_at_checked(*length)?;
                self.rest = rest.get(1..).unwrap_or_default();
                Some(Tree::Group(*delimiter, inside))
            }
            Piece::Punct(char, joint) => Some(Tree::Punct(*char, *joint)),
            Piece::Word(word) => Some(Tree::Word(word)),
            Piece::Close => None,
        }
    }
}

/// The parts between these characters, except for those within `<…>`. An empty last part is omitted.
pub(super) fn split(pieces: &[Piece], at: char) -> Vec<&[Piece]> {
    let mut parts = Vec::new();
    let mut trees = trees(pieces);
    while !trees.rest().is_empty() {
        let mut angles = Angles::default();
        parts.push(trees.until(|tree| angles.is_outside(tree) && tree.is(at)));
        trees.next();
    }
    parts
}

/// Counts the `<` that are open.
#[derive(Debug, Default)]
pub(super) struct Angles {
    open: usize,
    arrow: bool,
}

impl Angles {
    /// Whether the next token is outside of any group.
    pub(super) fn is_outside(&mut self, tree: Tree) -> bool {
        let outside = self.open == 0;
        match tree {
            Tree::Punct('<', _) => self.open += 1,
            Tree::Punct('>', _) if !self.arrow => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        self.arrow = matches!(tree, Tree::Punct('-' | '=', true));
        outside
    }
}

/// Takes a `#[doc = "…"]` and returns its text; takes nothing if the next tokens are not one.
pub(super) fn documentation(trees: &mut Trees) -> Option<String> {
    let mut ahead = trees.clone();
    let hash = ahead.next()?;
    let Tree::Group(Delimiter::Bracket, attribute) = ahead.next()? else { return None };
    let [Piece::Word(name), Piece::Punct('=', _), Piece::Word(TokenTree::Literal(text))] = attribute else {
        return None;
    };
    if !hash.is('#') || !matches!(name, TokenTree::Ident(name) if name == "doc") {
        return None;
    }
    let text = unescaped(&text.to_string())?;
    *trees = ahead;
    Some(text)
}

/// The value of a literal text, of which the lines of documentation may be several.
fn unescaped(literal: &str) -> Option<String> {
    // The documentation of the document, and that in the source of this crate.
    for (start, end) in [("r#\"", "\"#"), ("r\"", "\"")] {
        if let Some(raw) = literal.strip_prefix(start) {
            return raw.strip_suffix(end).map(str::to_owned);
        }
    }
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::with_capacity(rest.len());
    while let Some((plain, escape)) = rest.split_once('\\') {
        value.push_str(plain);
        let mark = escape.chars().next()?;
        rest = escape.get(mark.len_utf8()..)?;
        value.push(match mark {
            'n' => '\n',
            '"' | '\'' | '\\' => mark,
            // The others are rare.
            _ => return syn::parse_str::<syn::LitStr>(literal).ok().map(|text| text.value()),
        });
    }
    value.push_str(rest);
    Some(value)
}
