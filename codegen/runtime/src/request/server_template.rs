//! The URL template of a server: what a caller may put into it.
//!
//! What a document gives as the default or in the `enum` of a variable is part of its URL, whatever it is. What a caller
//! gives stays within the part of the URL that the default is in, so that a value from elsewhere, such as the name of a
//! tenant, never decides which host gets the credentials.

use crate::request::InputProblem;
use crate::request::template::{has_dot_segment, next_parameter};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::fmt;
use std::net::Ipv6Addr;
use std::ops::Range;

/// What a value in a path cannot hold as it is. A `%` is one: values are not encoded yet.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// The URL template of a server, as a document gives it.
///
/// ```
/// use specwright_runtime::{ServerTemplate, ServerUrl, ServerVariable};
///
/// let template = ServerTemplate {
///     url: "https://{region}.api.example/{base}",
///     variables: &[
///         ServerVariable { name: "region", default: "eu", values: &[] },
///         ServerVariable { name: "base", default: "v1", values: &[] },
///     ],
/// };
/// assert_eq!(template.fill(&["us", "v2/beta"]), ServerUrl::from("https://us.api.example/v2/beta"));
/// let error = template.fill(&["evil.example/", ".."]).into_result().unwrap_err();
/// assert_eq!(error.problems()[0].place, "region");
/// assert_eq!(error.problems()[1].place, "base");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerTemplate {
    /// The URL, with the names of variables in braces.
    pub url: &'static str,
    /// Every variable.
    pub variables: &'static [ServerVariable],
}

/// A variable of the URL template of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: &'static str,
    /// The value when the caller gives none.
    pub default: &'static str,
    /// The values that the document lists.
    pub values: &'static [&'static str],
}

impl ServerTemplate {
    /// The URL with a value for each variable, in the order of [`variables`](Self::variables).
    #[must_use]
    pub fn fill(&self, values: &[&str]) -> ServerUrl {
        let (mut filled, mut before) = (Filled::default(), String::new());
        let mut rest = self.url;
        while let Some((literal, name, after)) = next_parameter(rest) {
            filled.url.push_str(literal);
            before.push_str(literal);
            if let Some(index) = self.variables.iter().position(|variable| variable.name == name) {
                let variable = &self.variables[index];
                let after = self.defaults(after);
                let place = Place { before: &before, default: variable.default, after: &after };
                filled.push(variable, values.get(index).copied().unwrap_or(variable.default), place);
                before.push_str(variable.default);
            }
            rest = after;
        }
        filled.url.push_str(rest);
        filled.finish()
    }

    /// A part of the template with the default of every variable.
    fn defaults(&self, mut rest: &str) -> String {
        let mut text = String::new();
        while let Some((literal, name, after)) = next_parameter(rest) {
            let variable = self.variables.iter().find(|variable| variable.name == name);
            text.extend([literal, variable.map_or("", |variable| variable.default)]);
            rest = after;
        }
        text + rest
    }
}

/// A URL under construction.
#[derive(Default)]
struct Filled {
    url: String,
    /// What callers have put into the path, where it stands, and whose value it is.
    in_path: Vec<(Range<usize>, &'static str)>,
    problems: Vec<InputProblem>,
}

impl Filled {
    fn push(&mut self, variable: &ServerVariable, value: &str, place: Place<'_>) {
        if value == variable.default || variable.values.contains(&value) {
            self.url.push_str(value);
            return;
        }
        match place.take(value) {
            Ok((outside, path)) => {
                self.url.push_str(outside);
                let start = self.url.len();
                self.url.extend(utf8_percent_encode(path, PATH));
                if !path.is_empty() || place.is_in_path() {
                    self.in_path.push((start..self.url.len(), variable.name));
                }
            }
            Err(reason) => self.problem(variable.name, reason),
        }
    }

    fn problem(&mut self, variable: &str, reason: impl Into<String>) {
        self.problems.push(InputProblem { place: variable.to_owned(), reason: reason.into() });
    }

    fn finish(mut self) -> ServerUrl {
        for (range, variable) in std::mem::take(&mut self.in_path) {
            let start = self.url[..range.start].rfind('/').map_or(0, |slash| slash + 1);
            let end = self.url[range.end..].find('/').map_or(self.url.len(), |slash| range.end + slash);
            if has_dot_segment(&self.url[start..end]) {
                self.problem(variable, "must not make a path segment `.` or `..`: it would lead elsewhere");
            }
        }
        if self.problems.is_empty() { ServerUrl(Ok(self.url)) } else { ServerUrl(Err(ServerUrlError(self.problems))) }
    }
}

/// Where a variable stands in the URL that the defaults make.
#[derive(Clone, Copy)]
struct Place<'a> {
    before: &'a str,
    default: &'a str,
    after: &'a str,
}

/// The part of a value before the path, and that in the path, which is to be encoded.
type Taken<'v> = Result<(&'v str, &'v str), String>;

impl<'a> Place<'a> {
    fn take<'v>(&self, value: &'v str) -> Taken<'v> {
        match self.authority() {
            _ if self.is_in_path() => Ok(("", value)),
            Some(authority) => self.in_authority(authority, value),
            None if self.default.contains("://") || self.is_relative() => self.base(value),
            None => self.scheme(value),
        }
    }

    /// The authority as far as it goes before the variable.
    fn authority(&self) -> Option<&'a str> {
        self.before.split_once("://").map(|(_, authority)| authority)
    }

    fn is_in_path(&self) -> bool {
        self.authority().unwrap_or(self.before).contains('/')
    }

    /// Whether the URL that the defaults make is a path, or nothing.
    fn is_relative(&self) -> bool {
        !self.default.contains("://") && !self.after.contains("://") && !self.after.starts_with("//")
    }

    /// Whether nothing of the authority can follow.
    fn ends_authority(&self) -> bool {
        self.after.is_empty() || self.after.starts_with('/')
    }

    fn scheme<'v>(&self, value: &'v str) -> Taken<'v> {
        let fits = |scheme: &str| {
            let rest = scheme.strip_prefix(self.before).and_then(|rest| rest.strip_prefix(value));
            rest.is_some_and(|rest| self.after.starts_with(rest))
        };
        if SCHEMES.into_iter().any(fits) {
            return Ok((value, ""));
        }
        Err("must make the scheme `https` or `http`".to_owned())
    }

    /// A value that the URL begins with: a host with its scheme, or a path where the document has one.
    fn base<'v>(&self, value: &'v str) -> Taken<'v> {
        let Some((scheme, rest)) = value.split_once("://") else {
            let is_path = self.is_relative() && self.before.is_empty() && !value.contains(':');
            return if is_path { Ok(("", value)) } else { Err("must begin with `https://` or `http://`".to_owned()) };
        };
        if !self.before.is_empty() || !["https", "http"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
            return Err("must begin with `https://` or `http://`".to_owned());
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !path.is_empty() && !self.ends_authority() {
            return Err("must not end the host: more of it follows".to_owned());
        }
        self.check_authority("", authority)?;
        Ok(value.split_at(value.len() - path.len()))
    }

    fn in_authority<'v>(&self, so_far: &str, value: &'v str) -> Taken<'v> {
        let is_after = self.ends_authority() && !so_far.is_empty();
        if self.default.starts_with('/') || (is_after && self.default.is_empty() && !value.starts_with(':')) {
            let is_path = value.is_empty() || value.starts_with('/');
            return if is_path { Ok(("", value)) } else { Err("must begin with `/`: a host is before it".to_owned()) };
        }
        let may_have_path = self.ends_authority() && self.default.contains('/');
        let (authority, path) = value.split_at(value.find('/').filter(|_| may_have_path).unwrap_or(value.len()));
        self.check_authority(so_far, authority)?;
        Ok((authority, path))
    }

    /// A value that makes the host, the port, both, or a part of one.
    fn check_authority(&self, so_far: &str, value: &str) -> Result<(), String> {
        let is_port = so_far.rsplit(']').next().is_some_and(|rest| rest.contains(':'));
        let (host, port) = match value.rsplit_once(':').filter(|_| self.ends_authority() && !value.ends_with(']')) {
            _ if is_port => ("", Some(value)),
            Some((host, port)) => (host, Some(port)),
            None => (value, None),
        };
        if port.is_some_and(|port| port.parse::<u16>().is_err() || port.starts_with('+')) {
            return Err("must be a port of at most 65535 there".to_owned());
        }
        if is_port || (so_far.is_empty() && self.ends_authority() && is_ipv6(host)) {
            return Ok(());
        }
        if let Some(other) = host.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.' | '_')) {
            let letters = "letters and digits of ASCII, `-`, `_` and `.`";
            return Err(format!("must hold only {letters} within the host, not `{}`", other.escape_debug()));
        }
        let follows = if self.ends_authority() { "" } else { self.after };
        let whole = format!("{so_far}{host}{follows}");
        let label = whole.split(['/', ':']).next().unwrap_or_default();
        if label.is_empty() || label.starts_with('.') || label.contains("..") {
            return Err("must not leave a part of the host empty".to_owned());
        }
        Ok(())
    }
}

fn is_ipv6(host: &str) -> bool {
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
}

/// The base URL of a server: whatever string is one, or a [template](ServerTemplate) with values in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrl(Result<String, ServerUrlError>);

impl ServerUrl {
    /// The URL.
    ///
    /// # Errors
    /// When the value of a variable would lead out of its place in the template.
    pub fn into_result(self) -> Result<String, ServerUrlError> {
        self.0
    }
}

impl<T: Into<String>> From<T> for ServerUrl {
    fn from(url: T) -> Self {
        Self(Ok(url.into()))
    }
}

/// Values of server variables that would lead to another server: every one, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrlError(Vec<InputProblem>);

impl ServerUrlError {
    /// Every problem, by the name of its variable; never empty.
    #[must_use]
    pub fn problems(&self) -> &[InputProblem] {
        &self.0
    }
}

impl fmt::Display for ServerUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |problem: &InputProblem| format!("the server variable `{}` {}", problem.place, problem.reason);
        let problems: Vec<String> = self.0.iter().map(said).collect();
        f.write_str(&problems.join("; "))
    }
}

impl std::error::Error for ServerUrlError {}

#[cfg(test)]
mod tests {
    use super::*;

    const fn variable(name: &'static str, default: &'static str) -> ServerVariable {
        ServerVariable { name, default, values: &["", "listed.example/../?#@:\\"] }
    }

    const TEMPLATES: &[ServerTemplate] = &[
        ServerTemplate {
            url: "https://{region}.api.example/{base}",
            variables: &[variable("region", "eu"), variable("base", "v1")],
        },
        ServerTemplate {
            url: "{protocol}://{hostname}{basePath}",
            variables: &[
                variable("protocol", "https"),
                variable("hostname", "localhost:8008"),
                variable("basePath", "/_matrix/client/v3"),
            ],
        },
        ServerTemplate {
            url: "{origin}/crm/{version}",
            variables: &[variable("origin", "https://www.example.com"), variable("version", "v8")],
        },
        ServerTemplate {
            url: "https://a.example:{port}/x.{extension}/y",
            variables: &[variable("port", "443"), variable("extension", "z")],
        },
        ServerTemplate { url: "{base}/v1", variables: &[variable("base", "/api")] },
        ServerTemplate { url: "https://a.example/.{x}/b", variables: &[variable("x", "y")] },
        ServerTemplate { url: "http{s}://a.example{suffix}", variables: &[variable("s", "s"), variable("suffix", "")] },
    ];

    fn filled(template: usize, values: &[&str]) -> Result<String, String> {
        TEMPLATES[template].fill(values).into_result().map_err(|error| error.to_string())
    }

    #[test]
    fn values_stay_in_their_place() {
        for (template, values, expected) in [
            (0, &["us", "v2/beta"][..], "https://us.api.example/v2/beta"),
            (0, &["eu-west_1.a", ""], "https://eu-west_1.a.api.example/"),
            (0, &["us", "a b?c#d\\e%2f\u{e9}@:/"], "https://us.api.example/a%20b%3Fc%23d%5Ce%252f%C3%A9@:/"),
            (1, &["http", "matrix.example", "/v1"], "http://matrix.example/v1"),
            (1, &["http", "[::1]:80", ""], "http://[::1]:80"),
            (1, &["https", "matrix.example.:8448", "/"], "https://matrix.example.:8448/"),
            (2, &["HTTP://127.0.0.1:8080", "v7"], "HTTP://127.0.0.1:8080/crm/v7"),
            (2, &["https://proxy.example/zoho/a b", "v8"], "https://proxy.example/zoho/a%20b/crm/v8"),
            (3, &["8443", "a"], "https://a.example:8443/x.a/y"),
            (4, &["https://mine.example"], "https://mine.example/v1"),
            (4, &["/other"], "/other/v1"),
            (6, &["", ":8080"], "http://a.example:8080"),
            (6, &["s", "/v1"], "https://a.example/v1"),
        ] {
            assert_eq!(filled(template, values).as_deref(), Ok(expected), "{values:?}");
        }
    }

    #[test]
    fn what_the_document_gives_is_taken_as_it_is() {
        for (template, values, expected) in [
            (0, &[][..], "https://eu.api.example/v1"),
            (1, &["https", "localhost:8008", "/_matrix/client/v3"], "https://localhost:8008/_matrix/client/v3"),
            (0, &["listed.example/../?#@:\\", "v1"], "https://listed.example/../?#@:\\.api.example/v1"),
        ] {
            assert_eq!(filled(template, values).as_deref(), Ok(expected), "{values:?}");
        }
    }

    #[test]
    fn a_value_never_changes_the_host_around_it() {
        for character in "/?#@:\\%[]<> \t\r\n\0\u{e9}\u{ff0f}\u{2044}\u{202e}".chars() {
            for (template, values) in [
                (0, vec![format!("evil.example{character}"), "v1".to_owned()]),
                (0, vec![format!("{character}evil.example"), "v1".to_owned()]),
                (1, vec!["https".to_owned(), format!("evil.example{character}"), "/v1".to_owned()]),
                (2, vec![format!("https://evil.example{character}@"), "v8".to_owned()]),
            ] {
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                // A slash ends the host where the variable is all of it.
                if (template, character) == (2, '/') {
                    assert_eq!(filled(template, &values).unwrap(), "https://evil.example/@/crm/v8");
                    continue;
                }
                assert!(filled(template, &values).is_err(), "{values:?}: {:?}", filled(template, &values));
            }
        }
        for (template, values, reason) in [
            (0, &["", "v1"][..], None),
            (0, &["a.", "v1"], Some("must not leave a part of the host empty")),
            (0, &[".a", "v1"], Some("must not leave a part of the host empty")),
            (0, &["[::1]", "v1"], Some("must hold only")),
            (1, &["ftp", "a", "/"], Some("must make the scheme")),
            (1, &["https://evil.example/", "a", "/"], Some("must make the scheme")),
            (1, &["https", "a", ".evil.example/"], Some("must begin with `/`")),
            (1, &["https", "a", "@evil.example/"], Some("must begin with `/`")),
            (1, &["https", "a:99999", "/"], Some("must be a port")),
            (1, &["https", "[evil]", "/"], Some("must hold only")),
            (1, &["https", ":80", "/"], Some("must not leave a part of the host empty")),
            (2, &["javascript://a", "v8"], Some("must begin with `https://`")),
            (2, &["//evil.example", "v8"], Some("must begin with `https://`")),
            (2, &["https:///evil.example", "v8"], Some("must not leave a part of the host empty")),
            (3, &["443/", "z"], Some("must be a port")),
            (3, &["443@evil.example", "z"], Some("must be a port")),
            (3, &["+80", "z"], Some("must be a port")),
            (4, &["evil:"], Some("must begin with `https://`")),
            (4, &["ftp://a"], Some("must begin with `https://`")),
            (6, &["s://evil.example/", ""], Some("must make the scheme")),
            (6, &["s", ".evil.example"], Some("must begin with `/`")),
            (6, &["s", ":80@evil.example"], Some("must be a port")),
        ] {
            match (filled(template, values), reason) {
                (Err(error), Some(reason)) => assert!(error.contains(reason), "{values:?}: {error}"),
                (filled, reason) => assert!(filled.is_ok() && reason.is_none(), "{values:?}: {filled:?}"),
            }
        }
    }

    #[test]
    fn a_value_never_makes_a_dot_segment() {
        for (template, values) in [
            (0, &["eu", ".."][..]),
            (0, &["eu", "../.."]),
            (0, &["eu", "a/./b"]),
            (0, &["eu", "%2e%2e/a"]),
            (0, &["eu", "..\\a"]),
            (0, &["eu", "..;a"]),
            (1, &["https", "a", "/.."]),
            (2, &["https://a/..", "v8"]),
            (2, &["https://www.example.com", "."]),
        ] {
            let error = filled(template, values).unwrap_err();
            assert!(error.ends_with("must not make a path segment `.` or `..`: it would lead elsewhere"), "{error}");
        }
        assert!(filled(0, &["eu", "..."]).is_ok() && filled(3, &["443", "."]).is_ok());
        let error = TEMPLATES[5].fill(&["."]).into_result().unwrap_err();
        assert_eq!(error.problems()[0].place, "x");
    }
}
