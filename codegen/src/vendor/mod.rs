//! Vendor: download what a document refers to by URL, so that builds need no network.
//!
//! Each file is written below a folder next to the document, at the host and path of its URL, and listed in the lock
//! file `specwright.lock` with its SHA-256. Downloaded files are read in turn, until none is missing. Requests are
//! plain `GET` over `https`, without credentials; `http` is only allowed for servers of the same machine.
//!
//! Local files may refer to any host. Downloaded files may not: a server with a public address cannot refer to this
//! machine or to a private network, neither by a redirect nor by the contents of a file, unless [`Vendor::allow_local`]
//! is set. The address that a name resolves to is checked. Behind a proxy, only addresses in the URL are checked.

// Uses: `diagnostics`, `load`, `report`, `text`. Used by: the crate root.

mod address;
mod fetch;
mod file_path;

use crate::diagnostics::{Diagnostics, Strictness};
use crate::load::{self, Copy, FileLocation, Lock, MAX_BYTES, MAX_FILES, Options};
use crate::report::Report;
use crate::text;
use address::Reach;
use fetch::Fetched;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The options of a download.
#[derive(Debug, Clone)]
pub struct Vendor {
    /// The document.
    pub document: PathBuf,
    /// The folder to write to; `vendor` next to the document by default.
    pub folder: Option<PathBuf>,
    /// Options of loading, such as URLs that are mapped to files.
    pub options: Options,
    /// Whether files from public addresses may refer to this machine and to private networks.
    pub allow_local: bool,
}

/// The downloaded files.
#[derive(Debug)]
#[non_exhaustive]
pub struct Vendored {
    /// The diagnostics of the document.
    pub report: Report,
    /// The files that were written.
    pub copies: Vec<PathBuf>,
    /// The lock file.
    pub lock: PathBuf,
    /// Failed downloads.
    pub failures: Vec<Failure>,
}

/// Why something was not downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Its URL, without a password.
    pub url: String,
    /// The reason, in words.
    pub reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot download `{}`: {}", self.url, self.reason)
    }
}

/// Why nothing was downloaded at all, or nothing kept.
#[derive(Debug)]
#[non_exhaustive]
pub enum VendorError {
    /// The document cannot be read.
    Document(Report),
    /// A build would not read the folder.
    Outside(PathBuf),
    /// The lock file cannot be written.
    Lock(PathBuf, io::Error),
}

impl fmt::Display for VendorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(report) => write!(f, "the document cannot be read\n{report}"),
            Self::Outside(folder) => write!(
                f,
                "builds cannot read `{}`: choose a folder next to the document or in its repository",
                folder.display()
            ),
            Self::Lock(path, error) => write!(f, "cannot write `{}`: {error}", path.display()),
        }
    }
}

impl std::error::Error for VendorError {}

impl Vendor {
    /// Downloads everything that the document refers to by URL, directly or through other files, and writes the lock
    /// file. `progress` is called with each URL before its request, without passwords.
    ///
    /// What cannot be downloaded is among the failures returned; the rest is kept, and so are copies that the lock file
    /// listed before and that this document does not need.
    ///
    /// # Errors
    ///
    /// [`VendorError`] when the document cannot be read or the lock file cannot be written.
    pub fn run(&self, progress: &mut dyn FnMut(&str)) -> Result<Vendored, VendorError> {
        let folder = self.folder.clone().unwrap_or_else(|| self.document.with_file_name("vendor"));
        if !load::may_read(&self.document, &self.options, &folder.join("any.yaml")) {
            return Err(VendorError::Outside(folder));
        }
        let mut session = Session {
            vendor: self,
            folder,
            lock: Lock::empty(&self.document),
            copies: Vec::new(),
            local: HashSet::new(),
            remaining: MAX_BYTES,
        };
        let mut failures = BTreeMap::new();
        let report = loop {
            let mut diagnostics = Diagnostics::new(Strictness::Lenient);
            let document = load::document_with(&self.document, &self.options, session.lock.clone(), &mut diagnostics);
            let Some(document) = document else {
                return Err(VendorError::Document(Report::new(&diagnostics, None)));
            };
            let missing = document.missing_copies().filter(|(url, _)| !failures.contains_key(*url));
            let missing: Vec<(&str, &FileLocation)> = missing.collect();
            if missing.is_empty() {
                break Report::new(&diagnostics, &document);
            }
            for (url, from) in missing {
                progress(&text::in_message(url));
                let reach = session.reach(from);
                if let Err(reason) = session.download(url, reach) {
                    failures.insert(url.to_owned(), reason);
                }
            }
        };
        let lock = session.write_lock()?;
        let failure = |(url, reason): (String, String)| Failure {
            url: text::in_message(&url),
            reason: text::in_message(&reason),
        };
        let failures = failures.into_iter().map(failure).collect();
        Ok(Vendored { report, copies: session.copies, lock, failures })
    }
}

/// A run.
struct Session<'v> {
    vendor: &'v Vendor,
    folder: PathBuf,
    lock: Lock,
    copies: Vec<PathBuf>,
    /// The URLs of the files from this machine or a private network.
    local: HashSet<String>,
    /// How many bytes may still come: as many as a build reads.
    remaining: u64,
}

impl Session<'_> {
    /// The addresses that references of a file may lead to.
    fn reach(&self, from: &FileLocation) -> Reach {
        match from {
            FileLocation::Path(_) => Reach::Anywhere,
            FileLocation::Url(url) if self.vendor.allow_local || self.local.contains(url) => Reach::Anywhere,
            FileLocation::Url(_) => Reach::Public,
        }
    }

    fn download(&mut self, url: &str, reach: Reach) -> Result<(), String> {
        if self.copies.len() >= MAX_FILES {
            return Err(format!("the document refers to more than {MAX_FILES} files"));
        }
        let Fetched { bytes, redirected_to, local } = fetch::get(url, reach, self.vendor.allow_local, self.remaining)?;
        self.remaining = self.remaining.saturating_sub(bytes.len() as u64);
        if bytes.trim_ascii_start().starts_with(b"<") {
            return Err("the response is a web page or XML, not YAML or JSON".to_owned() + hint(url));
        }
        let path = file_path::of(&self.folder, url, &bytes, &self.copies);
        let write = |path: &Path| -> io::Result<()> {
            fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
            fs::write(path, &bytes)
        };
        write(&path).map_err(|error| format!("`{}` cannot be written: {error}", path.display()))?;
        let from = self.vendor.document.parent().unwrap_or(Path::new(""));
        let relative = file_path::relative(from, &path).ok_or("it has no path relative to the document")?;
        let sha256 = load::digest(&bytes);
        if local {
            self.local.extend(std::iter::once(url.to_owned()).chain(redirected_to.clone()));
        }
        self.lock.add(Copy { url: url.to_owned(), redirected_to, path: relative, sha256 });
        self.copies.push(path);
        Ok(())
    }

    /// Writes the lock file, if there is anything to write.
    fn write_lock(&mut self) -> Result<PathBuf, VendorError> {
        let path = Lock::path(&self.vendor.document);
        let before = Lock::beside(&self.vendor.document).unwrap_or_default();
        let before_text = before.text();
        self.lock.keep(before);
        let text = self.lock.text();
        if text != before_text {
            let temporary = path.with_extension("lock.new");
            fs::write(&temporary, text)
                .and_then(|()| fs::rename(&temporary, &path))
                .map_err(|error| VendorError::Lock(path.clone(), error))?;
        }
        Ok(path)
    }
}

fn hint(url: &str) -> &'static str {
    if url.starts_with("https://github.com/") {
        ": refer to the file at `https://raw.githubusercontent.com/`"
    } else {
        ""
    }
}
