//! The crates that emitted modules use, which the crate around them depends on.

use super::krate::manifest::further_dependencies;
use super::krate::runtime_features;
use crate::emit::Emitter;
use crate::emit::crate_features::SERDE;
use std::fmt::Write as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A crate that emitted modules use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name of its package.
    pub name: String,
    /// Whether the default features are turned on.
    pub default_features: bool,
    /// The features to turn on.
    pub features: Vec<String>,
    /// Where the package is, if it is not in a registry.
    pub source: Option<(Place, String)>,
}

/// The place of a package outside of registries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a folder.
    Path,
    /// In a repository, by URL.
    Git,
}

impl Place {
    /// The key of a dependency, and the option of `cargo add`.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Git => "git",
        }
    }
}

impl Requirement {
    /// The name of the runtime's package.
    pub const RUNTIME: &str = "specwright-runtime";

    /// The requirement of a dependency, as a manifest has it: a version or an inline table.
    fn parse(name: &str, dependency: &str) -> Self {
        let line = format!("it = {dependency}");
        let parsed = DeTable::parse(&line).ok();
        let table = parsed.as_ref().and_then(|parsed| parsed.get_ref().get("it")).map(Spanned::get_ref);
        let get = |key: &str| table.and_then(|table| table.get(key)).map(Spanned::get_ref);
        let place = |place: Place| get(place.as_str()).and_then(DeValue::as_str).map(|at| (place, at.to_owned()));
        Self {
            name: name.to_owned(),
            default_features: get("default-features").and_then(DeValue::as_bool) != Some(false),
            features: get("features").map(strings).unwrap_or_default(),
            source: place(Place::Path).or_else(|| place(Place::Git)),
        }
    }

    /// The name of the crate in Rust.
    pub(crate) fn ident(&self) -> String {
        self.name.replace('-', "_")
    }

    /// The command that adds it to a package.
    #[must_use]
    pub fn cargo_add(&self) -> String {
        let mut command = format!("cargo add {}", self.name);
        if let Some((place, at)) = &self.source {
            let _ = write!(command, " --{} {at}", place.as_str());
        }
        if !self.default_features {
            command.push_str(" --no-default-features");
        }
        if !self.features.is_empty() {
            let _ = write!(command, " --features {}", self.features.join(","));
        }
        command
    }
}

/// The strings of a list.
pub(crate) fn strings(list: &DeValue) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| item.get_ref().as_str()).map(str::to_owned).collect()
}

/// The crates that the client may use: those that every client uses first.
pub(crate) fn requirements(emitter: &Emitter) -> Vec<Requirement> {
    let runtime = Requirement {
        name: Requirement::RUNTIME.to_owned(),
        default_features: true,
        features: runtime_features(emitter).into_iter().map(str::to_owned).collect(),
        source: None,
    };
    let further = further_dependencies(emitter).into_iter();
    let further = further.map(|(name, dependency)| Requirement::parse(name, &dependency));
    [Requirement::parse(SERDE.0, SERDE.1), runtime].into_iter().chain(further).collect()
}

#[cfg(test)]
mod tests {
    use super::Requirement;

    #[test]
    fn requirements_are_added_as_the_manifest_has_them() {
        for (dependency, command) in [
            ("\"1\"", "cargo add it"),
            (
                r#"{ version = "1", default-features = false, features = ["std", "serde"] }"#,
                "cargo add it --no-default-features --features std,serde",
            ),
            (r#"{ path = "../it" }"#, "cargo add it --path ../it"),
            (r#"{ git = "https://a.example/it" }"#, "cargo add it --git https://a.example/it"),
        ] {
            assert_eq!(Requirement::parse("it", dependency).cargo_add(), command);
        }
    }
}
