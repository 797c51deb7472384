//! Examples of payloads.

use crate::pointer::Origin;
use serde_json::Value;
use std::path::PathBuf;

/// An example of a payload.
#[derive(Debug, Clone)]
pub struct Example {
    /// The Example Object, or the value of `example`.
    pub origin: Origin,
    /// Its key in `examples`; `example` for the single form.
    pub name: String,
    /// The payload.
    pub source: ExampleSource,
}

/// The location of an example's payload.
#[derive(Debug, Clone)]
pub enum ExampleSource {
    /// In the document.
    Inline(Value),
    /// In the file of an `externalValue`: its path, relative if the document's path is.
    External(PathBuf),
}
