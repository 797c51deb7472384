//! A crate outside of the workspace uses the portals client as its documentation shows: with the transport that it
//! brings, and without it.
//!
//! Within the workspace, cargo enables the features that any member needs, which would hide a missing one.

use specwright::{Builder, Layout, Package, Runtime};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

#[test]
#[ignore = "builds crates from scratch: run with --ignored"]
fn consumer_with_the_default_transport() {
    cargo("check", &["--bins"]);
    let tree = cargo("tree", &["--edges", "normal", "--prefix", "none"]);
    assert!(tree.contains("\nhyper v") && !tree.contains("\nreqwest v"), "{tree}");
}

#[test]
#[ignore = "builds crates from scratch: run with --ignored"]
fn consumer_with_a_custom_transport() {
    cargo("check", &["--bins", "--no-default-features"]);
    let tree = cargo("tree", &["--edges", "normal", "--prefix", "none", "--no-default-features"]);
    for heavy in ["hyper", "rustls", "tokio"] {
        assert!(!tree.contains(&format!("\n{heavy} v")), "{tree}");
    }
}

#[test]
#[ignore = "builds crates from scratch: run with --ignored"]
fn consumer_with_blocking_calls() {
    let arguments = ["--no-default-features", "--features", "blocking"];
    cargo("check", &[&["--bins"][..], &arguments].concat());
    let tree = cargo("tree", &[&["--edges", "normal", "--prefix", "none"][..], &arguments].concat());
    assert!(tree.contains("\nureq v"), "{tree}");
    for heavy in ["hyper", "tokio"] {
        assert!(!tree.contains(&format!("\n{heavy} v")), "{tree}");
    }
}

/// A generated crate with an embedded runtime compiles without warnings, whichever features are enabled.
#[test]
#[ignore = "builds crates from scratch: run with --ignored"]
fn generated_crates_do_not_depend_on_specwright() {
    let manifest = emitted("emitted", "settings_features_by_tag", Runtime::Embedded);
    assert!(!fs::read_to_string(&manifest).unwrap().contains("specwright-runtime"));
    let every = ["--features", "arbitrary,blocking,compression,reqwest,schemars,tower,tracing"];
    for arguments in [
        vec!["--no-default-features"],
        vec!["--no-default-features", "--features", "cats,blocking"],
        vec!["--no-default-features", "--features", "cats,compression,reqwest"],
        every.to_vec(),
        vec![],
    ] {
        compiles(&manifest, &arguments);
    }
}

/// The traits of a service are those of the enabled tags.
#[test]
#[ignore = "builds crates from scratch: run with --ignored"]
fn a_service_compiles_with_each_feature_of_its_tags() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("codegen").join("runtime");
    let manifest = emitted("served", "settings_service_features_by_tag", Runtime::Path(runtime));
    for arguments in [
        vec!["--no-default-features"],
        vec!["--no-default-features", "--features", "cats"],
        vec!["--no-default-features", "--features", "dogs"],
        vec![],
    ] {
        compiles(&manifest, &arguments);
    }
}

/// The manifest of a fixture's crate.
fn emitted(name: &str, fixture: &str, runtime: Runtime) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let document = tests.join("fixtures").join(fixture).join("openapi.yaml");
    let package = Package { name: name.parse().unwrap(), runtime };
    Builder::new(document).layout(Layout::Crate(package)).generate(&folder).unwrap();
    let manifest = folder.join("Cargo.toml");
    // The folder is within the workspace, but the crate is not a member of it.
    let text = fs::read_to_string(&manifest).unwrap();
    if !text.contains("[workspace]") {
        fs::write(&manifest, format!("{text}\n[workspace]\n")).unwrap();
    }
    fs::copy(tests.with_file_name("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    manifest
}

/// Without a warning.
fn compiles(manifest: &Path, arguments: &[&str]) {
    let output = run(manifest, "check", arguments, true);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && !stderr.contains("warning"), "{arguments:?}: {stderr}");
}

/// Runs a cargo command on the crate, which must succeed, and returns its output.
fn cargo(command: &str, arguments: &[&str]) -> String {
    let manifest = CONSUMER.join("Cargo.toml");
    let run = |command, arguments, offline| run(&manifest, command, arguments, offline);
    let mut output = run(command, arguments, true);
    let stderr = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() && stderr(&output).contains("offline") {
        eprintln!("not possible offline, trying with the network:\n{}", stderr(&output));
        output = run(command, arguments, false);
    }
    assert!(output.status.success(), "cargo {command}: {}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn run(manifest: &Path, command: &str, arguments: &[&str], offline: bool) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.arg(command).arg("--manifest-path").arg(manifest).args(arguments);
    // With the target folder and the profile of the workspace, cargo reuses its build scripts and procedural macros: the
    // C code of cryptographic libraries takes longest to compile.
    cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo.args(offline.then_some("--offline")).output().unwrap()
}

/// The crate, with the versions of the workspace, which are available offline.
static CONSUMER: LazyLock<PathBuf> = LazyLock::new(|| {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let consumer = tests.join("consumer");
    fs::copy(tests.with_file_name("Cargo.lock"), consumer.join("Cargo.lock")).unwrap();
    consumer
});
