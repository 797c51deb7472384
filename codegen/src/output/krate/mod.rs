//! A whole crate: what lies around the emitted modules, and where the runtime comes from.
//!
//! A crate is a [`Package`] in data: its name and where it finds the runtime. From it follow the manifest, the README, the
//! runtime's source where the crate carries it, and that the root module is `src/lib.rs`.

mod embedded;
mod license;
pub(crate) mod manifest;
mod readme;

use crate::emit::Emitter;
use crate::output::format::File;
use crate::settings::{MapType, Package, Runtime};

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
pub(crate) fn runtime_features(emitter: &Emitter) -> Vec<&'static str> {
    let indexmap = emitter.settings.maps == MapType::IndexMap;
    let service = emitter.settings.receives();
    indexmap.then_some("indexmap").into_iter().chain(service.then_some("service")).collect()
}
