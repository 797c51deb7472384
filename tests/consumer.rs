//! A crate outside of the workspace uses the portals client as its documentation shows: with the transport that it
//! brings, and without it.
//!
//! Within the workspace cargo turns on the features that any member wants, which would hide one that is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

#[test]
fn with_the_transport_that_the_client_brings() {
    cargo("check", &["--bins"]);
    let tree = cargo("tree", &["--edges", "normal", "--prefix", "none"]);
    assert!(tree.contains("\nreqwest v"), "{tree}");
}

#[test]
fn with_a_transport_of_its_own() {
    cargo("check", &["--bins", "--no-default-features"]);
    let tree = cargo("tree", &["--edges", "normal", "--prefix", "none", "--no-default-features"]);
    for heavy in ["reqwest", "hyper", "rustls", "tokio"] {
        assert!(!tree.contains(&format!("\n{heavy} v")), "{tree}");
    }
}

/// What a cargo command says of the crate, which must succeed.
fn cargo(command: &str, arguments: &[&str]) -> String {
    let mut output = run(command, arguments, true);
    let says = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() && says(&output).contains("offline") {
        eprintln!("not possible offline, trying with the network:\n{}", says(&output));
        output = run(command, arguments, false);
    }
    assert!(output.status.success(), "cargo {command}: {}", says(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn run(command: &str, arguments: &[&str], offline: bool) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.arg(command).arg("--manifest-path").arg(CONSUMER.join("Cargo.toml")).args(arguments);
    // The directory lasts, so that the next run has little to do.
    cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumer"));
    cargo.args(offline.then_some("--offline")).output().unwrap()
}

/// The crate, with the versions of the workspace, which are there without a network.
static CONSUMER: LazyLock<PathBuf> = LazyLock::new(|| {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let consumer = tests.join("consumer");
    fs::copy(tests.with_file_name("Cargo.lock"), consumer.join("Cargo.lock")).unwrap();
    consumer
});
