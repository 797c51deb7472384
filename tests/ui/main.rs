//! Compile-fail tests: each file has one mistake with the client of the portals API or of `trips.yaml`, and its
//! `.stderr` the compiler's message. Update with `TRYBUILD=overwrite cargo test -p specwright-ui -- --ignored`, then read the diff.

use std::process::Command;

/// The compiler whose words are expected: they change from one version to the next.
const COMPILER: &str = "rustc 1.95.";

#[test]
#[ignore = "builds crates from scratch: run with --ignored"]
fn compile_fail_cases() {
    let version = Command::new("rustc").arg("--version").output().expect("cargo is never without rustc").stdout;
    let version = String::from_utf8_lossy(&version);
    if !version.starts_with(COMPILER) && std::env::var_os("TRYBUILD").is_none() {
        eprintln!("not compared: this is {}, and the expected messages are those of {COMPILER}x", version.trim());
        return;
    }
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
