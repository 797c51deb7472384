//! Bodies of several parts: `multipart/form-data` (RFC 7578) and its relatives.

use crate::json::{self, json_path};
use crate::request::argument::Argument;
use crate::request::style::{self, Style};
use crate::request::{self, form, header_value};
use crate::syntax::media_type;
use crate::{Body, Check, Checker, Rules, Violation};
use http::HeaderName;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use percent_encoding::percent_encode_byte;
use serde::Serialize;
use std::collections::hash_map::RandomState;
use std::fmt::Write as _;
use std::hash::{BuildHasher, Hasher};
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
    name: String,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
    body: Body,
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

/// A form that is sent in parts.
pub trait MultipartForm {
    /// Writes its parts. Problems are kept, so that all of them are reported together.
    fn write(&self, parts: &mut Multipart);
}

impl MultipartForm for Multipart {
    fn write(&self, parts: &mut Multipart) {
        parts.clone_from(self);
    }
}

impl<T: MultipartForm + ?Sized> MultipartForm for Box<T> {
    fn write(&self, parts: &mut Multipart) {
        (**self).write(parts);
    }
}

/// Parts of a body, in order.
///
/// ```
/// use specwright_runtime::{File, Multipart};
///
/// let mut parts = Multipart::new();
/// parts.field("title", "Holidays");
/// parts.file("picture", &File::new("beach.jpg", vec![0xFF, 0xD8]), "image/jpeg");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    problems: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
struct Part {
    head: String,
    body: Body,
}

impl Multipart {
    /// No parts yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A value: a scalar as text, a list as a part for each element, an object as JSON. `null` and `None` are left out.
    pub fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.put(name, json::text(value), None, &[]);
    }

    /// A list as one part, a comma or what the style puts there between its elements.
    pub fn field_joined<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, style: Style) {
        let joined = Argument::of(value).and_then(|value| Ok(style::joined(&value, style)?));
        match joined {
            Ok(Some(text)) => self.put(name, json::text(&text), None, &[]),
            Ok(None) => {}
            Err(violation) => self.note(name, [violation]),
        }
    }

    /// A value in a media type: JSON where that is JSON, else text. Of a list, each element.
    pub fn field_as<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, media_type: &str) {
        self.put(name, json::text(value), Some(media_type), &[]);
    }

    /// A string that stands for bytes of a media type in an encoding such as `base64`, which `Content-Transfer-Encoding`
    /// names. Of a list, each element.
    pub fn field_encoded<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, media_type: &str, encoding: &str) {
        let headers = [("Content-Transfer-Encoding".to_owned(), encoding.to_owned())];
        self.put(name, json::text(value), Some(media_type), &headers);
    }

    /// A file, or a part for each of several. `media_type` is for those that do not state their own.
    pub fn file<T: Files + ?Sized>(&mut self, name: &str, files: &T, media_type: &str) {
        for file in files.files() {
            let media_type = file.media_type.as_deref().unwrap_or(media_type);
            if !media_type::is_concrete(media_type) {
                self.problem(name, format!("must name its media type, such as `image/png`, not `{media_type}`"));
                continue;
            }
            let head = file_name(&file.name).and_then(|file_name| {
                own_headers(&file.headers)?;
                head(name, Some(file_name), Some(media_type), &file.headers)
            });
            match head {
                Ok(head) => self.parts.push(Part { head, body: file.body.clone() }),
                Err(reason) => self.problem(name, reason),
            }
        }
    }

    /// Adds all parts of `others`, in their order.
    pub fn extend(&mut self, others: &Self) {
        self.parts.extend_from_slice(&others.parts);
        self.problems.extend_from_slice(&others.problems);
    }

    /// The field `name` must satisfy `rules`.
    pub fn rules<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, rules: Rules) {
        self.note(name, Checker::violations_of(value, rules));
    }

    /// The field `name` knows its constraints.
    pub fn check<T: Check + ?Sized>(&mut self, name: &str, value: &T) {
        self.note(name, Checker::violations(value));
    }

    fn note(&mut self, name: &str, violations: impl IntoIterator<Item = Violation>) {
        for Violation { path, reason } in violations {
            self.problems.push((json_path::join(&path_of(name), &path), reason));
        }
    }

    fn problem(&mut self, name: &str, reason: impl Into<String>) {
        self.problems.push((path_of(name), reason.into()));
    }

    fn put(
        &mut self,
        name: &str,
        json: Result<String, Violation>,
        media_type: Option<&str>,
        headers: &[(String, String)],
    ) {
        let json = match json {
            Ok(json) => json,
            Err(violation) => return self.note(name, [violation]),
        };
        let parts = form::texts(&json, media_type.is_some_and(media_type::is_json)).and_then(|texts| {
            let part = |(text, is_json)| {
                let media_type = media_type.or(if is_json { Some(request::JSON) } else { None });
                Ok(Part { head: head(name, None, media_type, headers)?, body: Body::from(text) })
            };
            texts.into_iter().map(part).collect::<Result<Vec<Part>, String>>()
        });
        match parts {
            Ok(parts) => self.parts.extend(parts),
            Err(reason) => self.problem(name, reason),
        }
    }

    /// The `Content-Type` and the body; or the problems, each with the JSON path of the field.
    pub(crate) fn finish(self, media_type: &str) -> Result<(String, Body), Vec<(String, String)>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let boundary = boundary();
        let mut bodies = Vec::with_capacity(self.parts.len() * 3 + 1);
        for Part { head, body } in self.parts {
            bodies.extend([Body::from(format!("--{boundary}\r\n{head}\r\n")), body, Body::from("\r\n")]);
        }
        bodies.push(Body::from(format!("--{boundary}--\r\n")));
        Ok((format!("{media_type}; boundary={boundary}"), Body::chain(bodies)))
    }
}

#[cfg(feature = "service")]
impl Multipart {
    /// A part as it was read.
    pub(crate) fn part(
        &mut self,
        name: &str,
        file: Option<&str>,
        media_type: Option<&str>,
        headers: &[(String, String)],
        body: bytes::Bytes,
    ) {
        match head(name, file, media_type, headers) {
            Ok(head) => self.parts.push(Part { head, body: Body::from(body) }),
            Err(reason) => self.problem(name, reason),
        }
    }
}

fn path_of(name: &str) -> String {
    let mut path = json_path::ROOT.to_owned();
    json_path::push_key(&mut path, name);
    path
}

/// The lines before a part.
fn head(
    name: &str,
    file: Option<&str>,
    media_type: Option<&str>,
    headers: &[(String, String)],
) -> Result<String, String> {
    let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escaped(name));
    if let Some(file) = file {
        let _ = write!(head, "; filename=\"{}\"", escaped(file));
    }
    head.push_str("\r\n");
    let media_type = media_type.map(|media_type| ("Content-Type", media_type));
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in media_type.into_iter().chain(headers) {
        HeaderName::try_from(name).map_err(|_| format!("`{name}` is not a name that a header can have"))?;
        header_value(value).map_err(|reason| format!("the header `{name}` {reason}"))?;
        let _ = write!(head, "{name}: {value}\r\n");
    }
    Ok(head)
}

/// What of a file's name is sent (RFC 7578, section 4.2): no folder, as in a path of this machine or of another.
fn file_name(name: &str) -> Result<&str, String> {
    match name.rsplit(['/', '\\']).next() {
        Some("." | "..") => Err("must have a file whose name is not that of a folder".to_owned()),
        Some("") if !name.is_empty() => Err("must have a file whose name does not end with a slash".to_owned()),
        last => Ok(last.unwrap_or_default()),
    }
}

/// A reader may take either of two headers of one name.
fn own_headers(headers: &[(String, String)]) -> Result<(), String> {
    let is_there = |name: &str| {
        CONTENT_DISPOSITION.as_str().eq_ignore_ascii_case(name) || CONTENT_TYPE.as_str().eq_ignore_ascii_case(name)
    };
    match headers.iter().find(|(name, _)| is_there(name)) {
        Some((name, _)) => Err(format!("must not have a header `{name}` of its own: the part has one already")),
        None => Ok(()),
    }
}

/// As browsers escape names in forms (HTML standard, "Multipart form data"), and RFC 7578 allows: UTF-8 as it is. Beside the quote
/// and line breaks, other controls, and the backslash, which some readers take to escape what follows: `"a\"` would not end there.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_control() || matches!(character, '"' | '\\') {
            text.extend(character.encode_utf8(&mut [0; 4]).bytes().map(percent_encode_byte));
        } else {
            text.push(character);
        }
    }
    text
}

/// 128 random bits, which no part holds by chance, and nobody can guess to end a part with.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::stream::testing::{block_on, pieces};

    fn text(parts: Multipart) -> String {
        let (content_type, body) = parts.finish("multipart/form-data").unwrap();
        let (media_type, boundary) = content_type.split_once("; boundary=").unwrap();
        assert_eq!((media_type, boundary.len()), ("multipart/form-data", 32));
        let bytes = block_on(body.bytes()).unwrap();
        String::from_utf8(bytes.to_vec()).unwrap().replace(boundary, "BOUNDARY")
    }

    #[test]
    fn parts_are_laid_out_as_rfc_7578_has_it() {
        let mut parts = Multipart::new();
        parts.field("title", "a \"b\"");
        parts.field("none", &None::<u8>);
        parts.field("tags", &["x", "y"]);
        parts.field("at", &serde_json::json!({ "x": 1 }));
        parts.field_as("list", &[1, 2], "application/json");
        parts.field_as("note", "hi", "text/markdown");
        let csv = File::new("a\"\r\n.csv", "1,2").header("X-Rows", "1");
        parts.file(
            "f\u{fc}",
            &vec![csv, File::new("b", Body::stream(pieces(&["3", "4"]))).media_type("text/csv")],
            "text/x",
        );
        parts.file("no", &None::<File>, "text/x");
        let expected = [
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na \"b\"\r\n",
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n",
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ny\r\n",
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"at\"\r\nContent-Type: application/json\r\n\r\n",
            "{\"x\":1}\r\n",
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"list\"\r\nContent-Type: \
             application/json\r\n\r\n1\r\n",
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"list\"\r\nContent-Type: \
             application/json\r\n\r\n2\r\n",
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/markdown\r\n\r\nhi\r\n",
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"f\u{fc}\"; filename=\"a%22%0D%0A.csv\"\r\n",
            "Content-Type: text/x\r\nX-Rows: 1\r\n\r\n1,2\r\n",
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"f\u{fc}\"; filename=\"b\"\r\n",
            "Content-Type: text/csv\r\n\r\n34\r\n",
            "--BOUNDARY--\r\n",
        ];
        assert_eq!(text(parts), expected.concat());
    }

    #[test]
    fn a_name_ends_where_it_ends_for_every_reader() {
        for (name, expected) in [
            ("a.txt\0\u{b}\u{1b}\t\u{7f}\u{85}", "a.txt%00%0B%1B%09%7F%C2%85"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\Ann\\cat.png", "cat.png"),
            ("a\"; x=\"", "a%22; x=%22"),
            ("f\u{fc}..", "f\u{fc}.."),
            ("", ""),
        ] {
            let mut parts = Multipart::new();
            parts.file("f", &File::new(name, "1"), "text/x");
            let line = format!("Content-Disposition: form-data; name=\"f\"; filename=\"{expected}\"\r\n");
            assert!(text(parts).contains(&line), "{name:?}");
        }
        for folder in ["..", ".", "a/..", "a/", "a\\"] {
            let mut parts = Multipart::new();
            parts.file("f", &File::new(folder, "1"), "text/x");
            assert!(parts.finish("multipart/form-data").is_err(), "{folder}");
        }
        let mut parts = Multipart::new();
        parts.field("a\\\"\0", "1");
        assert!(text(parts).contains("name=\"a%5C%22%00\"\r\n"));
    }

    #[test]
    fn a_part_has_no_header_twice() {
        for name in ["Content-Disposition", "content-disposition", "CONTENT-TYPE"] {
            let mut parts = Multipart::new();
            parts.file("f", &File::new("x", "").header(name, "form-data; name=\"admin\""), "text/x");
            let reason = format!("must not have a header `{name}` of its own: the part has one already");
            assert_eq!(parts.finish("multipart/form-data").unwrap_err(), [("$.f".to_owned(), reason)]);
        }
    }

    #[test]
    fn no_parts_are_a_body_all_the_same() {
        assert_eq!(text(Multipart::new()), "--BOUNDARY--\r\n");
    }

    #[test]
    fn boundaries_differ() {
        assert_ne!(boundary(), boundary());
    }

    #[test]
    fn headers_cannot_be_smuggled_in() {
        let mut parts = Multipart::new();
        parts.file("a b", &File::new("x", "").media_type("text/plain\r\nX: y"), "text/x");
        parts.file("c", &File::new("x", "").header("X: y", ""), "text/x");
        parts.file("d", &File::new("x", "").media_type("image/*"), "text/x");
        let problems = parts.finish("multipart/form-data").unwrap_err();
        assert_eq!(problems.len(), 3);
        assert_eq!(problems[0].0, "$[\"a b\"]");
        assert_eq!(
            problems[2],
            ("$.d".to_owned(), "must name its media type, such as `image/png`, not `image/*`".to_owned())
        );
    }

    #[test]
    fn a_stream_has_no_length_unless_said() {
        let length = |file: Body| {
            let mut parts = Multipart::new();
            parts.file("f", &File::new("x", file), "text/x");
            parts.finish("multipart/form-data").unwrap().1.length()
        };
        assert_eq!(length(Body::stream(pieces(&["1"]))), None);
        assert_eq!(length(Body::stream(pieces(&["1"])).with_length(1)), length(Body::from("1")));
    }
}
