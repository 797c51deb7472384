//! Names and values of headers, checked.

use http::header::{HeaderName, HeaderValue};

/// Copies the value. A clone would share its memory, and threads would contend for the reference count.
pub(super) fn copied(value: &HeaderValue) -> HeaderValue {
    let mut copy = HeaderValue::from_bytes(value.as_bytes()).unwrap_or_else(|_| value.clone());
    copy.set_sensitive(value.is_sensitive());
    copy
}

pub(super) fn header_name(name: &str) -> Result<HeaderName, String> {
    HeaderName::try_from(name).map_err(|_| "is not a valid header name".to_owned())
}

/// Rejects characters that could end the header and begin another, and those that servers read in different ways. The
/// value may be secret, so the reason does not contain it.
pub(crate) fn header_value(text: &str) -> Result<HeaderValue, String> {
    match HeaderValue::from_str(text) {
        Ok(value) if text.is_ascii() && !text.contains('\t') => Ok(value),
        _ => {
            let position = text.bytes().position(|byte| !matches!(byte, b' '..=b'~')).unwrap_or_default();
            Err(format!(
                "must contain only visible ASCII characters and spaces to be sent in a header, not the one at byte \
                 {position}"
            ))
        }
    }
}

/// Like [`header_value`], for a list separated by tabs, which no element contains.
pub(super) fn header_value_of_lists(text: &str) -> Result<HeaderValue, String> {
    text.split('\t').try_for_each(|element| header_value(element).map(drop))?;
    HeaderValue::from_str(text).map_err(|_| "cannot be sent in a header".to_owned())
}
