//! Percent-encoding: which characters of a value stand for themselves.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// Everything but RFC 3986's unreserved characters.
pub(super) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether a character means nothing but itself anywhere in a URL.
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Keeps reserved characters too, but those that would end the value or change it: `&` the pair, `#` the query, `+`
/// which servers take for a space.
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

/// In a list, the comma is the delimiter.
const RESERVED_IN_LIST: &AsciiSet = &RESERVED.add(b',');

/// In a path that is several segments, the question mark would begin the query.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.add(b'?');

/// Percent-encodes everything but letters, digits, `-`, `.`, `_` and `~`.
pub(crate) fn encode(text: &str) -> Cow<'_, str> {
    // Names, numbers and ids mostly are what they are.
    if text.bytes().all(is_unreserved) { Cow::Borrowed(text) } else { utf8_percent_encode(text, UNRESERVED).into() }
}

/// What to keep of a query value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Unreserved characters.
    Unreserved,
    /// Reserved ones too: `allowReserved`.
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

/// The reserved expansion of RFC 6570 leaves characters that are percent-encoded already as they are.
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

/// Several segments of a path: slashes, and what is percent-encoded already, stay as they are.
pub(crate) fn segments(text: &str) -> String {
    encode_beside_triples(text, RESERVED_IN_PATH)
}
