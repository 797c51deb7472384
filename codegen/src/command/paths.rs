//! How a file in one folder names another.

use std::path::{Path, PathBuf};

/// A path that was given relative to the working directory, as a manifest in `folder` has to write it. An absolute one
/// stays.
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

/// The path without `.` and `..`, by its words alone.
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
