//! Words of the document where they are shown: in a terminal, in documentation.

/// The character, or U+FFFD for one that a reader would obey rather than show: a control character would command a
/// terminal (and no documentation comment may hold a lone carriage return), a bidirectional override would make text
/// read differently from what it is, which rustc refuses in comments. A line break stays one.
pub(crate) fn printable(character: char) -> char {
    match character {
        '\n' => '\n',
        '\t' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        control if control.is_control() => char::REPLACEMENT_CHARACTER,
        character => character,
    }
}
