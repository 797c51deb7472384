//! Tables over the whole document: payloads for a client's users, operations and unions for programs that validate clients in tests.
//!
//! Belongs here: files that list what the other modules emit. Uses [`operation`](super::operation), [`service`](super::service),
//! [`example`](super::example) and [`common`](super::common). In `emit`, only the list of files uses it.

mod calls;
mod harness;
pub(in crate::emit) mod payloads;
mod responses;
mod unions;
mod wire;

use crate::emit::{Emitter, Module};

/// A further module of a client, for tests of this generator. No client contains one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestModule {
    /// The type of every named schema, for reading and writing its values.
    Schemas,
    /// Every operation, created from JSON and read into JSON, for programs that validate requests and responses.
    Harness,
    /// The call in the documentation of each operation, as a function.
    Calls,
    /// Every union, read and written variant by variant.
    Unions,
    /// Every operation and every response of a client with a server side, created from JSON.
    Wire,
}

impl TestModule {
    pub(crate) fn emit(self, emitter: &Emitter) -> Module {
        match self {
            Self::Schemas => payloads::schemas(emitter),
            Self::Harness => harness::module(emitter),
            Self::Calls => calls::module(emitter),
            Self::Unions => unions::module(emitter),
            Self::Wire => wire::module(emitter),
        }
    }
}
