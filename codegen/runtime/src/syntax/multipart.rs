//! The grammar of multipart bodies (RFC 2046, section 5.1, and RFC 7578): boundaries, and the headers of parts.

use bytes::Bytes;
use percent_encoding::percent_decode_str;

/// The longest boundary (RFC 2046, section 5.1.1).
pub(crate) const MAX_BOUNDARY: usize = 70;

/// What is between two delimiters does not begin with headers.
pub(crate) const BROKEN: &str = "must be parts between lines of its boundary";

/// A part: its headers in their order, and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Part {
    /// Reads what is between two delimiters: the rest of the line of the first, which is empty or white space, headers, and content.
    pub(crate) fn parse(text: &Bytes) -> Result<Self, &'static str> {
        let start = find(text, b"\r\n", 0).ok_or(BROKEN)? + 2;
        let text = text.slice(start..);
        let (head, body) = if text.starts_with(b"\r\n") {
            (Bytes::new(), text.slice(2..))
        } else {
            let end = find(&text, b"\r\n\r\n", 0).ok_or(BROKEN)?;
            (text.slice(..end), text.slice(end + 4..))
        };
        let head = std::str::from_utf8(&head).map_err(|_| "must have headers of UTF-8")?;
        let fields = head.split("\r\n").filter_map(|line| line.split_once(':'));
        let headers = fields.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
        Ok(Self { headers, body })
    }

    /// The value of a header; of several, the first.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }
}

/// The boundary that a `Content-Type` names, if it is valid.
pub(crate) fn boundary(content_type: &str) -> Option<&str> {
    let boundary = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    })?;
    (1..=MAX_BOUNDARY).contains(&boundary.len()).then_some(boundary)
}

/// A parameter of `Content-Disposition`, whose quotes, controls and backslashes are percent-encoded if it is quoted.
pub(crate) fn parameter(disposition: &str, name: &str) -> Option<String> {
    let mut rest = disposition;
    while let Some((_, after)) = rest.split_once(';') {
        let after = after.trim_start();
        let (key, text) = after.split_once('=')?;
        let (quoted, others) = match text.strip_prefix('"') {
            Some(text) => text.split_once('"')?,
            None => text.split_at(text.find(';').unwrap_or(text.len())),
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(unescaped(quoted));
        }
        rest = others;
    }
    None
}

/// Reverses the escapes of writing, and no others: a name may contain a literal percent sign.
fn unescaped(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, triple) = rest.split_at(at);
        name.push_str(before);
        let escaped = triple.get(..3).filter(|triple| {
            let decoded = percent_decode_str(triple).decode_utf8().unwrap_or_default();
            decoded.chars().all(|character| character.is_control() || matches!(character, '"' | '\\'))
                && decoded.len() == 1
        });
        match escaped {
            Some(triple) => name.push_str(&percent_decode_str(triple).decode_utf8_lossy()),
            None => name.push('%'),
        }
        rest = &triple[escaped.map_or(1, str::len)..];
    }
    name.push_str(rest);
    name
}

/// The index of `what` in `bytes`, at `from` or after it.
pub(crate) fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let found = bytes.get(from..)?.windows(what.len()).position(|window| window == what)?;
    Some(from + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_may_be_quoted() {
        assert_eq!(boundary("multipart/form-data; charset=x; Boundary=\"a b\""), Some("a b"));
        assert_eq!(boundary("multipart/mixed; boundary="), None);
        assert_eq!(boundary(&format!("multipart/mixed; boundary={}", "x".repeat(71))), None);
    }

    #[test]
    fn escapes_of_names_are_those_of_browsers() {
        let disposition = "form-data; name=\"a%22\"; filename=\"x;y%.png\"";
        assert_eq!(parameter(disposition, "name").as_deref(), Some("a\""));
        assert_eq!(parameter(disposition, "FileName").as_deref(), Some("x;y%.png"));
    }
}
