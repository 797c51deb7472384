//! Folders and what is in them, in alphabetical order.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Every file in a folder and the folders within it: paths relative to the folder, with `/` between steps. None when
/// there is no such folder.
#[must_use]
pub fn files_under(folder: &Path) -> Vec<String> {
    let mut files = file_names(folder);
    for subfolder in subfolders(folder) {
        let within = files_under(&folder.join(&subfolder));
        files.extend(within.iter().map(|path| format!("{subfolder}/{path}")));
    }
    files.sort();
    files
}

/// The names of the files in a folder.
#[must_use]
pub fn file_names(folder: &Path) -> Vec<String> {
    names(folder, Path::is_file)
}

/// The names of the folders in a folder.
#[must_use]
pub fn subfolders(folder: &Path) -> Vec<String> {
    names(folder, Path::is_dir)
}

fn names(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path()).filter(|path| wanted(path));
    let mut names: Vec<String> =
        paths.filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned())).collect();
    names.sort();
    names
}

/// Copies a folder with all that is in it.
///
/// # Errors
///
/// The first that reading or writing meets.
pub fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    for path in files_under(from) {
        let target: PathBuf = to.join(&path);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(from.join(&path), target)?;
    }
    Ok(())
}
