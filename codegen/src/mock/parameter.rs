//! Parameters: whether the required ones are present, and whether each is as documented.

use super::Request;
use super::problem::Violated;
use super::route::Captures;
use super::source::{RawValues, Source, pairs};
use crate::ir::{Operation, Parameter, ParameterEncoding, ParameterLocation, Style, Types};
use crate::validate::{Direction, Violation, violations};
use serde_json::Value;

/// Checks the parameters of a request.
pub(super) fn check(types: &Types, operation: &Operation, captures: &Captures, request: &Request) -> Vec<Violated> {
    let inputs = Inputs {
        captures,
        query: pairs(request.query()),
        cookies: cookies(request.header("Cookie").as_deref().unwrap_or_default()),
        request,
    };
    let of = |parameter| inputs.check(types, parameter);
    operation.parameters.iter().flat_map(of).collect()
}

/// The parts of a request that contain parameters.
struct Inputs<'a> {
    captures: &'a Captures,
    query: Vec<(String, String)>,
    cookies: Vec<(String, String)>,
    request: &'a Request,
}

impl Inputs<'_> {
    fn check(&self, types: &Types, parameter: &Parameter) -> Vec<Violated> {
        let (location, name) = (parameter.location, parameter.name.as_str());
        let violated = |violation| Violated::parameter(location, name, violation);
        let whole = |requirement: &str| Violation { pointer: String::new(), requirement: requirement.to_owned() };
        match self.value(types, parameter) {
            Ok(Some(value)) => {
                let found = violations(types, parameter.value, &value, Direction::Sent);
                found.into_iter().map(violated).collect()
            }
            Ok(None) if parameter.required => vec![violated(whole("is required"))],
            Ok(None) => Vec::new(),
            Err(requirement) => vec![violated(whole(requirement))],
        }
    }

    /// The value of a parameter; `None` if it is absent.
    fn value(&self, types: &Types, parameter: &Parameter) -> Result<Option<Value>, &'static str> {
        let header;
        let values = match parameter.location {
            ParameterLocation::Path => match self.captures.get(&parameter.name) {
                Some(text) => RawValues::Encoded(text),
                // For a template that has it after `?`.
                None => RawValues::Pairs(&self.query),
            },
            ParameterLocation::Query => RawValues::Pairs(&self.query),
            ParameterLocation::Cookie => RawValues::Pairs(&self.cookies),
            ParameterLocation::Header => match self.request.header(&parameter.name) {
                Some(text) => {
                    header = text;
                    RawValues::Plain(&header)
                }
                None => return Ok(None),
            },
        };
        match &parameter.encoding {
            ParameterEncoding::Style { style, explode, nested, .. } => {
                let source = Source { name: &parameter.name, style: *style, explode: *explode, nested, values };
                Ok(source.value(types, parameter.value))
            }
            ParameterEncoding::Json => {
                let source =
                    Source { name: &parameter.name, style: Style::Simple, explode: false, nested: &[], values };
                let Some(text) = source.text() else { return Ok(None) };
                serde_json::from_str(&text).map(Some).map_err(|_| "must be JSON")
            }
        }
    }
}

fn cookies(header: &str) -> Vec<(String, String)> {
    let cookies = header.split(';').filter_map(|cookie| cookie.trim().split_once('='));
    cookies.map(|(name, value)| (name.to_owned(), value.replace('+', "%2B"))).collect()
}
