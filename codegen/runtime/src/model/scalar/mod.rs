//! Newtypes and open enums: the trait implementations that every one of them has, as macros.
//!
//! The emitted type states its name, its values and its documentation; the macros add the implementations.

mod newtype;
mod open_enum;

pub use open_enum::{any_string, listed_string, unlisted};
