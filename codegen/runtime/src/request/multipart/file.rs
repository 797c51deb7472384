//! Files, which are sent as parts of a form.

use crate::Body;
use std::io;
use std::path::PathBuf;

/// A file that is sent as a part of a form.
///
/// ```
/// use specwright_runtime::File;
///
/// let picture = File::new("cat.png", b"\x89PNG").media_type("image/png");
/// assert_eq!(picture.name(), "cat.png");
/// ```
#[derive(Debug, Clone)]
pub struct File {
    pub(super) name: String,
    pub(super) media_type: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Body,
}

impl File {
    /// Creates a file from a name and its content: bytes, or a stream that is sent as it arrives. If the name is a path, only
    /// its last component is sent; folders, separated by slashes of either kind, are not disclosed.
    pub fn new(name: impl Into<String>, body: impl Into<Body>) -> Self {
        Self { name: name.into(), media_type: None, headers: Vec::new(), body: body.into() }
    }

    /// Opens the file at `path`: its name without the folders, its length, and its bytes, which are read while the form is
    /// sent (see [`Body::from_file`]).
    ///
    /// ```no_run
    /// use specwright_runtime::File;
    ///
    /// let picture = File::from_path("pictures/cat.png")?.media_type("image/png");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is no file at the path, or it is a folder.
    pub fn from_path(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self::new(name, Body::from_file(path)?))
    }

    /// Sets the media type. Default: the one in the document, or else `application/octet-stream`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header to this part, other than `Content-Disposition` and `Content-Type`, which every part has already.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content.
    #[must_use]
    pub const fn body(&self) -> &Body {
        &self.body
    }
}

/// One file, several files or none, as the value of a field of a form.
pub trait Files {
    /// Each of them.
    fn files(&self) -> impl Iterator<Item = &File>;
}

impl Files for File {
    fn files(&self) -> impl Iterator<Item = &File> {
        std::iter::once(self)
    }
}

impl Files for Vec<File> {
    fn files(&self) -> impl Iterator<Item = &File> {
        self.iter()
    }
}

impl<T: Files> Files for Option<T> {
    fn files(&self) -> impl Iterator<Item = &File> {
        self.iter().flat_map(Files::files)
    }
}
