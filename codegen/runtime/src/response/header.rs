//! Response headers: typed names of documented headers, and reading them.

use crate::json::decode;
use crate::json::number::Decimal;
use crate::request::style::{self, Style};
use crate::syntax::header_list;
use crate::{RawResponse, Response};
use http::header::{HeaderMap, SET_COOKIE};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt;
use std::marker::PhantomData;

/// A response header and the type of its value.
///
/// ```
/// use specwright_runtime::{Header, http};
///
/// const X_RATE_LIMIT: Header<i64> = Header::new("X-Rate-Limit");
/// const X_TAGS: Header<Vec<String>> = Header::new("X-Tags");
///
/// let response = http::Response::builder().header("X-Rate-Limit", "60").header("X-Tags", "a, b").body(()).unwrap();
/// assert_eq!(X_RATE_LIMIT.read(response.headers()), Ok(Some(60)));
/// assert_eq!(X_TAGS.read(response.headers()), Ok(Some(vec!["a".to_owned(), "b".to_owned()])));
/// assert_eq!(Header::<bool>::new("X-Other").read(response.headers()), Ok(None));
/// ```
pub struct Header<T> {
    name: &'static str,
    form: Form,
    value: PhantomData<fn() -> T>,
}

/// The format of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `value`, `a,b` or `key,value`: style `simple`.
    Simple,
    /// Style `simple`, exploded: `key=value` for the members of an object.
    Exploded,
    /// A scalar of a union: a number or a boolean if it may be one and its text is one, else a string.
    Scalars { number: bool, boolean: bool },
    /// A list with this delimiter.
    Delimited(char),
    /// JSON text.
    Json,
}

impl<T> Header<T> {
    /// A header in style `simple`: a scalar, a list `a, b, c`, or an object `key,value,key,value`. A comma within quotes is
    /// part of its element, and quotes are kept.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, form: Form::Simple, value: PhantomData }
    }

    /// A header in style `simple`, exploded: an object is `key=value,key=value`.
    #[must_use]
    pub const fn exploded(name: &'static str) -> Self {
        Self { name, form: Form::Exploded, value: PhantomData }
    }

    /// A header with a list in a style with another delimiter than the comma, as in Swagger 2.0.
    #[must_use]
    pub const fn delimited(name: &'static str, style: Style) -> Self {
        let form = match style::delimiter(style) {
            Some(delimiter) => Form::Delimited(delimiter),
            None => Form::Simple,
        };
        Self { name, form, value: PhantomData }
    }

    /// A header that holds JSON text.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self { name, form: Form::Json, value: PhantomData }
    }

    /// A header with a union of scalars, which is read as a string unless [`or_number`](Self::or_number) or
    /// [`or_boolean`](Self::or_boolean) applies.
    #[must_use]
    pub const fn union(name: &'static str) -> Self {
        Self { name, form: Form::Scalars { number: false, boolean: false }, value: PhantomData }
    }

    /// The same union, of which one variant is a number: text that is a number is read as one.
    #[must_use]
    pub const fn or_number(self) -> Self {
        let boolean = matches!(self.form, Form::Scalars { boolean: true, .. });
        Self { form: Form::Scalars { number: true, boolean }, ..self }
    }

    /// The same union, of which one variant is a boolean: `true` and `false` are read as booleans.
    #[must_use]
    pub const fn or_boolean(self) -> Self {
        let number = matches!(self.form, Form::Scalars { number: true, .. });
        Self { form: Form::Scalars { number, boolean: true }, ..self }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: DeserializeOwned> Header<T> {
    /// Reads the header's value; `None` if there is no such header. Repeated headers are joined by commas (RFC 9110,
    /// section 5.3), except `Set-Cookie`, of which the first is read.
    ///
    /// # Errors
    /// When the value does not match its type.
    pub fn read(&self, headers: &HeaderMap) -> Result<Option<T>, HeaderError> {
        let text = match text(headers, self.name) {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(None),
            Err(found) => return Err(self.mismatch("must be text".to_owned(), found)),
        };
        let read = match self.form {
            Form::Json => decode::slice(text.as_bytes()).map_err(|mismatch| mismatch.to_string()),
            Form::Scalars { number, boolean } => {
                decode::slice(one_of(&text, number, boolean).as_bytes()).map_err(|mismatch| mismatch.to_string())
            }
            form => T::deserialize(Text { text: &text, form }).map_err(|error| error.to_string()),
        };
        read.map(Some).map_err(|reason| self.mismatch(reason, text))
    }

    fn mismatch(&self, reason: String, found: String) -> HeaderError {
        HeaderError { name: self.name, reason, found }
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

/// The text of a header, or its bytes if it is not text.
pub(crate) fn text(headers: &HeaderMap, name: &str) -> Result<Option<String>, String> {
    let mut texts = Vec::new();
    for value in headers.get_all(name) {
        // Some servers send UTF-8, which `to_str` refuses.
        let text = std::str::from_utf8(value.as_bytes());
        texts.push(text.map_err(|_| String::from_utf8_lossy(value.as_bytes()).into_owned())?);
    }
    texts.truncate(if name.eq_ignore_ascii_case(SET_COOKIE.as_str()) { 1 } else { texts.len() });
    Ok((!texts.is_empty()).then(|| texts.join(", ")))
}

impl<T> Clone for Header<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Header<T> {}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Header").field(&self.name).finish()
    }
}

impl RawResponse {
    /// Reads a documented header; `None` if the response does not have it.
    ///
    /// # Errors
    /// When its value does not match its type.
    pub fn header<T: DeserializeOwned>(&self, header: Header<T>) -> Result<Option<T>, HeaderError> {
        header.read(self.headers())
    }
}

impl<A> Response<A> {
    /// Reads a documented header; `None` if the response does not have it.
    ///
    /// # Errors
    /// When its value does not match its type.
    pub fn header<T: DeserializeOwned>(&self, header: Header<T>) -> Result<Option<T>, HeaderError> {
        header.read(self.headers())
    }
}

impl<E> crate::Error<E> {
    /// Reads a documented header of the response; `None` if there was no response, or it does not have the header.
    ///
    /// # Errors
    /// When its value does not match its type.
    pub fn header<T: DeserializeOwned>(&self, header: Header<T>) -> Result<Option<T>, HeaderError> {
        self.headers().map_or(Ok(None), |headers| header.read(headers))
    }
}

/// The error for a header whose value does not match its type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderError {
    /// The header's name.
    pub name: &'static str,
    /// What was expected.
    pub reason: String,
    /// Its value.
    pub found: String,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, reason, found } = self;
        write!(f, "the header {name} is not as documented: {reason}; found `{found}`")
    }
}

impl std::error::Error for HeaderError {}

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
        let spelled = Decimal::parse(self.text.trim()).and_then(|number| number.integer());
        let read = spelled.and_then(|digits| digits.parse().ok());
        read.map_or_else(|| self.parsed(expected), Ok)
    }

    fn parts(self) -> Vec<Text<'a>> {
        let text = |text: &'a str| Text { text, ..self };
        match self.form {
            Form::Delimited(delimiter) => self.text.split(delimiter).map(|part| text(part.trim())).collect(),
            Form::Simple | Form::Exploded | Form::Scalars { .. } | Form::Json => {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[test]
    fn scalars_of_a_union_are_told_apart_by_their_text() {
        const X: Header<serde_json::Value> = Header::union("x").or_number().or_boolean();
        for (text, json) in [("60", "60"), ("1.50", "1.5"), ("true", "true"), ("none", "\"none\""), ("6 0", "\"6 0\"")]
        {
            assert_eq!(read(X, text).map(|value| value.to_string()).as_deref(), Ok(json));
        }
        assert_eq!(read(Header::<serde_json::Value>::union("x").or_boolean(), "60"), Ok("60".into()));
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }

    fn read<T: DeserializeOwned>(header: Header<T>, value: &str) -> Result<T, String> {
        let read = header.read(&headers(&[("x", value)]));
        read.map(|value| value.expect("the header is there")).map_err(|error| error.to_string())
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Rgb {
        #[serde(rename = "R")]
        r: u8,
        #[serde(rename = "G")]
        g: Option<i64>,
        #[serde(flatten)]
        rest: BTreeMap<String, serde_json::Value>,
    }

    #[test]
    fn header_scalars_are_read_by_their_type() {
        assert_eq!(read(Header::<i64>::new("x"), "60"), Ok(60));
        assert_eq!(read(Header::<f64>::new("x"), " 0.5 "), Ok(0.5));
        assert_eq!(read(Header::<bool>::new("x"), "true"), Ok(true));
        assert_eq!(read(Header::<String>::new("x"), "60"), Ok("60".to_owned()));
        assert_eq!(read(Header::<String>::new("x"), "a, b"), Ok("a, b".to_owned()));
        assert_eq!(read(Header::<i128>::new("x"), "170141183460469231731687303715884105727"), Ok(i128::MAX));
        assert_eq!(read(Header::<crate::Date>::new("x"), "2024-02-29").unwrap().to_string(), "2024-02-29");
        assert_eq!(read(Header::<String>::new("x"), "ä"), Ok("ä".to_owned()));
    }

    #[test]
    fn header_arrays_and_objects_match_the_style_table() {
        let colors = ["blue", "black", "brown"].map(str::to_owned).to_vec();
        assert_eq!(read(Header::<Vec<String>>::new("x"), "blue,black,brown"), Ok(colors.clone()));
        assert_eq!(read(Header::<Vec<String>>::new("x"), "blue, black,  brown"), Ok(colors));
        assert_eq!(read(Header::<Vec<i64>>::new("x"), ""), Ok(vec![]));
        assert_eq!(read(Header::<Vec<i64>>::new("x"), ", 1,,\t2 ,"), Ok(vec![1, 2]));
        let quoted = ["\"a, b\"", "W/\"c\""].map(str::to_owned).to_vec();
        assert_eq!(read(Header::<Vec<String>>::new("x"), r#""a, b", W/"c""#), Ok(quoted));
        let rgb = || Rgb { r: 100, g: Some(200), rest: BTreeMap::from([("B".to_owned(), "150".into())]) };
        assert_eq!(read(Header::<Rgb>::new("x"), "R,100,G,200,B,150"), Ok(rgb()));
        assert_eq!(read(Header::<Rgb>::exploded("x"), "R=100,G=200,B=150"), Ok(rgb()));
        let map = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
        assert_eq!(read(Header::<BTreeMap<String, i64>>::exploded("x"), "a=1, b=2"), Ok(map));
        assert_eq!(read(Header::<Vec<i64>>::json("x"), "[1, 2]"), Ok(vec![1, 2]));
    }

    #[test]
    fn header_errors_show_the_value() {
        let error = read(Header::<i64>::new("x"), "soon").unwrap_err();
        assert_eq!(error, "the header x is not as documented: expected an integer; found `soon`");
        let error = read(Header::<Rgb>::new("x"), "R,100,G").unwrap_err();
        assert_eq!(error, "the header x is not as documented: expected key,value,key,value; found `R,100,G`");
        assert!(read(Header::<Vec<i64>>::new("x"), "1,b").unwrap_err().contains("an integer"));
        assert!(read(Header::<bool>::json("x"), "maybe").unwrap_err().contains("expected"));
    }

    #[test]
    fn headers_may_be_repeated_or_absent() {
        let headers = headers(&[("x", "1"), ("x", "2, 3"), ("set-cookie", "a=1, b"), ("set-cookie", "c=2")]);
        assert_eq!(Header::<Vec<i64>>::new("X").read(&headers), Ok(Some(vec![1, 2, 3])));
        assert!(Header::<i64>::new("X").read(&headers).unwrap_err().to_string().contains("found `1, 2, 3`"));
        assert_eq!(Header::<String>::new("Set-Cookie").read(&headers), Ok(Some("a=1, b".to_owned())));
        assert_eq!(Header::<i64>::new("y").read(&headers), Ok(None));
    }
}
