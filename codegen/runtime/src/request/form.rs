//! Bodies of the media type `application/x-www-form-urlencoded`.
//!
//! A property is encoded according to its Encoding Object, or else by its value: a scalar as text, a list as a pair for
//! each element, an object as JSON text (OpenAPI 3.0.4 and 3.1.1, "Encoding the `x-www-form-urlencoded` Media Type"). A
//! space becomes `%20`, which every form parser accepts; `null` is left out.

use crate::Style;
use crate::json::scan;
use crate::request::argument::Argument;
use crate::request::percent::{self, Keep};
use crate::request::style;
use serde_json::value::RawValue;

/// The encoding of a property of a form, if it is not determined by its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormEncoding {
    name: &'static str,
    way: Way,
}

/// How a property is written as pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Style(Style, bool, Keep, &'static [Style]),
    Json,
}

impl FormEncoding {
    /// The property `name` in a style, exploded or not.
    #[must_use]
    pub const fn style(name: &'static str, style: Style, explode: bool) -> Self {
        Self { name, way: Way::Style(style, explode, Keep::Unreserved, &[]) }
    }

    /// Like [`style`](Self::style), for an array of arrays: each level within it is one string in its own style.
    #[must_use]
    pub const fn nested(name: &'static str, style: Style, explode: bool, styles: &'static [Style]) -> Self {
        Self { name, way: Way::Style(style, explode, Keep::Unreserved, styles) }
    }

    /// Like [`style`](Self::style), with `allowReserved`: see
    /// [`RequestWriter::query_reserved`](crate::RequestWriter::query_reserved).
    #[must_use]
    pub const fn reserved(name: &'static str, style: Style, explode: bool) -> Self {
        Self { name, way: Way::Style(style, explode, Keep::Reserved, &[]) }
    }

    /// The property `name` as JSON text.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self { name, way: Way::Json }
    }
}

#[cfg(feature = "service")]
impl FormEncoding {
    /// The encoding of the property with this name, if it is not determined by its value.
    pub(crate) fn way(encodings: &[Self], name: &str) -> Option<Way> {
        encodings.iter().find(|encoding| encoding.name == name).map(|encoding| encoding.way)
    }
}

/// A problem with a property: its name and the reason.
type Problem = (String, String);

/// Encodes an object, given as JSON text, as a form.
pub(crate) fn encode(json: &str, encodings: &[FormEncoding]) -> Result<String, Vec<Problem>> {
    let members: Vec<(String, &RawValue)> = scan::members(json)
        .map_err(|_| vec![(String::new(), "must be an object: a form has named fields".to_owned())])?;
    let (mut pairs, mut problems) = (Vec::new(), Vec::new());
    for (name, value) in members {
        let encoding = encodings.iter().find(|encoding| encoding.name == name);
        match member(&name, value.get(), encoding.map(|encoding| encoding.way)) {
            Ok(encoded) => pairs.extend(encoded),
            Err(reason) => problems.push((name, reason)),
        }
    }
    if problems.is_empty() { Ok(pairs.join("&")) } else { Err(problems) }
}

fn member(name: &str, json: &str, way: Option<Way>) -> Result<Vec<String>, String> {
    let pair = |text: &str| format!("{}={}", percent::encode(name), percent::encode(text));
    match way {
        Some(Way::Style(style, explode, keep, nested)) => {
            let value = style::joined_within(Argument::parse(json)?, nested)?;
            style::query(name, &value, style, explode, keep)
        }
        Some(Way::Json) if json == "null" => Ok(Vec::new()),
        Some(Way::Json) => Ok(vec![pair(json)]),
        None => Ok(values(json, false)?.iter().map(|(text, _)| pair(text)).collect()),
    }
}

/// The strings for a value, and whether each is JSON, as those of objects and nested lists always are: none for `null`,
/// one for each element of a list.
pub(crate) fn values(json: &str, as_json: bool) -> Result<Vec<(String, bool)>, String> {
    let text = |json: &str| match Argument::parse(json)? {
        Argument::Nothing => Ok(None),
        Argument::Text(text) | Argument::Literal(text) if !as_json => Ok(Some((text, false))),
        Argument::Text(_) | Argument::Literal(_) | Argument::List(_) | Argument::Object(_) => {
            Ok(Some((json.to_owned(), true)))
        }
    };
    let elements: Vec<&RawValue> = match json.as_bytes().first() {
        Some(b'[') => serde_json::from_str(json).map_err(|error| error.to_string())?,
        _ => return Ok(text(json)?.into_iter().collect()),
    };
    elements.into_iter().filter_map(|element| text(element.get()).transpose()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_values_without_an_encoding_are_strings_pairs_and_json() {
        let json =
            r#"{"a b":"x&y","n":1.50,"t":true,"no":null,"list":["p q",2,{"k":"v"}],"object":{"k":["v"]},"empty":[]}"#;
        let expected = "a%20b=x%26y&n=1.50&t=true&list=p%20q&list=2&list=%7B%22k%22%3A%22v%22%7D\
                        &object=%7B%22k%22%3A%5B%22v%22%5D%7D";
        assert_eq!(encode(json, &[]).unwrap(), expected);
    }

    #[test]
    fn form_encodings_override_defaults() {
        let json = r#"{"tags":["a","b"],"more":["a","b"],"deep":{"k":{"l":1}},"url":"a/b?c","json":["a"],"none":null}"#;
        let encodings = [
            FormEncoding::style("tags", Style::Form, false),
            FormEncoding::style("more", Style::PipeDelimited, false),
            FormEncoding::style("deep", Style::DeepObject, true),
            FormEncoding::reserved("url", Style::Form, true),
            FormEncoding::json("json"),
            FormEncoding::json("none"),
        ];
        let expected = "tags=a,b&more=a%7Cb&deep%5Bk%5D%5Bl%5D=1&url=a/b?c&json=%5B%22a%22%5D";
        assert_eq!(encode(json, &encodings).unwrap(), expected);
    }

    #[test]
    fn invalid_forms_are_rejected() {
        assert_eq!(encode("[1]", &[]).unwrap_err()[0].0, "");
        let delimiter = [FormEncoding::style("a", Style::PipeDelimited, false)];
        assert_eq!(encode(r#"{"a":["b|c","d"]}"#, &delimiter).unwrap_err()[0].0, "a");
    }
}
