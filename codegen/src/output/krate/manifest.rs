//! The manifest: the package, its features, and just the dependencies that it needs.

use super::{Package, Runtime, license};
use crate::emit::{Emitter, docs};
use crate::settings::{DateTimeLibrary, MapType};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The oldest Rust that emitted code and the runtime compile with.
pub(super) const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// How long a line may be that holds a list.
const WIDTH: usize = 100;

/// A dependency of an emitted crate: its name and the rest of its line.
type Dependency = (&'static str, &'static str);

/// What emitted code names itself, wherever the runtime is.
const SERDE: Dependency = ("serde", r#"{ version = "1.0.229", features = ["derive"] }"#);

/// What the settings may ask for.
const CHRONO: Dependency =
    ("chrono", r#"{ version = "0.4.45", default-features = false, features = ["std", "serde"] }"#);
const INDEXMAP: Dependency = ("indexmap", r#"{ version = "2.14", features = ["serde"] }"#);
const JIFF: Dependency = ("jiff", r#"{ version = "0.2.23", features = ["serde"] }"#);

/// What the runtime stands on, for a crate that carries it. A test holds it against the runtime's manifest.
const OF_RUNTIME: &[Dependency] = &[
    ("async-lock", r#""3.4""#),
    ("base64", r#"{ version = "0.22", default-features = false, features = ["std"] }"#),
    ("bytes", r#""1.12""#),
    CHRONO,
    ("fastrand", r#"{ version = "2.5", default-features = false, features = ["std"] }"#),
    ("futures-core", r#"{ version = "0.3.34", default-features = false }"#),
    ("futures-timer", r#""3.0""#),
    ("futures-util", r#"{ version = "0.3.34", default-features = false, features = ["std"] }"#),
    ("h2", r#"{ version = "0.4", optional = true }"#),
    ("hmac-sha256", r#""1.1""#),
    ("http", r#""1.5""#),
    ("http-body", r#""1.1""#),
    ("httpdate", r#""1.0""#),
    ("hyper", r#"{ version = "1.12", features = ["client", "http1", "http2"], optional = true }"#),
    (
        "hyper-rustls",
        r#"{ version = "0.27.10", default-features = false, features = ["http1", "http2", "ring", "rustls-platform-verifier", "tls12"], optional = true }"#,
    ),
    (
        "hyper-util",
        r#"{ version = "0.1.21", features = ["client-legacy", "client-proxy", "http1", "http2", "tokio"], optional = true }"#,
    ),
    ("percent-encoding", r#""2.3""#),
    ("regex-lite", r#""0.1.9""#),
    ("reqwest", r#"{ version = "0.13.5", default-features = false, features = ["http2", "rustls"], optional = true }"#),
    (
        "rustls",
        r#"{ version = "0.23", default-features = false, features = ["ring", "std", "tls12"], optional = true }"#,
    ),
    ("secrecy", r#""0.10""#),
    ("serde_json", r#"{ version = "1.0.154", features = ["raw_value"] }"#),
    ("serde_path_to_error", r#""0.1.20""#),
    ("strsim", r#""0.11""#),
    ("tokio", r#"{ version = "1.54", features = ["rt", "time"], optional = true }"#),
    ("tower-http", r#"{ version = "0.6", default-features = false, optional = true }"#),
    ("tower-service", r#"{ version = "0.3", optional = true }"#),
    ("tracing", r#"{ version = "0.1", default-features = false, features = ["std"], optional = true }"#),
    ("ureq", r#"{ version = "3.5", default-features = false, features = ["rustls"], optional = true }"#),
];

/// A feature of the runtime that crates hand on: its name, what it is for, and what it turns on in a crate that carries the
/// runtime.
struct Feature {
    name: &'static str,
    purpose: &'static str,
    embedded: &'static [&'static str],
}

/// What is on unless it is turned off.
const DEFAULT: &str = "hyper";

/// A test holds them against the runtime's manifest.
const FEATURES: &[Feature] = &[
    Feature {
        name: DEFAULT,
        purpose: "Sends over HTTP and HTTPS with hyper and rustls. Without it, give the client a transport of your own.",
        embedded: &[
            "dep:h2",
            "dep:hyper",
            "dep:hyper-rustls",
            "dep:hyper-util",
            "dep:rustls",
            "dep:tokio",
            "dep:tower-http",
            "dep:tower-service",
            "tokio/net",
        ],
    },
    Feature {
        name: "reqwest",
        purpose: "Sends with a client of reqwest.",
        embedded: &["dep:h2", "dep:reqwest", "dep:tokio"],
    },
    Feature {
        name: "blocking",
        purpose: "Calls that block, sent with ureq. Needs no executor.",
        embedded: &["dep:ureq"],
    },
    Feature {
        name: "compression",
        purpose: "Takes answers that are compressed with gzip or brotli.",
        embedded: &[
            "reqwest?/brotli",
            "reqwest?/gzip",
            "tower-http?/decompression-br",
            "tower-http?/decompression-gzip",
            "ureq?/brotli",
            "ureq?/gzip",
        ],
    },
    Feature {
        name: "tower",
        purpose: "Sends over any `tower::Service`, and makes one of any transport.",
        embedded: &["dep:tower-service"],
    },
    Feature {
        name: "tracing",
        purpose: "A span for each call and each attempt, with OpenTelemetry's names.",
        embedded: &["dep:tracing"],
    },
];

/// All features as a list of Markdown, those for tags last.
pub(crate) fn list_of_features(emitter: &Emitter) -> String {
    let mut list = String::new();
    for Feature { name, purpose, .. } in FEATURES {
        let is_default = if *name == DEFAULT { " (on by default)" } else { "" };
        let _ = writeln!(list, "- `{name}`{is_default}: {purpose}");
    }
    for (name, tag) in tag_features(emitter) {
        let _ = writeln!(list, "- `{name}` (on by default): the operations tagged {}.", docs::code(tag));
    }
    list
}

/// Whether a feature for a tag cannot have this name: that of another feature, or of a dependency.
pub(crate) fn is_taken(name: &str) -> bool {
    let dependencies = OF_RUNTIME.iter().chain([&SERDE, &INDEXMAP, &JIFF]).map(|(name, _)| *name);
    let features = FEATURES.iter().map(|feature| feature.name).chain(["default"]);
    dependencies.chain(features).any(|taken| taken == name)
}

/// `Cargo.toml`.
pub(super) fn text(emitter: &Emitter, package: &Package, source: &str) -> String {
    let mut text = format!(
        "# Generated by specwright from {source}. To keep changes of your own, remove this line: the file is then yours.\n\n"
    );
    package_table(&mut text, emitter, package);
    features(&mut text, emitter, package);
    dependencies(&mut text, emitter, package);
    text
}

fn package_table(text: &mut String, emitter: &Emitter, package: &Package) {
    let api = emitter.api;
    let title = docs::one_line(&api.title);
    let _ = writeln!(text, "[package]\nname = {}", quoted(package.name.as_str()));
    let _ = writeln!(
        text,
        "description = {}",
        quoted(&format!("Typed client of {title} {}", docs::one_line(&api.version)))
    );
    let _ = writeln!(text, "version = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"{RUST_VERSION}\"");
    if let Some(license) = api.license.as_ref().and_then(license::spdx) {
        let _ = writeln!(text, "license = {}", quoted(&license));
    }
    let _ = writeln!(text, "readme = \"README.md\"");
}

fn features(text: &mut String, emitter: &Emitter, package: &Package) {
    let tags = tag_features(emitter);
    let default: Vec<&str> = [DEFAULT].into_iter().chain(tags.iter().map(|(name, _)| *name)).collect();
    let _ = writeln!(text, "\n[features]\n{}", feature("default", &default));
    for Feature { name, purpose, embedded } in FEATURES {
        let of_runtime = format!("specwright-runtime/{name}");
        let turned_on = match package.runtime {
            Runtime::Version(_) | Runtime::Path(_) => &[&*of_runtime][..],
            Runtime::Embedded => embedded,
        };
        let _ = writeln!(text, "# {purpose}\n{}", feature(name, turned_on));
    }
    for (name, tag) in tags {
        let _ = writeln!(text, "# The operations tagged {}.\n{name} = []", docs::code(tag));
    }
}

/// A line of the table of features, or as many as it takes to read it.
fn feature(name: &str, turned_on: &[&str]) -> String {
    let quoted: Vec<String> = turned_on.iter().map(|name| format!("\"{name}\"")).collect();
    let line = format!("{name} = [{}]", quoted.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    format!("{name} = [\n    {},\n]", quoted.join(",\n    "))
}

/// Feature and tag of each module of operations that has a feature.
fn tag_features<'a>(emitter: &'a Emitter) -> Vec<(&'a str, &'a str)> {
    let modules = emitter.names.modules().iter();
    modules.filter_map(|module| Some((emitter.gates.feature(module)?, module.tag.as_deref()?))).collect()
}

fn dependencies(text: &mut String, emitter: &Emitter, package: &Package) {
    let mut lines: BTreeMap<&str, String> = BTreeMap::new();
    lines.insert(SERDE.0, SERDE.1.to_owned());
    let features: Vec<String> = super::runtime_features(emitter).iter().map(|name| format!("\"{name}\"")).collect();
    let features = if features.is_empty() { String::new() } else { format!(", features = [{}]", features.join(", ")) };
    match &package.runtime {
        Runtime::Version(version) => {
            let line = format!("{{ version = {}, default-features = false{features} }}", quoted(version));
            lines.insert("specwright-runtime", line);
        }
        Runtime::Path(path) => {
            let line = format!("{{ path = {}, default-features = false{features} }}", quoted(&slashed(path)));
            lines.insert("specwright-runtime", line);
        }
        Runtime::Embedded => lines.extend(OF_RUNTIME.iter().map(|(name, rest)| (*name, (*rest).to_owned()))),
    }
    match emitter.settings.date_time {
        DateTimeLibrary::Text | DateTimeLibrary::Lenient => {}
        DateTimeLibrary::Chrono => lines.extend([own(CHRONO)]),
        DateTimeLibrary::Jiff => lines.extend([own(JIFF)]),
    }
    if emitter.settings.maps == MapType::IndexMap {
        lines.extend([own(INDEXMAP)]);
    }
    for entry in &emitter.settings.dependencies {
        lines.insert(&entry.key, entry.value.clone());
    }
    text.push_str("\n[dependencies]\n");
    for (name, rest) in lines {
        let _ = writeln!(text, "{name} = {rest}");
    }
}

fn own((name, rest): Dependency) -> (&'static str, String) {
    (name, rest.to_owned())
}

fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// A basic string of TOML.
fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::{FEATURES, INDEXMAP, OF_RUNTIME, SERDE, is_taken, quoted};
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The manifests of the repository, which a published package does not have.
    fn manifest(path: &str) -> Option<toml::Table> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        fs::read_to_string(path).ok()?.parse().ok()
    }

    fn version(dependency: &toml::Value) -> Option<&str> {
        dependency.as_str().or_else(|| dependency.get("version")?.as_str())
    }

    #[test]
    fn the_dependencies_are_those_of_the_runtime() {
        let (Some(runtime), Some(workspace)) = (manifest("runtime/Cargo.toml"), manifest("../Cargo.toml")) else {
            return;
        };
        let wanted = runtime["dependencies"].as_table().expect("it is a table");
        let versions = &workspace["workspace"]["dependencies"];
        let given = OF_RUNTIME.iter().chain([&SERDE, &INDEXMAP]);
        for (name, line) in given.clone() {
            let line: toml::Table = format!("it = {line}").parse().expect("it is TOML");
            assert_eq!(version(&line["it"]), version(&versions[*name]), "{name}");
        }
        let names = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect::<BTreeSet<String>>();
        let given = names(&mut given.map(|(name, _)| *name));
        assert_eq!(
            given,
            names(&mut wanted.keys().map(String::as_str)),
            "a crate that carries the runtime needs them all"
        );
    }

    #[test]
    fn the_features_are_those_of_the_runtime() {
        let Some(runtime) = manifest("runtime/Cargo.toml") else { return };
        let wanted = runtime["features"].as_table().expect("it is a table");
        for feature in FEATURES {
            let embedded = toml::Value::from(feature.embedded.to_vec());
            assert_eq!(wanted.get(feature.name), Some(&embedded), "{}", feature.name);
        }
        let own = ["default", "indexmap"];
        let known = FEATURES.iter().map(|feature| feature.name).chain(own).collect::<BTreeSet<_>>();
        assert_eq!(known, wanted.keys().map(String::as_str).collect(), "crates hand them all on");
    }

    #[test]
    fn features_for_tags_take_no_name_that_means_something_else() {
        for name in ["default", "hyper", "blocking", "serde", "reqwest", "jiff", "tower-http"] {
            assert!(is_taken(name), "{name}");
        }
        assert!(!is_taken("pets"));
    }

    #[test]
    fn texts_of_the_document_stay_texts() {
        assert_eq!(quoted("a \"b\" \\ \u{7}"), "\"a \\\"b\\\" \\\\ \\u0007\"");
    }
}
