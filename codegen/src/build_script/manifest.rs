//! Whether the package of the build script depends on the crates that the client uses.
//!
//! Without this check, a setting such as `date-time = "chrono"` ends in hundreds of errors about emitted code.

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, Location, Source};
use crate::output::requirement::{Place, Requirement, strings};
use crate::{File, Output};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The errors about `Cargo.toml` in the folder of the package; none if it cannot be read, which cargo reports.
pub(super) fn check(output: &Output, package: &Path) -> Diagnostics {
    std::fs::read_to_string(package.join("Cargo.toml"))
        .map(|text| compare(text, output.requirements.iter().filter(|requirement| is_used(requirement, &output.files))))
        .unwrap_or_default()
}

/// Compares the text of a manifest with the requirements.
pub(super) fn compare<'r>(text: String, requirements: impl Iterator<Item = &'r Requirement>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let source = Arc::new(Source { path: PathBuf::from("Cargo.toml"), text });
    let Ok(table) = DeTable::parse(&source.text) else { return diagnostics };
    let manifest = Manifest { source: &source, table: table.get_ref() };
    for requirement in requirements {
        if let Some((diagnostic, help)) = manifest.problem(requirement) {
            diagnostics.push(diagnostic).help(help);
        }
    }
    diagnostics
}

fn is_used(requirement: &Requirement, files: &[File]) -> bool {
    let path = format!("{}::", requirement.ident());
    files.iter().any(|file| file.text.contains(&path))
}

/// The manifest of the package.
struct Manifest<'m> {
    source: &'m Arc<Source>,
    table: &'m DeTable<'m>,
}

type Entry<'m> = (&'m Spanned<std::borrow::Cow<'m, str>>, &'m Spanned<DeValue<'m>>);

impl<'m> Manifest<'m> {
    /// What the manifest lacks, and the command that adds it.
    fn problem(&self, requirement: &Requirement) -> Option<(Diagnostic, String)> {
        let Some((key, value)) = self.dependency(&requirement.ident()) else {
            let source =
                if requirement.name == Requirement::RUNTIME { self.runtime() } else { requirement.source.clone() };
            let requirement = Requirement { source, ..requirement.clone() };
            let message = format!("the client uses the crate `{}`, which is not a dependency", requirement.ident());
            return Some((self.error(self.dependencies_span(), message), format!("run `{}`", requirement.cargo_add())));
        };
        let missing = self.missing_features(requirement, key.get_ref(), value.get_ref());
        if missing.is_empty() {
            return None;
        }
        let (names, list) = (missing.join("`, `"), missing.join(","));
        let noun = if missing.len() == 1 { "feature" } else { "features" };
        let message = format!("the client uses the {noun} `{names}` of the crate `{}`", requirement.ident());
        Some((self.error(key.span(), message), format!("run `cargo add {} --features {list}`", key.get_ref())))
    }

    fn error(&self, at: Range<usize>, message: String) -> Diagnostic {
        let location = Location::Bytes(Arc::clone(self.source), at);
        Diagnostic::new(Level::Error, Code::MissingDependency, location, message)
    }

    /// Every table of dependencies of the library, for all targets and for some.
    fn tables(&self) -> impl Iterator<Item = &'m DeTable<'m>> {
        let of_targets = self.table.get("target").and_then(|targets| targets.get_ref().as_table());
        let of_targets = of_targets.into_iter().flatten().filter_map(|(_, target)| target.get_ref().as_table());
        let tables = std::iter::once(self.table).chain(of_targets);
        tables.filter_map(|table| table.get("dependencies").and_then(|it| it.get_ref().as_table()))
    }

    /// The dependency that the code of the package calls by this name.
    fn dependency(&self, ident: &str) -> Option<Entry<'m>> {
        self.tables().flatten().find(|(key, _)| key.get_ref().replace('-', "_") == ident)
    }

    /// The heading of the dependencies, or the beginning of the file.
    fn dependencies_span(&self) -> Range<usize> {
        let key = self.table.iter().find(|(key, _)| key.get_ref() == "dependencies");
        key.map_or(0..0, |(key, _)| key.span())
    }

    fn missing_features(&self, requirement: &Requirement, key: &str, dependency: &DeValue) -> Vec<String> {
        let get = |name: &str| dependency.as_table().and_then(|table| table.get(name)).map(Spanned::get_ref);
        // The features of a dependency of the workspace are in another manifest.
        if get("workspace").is_some() {
            return Vec::new();
        }
        let mut enabled = get("features").map(strings).unwrap_or_default();
        enabled.extend(self.enabled_by_features(key));
        // Of the crates in question, each has this default feature.
        if get("default-features").and_then(DeValue::as_bool) != Some(false) {
            enabled.push("std".to_owned());
        }
        // The runtime's feature for the fake on a port turns on its server side.
        if enabled.iter().any(|feature| feature == "loopback") {
            enabled.push("service".to_owned());
        }
        requirement.features.iter().filter(|feature| !enabled.contains(feature)).cloned().collect()
    }

    /// The features of a dependency that the package's own features turn on.
    fn enabled_by_features(&self, dependency: &str) -> Vec<String> {
        let features = self.table.get("features").and_then(|it| it.get_ref().as_table());
        let enabled = features.into_iter().flatten().flat_map(|(_, list)| strings(list.get_ref()));
        let of_dependency = enabled.filter_map(|enabled| {
            let (name, feature) = enabled.split_once('/')?;
            (name.trim_end_matches('?') == dependency).then(|| feature.to_owned())
        });
        of_dependency.collect()
    }

    /// The place of the runtime, next to that of the generator.
    fn runtime(&self) -> Option<(Place, String)> {
        let dependencies = self.table.get("build-dependencies")?.get_ref().as_table()?;
        let generator = dependencies.get("specwright")?.get_ref().as_table()?;
        let at = |place: Place| generator.get(place.as_str())?.get_ref().as_str();
        let path = at(Place::Path).map(|path| (Place::Path, format!("{path}/runtime")));
        path.or_else(|| at(Place::Git).map(|url| (Place::Git, url.to_owned())))
    }
}
