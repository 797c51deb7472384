//! Converting the text of a parameter in its style to JSON: the inverse of [`style`](crate::request::style).
//!
//! Text is split at literal delimiters first, and percent-decoded afterwards, so that an encoded delimiter is part of a value. If
//! the two cannot be distinguished (the delimiters of `spaceDelimited` and similar styles are encoded themselves, headers are not
//! encoded), clients reject values that contain the delimiter.

use super::shape::{Scalars, Shape};
use crate::Style;
use crate::request::style;
use crate::syntax::header_list;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// JSON text, or the requirement that is not met.
pub(crate) type Json = Result<String, String>;

/// Decodes the text between delimiters.
pub(crate) type Decode = fn(&str) -> Result<Cow<'_, str>, String>;

/// Percent-decodes a part of a path.
pub(crate) fn decoded(text: &str) -> Result<Cow<'_, str>, String> {
    percent_decode_str(text).decode_utf8().map_err(|_| "must be UTF-8, percent-encoded".to_owned())
}

/// Percent-decodes segments of a path, except encoded slashes and percent signs, which would change the path.
pub(crate) fn segments(text: &str) -> Result<String, String> {
    let (mut segments, mut start) = (String::with_capacity(text.len()), 0);
    for (at, _) in text.match_indices('%') {
        if let Some(triple @ ("%2F" | "%2f" | "%25")) = text.get(at..at + 3) {
            segments.push_str(&decoded(&text[start..at])?);
            segments.push_str(triple);
            start = at + 3;
        }
    }
    segments.push_str(&decoded(&text[start..])?);
    Ok(segments)
}

/// Percent-decodes a part of a query or form, in which `+` is a space.
pub(crate) fn decoded_pair(text: &str) -> Result<Cow<'_, str>, String> {
    if !text.contains('+') {
        return decoded(text);
    }
    decoded(&text.replace('+', " ")).map(|text| Cow::Owned(text.into_owned()))
}

/// Text that is not encoded.
#[expect(clippy::unnecessary_wraps, reason = "it is one of the ways to decode")]
pub(crate) fn as_it_is(text: &str) -> Result<Cow<'_, str>, String> {
    Ok(Cow::Borrowed(text))
}

/// The value of a parameter in a path.
pub(crate) fn path(name: &str, text: &str, shape: &Shape, style: Style, explode: bool) -> Json {
    match style {
        Style::Label => {
            let text = text.strip_prefix('.').ok_or("must begin with `.`")?;
            joined(text, shape, if explode { '.' } else { ',' }, explode, decoded)
        }
        Style::Matrix => matrix(name, text, shape, explode),
        style => match style::delimiter(style) {
            Some(delimiter) => delimited(&decoded(text)?, shape, delimiter),
            None => joined(text, shape, ',', explode, decoded),
        },
    }
}

/// The value of a header; empty elements of a list are ignored.
pub(crate) fn header(text: &str, shape: &Shape, style: Style, explode: bool) -> Json {
    if let (Some(delimiter), Some(array)) = (style::delimiter(style), shape.as_array()) {
        return array_of(array, text.split(delimiter).map(|element| Ok(Cow::Borrowed(element.trim_matches(' ')))));
    }
    if shape.is_scalar() && (shape.as_array().is_none() || !text.contains(',')) {
        return leaf(shape, text);
    }
    // An object in place of an element is JSON, which has commas of its own.
    if let (Some(array), Ok(values)) = (shape.as_array(), serde_json::from_str::<Vec<&RawValue>>(&format!("[{text}]")))
        && values.iter().any(|value| value.get().starts_with(['{', '[']))
    {
        return array_of(array, values.iter().map(|value| Ok(Cow::Borrowed(value.get()))));
    }
    let elements: Vec<&str> = header_list::elements(text).collect();
    if let Some(array) = shape.as_array() {
        return array_of(array, elements.into_iter().filter(|element| !element.is_empty()).map(as_it_is));
    }
    object_of(shape, &elements, explode, as_it_is)
}

/// The value of cookies with the same name, in order.
pub(crate) fn cookie(values: &[&str], shape: &Shape, explode: bool) -> Json {
    pairs(values, shape, explode, decoded_json)
}

/// JSON is encoded in a cookie, other values are not.
fn decoded_json(text: &str) -> Result<Cow<'_, str>, String> {
    if text.starts_with("%7B") || text.starts_with("%5B") { decoded(text) } else { as_it_is(text) }
}

/// The value of query pairs with one name, in style `form` or one with another delimiter.
pub(crate) fn query(values: &[&str], shape: &Shape, style: Style, explode: bool) -> Json {
    match style::delimiter(style).filter(|_| !explode) {
        Some(delimiter) => match values {
            [text] => delimited(&decoded_pair(text)?, shape, delimiter),
            _ => Err(ONCE.to_owned()),
        },
        None => pairs(values, shape, explode, decoded_pair),
    }
}

const ONCE: &str = "must be given once";

/// Style `form`: an exploded array has a pair for each element. An exploded object has no pair with its own name, see
/// [`object_of_members`].
fn pairs(values: &[&str], shape: &Shape, explode: bool, decode: Decode) -> Json {
    match (values, shape.as_array()) {
        (values, Some(array)) if explode && (values.len() > 1 || !shape.is_scalar()) => {
            array_of(array, values.iter().map(|text| decode(text)))
        }
        ([text], _) if explode => leaf(shape, &decode(text)?),
        ([text], _) => joined(text, shape, ',', false, decode),
        _ => Err(ONCE.to_owned()),
    }
}

/// A string with delimiters between elements, or between the members of an object.
fn joined(text: &str, shape: &Shape, delimiter: char, explode: bool, decode: Decode) -> Json {
    let is_list = text.contains(delimiter) && (shape.as_array().is_some() || shape.as_object().is_some());
    if shape.is_scalar() && !is_list {
        return leaf(shape, &decode(text)?);
    }
    let parts: Vec<&str> = text.split(delimiter).collect();
    match shape.as_array() {
        Some(array) => array_of(array, parts.into_iter().map(decode)),
        None if explode => object_of(shape, &assignments(text, delimiter), explode, decode),
        None => object_of(shape, &parts, explode, decode),
    }
}

/// The members `key=value` of a string. Dots, the delimiters of style `label`, may also occur within values: a member
/// begins if an `=` precedes the next delimiter.
fn assignments(text: &str, delimiter: char) -> Vec<&str> {
    let mut members = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(delimiter) {
        let next = &text[at + delimiter.len_utf8()..];
        if next.split(delimiter).next().is_some_and(|next| next.contains('=')) {
            members.push(&text[start..at]);
            start = at + delimiter.len_utf8();
        }
    }
    members.push(&text[start..]);
    members
}

/// A decoded string with delimiters between elements.
pub(crate) fn delimited(text: &str, shape: &Shape, delimiter: char) -> Json {
    joined(text, shape, delimiter, false, as_it_is)
}

/// Style `matrix`: `;name=value`; if exploded, one for each element or member.
fn matrix(name: &str, text: &str, shape: &Shape, explode: bool) -> Json {
    let text = text.strip_prefix(';').ok_or("must begin with `;`")?;
    if explode && !shape.is_scalar() && shape.as_array().is_none() {
        return object_of(shape, &text.split(';').collect::<Vec<_>>(), true, decoded);
    }
    let mut values = Vec::new();
    for pair in text.split(';') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if decoded(key)? != name {
            return Err(format!("must be written as `;{name}=`"));
        }
        values.push(value);
    }
    pairs(&values, shape, explode, decoded)
}

fn array_of<'t>(shape: &Shape, elements: impl Iterator<Item = Result<Cow<'t, str>, String>>) -> Json {
    let elements = elements.enumerate().map(|(index, text)| leaf(shape.element(index), &text?));
    Ok(format!("[{}]", elements.collect::<Result<Vec<_>, _>>()?.join(",")))
}

/// Alternating keys and values, or `key=value` pairs.
fn object_of(shape: &Shape, parts: &[&str], explode: bool, decode: Decode) -> Json {
    let shape = shape.as_object().unwrap_or(&Shape::Any);
    let pairs: Option<Vec<(&str, &str)>> = if explode {
        parts.iter().map(|part| part.split_once('=')).collect()
    } else {
        let pairs = parts.chunks_exact(2);
        pairs.remainder().is_empty().then(|| pairs.map(|pair| (pair[0], pair[1])).collect())
    };
    let expected = if explode { "must be written as `key=value`" } else { "must be written as `key,value,key,value`" };
    let members = pairs.ok_or(expected)?.into_iter().map(|(key, value)| {
        let key = decode(key)?;
        let value = leaf(shape.member(&key), &decode(value)?)?;
        Ok((key.into_owned(), value))
    });
    Ok(object(&members.collect::<Result<Vec<_>, String>>()?))
}

/// A member of an exploded object: an array property is repeated.
pub(crate) fn member(values: &[&str], shape: &Shape, decode: Decode) -> Json {
    pairs(values, shape, true, decode)
}

/// The JSON of an object.
pub(crate) fn object(members: &[(String, String)]) -> String {
    let members = members.iter().map(|(key, value)| format!("{}:{value}", quoted(key)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// The JSON of a single value: a scalar, or JSON for an array or an object.
pub(crate) fn leaf(shape: &Shape, text: &str) -> Json {
    if let Shape::Joined(style, _) = shape {
        let elements = text.split(style::delimiter(*style).unwrap_or(','));
        return array_of(shape, elements.take(if text.is_empty() { 0 } else { usize::MAX }).map(as_it_is));
    }
    let is_list = shape.as_array().is_some() || shape.as_object().is_some();
    let looks_like_json = text.starts_with(['{', '[']);
    if is_list && (looks_like_json || !shape.is_scalar()) {
        match serde_json::from_str::<&RawValue>(text) {
            Ok(json) if looks_like_json => return Ok(json.get().to_owned()),
            _ if !shape.is_scalar() => return Err("must be JSON".to_owned()),
            _ => {}
        }
    }
    scalar(shape.scalars(), text)
}

fn scalar(scalars: Scalars, text: &str) -> Json {
    if scalars.boolean && matches!(text, "true" | "false") {
        return Ok(text.to_owned());
    }
    if scalars.number && is_number(text) {
        return Ok(text.to_owned());
    }
    match scalars {
        Scalars { string: true, .. } => Ok(quoted(text)),
        Scalars { number: true, boolean: true, .. } => Err("must be a number or a boolean".to_owned()),
        Scalars { boolean: true, .. } => Err("must be `true` or `false`".to_owned()),
        _ => Err("must be a number".to_owned()),
    }
}

fn is_number(text: &str) -> bool {
    let is_json = |text| serde_json::from_str::<&RawValue>(text).is_ok_and(|json| json.get() == text);
    text.starts_with(|first: char| first.is_ascii_digit() || first == '-') && is_json(text)
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRINGS: Shape = Shape::Array(&Shape::String);
    const NUMBERS: Shape = Shape::Object(&[("R", Shape::Number), ("G", Shape::Number)], &Shape::Any);

    #[test]
    fn parameter_text_is_read_by_its_schema() {
        assert_eq!(leaf(&Shape::String, "5").unwrap(), r#""5""#);
        assert_eq!(leaf(&Shape::Number, "5").unwrap(), "5");
        assert_eq!(leaf(&Shape::Number, "five").unwrap_err(), "must be a number");
        assert_eq!(leaf(&Shape::Boolean, "1").unwrap_err(), "must be `true` or `false`");
        let either = Shape::OneOf(&[Shape::String, Shape::Number]);
        assert_eq!(leaf(&either, "5").unwrap(), "5");
        assert_eq!(leaf(&either, "05").unwrap(), r#""05""#);
        assert_eq!(leaf(&Shape::Any, r#"{"a":[1]}"#).unwrap(), r#"{"a":[1]}"#);
        assert_eq!(leaf(&Shape::Any, "{a").unwrap(), r#""{a""#);
        assert_eq!(leaf(&STRINGS, "[1").unwrap_err(), "must be JSON");
    }

    #[test]
    fn path_values_are_split_before_decoding() {
        assert_eq!(path("x", "a%2Cb,c", &STRINGS, Style::Simple, false).unwrap(), r#"["a,b","c"]"#);
        assert_eq!(path("x", "a%2Cb", &Shape::String, Style::Simple, false).unwrap(), r#""a,b""#);
        assert_eq!(path("x", "R=1,G=2", &NUMBERS, Style::Simple, true).unwrap(), r#"{"R":1,"G":2}"#);
        assert_eq!(path("x", "R,1,G,2", &NUMBERS, Style::Simple, false).unwrap(), r#"{"R":1,"G":2}"#);
        assert_eq!(path("x", ".a.b", &STRINGS, Style::Label, true).unwrap(), r#"["a","b"]"#);
        assert_eq!(path("x", ".a.b", &Shape::String, Style::Label, true).unwrap(), r#""a.b""#);
        assert_eq!(path("x", ".R=1.5.G=2", &NUMBERS, Style::Label, true).unwrap(), r#"{"R":1.5,"G":2}"#);
        assert_eq!(path("x", ";x=a;x=b", &STRINGS, Style::Matrix, true).unwrap(), r#"["a","b"]"#);
        assert_eq!(path("x", ";x=a,b", &STRINGS, Style::Matrix, false).unwrap(), r#"["a","b"]"#);
        assert_eq!(path("x", ";R=1;G=2", &NUMBERS, Style::Matrix, true).unwrap(), r#"{"R":1,"G":2}"#);
        assert_eq!(path("x", ";x", &Shape::String, Style::Matrix, false).unwrap(), r#""""#);
        assert_eq!(path("x", "a%20b", &STRINGS, Style::SpaceDelimited, false).unwrap(), r#"["a","b"]"#);
        assert!(path("x", "%FF", &Shape::String, Style::Simple, false).unwrap_err().contains("UTF-8"));
        assert!(path("x", "y", &Shape::String, Style::Label, false).unwrap_err().contains('.'));
    }

    #[test]
    fn encoded_slashes_stay_within_a_segment() {
        assert_eq!(segments("a%20b/c%2Fd%2525/e").unwrap(), "a b/c%2Fd%2525/e");
        assert_eq!(segments("%FF").unwrap_err(), "must be UTF-8, percent-encoded");
    }

    #[test]
    fn query_arrays_are_exploded_or_joined() {
        assert_eq!(query(&["a+b", "c%2C"], &STRINGS, Style::Form, true).unwrap(), r#"["a b","c,"]"#);
        assert_eq!(query(&["a,b%2Cc"], &STRINGS, Style::Form, false).unwrap(), r#"["a","b,c"]"#);
        assert_eq!(query(&["a%7Cb"], &STRINGS, Style::PipeDelimited, false).unwrap(), r#"["a","b"]"#);
        assert_eq!(query(&["1", "2"], &Shape::Number, Style::Form, true).unwrap_err(), ONCE);
        let one_or_more = Shape::OneOf(&[Shape::String, STRINGS]);
        assert_eq!(query(&["a"], &one_or_more, Style::Form, true).unwrap(), r#""a""#);
        assert_eq!(query(&["a", "b"], &one_or_more, Style::Form, true).unwrap(), r#"["a","b"]"#);
    }

    #[test]
    fn arrays_within_an_array_have_delimiters_of_their_own() {
        const ROWS: Shape = Shape::Array(&Shape::Joined(Style::PipeDelimited, &Shape::Number));
        const CUBE: Shape =
            Shape::Array(&Shape::Joined(Style::Simple, &Shape::Joined(Style::TabDelimited, &Shape::String)));
        assert_eq!(query(&["1%7C2,3,"], &ROWS, Style::Form, false).unwrap(), "[[1,2],[3],[]]");
        assert_eq!(query(&["1|2", "3"], &ROWS, Style::Form, true).unwrap(), "[[1,2],[3]]");
        assert_eq!(
            path("x", "a%2Cb%09c|d", &CUBE, Style::PipeDelimited, false).unwrap(),
            r#"[[["a"],["b","c"]],[["d"]]]"#
        );
        assert_eq!(header("1|2, 3", &ROWS, Style::Simple, false).unwrap(), "[[1,2],[3]]");
        assert_eq!(query(&["1|x"], &ROWS, Style::Form, false).unwrap_err(), "must be a number");
    }

    #[test]
    fn headers_keep_quoted_strings_and_json() {
        assert_eq!(header(r#""a,b", c"#, &STRINGS, Style::Simple, false).unwrap(), r#"["\"a,b\"","c"]"#);
        assert_eq!(header("a, b", &Shape::String, Style::Simple, false).unwrap(), r#""a, b""#);
        assert_eq!(header("R=1,G=2", &NUMBERS, Style::Simple, true).unwrap(), r#"{"R":1,"G":2}"#);
        let points = Shape::Array(&NUMBERS);
        let json = r#"{"R":1,"G":2},{"R":3}"#;
        assert_eq!(header(json, &points, Style::Simple, false).unwrap(), format!("[{json}]"));
    }
}
