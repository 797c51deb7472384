//! Relative paths between files.

use std::path::{Path, PathBuf};

/// Converts a path relative to the working directory to one relative to `folder`. An absolute path is unchanged.
pub fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    let (true, Ok(folder), Ok(path)) =
        (path.is_relative(), std::path::absolute(folder), std::path::absolute(path).map(|path| tidy(&path)))
    else {
        return path.to_path_buf();
    };
    let folder = tidy(&folder);
    let common = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| "..");
    up.map(PathBuf::from).chain(path.components().skip(common).map(|step| PathBuf::from(step.as_os_str()))).collect()
}

/// The path without `.` and `..`, without accessing the file system.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for step in path.components() {
        match step {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                tidied.pop();
            }
            step => tidied.push(step),
        }
    }
    tidied
}
