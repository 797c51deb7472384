//! From a path to text.

use std::fs;
use std::io;
use std::path::Path;

/// Why a file gives no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) reason: String,
    pub(super) help: Option<String>,
    /// Whether nothing stands at the path.
    pub(super) missing: bool,
}

impl Unreadable {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: None, missing: false }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Reads a UTF-8 file, and drops a byte order mark.
pub(super) fn text(path: &Path) -> Result<String, Unreadable> {
    let bytes = fs::read(path).map_err(|error| failure(path, &error))?;
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Unreadable::new("it is written in UTF-16").help("save the file as UTF-8"));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Unreadable::new(format!("it is not UTF-8 text: the byte at offset {at} fits no character"))
            .help("save the file as UTF-8")
    })?;
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// In our words where they are clearer than the system's, which differ from system to system.
fn failure(path: &Path, error: &io::Error) -> Unreadable {
    if path.is_dir() {
        return Unreadable::new("it is a folder");
    }
    match error.kind() {
        io::ErrorKind::NotFound => Unreadable { missing: true, ..Unreadable::new("there is no such file") },
        io::ErrorKind::PermissionDenied => Unreadable::new("it may not be read by this user"),
        _ => Unreadable::new(error.to_string()),
    }
}
