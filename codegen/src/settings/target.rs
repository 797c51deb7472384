//! The layout of the output: modules or a crate, and its dependency on the runtime.

use super::CrateName;
use std::path::PathBuf;

/// The layout of the output: modules for an existing crate, or a crate of its own.
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
    /// The source of the runtime.
    pub runtime: Runtime,
}

/// How an emitted crate depends on `specwright-runtime`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// A dependency on this version, in cargo's notation.
    Version(String),
    /// A dependency on the package in this folder; relative to the crate, or absolute.
    Path(PathBuf),
    /// Its source is copied into `src/runtime/` of the crate, which then depends on nothing of specwright.
    Embedded,
}

/// Whether the runtime of this version can be had from crates.io, so that a crate may depend on it.
pub(crate) const IS_PUBLISHED: bool = false;

impl Default for Runtime {
    /// The version of this generator once it is published, until then a copy of the source.
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
