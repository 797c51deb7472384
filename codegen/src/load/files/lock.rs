//! The lock file, which lists local copies of URLs with their hashes.

use crate::load::reference::location::normal;
use hmac_sha256::Hash;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The name of the lock file, next to the document.
pub const LOCK_FILE: &str = "specwright.lock";

/// The version of the lock file's format.
const VERSION: u32 = 1;

/// The local copies.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lock {
    /// The folder of the lock file, which the paths are relative to.
    folder: PathBuf,
    /// By URL, in its normal form.
    copies: BTreeMap<String, Copy>,
    /// From the target of a redirect to the requested URL.
    redirected: HashMap<String, String>,
}

/// A local copy of a URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Copy {
    pub(crate) url: String,
    /// The target of a redirect, which is the base of its references.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) redirected_to: Option<String>,
    /// Relative to the folder of the lock file, with `/` between its steps.
    pub(crate) path: String,
    /// In hexadecimal digits.
    pub(crate) sha256: String,
}

/// The text of the lock file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    version: u32,
    files: Vec<Copy>,
}

impl Lock {
    /// The path of the lock file of a document.
    pub(crate) fn path(document: &Path) -> PathBuf {
        document.with_file_name(LOCK_FILE)
    }

    /// An empty lock next to the document.
    pub(crate) fn empty(document: &Path) -> Self {
        Self { folder: document.parent().unwrap_or(Path::new("")).to_path_buf(), ..Self::default() }
    }

    /// Reads the lock file next to the document, if there is one.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub(crate) fn beside(document: &Path) -> Result<Self, String> {
        let mut lock = Self::empty(document);
        let text = match fs::read_to_string(Self::path(document)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(lock),
            Err(error) => return Err(error.to_string()),
        };
        let text: Text = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        if text.version != VERSION {
            return Err(format!("it has version {} instead of version {VERSION}", text.version));
        }
        for copy in text.files {
            lock.add(Copy { url: normal(&copy.url), ..copy });
        }
        Ok(lock)
    }

    /// The copy of this URL, which is in its normal form.
    pub(crate) fn find(&self, url: &str) -> Option<&Copy> {
        self.copies.get(url).or_else(|| self.copies.get(self.redirected.get(url)?))
    }

    /// The path of a copy.
    pub(crate) fn file(&self, copy: &Copy) -> PathBuf {
        self.folder.join(&copy.path)
    }

    /// Adds a copy, in place of one of the same URL.
    pub(crate) fn add(&mut self, copy: Copy) {
        if let Some(to) = &copy.redirected_to {
            self.redirected.insert(to.clone(), copy.url.clone());
        }
        self.copies.insert(copy.url.clone(), copy);
    }

    /// Adds the copies that another lock has and this one has not.
    #[cfg(feature = "cli")]
    pub(crate) fn keep(&mut self, other: Self) {
        for (url, copy) in other.copies {
            self.copies.entry(url).or_insert(copy);
        }
    }

    /// The text to write.
    #[cfg(feature = "cli")]
    pub(crate) fn text(&self) -> String {
        let text = Text { version: VERSION, files: self.copies.values().cloned().collect() };
        serde_json::to_string_pretty(&text).unwrap_or_default() + "\n"
    }
}

/// The SHA-256 of a file's bytes, in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Hash::hash(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn digests() {
        // FIPS 180-4's first example.
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
