//! Spans: one for each call and one for each attempt, with OpenTelemetry's names for HTTP clients. The path is that of
//! the document, with its placeholders. Spans contain no part of a query, header or body, and so no secret.

use crate::OperationInfo;
use crate::response::read::Outcome;
use http::Uri;
use tracing::field::{Empty, display};
use tracing::{Instrument, Span, debug};

/// The span of a call, which contains those of its attempts.
pub(crate) struct CallSpan(Span);

impl CallSpan {
    pub(crate) fn new(operation: &OperationInfo, uri: &Uri) -> Self {
        Self(tracing::info_span!(
            "call",
            otel.name = %format_args!("{} {}", operation.method, operation.path),
            otel.kind = "client",
            otel.status_code = Empty,
            operation.id = operation.id,
            http.request.method = operation.method,
            url.template = operation.path,
            server.address = uri.host(),
            server.port = port(uri),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.type = Empty,
        ))
    }

    pub(crate) fn within<F: Future + Unpin>(&self, future: F) -> impl Future<Output = F::Output> {
        future.instrument(self.0.clone())
    }

    /// Records how the call ended, and the number of attempts.
    pub(crate) fn ended(&self, outcome: &Outcome, attempts: u32) {
        if attempts > 1 {
            self.0.record("http.request.resend_count", attempts - 1);
        }
        ended(&self.0, outcome);
    }

    /// Records that there was no credential.
    pub(crate) fn not_sent(&self) {
        self.0.record("error.type", "credential");
        self.0.record("otel.status_code", "ERROR");
    }
}

/// The span of an attempt.
pub(crate) struct AttemptSpan(Span);

impl AttemptSpan {
    pub(crate) fn new(operation: &OperationInfo, uri: &Uri, attempt: u32) -> Self {
        let span = tracing::debug_span!(
            "attempt",
            otel.name = operation.method,
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = operation.method,
            url.template = operation.path,
            url.scheme = uri.scheme_str(),
            server.address = uri.host(),
            server.port = port(uri),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.type = Empty,
        );
        if attempt > 1 {
            span.record("http.request.resend_count", attempt - 1);
        }
        Self(span)
    }

    pub(crate) fn within<F: Future + Unpin>(&self, future: F) -> impl Future<Output = F::Output> {
        future.instrument(self.0.clone())
    }

    pub(crate) fn in_scope<T>(&self, action: impl FnOnce() -> T) -> T {
        self.0.in_scope(action)
    }

    pub(crate) fn ended(&self, outcome: &Outcome) {
        ended(&self.0, outcome);
    }
}

/// The request will be sent again.
pub(crate) fn waiting(wait: std::time::Duration, attempt: u32) {
    debug!(wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), attempt, "trying again");
}

/// The service refused the token, and there is another.
pub(crate) fn renewed() {
    debug!("trying again with another token");
}

fn ended(span: &Span, outcome: &Outcome) {
    match outcome {
        Ok(response) => {
            span.record("http.response.status_code", response.status().as_u16());
            if !response.status().is_success() {
                span.record("error.type", response.status().as_u16());
                span.record("otel.status_code", "ERROR");
            }
        }
        Err(error) => {
            if let Some(response) = &error.response {
                span.record("http.response.status_code", response.status().as_u16());
            }
            span.record("error.type", display(error.error.kind().name()));
            span.record("otel.status_code", "ERROR");
        }
    }
}

fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or_else(|| match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    })
}
