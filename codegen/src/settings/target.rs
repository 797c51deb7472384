//! What is written: modules or a crate, and where it finds the runtime.

use super::CrateName;
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
pub(crate) const IS_PUBLISHED: bool = false;

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
