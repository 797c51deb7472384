//! Parses a reference into a file and a fragment.
//!
//! Also here is what a tree refers to and by which names it is referred to ([`scan`]), and what a reference is joined
//! with ([`location`]). Uses [`parse`](super::parse); the loader and the resolver use it.

pub(crate) mod location;
pub(crate) mod path;
pub(crate) mod scan;

use crate::pointer::Pointer;
use percent_encoding::percent_decode_str;

/// A reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) target: Target,
    /// Percent-decoded.
    pub(crate) fragment: Fragment,
    /// The pointer as it is written, if it changes when it is decoded: some documents have `%` in their keys.
    pub(crate) literal: Option<Pointer>,
}

/// The part of a reference before `#`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// Empty: the file that contains the reference.
    SameFile,
    /// Relative to the file that contains the reference, or an absolute path; unchanged.
    Relative(String),
    /// The path of a `file:` URL, percent-decoded.
    File(String),
    /// A URL of another scheme, unchanged.
    Remote(String),
}

/// The part of a reference after `#`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fragment {
    /// Nothing, or a JSON Pointer.
    Pointer(Pointer),
    /// A name, as defined by `$anchor` in JSON Schema.
    Name(String),
}

impl Reference {
    pub(crate) fn parse(text: &str) -> Self {
        let (target, fragment) = text.split_once('#').unwrap_or((text, ""));
        let decoded = decoded(fragment);
        Self {
            target: Target::parse(target),
            literal: Pointer::parse(fragment).filter(|_| decoded != fragment),
            fragment: Pointer::parse(&decoded).map_or(Fragment::Name(decoded), Fragment::Pointer),
        }
    }
}

impl Target {
    fn parse(text: &str) -> Self {
        if text.is_empty() {
            return Self::SameFile;
        }
        if let Some(rest) = text.strip_prefix("file:") {
            return Self::File(decoded(file_path(rest)));
        }
        match scheme(text) {
            Some(_) => Self::Remote(text.to_owned()),
            None if text.starts_with("//") => Self::Remote(text.to_owned()),
            None => Self::Relative(text.to_owned()),
        }
    }
}

/// The scheme of a URL. A single letter is a drive of Windows, so not a scheme.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let letters = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let named = scheme.len() > 1 && scheme.starts_with(|first: char| first.is_ascii_alphabetic());
    (letters && named).then_some(scheme)
}

/// The path after `file:`, without `//` and a host.
fn file_path(rest: &str) -> &str {
    let Some(authority) = rest.strip_prefix("//") else { return rest };
    let path = authority.find('/').and_then(|slash| authority.get(slash..));
    path.unwrap_or(authority)
}

/// The text with `%xx` decoded; unchanged if that would not be UTF-8.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::{Fragment, Reference, Target};
    use crate::pointer::Pointer;

    fn parsed(text: &str) -> (Target, Fragment) {
        let Reference { target, fragment, .. } = Reference::parse(text);
        (target, fragment)
    }

    fn relative(text: &str) -> Target {
        Target::Relative(text.to_owned())
    }

    fn file(text: &str) -> Target {
        Target::File(text.to_owned())
    }

    fn remote(text: &str) -> Target {
        Target::Remote(text.to_owned())
    }

    fn pointer(text: &str) -> Fragment {
        Fragment::Pointer(Pointer::parse(text).unwrap())
    }

    #[test]
    fn references_are_split_into_file_and_fragment() {
        for (text, target, fragment) in [
            ("", Target::SameFile, pointer("")),
            ("#", Target::SameFile, pointer("")),
            ("#/a/b~1c", Target::SameFile, pointer("/a/b~1c")),
            ("#/a%20b/%C3%A9", Target::SameFile, pointer("/a b/é")),
            ("#/bad%FF", Target::SameFile, pointer("/bad%FF")),
            ("#Pet", Target::SameFile, Fragment::Name("Pet".to_owned())),
            ("pet.yaml", relative("pet.yaml"), pointer("")),
            ("my%20pet.yaml#/x", relative("my%20pet.yaml"), pointer("/x")),
            ("file:///a/b.yaml#/x", file("/a/b.yaml"), pointer("/x")),
            ("file://host/a/b.yaml", file("/a/b.yaml"), pointer("")),
            ("file:b.yaml", file("b.yaml"), pointer("")),
            ("C:/a.yaml", relative("C:/a.yaml"), pointer("")),
            ("https://example.org/a.yaml", remote("https://example.org/a.yaml"), pointer("")),
            ("//example.org/a.yaml#/x", remote("//example.org/a.yaml"), pointer("/x")),
            ("urn:example:a", remote("urn:example:a"), pointer("")),
        ] {
            assert_eq!(parsed(text), (target, fragment), "{text}");
        }
        assert_eq!(Reference::parse("#/a%20b").literal, Pointer::parse("/a%20b"));
        assert_eq!(Reference::parse("#/a").literal, None);
    }
}
