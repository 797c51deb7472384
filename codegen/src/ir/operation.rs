//! Operations: the method and the path, and all that belongs to them.

use super::{Incoming, Pages, Parameter, RequestBody, Response, SecurityRequirement, Server, StatusRange};
use crate::pointer::Origin;

/// One method on one path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The Operation Object.
    pub origin: Origin,
    /// `operationId`, or an id derived from its position.
    pub id: String,
    /// Whether the id is derived, since the document has none or the same for another operation.
    pub is_id_derived: bool,
    /// The id to name it after, without the additions of frameworks.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The path under the server's URL.
    pub path: PathTemplate,
    /// The tag the operation is filed under: its first.
    pub tag: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The path item's parameters, overridden by the operation's own.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<RequestBody>,
    /// `responses`, in the document's order.
    pub responses: Vec<Response>,
    /// Alternatives; empty without security requirements.
    pub security: Vec<SecurityRequirement>,
    /// The first of its own `servers`, or of its path item's; without any, that of the document serves.
    pub server: Option<Server>,
    /// The pages of its list, where it responds with one: by `x-specwright-pagination`.
    pub pages: Option<Pages>,
    /// Its position, if the API calls it. Then it has no path: the receiver chooses the URL.
    pub incoming: Option<Incoming>,
}

impl Operation {
    /// The responses that describe successes. A `default` describes errors, as its name hides but every document means;
    /// when no other response describes a success, it describes that too.
    #[must_use]
    pub fn successes(&self) -> Vec<&Response> {
        let successes: Vec<&Response> = self.responses.iter().filter(|one| one.status.is_success()).collect();
        if successes.is_empty() {
            return self.responses.iter().filter(|one| one.status == StatusRange::Default).collect();
        }
        successes
    }

    /// Whether a success may have a body, and the document describes none for any of them: many libraries omit
    /// `content` for handlers whose response type they cannot determine.
    #[must_use]
    pub fn leaves_body_open(&self) -> bool {
        let successes = self.successes();
        self.method != Method::Head
            && successes.iter().all(|one| one.contents.is_empty())
            && successes.iter().any(|one| one.status.allows_body())
    }

    /// Whether its successes are described, and have no body.
    #[must_use]
    pub fn has_no_content(&self) -> bool {
        let successes = self.successes();
        !successes.is_empty() && successes.iter().all(|one| one.contents.is_empty()) && !self.leaves_body_open()
    }
}

/// An HTTP method that a Path Item Object can hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
    /// QUERY, since 3.2.
    Query,
    /// Any other, from `additionalOperations` (since 3.2), as in requests.
    Other(String),
}

impl Method {
    /// Every method with a key of its own, in the order in which a Path Item Object lists them.
    pub const ALL: [Self; 9] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    /// The key in a Path Item Object, or in its `additionalOperations`.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
            Self::Query => "query",
            Self::Other(method) => method,
        }
    }

    /// The word in a request.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(method) => method,
        }
    }
}

/// A path with the positions of its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    /// Literal text (slashes included) and parameter names, in order.
    pub parts: Vec<PathPart>,
}

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathPart {
    /// Literal text.
    Literal(String),
    /// The value of the path parameter of this name.
    Parameter(String),
}

impl PathTemplate {
    /// The template as the document writes it.
    #[must_use]
    pub fn text(&self) -> String {
        let part = |part: &PathPart| match part {
            PathPart::Literal(text) => text.clone(),
            PathPart::Parameter(name) => format!("{{{name}}}"),
        };
        self.parts.iter().map(part).collect()
    }

    /// The names of the query parameters that it sends by itself, for documents that write a query into a path.
    #[must_use]
    pub fn fixed_query(&self) -> Vec<String> {
        let text = self.text();
        let query = text.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    /// The names of its parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            PathPart::Literal(_) => None,
            PathPart::Parameter(name) => Some(name.as_str()),
        })
    }
}
