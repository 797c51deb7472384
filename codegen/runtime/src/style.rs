//! Parameter styles: how a value becomes text in a path, a query, a header or a cookie.
//!
//! Follows the style table of OpenAPI 3.0.4 and 3.1.1 (section "Style Examples") and RFC 6570, on which it stands.
//! Delimiters are literal where the URI syntax allows them, and a value's own characters are percent-encoded, so that
//! a delimiter inside a value is never taken for one. Lists and objects without elements are left out, as are
//! `null` members, as RFC 6570 has it for undefined values.

use crate::argument::Argument;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// A parameter style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `value` (path, header).
    Simple,
    /// `.value` (path).
    Label,
    /// `;name=value` (path).
    Matrix,
    /// `name=value` (query, cookie).
    Form,
    /// `name=a%20b` (query).
    SpaceDelimited,
    /// `name=a%7Cb` (query).
    PipeDelimited,
    /// `name[key]=value` (query). Goes on for nested values, which the specification leaves open: `name[key][0]=a`.
    DeepObject,
}

/// Everything but RFC 3986's unreserved characters.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Keeps reserved characters too, but those that would end the value or change it: `&` the pair, `#` the query, `+`
/// which servers take for a space. A `%` is a character of the value and not the start of an encoded one.
const RESERVED: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// In a list, the comma is the delimiter.
const RESERVED_IN_LIST: &AsciiSet = &RESERVED.add(b',');

/// Percent-encodes everything but letters, digits, `-`, `.`, `_` and `~`.
pub(crate) fn encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, UNRESERVED).into()
}

/// What to keep of a query value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Unreserved characters.
    Unreserved,
    /// Reserved ones too: `allowReserved`.
    Reserved,
}

impl Keep {
    fn scalar(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Unreserved => encode(text),
            Self::Reserved => utf8_percent_encode(text, RESERVED).into(),
        }
    }

    fn element(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Unreserved => encode(text),
            Self::Reserved => utf8_percent_encode(text, RESERVED_IN_LIST).into(),
        }
    }
}

/// Lays a value out in a path. Any style but label and matrix counts as simple.
pub(crate) fn path(name: &str, value: &Argument, style: Style, explode: bool) -> Result<String, String> {
    match style {
        Style::Label => label(value, explode),
        Style::Matrix => matrix(name, value, explode),
        _ => simple(value, explode, &encode),
    }
}

/// Lays a value out in a header, in simple style. Headers are not percent-encoded.
pub(crate) fn header(value: &Argument, explode: bool) -> Result<String, String> {
    simple(value, explode, &|text| Cow::Borrowed(text))
}

/// Lays a value out in a query, or in form style in cookies: encoded `name=value` pairs. Any style that is not for
/// queries counts as form.
pub(crate) fn query(
    name: &str,
    value: &Argument,
    style: Style,
    explode: bool,
    keep: Keep,
) -> Result<Vec<String>, String> {
    match style {
        Style::SpaceDelimited if !explode => delimited(name, value, ' '),
        Style::PipeDelimited if !explode => delimited(name, value, '|'),
        Style::DeepObject => {
            let mut pairs = Vec::new();
            deep(&encode(name), value, keep, &mut pairs);
            Ok(pairs)
        }
        _ => form(name, value, explode, keep),
    }
}

fn simple(value: &Argument, explode: bool, encode: &dyn Fn(&str) -> Cow<'_, str>) -> Result<String, String> {
    Ok(match value {
        Argument::Nothing => String::new(),
        Argument::Text(text) => encode(text).into_owned(),
        Argument::List(elements) => join(&texts(elements)?, ",", encode),
        Argument::Object(members) if explode => pairs(members)?
            .iter()
            .map(|(key, value)| format!("{}={}", encode(key), encode(value)))
            .collect::<Vec<_>>()
            .join(","),
        Argument::Object(members) => join(&flat(members)?, ",", encode),
    })
}

fn label(value: &Argument, explode: bool) -> Result<String, String> {
    let delimiter = if explode { "." } else { "," };
    Ok(match value {
        Argument::Nothing => String::new(),
        Argument::Text(text) => format!(".{}", encode(text)),
        Argument::List(elements) => prefixed(".", join(&texts(elements)?, delimiter, &encode)),
        Argument::Object(members) if explode => prefixed(".", assignments(members, ".")?),
        Argument::Object(members) => prefixed(".", join(&flat(members)?, delimiter, &encode)),
    })
}

fn matrix(name: &str, value: &Argument, explode: bool) -> Result<String, String> {
    let name = encode(name);
    Ok(match value {
        Argument::Nothing => String::new(),
        Argument::Text(text) if text.is_empty() => format!(";{name}"),
        Argument::Text(text) => format!(";{name}={}", encode(text)),
        Argument::List(elements) if explode => {
            texts(elements)?.iter().map(|text| format!(";{name}={}", encode(text))).collect::<Vec<_>>().concat()
        }
        Argument::List(elements) => prefixed(&format!(";{name}="), join(&texts(elements)?, ",", &encode)),
        Argument::Object(members) if explode => prefixed(";", assignments(members, ";")?),
        Argument::Object(members) => prefixed(&format!(";{name}="), join(&flat(members)?, ",", &encode)),
    })
}

fn form(name: &str, value: &Argument, explode: bool, keep: Keep) -> Result<Vec<String>, String> {
    let name = encode(name);
    Ok(match value {
        Argument::Nothing => Vec::new(),
        Argument::Text(text) => vec![format!("{name}={}", keep.scalar(text))],
        Argument::List(elements) if explode => {
            texts(elements)?.iter().map(|text| format!("{name}={}", keep.scalar(text))).collect()
        }
        Argument::Object(members) if explode => {
            pairs(members)?.iter().map(|(key, text)| format!("{}={}", encode(key), keep.scalar(text))).collect()
        }
        Argument::List(elements) => one_pair(&name, &texts(elements)?, ",", &|text| keep.element(text)),
        Argument::Object(members) => one_pair(&name, &flat(members)?, ",", &|text| keep.element(text)),
    })
}

/// The delimiters of these styles are encoded in a query, so one inside a value could not be told from one between
/// values: such values are refused.
fn delimited(name: &str, value: &Argument, delimiter: char) -> Result<Vec<String>, String> {
    let parts = match value {
        Argument::Nothing => return Ok(Vec::new()),
        Argument::Text(text) => return Ok(vec![format!("{}={}", encode(name), encode(text))]),
        Argument::List(elements) => texts(elements)?,
        Argument::Object(members) => flat(members)?,
    };
    if parts.iter().any(|part| part.contains(delimiter)) {
        return Err(format!("must not contain `{delimiter}`, which stands between its elements"));
    }
    Ok(one_pair(&encode(name), &parts, &encode(delimiter.encode_utf8(&mut [0; 4])), &encode))
}

fn deep(name: &str, value: &Argument, keep: Keep, pairs: &mut Vec<String>) {
    match value {
        Argument::Nothing => {}
        Argument::Text(text) => pairs.push(format!("{name}={}", keep.scalar(text))),
        Argument::List(elements) => {
            for (index, element) in elements.iter().enumerate() {
                deep(&format!("{name}%5B{index}%5D"), element, keep, pairs);
            }
        }
        Argument::Object(members) => {
            for (key, value) in members {
                deep(&format!("{name}%5B{}%5D", encode(key)), value, keep, pairs);
            }
        }
    }
}

fn one_pair(name: &str, parts: &[&str], delimiter: &str, encode: &dyn Fn(&str) -> Cow<'_, str>) -> Vec<String> {
    if parts.is_empty() { Vec::new() } else { vec![format!("{name}={}", join(parts, delimiter, encode))] }
}

fn join(parts: &[&str], delimiter: &str, encode: &dyn Fn(&str) -> Cow<'_, str>) -> String {
    parts.iter().map(|part| encode(part)).collect::<Vec<_>>().join(delimiter)
}

fn prefixed(prefix: &str, text: String) -> String {
    if text.is_empty() { text } else { format!("{prefix}{text}") }
}

fn assignments(members: &[(String, Argument)], delimiter: &str) -> Result<String, String> {
    let assignments = pairs(members)?.into_iter().map(|(key, text)| format!("{}={}", encode(key), encode(text)));
    Ok(assignments.collect::<Vec<_>>().join(delimiter))
}

fn texts(elements: &[Argument]) -> Result<Vec<&str>, String> {
    elements.iter().filter_map(|element| text(element).transpose()).collect()
}

fn pairs(members: &[(String, Argument)]) -> Result<Vec<(&str, &str)>, String> {
    let pair = |(key, value)| Ok(text(value)?.map(|text| (key, text)));
    members.iter().map(|(key, value)| (key.as_str(), value)).filter_map(|member| pair(member).transpose()).collect()
}

/// Keys and values in turn.
fn flat(members: &[(String, Argument)]) -> Result<Vec<&str>, String> {
    Ok(pairs(members)?.into_iter().flat_map(|(key, text)| [key, text]).collect())
}

fn text(value: &Argument) -> Result<Option<&str>, String> {
    match value {
        Argument::Nothing => Ok(None),
        Argument::Text(text) => Ok(Some(text)),
        Argument::List(_) => Err("must not hold a list inside another value: its style cannot write one".to_owned()),
        Argument::Object(_) => {
            Err("must not hold an object inside another value: its style cannot write one".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Argument {
        Argument::Text(String::new())
    }

    fn one(text: &str) -> Argument {
        Argument::Text(text.to_owned())
    }

    fn many(texts: &[&str]) -> Argument {
        Argument::List(texts.iter().map(|text| one(text)).collect())
    }

    fn object(members: &[(&str, &str)]) -> Argument {
        Argument::Object(members.iter().map(|(key, text)| ((*key).to_owned(), one(text))).collect())
    }

    /// The values of the specification's table: empty, string, array, object.
    fn table() -> [Argument; 4] {
        [empty(), one("blue"), many(&["blue", "black", "brown"]), object(&[("R", "100"), ("G", "200"), ("B", "150")])]
    }

    fn in_path(value: &Argument, style: Style, explode: bool) -> String {
        path("color", value, style, explode).unwrap()
    }

    fn in_query(value: &Argument, style: Style, explode: bool) -> String {
        query("color", value, style, explode, Keep::Unreserved).unwrap().join("&")
    }

    #[test]
    fn path_styles_are_those_of_the_specification() {
        use Style::{Label, Matrix, Simple};
        let rows = [
            (Matrix, false, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]),
            (Matrix, true, [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]),
            (Label, false, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
            (Label, true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
            (Simple, false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
            (Simple, true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
        ];
        for (style, explode, expected) in rows {
            let got = table().map(|value| in_path(&value, style, explode));
            assert_eq!(got, expected, "{style:?} explode={explode}");
        }
    }

    #[test]
    fn query_styles_are_those_of_the_specification() {
        use Style::{DeepObject, Form, PipeDelimited, SpaceDelimited};
        let rows = [
            (Form, false, 0, "color="),
            (Form, false, 1, "color=blue"),
            (Form, false, 2, "color=blue,black,brown"),
            (Form, false, 3, "color=R,100,G,200,B,150"),
            (Form, true, 0, "color="),
            (Form, true, 1, "color=blue"),
            (Form, true, 2, "color=blue&color=black&color=brown"),
            (Form, true, 3, "R=100&G=200&B=150"),
            (SpaceDelimited, false, 2, "color=blue%20black%20brown"),
            (SpaceDelimited, false, 3, "color=R%20100%20G%20200%20B%20150"),
            (PipeDelimited, false, 2, "color=blue%7Cblack%7Cbrown"),
            (PipeDelimited, false, 3, "color=R%7C100%7CG%7C200%7CB%7C150"),
            (DeepObject, true, 3, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        ];
        for (style, explode, value, expected) in rows {
            assert_eq!(in_query(&table()[value], style, explode), expected, "{style:?} explode={explode}");
        }
    }

    #[test]
    fn what_the_specification_leaves_open() {
        // `explode` has no other meaning in these styles than in form.
        assert_eq!(in_query(&many(&["a", "b"]), Style::PipeDelimited, true), "color=a&color=b");
        assert_eq!(in_query(&one("a"), Style::SpaceDelimited, false), "color=a");
        assert_eq!(in_query(&one("a"), Style::DeepObject, true), "color=a");
        let nested = Argument::Object(vec![("a b".to_owned(), many(&["1", "2"]))]);
        assert_eq!(in_query(&nested, Style::DeepObject, true), "color%5Ba%20b%5D%5B0%5D=1&color%5Ba%20b%5D%5B1%5D=2");
        assert!(query("color", &nested, Style::Form, true, Keep::Unreserved).unwrap_err().contains("a list inside"));
    }

    #[test]
    fn nothing_is_left_out() {
        for explode in [false, true] {
            for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject] {
                for value in [Argument::Nothing, many(&[]), object(&[])] {
                    assert_eq!(query("color", &value, style, explode, Keep::Unreserved).unwrap(), Vec::<String>::new());
                }
            }
            for style in [Style::Simple, Style::Label, Style::Matrix] {
                for value in [Argument::Nothing, many(&[]), object(&[])] {
                    assert_eq!(in_path(&value, style, explode), "");
                }
            }
        }
        let gaps = Argument::List(vec![one("a"), Argument::Nothing, one("b")]);
        assert_eq!(in_query(&gaps, Style::Form, false), "color=a,b");
    }

    #[test]
    fn a_delimiter_inside_a_value_is_never_taken_for_one() {
        assert_eq!(in_query(&many(&["a,b", "c&d"]), Style::Form, false), "color=a%2Cb,c%26d");
        assert_eq!(in_query(&object(&[("k=1", "v")]), Style::Form, true), "k%3D1=v");
        assert_eq!(in_path(&many(&["a,b", "c"]), Style::Simple, false), "a%2Cb,c");
        assert_eq!(in_path(&one("a,b"), Style::Simple, false), "a%2Cb");
        assert_eq!(in_path(&one("a;b=c"), Style::Matrix, false), ";color=a%3Bb%3Dc");
        for (style, text) in [(Style::SpaceDelimited, "a b"), (Style::PipeDelimited, "a|b")] {
            let error = query("color", &many(&[text]), style, false, Keep::Unreserved).unwrap_err();
            assert!(error.starts_with("must not contain"), "{error}");
        }
    }

    #[test]
    fn every_other_character_is_encoded() {
        assert_eq!(in_query(&one("ä+ /?#%"), Style::Form, true), "color=%C3%A4%2B%20%2F%3F%23%25");
        assert_eq!(in_query(&one("a-b.c_d~e"), Style::Form, true), "color=a-b.c_d~e");
        assert_eq!(query("filter[x]", &one("1"), Style::Form, true, Keep::Unreserved).unwrap(), ["filter%5Bx%5D=1"]);
    }

    #[test]
    fn allow_reserved_keeps_all_that_cannot_end_the_value() {
        let reserved =
            |value: &Argument, explode| query("q", value, Style::Form, explode, Keep::Reserved).unwrap().join("&");
        assert_eq!(reserved(&one(":/?[]@!$'()*,;="), true), "q=:/?[]@!$'()*,;=");
        assert_eq!(reserved(&one("a&b#c+d%e f"), true), "q=a%26b%23c%2Bd%25e%20f");
        assert_eq!(reserved(&many(&["a,b", "c/d"]), false), "q=a%2Cb,c/d");
    }
}
