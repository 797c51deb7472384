//! Converting a [`Problem`] into the body of a documented error.

use super::documented_error::Documented;
use super::problem::Problem;
use super::serve::Serve;
use crate::Body;
use crate::json;
use http::Response;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use std::any::TypeId;
use std::fmt;
use std::sync::Arc;

type Make = Arc<dyn Fn(&Problem) -> Option<String> + Send + Sync>;

/// Functions that convert problems into bodies of documented error types.
#[derive(Clone, Default)]
pub(crate) struct ErrorBodies(Vec<(TypeId, Make)>);

impl ErrorBodies {
    /// Adds a function for a type, replacing an earlier one.
    pub(crate) fn add<T, F>(&mut self, make: F)
    where
        T: Serialize + 'static,
        F: Fn(&Problem) -> T + Send + Sync + 'static,
    {
        let make: Make = Arc::new(move |problem| json::text(&make(problem)).ok());
        self.0.insert(0, (TypeId::of::<T>(), make));
    }

    /// Adds the functions of another.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }

    /// The response to a request for an operation that is not served.
    pub(crate) fn respond<O: Serve>(&self, problem: Problem) -> Response<Body> {
        let status = problem.status();
        let documented = O::ERRORS.iter().filter_map(|error| Some((error.specificity(status)?, error.body())));
        let body = documented.min_by_key(|(specificity, _)| *specificity).map(|(_, body)| body);
        let written = match body {
            Some(Documented::Json(media_type, id)) => self.render(id(), &problem).map(|json| (media_type, json)),
            Some(Documented::Problem(media_type, id)) => {
                let json = self.render(id(), &problem).unwrap_or_else(|| problem.to_documented_json());
                Some((media_type, json))
            }
            Some(Documented::Other) | None => None,
        };
        let mut response = problem.into_response();
        if let Some((media_type, json)) = written {
            *response.body_mut() = Body::from(json);
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        response
    }

    fn render(&self, id: TypeId, problem: &Problem) -> Option<String> {
        self.0.iter().find(|(known, _)| *known == id).and_then(|(_, make)| make(problem))
    }
}

impl fmt::Debug for ErrorBodies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} types", self.0.len())
    }
}
