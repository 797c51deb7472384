//! Reading a file as text.

use crate::load::parse::limit::{Budget, MAX_BYTES};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) reason: String,
    pub(crate) help: Option<String>,
    pub(crate) kind: Kind,
}

/// The reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// There is no file at the path.
    Missing,
    /// It is too large.
    TooLarge,
    /// Anything else.
    Other,
}

impl Unreadable {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: None, kind: Kind::Other }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// The bytes of a regular file, within the budget: a device or a pipe may be endless, or block.
pub(crate) fn bytes(path: &Path, budget: &mut Budget) -> Result<Vec<u8>, Unreadable> {
    let metadata = fs::metadata(path).map_err(|error| failure(&error))?;
    if metadata.is_dir() {
        return Err(Unreadable::new("it is a folder")
            .help("name a file in it; a reference that starts with `#/` refers to the same file"));
    }
    if !metadata.is_file() {
        return Err(Unreadable::new("it is not a regular file").help("save its contents to a file"));
    }
    let mut bytes = Vec::new();
    // One byte beyond the limit, to notice a file that grows meanwhile.
    let limit = budget.bytes.saturating_add(1);
    if metadata.len() < limit {
        let file = File::open(path).map_err(|error| failure(&error))?;
        file.take(limit).read_to_end(&mut bytes).map_err(|error| failure(&error))?;
    }
    let length = metadata.len().max(bytes.len() as u64);
    match budget.bytes.checked_sub(length) {
        Some(remaining) => budget.bytes = remaining,
        None => return Err(too_large()),
    }
    Ok(bytes)
}

fn too_large() -> Unreadable {
    let reason = format!("the document and the files it refers to have more than {} MiB", MAX_BYTES >> 20);
    let help = "split the document, or remove what the client does not use";
    Unreadable { kind: Kind::TooLarge, ..Unreadable::new(reason).help(help) }
}

/// UTF-8 or UTF-16 as text, without a byte order mark.
pub(crate) fn text(bytes: Vec<u8>) -> Result<String, Unreadable> {
    if let Some(units) = utf_16(&bytes) {
        let text = String::from_utf16(&units);
        let text = text.map_err(|_| Unreadable::new("it is not valid UTF-16").help("save the file as UTF-8"))?;
        return Ok(without_byte_order_mark(text));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let lines = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count();
        let reason = format!("it is not valid UTF-8: invalid byte at offset {valid}, in line {}", lines + 1);
        Unreadable::new(reason).help("save the file as UTF-8")
    })?;
    Ok(without_byte_order_mark(text))
}

/// The units of a string in UTF-16: by its byte order mark, or by its first character, which is ASCII in every document.
fn utf_16(bytes: &[u8]) -> Option<Vec<u16>> {
    let is_little_endian = match bytes.get(..2)? {
        [0xFF, 0xFE] => true,
        [0xFE, 0xFF] => false,
        [first, 0] if *first != 0 => true,
        [0, second] if *second != 0 => false,
        _ => return None,
    };
    let unit = |pair: &[u8; 2]| if is_little_endian { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
    Some(bytes.as_chunks().0.iter().map(unit).collect())
}

fn without_byte_order_mark(mut text: String) -> String {
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    text
}

/// Uses our own messages if they are clearer than those of the operating system.
fn failure(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            Unreadable { kind: Kind::Missing, ..Unreadable::new("file not found") }
        }
        io::ErrorKind::PermissionDenied => {
            Unreadable::new("permission denied").help("make it readable, for example with `chmod +r`")
        }
        _ => Unreadable::new(error.to_string()).help("check that other programs can read it"),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn encodings() {
        let wide = |order: fn(u16) -> [u8; 2], text: &str| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for bytes in [
            b"a: \xC3\xA9".to_vec(),
            b"\xEF\xBB\xBFa: \xC3\xA9".to_vec(),
            wide(u16::to_le_bytes, "\u{FEFF}a: é"),
            wide(u16::to_be_bytes, "\u{FEFF}a: é"),
            wide(u16::to_le_bytes, "a: é"),
            wide(u16::to_be_bytes, "a: é"),
        ] {
            assert_eq!(text(bytes).unwrap(), "a: é");
        }
        let latin = text(b"a: 1\nb: \xE9".to_vec()).unwrap_err();
        assert_eq!(latin.reason, "it is not valid UTF-8: invalid byte at offset 8, in line 2");
        assert!(text(b"\xFF\xFE\x00\xD8a\x00".to_vec()).is_err());
        assert_eq!(text(Vec::new()).unwrap(), "");
    }
}
