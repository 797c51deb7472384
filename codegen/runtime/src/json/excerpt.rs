//! Short, printable excerpts of bodies for messages.

use crate::json::json_path;

/// Characters of a whole body.
pub(crate) const BODY: usize = 300;
/// Characters of a part of one.
const PART: usize = 80;

/// The beginning of a body on one line: at most `limit` characters, with control characters replaced by spaces, and
/// characters that change the display of others escaped.
pub(crate) fn of(body: &[u8], limit: usize) -> String {
    // A character has at most 4 bytes; decoding more than may be shown would be waste.
    let start = &body[..body.len().min(limit * 4 + 4)];
    let text = String::from_utf8_lossy(start);
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let line = visible(&words.join(" "));
    match line.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if start.len() < body.len() => line + "…",
        None => line,
    }
}

/// A message or a path that may contain text from a service: at most `limit` characters, with invisible characters
/// escaped.
pub(crate) fn line(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => visible(&text[..end]) + "…",
        None => visible(text),
    }
}

/// A string with invisible characters escaped as in `\u{202e}`.
fn visible(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || is_format(character) {
            escaped.extend(character.escape_unicode());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Format characters, which are invisible but change the order or the form of others, or hide text.
const fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// The value at a path of a JSON body. `None` if the body is empty or has no such path.
pub(crate) fn at(body: &[u8], path: &str) -> Option<String> {
    let text = std::str::from_utf8(body).ok();
    // Invalid JSON has the path of the whole body, whose beginning is shown.
    let part = text.and_then(|text| json_path::find(text, path)).map_or(body, str::as_bytes);
    let excerpt = of(part, PART);
    (!excerpt.is_empty()).then_some(excerpt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(of(b"{\r\n  \"a\": 1\x1b[31m\n}\n", 80), "{ \"a\": 1 [31m }");
        assert_eq!(of("äöü".as_bytes(), 2), "äö…");
        assert_eq!(of(b"abc", 3), "abc");
        assert_eq!(of(&[b'x'; 9_000], 300).chars().count(), 301);
        assert_eq!(of(&[b' '; 9_000], 300), "…");
    }

    #[test]
    fn excerpts_escape_invisible_characters() {
        for character in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{200b}', '\u{feff}', '\u{e0041}', '\u{ad}'] {
            let escaped = format!("a{}b", character.escape_unicode());
            assert_eq!(of(format!("a{character}b").as_bytes(), 80), escaped);
            assert_eq!(line(&format!("a{character}b"), 80), escaped);
        }
        assert_eq!(line("a\r\n\u{1b}[31m b", 80), "a\\u{d}\\u{a}\\u{1b}[31m b");
        assert_eq!(line(&"\u{202e}".repeat(9_000), 2), "\\u{202e}\\u{202e}…");
    }

    #[test]
    fn excerpts_show_the_value_at_a_json_path() {
        assert_eq!(at(br#"{"a":[{"b":1}]}"#, "$.a[0].b").unwrap(), "1");
        assert_eq!(at(b"<html>", "$").unwrap(), "<html>");
        assert_eq!(at(b"", "$"), None);
    }
}
