//! The features and dependencies that emitted crates may have.
//!
//! Data for crate documentation here, and for manifest and README in [`krate`](crate::output::krate).

use super::{Emitter, docs};
use std::fmt::Write as _;

/// A dependency of an emitted crate: its name and the rest of its line.
pub(crate) type Dependency = (&'static str, &'static str);

/// Emitted code always uses serde directly.
pub(crate) const SERDE: Dependency = ("serde", r#"{ version = "1.0.229", features = ["derive"] }"#);

/// Dependencies for settings.
pub(crate) const CHRONO: Dependency =
    ("chrono", r#"{ version = "0.4.45", default-features = false, features = ["std", "serde"] }"#);
pub(crate) const INDEXMAP: Dependency = ("indexmap", r#"{ version = "2.14", features = ["serde"] }"#);
pub(crate) const JIFF: Dependency = ("jiff", r#"{ version = "0.2.23", features = ["serde"] }"#);
pub(crate) const RUST_DECIMAL: Dependency =
    ("rust_decimal", r#"{ version = "1.43", default-features = false, features = ["serde", "std"] }"#);
pub(crate) const URL: Dependency = ("url", r#"{ version = "2.5", features = ["serde"] }"#);
pub(crate) const UUID: Dependency = ("uuid", r#"{ version = "1.29", features = ["serde"] }"#);

/// A dependency of a server side with an embedded runtime.
pub(crate) const TOWER_SERVICE: Dependency = ("tower-service", r#""0.3""#);

/// The dependencies of the runtime, for a crate that embeds it. A test compares them with the runtime's manifest.
pub(crate) const OF_RUNTIME: &[Dependency] = &[
    ("arbitrary", r#"{ version = "1.5", optional = true }"#),
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
    (
        "reqwest",
        r#"{ version = "0.13.5", default-features = false, features = ["http2", "rustls-no-provider"], optional = true }"#,
    ),
    (
        "rustls",
        r#"{ version = "0.23", default-features = false, features = ["ring", "std", "tls12"], optional = true }"#,
    ),
    ("schemars", r#"{ version = "1.2", default-features = false, features = ["std"], optional = true }"#),
    ("secrecy", r#""0.10""#),
    ("serde_json", r#"{ version = "1.0.154", features = ["float_roundtrip", "raw_value"] }"#),
    ("serde_path_to_error", r#""0.1.20""#),
    ("strsim", r#""0.11""#),
    ("tokio", r#"{ version = "1.54", features = ["rt", "time"], optional = true }"#),
    ("tower-http", r#"{ version = "0.6", default-features = false, optional = true }"#),
    ("tower-service", r#"{ version = "0.3", optional = true }"#),
    ("tracing", r#"{ version = "0.1", default-features = false, features = ["std"], optional = true }"#),
    ("ureq", r#"{ version = "3.5", default-features = false, features = ["rustls"], optional = true }"#),
];

/// A feature of the runtime that crates pass on: its name, its purpose, and the dependencies that it turns on in a crate
/// with an embedded runtime.
pub(crate) struct Feature {
    pub(crate) name: &'static str,
    pub(crate) purpose: &'static str,
    pub(crate) embedded: &'static [&'static str],
}

/// The default feature.
pub(crate) const DEFAULT: &str = "hyper";

/// A test compares them with the runtime's manifest.
pub(crate) const FEATURES: &[Feature] = &[
    Feature {
        name: DEFAULT,
        purpose: "Sends over HTTP and HTTPS with hyper and rustls. Without it, set a transport of your own.",
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
        purpose: "Sends with reqwest.",
        embedded: &["dep:h2", "dep:hyper-rustls", "dep:reqwest", "dep:rustls", "dep:tokio"],
    },
    Feature {
        name: "blocking",
        purpose: "Blocking calls, sent with ureq, without an executor.",
        embedded: &["dep:ureq"],
    },
    Feature {
        name: "compression",
        purpose: "Accepts responses compressed with gzip or brotli.",
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
        purpose: "Sends with any `tower::Service`, and converts any transport into one.",
        embedded: &["dep:tower-service"],
    },
    Feature {
        name: "tracing",
        purpose: "A span for each call and each attempt, with OpenTelemetry's names.",
        embedded: &["dep:tracing"],
    },
    Feature { name: "schemars", purpose: "Models implement `schemars::JsonSchema`.", embedded: &["dep:schemars"] },
    Feature {
        name: "arbitrary",
        purpose: "Models implement `arbitrary::Arbitrary`, for fuzzing.",
        embedded: &["dep:arbitrary"],
    },
];

/// An additional feature of crates with a server side. In the runtime it also turns on the server side.
pub(crate) const LOOPBACK: Feature = Feature {
    name: "loopback",
    purpose: "Serves the fake service on a port of 127.0.0.1, for tests.",
    embedded: &["dep:hyper", "dep:hyper-util", "dep:tokio", "hyper/server", "tokio/net"],
};

/// The features of the runtime that a crate passes on.
pub(crate) fn of_runtime(emitter: &Emitter) -> impl Iterator<Item = &'static Feature> {
    FEATURES.iter().chain(emitter.settings.service.then_some(const { &LOOPBACK }))
}

/// All features as a list of Markdown, those for tags last.
pub(crate) fn list_of_features(emitter: &Emitter) -> String {
    let mut list = String::new();
    for Feature { name, purpose, .. } in of_runtime(emitter) {
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
    let dependencies =
        OF_RUNTIME.iter().chain([&SERDE, &INDEXMAP, &JIFF, &RUST_DECIMAL, &URL, &UUID]).map(|(name, _)| *name);
    let features = FEATURES.iter().map(|feature| feature.name).chain(["default", LOOPBACK.name]);
    dependencies.chain(features).any(|taken| taken == name)
}

/// Feature and tag of each module of operations that has a feature.
pub(crate) fn tag_features<'a>(emitter: &'a Emitter) -> Vec<(&'a str, &'a str)> {
    let modules = emitter.names.modules().iter();
    modules.filter_map(|module| Some((emitter.conditions.feature(module)?, module.tag.as_deref()?))).collect()
}
