//! Parameter styles: writing a value as text in a path, a query, a header or a cookie.
//!
//! Follows the table "Style Examples" of OpenAPI 3.0.4 and 3.1.1, and RFC 6570, on which it is based. Delimiters are
//! literal if the URI syntax allows them, and those inside a value are percent-encoded, so that they are not taken for
//! delimiters. Empty lists and objects are left out, and so are `null` members, like undefined values in RFC 6570.

use crate::request::argument::Argument;
use crate::request::percent::{Keep, encode, is_unreserved};
use crate::syntax::header_list;
use std::borrow::Cow;

mod nested;

pub use nested::Nested;
pub(crate) use nested::joined_within;

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
    /// `name[key]=value` (query). Also for nested values, which the specification leaves undefined: `name[key][0]=a`.
    DeepObject,
    /// `name=value` (cookie). In cookies, `form` is the same, since servers differ in whether they decode them.
    Cookie,
}

/// Writes a value in a path. A style that is not for paths counts as `simple`.
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

/// The delimiter of a style, if it is not the comma.
pub(crate) const fn delimiter(style: Style) -> Option<char> {
    match style {
        Style::SpaceDelimited => Some(' '),
        Style::PipeDelimited => Some('|'),
        Style::TabDelimited => Some('\t'),
        Style::Simple | Style::Label | Style::Matrix | Style::Form | Style::DeepObject | Style::Cookie => None,
    }
}

/// Writes a value in a header, in style `simple` or with other delimiters; `None` for an empty list or object. Headers are not
/// percent-encoded, so a delimiter inside an element would be ambiguous: it is rejected, unless it is a comma in a quoted
/// string.
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

/// An empty element would not be read. An object as an element is JSON, whose commas are not ambiguous.
fn header_elements(elements: &[Argument]) -> Result<Vec<Cow<'_, str>>, String> {
    let is_scalar = |element: &&Argument| matches!(element, Argument::Text(_) | Argument::Literal(_));
    let scalars = elements.iter().filter(is_scalar).filter_map(Argument::as_text).collect();
    if header_parts(scalars)?.iter().any(|element| element.is_empty()) {
        return Err("must not have an empty element to be sent in a header, where lists have none".to_owned());
    }
    Ok(values(elements))
}

fn header_assignments(members: &[(String, Argument)]) -> Result<Vec<Cow<'_, str>>, String> {
    if members.iter().any(|(key, _)| key.contains('=')) {
        return Err("must not have a key with `=`, which separates its keys and values".to_owned());
    }
    header_parts(pairs(members).map(|(key, text)| Cow::Owned(format!("{key}={text}"))).collect())
}

fn header_parts(parts: Vec<Cow<'_, str>>) -> Result<Vec<Cow<'_, str>>, String> {
    if header_list::is_kept(parts.iter().map(|part| &**part)) || parts.is_empty() {
        return Ok(parts);
    }
    let reason = "must not contain `,` outside of quotes, which separates its elements, nor an element that begins or ends with a space";
    Err(reason.to_owned())
}

/// A list as one string, not encoded, with the delimiter of the style between its elements; `None` for an empty list.
pub(crate) fn joined(value: &Argument, style: Style) -> Result<Option<String>, String> {
    let Some(parts) = elements(value) else { return Ok(value.as_text().map(Cow::into_owned)) };
    let delimiter = delimiter(style).unwrap_or(',');
    check_delimited(&parts, delimiter)?;
    Ok((!parts.is_empty()).then(|| parts.join(delimiter.encode_utf8(&mut [0; 4]))))
}

/// Writes a value in a query: encoded `name=value` pairs. A style that is not for queries counts as `form`.
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

/// Writes a value in cookies: `name=value` pairs. Servers differ in whether they decode cookies, so values are not
/// percent-encoded, and those that cannot be sent as they are are rejected; except JSON, which always needs encoding.
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
    values: impl Iterator<Item = Result<Cow<'a, str>, String>>,
) -> Result<Vec<String>, String> {
    let values = values.collect::<Result<Vec<_>, _>>()?;
    Ok(one_pair(name, &values, ",", &as_is))
}

/// One value among others. `None` if it is absent.
fn cookie_text(value: &Argument) -> Option<Result<Cow<'_, str>, String>> {
    match value {
        Argument::Nothing => None,
        Argument::Text(text) | Argument::Literal(text) => Some(cookie_octets(text).map(Cow::Borrowed)),
        json => json.as_text().map(|text| Ok(Cow::Owned(encode(&text).into_owned()))),
    }
}

/// The `cookie-value` of RFC 6265, which may be in quotes.
pub(crate) fn cookie_value(text: &str) -> Result<&str, String> {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    cookie_octets(inside.unwrap_or(text)).map(|_| text)
}

/// The `cookie-octet` of RFC 6265. The value may be secret, so the reason does not contain it.
fn cookie_octets(text: &str) -> Result<&str, String> {
    let is_octet = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    if text.bytes().all(is_octet) {
        return Ok(text);
    }
    let allowed = "visible ASCII characters but quotes, commas, semicolons and backslashes";
    Err(format!("must contain only {allowed} to be sent in a cookie: encode it as the service decodes it"))
}

/// The `token` of RFC 9110, the syntax of cookie names.
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
        Argument::List(elements) => join(&values(elements), ",", encode),
        Argument::Object(members) if explode => assignments(members, ",", encode),
        Argument::Object(members) => join(&flat(members), ",", encode),
    }
}

fn label(value: &Argument, explode: bool) -> String {
    let delimiter = if explode { "." } else { "," };
    match value {
        Argument::Nothing => String::new(),
        Argument::Text(text) | Argument::Literal(text) => format!(".{}", encode(text)),
        Argument::List(elements) => prefixed(".", join(&values(elements), delimiter, &encode)),
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
        Argument::List(elements) if explode => values(elements).iter().map(|text| assigned(text)).collect(),
        Argument::List(elements) => prefixed(&format!(";{name}="), join(&values(elements), ",", &encode)),
        Argument::Object(members) if explode => prefixed(";", assignments(members, ";", &encode)),
        Argument::Object(members) => prefixed(&format!(";{name}="), join(&flat(members), ",", &encode)),
    }
}

/// `name` encodes names and keys, `scalar` a single value, `element` one between commas.
fn form(name: &str, value: &Argument, explode: bool, encode: Encode, scalar: Encode, element: Encode) -> Vec<String> {
    let pair = |name: &str, text: &str| [&encode(name), "=", &scalar(text)].concat();
    match value {
        Argument::Nothing => Vec::new(),
        Argument::Text(text) | Argument::Literal(text) => vec![pair(name, text)],
        Argument::List(elements) if explode => values(elements).iter().map(|text| pair(name, text)).collect(),
        Argument::Object(members) if explode => {
            spread(members).filter_map(|(key, value)| Some(pair(key, &value.as_text()?))).collect()
        }
        Argument::List(elements) => one_pair(&encode(name), &values(elements), ",", element),
        Argument::Object(members) => one_pair(&encode(name), &flat(members), ",", element),
    }
}

/// The delimiters of these styles are encoded in a query, so a delimiter inside a value would be ambiguous: such values
/// are rejected.
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
        Argument::List(elements) => Some(values(elements)),
        Argument::Object(members) => Some(flat(members)),
    }
}

fn check_delimited(parts: &[Cow<'_, str>], delimiter: char) -> Result<(), String> {
    if parts.iter().any(|part| part.contains(delimiter)) {
        let delimiter = delimiter.escape_debug();
        return Err(format!("must not contain `{delimiter}`, which separates its elements"));
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

fn values(elements: &[Argument]) -> Vec<Cow<'_, str>> {
    elements.iter().filter_map(Argument::as_text).collect()
}

fn pairs(members: &[(String, Argument)]) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    members.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_text()?)))
}

/// Keys and values, with a key for each element of a list; absent values are left out.
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

/// Alternating keys and values.
fn flat(members: &[(String, Argument)]) -> Vec<Cow<'_, str>> {
    pairs(members).flat_map(|(key, text)| [Cow::Borrowed(key), text]).collect()
}

#[cfg(test)]
mod tests;
