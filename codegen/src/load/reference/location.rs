//! The location of a file: a path or a URL.

use super::{Target, decoded, path};
use fluent_uri::{Uri, UriRef};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::fmt;
use std::path::{Path, PathBuf};

/// The name of a file or of a schema with an `$id`, as absolute as possible.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum FileLocation {
    /// A path, with `.` and `..` resolved as far as possible.
    Path(PathBuf),
    /// A URL or URN in its normal form, without a fragment.
    Url(String),
}

impl FileLocation {
    /// The target of a reference in the file at this location.
    pub(crate) fn join(&self, target: &Target) -> Self {
        match (target, self) {
            (Target::SameFile, _) => self.clone(),
            (Target::Remote(url), _) => Self::Url(normal(url)),
            (Target::File(path), _) => Self::Path(path::join(Path::new(""), path)),
            (Target::Relative(text), Self::Path(file)) => Self::Path(path::join(file, &decoded(text))),
            (Target::Relative(text), Self::Url(base)) => Self::Url(relative(base, text)),
        }
    }
}

impl fmt::Display for FileLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::Url(url) => f.write_str(url),
        }
    }
}

/// Invalid characters that are common in URLs; non-ASCII characters are encoded in any case.
const FORBIDDEN: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// The normal form of a URL: lower case if case has no meaning, no needless escapes, no `.` and `..`. Other text is not
/// changed.
pub(crate) fn normal(url: &str) -> String {
    let encoded = utf8_percent_encode(url, FORBIDDEN).to_string();
    // Without a scheme it is that of the page, and documents are rightly served by one only.
    let full = if encoded.starts_with("//") { format!("https:{encoded}") } else { encoded };
    Uri::parse(full.as_str()).map_or_else(|_| full.clone(), |uri| uri.strip_fragment().normalize().into_string())
}

fn relative(base: &str, text: &str) -> String {
    let encoded = utf8_percent_encode(text, FORBIDDEN).to_string();
    let joined = Uri::parse(base).ok().zip(UriRef::parse(encoded.as_str()).ok());
    let joined = joined.and_then(|(base, reference)| reference.resolve_against(&base).ok());
    joined.map_or(encoded, |uri| normal(uri.as_str()))
}

/// The scheme and host of a web address, such as `https://example.org`; `None` for other URLs.
pub(crate) fn host(url: &str) -> Option<&str> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme))?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    (end > 0).then(|| url.get(..url.len() - rest.len() + end)).flatten()
}

/// The path of a URL below the folder that its prefix is mapped to. `None` if it would leave the folder.
pub(crate) fn below(folder: &Path, rest: &str) -> Option<PathBuf> {
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    rest.split('/').filter(|step| !step.is_empty()).try_fold(folder.to_path_buf(), |path, step| {
        let step = decoded(step);
        let plain = !matches!(step.as_str(), "." | "..") && !step.contains(['/', '\\', '\0']);
        plain.then(|| path.join(step))
    })
}

#[cfg(test)]
mod tests {
    use super::{FileLocation, below, host, normal};
    use crate::load::reference::Reference;
    use std::path::{Path, PathBuf};

    #[test]
    fn references_are_joined_like_urls() {
        let url = |text: &str| FileLocation::Url(text.to_owned());
        let path = |text: &str| FileLocation::Path(PathBuf::from(text));
        for (base, reference, joined) in [
            (url("https://h/a/b.yaml"), "c.yaml#/x", url("https://h/a/c.yaml")),
            (url("https://h/a/b.yaml"), "../c%20d.yaml", url("https://h/c%20d.yaml")),
            (url("https://h/a/b.yaml"), "my pet.yaml", url("https://h/a/my%20pet.yaml")),
            (url("https://h/a/b.yaml"), "/é.yaml", url("https://h/%C3%A9.yaml")),
            (url("https://h/a/b.yaml"), "//k/c", url("https://k/c")),
            (url("https://h/a/b.yaml"), "?x=1", url("https://h/a/b.yaml?x=1")),
            (url("https://h/a/b.yaml"), "urn:x:y", url("urn:x:y")),
            (url("https://h/a/b.yaml"), "", url("https://h/a/b.yaml")),
            (path("spec/a.yaml"), "b%20c.yaml", path("spec/b c.yaml")),
            (path("spec/a.yaml"), "HTTPS://Example.ORG/%7ea/./b/../c", url("https://example.org/~a/c")),
            (path("spec/a.yaml"), "file:///x/b.yaml", path("/x/b.yaml")),
            (url("https://h/a/b.yaml"), "file:///x/b.yaml", path("/x/b.yaml")),
        ] {
            assert_eq!(base.join(&Reference::parse(reference).target), joined, "{base} {reference}");
        }
    }

    #[test]
    fn file_paths_are_unchanged() {
        assert_eq!(normal("https://[x/"), "https://[x/");
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://example.org:80/a"), Some("https://example.org:80"));
        assert_eq!(host("http://example.org"), Some("http://example.org"));
        assert_eq!(host("https:///a"), None);
        assert_eq!(host("urn:a:b"), None);
    }

    #[test]
    fn paths_cannot_leave_a_folder() {
        let below = |rest| below(Path::new("d"), rest);
        assert_eq!(below("a/b%20c.yaml?x#y"), Some("d/a/b c.yaml".into()));
        assert_eq!(below("/a//b"), Some("d/a/b".into()));
        for rest in ["..", "a/../b", "%2e%2e/b", "a%2fb", "a%5Cb", "a%00"] {
            assert_eq!(below(rest), None, "{rest}");
        }
    }
}
