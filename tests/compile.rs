//! The expected clients compile without a warning, and do what they should: their requests go out as the document has
//! them, their answers come back as its types, and what they read they write again.
//!
//! They are modules here and nowhere else, so that a broken one can be updated: the target `golden` compiles none of
//! them. That target also writes `fixtures/mod.rs`, and fails while an expected client is missing there.

#![deny(warnings)]
#![allow(dead_code, reason = "most of what these clients have is not called: that it compiles is the test")]

#[rustfmt::skip] // these files are what is emitted, to the letter
#[path = "fixtures/mod.rs"]
pub mod fixtures;

/// The client of the portal API.
#[rustfmt::skip]
#[path = "golden/portals/mod.rs"]
pub mod portals;

#[path = "compile/answers.rs"]
mod answers;
#[path = "compile/bodies.rs"]
mod bodies;
#[path = "compile/events.rs"]
mod events;
#[path = "compile/files.rs"]
mod files;
#[path = "compile/headers.rs"]
mod headers;
#[path = "compile/known_values.rs"]
mod known_values;
#[path = "compile/numbers.rs"]
mod numbers;
#[path = "compile/pages.rs"]
mod pages;
#[path = "compile/parameters.rs"]
mod parameters;
#[path = "compile/requests.rs"]
mod requests;
#[path = "roundtrip/fixtures.rs"]
mod roundtrip;
#[path = "compile/security.rs"]
mod security;
#[path = "compile/servers.rs"]
mod servers;
#[path = "compile/texts.rs"]
mod texts;
#[path = "compile/unions.rs"]
mod unions;
#[path = "compile/values.rs"]
mod values;
