//! The expected clients compile, without a warning.
//!
//! They are modules here and nowhere else, so that a broken one can be updated: the target `golden` compiles none of
//! them. That target also writes `fixtures/mod.rs`, and fails while an expected client is missing there.

#![deny(warnings)]
#![allow(dead_code, reason = "nobody calls these clients: that they compile is the test")]

#[path = "fixtures/mod.rs"]
pub mod fixtures;

/// The client of the portal API.
#[path = "golden/portals/mod.rs"]
pub mod portals;
