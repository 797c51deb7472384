//! URLs in documentation: only web addresses.

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

/// The characters of an address that do not end one in Markdown.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c)
}

/// The address, if it is one of the web, with everything encoded that would end it.
pub(super) fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    starts(url).then(|| encoded(url))
}

/// Whether a string begins with an address.
pub(super) fn starts(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        let (start, rest) = (text.get(..scheme.len()), text.get(scheme.len()..).unwrap_or_default());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

/// The address that a string begins with: without the punctuation of the sentence around it.
pub(super) fn bare(text: &str) -> Option<&str> {
    if !starts(text) {
        return None;
    }
    let end = text.find(|c: char| c == '\'' || !is_plain(c)).unwrap_or(text.len());
    Some(text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']))
}

pub(super) fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let mut bytes = [0; 4];
    for c in url.chars() {
        // A semicolon may end a character reference.
        if is_plain(c) && !(c == ';' && url.contains('&')) {
            out.push(c);
        } else {
            out.extend(percent_encode(c.encode_utf8(&mut bytes).as_bytes(), NON_ALPHANUMERIC));
        }
    }
    out
}
