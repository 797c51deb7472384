//! JSON whose strings are escaped where a terminal would not display them as they are.

use super::printable::is_hidden;
use std::fmt::Write as _;

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

#[cfg(test)]
mod tests {
    use super::escaped_json;

    #[test]
    fn escaping_keeps_the_meaning_of_json() {
        let text = "a\u{202e}é\u{e0041}\u{9b}";
        let json = escaped_json(&serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""a\u202eé\udb40\udc41\u009b""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
