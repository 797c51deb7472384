//! Bytes that are a string in JSON.

use ::base64::Engine as _;
use ::base64::alphabet::STANDARD;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Deref;

/// Writes padding; accepts input with and without it.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The most bytes that `Debug` shows; of more it shows the number.
const SHOWN: usize = 32;

/// Bytes of `format: byte`: a string in base64 (RFC 4648, section 4), for clients with `formats = "rich"`. Read with padding
/// or without, written with it. Cheap to clone.
///
/// ```
/// use specwright_runtime::Base64;
///
/// let icon: Base64 = specwright_runtime::serde_json::from_str("\"iVBORw==\"")?;
/// assert_eq!(icon, Base64::from(b"\x89PNG"));
/// assert_eq!(&icon[1..], b"PNG");
/// # Ok::<(), specwright_runtime::serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Base64(Bytes);

impl Base64 {
    /// The bytes, by value.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl Deref for Base64 {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Bytes> for Base64 {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(Bytes::copy_from_slice(bytes))
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        Self(Bytes::copy_from_slice(bytes))
    }
}

impl From<Base64> for Bytes {
    fn from(base64: Base64) -> Self {
        base64.0
    }
}

/// The bytes, or how many of them there are.
impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.len() > SHOWN { write!(f, "Base64({} bytes)", self.len()) } else { write!(f, "Base64({:?})", self.0) }
    }
}

/// The string.
impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&::base64::display::Base64Display::new(self, &ENGINE), f)
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Base64Visitor)
    }
}

struct Base64Visitor;

impl Visitor<'_> for Base64Visitor {
    type Value = Base64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string in base64")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Base64, E> {
        let bytes = ENGINE.decode(text).map_err(|error| E::custom(format_args!("not base64: {error}")))?;
        Ok(Base64(bytes.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::Base64;

    #[test]
    fn base64_is_read_with_and_without_padding() {
        for text in ["\"AQI=\"", "\"AQI\""] {
            let bytes: Base64 = serde_json::from_str(text).unwrap();
            assert_eq!((&bytes[..], bytes.to_string().as_str()), (&[1, 2][..], "AQI="));
            assert_eq!(serde_json::to_string(&bytes).unwrap(), "\"AQI=\"");
        }
    }

    #[test]
    fn invalid_base64_is_an_error() {
        let error = serde_json::from_str::<Base64>("\"a b\"").unwrap_err().to_string();
        assert!(error.starts_with("not base64: Invalid symbol"), "{error}");
        assert!(serde_json::from_str::<Base64>("[1, 2]").unwrap_err().to_string().contains("a string in base64"));
    }

    #[test]
    fn debug_of_long_base64_shows_the_length() {
        let formatted = [Base64::from(b"\x89PNG"), vec![0; 33].into()].map(|bytes| format!("{bytes:?}"));
        assert_eq!(formatted, [r#"Base64(b"\x89PNG")"#, "Base64(33 bytes)"]);
    }
}
