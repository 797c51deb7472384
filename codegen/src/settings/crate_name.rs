//! The name of a crate.

use std::fmt;
use std::str::FromStr;

/// A valid package name of cargo that the crate does not use for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateName(String);

/// An invalid name of a client's crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateNameError {
    name: String,
    reason: &'static str,
}

impl fmt::Display for CrateNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` cannot be the name of the crate: {}", self.name, self.reason)?;
        // A suggestion.
        let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' };
        let suggestion: String = self.name.chars().map(allowed).collect();
        match suggestion.trim_matches('-').parse::<CrateName>() {
            Ok(suggestion) if suggestion.0 != self.name => write!(f, "; did you mean `{suggestion}`?"),
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

impl std::error::Error for CrateNameError {}

/// The limit of crates.io.
const MAX_LENGTH: usize = 64;

/// Crates that a client uses by name.
const USED: &[&str] = &[
    "alloc",
    "base64",
    "bytes",
    "chrono",
    "core",
    "crate",
    "futures_core",
    "h2",
    "http",
    "http_body",
    "hyper",
    "hyper_rustls",
    "hyper_util",
    "percent_encoding",
    "proc_macro",
    "regex_lite",
    "reqwest",
    "rustls",
    "secrecy",
    "self",
    "serde",
    "serde_json",
    "serde_path_to_error",
    "specwright_runtime",
    "std",
    "strsim",
    "super",
    "test",
    "tokio",
    "tower_http",
    "tower_service",
    "tracing",
    "ureq",
];

impl FromStr for CrateName {
    type Err = CrateNameError;

    fn from_str(name: &str) -> Result<Self, CrateNameError> {
        let reason = match () {
            () if name.is_empty() => "it is empty",
            () if name.len() > MAX_LENGTH => "it has more than 64 characters",
            () if !name.starts_with(|c: char| c.is_ascii_alphabetic()) => "it does not start with an ASCII letter",
            () if name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_') => {
                "it contains characters other than ASCII letters, digits, `-` and `_`"
            }
            () if USED.contains(&name.replace('-', "_").as_str()) => "the client depends on a crate of that name",
            () => return Ok(Self(name.to_owned())),
        };
        Err(CrateNameError { name: name.to_owned(), reason })
    }
}

impl CrateName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as Rust writes it.
    #[must_use]
    pub fn ident(&self) -> String {
        let ident = self.0.replace('-', "_");
        // `self`, `super`, `crate` and `Self` cannot be raw; cargo rejects them.
        if crate::text::keyword::is_keyword(&ident) { format!("r#{ident}") } else { ident }
    }
}

impl fmt::Display for CrateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::CrateName;

    #[test]
    fn invalid_crate_names_have_a_suggestion() {
        let message = |name: &str| name.parse::<CrateName>().unwrap_err().to_string();
        assert!(message("My API").ends_with("; did you mean `my-api`?"));
        assert!(message("serde").ends_with("of that name") && message("7").ends_with("letter"));
    }

    #[test]
    fn crate_names_follow_the_rules_of_cargo() {
        let ident = |name: &str| name.parse::<CrateName>().map(|name| name.ident()).ok();
        assert_eq!(ident("pet-store").as_deref(), Some("pet_store"));
        assert_eq!(ident("gen").as_deref(), Some("r#gen"));
        for wrong in ["", "2pets", "pets store", "größe", "serde-json", "crate", "-a", &"a".repeat(65)] {
            assert_eq!(ident(wrong), None, "{wrong}");
        }
    }
}
