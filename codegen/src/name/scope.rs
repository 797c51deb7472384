//! A scope assigns unique identifiers.

use crate::text::file_name::is_device;
use crate::text::keyword::is_keyword;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// An identifier of the client: not a keyword, and unique in its scope. A string until it is emitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    pub(super) fn new(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

/// The identifiers taken so far in one namespace.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Names that the emitted code uses itself.
    reserved: &'static [&'static str],
    /// Whether each name is also that of a file.
    files: bool,
    used: HashSet<String>,
    /// The next number to try for a name.
    next: HashMap<String, usize>,
}

impl Scope {
    /// A scope in which the emitted code uses `reserved` for itself.
    pub(super) fn with(reserved: &'static [&'static str]) -> Self {
        Self { reserved, ..Self::default() }
    }

    /// A scope of modules that are files.
    pub(super) fn of_files(reserved: &'static [&'static str]) -> Self {
        Self { reserved, files: true, ..Self::default() }
    }

    /// Whether the name is free and valid.
    pub(super) fn is_free(&self, wanted: &str) -> bool {
        !is_keyword(wanted) && !self.reserved.contains(&wanted) && !self.used.contains(wanted)
    }

    /// `wanted`, or the closest free name: keywords, reserved words and invalid file names get an underscore (`type_`),
    /// names in use a number (`Pet2`).
    pub(super) fn claim(&mut self, wanted: &str) -> Name {
        let word = is_keyword(wanted) || self.reserved.contains(&wanted) || (self.files && is_device(wanted));
        let base = if word { format!("{wanted}_") } else { wanted.to_owned() };
        if self.used.insert(base.clone()) {
            return Name(base);
        }
        // `Self_2` would not be in upper camel case, and with a number no such word is a keyword or reserved.
        let stem = if wanted.starts_with(char::is_uppercase) { wanted } else { &base };
        let number = self.next.entry(base.clone()).or_insert(2);
        let mut candidate = format!("{stem}{number}");
        while !self.used.insert(candidate.clone()) {
            *number += 1;
            candidate = format!("{stem}{number}");
        }
        Name(candidate)
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn keywords_and_duplicates_get_distinct_names() {
        let mut scope = Scope::with(&["new", "Unknown"]);
        for (wanted, expected) in [
            ("type", "type_"),
            ("type", "type_2"),
            ("pet", "pet"),
            ("pet", "pet2"),
            ("pet2", "pet22"),
            ("new", "new_"),
            ("Self", "Self_"),
            ("Self", "Self2"),
            ("Unknown", "Unknown_"),
            ("Unknown", "Unknown2"),
            ("pet", "pet3"),
        ] {
            assert_eq!(scope.claim(wanted).as_str(), expected);
        }
    }
}
