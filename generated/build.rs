//! Generates the client of `spec/portals.yaml`, and with the feature `testing` also its server side, which the fake
//! service uses.
//!
//! In the repository, `spec` is a folder next to this package; a published package contains a copy. In a checkout
//! without symbolic links, the folder of the repository is found by its path.

use std::env;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let places = ["spec/portals.yaml", "../spec/portals.yaml"];
    let document = places.into_iter().find(|place| Path::new(place).exists()).unwrap_or(places[0]);
    let builder = specwright::Builder::new(document).strict();
    let has_service = env::var_os("CARGO_FEATURE_TESTING").is_some();
    if has_service { builder.service() } else { builder }.build_script()
}
