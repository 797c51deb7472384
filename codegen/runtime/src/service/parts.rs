//! Reading a multipart body: `multipart/form-data` (RFC 7578) and related media types.

use super::found::{Found, REQUIRED};
use super::request_reader::RequestReader;
use super::shape::Shape;
use super::value::{self, Json};
use crate::request::style::{self, Style};
use crate::syntax::media_type;
use crate::syntax::multipart::{self, BROKEN, MAX_BOUNDARY, find};
use crate::{File, Multipart, MultipartForm};
use bytes::Bytes;
use serde::de::DeserializeOwned;

/// The most parts of a form.
const MAX_PARTS: usize = 1024;

/// A form that can be read from a multipart body.
pub trait ReceiveForm: MultipartForm + Sized {
    /// Reads the parts. The reader collects problems, so that all of them are reported together; with any, it returns `None`.
    fn receive(parts: &mut PartsReader) -> Option<Self>;
}

impl ReceiveForm for Multipart {
    fn receive(parts: &mut PartsReader) -> Option<Self> {
        let rest = parts.rest();
        parts.required(rest)
    }
}

/// Reads the parts of a form: the counterpart of [`Multipart`].
#[derive(Debug)]
pub struct PartsReader<'r> {
    reader: &'r mut RequestReader,
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    /// `None` for a part of `multipart/mixed` or a similar media type.
    name: Option<String>,
    file_name: Option<String>,
    media_type: Option<String>,
    /// Headers other than these two.
    headers: Vec<(String, String)>,
    body: Bytes,
    is_read: bool,
}

impl<'r> PartsReader<'r> {
    /// The parts of a body whose `Content-Type` has this boundary.
    pub(crate) fn new(reader: &'r mut RequestReader, body: &Bytes, boundary: Option<&str>) -> Result<Self, String> {
        let boundary = boundary.ok_or_else(|| format!("must have a boundary of 1 to {MAX_BOUNDARY} characters"))?;
        let parts = parts(body, boundary)?;
        Ok(Self { reader, parts })
    }

    /// Reads a value: a list has a part for each element.
    pub fn field<T: DeserializeOwned>(&mut self, name: &'static str, shape: Shape) -> Found<T> {
        let parts = self.take(name);
        let json = match (parts.as_slice(), shape.as_array()) {
            ([], _) => None,
            (parts, Some(array)) if parts.len() > 1 || !shape.is_scalar() => {
                let elements = parts.iter().enumerate().map(|(index, part)| part.json(array.element(index)));
                Some(elements.collect::<Result<Vec<_>, _>>().map(|elements| format!("[{}]", elements.join(","))))
            }
            ([part], _) => Some(part.json(&shape)),
            _ => Some(Err(ONCE.to_owned())),
        };
        self.reader.found_part(name, json)
    }

    /// Adds a list as one part, with the delimiter of the style between its elements.
    pub fn field_joined<T: DeserializeOwned>(&mut self, name: &'static str, shape: Shape, style: Style) -> Found<T> {
        let parts = self.take(name);
        let delimiter = style::delimiter(style).unwrap_or(',');
        let json = match parts.as_slice() {
            [] => None,
            [part] => Some(part.text().and_then(|text| value::delimited(text, &shape, delimiter))),
            _ => Some(Err(ONCE.to_owned())),
        };
        self.reader.found_part(name, json)
    }

    /// A file.
    pub fn file(&mut self, name: &'static str) -> Found<File> {
        let mut parts = self.take(name);
        match (parts.pop(), parts.is_empty()) {
            (Some(part), true) => Found::present(name, part.into_file()),
            (None, _) => Found::absent(name),
            (Some(_), false) => self.reader.refused_part(name, ONCE),
        }
    }

    /// Several files.
    pub fn files(&mut self, name: &'static str) -> Found<Vec<File>> {
        let parts = self.take(name);
        if parts.is_empty() {
            return Found::absent(name);
        }
        Found::present(name, parts.into_iter().map(Part::into_file).collect())
    }

    /// Reads the value of the part at an index.
    pub fn field_at<T: DeserializeOwned>(&mut self, index: usize, name: &'static str, shape: Shape) -> Found<T> {
        let json = self.take_at(index).map(|part| part.json(&shape));
        self.reader.found_part(name, json)
    }

    /// Reads a list with an element for each part from an index on.
    pub fn fields_from<T: DeserializeOwned>(&mut self, index: usize, name: &'static str, shape: Shape) -> Found<T> {
        let parts = self.take_from(index);
        let array = shape.as_array().unwrap_or(&Shape::Any);
        let elements = parts.iter().enumerate().map(|(index, part)| part.json(array.element(index)));
        let json = elements.collect::<Result<Vec<_>, _>>().map(|elements| format!("[{}]", elements.join(",")));
        self.reader.found_part(name, Some(json))
    }

    /// The part at an index, as a file.
    pub fn file_at(&mut self, index: usize, name: &'static str) -> Found<File> {
        match self.take_at(index) {
            Some(part) => Found::present(name, part.into_file()),
            None => Found::absent(name),
        }
    }

    /// The parts from an index on, as files.
    pub fn files_from(&mut self, index: usize, name: &'static str) -> Found<Vec<File>> {
        Found::present(name, self.take_from(index).into_iter().map(Part::into_file).collect())
    }

    /// Checks a part that must have this value: the one at the index, or with the name.
    pub fn constant(&mut self, name: &'static str, index: Option<usize>, text: &str, is_required: bool) {
        let parts = match index {
            Some(index) => self.take_at(index).into_iter().collect(),
            None => self.take(name),
        };
        match parts.as_slice() {
            [] if is_required => drop(self.reader.refused_part::<()>(name, REQUIRED)),
            [] => {}
            [part] if part.text() == Ok(text) => {}
            _ => drop(self.reader.refused_part::<()>(name, &format!("must be `{text}`"))),
        }
    }

    /// Reads the remaining parts.
    pub fn rest(&mut self) -> Found<Multipart> {
        let mut rest = Multipart::new();
        for part in self.parts.iter_mut().filter(|part| !part.is_read) {
            part.is_read = true;
            rest.part(
                part.name.as_deref(),
                part.file_name.as_deref(),
                part.media_type.as_deref(),
                &part.headers,
                part.body.clone(),
            );
        }
        Found::present("", rest)
    }

    /// A required part.
    pub fn required<T>(&mut self, found: Found<T>) -> Option<T> {
        self.reader.required(found)
    }

    /// An optional part.
    pub fn optional<T>(&mut self, found: Found<T>) -> Option<Option<T>> {
        self.reader.optional(found)
    }

    fn take(&mut self, name: &str) -> Vec<Part> {
        let (taken, others) = self.parts.drain(..).partition(|part| part.name.as_deref() == Some(name));
        self.parts = others;
        taken
    }

    /// The part at an index. It stays where it is, since others are counted.
    fn take_at(&mut self, index: usize) -> Option<Part> {
        let part = self.parts.get_mut(index)?;
        part.is_read = true;
        Some(part.clone())
    }

    fn take_from(&mut self, index: usize) -> Vec<Part> {
        let parts = self.parts.get_mut(index..).unwrap_or_default();
        for part in &mut *parts {
            part.is_read = true;
        }
        parts.to_vec()
    }
}

const ONCE: &str = "must be given once";

impl Part {
    fn text(&self) -> Result<&str, String> {
        std::str::from_utf8(&self.body).map_err(|_| "must be UTF-8".to_owned())
    }

    fn json(&self, shape: &Shape) -> Json {
        let text = self.text()?;
        if self.media_type.as_deref().is_some_and(media_type::is_json) {
            return Ok(text.to_owned());
        }
        value::leaf(shape, text)
    }

    fn into_file(self) -> File {
        let file = File::new(self.file_name.unwrap_or_default(), self.body);
        let file = match self.media_type {
            Some(media_type) => file.media_type(media_type),
            None => file,
        };
        self.headers.into_iter().fold(file, |file, (name, value)| file.header(name, value))
    }
}

fn parts(body: &Bytes, boundary: &str) -> Result<Vec<Part>, String> {
    let delimiter = format!("\r\n--{boundary}");
    // The first boundary may be at the very beginning.
    let mut at = match body.strip_prefix(&delimiter.as_bytes()[2..]) {
        Some(_) => delimiter.len() - 2,
        None => find(body, delimiter.as_bytes(), 0).ok_or(BROKEN)? + delimiter.len(),
    };
    let mut parts = Vec::new();
    while !body[at..].starts_with(b"--") {
        let end = find(body, delimiter.as_bytes(), at).ok_or(BROKEN)?;
        parts.push(Part::try_from(multipart::Part::parse(&body.slice(at..end))?)?);
        if parts.len() > MAX_PARTS {
            return Err(format!("must have at most {MAX_PARTS} parts"));
        }
        at = end + delimiter.len();
    }
    Ok(parts)
}

impl TryFrom<multipart::Part> for Part {
    type Error = &'static str;

    fn try_from(part: multipart::Part) -> Result<Self, Self::Error> {
        let multipart::Part { headers: all, body } = part;
        let mut part =
            Self { name: None, file_name: None, media_type: None, headers: Vec::new(), body, is_read: false };
        for (name, value) in all {
            if name.eq_ignore_ascii_case("content-disposition") && is_form_data(&value) {
                part.name = Some(multipart::parameter(&value, "name").ok_or("must have a name for each part")?);
                part.file_name = multipart::parameter(&value, "filename");
            } else if name.eq_ignore_ascii_case("content-type") {
                part.media_type = Some(value);
            } else {
                part.headers.push((name, value));
            }
        }
        Ok(part)
    }
}

/// Whether a `Content-Disposition` is that of a form. Others, such as `attachment`, are headers like any other.
fn is_form_data(disposition: &str) -> bool {
    disposition.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("form-data")
}

/// `impl ReceiveForm` for a form. Takes its name and, for each part, the field, whether it is `required` or `optional`, and the method of
/// the reader that reads it.
#[doc(hidden)]
#[macro_export]
macro_rules! __receive_form {
    ($name:ident {
        $($field:ident: $need:ident $method:ident($($argument:tt)*),)*
    } $(where { $($needed:ident $wire:literal $(at $index:literal)? = $text:literal,)* })?) => {
        #[allow(unused_imports, unused_variables)]
        #[allow(clippy::disallowed_names)]
        impl $crate::service::ReceiveForm for $name {
            fn receive(parts: &mut $crate::service::PartsReader<'_>) -> ::core::option::Option<Self> {
                use $crate::service::Shape;
                $($({
                    let index: &[usize] = &[$($index)?];
                    parts.constant($wire, index.first().copied(), $text, ::core::stringify!($needed) == "required");
                })*)?
                $(
                    let $field = parts.$method($($argument)*);
                    let $field = parts.$need($field);
                )*
                ::core::option::Option::Some(Self { $($field: $field?),* })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multipart_parts_are_split_at_boundaries() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"a%22\"; filename=\"x;y%.png\"\r\nContent-Type: image/png\r\nX: 1\r\n\r\n\
                    \r\n--c\r\n--b\r\n\r\nplain\r\n--b--\r\n";
        let parts = parts(&Bytes::from_static(body.as_bytes()), "b").unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].name.as_deref(), parts[0].file_name.as_deref()), (Some("a\""), Some("x;y%.png")));
        assert_eq!((parts[0].media_type.as_deref(), &parts[0].body[..]), (Some("image/png"), &b"\r\n--c"[..]));
        assert_eq!(parts[0].headers, [("X".to_owned(), "1".to_owned())]);
        assert_eq!(&parts[1].body[..], b"plain");
    }

    #[test]
    fn parts_without_a_name_keep_their_headers() {
        let body = "--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=\"a.csv\"\r\n\r\n1\r\n--b--\r\n";
        let parts = parts(&Bytes::from_static(body.as_bytes()), "b").unwrap();
        assert_eq!((parts[0].name.as_deref(), parts[0].media_type.as_deref()), (None, Some("text/csv")));
        let disposition = ("Content-Disposition".to_owned(), "attachment; filename=\"a.csv\"".to_owned());
        assert_eq!(parts[0].headers, [disposition]);
    }

    #[test]
    fn invalid_forms_are_rejected() {
        for body in ["", "--b", "--b\r\n", "--b\r\nX: 1\r\n--b--", "--c\r\n\r\n\r\n--c--"] {
            assert_eq!(parts(&Bytes::from_static(body.as_bytes()), "b").unwrap_err(), BROKEN, "{body:?}");
        }
    }
}
