//! The path of a downloaded copy.

use crate::text::file_name::is_device;
use percent_encoding::percent_decode_str;
use std::path::{Component, Path, PathBuf};

/// The length of file names that every operating system accepts, with some room.
const MAX_NAME: usize = 120;

/// The path of a copy below the folder: host and path of its URL, and unique.
pub(super) fn of(folder: &Path, url: &str, bytes: &[u8], used: &[PathBuf]) -> PathBuf {
    let address = url.split_once("://").map_or(url, |(_, address)| address);
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let mut steps: Vec<String> = address.split('/').filter(|step| !step.is_empty()).map(file_name).collect();
    let mut name = if steps.len() > 1 { steps.pop().unwrap_or_default() } else { "index".to_owned() };
    if !query.is_empty() {
        name = file_name(&format!("{name}_{query}"));
    }
    let (stem, ending) = split(&name, bytes);
    let folder = steps.into_iter().fold(folder.to_path_buf(), |path, step| path.join(step));
    let names = std::iter::once(String::new()).chain((2..).map(|number| format!("-{number}")));
    let mut paths = names.map(|number| folder.join(format!("{stem}{number}.{ending}")));
    // Names that differ in case alone are one name on many systems.
    let lower = |path: &Path| path.to_string_lossy().to_lowercase();
    paths.find(|path| !used.iter().any(|used| lower(used) == lower(path))).unwrap_or_default()
}

/// A name and its extension. A name without the extension of a document gets that of the language, so that it is
/// recognized, and may be next to a folder of the same name.
fn split<'n>(name: &'n str, bytes: &[u8]) -> (&'n str, &'n str) {
    let ending = name.rsplit_once('.').filter(|(_, ending)| matches!(*ending, "yaml" | "yml" | "json"));
    let json = bytes.trim_ascii_start().starts_with(b"{");
    ending.unwrap_or((name, if json { "json" } else { "yaml" }))
}

/// A step of a URL without characters that some file systems reject. No name is hidden or leaves the folder.
fn file_name(step: &str) -> String {
    let step = percent_decode_str(step).decode_utf8_lossy();
    let unusual = |character: char| character.is_control() || "\\/:*?\"<>|".contains(character);
    let mut name: String = step.chars().map(|character| if unusual(character) { '_' } else { character }).collect();
    if name.starts_with('.') {
        name.replace_range(..1, "_");
    }
    // Windows takes no name that ends in these.
    let mut end = name.trim_end_matches(['.', ' ']).len().min(MAX_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    if is_device(&name) {
        name.insert(name.find('.').unwrap_or(name.len()), '_');
    }
    if name.is_empty() { "_".to_owned() } else { name }
}

/// The path from a folder to a file that exists, with `/` between its steps.
pub(super) fn relative(folder: &Path, file: &Path) -> Option<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (folder, file) = (folder.canonicalize().ok()?, file.canonicalize().ok()?);
    let common = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| Some(".."));
    let down = file.components().skip(common).map(|step| match step {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let steps: Option<Vec<&str>> = up.chain(down).collect();
    Some(steps?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::of;
    use std::path::Path;

    #[test]
    fn copies_are_placed_by_their_url() {
        for (url, bytes, path) in [
            ("https://example.org/v1/common.json", "{}", "v/example.org/v1/common.json"),
            ("http://localhost:80/a.yaml?b=c/d", "", "v/localhost_80/a.yaml_b=c_d.yaml"),
            ("https://example.org", "a: b", "v/example.org/index.yaml"),
            ("https://example.org/v1", " {}", "v/example.org/v1.json"),
            ("https://example.org/.git/%2e%2e/a%2Fb%00.yml", "", "v/example.org/_git/_/a_b_.yml"),
            ("https://example.org/taken.yml", "", "v/example.org/taken-2.yml"),
            ("https://example.org/Taken.YML", "", "v/example.org/Taken.YML.yaml"),
            ("https://example.org/TAKEN.yml", "", "v/example.org/TAKEN-2.yml"),
            ("https://example.org/aux/con.json", "", "v/example.org/aux_/con_.json"),
            ("https://example.org/LPT1", "{}", "v/example.org/LPT1_.json"),
            ("https://example.org/nul.yaml?a", "", "v/example.org/nul_.yaml_a.yaml"),
            ("https://example.org/a. ./b ..json", "", "v/example.org/a/b ..json"),
        ] {
            let used = ["v/example.org/taken.yml".into()];
            assert_eq!(of(Path::new("v"), url, bytes.as_bytes(), &used), Path::new(path), "{url}");
        }
        let long = of(Path::new("v"), &format!("https://example.org/{}.yaml", "é".repeat(1000)), b"", &[]);
        assert!(long.file_name().unwrap().len() < 130);
    }
}
