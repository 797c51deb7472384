//! Support for the tests.

pub mod json;
