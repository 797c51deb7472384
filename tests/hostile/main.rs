//! Hostile documents: thousands of mutated ones, and the invariants for any document.
//!
//! A run mutates one of the documents of this repository, and generates. It must end within ten seconds, without a
//! panic, a stack overflow or more than 2 GiB of memory; the output must be Rust, and no prose of the document may
//! become code. The same seed results in the same documents.
//!
//! `cargo test` makes a few runs of each document. As many as wanted, here a million:
//!
//! ```sh
//! HOSTILE_RUNS=1000000 HOSTILE_SEED=1 cargo test --release -p specwright-tests --test hostile -- --ignored --nocapture
//! ```
//!
//! A document that fails is shrunk and kept in `target/tmp/hostile/`. When the process itself dies (of an overflow, of
//! memory, of the time limit), the documents that were being read are there, as `worker-….yaml`.

mod mutate;
mod package;
mod prose;
mod random;
mod run;
mod seeds;
mod shrink;
mod text;
mod words;
mod workers;

use std::env;

/// All runs of the process together stay below this, so each does.
const MAX_MEMORY: usize = 2 << 30;

#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, MAX_MEMORY);

#[test]
fn mutated_documents_keep_the_invariants() {
    check(number("HOSTILE_RUNS", 500), number("HOSTILE_SEED", 1));
}

#[test]
#[ignore = "takes hours: as many runs as HOSTILE_RUNS says, or a million"]
fn a_million_mutated_documents_keep_the_invariants() {
    check(number("HOSTILE_RUNS", 1_000_000), number("HOSTILE_SEED", 1));
}

/// A document that was kept, once more: `HOSTILE_FILE=path cargo test … -- --ignored one_document`.
#[test]
#[ignore = "needs a document, in HOSTILE_FILE"]
fn one_document_keeps_the_invariants() {
    let Some(path) = env::var_os("HOSTILE_FILE") else { return };
    if let Err(failure) = run::document(path.as_ref()) {
        eprintln!("{failure}");
        std::process::exit(1);
    }
}

/// The code does not depend on descriptions.
#[test]
fn descriptions_do_not_change_code() {
    let problems = prose::problems();
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// Any title, licence, tag or summary is shown as text in the crate's README and the documentation of its root, and the
/// manifest is valid TOML.
#[test]
fn hostile_text_is_escaped_in_crates() {
    let problems = package::problems(400);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn check(runs: u64, seed: u64) {
    let outcome = workers::work(runs, seed);
    eprintln!("{outcome}; peak memory {} MiB", ALLOCATOR.max_allocated() >> 20);
    // A panic of this thread would be silent: the runs capture panics.
    eprintln!("{}", outcome.failures.join("\n\n"));
    assert!(outcome.failures.is_empty(), "{} failures", outcome.failures.len());
}

fn number(variable: &str, otherwise: u64) -> u64 {
    env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}
