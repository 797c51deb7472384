//! Short, printable excerpts of bodies for messages.

use crate::json_path;

/// Characters of a whole body.
pub(crate) const BODY: usize = 300;
/// Characters of a part of one.
const PART: usize = 80;

/// The beginning of a body on one line: at most `limit` characters, line breaks and other controls as spaces.
pub(crate) fn of(body: &[u8], limit: usize) -> String {
    // A character has at most 4 bytes; decoding more than may be shown would be waste.
    let start = &body[..body.len().min(limit * 4 + 4)];
    let text = String::from_utf8_lossy(start);
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    match line.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if start.len() < body.len() => line + "…",
        None => line,
    }
}

/// What stands at a path of a JSON body. None when the body is empty or has no such path.
pub(crate) fn at(body: &[u8], path: &str) -> Option<String> {
    let text = std::str::from_utf8(body).ok();
    // The path of broken JSON is the whole body, whose beginning says what it is instead.
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
    fn what_stands_at_a_path_is_shown() {
        assert_eq!(at(br#"{"a":[{"b":1}]}"#, "$.a[0].b").unwrap(), "1");
        assert_eq!(at(b"<html>", "$").unwrap(), "<html>");
        assert_eq!(at(b"", "$"), None);
    }
}
