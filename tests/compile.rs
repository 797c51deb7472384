//! The expected clients compile, without a warning, and write back what they read.
//!
//! They are modules here and nowhere else, so that a broken one can be updated: the target `golden` compiles none of
//! them. That target also writes `fixtures/mod.rs`, and fails while an expected client is missing there.

#![deny(warnings)]
#![allow(dead_code, reason = "nobody calls these clients")]

#[rustfmt::skip] // these files are what is emitted, to the letter
#[path = "fixtures/mod.rs"]
pub mod fixtures;

/// The client of the portal API.
#[rustfmt::skip]
#[path = "golden/portals/mod.rs"]
pub mod portals;

#[path = "roundtrip/fixtures.rs"]
mod roundtrip;
