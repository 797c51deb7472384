//! Generates the client of `spec/portals.yaml`, and for the feature `testing` its server side, on which the service in miniature
//! stands. Without that feature nothing of it is there.
//!
//! In the repository `spec` is the folder beside this package; a published package carries its own copy. Where a
//! checkout has no symbolic links, the one in the repository is found by its real path.

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
