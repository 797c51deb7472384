//! A folder for a test of the command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of a test's own, in which the command runs.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str, document: &str) -> Self {
        let folder = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_CRATE_NAME")).join(name));
        fs::remove_dir_all(&folder.0).ok();
        fs::create_dir_all(&folder.0).expect("the build's own folder takes files");
        folder.write("pets.yaml", document);
        folder
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.0.join(path), text).expect("the folder takes files");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(arguments).current_dir(&self.0).output().expect("the command was built with this test")
    }

    /// The emitted files that are there.
    pub fn files(&self, folder: &str) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.0.join(folder)];
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        files
    }
}
