//! Parameters: each in its location and style.

use super::RequestWriter;
use crate::json;
use crate::request::argument::Argument;
use crate::request::header_value::{header_name, header_value, header_value_of_lists};
use crate::request::percent::{self, Keep};
use crate::request::style;
use crate::{Style, Violation};
use serde::Serialize;

impl RequestWriter {
    /// A parameter in the path.
    pub fn path<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.path_styled(name, value, Style::Simple, false);
    }

    /// A parameter in the path, in another style than the default.
    pub fn path_styled<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T, style: Style, explode: bool) {
        self.put_path(name, self.argument(value), style, explode);
    }

    /// A parameter in the path that holds JSON text.
    pub fn path_json<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        if self.is_check {
            return;
        }
        self.put_path(name, json::text(value).map(Argument::Text), Style::Simple, false);
    }

    /// A parameter in the path that may span several segments, such as `accounts/1/users`: reserved and percent-encoded
    /// characters stay as they are, except `?` and `#`, which would end the path. The leading slash is optional.
    pub fn path_segments<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        if self.is_check {
            return;
        }
        match Argument::of(value) {
            Ok(Argument::Text(text) | Argument::Literal(text)) if !text.is_empty() => {
                self.path.push((name, percent::segments(&text)));
            }
            other => self.put_path(name, other, Style::Simple, false),
        }
    }

    /// A parameter in the query.
    pub fn query<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.query_styled(name, value, Style::Form, true);
    }

    /// A parameter in the query, in another style than the default.
    pub fn query_styled<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, style: Style, explode: bool) {
        self.put_query(name, self.argument(value), style, explode, Keep::Unreserved);
    }

    /// A parameter in the query with `allowReserved`: reserved and percent-encoded characters stay as they are, except
    /// `&`, `#` and `+`, and `,` in a comma-separated list.
    pub fn query_reserved<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, style: Style, explode: bool) {
        self.put_query(name, self.argument(value), style, explode, Keep::Reserved);
    }

    /// A parameter in the query that holds JSON text.
    pub fn query_json<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.put_query(name, self.json_argument(value), Style::Form, true, Keep::Unreserved);
    }

    /// A parameter in a header. Only visible ASCII and spaces can be sent; an empty list or object is left out, and one with
    /// an element that contains a comma outside quotes cannot be sent.
    pub fn header<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.header_styled(name, value, Style::Simple, false);
    }

    /// A parameter in a header, in another style than the default: exploded, or a list with other delimiters than
    /// commas.
    pub fn header_styled<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, style: Style, explode: bool) {
        self.put_header(name, self.argument(value), style, explode);
    }

    /// A parameter in a header that holds JSON text, in which characters beyond ASCII are escaped.
    pub fn header_json<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.put_header(name, self.json_argument(value).map(in_ascii), Style::Simple, false);
    }

    /// A parameter in a cookie, not encoded: only the characters that RFC 6265 allows can be sent.
    pub fn cookie<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.cookie_styled(name, value, Style::Form, true);
    }

    /// A parameter in a cookie, in style `form` or `cookie`, which are written alike. If exploded, each element is a
    /// cookie.
    pub fn cookie_styled<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, _: Style, explode: bool) {
        self.put_cookie(name, self.argument(value).and_then(|value| Ok(style::cookie(name, &value, explode)?)));
    }

    /// A parameter in a cookie that holds JSON text, percent-encoded: a cookie cannot hold it as it is.
    pub fn cookie_json<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let cookie = |json: Argument| json.as_text().map(|json| format!("{name}={}", percent::encode(&json)));
        self.put_cookie(name, self.json_argument(value).map(|json| cookie(json).into_iter().collect()));
    }
}

impl RequestWriter {
    /// The value of a parameter; nothing if the request is only checked.
    fn argument<T: Serialize + ?Sized>(&self, value: &T) -> Result<Argument, Violation> {
        if self.is_check { Ok(Argument::Nothing) } else { Argument::of(value) }
    }

    /// Like [`argument`](Self::argument), as JSON text.
    fn json_argument<T: Serialize + ?Sized>(&self, value: &T) -> Result<Argument, Violation> {
        if self.is_check { Ok(Argument::Nothing) } else { json_text(value) }
    }

    fn put_path(&mut self, name: &'static str, value: Result<Argument, Violation>, style: Style, explode: bool) {
        if self.is_check {
            return;
        }
        match value.and_then(|value| Ok(style::path(name, value, style, explode)?)) {
            // A constraint of the document may have been reported already.
            Ok(text) if text.is_empty() && self.has_problem(name) => {}
            Ok(text) if text.is_empty() => self.problem(name, "must not be empty: it is part of the path"),
            Ok(text) => self.path.push((name, text)),
            Err(violation) => self.note(name, [violation]),
        }
    }

    fn put_query(&mut self, name: &str, value: Result<Argument, Violation>, style: Style, explode: bool, keep: Keep) {
        match value.and_then(|value| Ok(style::query(name, &value, style, explode, keep)?)) {
            Ok(pairs) => self.query.extend(pairs),
            Err(violation) => self.note(name, [violation]),
        }
    }

    fn put_header(&mut self, name: &str, value: Result<Argument, Violation>, style: Style, explode: bool) {
        let text = match value.and_then(|value| Ok(style::header(&value, style, explode)?)) {
            Ok(None) => return,
            Ok(Some(text)) => Ok(text),
            Err(violation) => Err(violation),
        };
        let header_value = if style == Style::TabDelimited { header_value_of_lists } else { header_value };
        match text.and_then(|text| Ok((header_name(name)?, header_value(&text)?))) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(violation) => self.note(name, [violation]),
        }
    }

    fn put_cookie(&mut self, name: &str, cookies: Result<Vec<String>, Violation>) {
        match cookies {
            Ok(cookies) => self.cookies.extend(cookies),
            Err(violation) => self.note(name, [violation]),
        }
    }
}

fn json_text<T: Serialize + ?Sized>(value: &T) -> Result<Argument, Violation> {
    let json = json::text(value)?;
    Ok(if json == "null" { Argument::Nothing } else { Argument::Text(json) })
}

/// JSON with all characters beyond ASCII escaped: these occur in strings only.
fn in_ascii(json: Argument) -> Argument {
    let Argument::Text(json) = json else { return json };
    let mut ascii = String::new();
    for character in json.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            ascii.extend(character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    Argument::Text(ascii)
}
