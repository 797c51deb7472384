//! Clients without a server side: those of all fixtures compile without a warning, and the tests of the target `compile` that need
//! no server side pass with them.
//!
//! This needs the feature `client-only`: the target `compile` has the same clients with a server side, which is more code, and
//! contains no less.

#![deny(warnings)]
#![allow(dead_code, reason = "most of what these clients have is not called: that it compiles is the test")]

/// The client of each fixture.
pub mod fixtures {
    include!(concat!(env!("OUT_DIR"), "/fixtures/mod.rs"));
}

/// The client of the portal API.
#[rustfmt::skip]
#[path = "golden/portals/mod.rs"]
pub mod portals;

/// What the target `compile` does with each request besides.
mod wire {
    use specwright_runtime::http::Request;
    use specwright_runtime::{Body, Bytes, Operation};

    pub(crate) trait Wire: Operation {}

    impl<T: Operation> Wire for T {}

    pub(crate) fn read_back_all(_: &impl Wire, _: &Request<Body>) {}

    pub(crate) fn read_back<O: Wire>(_: &Request<Bytes>) {}
}

#[path = "compile/bodies.rs"]
mod bodies;
#[path = "compile/constraints_of_variants.rs"]
mod constraints_of_variants;
#[path = "compile/events.rs"]
mod events;
#[path = "compile/files.rs"]
mod files;
#[path = "compile/headers.rs"]
mod headers;
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
#[path = "compile/requests.rs"]
mod requests;
#[path = "compile/responses.rs"]
mod responses;
#[path = "roundtrip/fixtures.rs"]
mod roundtrip;
#[path = "compile/security.rs"]
mod security;
#[path = "compile/servers.rs"]
mod servers;
#[path = "compile/swagger_2.rs"]
mod swagger_2;
#[path = "compile/texts.rs"]
mod texts;
#[path = "compile/unions.rs"]
mod unions;
#[path = "compile/values.rs"]
mod values;
