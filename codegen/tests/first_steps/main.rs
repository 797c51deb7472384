//! The command for new users: the created files, the next steps, the output of a build.

mod fix;
#[path = "../support/folder.rs"]
mod folder;
mod init;
mod readme;
mod warnings;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// With the target folder and the profile of the workspace, cargo reuses what is compiled already: build scripts and
/// procedural macros for all crates, and the dependencies of other tests' crates. Packages within that folder need names
/// of their own: cargo keeps packages of one name at one place of their workspaces apart by their files' times alone.
fn share_target_folder(command: &mut Command) {
    command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
    command.env("CARGO_PROFILE_DEV_DEBUG", "0");
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
