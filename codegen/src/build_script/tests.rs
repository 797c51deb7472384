use super::instruction;
use super::manifest::compare;
use crate::Requirement;
use crate::report::Report;

#[test]
fn cargo_instructions_are_one_line() {
    assert_eq!(instruction("warning", "a b").as_deref(), Some("cargo::warning=a b"));
    for value in ["a\ncargo::rustc-link-arg=-fuse-ld=x", "a\rb", "\n"] {
        assert_eq!(instruction("rerun-if-changed", value), None, "{value:?}");
    }
}

/// The messages and the remedies for a client that uses chrono and the server side.
fn problems(manifest: &str) -> Vec<String> {
    let requirement = |name: &str, default_features, features: &[&str]| Requirement {
        name: name.to_owned(),
        default_features,
        features: features.iter().map(|&name| name.to_owned()).collect(),
        source: None,
    };
    let requirements =
        [requirement("specwright-runtime", true, &["service"]), requirement("chrono", false, &["std", "serde"])];
    let report = Report::new(&compare(manifest.to_owned(), requirements.iter()), None).to_string();
    let lines = report.lines().filter_map(|line| {
        let line = line.trim_start().trim_start_matches("= help: ");
        (line.starts_with("error[") || line.starts_with("run ")).then(|| line.to_owned())
    });
    lines.collect()
}

#[test]
fn dependencies_and_features_that_a_manifest_lacks_are_errors() {
    let runtime =
        "error[missing-dependency]: the client uses the crate `specwright_runtime`, which is not a dependency";
    let service = "error[missing-dependency]: the client uses the feature `service` of the crate `specwright_runtime`";
    let chrono = "error[missing-dependency]: the client uses the crate `chrono`, which is not a dependency";
    let add_chrono = "run `cargo add chrono --no-default-features --features std,serde`";
    for (manifest, expected) in [
        ("", vec![runtime, "run `cargo add specwright-runtime --features service`", chrono, add_chrono]),
        (
            "[dependencies]\nchrono = { version = '0.4', features = ['serde'] }\n[build-dependencies]\nspecwright = { path = '../s' }",
            vec![runtime, "run `cargo add specwright-runtime --path ../s/runtime --features service`"],
        ),
        (
            "[dependencies]\nspecwright-runtime = '1'\nchrono = { version = '0.4', default-features = false, features = ['std'] }",
            vec![
                service,
                "run `cargo add specwright-runtime --features service`",
                "error[missing-dependency]: the client uses the feature `serde` of the crate `chrono`",
                "run `cargo add chrono --features serde`",
            ],
        ),
    ] {
        assert_eq!(problems(manifest), expected, "{manifest}");
    }
}

#[test]
fn manifests_may_write_dependencies_in_every_form_of_cargo() {
    for manifest in [
        "[dependencies]\nspecwright-runtime = { path = 'r', features = ['service'] }\nchrono = { version = '0.4', features = ['serde'] }",
        "[dependencies]\nspecwright_runtime = { package = 'specwright-runtime', version = '1', features = ['loopback'] }\nchrono.workspace = true",
        "[dependencies.specwright-runtime]\nworkspace = true\n[target.'cfg(unix)'.dependencies]\nchrono = { version = '0.4', features = ['serde'] }",
        "[features]\ndefault = ['specwright-runtime/service', 'chrono?/serde']\n[dependencies]\nspecwright-runtime = '1'\nchrono = { version = '0.4', optional = true }",
        "not a manifest",
    ] {
        assert_eq!(problems(manifest), [""; 0], "{manifest}");
    }
}
