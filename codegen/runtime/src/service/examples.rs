//! Example responses: the document's own examples, and values generated from its schemas.

use super::router_builder::RouterBuilder;
use super::serve::Serve;
use crate::Body;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

/// An example response of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Its status.
    pub status: u16,
    /// Names and values of its headers.
    pub headers: &'static [(&'static str, &'static str)],
    /// Its body; empty if there is none.
    pub body: &'static str,
}

impl Example {
    /// The HTTP response. Invalid status codes and headers, which generated examples never have, are left out.
    #[must_use]
    pub fn response(&self) -> Response<Body> {
        let header = |(name, value): &(&str, &str)| {
            Some((HeaderName::try_from(*name).ok()?, HeaderValue::from_str(value).ok()?))
        };
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        *response.headers_mut() = self.headers.iter().filter_map(header).collect::<HeaderMap>();
        response
    }
}

impl<S: Send + Sync + 'static> RouterBuilder<S> {
    /// Adds an operation that responds with an example to all valid requests.
    #[must_use]
    pub fn example<O: Serve + Send + 'static>(self, example: Example) -> Self {
        self.fixed::<O>(move || example.response())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_read_as_responses() {
        let example = Example { status: 201, headers: &[("X-Total", "1"), ("no header", "")], body: "{}" };
        let response = example.response();
        assert_eq!(response.status(), StatusCode::CREATED);
        assert_eq!((response.headers().len(), response.headers()["x-total"].to_str().unwrap()), (1, "1"));
        assert_eq!(response.body().length(), Some(2));
    }
}
