//! Text of a document in a terminal, in an excerpt or in documentation: without characters that are not displayed as they are.

use super::password::without_passwords;

/// The character, or U+FFFD for control and formatting characters: a terminal would execute a control character (and
/// documentation comments must not contain a single carriage return), and a bidirectional override would change the
/// displayed order of text, which rustc rejects in comments. Line breaks are kept.
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

/// Whether a character is invisible, and could hide text: zero-width spaces, byte order marks, soft hyphens, tags,
/// variation selectors. Joiners affect adjacent letters and are kept.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character commands a terminal, changes the order that text is read in, begins a line, or is not seen.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || printable(character) != character
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
        || is_invisible(character)
}

/// The text on one line, with invisible and ambiguous characters escaped.
pub(crate) fn visible(text: &str) -> String {
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

/// Text of the document within a message: on one line, with control and invisible characters escaped as in Rust, and
/// without passwords.
pub(crate) fn in_message(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in without_passwords(text).chars() {
        match character {
            '\t' => escaped.push(' '),
            character if is_hidden(character) => escaped.extend(character.escape_default()),
            character => escaped.push(character),
        }
    }
    escaped
}

/// Lines of a document as an excerpt shows them: without passwords, and with a mark in place of each character that takes
/// no room. Every other character stays at its byte. Control characters are left to the renderer of excerpts.
pub(crate) fn printable_source(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in without_passwords(text).chars() {
        match character.len_utf8() {
            2 if is_hidden(character) => escaped.push('\u{bf}'),
            3 if is_hidden(character) => escaped.push(char::REPLACEMENT_CHARACTER),
            4 if is_hidden(character) => escaped.extend([char::REPLACEMENT_CHARACTER, ' ']),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{in_message, printable_source};

    #[test]
    fn document_text_in_messages_stays_on_one_line() {
        for (text, expected) in [
            ("a\r\nerror: fake", "a\\r\\nerror: fake"),
            ("\u{1b}[31m\u{9b}", "\\u{1b}[31m\\u{9b}"),
            ("\u{202e}a\u{2066}\u{61c}", "\\u{202e}a\\u{2066}\\u{61c}"),
            ("a\u{200b}b\u{feff}\u{e0041}", "a\\u{200b}b\\u{feff}\\u{e0041}"),
            ("a\u{2028}b\tc", "a\\u{2028}b c"),
            ("Größe 犬 👩\u{200d}💻", "Größe 犬 👩\u{200d}💻"),
        ] {
            assert_eq!(in_message(text), expected);
        }
    }

    #[test]
    fn excerpts_keep_columns() {
        let text = "a\u{9b}b\u{202e}c\u{e0041}d\r\n\u{1b}";
        assert_eq!(printable_source(text), "a\u{bf}b\u{fffd}c\u{fffd} d\r\n\u{1b}");
        assert_eq!(printable_source(text).len(), text.len());
    }
}
