//! Decodes the text of a value in a path, a query, a header, a cookie or a form by its type in the document.

use crate::ir::{Additional, EnumValues, Object, Style, TypeKind, TypeRef, Types};
use crate::validate::{Direction, is_valid};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// How deep unions of unions are looked into.
const MAX_DEPTH: usize = 16;

/// The location of the text of a value, and its encoding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    pub(super) style: Style,
    pub(super) explode: bool,
    /// The styles of arrays within an array.
    pub(super) nested: &'a [Style],
    pub(super) values: RawValues<'a>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum RawValues<'a> {
    /// All encoded names and values of the same query, cookies or form.
    Pairs(&'a [(String, String)]),
    /// Only its text: a segment of a path, percent-encoded.
    Encoded(&'a str),
    /// Only its text: a header.
    Plain(&'a str),
}

impl Source<'_> {
    /// The value as the type; `None` if absent. Text that does not match the type becomes a string, which validation
    /// rejects.
    pub(super) fn value(&self, types: &Types, type_ref: TypeRef) -> Option<Value> {
        self.read(types, type_ref, 0)
    }

    fn read(&self, types: &Types, type_ref: TypeRef, depth: usize) -> Option<Value> {
        match &types[type_ref.id].kind {
            TypeKind::Array(element) => {
                let elements = self.elements()?;
                Some(elements.iter().map(|text| element_value(types, *element, text, self.nested)).collect())
            }
            TypeKind::Tuple(elements) => {
                let found = self.elements()?;
                let element = |at: usize| elements.get(at).or(elements.last());
                let value = |(at, text): (usize, &String)| {
                    element(at).map_or_else(|| Value::String(text.clone()), |element| scalar(types, *element, text, 0))
                };
                Some(found.iter().enumerate().map(value).collect())
            }
            TypeKind::Object(object) => self.object(types, Some(object), None),
            TypeKind::Map(values) => self.object(types, None, Some(*values)),
            TypeKind::Union(union) if depth < MAX_DEPTH => {
                let values = union.variants.iter().filter_map(|variant| self.read(types, variant.value, depth + 1));
                let values: Vec<Value> = values.collect();
                let is_acceptable = |value: &&Value| is_valid(types, type_ref, value, Direction::Sent);
                values.iter().find(is_acceptable).or(values.last()).cloned()
            }
            _ => self.text().map(|text| scalar(types, type_ref, &text, 0)),
        }
    }

    /// The one text.
    pub(super) fn text(&self) -> Option<String> {
        match self.values {
            RawValues::Pairs(pairs) => {
                pairs.iter().find(|(name, _)| decoded(name) == self.name).map(|(_, value)| decoded(value))
            }
            RawValues::Encoded(_) | RawValues::Plain(_) => Some(self.decode(self.trimmed())),
        }
    }

    fn decode(&self, text: &str) -> String {
        match self.values {
            RawValues::Pairs(_) => decoded(text),
            RawValues::Encoded(_) => percent_decode_str(text).decode_utf8_lossy().into_owned(),
            RawValues::Plain(_) => text.trim().to_owned(),
        }
    }

    /// The text without the prefix of its style.
    fn trimmed(&self) -> &str {
        let (RawValues::Encoded(text) | RawValues::Plain(text)) = self.values else { return "" };
        match self.style {
            Style::Label => text.strip_prefix('.').unwrap_or(text),
            Style::Matrix => {
                let named = text.strip_prefix(';').unwrap_or(text);
                let value = named.strip_prefix(self.name).and_then(|rest| rest.strip_prefix('='));
                value.unwrap_or(named)
            }
            Style::Simple
            | Style::Form
            | Style::SpaceDelimited
            | Style::PipeDelimited
            | Style::TabDelimited
            | Style::DeepObject
            | Style::Cookie => text,
        }
    }

    fn elements(&self) -> Option<Vec<String>> {
        let joined = match self.values {
            RawValues::Pairs(pairs) => {
                let own: Vec<&String> =
                    pairs.iter().filter(|(name, _)| decoded(name) == self.name).map(|(_, value)| value).collect();
                match own.as_slice() {
                    [] => return None,
                    [one] if !(self.explode && self.style.is_form()) => (*one).clone(),
                    several => return Some(several.iter().map(|text| decoded(text)).collect()),
                }
            }
            RawValues::Encoded(_) | RawValues::Plain(_) => self.trimmed().to_owned(),
        };
        if joined.is_empty() {
            return Some(Vec::new());
        }
        Some(self.split(&joined).into_iter().map(|text| self.decode(&text)).collect())
    }

    /// The raw elements.
    fn split(&self, joined: &str) -> Vec<String> {
        let delimiters: &[&str] = match (self.style, self.explode) {
            (Style::SpaceDelimited, _) => &["%20", "+", " "],
            (Style::PipeDelimited, _) => &["|", "%7C", "%7c"],
            (Style::TabDelimited, _) => &["%09", "\t"],
            (Style::Label, true) => &["."],
            (Style::Matrix, true) => &[";"],
            (Style::Label | Style::Matrix, false)
            | (Style::Simple | Style::Form | Style::DeepObject | Style::Cookie, _) => &[",", "%2C", "%2c"],
        };
        let first = delimiters.first().copied().unwrap_or(",");
        // Needlessly encoded delimiters mean the same, except for the commas of a list in a path or query.
        let others = if first == "," { &[][..] } else { delimiters.get(1..).unwrap_or_default() };
        let unified = others.iter().fold(joined.to_owned(), |text, other| text.replace(other, first));
        let named = format!("{}=", self.name);
        let element = |text: &str| match self.style {
            Style::Matrix if self.explode => text.strip_prefix(&named).unwrap_or(text).to_owned(),
            _ => text.to_owned(),
        };
        unified.split(first).map(element).collect()
    }

    fn object(&self, types: &Types, object: Option<&Object>, values: Option<TypeRef>) -> Option<Value> {
        let members = self.members(object)?;
        let mut found = Map::new();
        for (key, text) in members {
            let property = object.and_then(|object| object.property(&key));
            let additional = object.and_then(|object| match object.additional {
                Additional::Typed(values) => Some(values),
                Additional::Any | Additional::Forbidden => None,
            });
            let type_ref = property.map(|property| property.value).or(values).or(additional);
            let value = match type_ref.map(|type_ref| (type_ref, &types[type_ref.id].kind)) {
                Some((type_ref, TypeKind::Array(element))) => {
                    let one = scalar(types, *element, &text, 0);
                    match found.get_mut(&key) {
                        Some(Value::Array(elements)) => {
                            elements.push(one);
                            continue;
                        }
                        _ if text.starts_with('[') => scalar(types, type_ref, &text, 0),
                        _ => Value::Array(vec![one]),
                    }
                }
                Some((type_ref, _)) => scalar(types, type_ref, &text, 0),
                None => Value::String(text),
            };
            found.insert(key, value);
        }
        Some(Value::Object(found))
    }

    /// Keys and values of an object.
    fn members(&self, object: Option<&Object>) -> Option<Vec<(String, String)>> {
        let joined = match self.values {
            RawValues::Pairs(pairs) if self.style == Style::DeepObject => return self.deep_members(pairs),
            RawValues::Pairs(pairs) if self.explode => {
                let is_own = |name: &String| {
                    object.is_none_or(|object| object.properties.iter().any(|property| property.name == *name))
                };
                let pairs = pairs.iter().map(|(name, value)| (decoded(name), decoded(value)));
                let members: Vec<(String, String)> = pairs.filter(|(name, _)| is_own(name)).collect();
                return (!members.is_empty()).then_some(members);
            }
            RawValues::Pairs(pairs) => pairs.iter().find(|(name, _)| decoded(name) == self.name)?.1.clone(),
            RawValues::Encoded(_) | RawValues::Plain(_) => self.trimmed().to_owned(),
        };
        let parts = self.split(&joined);
        if self.explode {
            let pairs = parts.iter().map(|part| part.split_once('=').unwrap_or((part, "")));
            return Some(pairs.map(|(key, text)| (self.decode(key), self.decode(text))).collect());
        }
        let pairs = parts.chunks(2).filter_map(|pair| Some((pair.first()?, pair.get(1)?)));
        Some(pairs.map(|(key, text)| (self.decode(key), self.decode(text))).collect())
    }

    /// `name[key]=value`. Deeper nesting is undefined in OpenAPI, and omitted.
    fn deep_members(&self, pairs: &[(String, String)]) -> Option<Vec<(String, String)>> {
        let key = |name: &str| {
            let key = decoded(name).strip_prefix(self.name)?.strip_prefix('[')?.split(']').next()?.to_owned();
            Some(key)
        };
        let members: Vec<(String, String)> =
            pairs.iter().filter_map(|(name, value)| Some((key(name)?, decoded(value)))).collect();
        (!members.is_empty()).then_some(members)
    }
}

/// Decodes a string of a query.
pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// The raw pairs of a query or a form.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The value of a string as the type of an element: an array in the first of the styles, or a scalar.
fn element_value(types: &Types, type_ref: TypeRef, text: &str, styles: &[Style]) -> Value {
    match (&types[type_ref.id].kind, styles.split_first()) {
        (TypeKind::Array(_), Some(_)) if text.is_empty() => Value::Array(Vec::new()),
        (TypeKind::Array(element), Some((style, further))) => {
            text.split(style.delimiter()).map(|text| element_value(types, *element, text, further)).collect()
        }
        _ => scalar(types, type_ref, text, 0),
    }
}

/// The value of a string as the type.
pub(super) fn scalar(types: &Types, type_ref: TypeRef, text: &str, depth: usize) -> Value {
    let string = || Value::String(text.to_owned());
    let number = || {
        let number = serde_json::from_str(text).ok().filter(Value::is_number);
        number.unwrap_or_else(string)
    };
    let boolean = || match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => string(),
    };
    match &types[type_ref.id].kind {
        TypeKind::Integer(_) | TypeKind::Number(_) => number(),
        TypeKind::Boolean => boolean(),
        TypeKind::Enum(list) => match list.values {
            EnumValues::Integers(_) | EnumValues::Numbers(_) => number(),
            EnumValues::Booleans(_) => boolean(),
            EnumValues::Strings(_) => string(),
        },
        TypeKind::Union(union) if depth < MAX_DEPTH => {
            let values = union.variants.iter().map(|variant| scalar(types, variant.value, text, depth + 1));
            let values: Vec<Value> = values.collect();
            values
                .iter()
                .find(|value| is_valid(types, type_ref, value, Direction::Sent))
                .cloned()
                .unwrap_or_else(string)
        }
        // Nested values in place of text are JSON.
        TypeKind::Array(_) | TypeKind::Tuple(_) | TypeKind::Map(_) | TypeKind::Object(_) => {
            serde_json::from_str(text).unwrap_or_else(|_| string())
        }
        TypeKind::Any | TypeKind::String(_) | TypeKind::External(_) | TypeKind::Union(_) => string(),
    }
}
