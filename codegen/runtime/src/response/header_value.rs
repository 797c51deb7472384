//! Reading the text of a header, or of a body of `text/plain`, by the requested type.

use crate::json::decode;
use crate::json::number::Decimal;
use crate::request::style::{self, Style};
use crate::syntax::header_list;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// The format of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `value`, `a,b` or `key,value`: style `simple`.
    Simple,
    /// Style `simple`, exploded: `key=value` for the members of an object.
    Exploded,
    /// A scalar of a union: a number or a boolean if it may be one and its text is one, else a string.
    Scalars { number: bool, boolean: bool },
    /// A list with this delimiter.
    Delimited(char),
    /// A list of lists: the style of each level, from the outside in.
    Nested(&'static [Style]),
    /// JSON text.
    Json,
}

/// Reads the value of a header in this format.
///
/// # Errors
/// What was expected.
pub(crate) fn read<T: DeserializeOwned>(text: &str, form: Form) -> Result<T, String> {
    let json = |json: &str| decode::slice(json.as_bytes()).map_err(|mismatch| mismatch.to_string());
    match form {
        Form::Json => json(text),
        Form::Scalars { number, boolean } => json(&one_of(text, number, boolean)),
        Form::Simple | Form::Exploded | Form::Delimited(_) | Form::Nested(_) => {
            T::deserialize(Text { text, form }).map_err(|error| error.to_string())
        }
    }
}

/// The JSON of a scalar that may be a number or a boolean besides a string.
fn one_of(text: &str, number: bool, boolean: bool) -> String {
    let is_number = || serde_json::from_str::<serde_json::Number>(text).is_ok();
    if (boolean && ["true", "false"].contains(&text)) || (number && is_number()) {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}

/// Reads a scalar on its own, such as a body of `text/plain`. Surrounding white space is part of a string, but not of
/// other scalars.
///
/// # Errors
/// What was expected.
pub(crate) fn scalar<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let read = |text| T::deserialize(Text { text, form: Form::Simple });
    read(text).or_else(|error| read(text.trim()).map_err(|_| error.to_string()))
}

/// The text of a header, as a deserializer.
#[derive(Clone, Copy)]
struct Text<'a> {
    text: &'a str,
    form: Form,
}

type ReadError = serde::de::value::Error;

impl<'a> Text<'a> {
    fn parsed<T: std::str::FromStr>(self, expected: &str) -> Result<T, ReadError> {
        self.text.trim().parse().map_err(|_| ReadError::custom(format!("expected {expected}")))
    }

    /// An integer, in any notation of JSON.
    fn integer<T: std::str::FromStr>(self, expected: &str) -> Result<T, ReadError> {
        let digits = Decimal::parse(self.text.trim()).and_then(|number| number.integer());
        let read = digits.and_then(|digits| digits.parse().ok());
        read.map_or_else(|| self.parsed(expected), Ok)
    }

    fn parts(self) -> Vec<Text<'a>> {
        let text = |text: &'a str| Text { text, ..self };
        match self.form {
            Form::Delimited(delimiter) => self.text.split(delimiter).map(|part| text(part.trim())).collect(),
            Form::Nested([style, further @ ..]) => {
                let form = if further.is_empty() { Form::Simple } else { Form::Nested(further) };
                let parts = self.text.split(style::delimiter(*style).unwrap_or(','));
                parts.map(|part| Text { text: part.trim(), form }).collect()
            }
            Form::Simple | Form::Exploded | Form::Scalars { .. } | Form::Nested([]) | Form::Json => {
                header_list::elements(self.text).map(text).collect()
            }
        }
    }

    /// "A recipient MUST parse and ignore a reasonable number of empty list elements" (RFC 9110, section 5.6.1.2).
    fn elements(self) -> impl Iterator<Item = Text<'a>> {
        self.parts().into_iter().filter(|part| !part.text.is_empty())
    }

    fn members(self) -> Result<Vec<(&'a str, Text<'a>)>, ReadError> {
        let is_empty = self.elements().next().is_none();
        let parts: Vec<Text<'a>> = if is_empty { Vec::new() } else { self.parts() };
        let paired = if self.form == Form::Exploded {
            let pair = |part: &Text<'a>| part.text.split_once('=');
            let pairs: Option<Vec<_>> = parts.iter().map(pair).collect();
            pairs.map(|pairs| pairs.into_iter().map(|(key, text)| (key, Text { text, ..self })).collect())
        } else {
            let pairs = parts.chunks_exact(2);
            pairs.remainder().is_empty().then(|| pairs.map(|pair| (pair[0].text, pair[1])).collect())
        };
        let expected = if self.form == Form::Exploded { "key=value,key=value" } else { "key,value,key,value" };
        paired.ok_or_else(|| ReadError::custom(format!("expected {expected}")))
    }
}

/// Reads a scalar by the requested type.
macro_rules! scalars {
    ($($method:ident $visit:ident $read:ident $expected:literal,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            visitor.$visit(self.$read($expected)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Text<'_> {
    type Error = ReadError;

    scalars! {
        deserialize_bool visit_bool parsed "true or false",
        deserialize_i8 visit_i8 integer "an integer",
        deserialize_i16 visit_i16 integer "an integer",
        deserialize_i32 visit_i32 integer "an integer",
        deserialize_i64 visit_i64 integer "an integer",
        deserialize_i128 visit_i128 integer "an integer",
        deserialize_u8 visit_u8 integer "an integer from 0 on",
        deserialize_u16 visit_u16 integer "an integer from 0 on",
        deserialize_u32 visit_u32 integer "an integer from 0 on",
        deserialize_u64 visit_u64 integer "an integer from 0 on",
        deserialize_u128 visit_u128 integer "an integer from 0 on",
        deserialize_f32 visit_f32 parsed "a number",
        deserialize_f64 visit_f64 parsed "a number",
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_str(self.text)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_seq(SeqDeserializer::new(self.elements()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_map(MapDeserializer::new(self.members()?.into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct tuple tuple_struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_> for Text<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
