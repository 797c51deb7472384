//! Response headers: typed names of documented headers, and reading them.

use crate::request::style::{self, Style};
use crate::response::header_value::{self, Form};
use crate::{RawResponse, Response};
use http::header::{HeaderMap, SET_COOKIE};
use serde::de::DeserializeOwned;
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

    /// A header with an array of arrays: the style of each level, from the outside in, in which commas are `simple`.
    #[must_use]
    pub const fn nested(name: &'static str, styles: &'static [Style]) -> Self {
        Self { name, form: Form::Nested(styles), value: PhantomData }
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
        header_value::read(&text, self.form).map(Some).map_err(|reason| self.mismatch(reason, text))
    }

    fn mismatch(&self, reason: String, found: String) -> HeaderError {
        HeaderError { name: self.name, reason, found }
    }
}

/// The text of a header, or its bytes if it is not text.
pub(crate) fn text(headers: &HeaderMap, name: &str) -> Result<Option<String>, String> {
    let mut values = Vec::new();
    for value in headers.get_all(name) {
        // Some servers send UTF-8, which `to_str` refuses.
        let text = std::str::from_utf8(value.as_bytes());
        values.push(text.map_err(|_| String::from_utf8_lossy(value.as_bytes()).into_owned())?);
    }
    values.truncate(if name.eq_ignore_ascii_case(SET_COOKIE.as_str()) { 1 } else { values.len() });
    Ok((!values.is_empty()).then(|| values.join(", ")))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[test]
    fn header_scalars_of_a_union_are_distinguished() {
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
        let rows = Header::<Vec<Vec<i64>>>::nested("x", &[Style::Simple, Style::PipeDelimited]);
        assert_eq!(read(rows, "1|2, 3"), Ok(vec![vec![1, 2], vec![3]]));
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
