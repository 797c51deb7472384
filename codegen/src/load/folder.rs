//! Paths: where a reference leads, and whether files may be read there.

use std::path::{Component, Path, PathBuf};

/// The folders that files may be read from.
#[derive(Debug, Clone)]
pub(super) struct Folders {
    /// Absolute, without `.` and `..`.
    allowed: Vec<PathBuf>,
}

impl Folders {
    /// The folder of the document, the one above it, and what the caller adds. Documents that are split over folders
    /// mostly keep them side by side, and a stray `$ref` does not get at the whole disk.
    pub(super) fn around(document: &Path, added: &[PathBuf]) -> Self {
        let document = absolute(document);
        let near = document.ancestors().skip(1).take(2).map(Path::to_path_buf);
        Self { allowed: near.chain(added.iter().map(|folder| absolute(folder))).collect() }
    }

    /// Where a copy of what is on a network is looked for: under `vendor`, beside the document, at the host and path
    /// of its URL. Nothing for what has no host.
    pub(super) fn vendored(document: &Path, url: &str) -> Option<PathBuf> {
        let scheme = ["https://", "http://", "//"];
        let address = scheme.iter().find_map(|scheme| url.strip_prefix(scheme))?;
        let steps = address.split('/').filter(|step| !matches!(*step, "" | "." | ".."));
        let folder = document.parent().unwrap_or(Path::new("")).join("vendor");
        Some(steps.fold(folder, |path, step| path.join(file_name(step))))
    }

    pub(super) fn allow(&self, path: &Path) -> bool {
        let path = absolute(path);
        self.allowed.iter().any(|folder| path.starts_with(folder))
    }
}

/// A step of a URL without what some file systems refuse.
fn file_name(step: &str) -> String {
    step.replace(['\\', ':', '*', '?', '"', '<', '>', '|'], "_")
}

/// The path that a reference names in a file, without `.` and `..` as far as that goes.
pub(super) fn join(file: &Path, reference: &str) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    normal(&folder.join(reference))
}

/// The path from the root of the file system, without `.` and `..`.
pub(super) fn absolute(path: &Path) -> PathBuf {
    normal(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// Takes `.` and `..` out as URLs do, by their text: a link to a folder does not change where `..` leads.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match (component, normal.components().next_back()) {
            (Component::CurDir, _) | (Component::ParentDir, Some(Component::RootDir)) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                normal.pop();
            }
            (component, _) => normal.push(component),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::{Folders, join};
    use std::path::Path;

    #[test]
    fn joins_as_urls_do() {
        for (file, reference, joined) in [
            ("spec/api.yaml", "pet.yaml", "spec/pet.yaml"),
            ("spec/api.yaml", "./a/../pet.yaml", "spec/pet.yaml"),
            ("spec/api.yaml", "../shared/pet.yaml", "shared/pet.yaml"),
            ("spec/api.yaml", "../../pet.yaml", "../pet.yaml"),
            ("api.yaml", "pet.yaml", "pet.yaml"),
            ("api.yaml", "../pet.yaml", "../pet.yaml"),
            ("../api.yaml", "../pet.yaml", "../../pet.yaml"),
            ("spec/api.yaml", "/abs/pet.yaml", "/abs/pet.yaml"),
            ("/spec/api.yaml", "../../../pet.yaml", "/pet.yaml"),
        ] {
            assert_eq!(join(Path::new(file), reference), Path::new(joined), "{file} {reference}");
        }
    }

    #[test]
    fn finds_copies_by_url() {
        for (url, copy) in [
            ("https://example.org/v1/common.json", Some("spec/vendor/example.org/v1/common.json")),
            ("//example.org:80/../a.yaml?b", Some("spec/vendor/example.org_80/a.yaml_b")),
            ("urn:example", None),
        ] {
            let vendored = Folders::vendored(Path::new("spec/api.yaml"), url);
            assert_eq!(vendored.as_deref(), copy.map(Path::new), "{url}");
        }
    }

    #[test]
    fn allows_two_folders_and_what_is_added() {
        let folders = Folders::around(Path::new("/a/b/c/api.yaml"), &["/x".into()]);
        for (path, allowed) in [
            ("/a/b/c/pet.yaml", true),
            ("/a/b/c/deep/er/pet.yaml", true),
            ("/a/b/other/pet.yaml", true),
            ("/a/pet.yaml", false),
            ("/a/b/../pet.yaml", false),
            ("/a/bc/pet.yaml", false),
            ("/x/pet.yaml", true),
            ("/etc/passwd", false),
        ] {
            assert_eq!(folders.allow(Path::new(path)), allowed, "{path}");
        }
    }
}
