//! Generates the client of `trips.yaml`.

use std::process::ExitCode;

fn main() -> ExitCode {
    specwright::Builder::new("trips.yaml").strict().build_script()
}
