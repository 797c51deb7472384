//! Client and server agree: requests of the tests in `compile` are read as the same values by the server side of the
//! same document.
//!
//! The modules of those tests are compiled again here, with clients that have a server side, and with a `requests` that sends as
//! theirs does and has each request read.

#![deny(warnings)]
#![allow(dead_code, reason = "most of what these clients have is not called")]
#![allow(unused_imports, reason = "each of these modules has one import for both targets")]

/// The client of each fixture, with the server side.
pub mod fixtures {
    include!(concat!(env!("OUT_DIR"), "/served/mod.rs"));
}

#[path = "service/authorization.rs"]
mod authorization;
#[path = "compile/bodies.rs"]
mod bodies;
#[path = "service/by_tag.rs"]
mod by_tag;
#[path = "service/calls.rs"]
mod calls;
#[path = "service/documented_errors.rs"]
mod documented_errors;
#[path = "service/examples.rs"]
mod examples;
#[path = "service/fakes.rs"]
mod fakes;
#[path = "service/faults.rs"]
mod faults;
#[path = "compile/files.rs"]
mod files;
#[path = "support/http.rs"]
mod http;
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
#[path = "service/webhooks.rs"]
mod webhooks;
#[path = "service/wire.rs"]
mod wire;
