//! A starter crate: a build script, its dependencies, settings that are commented out, and a first call.
//!
//! Unlike an emitted crate these files belong to the user: they have no generated mark, and are never overwritten.

use super::format::File;
use super::krate::manifest::{RUST_VERSION, feature, further_dependencies, quoted, slashed};
use super::krate::runtime_features;
use super::requirement::{Place, Requirement};
use crate::emit::crate_features::{SERDE, tag_features};
use crate::emit::{Emitter, docs, example};
use crate::ir::SchemaPosition;
use crate::settings::CrateName;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A crate whose build script generates the client.
#[derive(Debug, Clone)]
pub struct Starter {
    /// Its name.
    pub name: CrateName,
    /// The source of specwright and its runtime.
    pub source: Source,
    /// The document, as the build script names it.
    pub document: PathBuf,
    /// The file of settings, as the build script names it.
    pub settings: PathBuf,
}

/// The source of specwright and specwright-runtime.
#[derive(Debug, Clone)]
pub enum Source {
    /// On crates.io.
    Published,
    /// In a clone of its repository, in this folder.
    Clone(PathBuf),
    /// In its repository at this URL.
    Git(String),
}

/// The packages of a crate that uses a client, and where they lie in the repository.
const RUNTIME: (&str, &str) = (Requirement::RUNTIME, "codegen/runtime");
const GENERATOR: (&str, &str) = ("specwright", "codegen");

impl Source {
    /// The sources from which this command was built, if they still exist.
    #[must_use]
    pub fn known() -> Option<Self> {
        if crate::settings::IS_PUBLISHED {
            return Some(Self::Published);
        }
        let clone = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
        clone.join(RUNTIME.1).join("Cargo.toml").is_file().then(|| Self::Clone(clone.to_path_buf()))
    }

    /// The right side of a dependency.
    fn dependency(&self, (_, folder): (&str, &str), rest: &str) -> String {
        match self {
            Self::Published if rest.is_empty() => quoted(env!("CARGO_PKG_VERSION")),
            Self::Published => format!("{{ version = {}{rest} }}", quoted(env!("CARGO_PKG_VERSION"))),
            Self::Clone(clone) => format!("{{ path = {}{rest} }}", quoted(&slashed(&clone.join(folder)))),
            Self::Git(url) => format!("{{ git = {}{rest} }}", quoted(url)),
        }
    }

    /// The place of the runtime, unless it is in a registry.
    #[must_use]
    pub fn runtime(&self) -> Option<(Place, String)> {
        match self {
            Self::Published => None,
            Self::Clone(clone) => Some((Place::Path, slashed(&clone.join(RUNTIME.1)))),
            Self::Git(url) => Some((Place::Git, url.clone())),
        }
    }
}

/// The files of the crate, and the settings file of the document. `document` is its path, as the first lines of emitted
/// files have it.
pub(crate) fn files(emitter: &Emitter, starter: &Starter, document: &str) -> Vec<File> {
    let mut files = vec![
        file("Cargo.toml", manifest(emitter, starter)),
        file("build.rs", build_script(starter)),
        file("src/lib.rs", root(emitter)),
    ];
    // An input for which no value can be made up is only named, and a name is nothing to compile.
    let (program, compiles) = example::main_of(emitter, &starter.name.ident());
    if compiles {
        files.push(file("examples/first_call.rs", program));
    }
    files.push(file(crate::settings::FILE, settings(emitter, document)));
    files
}

fn file(path: &str, text: String) -> File {
    File { path: path.to_owned(), text }
}

fn manifest(emitter: &Emitter, Starter { name, source, .. }: &Starter) -> String {
    let mut text = format!(
        "[package]\nname = {}\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"{RUST_VERSION}\"\n",
        quoted(name.as_str())
    );
    let tags = tag_features(emitter);
    if !tags.is_empty() {
        let names: Vec<&str> = tags.iter().map(|(name, _)| *name).collect();
        let _ = writeln!(text, "\n[features]\n{}", feature("default", &names));
        for (name, tag) in tags {
            let _ = writeln!(text, "# The operations tagged {}.\n{name} = []", docs::code(tag));
        }
    }
    let features: Vec<String> = runtime_features(emitter).iter().map(|name| format!("\"{name}\"")).collect();
    let features = if features.is_empty() { String::new() } else { format!(", features = [{}]", features.join(", ")) };
    let mut lines = further_dependencies(emitter);
    lines.insert(SERDE.0, SERDE.1.to_owned());
    lines.insert(RUNTIME.0, source.dependency(RUNTIME, &features));
    text.push_str("\n[dependencies]\n");
    for (name, rest) in lines {
        let _ = writeln!(text, "{name} = {rest}");
    }
    let features = ", default-features = false, features = [\"overlays\"]";
    let _ = writeln!(text, "\n[build-dependencies]\n{} = {}", GENERATOR.0, source.dependency(GENERATOR, features));
    text.push_str("\n[dev-dependencies]\ntokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n");
    text
}

fn build_script(Starter { document, settings, .. }: &Starter) -> String {
    format!(
        "//! Generates the client, again whenever the document or the settings change.\n\n\
         fn main() -> std::process::ExitCode {{\n    \
             specwright::Builder::new({:?}).config({:?}).build_script()\n\
         }}\n",
        slashed(document),
        slashed(settings)
    )
}

fn root(emitter: &Emitter) -> String {
    let title = docs::plain(&emitter.api.title);
    let title = title.trim_end_matches('.');
    format!("//! The client of {title}.\n\ninclude!(concat!(env!(\"OUT_DIR\"), \"/mod.rs\"));\n")
}

/// Settings to start from, all of them out of effect.
fn settings(emitter: &Emitter, document: &str) -> String {
    let api = emitter.api;
    let tag = api.outgoing().find_map(|(_, operation)| operation.tag.as_deref()).unwrap_or("pets");
    let operation = api.outgoing().next().map_or("list_pets", |(_, operation)| operation.id.as_str());
    let schema = schema(emitter).unwrap_or("Pet");
    let [tag, operation, schema] = [tag, operation, schema].map(quoted);
    format!(
        "\
# Settings of specwright for this document: remove the `#` from a line to use it.
# codegen/SETTINGS.md in the repository of specwright, and the documentation of `specwright::settings`, describe all of them.

# Mistakes in the document stop the build, for your own documents.
#strict = true

# Warnings to treat as notes, by code, by position or both: `specwright check {document}` lists them.
#allow = [\"unsupported-keyword\", \"fallback#/components/schemas/*\"]

# Corrections to a document that you cannot edit: `specwright check {document} --fix fixes.overlay.yaml` proposes some.
#overlays = [\"fixes.overlay.yaml\"]

# A selection: the operations with these tags, or these operations, and the types that they use.
#tags = [{tag}]
#operations = [{operation}]

# Types of a library for dates and times: \"chrono\" or \"jiff\". The crate then depends on it.
#date-time = \"chrono\"

# Names in Rust.
#[names.types]
#{schema} = \"MyType\"

#[names.operations]
#{operation} = \"my_operation\"
"
    )
}

fn schema<'e>(emitter: &'e Emitter) -> Option<&'e str> {
    emitter.api.types.iter().find_map(|(id, def)| match &def.position {
        SchemaPosition::Component(key) if emitter.names.of(id).is_some() => Some(key.as_str()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::Source;
    use std::path::PathBuf;

    #[test]
    fn starter_dependencies_have_the_source_of_the_packages() {
        let features = ", features = [\"indexmap\"]";
        for (source, bare, with_features) in [
            (
                Source::Clone(PathBuf::from("/c l")),
                r#"{ path = "/c l/codegen/runtime" }"#,
                r#"{ path = "/c l/codegen/runtime", features = ["indexmap"] }"#,
            ),
            (
                Source::Git("https://a.example/s".to_owned()),
                r#"{ git = "https://a.example/s" }"#,
                r#"{ git = "https://a.example/s", features = ["indexmap"] }"#,
            ),
            (Source::Published, r#""0.1.0""#, r#"{ version = "0.1.0", features = ["indexmap"] }"#),
        ] {
            assert_eq!(source.dependency(super::RUNTIME, ""), bare);
            assert_eq!(source.dependency(super::RUNTIME, features), with_features);
        }
    }
}
