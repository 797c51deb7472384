//! Diagnostics about remote references: one error for each host, with the commands to run.

use super::failure::Failure;
use super::reference::location::{below, host};
use crate::diagnostics::Code;
use crate::pointer::Origin;
use indexmap::IndexMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The URLs that have no local copy.
pub(crate) struct MissingCopies<'a> {
    pub(crate) document: &'a Path,
    /// The first reference to each URL.
    pub(crate) urls: &'a IndexMap<String, Origin>,
}

impl MissingCopies<'_> {
    /// The diagnostic for each URL.
    pub(crate) fn failures(&self) -> Vec<(String, Arc<Failure>)> {
        let mut hosts: IndexMap<&str, Vec<(&str, &Origin)>> = IndexMap::new();
        for (url, origin) in self.urls {
            if let Some(host) = host(url) {
                hosts.entry(host).or_default().push((url, origin));
            }
        }
        hosts.into_iter().flat_map(|(host, urls)| self.host(host, &urls)).collect()
    }

    fn host(&self, host: &str, urls: &[(&str, &Origin)]) -> Vec<(String, Arc<Failure>)> {
        let Some(((first, origin), others)) = urls.split_first() else { return Vec::new() };
        let message = match others.len() {
            0 => format!("remote `$ref` `{first}` is not vendored; builds never use the network"),
            1 => format!("two remote files of `{host}` are not vendored; builds never use the network"),
            more => {
                format!("{} remote files of `{host}` are not vendored; builds never use the network", more + 1)
            }
        };
        let prefix = common_prefix(urls.iter().map(|(url, _)| *url));
        let help = self.help(prefix, first);
        let failure = Arc::new(Failure::NoCopy { origin: (*origin).clone(), message, help });
        urls.iter().map(|(url, _)| ((*url).to_owned(), Arc::clone(&failure))).collect()
    }

    fn help(&self, prefix: &str, url: &str) -> Vec<String> {
        let vendor_folder = self.vendor_folder(prefix, url);
        let folder = vendor_folder.as_deref().map_or_else(|| "DIR".to_owned(), |folder| folder.display().to_string());
        let download = format!("download the missing files once: `specwright vendor {}`", self.document.display());
        let map = format!("`--map {prefix}={folder}`, or in a build script `.map(\"{prefix}\", \"{folder}\")`");
        match vendor_folder {
            Some(_) => vec![format!("`{folder}` has files of that name; to use these: {map}"), download],
            None => vec![download, format!("or use an existing copy: {map}")],
        }
    }

    /// The folder near the document that seems to contain the files with the prefix.
    fn vendor_folder(&self, prefix: &str, url: &str) -> Option<PathBuf> {
        let own = self.document.parent().unwrap_or(Path::new(""));
        let own = if own.as_os_str().is_empty() { Path::new(".") } else { own };
        below(own, url.strip_prefix(prefix)?)?.is_file().then(|| own.to_path_buf())
    }
}

/// The common prefix of the URLs, up to the `/` of a folder.
fn common_prefix<'u>(mut urls: impl Iterator<Item = &'u str>) -> &'u str {
    let folder = |text: &'u str| text.rfind('/').map_or("", |slash| text.get(..=slash).unwrap_or_default());
    let first = folder(urls.next().unwrap_or_default());
    urls.fold(first, |prefix, url| {
        let same = prefix.char_indices().zip(url.chars()).find(|((_, a), b)| a != b);
        let length = same.map_or(prefix.len().min(url.len()), |((at, _), _)| at);
        folder(prefix.get(..length).unwrap_or_default())
    })
}

/// The diagnostic for a single URL.
pub(crate) fn alone(url: &str) -> Failure {
    let (message, help) = match host(url) {
        Some(_) => (
            format!("`{url}` is a network address; builds never use the network"),
            "save a copy, and refer to it by its path".to_owned(),
        ),
        None => (
            format!("`{url}` is neither a file nor a web address, and matches no `$id`"),
            "refer to a file by its path, relative to this file".to_owned(),
        ),
    };
    Failure::Unread { code: Code::MissingReference, message, help: vec![help] }
}

#[cfg(test)]
mod tests {
    use super::common_prefix;

    #[test]
    fn prefixes_end_at_a_folder() {
        for (urls, prefix) in [
            (&["https://h/a/b.json"][..], "https://h/a/"),
            (&["https://h/a/b.json", "https://h/a/bc.json"], "https://h/a/"),
            (&["https://h/a/b/c.json", "https://h/a/d.json", "https://h/a/b/e.json"], "https://h/a/"),
            (&["https://h/a.json", "https://h/é/c.json"], "https://h/"),
        ] {
            assert_eq!(common_prefix(urls.iter().copied()), prefix);
        }
    }
}
