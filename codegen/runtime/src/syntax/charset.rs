//! Character encodings: UTF-8, UTF-16 and windows-1252.
//!
//! As in the Encoding standard, the labels of US-ASCII and ISO-8859-1 mean windows-1252, of which they are subsets, and
//! a byte order mark takes precedence over a label. Other encodings are rare and need large tables: the error names
//! them, and has the bytes.

/// A character encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

const LABELS: [(&str, Charset); 15] = [
    ("utf-8", Charset::Utf8),
    ("utf8", Charset::Utf8),
    ("utf-16", Charset::Utf16Le),
    ("utf-16le", Charset::Utf16Le),
    ("utf-16be", Charset::Utf16Be),
    ("us-ascii", Charset::Windows1252),
    ("ascii", Charset::Windows1252),
    ("iso-8859-1", Charset::Windows1252),
    ("iso8859-1", Charset::Windows1252),
    ("iso_8859-1", Charset::Windows1252),
    ("latin1", Charset::Windows1252),
    ("l1", Charset::Windows1252),
    ("cp1252", Charset::Windows1252),
    ("windows-1252", Charset::Windows1252),
    ("x-cp1252", Charset::Windows1252),
];

/// The characters of windows-1252 from 0x80 on, where ISO-8859-1 has control characters.
const FROM_0X80: [char; 32] = [
    '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2C6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}', '\u{8F}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201C}',
    '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2DC}', '\u{2122}', '\u{161}', '\u{203A}', '\u{153}', '\u{9D}',
    '\u{17E}', '\u{178}',
];

/// Byte order marks, and the encodings that they indicate.
const MARKS: [(&[u8], Charset); 3] =
    [(b"\xEF\xBB\xBF", Charset::Utf8), (b"\xFE\xFF", Charset::Utf16Be), (b"\xFF\xFE", Charset::Utf16Le)];

/// Decodes bytes in the encoding of a `Content-Type`, by default UTF-8, without the byte order mark.
///
/// # Errors
/// The reason why they cannot be decoded.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>) -> Result<String, String> {
    let marked = MARKS.iter().find_map(|(mark, charset)| Some((*charset, bytes.strip_prefix(*mark)?)));
    let (charset, bytes) = match marked {
        Some(marked) => marked,
        None => (stated(content_type)?, bytes),
    };
    match charset {
        Charset::Utf8 => {
            std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| format!("expected text in UTF-8: {error}"))
        }
        Charset::Windows1252 => Ok(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
        Charset::Utf16Le => utf_16(bytes, u16::from_le_bytes),
        Charset::Utf16Be => utf_16(bytes, u16::from_be_bytes),
    }
}

/// Encodes a string in the encoding of a `Content-Type`, by default UTF-8.
///
/// # Errors
/// The reason why it cannot be encoded.
pub(crate) fn encode(text: String, content_type: &str) -> Result<Vec<u8>, String> {
    match stated(Some(content_type))? {
        Charset::Utf8 => Ok(text.into_bytes()),
        Charset::Utf16Le => Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Charset::Utf16Be => Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Charset::Windows1252 => text.chars().map(|character| byte_of(character, content_type)).collect(),
    }
}

fn stated(content_type: Option<&str>) -> Result<Charset, String> {
    let Some(label) = content_type.and_then(label) else { return Ok(Charset::Utf8) };
    let known = LABELS.iter().find(|(known, _)| known.eq_ignore_ascii_case(label));
    known.map(|(_, charset)| *charset).ok_or_else(|| format!("text of the charset `{label}` is not supported"))
}

/// The parameter `charset` of a media type.
fn label(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut labels = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    labels.next().map(|(_, label)| label.trim().trim_matches('"')).filter(|label| !label.is_empty())
}

fn windows_1252(byte: u8) -> char {
    let high = byte.checked_sub(0x80).and_then(|index| FROM_0X80.get(usize::from(index)));
    high.copied().unwrap_or(char::from(byte))
}

fn byte_of(character: char, content_type: &str) -> Result<u8, String> {
    let high = FROM_0X80.iter().zip(0x80..).find(|(known, _)| **known == character).map(|(_, byte)| byte);
    let byte = high.or_else(|| u8::try_from(character).ok().filter(|byte| !(0x80..0xA0).contains(byte)));
    byte.ok_or_else(|| format!("must not contain `{}`, which `{content_type}` cannot hold", character.escape_debug()))
}

fn utf_16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err("expected text in UTF-16: the number of bytes is odd".to_owned());
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .map_err(|error| format!("expected text in UTF-16: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], content_type: &str) -> Result<String, String> {
        decode(bytes, Some(content_type))
    }

    #[test]
    fn text_is_decoded_with_the_stated_charset() {
        assert_eq!(decode("grün".as_bytes(), None).unwrap(), "grün");
        assert_eq!(decoded("grün".as_bytes(), "text/plain; charset=\"UTF-8\"").unwrap(), "grün");
        assert_eq!(decoded(b"gr\xFCn \x80\x81", "text/plain;Charset=ISO-8859-1").unwrap(), "grün €\u{81}");
        assert_eq!(decoded(b"a", "text/plain; format=flowed; charset=us-ascii").unwrap(), "a");
        assert_eq!(decoded(b"g\0\xFC\0", "text/plain; charset=utf-16le").unwrap(), "gü");
        assert_eq!(decoded(b"\0g\0\xFC", "text/plain; charset=utf-16be").unwrap(), "gü");
    }

    #[test]
    fn byte_order_marks_override_the_charset_and_are_removed() {
        assert_eq!(decode(b"\xEF\xBB\xBFa", None).unwrap(), "a");
        assert_eq!(decoded(b"\xEF\xBB\xBF\xC3\xBC", "text/plain; charset=latin1").unwrap(), "ü");
        assert_eq!(decode(b"\xFE\xFF\0a", None).unwrap(), "a");
        assert_eq!(decode(b"\xFF\xFEa\0", None).unwrap(), "a");
    }

    #[test]
    fn invalid_text_names_its_charset() {
        let unsupported = "text of the charset `Shift_JIS` is not supported";
        assert_eq!(decoded(b"a", "text/plain; charset=Shift_JIS").unwrap_err(), unsupported);
        assert!(decode(b"gr\xFCn", None).unwrap_err().starts_with("expected text in UTF-8: "));
        assert!(decoded(b"a", "text/plain; charset=utf-16").unwrap_err().contains("odd"));
    }

    #[test]
    fn windows_1252_round_trips() {
        let latin = "text/plain; charset=windows-1252";
        let all: Vec<u8> = (0..=u8::MAX).collect();
        let text = decoded(&all, latin).unwrap();
        assert_eq!(encode(text, latin).unwrap(), all);
        let refused = "must not contain `→`, which `text/plain; charset=windows-1252` cannot hold";
        assert_eq!(encode("→".to_owned(), latin).unwrap_err(), refused);
        assert_eq!(encode("→".to_owned(), "text/plain").unwrap(), "→".as_bytes());
        assert_eq!(encode("ü".to_owned(), "text/plain; charset=utf-16").unwrap(), [0xFC, 0]);
    }
}
