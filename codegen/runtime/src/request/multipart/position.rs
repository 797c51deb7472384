//! Parts without names, each at its position.

use super::{File, Files, Multipart};
use crate::Violation;
use crate::json::{self, json_path};
use serde::Serialize;
use serde_json::value::RawValue;

/// Adds the parts at a position: the part at an index, or all from it on. See [`Multipart::at`].
#[derive(Debug)]
pub struct PartsAt<'m> {
    parts: &'m mut Multipart,
    index: usize,
    name: &'static str,
}

impl Multipart {
    /// Adds parts without names at a position, as in `multipart/mixed`. All parts before it must be there. Problems name the
    /// field that holds them.
    pub fn at(&mut self, index: usize, name: &'static str) -> PartsAt<'_> {
        PartsAt { parts: self, index, name }
    }
}

impl PartsAt<'_> {
    /// A value, as [`Multipart::unnamed`] does. `None` and `null` are left out.
    pub fn value<T: Serialize + ?Sized>(self, value: &T, media_type: &str) {
        self.put_value(value, media_type, &[]);
    }

    /// A string that encodes bytes of a media type, with an encoding such as `base64`, which `Content-Transfer-Encoding`
    /// names.
    pub fn encoded<T: Serialize + ?Sized>(self, value: &T, media_type: &str, encoding: &str) {
        self.put_value(value, media_type, &[transfer_encoding(encoding)]);
    }

    /// A part for each element of a list.
    pub fn each_value<T: Serialize + ?Sized>(self, list: &T, media_type: &str) {
        self.put_each(list, media_type, &[]);
    }

    /// A part for each element of a list of encoded strings.
    pub fn each_encoded<T: Serialize + ?Sized>(self, list: &T, media_type: &str, encoding: &str) {
        self.put_each(list, media_type, &[transfer_encoding(encoding)]);
    }

    /// A file, or a part for each of several. `media_type` applies to those without their own.
    pub fn file<T: Files + ?Sized>(mut self, files: &T, media_type: &str) {
        for File { media_type: own, headers, body, .. } in files.files() {
            let media_type = own.as_deref().unwrap_or(media_type);
            self.check_position();
            if let Err(reason) = self.parts.try_unnamed(media_type, headers, body.clone()) {
                self.parts.problem(self.name, reason);
            }
        }
    }

    fn put_value<T: Serialize + ?Sized>(mut self, value: &T, media_type: &str, headers: &[(String, String)]) {
        match json::text(value) {
            Ok(json) if json == "null" => {}
            Ok(json) => self.put(json, media_type, headers),
            Err(violation) => self.parts.note(self.name, [violation]),
        }
    }

    fn put_each<T: Serialize + ?Sized>(mut self, list: &T, media_type: &str, headers: &[(String, String)]) {
        let elements = json::text(list).and_then(|json| {
            let elements: Vec<Box<RawValue>> = serde_json::from_str(&json)
                .map_err(|_| Violation { path: json_path::ROOT.to_owned(), reason: "must be a list".to_owned() })?;
            Ok(elements)
        });
        match elements {
            Ok(elements) => {
                for element in elements {
                    self.put(element.get().to_owned(), media_type, headers);
                }
            }
            Err(violation) => self.parts.note(self.name, [violation]),
        }
    }

    fn put(&mut self, json: String, media_type: &str, headers: &[(String, String)]) {
        self.check_position();
        if let Err(reason) = self.parts.try_unnamed_value(json, media_type, headers) {
            self.parts.problem(self.name, reason);
        }
    }

    /// Readers count the parts, so none can be left out before another.
    fn check_position(&mut self) {
        if self.parts.problems.is_empty() && self.parts.parts.len() < self.index {
            self.parts.problem(self.name, "cannot be sent without the parts before it");
        }
    }
}

fn transfer_encoding(encoding: &str) -> (String, String) {
    ("Content-Transfer-Encoding".to_owned(), encoding.to_owned())
}
