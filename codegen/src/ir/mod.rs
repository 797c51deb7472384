//! The intermediate representation: the content of a document, independent of its notation and of names in Rust.
//!
//! Data only, with a file for each object of the specification. The files in `types` refer to one another, as schemas do.
//! Names are wire names; the stage `name` assigns Rust identifiers. Every node has its [`Origin`]. Lists are in the
//! order of the document.

// Uses: `pointer`, `text`. Used by: `analysis`, `check`, `customize`, `dedup`, `emit`, `extensions`, `lower`, `mock`,
// `name`, `output`, `report`, `sample`, `settings`, `validate`.

mod body;
mod example;
mod incoming;
pub(crate) mod label;
mod operation;
mod operation_id;
mod pagination;
mod parameter;
mod response;
mod security;
mod server;
mod status;
mod types;
mod uses;

pub use body::*;
pub use example::*;
pub use incoming::*;
pub use operation::*;
pub use operation_id::*;
pub use pagination::*;
pub use parameter::*;
pub use response::*;
pub use security::*;
pub use server::*;
pub use status::*;
pub use types::*;

use crate::pointer::Origin;
use std::collections::{BTreeMap, BTreeSet};

/// A whole document.
#[derive(Debug, Clone)]
pub struct Api {
    /// The root of the document.
    pub origin: Origin,
    /// `info.title`.
    pub title: String,
    /// `info.version`: of the described API, not of the document format.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `info.license`.
    pub license: Option<License>,
    /// `servers`, never empty: the default of the specification has the URL `/`.
    pub servers: Vec<Server>,
    /// `components.securitySchemes`.
    pub security_schemes: Vec<SecurityScheme>,
    /// `tags`, then those only operations name.
    pub tags: Vec<Tag>,
    /// Every operation under `paths`, and those of `webhooks` and `callbacks` that the settings select.
    pub operations: Vec<Operation>,
    /// `components.responses` that have a body, whether or not an operation refers to them.
    pub shared_responses: Vec<SharedResponse>,
    /// Every schema.
    pub types: Types,
    /// The schemas that no selected operation needs, if operations are selected, and those that a shared one replaces.
    /// No code is emitted for them.
    pub omitted: BTreeSet<TypeId>,
    /// The positions that share a type, with that type: the names that they would have had are aliases of it.
    pub shared: BTreeMap<TypeId, TypeId>,
    /// Shorter texts for the keys of components that a framework derives from operation ids, as [`Operation::name`] is one for
    /// an id.
    pub short_keys: BTreeMap<String, String>,
}

/// The licence that the document states for the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// Its name, such as `Apache 2.0`.
    pub name: String,
    /// `identifier`: an SPDX expression (3.1).
    pub identifier: Option<String>,
    /// Its URL.
    pub url: Option<String>,
}

/// A group of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The Tag Object, or the operation that first names it.
    pub origin: Origin,
    /// Its name.
    pub name: String,
    /// The description in the document.
    pub description: Option<String>,
}
