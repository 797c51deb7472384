//! Files: what a part of a form may hold.

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
    /// A file of a name: its bytes, or a stream of them that is sent as it comes. Of a path the last part alone is sent, what
    /// stands before it, up to the last slash of either kind, being nobody's business.
    pub fn new(name: impl Into<String>, body: impl Into<Body>) -> Self {
        Self { name: name.into(), media_type: None, headers: Vec::new(), body: body.into() }
    }

    /// The file at `path`: its name without the folders, its length, and its bytes, which are read while the form is sent (see
    /// [`Body::from_file`]).
    ///
    /// ```no_run
    /// use specwright_runtime::File;
    ///
    /// let picture = File::from_path("pictures/cat.png")?.media_type("image/png");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is no file at the path, or a folder.
    pub fn from_path(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self::new(name, Body::from_file(path)?))
    }

    /// Its media type. Default: the one in the document, or else `application/octet-stream`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// A header for this part. Neither `Content-Disposition` nor `Content-Type`, which the part has already.
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

    /// What it holds.
    #[must_use]
    pub const fn body(&self) -> &Body {
        &self.body
    }
}

/// One file, several or none: what a part of a form may hold.
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
