//! Parameter styles: how a value becomes text in a path, a query, a header or a cookie.
//!
//! Follows the style table of OpenAPI 3.0.4 and 3.1.1 (section "Style Examples") and RFC 6570, on which it stands.
//! Delimiters are literal where the URI syntax allows them, and a value's own characters are percent-encoded, so that
//! a delimiter inside a value is never taken for one. Lists and objects without elements are left out, as are
//! `null` members, as RFC 6570 has it for undefined values.

use crate::request::argument::Argument;
use crate::syntax::header_list;
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
    /// `name=a%20b` (query; in Swagger 2.0, `a%20b` in a path and `a b` in a header, too).
    SpaceDelimited,
    /// `name=a%7Cb` (query; in Swagger 2.0, `a%7Cb` in a path and `a|b` in a header, too).
    PipeDelimited,
    /// `name=a%09b` (Swagger 2.0 alone: query, `a%09b` in a path).
    TabDelimited,
    /// `name[key]=value` (query). Goes on for nested values, which the specification leaves open: `name[key][0]=a`.
    DeepObject,
    /// `name=value` (cookie). In cookies `form` is no other, since servers differ in whether they decode them.
    Cookie,
}

/// Everything but RFC 3986's unreserved characters.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether a character means nothing but itself anywhere in a URL.
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Keeps reserved characters too, but those that would end the value or change it: `&` the pair, `#` the query, `+`
/// which servers take for a space.
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

/// In a path that is several segments, the question mark would begin the query.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.add(b'?');

/// Percent-encodes everything but letters, digits, `-`, `.`, `_` and `~`.
pub(crate) fn encode(text: &str) -> Cow<'_, str> {
    // Names, numbers and ids mostly are what they are.
    if text.bytes().all(is_unreserved) { Cow::Borrowed(text) } else { utf8_percent_encode(text, UNRESERVED).into() }
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
            Self::Reserved => encode_beside_triples(text, RESERVED).into(),
        }
    }

    fn element(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Unreserved => encode(text),
            Self::Reserved => encode_beside_triples(text, RESERVED_IN_LIST).into(),
        }
    }
}

/// The reserved expansion of RFC 6570 leaves characters that are percent-encoded already as they are.
fn encode_beside_triples(text: &str, set: &'static AsciiSet) -> String {
    let is_triple =
        |rest: &str| rest.as_bytes().get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    let (mut encoded, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('%') {
        let (before, triple) = rest.split_at(at);
        encoded.extend(utf8_percent_encode(before, set));
        let length = if is_triple(triple) { 3 } else { 1 };
        encoded.push_str(if length == 3 { &triple[..3] } else { "%25" });
        rest = &triple[length..];
    }
    encoded.extend(utf8_percent_encode(rest, set));
    encoded
}

/// Lays a value out in a path. Any style that is not for paths counts as simple.
pub(crate) fn path(name: &str, value: Argument, style: Style, explode: bool) -> Result<String, String> {
    Ok(match (style, value) {
        (Style::Label, value) => label(&value, explode),
        (Style::Matrix, value) => matrix(name, &value, explode),
        (_, Argument::Text(text) | Argument::Literal(text)) if text.bytes().all(is_unreserved) => text,
        (style, value) => match (delimiter(style), elements(&value)) {
            (Some(delimiter), Some(parts)) => {
                check_delimited(&parts, delimiter)?;
                join(&parts, &encode(delimiter.encode_utf8(&mut [0; 4])), &encode)
            }
            (_, _) => simple(&value, explode, &encode),
        },
    })
}

/// Several segments of a path: slashes, and what is percent-encoded already, stay as they are.
pub(crate) fn segments(text: &str) -> String {
    encode_beside_triples(text, RESERVED_IN_PATH)
}

/// The character that a style puts between values, where it is another than the comma.
pub(crate) const fn delimiter(style: Style) -> Option<char> {
    match style {
        Style::SpaceDelimited => Some(' '),
        Style::PipeDelimited => Some('|'),
        Style::TabDelimited => Some('\t'),
        Style::Simple | Style::Label | Style::Matrix | Style::Form | Style::DeepObject | Style::Cookie => None,
    }
}

/// Lays a value out in a header, in simple style or between other delimiters; none for a list or an object without
/// elements. Headers are not percent-encoded, so a delimiter inside of an element could not be told from one between elements:
/// it is refused, unless it is a comma in a quoted string.
pub(crate) fn header(value: &Argument, style: Style, explode: bool) -> Result<Option<String>, String> {
    if let (Some(delimiter), Some(parts)) = (delimiter(style), elements(value)) {
        check_delimited(&parts, delimiter)?;
        return Ok((!parts.is_empty()).then(|| parts.join(delimiter.encode_utf8(&mut [0; 4]))));
    }
    let parts: Vec<Cow<'_, str>> = match value {
        Argument::Nothing => return Ok(None),
        Argument::Text(text) | Argument::Literal(text) if text.trim_matches(' ').len() < text.len() => {
            return Err("must not begin or end with a space to be sent in a header".to_owned());
        }
        Argument::Text(text) | Argument::Literal(text) => return Ok(Some(text.clone())),
        Argument::List(elements) => header_elements(elements)?,
        Argument::Object(members) if explode => header_assignments(members)?,
        Argument::Object(members) => header_parts(flat(members))?,
    };
    Ok((!parts.is_empty()).then(|| parts.join(",")))
}

/// An empty element would not be read; an object in place of one is JSON, which tells its own commas from others.
fn header_elements(elements: &[Argument]) -> Result<Vec<Cow<'_, str>>, String> {
    let is_scalar = |element: &&Argument| matches!(element, Argument::Text(_) | Argument::Literal(_));
    let scalars = elements.iter().filter(is_scalar).filter_map(Argument::as_text).collect();
    if header_parts(scalars)?.iter().any(|element| element.is_empty()) {
        return Err("must not have an empty element to be sent in a header, where lists have none".to_owned());
    }
    Ok(texts(elements))
}

fn header_assignments(members: &[(String, Argument)]) -> Result<Vec<Cow<'_, str>>, String> {
    if members.iter().any(|(key, _)| key.contains('=')) {
        return Err("must have no key with `=`, which stands between its keys and values".to_owned());
    }
    header_parts(pairs(members).map(|(key, text)| Cow::Owned(format!("{key}={text}"))).collect())
}

fn header_parts(parts: Vec<Cow<'_, str>>) -> Result<Vec<Cow<'_, str>>, String> {
    if header_list::is_kept(parts.iter().map(|part| &**part)) || parts.is_empty() {
        return Ok(parts);
    }
    let reason =
        "must not contain `,`, which stands between its elements, outside of quotes, nor spaces at an end of one";
    Err(reason.to_owned())
}

/// A list as one text that nothing is encoded in, a comma or what the style puts there between its elements; none for a
/// list without elements.
pub(crate) fn joined(value: &Argument, style: Style) -> Result<Option<String>, String> {
    let Some(parts) = elements(value) else { return Ok(value.as_text().map(Cow::into_owned)) };
    let delimiter = delimiter(style).unwrap_or(',');
    check_delimited(&parts, delimiter)?;
    Ok((!parts.is_empty()).then(|| parts.join(delimiter.encode_utf8(&mut [0; 4]))))
}

/// Lays a value out in a query: encoded `name=value` pairs. Any style that is not for
/// queries counts as form.
pub(crate) fn query(
    name: &str,
    value: &Argument,
    style: Style,
    explode: bool,
    keep: Keep,
) -> Result<Vec<String>, String> {
    match style {
        style if !explode && let Some(delimiter) = delimiter(style) => delimited(name, value, delimiter),
        Style::DeepObject => {
            let mut pairs = Vec::new();
            deep(&encode(name), value, keep, &mut pairs);
            Ok(pairs)
        }
        _ => Ok(form(name, value, explode, &encode, &|text| keep.scalar(text), &|text| keep.element(text))),
    }
}

/// Lays a value out in cookies: `name=value` pairs. Servers differ in whether they decode cookies, so nothing is
/// percent-encoded that can be sent as it is, and what cannot is refused; but for JSON, which never could.
pub(crate) fn cookie(name: &str, value: &Argument, explode: bool) -> Result<Vec<String>, String> {
    let pair = |name: &str, text: &str| format!("{name}={text}");
    match value {
        Argument::Nothing => Ok(Vec::new()),
        Argument::Text(text) | Argument::Literal(text) => Ok(vec![pair(name, cookie_value(text)?)]),
        Argument::List(elements) if explode => {
            elements.iter().filter_map(cookie_text).map(|text| Ok(pair(name, &text?))).collect()
        }
        Argument::Object(members) if explode => spread(members).map(|(key, value)| cookie_pair(key, value)).collect(),
        Argument::List(elements) => joined_cookie(name, elements.iter().filter_map(cookie_text)),
        Argument::Object(members) => {
            let members = members.iter().filter_map(|(key, value)| Some((key, cookie_text(value)?)));
            joined_cookie(name, members.flat_map(|(key, value)| [cookie_octets(key).map(Cow::Borrowed), value]))
        }
    }
}

fn cookie_pair(key: &str, value: &Argument) -> Result<String, String> {
    let is_name = !key.is_empty() && key.bytes().all(is_token);
    let text = cookie_text(value).ok_or("")??;
    if is_name {
        Ok(format!("{key}={text}"))
    } else {
        Err(format!("must have no key `{key}`: it cannot name a cookie"))
    }
}

fn joined_cookie<'a>(
    name: &str,
    texts: impl Iterator<Item = Result<Cow<'a, str>, String>>,
) -> Result<Vec<String>, String> {
    let texts = texts.collect::<Result<Vec<_>, _>>()?;
    Ok(one_pair(name, &texts, ",", &as_is))
}

/// One value among others. None for nothing.
fn cookie_text(value: &Argument) -> Option<Result<Cow<'_, str>, String>> {
    match value {
        Argument::Nothing => None,
        Argument::Text(text) | Argument::Literal(text) => Some(cookie_octets(text).map(Cow::Borrowed)),
        json => json.as_text().map(|text| Ok(Cow::Owned(encode(&text).into_owned()))),
    }
}

/// The `cookie-value` of RFC 6265: quotes may stand around it.
pub(crate) fn cookie_value(text: &str) -> Result<&str, String> {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    cookie_octets(inside.unwrap_or(text)).map(|_| text)
}

/// The `cookie-octet` of RFC 6265. The value may be secret, so the reason does not repeat it.
fn cookie_octets(text: &str) -> Result<&str, String> {
    let is_octet = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    if text.bytes().all(is_octet) {
        return Ok(text);
    }
    let allowed = "visible ASCII characters but quotes, commas, semicolons and backslashes";
    Err(format!("must hold only {allowed} to be sent in a cookie: encode it as the service decodes it"))
}

/// The `token` of RFC 9110, which the name of a cookie is.
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}

type Encode<'a> = &'a dyn for<'t> Fn(&'t str) -> Cow<'t, str>;

fn as_is(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

fn simple(value: &Argument, explode: bool, encode: Encode) -> String {
    match value {
        Argument::Nothing => String::new(),
        Argument::Text(text) | Argument::Literal(text) => encode(text).into_owned(),
        Argument::List(elements) => join(&texts(elements), ",", encode),
        Argument::Object(members) if explode => assignments(members, ",", encode),
        Argument::Object(members) => join(&flat(members), ",", encode),
    }
}

fn label(value: &Argument, explode: bool) -> String {
    let delimiter = if explode { "." } else { "," };
    match value {
        Argument::Nothing => String::new(),
        Argument::Text(text) | Argument::Literal(text) => format!(".{}", encode(text)),
        Argument::List(elements) => prefixed(".", join(&texts(elements), delimiter, &encode)),
        Argument::Object(members) if explode => prefixed(".", assignments(members, ".", &encode)),
        Argument::Object(members) => prefixed(".", join(&flat(members), delimiter, &encode)),
    }
}

fn matrix(name: &str, value: &Argument, explode: bool) -> String {
    let name = encode(name);
    let assigned = |text: &str| if text.is_empty() { format!(";{name}") } else { format!(";{name}={}", encode(text)) };
    match value {
        Argument::Nothing => String::new(),
        Argument::Text(text) | Argument::Literal(text) => assigned(text),
        Argument::List(elements) if explode => texts(elements).iter().map(|text| assigned(text)).collect(),
        Argument::List(elements) => prefixed(&format!(";{name}="), join(&texts(elements), ",", &encode)),
        Argument::Object(members) if explode => prefixed(";", assignments(members, ";", &encode)),
        Argument::Object(members) => prefixed(&format!(";{name}="), join(&flat(members), ",", &encode)),
    }
}

/// `name` encodes names and keys, `scalar` a value that stands alone, `element` one between commas.
fn form(name: &str, value: &Argument, explode: bool, encode: Encode, scalar: Encode, element: Encode) -> Vec<String> {
    let pair = |name: &str, text: &str| [&encode(name), "=", &scalar(text)].concat();
    match value {
        Argument::Nothing => Vec::new(),
        Argument::Text(text) | Argument::Literal(text) => vec![pair(name, text)],
        Argument::List(elements) if explode => texts(elements).iter().map(|text| pair(name, text)).collect(),
        Argument::Object(members) if explode => {
            spread(members).filter_map(|(key, value)| Some(pair(key, &value.as_text()?))).collect()
        }
        Argument::List(elements) => one_pair(&encode(name), &texts(elements), ",", element),
        Argument::Object(members) => one_pair(&encode(name), &flat(members), ",", element),
    }
}

/// The delimiters of these styles are encoded in a query, so one inside a value could not be told from one between
/// values: such values are refused.
fn delimited(name: &str, value: &Argument, delimiter: char) -> Result<Vec<String>, String> {
    let Some(parts) = elements(value) else {
        return Ok(form(name, value, false, &encode, &encode, &encode));
    };
    check_delimited(&parts, delimiter)?;
    Ok(one_pair(&encode(name), &parts, &encode(delimiter.encode_utf8(&mut [0; 4])), &encode))
}

/// The elements of a list, or the keys and values of an object.
fn elements(value: &Argument) -> Option<Vec<Cow<'_, str>>> {
    match value {
        Argument::Nothing | Argument::Text(_) | Argument::Literal(_) => None,
        Argument::List(elements) => Some(texts(elements)),
        Argument::Object(members) => Some(flat(members)),
    }
}

fn check_delimited(parts: &[Cow<'_, str>], delimiter: char) -> Result<(), String> {
    if parts.iter().any(|part| part.contains(delimiter)) {
        let shown = delimiter.escape_debug();
        return Err(format!("must not contain `{shown}`, which stands between its elements"));
    }
    Ok(())
}

fn deep(name: &str, value: &Argument, keep: Keep, pairs: &mut Vec<String>) {
    match value {
        Argument::Nothing => {}
        Argument::Text(text) | Argument::Literal(text) => pairs.push(format!("{name}={}", keep.scalar(text))),
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

fn one_pair(name: &str, parts: &[Cow<'_, str>], delimiter: &str, encode: Encode) -> Vec<String> {
    if parts.is_empty() { Vec::new() } else { vec![format!("{name}={}", join(parts, delimiter, encode))] }
}

fn join(parts: &[Cow<'_, str>], delimiter: &str, encode: Encode) -> String {
    parts.iter().map(|part| encode(part)).collect::<Vec<_>>().join(delimiter)
}

fn prefixed(prefix: &str, text: String) -> String {
    if text.is_empty() { text } else { format!("{prefix}{text}") }
}

fn assignments(members: &[(String, Argument)], delimiter: &str, encode: Encode) -> String {
    let assignments = pairs(members).map(|(key, text)| format!("{}={}", encode(key), encode(&text)));
    assignments.collect::<Vec<_>>().join(delimiter)
}

fn texts(elements: &[Argument]) -> Vec<Cow<'_, str>> {
    elements.iter().filter_map(Argument::as_text).collect()
}

fn pairs(members: &[(String, Argument)]) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    members.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_text()?)))
}

/// Keys and values, a key once for each element of a list; without what is nothing.
fn spread(members: &[(String, Argument)]) -> impl Iterator<Item = (&str, &Argument)> {
    let spread = members.iter().flat_map(|(key, value)| {
        let values = match value {
            Argument::List(elements) => elements.as_slice(),
            value => std::slice::from_ref(value),
        };
        values.iter().map(|value| (key.as_str(), value))
    });
    spread.filter(|(_, value)| !matches!(value, Argument::Nothing))
}

/// Keys and values in turn.
fn flat(members: &[(String, Argument)]) -> Vec<Cow<'_, str>> {
    pairs(members).flat_map(|(key, text)| [Cow::Borrowed(key), text]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unreserved_is_what_is_not_encoded() {
        for byte in 0..128 {
            let text = char::from(byte).to_string();
            let encoded = utf8_percent_encode(&text, UNRESERVED).to_string();
            assert_eq!((encoded == text, &*encode(&text)), (is_unreserved(byte), &*encoded));
            assert_eq!(path("x", Argument::Text(text.clone()), Style::Simple, false).unwrap(), encode(&text));
        }
    }

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
        path("color", value.clone(), style, explode).unwrap()
    }

    fn in_query(value: &Argument, style: Style, explode: bool) -> String {
        query("color", value, style, explode, Keep::Unreserved).unwrap().join("&")
    }

    // The table "Style Examples" of the specification: 3.0.4 and 3.1.1 have the same; 3.2.0 adds the style `cookie`.

    #[test]
    fn style_examples_of_3_0_4_and_3_1_1_in_paths() {
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
    fn style_examples_of_3_0_4_and_3_1_1_in_queries() {
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
    fn style_examples_of_3_2_0_in_cookies() {
        let rows = [
            (false, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
            (true, ["color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"]),
        ];
        for (explode, expected) in rows {
            let got = table().map(|value| cookie("color", &value, explode).unwrap().join("; "));
            assert_eq!(got, expected, "explode={explode}");
        }
        assert_eq!(cookie("c", &one("a%20b/c="), true).unwrap(), ["c=a%20b/c="]);
        assert_eq!(cookie("c", &one("\"a\""), true).unwrap(), ["c=\"a\""]);
        for foreign in ["a;b", "a,b", "a b", "a\"b", "a\\b", "ä", "a\n", "\"", "\"a,b\""] {
            for value in [one(foreign), many(&[foreign]), object(&[("k", foreign)])] {
                for explode in [false, true] {
                    let error = cookie("c", &value, explode).unwrap_err();
                    assert!(error.starts_with("must hold only"), "{foreign}: {error}");
                }
            }
        }
        assert!(cookie("c", &object(&[("k=1", "v")]), true).unwrap_err().contains("cannot name a cookie"));
        let nested = Argument::List(vec![object(&[("k", "v")])]);
        assert_eq!(cookie("c", &nested, true).unwrap(), ["c=%7B%22k%22%3A%22v%22%7D"]);
    }

    #[test]
    fn style_examples_in_headers() {
        let rows = [
            (false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
            (true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
        ];
        for (explode, expected) in rows {
            assert_eq!(
                table().map(|value| header(&value, Style::Simple, explode).unwrap().unwrap()),
                expected,
                "explode={explode}"
            );
        }
        assert_eq!(in_header(&one("a b/c=%,")), "a b/c=%,");
    }

    #[test]
    fn lists_between_other_delimiters_than_commas() {
        for (style, in_path, in_header) in [
            (Style::SpaceDelimited, "a%20b%2Cc", "a b,c"),
            (Style::PipeDelimited, "a%7Cb%2Cc", "a|b,c"),
            (Style::TabDelimited, "a%09b%2Cc", "a\tb,c"),
        ] {
            let list = many(&["a", "b,c"]);
            assert_eq!(path("x", list.clone(), style, false).unwrap(), in_path);
            assert_eq!(in_query(&list, style, false), format!("color={in_path}"));
            assert_eq!(header(&list, style, false).unwrap().unwrap(), in_header);
            assert_eq!(joined(&list, style).unwrap().unwrap(), in_header);
            assert_eq!(path("x", one("a"), style, false).unwrap(), "a");
            assert_eq!(header(&many(&[]), style, false), Ok(None));
            let delimiter = delimiter(style).unwrap();
            let ambiguous = many(&["a", &format!("b{delimiter}c")]);
            assert!(path("x", ambiguous.clone(), style, false).is_err());
            assert!(header(&ambiguous, style, false).is_err());
            assert!(joined(&ambiguous, style).is_err());
        }
        assert_eq!(joined(&many(&["a", "b"]), Style::Form).unwrap().unwrap(), "a,b");
        assert!(joined(&many(&["a", "b,c"]), Style::Form).is_err());
        assert_eq!(joined(&many(&[]), Style::Form), Ok(None));
    }

    fn in_header(value: &Argument) -> String {
        header(value, Style::Simple, false).unwrap().unwrap()
    }

    #[test]
    fn what_a_header_cannot_hold_is_refused_and_what_is_empty_left_out() {
        for explode in [false, true] {
            for empty in [Argument::Nothing, many(&[]), object(&[]), Argument::List(vec![Argument::Nothing])] {
                assert_eq!(header(&empty, Style::Simple, explode), Ok(None));
            }
            for ambiguous in [many(&["a,b", "c"]), many(&["a "]), many(&["a", ""]), object(&[("k", "a,b")]), one(" a")]
            {
                assert!(header(&ambiguous, Style::Simple, explode).unwrap_err().starts_with("must not "));
            }
        }
        assert!(header(&object(&[("a=b", "c")]), Style::Simple, true).unwrap_err().contains("`=`"));
        assert_eq!(header(&object(&[("a", "b=c")]), Style::Simple, true).unwrap().unwrap(), "a=b=c");
        assert_eq!(in_header(&object(&[("a", ""), ("b", "c")])), "a,,b,c");
        assert_eq!(in_header(&many(&["\"a,b\"", "W/\"c\""])), "\"a,b\",W/\"c\"");
    }

    #[test]
    fn what_the_specification_leaves_open() {
        // `explode` has no other meaning in these styles than in form.
        assert_eq!(in_query(&many(&["a", "b"]), Style::PipeDelimited, true), "color=a&color=b");
        assert_eq!(in_query(&one("a"), Style::SpaceDelimited, false), "color=a");
        assert_eq!(in_query(&one("a"), Style::DeepObject, true), "color=a");
        let nested = Argument::Object(vec![("a b".to_owned(), many(&["1", "2"]))]);
        assert_eq!(in_query(&nested, Style::DeepObject, true), "color%5Ba%20b%5D%5B0%5D=1&color%5Ba%20b%5D%5B1%5D=2");
        let deeper = Argument::List(vec![Argument::Object(vec![("k".to_owned(), nested.clone())])]);
        assert_eq!(
            in_query(&deeper, Style::DeepObject, true),
            "color%5B0%5D%5Bk%5D%5Ba%20b%5D%5B0%5D=1&color%5B0%5D%5Bk%5D%5Ba%20b%5D%5B1%5D=2"
        );
    }

    #[test]
    fn an_exploded_object_repeats_the_key_of_a_list() {
        let sort = Argument::Object(vec![
            ("page".to_owned(), Argument::Literal("1".to_owned())),
            ("sort".to_owned(), many(&["a", "b"])),
        ]);
        assert_eq!(in_query(&sort, Style::Form, true), "page=1&sort=a&sort=b");
        assert_eq!(cookie("c", &sort, true).unwrap(), ["page=1", "sort=a", "sort=b"]);
    }

    #[test]
    fn what_a_style_cannot_nest_is_json() {
        let rows = Argument::List(vec![many(&["a", "1"]), object(&[("k", "v")])]);
        assert_eq!(in_query(&rows, Style::Form, true), "color=%5B%22a%22%2C%221%22%5D&color=%7B%22k%22%3A%22v%22%7D");
        assert_eq!(in_query(&rows, Style::Form, false), "color=%5B%22a%22%2C%221%22%5D,%7B%22k%22%3A%22v%22%7D");
        assert_eq!(
            in_query(&rows, Style::PipeDelimited, false),
            "color=%5B%22a%22%2C%221%22%5D%7C%7B%22k%22%3A%22v%22%7D"
        );
        assert_eq!(in_path(&rows, Style::Label, true), ".%5B%22a%22%2C%221%22%5D.%7B%22k%22%3A%22v%22%7D");
        assert_eq!(in_header(&rows), r#"["a","1"],{"k":"v"}"#);
        let nested = Argument::Object(vec![("k".to_owned(), object(&[("a", "b")]))]);
        assert_eq!(in_query(&nested, Style::Form, true), "k=%7B%22a%22%3A%22b%22%7D");
        assert_eq!(in_path(&nested, Style::Matrix, true), ";k=%7B%22a%22%3A%22b%22%7D");
    }

    #[test]
    fn every_reserved_character_is_encoded_in_every_style_but_header_and_cookie() {
        let reserved = ":/?#[]@!$&'()*+,;=% \"<>\\^`{|}";
        let encoded = "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%20%22%3C%3E%5C%5E%60%7B%7C%7D";
        let list = many(&[reserved, reserved]);
        assert_eq!(in_path(&one(reserved), Style::Simple, false), encoded);
        assert_eq!(in_path(&one(reserved), Style::Label, false), format!(".{encoded}"));
        assert_eq!(in_path(&one(reserved), Style::Matrix, false), format!(";color={encoded}"));
        assert_eq!(in_path(&list, Style::Simple, true), format!("{encoded},{encoded}"));
        assert_eq!(in_query(&one(reserved), Style::Form, true), format!("color={encoded}"));
        assert_eq!(in_query(&list, Style::Form, false), format!("color={encoded},{encoded}"));
        assert_eq!(
            in_query(&object(&[(reserved, reserved)]), Style::DeepObject, true),
            format!("color%5B{encoded}%5D={encoded}")
        );
        assert_eq!(in_header(&one(reserved)), reserved);
    }

    #[test]
    fn an_empty_element_of_an_exploded_matrix_has_no_equals_sign() {
        assert_eq!(in_path(&many(&["", "a"]), Style::Matrix, true), ";color;color=a");
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
        assert_eq!(reserved(&one("%41%zz%4é%"), true), "q=%41%25zz%254%C3%A9%25");
    }
}
