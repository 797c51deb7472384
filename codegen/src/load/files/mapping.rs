//! Folders with local copies of URLs.

use crate::load::reference::location::{below, normal};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Options for further files that a document may read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Folders that may be read, in addition to those that [`load`](crate::load) always allows.
    pub folders: Vec<PathBuf>,
    /// Folders with local copies of URLs, in addition to those in a lock file.
    pub mappings: Mappings,
    /// Further documents of the same API. Components that they share by reference are shared.
    pub further: Vec<PathBuf>,
    /// Overlays (Overlay Specification 1.0 or 1.1), which are applied to the document first, in this order. An overlay
    /// that `extends` a further document is applied to that one.
    pub overlays: Vec<PathBuf>,
}

impl Options {
    pub(crate) fn extend(&mut self, more: Self) {
        let Self { folders, mappings, further, overlays } = more;
        self.folders.extend(folders);
        self.mappings.extend(mappings);
        self.further.extend(further);
        self.overlays.extend(overlays);
    }
}

/// Local folders in place of URLs. The longest matching prefix applies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mappings(Vec<Mapping>);

/// A local folder in place of all URLs with a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The prefix of the URLs, such as `https://example.org/specs/v1/`. It ends with a `/`, or is the URL of one file.
    pub prefix: String,
    /// The folder, or the file if the prefix names one.
    pub folder: PathBuf,
}

impl Mappings {
    /// Adds a mapping. It replaces one of the same prefix.
    pub fn add(&mut self, mapping: Mapping) {
        let prefix = normal(&mapping.prefix);
        self.0.retain(|known| known.prefix != prefix);
        self.0.push(Mapping { prefix, ..mapping });
    }

    /// The folders, whose files may all be read.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.iter().map(|mapping| &mapping.folder)
    }

    /// The file in place of a URL in its normal form.
    pub(crate) fn find(&self, url: &str) -> Option<PathBuf> {
        let fitting = self.0.iter().filter_map(|mapping| Some((mapping, rest(url, &mapping.prefix)?)));
        let (mapping, rest) = fitting.max_by_key(|(mapping, _)| mapping.prefix.len())?;
        below(&mapping.folder, rest)
    }
}

impl Extend<Mapping> for Mappings {
    fn extend<I: IntoIterator<Item = Mapping>>(&mut self, mappings: I) {
        mappings.into_iter().for_each(|mapping| self.add(mapping));
    }
}

impl IntoIterator for Mappings {
    type Item = Mapping;
    type IntoIter = std::vec::IntoIter<Mapping>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Mapping> for Mappings {
    fn from_iter<I: IntoIterator<Item = Mapping>>(mappings: I) -> Self {
        let mut all = Self::default();
        all.extend(mappings);
        all
    }
}

/// The rest of the URL after the prefix, if the prefix ends at the end of a path segment.
fn rest<'u>(url: &'u str, prefix: &str) -> Option<&'u str> {
    let rest = url.strip_prefix(prefix)?;
    (prefix.ends_with('/') || rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
}

/// Reads `PREFIX=DIR`.
impl FromStr for Mapping {
    type Err = NotAMapping;

    fn from_str(text: &str) -> Result<Self, NotAMapping> {
        let (prefix, folder) = text.rsplit_once('=').ok_or(NotAMapping)?;
        if !prefix.contains(':') || folder.is_empty() {
            return Err(NotAMapping);
        }
        Ok(Self { prefix: prefix.to_owned(), folder: folder.into() })
    }
}

/// The error for a string that is not of the form `PREFIX=DIR`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAMapping;

impl fmt::Display for NotAMapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a URL prefix, `=` and a folder, as in `https://example.org/specs/=vendor/specs`")
    }
}

impl std::error::Error for NotAMapping {}

#[cfg(test)]
mod tests {
    use super::{Mapping, Mappings, NotAMapping};

    #[test]
    fn the_longest_prefix_takes_precedence() {
        let strings =
            ["https://H/=a", "https://h/v1/=b", "https://h/v2=c", "https://h/x.json=d/y.json", "https://h/v1/=e"];
        let mappings: Mappings = strings.into_iter().map(|text| text.parse::<Mapping>().unwrap()).collect();
        for (url, file) in [
            ("https://h/x.yaml", Some("a/x.yaml")),
            ("https://h/v1/x.yaml", Some("e/x.yaml")),
            ("https://h/v1/deep/x%20y.yaml?raw", Some("e/deep/x y.yaml")),
            ("https://h/v2/x.yaml", Some("c/x.yaml")),
            ("https://h/v23/x.yaml", Some("a/v23/x.yaml")),
            ("https://h/x.json", Some("d/y.json")),
            ("https://h/v1/%2e%2e/x.yaml", None),
            ("https://k/x.yaml", None),
        ] {
            assert_eq!(mappings.find(url), file.map(Into::into), "{url}");
        }
    }

    #[test]
    fn invalid_mappings_are_errors() {
        for text in ["", "a", "https://h/", "h/=a", "https://h/="] {
            assert_eq!(text.parse::<Mapping>(), Err(NotAMapping), "{text}");
        }
    }
}
