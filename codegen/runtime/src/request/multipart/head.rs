//! The headers of a part, and the boundary between parts.

use crate::request::header_value;
use http::HeaderName;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use percent_encoding::percent_encode_byte;
use std::collections::hash_map::RandomState;
use std::fmt::Write as _;
use std::hash::{BuildHasher, Hasher};

/// The headers of a part of a form.
pub(super) fn form_head(
    name: &str,
    file: Option<&str>,
    media_type: Option<&str>,
    headers: &[(String, String)],
) -> Result<String, String> {
    let mut disposition = format!("Content-Disposition: form-data; name=\"{}\"", escaped(name));
    if let Some(file) = file {
        let _ = write!(disposition, "; filename=\"{}\"", escaped(file));
    }
    Ok(format!("{disposition}\r\n{}", head(media_type, headers)?))
}

/// The headers of a part without a name.
pub(super) fn head(media_type: Option<&str>, headers: &[(String, String)]) -> Result<String, String> {
    let mut head = String::new();
    let media_type = media_type.map(|media_type| ("Content-Type", media_type));
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in media_type.into_iter().chain(headers) {
        HeaderName::try_from(name).map_err(|_| format!("`{name}` is not a valid header name"))?;
        header_value(value).map_err(|reason| format!("the header `{name}` {reason}"))?;
        let _ = write!(head, "{name}: {value}\r\n");
    }
    Ok(head)
}

/// The file name that is sent (RFC 7578, section 4.2): without the folders of a path, in the notation of any system.
pub(super) fn file_name(name: &str) -> Result<&str, String> {
    match name.rsplit(['/', '\\']).next() {
        Some("." | "..") => Err("must have a file whose name is not that of a folder".to_owned()),
        Some("") if !name.is_empty() => Err("must have a file whose name does not end with a slash".to_owned()),
        last => Ok(last.unwrap_or_default()),
    }
}

/// The headers that every part of a form has.
pub(super) const OF_FORMS: &[HeaderName] = &[CONTENT_DISPOSITION, CONTENT_TYPE];
/// The headers that every part without a name has.
pub(super) const OF_UNNAMED: &[HeaderName] = &[CONTENT_TYPE];

/// Rejects headers that the part has already: of two headers with one name, a reader may take either.
pub(super) fn own_headers(headers: &[(String, String)], taken: &[HeaderName]) -> Result<(), String> {
    let is_there = |name: &str| taken.iter().any(|taken| taken.as_str().eq_ignore_ascii_case(name));
    match headers.iter().find(|(name, _)| is_there(name)) {
        Some((name, _)) => Err(format!("must not have a header `{name}` of its own: the part has one already")),
        None => Ok(()),
    }
}

/// Escapes names as browsers do (HTML standard, "Multipart form data") and RFC 7578 allows, with UTF-8 as it is. In addition to
/// quotes and line breaks, escapes other control characters and the backslash, which some readers take for an escape of the next
/// character: `"a\"` would not end there.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_control() || matches!(character, '"' | '\\') {
            text.extend(character.encode_utf8(&mut [0; 4]).bytes().map(percent_encode_byte));
        } else {
            text.push(character);
        }
    }
    text
}

/// 128 random bits: no part contains them by chance, and they cannot be guessed to end a part early.
pub(crate) fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}
