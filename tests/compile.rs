//! The clients of the fixtures, with their server sides, compile without a warning, and do what they should: their requests go
//! out as the document has them, the server side reads each as the same values and writes it again, responses are read
//! as the document's types, and what is read is written again.
//!
//! The build script generates the clients: what a fixture checks in of its client is the same, which the target `golden` verifies.

#![deny(warnings)]
#![allow(dead_code, reason = "most of what these clients have is not called: that it compiles is the test")]
#![allow(unused_imports, reason = "each of these modules has one import for both targets")]

/// The client of each fixture, with the server side.
pub mod fixtures {
    include!(concat!(env!("OUT_DIR"), "/served/mod.rs"));
}

/// The client of the portal API.
#[rustfmt::skip]
#[path = "golden/portals/mod.rs"]
pub mod portals;

#[path = "service/authorization.rs"]
mod authorization;
#[path = "compile/bodies.rs"]
mod bodies;
#[path = "service/by_tag.rs"]
mod by_tag;
#[path = "service/calls.rs"]
mod calls;
#[path = "compile/constraints_of_variants.rs"]
mod constraints_of_variants;
#[path = "service/documented_errors.rs"]
mod documented_errors;
#[path = "compile/events.rs"]
mod events;
#[path = "service/examples.rs"]
mod examples;
#[path = "service/fakes.rs"]
mod fakes;
#[path = "service/faults.rs"]
mod faults;
#[path = "compile/files.rs"]
mod files;
#[path = "compile/headers.rs"]
mod headers;
#[path = "support/http.rs"]
mod http;
#[path = "compile/known_values.rs"]
mod known_values;
#[path = "compile/named_inputs.rs"]
mod named_inputs;
#[path = "compile/named_types.rs"]
mod named_types;
#[path = "compile/numbers.rs"]
mod numbers;
#[path = "compile/pages.rs"]
mod pages;
#[path = "compile/parameters.rs"]
mod parameters;
#[path = "compile/received.rs"]
mod received;
#[path = "service/refusals.rs"]
mod refusals;
#[path = "compile/requests.rs"]
mod requests;
#[path = "compile/responses.rs"]
mod responses;
#[path = "roundtrip/fixtures.rs"]
mod roundtrip;
#[path = "compile/security.rs"]
mod security;
#[path = "service/served.rs"]
mod served;
#[path = "compile/servers.rs"]
mod servers;
#[path = "service/streams.rs"]
mod streams;
#[path = "compile/swagger_2.rs"]
mod swagger_2;
#[path = "compile/texts.rs"]
mod texts;
#[path = "service/trains.rs"]
mod trains;
#[path = "compile/unions.rs"]
mod unions;
#[path = "compile/values.rs"]
mod values;
#[path = "service/webhooks.rs"]
mod webhooks;
#[path = "service/wire.rs"]
mod wire;
