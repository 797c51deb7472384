//! Which folders may be read.

use crate::load::reference::path::normal;
use std::env;
use std::path::{Path, PathBuf};

/// How many levels above the document's folder may be read outside a repository.
const LEVELS: usize = 3;

/// Folders that mark the root of a repository.
const REPOSITORY: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// The endings of files that may be read outside of the document's folder.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The folders that files may be read from.
#[derive(Debug, Clone)]
pub(crate) struct Folders(Vec<Root>);

/// A folder that files may be read from, and from the folders in it.
#[derive(Debug, Clone)]
struct Root {
    /// Absolute, without `.` and `..`.
    folder: PathBuf,
    trust: Trust,
}

/// Which files of a folder may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// Set by the caller: all files.
    Full,
    /// The document's own folder, unless it is shared: all files that are not hidden.
    Own,
    /// A surrounding folder of the document: files that are not hidden, with the extension of a document.
    Surrounding,
}

impl Folders {
    /// The folders of the documents, their surrounding folders, and those of the caller.
    pub(crate) fn around<'p>(
        documents: impl IntoIterator<Item = &'p Path>,
        added: impl IntoIterator<Item = &'p PathBuf>,
    ) -> Self {
        // A build system may replace the files by links: folders of both count.
        let documents = documents.into_iter().flat_map(|document| [absolute(document), canonical(document)]);
        let surrounding = documents.flat_map(|document| own_and_surrounding(&document));
        let added = added.into_iter().flat_map(|folder| [absolute(folder), canonical(folder)]);
        Self(surrounding.chain(added.map(|folder| Root { folder, trust: Trust::Full })).collect())
    }

    /// Whether a file may be read, with symbolic links resolved.
    pub(crate) fn allow(&self, path: &Path) -> bool {
        let path = canonical(path);
        self.0.iter().any(|root| root.allows(&path))
    }
}

impl Root {
    fn allows(&self, path: &Path) -> bool {
        let Ok(inner) = path.strip_prefix(&self.folder) else { return false };
        let hidden = inner.components().any(|step| step.as_os_str().as_encoded_bytes().starts_with(b"."));
        match self.trust {
            Trust::Full => true,
            Trust::Own => !hidden,
            Trust::Surrounding => !hidden && named_as_document(path),
        }
    }
}

pub(crate) fn named_as_document(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn own_and_surrounding(document: &Path) -> Vec<Root> {
    let own = document.parent().unwrap_or(document);
    let surrounding =
        surrounding_folder(own).map(|folder| Root { folder: folder.to_path_buf(), trust: Trust::Surrounding });
    let trust = if surrounding.is_some() { Trust::Own } else { Trust::Surrounding };
    let own = Root { folder: own.to_path_buf(), trust };
    std::iter::once(own).chain(surrounding).collect()
}

/// The root of the repository, or a folder a few levels up; never a folder that is shared among users.
fn surrounding_folder(own: &Path) -> Option<&Path> {
    let shared: Vec<PathBuf> = env::home_dir().into_iter().chain([env::temp_dir()]).collect();
    // A folder that holds one of these, such as the root of the file system, holds too much as well.
    let private = |folder: &&Path| folder.parent().is_some() && !shared.iter().any(|shared| shared.starts_with(folder));
    let folders: Vec<&Path> = own.ancestors().take_while(private).collect();
    let repository = folders.iter().find(|folder| REPOSITORY.iter().any(|mark| folder.join(mark).exists()));
    repository.or_else(|| folders.get(..=LEVELS).unwrap_or(&folders).last()).copied()
}

/// The canonical path, with symbolic links resolved.
pub(crate) fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| absolute(path))
}

/// The path from the root of the file system, without `.` and `..`.
fn absolute(path: &Path) -> PathBuf {
    normal(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

#[cfg(test)]
mod tests {
    use super::Folders;
    use std::path::Path;

    #[test]
    fn folders_near_the_document_and_added_ones_may_be_read() {
        let folders = Folders::around([Path::new("/a/b/c/d/e/api.yaml")], &["/x".into()]);
        for (path, allowed) in [
            ("/a/b/c/d/e/pet.yaml", true),
            ("/a/b/c/d/e/deep/er/pet", true),
            ("/a/b/c/d/e/.ssh/pet.yaml", false),
            ("/a/b/c/d/other/pet.JSON", true),
            ("/a/b/c/d/other/pet", false),
            ("/a/b/pet.yml", true),
            ("/a/b/.config/pet.yml", false),
            ("/a/pet.yaml", false),
            ("/a/b/../pet.yaml", false),
            ("/a/bc/pet.yaml", false),
            ("/x/.y/pet", true),
            ("/etc/passwd", false),
        ] {
            assert_eq!(folders.allow(Path::new(path)), allowed, "{path}");
        }
    }

    #[test]
    fn files_next_to_the_home_root_or_temporary_folder_are_not_read() {
        let home = std::env::home_dir().unwrap();
        for (document, path) in [
            (Path::new("/api.yaml").to_path_buf(), "/other/pet.yaml".into()),
            (home.join("work/api.yaml"), home.join("pet.yaml")),
            (std::env::temp_dir().join("work/api.yaml"), std::env::temp_dir().join("pet.yaml")),
        ] {
            let folders = Folders::around([document.as_path()], []);
            assert!(folders.allow(&document.with_file_name("near.yaml")));
            let own = document.parent().is_some_and(|own| own.parent().is_none());
            assert_eq!(folders.allow(&path), own, "{}", path.display());
        }
    }
}
