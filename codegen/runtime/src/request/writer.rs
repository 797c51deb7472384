//! Writing a request: every input to its place, every problem with an input noted.

use crate::json;
use crate::request::JSON;
use crate::request::argument::Argument;
use crate::request::header_value::{copied, header_name, header_value, header_value_of_lists};
use crate::request::input_error::{InputError, InputProblem};
use crate::request::percent::{self, Keep};
use crate::request::style;
use crate::request::{form, template};
use crate::syntax::charset;
use crate::syntax::media_type;
use crate::url::reference;
use crate::url::server;
use crate::{
    Body, Check, Checker, FormEncoding, Multipart, MultipartForm, OperationInfo, Rules, Style, TypedBody, Violation,
};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use std::borrow::Cow;

/// How long paths and queries mostly are at most, in bytes.
const URL: usize = 128;

/// Collects what an operation sends.
///
/// Values are anything that serde can write: a scalar, a list, a model. A value that is `null` or `None` is left out,
/// except in a path, where it is a problem. Methods never fail: what is wrong is reported by [`finish`](Self::finish),
/// all at once.
///
/// Style and explode are by default those of the specification for the place: path `simple`, not exploded; query
/// `form`, exploded; header `simple`, not exploded; cookie `form`, exploded. The `*_styled` methods state others.
#[derive(Debug)]
pub struct RequestWriter {
    operation: &'static OperationInfo,
    path: Vec<(&'static str, String)>,
    query: Vec<String>,
    headers: HeaderMap,
    cookies: Vec<String>,
    body: Body,
    /// Where the response to another request leads, in place of the operation's own path and query.
    reference: Option<String>,
    /// Whether the inputs are only checked against their constraints.
    is_check: bool,
    problems: Vec<InputProblem>,
}

impl RequestWriter {
    /// An operation without inputs yet.
    #[must_use]
    pub fn new(operation: &'static OperationInfo) -> Self {
        Self {
            operation,
            headers: HeaderMap::new(),
            path: Vec::new(),
            query: Vec::new(),
            cookies: Vec::new(),
            body: Body::empty(),
            reference: None,
            is_check: false,
            problems: Vec::new(),
        }
    }

    /// The value of a parameter, where it is written.
    fn argument<T: Serialize + ?Sized>(&self, value: &T) -> Result<Argument, Violation> {
        if self.is_check { Ok(Argument::Nothing) } else { Argument::of(value) }
    }

    /// The same as JSON text.
    fn json_argument<T: Serialize + ?Sized>(&self, value: &T) -> Result<Argument, Violation> {
        if self.is_check { Ok(Argument::Nothing) } else { json_text(value) }
    }

    /// A parameter in the path.
    pub fn path<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.path_styled(name, value, Style::Simple, false);
    }

    /// A parameter in the path in a style of its own.
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

    /// A parameter in the path that may be several segments of it, such as `accounts/1/users`: reserved characters and what is
    /// percent-encoded already stay as they are, except `?` and `#`, which end a path. A slash before the first segment
    /// may be left out.
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

    /// A parameter in the query in a style of its own.
    pub fn query_styled<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, style: Style, explode: bool) {
        self.put_query(name, self.argument(value), style, explode, Keep::Unreserved);
    }

    /// A parameter in the query with `allowReserved`: reserved characters and what is percent-encoded already stay as
    /// they are, except `&`, `#` and `+`, and `,` within a list that commas delimit.
    pub fn query_reserved<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, style: Style, explode: bool) {
        self.put_query(name, self.argument(value), style, explode, Keep::Reserved);
    }

    /// A parameter in the query that holds JSON text.
    pub fn query_json<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.put_query(name, self.json_argument(value), Style::Form, true, Keep::Unreserved);
    }

    /// A parameter in a header. Only visible ASCII and spaces can be sent; a list or an object without elements is left out,
    /// and one with an element that holds a comma, outside of quotes, cannot be sent.
    pub fn header<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.header_styled(name, value, Style::Simple, false);
    }

    /// A parameter in a header in a style of its own: exploded, or a list between other delimiters than commas.
    pub fn header_styled<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, style: Style, explode: bool) {
        self.put_header(name, self.argument(value), style, explode);
    }

    /// A parameter in a header that holds JSON text, in which characters beyond ASCII are escaped.
    pub fn header_json<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.put_header(name, self.json_argument(value).map(in_ascii), Style::Simple, false);
    }

    /// A parameter in a cookie, as it is: only the characters that RFC 6265 allows in one can be sent.
    pub fn cookie<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.cookie_styled(name, value, Style::Form, true);
    }

    /// A parameter in a cookie in style `form` or `cookie`, which are one. Exploded, each element is a cookie.
    pub fn cookie_styled<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, _: Style, explode: bool) {
        self.put_cookie(name, self.argument(value).and_then(|value| Ok(style::cookie(name, &value, explode)?)));
    }

    /// A parameter in a cookie that holds JSON text, percent-encoded: a cookie cannot hold it as it is.
    pub fn cookie_json<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let cookie = |json: Argument| json.as_text().map(|json| format!("{name}={}", percent::encode(&json)));
        self.put_cookie(name, self.json_argument(value).map(|json| cookie(json).into_iter().collect()));
    }

    /// A body of JSON: `application/json`. `None` is sent as `null`.
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) {
        self.json_as(JSON, body);
    }

    /// A body of JSON of another media type, such as `application/merge-patch+json`.
    pub fn json_as<T: Serialize + ?Sized>(&mut self, media_type: &str, body: &T) {
        if self.is_check {
            return;
        }
        match json::text(body) {
            Ok(json) => self.put_body(media_type, json),
            Err(violation) => self.note("body", [violation]),
        }
    }

    /// A body of JSON texts, each on a line of its own, such as `application/x-ndjson`.
    pub fn json_lines<'a, T: Serialize + 'a>(&mut self, media_type: &str, body: impl IntoIterator<Item = &'a T>) {
        if self.is_check {
            return;
        }
        let lines = body.into_iter().map(|item| json::text(item).map(|json| json + "\n"));
        match lines.collect::<Result<String, Violation>>() {
            Ok(lines) => self.put_body(media_type, lines),
            Err(violation) => self.note("body", [violation]),
        }
    }

    /// A form: `application/x-www-form-urlencoded`. Properties that are not among the encodings are encoded as their
    /// values have it.
    pub fn form<T: Serialize + ?Sized>(&mut self, body: &T, encodings: &[FormEncoding]) {
        if self.is_check {
            return;
        }
        let json = match json::text(body) {
            Ok(json) => json,
            Err(violation) => return self.note("body", [violation]),
        };
        match form::encode(&json, encodings) {
            Ok(form) => self.put_body("application/x-www-form-urlencoded", form),
            Err(problems) => {
                for (name, reason) in problems {
                    self.problem(if name.is_empty() { "body".to_owned() } else { format!("body at {name}") }, reason);
                }
            }
        }
    }

    /// A body of several parts: `multipart/form-data` or another multipart media type, without a boundary.
    pub fn multipart<T: MultipartForm + ?Sized>(&mut self, media_type: &str, body: &T) {
        let mut parts = Multipart::new();
        body.write(&mut parts);
        match parts.finish(media_type) {
            Ok((content_type, body)) => self.put_body(&content_type, body),
            Err(problems) => {
                for (path, reason) in problems {
                    self.problem(format!("body at {path}"), reason);
                }
            }
        }
    }

    /// A body of text: a string, a number, or whatever else is one scalar.
    pub fn text<T: Serialize + ?Sized>(&mut self, media_type: &str, body: &T) {
        if self.is_check {
            return;
        }
        match Argument::of(body) {
            Ok(Argument::Nothing) => {}
            Ok(Argument::Text(text) | Argument::Literal(text)) => match charset::encode(text, media_type) {
                Ok(bytes) => self.put_body(media_type, bytes),
                Err(reason) => self.problem("body", reason),
            },
            Ok(Argument::List(_) | Argument::Object(_)) => {
                self.problem("body", "must be text, not a list or an object");
            }
            Err(violation) => self.note("body", [violation]),
        }
    }

    /// A body of bytes, which may be a stream.
    pub fn bytes(&mut self, media_type: &str, body: &Body) {
        self.put_body(media_type, body.clone());
    }

    /// A body of a media type of the caller's, which must be among a range such as `image/*` or `*/*`.
    pub fn bytes_within(&mut self, range: &str, body: &TypedBody) {
        if self.is_check {
            return;
        }
        if !media_type::is_concrete(body.media_type()) {
            let problem = format!("must name its media type, such as `image/png`, not `{}`", body.media_type());
            self.problem("body", problem);
        } else if media_type::is_within(body.media_type(), range) {
            self.put_body(body.media_type(), body.body().clone());
        } else {
            self.problem("body", format!("must be of a media type in `{range}`, not `{}`", body.media_type()));
        }
    }

    /// The media types to ask for: what the operation's responses are documented in. Without a call, and unless the
    /// client has a header `Accept` for all operations, it is `application/json`.
    pub fn accept(&mut self, media_types: &str) {
        match header_value(media_types) {
            Ok(value) => {
                self.headers.insert(ACCEPT, value);
            }
            Err(reason) => self.problem(ACCEPT.as_str(), reason),
        }
    }

    /// The input `name` must satisfy `rules`.
    pub fn rules<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, rules: Rules) {
        self.note(name, Checker::violations_of(value, rules));
    }

    /// The input `name` (`body` for the body) knows its constraints.
    pub fn check<T: Check + ?Sized>(&mut self, name: &str, value: &T) {
        self.note(name, Checker::violations(value));
    }

    /// Notes that something is wrong with the input `place`. The reason should not repeat a secret value.
    pub fn problem(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.problems.push(InputProblem { place: place.into(), reason: reason.into() });
    }

    /// The value of a parameter in the query, as it was handed in; that of the first of its name.
    pub(crate) fn query_value(&self, name: &str) -> Option<Cow<'_, str>> {
        let name = percent::encode(name);
        let pairs = self.query.iter().filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
        percent_decode_str(value).decode_utf8().ok()
    }

    /// Another value of a parameter in the query, whether or not it has one.
    pub(crate) fn set_query(&mut self, name: &str, value: &str) {
        let key = percent::encode(name);
        self.query.retain(|pair| pair.split('=').next() != Some(&key));
        self.query(name, value);
    }

    /// Sends the request where a reference within a response leads: a URL on the same server, or what is relative to the
    /// URL of the operation.
    pub(crate) fn follow(&mut self, reference: &str) {
        self.reference = Some(reference.to_owned());
    }

    /// The request to the server at `base_url`, an absolute `http` or `https` URL without query.
    ///
    /// # Errors
    /// Everything that is wrong with the inputs, or with the URL.
    pub fn finish(self, base_url: &str) -> Result<http::Request<Body>, InputError> {
        self.finish_with(server::checked(base_url).map(Cow::Owned), &HeaderMap::new())
    }

    /// The same with a base URL that has been checked, and headers for whatever the operation does not say itself.
    pub(crate) fn finish_with(
        mut self,
        base_url: Result<Cow<'_, str>, String>,
        headers: &HeaderMap,
    ) -> Result<http::Request<Body>, InputError> {
        self.put_defaults(headers);
        let url = self.url(base_url);
        self.put_cookies();
        let mut request = http::Request::new(std::mem::take(&mut self.body));
        match http::Method::from_bytes(self.operation.method.as_bytes()) {
            Ok(method) => *request.method_mut() = method,
            Err(reason) => self.problem("method", reason.to_string()),
        }
        *request.headers_mut() = std::mem::take(&mut self.headers);
        match http::Uri::try_from(url) {
            Ok(uri) => *request.uri_mut() = uri,
            Err(reason) => self.problem("URL", reason.to_string()),
        }
        if self.problems.is_empty() {
            return Ok(request);
        }
        Err(InputError { operation: self.operation, problems: self.problems })
    }

    fn url(&mut self, base_url: Result<Cow<'_, str>, String>) -> String {
        let mut problems = Vec::new();
        let base_url = base_url.unwrap_or_else(|reason| {
            self.problem("server", reason);
            Cow::Borrowed("")
        });
        let mut url = String::with_capacity(base_url.len() + URL);
        url.push_str(&base_url);
        template::fill(&mut url, self.operation.path, &self.path, &mut problems);
        for (name, reason) in problems {
            // A value that could not be laid out has been reported already.
            if !self.has_problem(&name) {
                self.problem(name, reason);
            }
        }
        // Some documents put fixed parameters into the path.
        let mut delimiter = if url.contains('?') { '&' } else { '?' };
        for pair in &self.query {
            url.push(delimiter);
            url.push_str(pair);
            delimiter = '&';
        }
        match self.reference.take() {
            Some(reference) => self.followed(&url, &reference),
            None => url,
        }
    }

    /// Where a reference leads. Credentials must not travel to another server, whatever the response says.
    fn followed(&mut self, url: &str, reference: &str) -> String {
        let target = reference::resolve(url, reference);
        if !reference::is_same_origin(url, &target) {
            let server = reference::shown(&target);
            let reason = format!("is at {server}, which is not on the server that was asked: it is not followed");
            self.problem("the next page", reason);
        }
        target
    }

    fn put_path(&mut self, name: &'static str, value: Result<Argument, Violation>, style: Style, explode: bool) {
        if self.is_check {
            return;
        }
        match value.and_then(|value| Ok(style::path(name, value, style, explode)?)) {
            // A rule of the document may have said so already.
            Ok(text) if text.is_empty() && self.has_problem(name) => {}
            Ok(text) if text.is_empty() => self.problem(name, "must not be empty: it is part of the path"),
            Ok(text) => self.path.push((name, text)),
            Err(violation) => self.note(name, [violation]),
        }
    }

    /// Whether something is wrong with an input, or with a value inside of it.
    fn has_problem(&self, name: &str) -> bool {
        let within =
            |place: &str| place.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(" at $"));
        self.problems.iter().any(|problem| within(&problem.place))
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

    /// What the operation says goes before what the caller says for all, and that before what goes without saying.
    fn put_defaults(&mut self, headers: &HeaderMap) {
        for name in headers.keys() {
            if self.headers.contains_key(name) {
                continue;
            }
            for value in headers.get_all(name) {
                self.headers.append(name, copied(value));
            }
        }
        self.headers.entry(ACCEPT).or_insert(HeaderValue::from_static(JSON));
    }

    fn put_cookies(&mut self) {
        if self.cookies.is_empty() {
            return;
        }
        match header_value(&self.cookies.join("; ")) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(COOKIE, value);
            }
            Err(reason) => self.problem("cookies", reason),
        }
    }

    fn put_body(&mut self, media_type: &str, body: impl Into<Body>) {
        self.body = body.into();
        let value = if media_type == JSON { Ok(HeaderValue::from_static(JSON)) } else { header_value(media_type) };
        match value {
            Ok(value) => {
                self.headers.insert(CONTENT_TYPE, value);
            }
            Err(reason) => self.problem(CONTENT_TYPE.as_str(), reason),
        }
    }

    fn note(&mut self, name: &str, violations: impl IntoIterator<Item = Violation>) {
        for Violation { path, reason } in violations {
            let place = if path == "$" { name.to_owned() } else { format!("{name} at {path}") };
            self.problem(place, reason);
        }
    }
}

#[cfg(feature = "service")]
impl RequestWriter {
    /// Writes nothing, and notes which constraints the inputs violate.
    pub(crate) fn of_constraints(operation: &'static OperationInfo) -> Self {
        Self { is_check: true, ..Self::new(operation) }
    }

    /// What has been noted.
    pub(crate) fn into_problems(self) -> Vec<InputProblem> {
        self.problems
    }
}

fn json_text<T: Serialize + ?Sized>(value: &T) -> Result<Argument, Violation> {
    let json = json::text(value)?;
    Ok(if json == "null" { Argument::Nothing } else { Argument::Text(json) })
}

/// JSON may escape any character of a string, and outside of strings there is nothing but ASCII.
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
