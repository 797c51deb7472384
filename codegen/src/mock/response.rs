//! Selects the response: the first success, or the one requested by `Prefer`, in a representation that `Accept` allows.

use super::negotiation::{Preference, quality};
use super::problem::Problem;
use super::{Request, RequestLog, Response};
use crate::ir::{self, Api, Content, Operation, StatusRange};
use crate::sample::{SampleResponse, Sampler};
use crate::validate::Direction;
use serde_json::Value;

/// A selected response.
pub(super) struct Chosen<'a> {
    operation: &'a Operation,
    /// The documented response, with its status; `None` if there is none.
    response: Option<(&'a ir::Response, u16)>,
    content: Option<&'a Content>,
    /// The name of the requested example.
    example: Option<String>,
}

/// Chooses the response.
pub(super) fn choose<'a>(operation: &'a Operation, request: &Request) -> Result<Chosen<'a>, Problem> {
    let Preference { code, example } = Preference::read(request.header("Prefer").as_deref());
    let response = match code {
        Some(code) => {
            let unknown = "the document has no response with the status code that `Prefer` requests";
            Some((of_status(operation, code).ok_or_else(|| Problem::unknown_preference(unknown))?, code))
        }
        None => operation.first_response().map(|response| (response, response.sample_status())),
    };
    let contents = response.map(|(response, _)| response.contents.as_slice()).unwrap_or_default();
    let is_bodiless = response.is_some_and(|(response, _)| !response.status.allows_body());
    let accept = request.header("Accept");
    let quality = |content: &Content| {
        let of_names = content.media_types.iter().map(|media_type| quality(accept.as_deref(), media_type));
        of_names.max_by(f64::total_cmp).unwrap_or_default()
    };
    // The first of several with the same quality.
    let contents_of_status = contents.iter().rev().filter(|_| !is_bodiless);
    let content = contents_of_status.max_by(|one, other| quality(one).total_cmp(&quality(other)));
    if content.is_some_and(|content| quality(content) <= 0.0) {
        let media_types: Vec<&str> =
            contents.iter().flat_map(|content| &content.media_types).map(String::as_str).collect();
        return Err(Problem::not_acceptable(&media_types.join(", ")));
    }
    Ok(Chosen { operation, response, content, example })
}

/// The response that describes a status.
fn of_status(operation: &Operation, status: u16) -> Option<&ir::Response> {
    let class = u8::try_from(status / 100).unwrap_or_default();
    let ranges = [StatusRange::Exact(status), StatusRange::Class(class), StatusRange::Default];
    let is_status = (100..600).contains(&status);
    ranges
        .into_iter()
        .filter(|_| is_status)
        .find_map(|range| operation.responses.iter().find(|response| response.status == range))
}

impl Chosen<'_> {
    /// The response, from examples or schemas.
    pub(super) fn respond(&self, api: &Api) -> Result<Response, Problem> {
        let Some((response, status)) = self.response else {
            return Ok(Response { status: 200, headers: Vec::new(), body: Vec::new(), log: RequestLog::default() });
        };
        let sampler = Sampler::new(&api.types, Direction::Received);
        let value = match self.content {
            Some(content) => Some((content, self.value(&sampler, content)?)),
            None => None,
        };
        let content = value.as_ref().map(|(content, value)| (*content, value));
        let response =
            sampler.response_with(response, status, content).ok_or_else(|| Problem::no_response(self.operation))?;
        let SampleResponse { status, media_type, mut headers, body } = response;
        headers.extend(media_type.map(|media_type| ("Content-Type".to_owned(), media_type)));
        Ok(Response { status, headers, body, log: RequestLog::default() })
    }

    fn value(&self, sampler: &Sampler<'_>, content: &Content) -> Result<Value, Problem> {
        let Some(name) = &self.example else {
            return sampler.response_body(content).ok_or_else(|| Problem::no_response(self.operation));
        };
        let example = content.examples.iter().find(|example| example.name == *name);
        let unknown = "the response has no example with the name that `Prefer` requests";
        let value = example.and_then(ir::Example::value).ok_or_else(|| Problem::unknown_preference(unknown))?;
        Ok(sampler.as_sequence(content, value))
    }
}
