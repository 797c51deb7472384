//! Files other than documents, such as those of examples: located by the same rules as references, but not read here.

use super::document::{Document, candidates};
use super::reference::Reference;
use super::reference::location::FileLocation;
use crate::pointer::Origin;
use std::path::PathBuf;

/// Why a file is not available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Absence {
    /// Nothing is at that path.
    Missing,
    /// It is outside of the folders that may be read.
    Outside,
    /// It is a URL without a local copy.
    Remote,
}

impl Document {
    /// The file that a string at `origin` refers to, by a URL or relative to the file that contains the string.
    ///
    /// # Errors
    ///
    /// [`Absence`] when there is none, or none that may be read.
    pub(crate) fn beside(&self, origin: &Origin, text: &str) -> Result<PathBuf, Absence> {
        let file = self.file(origin.file).ok_or(Absence::Missing)?;
        let base = file.identifiers.base(&origin.pointer).map(|(_, location)| location);
        let mut absence = Absence::Missing;
        for location in candidates(file, base, &Reference::parse(text).target) {
            let path = match location {
                FileLocation::Path(path) => Some(path),
                FileLocation::Url(url) => self.mappings.find(&url),
            };
            match path {
                None => absence = Absence::Remote,
                Some(path) if !self.folders.allow(&path) => absence = Absence::Outside,
                Some(path) if path.is_file() => return Ok(path),
                Some(_) => {}
            }
        }
        Err(absence)
    }
}
