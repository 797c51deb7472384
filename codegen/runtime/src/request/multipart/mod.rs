//! Multipart bodies: `multipart/form-data` (RFC 7578) and related media types.

mod file;
mod head;
mod position;
#[cfg(test)]
mod tests;

use crate::json::{self, json_path};
use crate::request::argument::Argument;
use crate::request::style::{self, Style};
use crate::request::{self, form};
use crate::syntax::media_type;
use crate::{Body, Check, Checker, Rules, Violation};
pub use file::{File, Files};
#[cfg(feature = "service")]
pub(crate) use head::boundary;
use head::{OF_FORMS, OF_UNNAMED, file_name, form_head, head, own_headers};
pub use position::PartsAt;
use serde::Serialize;

/// The media type of a part of unknown content.
const BYTES: &str = "application/octet-stream";

/// A multipart form.
pub trait MultipartForm {
    /// Writes its parts. Problems are collected, so that all of them are reported together.
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

/// The parts of a multipart body, in order.
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
    /// Creates a body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value: a scalar as text, a list as a part for each element, an object as JSON. `null` and `None` are left
    /// out.
    pub fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.put(name, json::text(value), None, &[]);
    }

    /// Adds a list as one part, with the delimiter of the style between its elements.
    pub fn field_joined<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, style: Style) {
        let joined = Argument::of(value).and_then(|value| Ok(style::joined(&value, style)?));
        match joined {
            Ok(Some(text)) => self.put(name, json::text(&text), None, &[]),
            Ok(None) => {}
            Err(violation) => self.note(name, [violation]),
        }
    }

    /// Adds a value in a media type: as JSON if that is JSON, else as text. A list is a part for each element.
    pub fn field_as<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, media_type: &str) {
        self.put(name, json::text(value), Some(media_type), &[]);
    }

    /// Adds a string that encodes bytes of a media type, with an encoding such as `base64`, which
    /// `Content-Transfer-Encoding` names. A list is a part for each element.
    pub fn field_encoded<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, media_type: &str, encoding: &str) {
        let headers = [("Content-Transfer-Encoding".to_owned(), encoding.to_owned())];
        self.put(name, json::text(value), Some(media_type), &headers);
    }

    /// Adds a file, or a part for each of several. `media_type` applies to those without their own.
    pub fn file<T: Files + ?Sized>(&mut self, name: &str, files: &T, media_type: &str) {
        for file in files.files() {
            let media_type = file.media_type.as_deref().unwrap_or(media_type);
            if !media_type::is_concrete(media_type) {
                self.problem(name, format!("must name its media type, such as `image/png`, not `{media_type}`"));
                continue;
            }
            let head = file_name(&file.name).and_then(|file_name| {
                own_headers(&file.headers, OF_FORMS)?;
                form_head(name, Some(file_name), Some(media_type), &file.headers)
            });
            match head {
                Ok(head) => self.parts.push(Part { head, body: file.body.clone() }),
                Err(reason) => self.problem(name, reason),
            }
        }
    }

    /// Adds a value as a part without a name, as in `multipart/mixed` and `multipart/related`, whose readers tell parts
    /// apart by their order and media types. A value is sent as JSON, except for a string of a media type other than JSON.
    ///
    /// ```
    /// use specwright_runtime::{File, Multipart};
    /// # let metadata = std::collections::BTreeMap::from([("title", "Beach")]);
    ///
    /// let mut parts = Multipart::new();
    /// parts.unnamed(&metadata, "application/json");
    /// parts.unnamed_file(&File::new("", vec![0xFF, 0xD8]).media_type("image/jpeg").header("Content-ID", "<beach>"));
    /// ```
    pub fn unnamed<T: Serialize + ?Sized>(&mut self, value: &T, media_type: &str) {
        let at = self.parts.len();
        match json::text(value) {
            Ok(json) => {
                if let Err(reason) = self.try_unnamed_value(json, media_type, &[]) {
                    self.problems.push((path_at(at), reason));
                }
            }
            Err(Violation { path, reason }) => self.problems.push((json_path::join(&path_at(at), &path), reason)),
        }
    }

    /// Adds the bytes of a file as a part without a name: with its media type and headers, and without its file name.
    pub fn unnamed_file(&mut self, file: &File) {
        let media_type = file.media_type.as_deref().unwrap_or(BYTES);
        if let Err(reason) = self.try_unnamed(media_type, &file.headers, file.body.clone()) {
            self.problems.push((path_at(self.parts.len()), reason));
        }
    }

    fn try_unnamed_value(
        &mut self,
        json: String,
        media_type: &str,
        headers: &[(String, String)],
    ) -> Result<(), String> {
        let string = Some(&json).filter(|_| !media_type::is_json(media_type));
        let string = string.and_then(|json| serde_json::from_str::<String>(json).ok());
        self.try_unnamed(media_type, headers, Body::from(string.unwrap_or(json)))
    }

    fn try_unnamed(&mut self, media_type: &str, headers: &[(String, String)], body: Body) -> Result<(), String> {
        if !media_type::is_concrete(media_type) {
            return Err(format!("must name its media type, such as `image/png`, not `{media_type}`"));
        }
        own_headers(headers, OF_UNNAMED)?;
        let head = head(Some(media_type), headers)?;
        self.parts.push(Part { head, body });
        Ok(())
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

    /// Checks the field `name` by its own constraints.
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
        let parts = form::values(&json, media_type.is_some_and(media_type::is_json)).and_then(|values| {
            let part = |(text, is_json)| {
                let media_type = media_type.or(if is_json { Some(request::JSON) } else { None });
                Ok(Part { head: form_head(name, None, media_type, headers)?, body: Body::from(text) })
            };
            values.into_iter().map(part).collect::<Result<Vec<Part>, String>>()
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
        let boundary = head::boundary();
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
    /// Adds a part as it was received.
    pub(crate) fn part(
        &mut self,
        name: Option<&str>,
        file: Option<&str>,
        media_type: Option<&str>,
        headers: &[(String, String)],
        body: bytes::Bytes,
    ) {
        let head = match name {
            Some(name) => form_head(name, file, media_type, headers),
            None => head(media_type, headers),
        };
        match head {
            Ok(head) => self.parts.push(Part { head, body: Body::from(body) }),
            Err(reason) => self.problems.push((name.map_or_else(|| path_at(self.parts.len()), path_of), reason)),
        }
    }
}

/// The JSON path of a part without a name.
fn path_at(index: usize) -> String {
    let mut path = json_path::ROOT.to_owned();
    json_path::push_index(&mut path, index);
    path
}

fn path_of(name: &str) -> String {
    let mut path = json_path::ROOT.to_owned();
    json_path::push_key(&mut path, name);
    path
}
