//! Writing a request: inputs to their locations, collecting the problems with them.
//!
//! [`RequestWriter`] collects; its methods are in `parameter`, `body` and, for the resulting request, `finish`.

mod body;
mod finish;
mod parameter;

use crate::request::header_value::header_value;
use crate::request::input_error::InputProblem;
use crate::request::percent;
use crate::{Body, Check, Checker, OperationInfo, Rules, Violation};
use http::header::{ACCEPT, HeaderMap};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use std::borrow::Cow;

/// Collects what an operation sends.
///
/// Values are of any type that implements `Serialize`: a scalar, a list, a model. A value that is `null` or `None` is
/// left out, except in a path, where it is a problem. Methods do not fail: [`finish`](Self::finish) reports all
/// problems together.
///
/// The default style and explode are those of the specification for the location: path `simple`, not exploded; query
/// `form`, exploded; header `simple`, not exploded; cookie `form`, exploded. The `*_styled` methods take others.
#[derive(Debug)]
pub struct RequestWriter {
    operation: &'static OperationInfo,
    path: Vec<(&'static str, String)>,
    query: Vec<String>,
    headers: HeaderMap,
    cookies: Vec<String>,
    body: Body,
    /// A reference from the response to another request, in place of the operation's own path and query.
    reference: Option<String>,
    /// Whether the inputs are only checked against their constraints.
    is_check: bool,
    problems: Vec<InputProblem>,
}

impl RequestWriter {
    /// Creates a writer without inputs.
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

    /// Sets the header `Accept` to the media types of the operation's responses. Default: the `Accept` that the client
    /// sends with every operation, or else `application/json`.
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

    /// Checks the input `name` (`body` for the body) by its own constraints.
    pub fn check<T: Check + ?Sized>(&mut self, name: &str, value: &T) {
        self.note(name, Checker::violations(value));
    }

    /// Adds a problem with an input: its name, and for a value inside it also the JSON path (`body at $.name`). The reason
    /// should not contain a secret value.
    pub fn problem(&mut self, input: impl Into<String>, reason: impl Into<String>) {
        self.problems.push(InputProblem { input: input.into(), reason: reason.into() });
    }

    /// The decoded value of the first parameter in the query with this name.
    pub(crate) fn query_value(&self, name: &str) -> Option<Cow<'_, str>> {
        let name = percent::encode(name);
        let pairs = self.query.iter().filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
        percent_decode_str(value).decode_utf8().ok()
    }

    /// Sets the value of a parameter in the query, replacing any.
    pub(crate) fn set_query(&mut self, name: &str, value: &str) {
        let key = percent::encode(name);
        self.query.retain(|pair| pair.split('=').next() != Some(&key));
        self.query(name, value);
    }

    /// Whether there is a problem with an input, or with a value inside it.
    fn has_problem(&self, name: &str) -> bool {
        let within =
            |input: &str| input.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(" at $"));
        self.problems.iter().any(|problem| within(&problem.input))
    }

    fn note(&mut self, name: &str, violations: impl IntoIterator<Item = Violation>) {
        for Violation { path, reason } in violations {
            let input = if path == "$" { name.to_owned() } else { format!("{name} at {path}") };
            self.problem(input, reason);
        }
    }
}

#[cfg(feature = "service")]
impl RequestWriter {
    /// Creates a writer that only collects violated constraints.
    pub(crate) fn of_constraints(operation: &'static OperationInfo) -> Self {
        Self { is_check: true, ..Self::new(operation) }
    }

    /// The problems.
    pub(crate) fn into_problems(self) -> Vec<InputProblem> {
        self.problems
    }
}
