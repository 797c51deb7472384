//! `consumes` and `produces`.

use crate::diagnostics::{Code, Diagnostics};
use crate::pointer::Origin;
use crate::resolve::Node;
use serde_json::Value;

/// The maximal number of media types of one list. Bodies and most responses are described in each of them.
const MAX_MEDIA_TYPES: usize = 32;

/// The media types that bodies are in.
#[derive(Debug, Default)]
pub(super) struct MediaTypes {
    /// Each once, with where it was written.
    pub(super) list: Vec<MediaType>,
}

/// A media type, and where it was written.
#[derive(Debug, Clone)]
pub(super) struct MediaType {
    pub(super) name: String,
    pub(super) origin: Origin,
}

impl MediaTypes {
    /// The list under a keyword; `None` if it is absent. A value that is not a list of strings is reported.
    pub(super) fn read(object: &Node<'_>, keyword: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let node = object.get(keyword).filter(|node| !node.value.is_null())?;
        let mut types = Self::default();
        if let Value::String(name) = node.value {
            let message = format!("`{keyword}` must be an array, not a string");
            let diagnostic = diagnostics.mistake(Code::WrongType, &node.origin, message);
            diagnostic.help(format!("put it in brackets: `{keyword}: [{name}]`"));
            types.add(name, &node.origin);
        } else if !node.value.is_array() {
            let message = format!("`{keyword}` must be an array of media types");
            let diagnostic = diagnostics.mistake(Code::WrongType, &node.origin, message).skipped();
            diagnostic.help(format!("write, for example, `{keyword}: [application/json]`"));
        }
        for item in node.items() {
            let Some(name) = item.value.as_str() else {
                let message = format!("`{keyword}` must be an array of strings");
                let diagnostic = diagnostics.mistake(Code::WrongType, &item.origin, message).skipped();
                diagnostic.help("list media types alone, such as `application/json`");
                continue;
            };
            if types.list.len() == MAX_MEDIA_TYPES {
                let message = format!("only the first {MAX_MEDIA_TYPES} media types of `{keyword}` are read");
                let diagnostic = diagnostics.warning(Code::UnsupportedMediaType, &item.origin, message).skipped();
                diagnostic.help("move the media types that the client needs to the front");
                break;
            }
            types.add(name, &item.origin);
        }
        Some(types)
    }

    /// Only this one, which follows from the keyword at the origin.
    pub(super) fn only(name: &str, origin: &Origin) -> Vec<MediaType> {
        vec![MediaType { name: name.to_owned(), origin: origin.clone() }]
    }

    fn add(&mut self, name: &str, origin: &Origin) {
        let name = name.trim();
        if !name.is_empty() && !self.list.iter().any(|known| known.name == name) {
            self.list.push(MediaType { name: name.to_owned(), origin: origin.clone() });
        }
    }
}

impl MediaType {
    pub(super) fn is_multipart(&self) -> bool {
        self.main() == "multipart"
    }

    pub(super) fn is_form(&self) -> bool {
        self.is_multipart() || self.sub() == "x-www-form-urlencoded"
    }

    /// Whether its name allows structured values.
    pub(super) fn has_structure(&self) -> bool {
        ["json", "xml", "yaml", "yml", "form", "*"].iter().any(|word| self.sub().contains(word))
    }

    /// Whether its name means bytes, neither text nor structured values.
    pub(super) fn is_of_bytes(&self) -> bool {
        !self.has_structure() && !self.is_form() && self.main() != "text"
    }

    fn main(&self) -> String {
        self.name.split('/').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    fn sub(&self) -> String {
        let rest = self.name.split_once('/').map_or("", |(_, rest)| rest);
        rest.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}
