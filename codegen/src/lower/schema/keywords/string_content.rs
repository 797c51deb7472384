//! The content of a string: `contentMediaType`, `contentEncoding` and `contentSchema`.

use crate::lower::read::fields::Fields;
use crate::lower::read::media_type::{MediaKind, kind};
use crate::resolve::Node;

/// The encodings of RFC 2045 that do not change bytes.
const IDENTITIES: [&str; 4] = ["binary", "7bit", "8bit", "identity"];

/// The keywords of 2020-12 about the content of strings.
#[derive(Debug, Clone, Default)]
pub(crate) struct StringContent<'d> {
    pub(crate) media_type: Option<String>,
    encoding: Option<String>,
    pub(crate) schema: Option<Node<'d>>,
}

impl<'d> StringContent<'d> {
    pub(crate) fn read(fields: &mut Fields<'_, 'd>) -> Self {
        Self {
            media_type: fields.string("contentMediaType"),
            encoding: fields.string("contentEncoding"),
            schema: fields.node("contentSchema"),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.media_type.is_none() && self.encoding.is_none() && self.schema.is_none()
    }

    /// These keywords, and those of `inner` that are missing here.
    pub(crate) fn or(self, inner: &Self) -> Self {
        Self {
            media_type: self.media_type.or_else(|| inner.media_type.clone()),
            encoding: self.encoding.or_else(|| inner.encoding.clone()),
            schema: self.schema.or_else(|| inner.schema.clone()),
        }
    }

    /// Whether the string means unencoded bytes: of a media type that is not text, without an encoding.
    pub(crate) fn is_bytes(&self) -> bool {
        let is_binary = |media_type: &str| {
            matches!(kind(media_type), Some(MediaKind::Binary | MediaKind::Range | MediaKind::WideRange))
        };
        match self.encoding.as_deref() {
            Some("binary") => true,
            Some(encoding) if !IDENTITIES.contains(&encoding) => false,
            Some(_) | None => self.media_type.as_deref().is_some_and(is_binary),
        }
    }

    /// The encoding that makes the bytes text, such as `base64`.
    pub(crate) fn text_encoding(&self) -> Option<&str> {
        self.encoding.as_deref().filter(|encoding| !IDENTITIES.contains(encoding))
    }
}
