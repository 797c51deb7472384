//! Paths by their text, as references name them.

use std::path::{Component, Path, PathBuf};

/// The path of a reference in a file, with `.` and `..` resolved as far as possible.
pub(crate) fn join(file: &Path, reference: &str) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    normal(&folder.join(reference))
}

/// Resolves `.` and `..` lexically, as URLs do: a symbolic link does not change the parent folder.
pub(crate) fn normal(path: &Path) -> PathBuf {
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
    use super::join;
    use std::path::Path;

    #[test]
    fn references_are_joined_like_urls() {
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
}
