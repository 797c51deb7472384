//! The portals client on a bad network and against services that misbehave, over real connections.
//!
//! Each fault is a test of that name. The client meets it over each transport: as futures over hyper and reqwest, and as calls that block
//! over ureq. Nothing may hang, nothing may be done twice that must not be, and no error may print a secret.

mod caller;
mod content;
mod dropped;
#[path = "../support/http.rs"]
mod http;
mod network;
mod process;
mod redirects;
mod server;
mod store;
mod storms;
mod tls;
mod transports;

/// Measures the memory of tests that have a process of their own.
#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);
