//! An operation of a fake, and the paths at which requests for it come.

use crate::OperationInfo;
use crate::service::Receive;
use crate::service::route::{Captures, Template};
use bytes::Bytes;
use http::Request;

pub(super) struct Endpoint {
    pub(super) operation: &'static OperationInfo,
    template: Template,
    /// The path of the server that the document names for this operation alone.
    server: Option<String>,
}

/// A request that has the path of an [`Endpoint`].
pub(super) struct Match<'a> {
    /// The path of the server in its URL.
    pub(super) server: &'a str,
    pub(super) captures: Captures,
}

impl Endpoint {
    pub(super) fn of<O: Receive>() -> Self {
        Self {
            operation: &O::INFO,
            template: Template::new(O::INFO.path, O::SPANNING),
            server: O::SERVER.map(path_of_url),
        }
    }

    /// Matches a request's path below the operation's own server, or below that of the fake, `server`, to which a client
    /// with a server of its choice sends all operations.
    pub(super) fn matched<'a>(&'a self, server: &'a str, request: &Request<Bytes>) -> Option<Match<'a>> {
        let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
        self.server.as_deref().into_iter().chain([server]).find_map(|server| {
            let captures = self.template.captures(path.strip_prefix(server)?, query)?;
            Some(Match { server, captures })
        })
    }

    pub(super) fn has_method(&self, request: &Request<Bytes>) -> bool {
        self.operation.method == request.method().as_str()
    }

    /// Orders operations that match one request: the most specific path is the first.
    pub(super) fn specificity(&self) -> impl Ord + use<> {
        self.template.specificity()
    }

    pub(super) fn query_names(&self) -> impl Iterator<Item = &str> {
        self.template.query_names()
    }

    /// The path in the document, below the operation's own server or else `server`.
    pub(super) fn path(&self, server: &str) -> String {
        format!("{}{}", self.server.as_deref().unwrap_or(server), self.operation.path)
    }
}

/// The path of a URL, which may be one already, without a slash at its end.
pub(super) fn path_of_url(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    path.trim_end_matches('/').to_owned()
}
