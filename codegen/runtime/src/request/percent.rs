//! Percent-encoding: which characters of a value are not encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// Everything but RFC 3986's unreserved characters.
pub(super) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether a character is unreserved in every part of a URL.
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Keeps reserved characters as well, except those that would end or change the value: `&` ends the pair, `#` the
/// query, and servers read `+` as a space.
const RESERVED: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// In a list, the comma is a delimiter.
const RESERVED_IN_LIST: &AsciiSet = &RESERVED.add(b',');

/// In a path of several segments, a question mark would begin the query.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.add(b'?');

/// Percent-encodes everything but letters, digits, `-`, `.`, `_` and `~`.
pub(crate) fn encode(text: &str) -> Cow<'_, str> {
    // Names, numbers and ids mostly need no encoding.
    if text.bytes().all(is_unreserved) { Cow::Borrowed(text) } else { utf8_percent_encode(text, UNRESERVED).into() }
}

/// Which characters of a query value are not encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Unreserved characters.
    Unreserved,
    /// Reserved ones as well: `allowReserved`.
    Reserved,
}

impl Keep {
    pub(super) fn scalar(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Unreserved => encode(text),
            Self::Reserved => encode_beside_triples(text, RESERVED).into(),
        }
    }

    pub(super) fn element(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Unreserved => encode(text),
            Self::Reserved => encode_beside_triples(text, RESERVED_IN_LIST).into(),
        }
    }
}

/// The reserved expansion of RFC 6570 leaves percent-encoded characters as they are.
fn encode_beside_triples(text: &str, set: &'static AsciiSet) -> String {
    let is_triple =
        |rest: &str| rest.as_bytes().get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    let (mut encoded, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('%') {
        let (before, triple) = rest.split_at(at);
        encoded.extend(utf8_percent_encode(before, set));
        let length = if is_triple(triple) { 3 } else { 1 };
        encoded.push_str(if length == 3 { &triple[..3] } else { "%25" });
        rest = &triple[length..];
    }
    encoded.extend(utf8_percent_encode(rest, set));
    encoded
}

/// Encodes several segments of a path: slashes and percent-encoded characters stay as they are.
pub(crate) fn segments(text: &str) -> String {
    encode_beside_triples(text, RESERVED_IN_PATH)
}
