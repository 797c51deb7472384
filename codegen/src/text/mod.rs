//! Strings: which characters of a document can be displayed in a terminal or in documentation, and the syntax of dates,
//! file names, Rust keywords, YAML scalars and English plurals.
//!
//! Uses: no other module. Used by: `customize`, `dedup`, `diff`, `emit`, `ir`, `load`, `lower`, `name`, `report`,
//! `resolve`, `settings`, `vendor`.

pub(crate) mod date;
pub(crate) mod file_name;
pub(crate) mod keyword;
pub(crate) mod singular;
pub(crate) mod yaml;

use std::borrow::Cow;
use std::fmt::Write as _;

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

/// How many names a message lists.
const MAX_LISTED: usize = 8;

/// Names in a message: the first of them, and how many more there are.
pub(crate) fn listed(names: impl IntoIterator<Item = String>) -> String {
    let mut names = names.into_iter();
    let first: Vec<String> = names.by_ref().take(MAX_LISTED).collect();
    match names.count() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// JSON with control and invisible characters escaped, all of which are within strings.
pub(crate) fn escaped_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if is_hidden(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Whether a character commands a terminal, changes the order that text is read in, begins a line, or is not seen.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || printable(character) != character
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
        || is_invisible(character)
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

/// The text with stars in place of the passwords and tokens in its URLs. No character moves.
pub(crate) fn without_passwords(text: &str) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(text);
    for (start, _) in text.match_indices("://") {
        let start = start + "://".len();
        let rest = text.get(start..).unwrap_or_default();
        let ends = |character: char| character.is_whitespace() || "/?#\"'`<>{}|\\^,".contains(character);
        let authority = rest.split(ends).next().unwrap_or_default();
        let Some((user, _)) = authority.rsplit_once('@') else { continue };
        let secret = user.split_once(':').map_or(user, |(_, password)| password);
        let start = start + user.len() - secret.len();
        masked.to_mut().replace_range(start..start + secret.len(), &"*".repeat(secret.len()));
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::{escaped_json, in_message, listed, printable_source, without_passwords};

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
    fn a_message_does_not_list_hundreds_of_names() {
        let names = |count: usize| (1..=count).map(|number| number.to_string());
        assert_eq!(listed(names(170)), "1, 2, 3, 4, 5, 6, 7, 8 and 162 more");
        assert_eq!(listed(names(8)), "1, 2, 3, 4, 5, 6, 7, 8");
    }

    #[test]
    fn escaping_keeps_the_meaning_of_json() {
        let text = "a\u{202e}é\u{e0041}\u{9b}";
        let json = escaped_json(&serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""a\u202eé\udb40\udc41\u009b""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn excerpts_keep_columns() {
        let text = "a\u{9b}b\u{202e}c\u{e0041}d\r\n\u{1b}";
        assert_eq!(printable_source(text), "a\u{bf}b\u{fffd}c\u{fffd} d\r\n\u{1b}");
        assert_eq!(printable_source(text).len(), text.len());
    }

    #[test]
    fn passwords_in_urls_are_hidden() {
        for (text, expected) in [
            ("`https://user:secret@host/a`", "`https://user:******@host/a`"),
            ("https://token@host https://a:b@c", "https://*****@host https://a:*@c"),
            ("https://u:p@ss@host", "https://u:****@host"),
            ("https://host/a@b, mailto:a@b", "https://host/a@b, mailto:a@b"),
        ] {
            assert_eq!(without_passwords(text), expected);
        }
    }
}
