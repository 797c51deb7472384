//! The URL template of a server, and which values a caller may fill in.
//!
//! Defaults and `enum` values of a document are used as they are. Values of a caller stay within the part of the URL
//! that the default is in, so that an external value, such as the name of a tenant, cannot decide which host receives
//! the credentials.

mod position;
mod server_url;
#[cfg(test)]
mod tests;

use crate::request::InputProblem;
use crate::request::template::{has_dot_segment, next_parameter};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use position::VariablePosition;
pub use server_url::{ServerUrl, ServerUrlError};
use std::ops::Range;

/// Characters of a value that are encoded in a path. `%` is one of them: values are not encoded yet.
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

/// The URL template of a server in a document.
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
/// assert_eq!(error.problems()[0].input, "region");
/// assert_eq!(error.problems()[1].input, "base");
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
    /// The value if the caller passes none.
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
                let position = VariablePosition { before: &before, default: variable.default, after: &after };
                filled.push(variable, values.get(index).copied().unwrap_or(variable.default), position);
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
    /// The ranges of the path that callers have filled in, with the names of their variables.
    in_path: Vec<(Range<usize>, &'static str)>,
    problems: Vec<InputProblem>,
}

impl Filled {
    fn push(&mut self, variable: &ServerVariable, value: &str, position: VariablePosition<'_>) {
        if value == variable.default || variable.values.contains(&value) {
            self.url.push_str(value);
            return;
        }
        match position.take(value) {
            Ok((outside, path)) => {
                self.url.push_str(outside);
                let start = self.url.len();
                self.url.extend(utf8_percent_encode(path, PATH));
                if !path.is_empty() || position.is_in_path() {
                    self.in_path.push((start..self.url.len(), variable.name));
                }
            }
            Err(reason) => self.problem(variable.name, reason),
        }
    }

    fn problem(&mut self, variable: &str, reason: impl Into<String>) {
        self.problems.push(InputProblem { input: variable.to_owned(), reason: reason.into() });
    }

    fn finish(mut self) -> ServerUrl {
        for (range, variable) in std::mem::take(&mut self.in_path) {
            let start = self.url[..range.start].rfind('/').map_or(0, |slash| slash + 1);
            let end = self.url[range.end..].find('/').map_or(self.url.len(), |slash| range.end + slash);
            if has_dot_segment(&self.url[start..end]) {
                self.problem(variable, "must not form a path segment `.` or `..`, which would change the path");
            }
        }
        if self.problems.is_empty() { ServerUrl(Ok(self.url)) } else { ServerUrl(Err(ServerUrlError(self.problems))) }
    }
}
