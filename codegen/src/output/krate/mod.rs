//! A whole crate: the files besides the emitted modules, and the source of the runtime.
//!
//! A crate is a [`Package`] in data: its name and where it finds the runtime. From it follow the manifest, the README, the
//! runtime's source where the crate carries it, and that the root module is `src/lib.rs`.

mod embedded;
mod license;
pub(crate) mod manifest;
mod readme;

pub(crate) use manifest::runtime_features;

use crate::emit::Emitter;
use crate::output::format::File;
use crate::settings::{Package, Runtime};

/// The files of the crate that are not emitted modules. `source` is the document, for the first line of each file.
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
