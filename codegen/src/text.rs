//! Words of the document where they are shown: in a terminal, in documentation.

/// The character, or U+FFFD for one that a reader would obey rather than show: a control character would command a
/// terminal (and no documentation comment may hold a lone carriage return), a bidirectional override would make text
/// read differently from what it is, which rustc refuses in comments. A line break stays one.
pub(crate) fn printable(character: char) -> char {
    match character {
        '\n' => '\n',
        '\t' => ' ',
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            char::REPLACEMENT_CHARACTER
        }
        control if control.is_control() => char::REPLACEMENT_CHARACTER,
        character => character,
    }
}

/// Whether nothing at all is shown for a character, which could hide a message in what looks like another: spaces of no
/// width, marks of byte order, soft hyphens, tags, selectors of variants that nobody reads. Joiners shape the letters
/// beside them and stay.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The text on one line, with an escape for each character that could not be told from others or from nothing.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if printable(c) != c || is_invisible(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}
