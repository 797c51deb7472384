//! A whole crate: what lies around the emitted modules, and where the runtime comes from.
//!
//! A crate is a [`Package`] in data: its name and where it finds the runtime. From it follow the manifest, the README, the
//! runtime's source where the crate carries it, and that the root module is `src/lib.rs`.

mod embedded;
mod license;
pub(crate) mod manifest;
mod name;
mod readme;

pub use name::{CrateName, CrateNameError};

use crate::emit::Emitter;
use crate::output::format::File;
use crate::settings::MapType;
use std::path::PathBuf;

/// What is written: modules for a crate that is there already, or a crate of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Layout {
    /// A tree of modules under a `mod.rs`.
    #[default]
    Modules,
    /// A crate with manifest and README.
    Crate(Package),
}

/// A crate to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: CrateName,
    /// Where it finds the runtime.
    pub runtime: Runtime,
}

/// Where an emitted crate finds `specwright-runtime`, which its modules stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// A dependency on this version, a requirement as cargo takes it.
    Version(String),
    /// A dependency on the package in this folder; relative to the crate, or absolute.
    Path(PathBuf),
    /// Its source is copied into `src/runtime/` of the crate, which then depends on nothing of specwright.
    Embedded,
}

/// Whether the runtime of this version can be had from crates.io, so that a crate may depend on it.
const IS_PUBLISHED: bool = false;

impl Default for Runtime {
    /// What compiles for everybody: the version that this generator emits for once it is published, until then a copy
    /// of the source.
    fn default() -> Self {
        if IS_PUBLISHED { Self::Version(env!("CARGO_PKG_VERSION").to_owned()) } else { Self::Embedded }
    }
}

impl Layout {
    /// The folder of the root module, with `/` at its end, and its file.
    pub(crate) fn root(&self) -> (&'static str, &'static str) {
        match self {
            Self::Modules => ("", "mod.rs"),
            Self::Crate(_) => ("src/", "lib.rs"),
        }
    }

    /// Whether the runtime is a module of the crate.
    pub(crate) fn is_runtime_embedded(&self) -> bool {
        matches!(self, Self::Crate(Package { runtime: Runtime::Embedded, .. }))
    }
}

/// Everything of the crate that is no emitted module. `source` is the document, for the first line of each file.
#[must_use]
pub fn files(emitter: &Emitter, package: &Package, source: &str) -> Vec<File> {
    let mut files = vec![
        File { path: "Cargo.toml".to_owned(), text: manifest::text(emitter, package, source) },
        File { path: "README.md".to_owned(), text: readme::text(emitter, package, source) },
    ];
    if package.runtime == Runtime::Embedded {
        files.extend(embedded::files(&package.name, &runtime_features(emitter)));
    }
    files
}

/// The features of the runtime that the client needs in any case.
fn runtime_features(emitter: &Emitter) -> Vec<&'static str> {
    let indexmap = emitter.settings.maps == MapType::IndexMap;
    indexmap.then_some("indexmap").into_iter().collect()
}
