//! The expected clients compile, without a warning.
//!
//! They are modules here and nowhere else, so that a broken one can be updated: the target `golden` compiles none of
//! them. That target also writes `fixtures/mod.rs`, and fails while an expected client is missing there.

#![deny(warnings)]
#![allow(dead_code, reason = "nobody calls these clients: that they compile is the test")]

#[rustfmt::skip] // these files are what is emitted, to the letter
#[path = "fixtures/mod.rs"]
pub mod fixtures;

/// The client of the portal API.
#[rustfmt::skip]
#[path = "golden/portals/mod.rs"]
pub mod portals;
