//! Shared code for emitted items: `use` lines, the Rust type of a schema, literals, attributes.
//!
//! Belongs here: code that both models and operations need. Uses the IR, names, settings and [`docs`](super::docs).
//! Used by every other module of `emit`.

pub(in crate::emit) mod attributes;
pub(in crate::emit) mod custom_attributes;
pub(in crate::emit) mod event_shape;
pub(in crate::emit) mod identifier;
pub(in crate::emit) mod imports;
pub(in crate::emit) mod known_value;
pub(in crate::emit) mod model_files;
pub(in crate::emit) mod number;
pub(in crate::emit) mod rust_type;
mod shape;
pub(in crate::emit) mod status;
