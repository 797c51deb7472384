//! Both halves of the wire agree: whatever the tests of the target `compile` send, the service's half of the same document reads as
//! the same values.
//!
//! The modules of those tests are compiled again here, with clients that have a service's half, and with a `requests` that sends as
//! theirs does and has each request read.

#![deny(warnings)]
#![allow(dead_code, reason = "most of what these clients have is not called")]
#![allow(unused_imports, reason = "each of these modules has one import for both targets")]

/// The client of each fixture, with the service's half.
pub mod fixtures {
    include!(concat!(env!("OUT_DIR"), "/served/mod.rs"));
}

#[path = "compile/bodies.rs"]
mod bodies;
#[path = "service/examples.rs"]
mod examples;
#[path = "service/fakes.rs"]
mod fakes;
#[path = "compile/files.rs"]
mod files;
#[path = "compile/known_values.rs"]
mod known_values;
#[path = "compile/parameters.rs"]
mod parameters;
#[path = "service/refusals.rs"]
mod refusals;
#[path = "compile/requests.rs"]
mod requests;
#[path = "service/served.rs"]
mod served;
#[path = "service/streams.rs"]
mod streams;
#[path = "service/trains.rs"]
mod trains;
#[path = "service/wire.rs"]
mod wire;
