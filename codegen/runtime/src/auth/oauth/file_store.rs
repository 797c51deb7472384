//! A token store in a file.

use super::store::{StoreLock, TokenStore};
use crate::exec::time;
use crate::{BoxError, BoxFuture, Secret};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The first and the longest wait before trying again to take a lock that another process holds.
const FIRST_WAIT: Duration = Duration::from_millis(5);
const MAX_WAIT: Duration = Duration::from_millis(200);

/// The largest file that is read: a larger one cannot be a token store.
const MAX_SIZE: u64 = 1024 * 1024;

/// Stores tokens in a file that only its owner can read, shared by any number of processes.
///
/// The file contains the tokens in plain text. On Unix it is created with mode 600; elsewhere it inherits the
/// permissions of the folder. Each version is written to a temporary file (`.tmp`), flushed to disk and renamed, so
/// that a process that ends in between leaves the previous version intact. Processes exclude each other by a lock on a
/// third file (`.lock`), which is not deleted. The operating system releases the lock of a process that ends.
///
/// Existing files must be private as well: on Unix, a token file that others may read or write (mode 644, for example) is an
/// error, and so is a `.lock` that is a symbolic link.
///
/// The folder must exist. Use one file for one grant of one client.
#[derive(Debug, Clone)]
pub struct FileTokenStore {
    path: PathBuf,
}

impl FileTokenStore {
    /// Creates a store at this path. The file need not exist yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file next to it.
    fn beside(&self, extension: &str) -> PathBuf {
        let mut path = OsString::from(&self.path);
        path.push(extension);
        PathBuf::from(path)
    }

    fn read(&self) -> io::Result<Option<Secret>> {
        if self.path.file_name().is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not the path of a file"));
        }
        let found = match fs::metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            found => found?,
        };
        // Opening a pipe would block until its other end is opened.
        if !found.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
        }
        let file = File::open(&self.path)?;
        let metadata = file.metadata()?;
        let mut text = String::new();
        file.take(MAX_SIZE).read_to_string(&mut text)?;
        if !text.is_empty() {
            check_private(&metadata)?;
        }
        Ok(Some(Secret::new(text)))
    }

    fn write(&self, text: &Secret) -> io::Result<()> {
        let temporary = self.beside(".tmp");
        let written = write_private(&temporary, text.expose()).and_then(|()| fs::rename(&temporary, &self.path));
        if written.is_err() {
            // It holds tokens, so it does not stay. The first error is the one that is reported.
            let _ = fs::remove_file(&temporary);
        }
        written?;
        self.sync_folder();
        Ok(())
    }

    /// Flushes the new name to disk as well. Not every system can, and the file is intact in any case.
    fn sync_folder(&self) {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
            let _ = folder.sync_all();
        }
    }

    fn open_lock(&self) -> io::Result<File> {
        let path = self.beside(".lock");
        match private().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            outcome => return outcome,
        }
        // An existing `.lock` may be a link to any file.
        if !fs::symlink_metadata(&path)?.is_file() {
            let reason = format!("`{}` is a link, or otherwise not a file: remove it", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
        OpenOptions::new().write(true).open(&path)
    }

    /// `error` with the path, which errors of the system do not contain.
    fn at_path(&self, what: &str, error: &io::Error) -> BoxError {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let remedy = match folder {
            Some(folder) if !folder.is_dir() => format!(" (create the folder `{}` first)", folder.display()),
            _ => String::new(),
        };
        io::Error::new(error.kind(), format!("`{}` {what}: {error}{remedy}", self.path.display())).into()
    }
}

/// Files that the owner alone may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Rejects a file that others can read or write: its tokens would not be secret, or not the owner's.
#[cfg(unix)]
fn check_private(metadata: &fs::Metadata) -> io::Result<()> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777;
    let of_others = mode & 0o077;
    if of_others == 0 {
        return Ok(());
    }
    let reason = format!(
        "its mode {mode:03o} lets others read or write the tokens: run `chmod 600`, and renew the tokens if somebody may have read them"
    );
    Err(io::Error::new(io::ErrorKind::PermissionDenied, reason))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on Unix, where there are modes")]
const fn check_private(_: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// Replaces a file that an interrupted process has left, since its permissions and its owner are not known.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

impl TokenStore for FileTokenStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Secret>, BoxError>> {
        Box::pin(async { self.read().map_err(|error| self.at_path("cannot be read", &error)) })
    }

    fn save(&self, text: Secret) -> BoxFuture<'_, Result<(), BoxError>> {
        Box::pin(async move { self.write(&text).map_err(|error| self.at_path("cannot be written", &error)) })
    }

    fn lock(&self) -> BoxFuture<'_, Result<StoreLock, BoxError>> {
        Box::pin(async {
            let failed = |error| self.at_path("cannot be locked", &error);
            let file = self.open_lock().map_err(failed)?;
            let mut wait = FIRST_WAIT;
            loop {
                match file.try_lock() {
                    Ok(()) => return Ok(StoreLock::new(file)),
                    Err(TryLockError::WouldBlock) => {}
                    Err(TryLockError::Error(error)) => return Err(failed(error)),
                }
                time::sleep(wait).await;
                wait = (wait * 2).min(MAX_WAIT);
            }
        })
    }
}
