//! Finds the operation of a request by the templates of the document, literal ones before variable ones.

use super::Request;
use crate::ir::{Api, Operation, Parameter, PathPart, Server};
use regex_lite::Regex;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The encoded values of path parameters by name.
pub(super) type Captures = BTreeMap<String, String>;

/// The maximal length of a path.
const MAX_PATH: usize = 8 * 1024;

/// How general a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Generality {
    Literal,
    Mixed,
    Parameter,
    /// A path with a parameter that may be several segments.
    Path,
}

struct Route {
    operation: usize,
    /// The possible prefixes from paths of servers; the empty one is always included.
    prefixes: BTreeSet<String>,
    /// The path as a whole, with a group for each parameter.
    path: Regex,
    parameters: Vec<String>,
    /// Names and values of the query in the template.
    query: Vec<(String, String)>,
    generality: Vec<Generality>,
    /// The length of its literals.
    literals: usize,
}

/// All operations, the most specific path first.
pub(super) struct Routes(Vec<Route>);

/// The operation that a request matches.
pub(super) enum Found<'a> {
    Operation {
        operation: &'a Operation,
        captures: Captures,
    },
    /// Its path has these methods.
    Methods(Vec<String>),
    Nothing,
}

impl Routes {
    /// The routes of an API. Templates that are too long for a regular expression are omitted.
    pub(super) fn of(api: &Api) -> Self {
        let routes = api.operations.iter().enumerate();
        let mut routes: Vec<Route> = routes.filter_map(|(index, operation)| Route::of(api, index, operation)).collect();
        routes.sort_by(|one, other| {
            let key = |route: &Route| (Reverse(route.query.len()), Reverse(route.literals));
            (&one.generality, key(one)).cmp(&(&other.generality, key(other)))
        });
        Self(routes)
    }

    pub(super) fn find<'a>(&self, api: &'a Api, request: &Request) -> Found<'a> {
        if request.path().len() > MAX_PATH {
            return Found::Nothing;
        }
        let of_path: Vec<(&Route, Captures)> =
            self.0.iter().filter_map(|route| Some((route, route.captures(request)?))).collect();
        // A path without parameters is matched before those with any, whatever the method (OpenAPI, Paths Object).
        let is_literal = of_path.iter().any(|(route, _)| route.parameters.is_empty());
        let of_path = of_path.into_iter().filter(|(route, _)| !is_literal || route.parameters.is_empty());
        let matching: Vec<(&Operation, Captures)> =
            of_path.filter_map(|(route, captures)| Some((api.operations.get(route.operation)?, captures))).collect();
        let has = |method: &str| matching.iter().position(|(operation, _)| operation.method.as_str() == method);
        let position = has(&request.method).or_else(|| has("GET").filter(|_| request.method == "HEAD"));
        if let Some((operation, captures)) = position.and_then(|position| matching.get(position)) {
            return Found::Operation { operation, captures: captures.clone() };
        }
        if matching.is_empty() {
            return Found::Nothing;
        }
        let mut methods: BTreeSet<&str> = matching.iter().map(|(operation, _)| operation.method.as_str()).collect();
        if methods.contains("GET") {
            methods.insert("HEAD");
        }
        methods.insert("OPTIONS");
        Found::Methods(methods.into_iter().map(str::to_owned).collect())
    }
}

impl Route {
    fn of(api: &Api, index: usize, operation: &Operation) -> Option<Self> {
        let servers = operation.server.iter().chain(&api.servers);
        let prefixes = servers.map(|server| path_of(&Server::default_url(server))).chain([String::new()]).collect();
        let text = operation.path.text();
        let (path, query) = text.split_once('?').unwrap_or((text.as_str(), ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let query = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (pattern, parameters) = pattern(operation);
        let regex = Regex::new(&pattern).ok()?;
        let spans = operation.parameters.iter().any(Parameter::spans_segments);
        let generality = if spans { vec![Generality::Path] } else { path.split('/').map(generality).collect() };
        let literals = operation.path.parts.iter().map(literal_length).sum();
        Some(Self { operation: index, prefixes, path: regex, parameters, query, generality, literals })
    }

    /// The values of the parameters, if the request matches this path, with the longest possible prefix.
    fn captures(&self, request: &Request) -> Option<Captures> {
        let is_there = |(name, value): &(String, String)| {
            let mut pairs = request.query().split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            pairs.any(|(other, found)| other == name && (value.starts_with('{') || found == value))
        };
        if !self.query.iter().all(is_there) {
            return None;
        }
        let paths = self.prefixes.iter().rev().filter_map(|prefix| request.path().strip_prefix(prefix.as_str()));
        let found = paths.into_iter().find_map(|path| self.path.captures(path))?;
        let values = found.iter().skip(1).map(|group| group.map_or("", |group| group.as_str()).to_owned());
        Some(self.parameters.iter().cloned().zip(values).collect())
    }
}

/// The path of a template as a regular expression, and the parameters of its groups.
fn pattern(operation: &Operation) -> (String, Vec<String>) {
    let (mut pattern, mut parameters) = ("^".to_owned(), Vec::new());
    for part in &operation.path.parts {
        match part {
            PathPart::Literal(text) => {
                let path = text.split('?').next().unwrap_or_default();
                pattern.push_str(&regex_lite::escape(path));
                if text.contains('?') {
                    break;
                }
            }
            PathPart::Parameter(name) => {
                let mut parameters_of_path = operation.parameters.iter().filter(|one| one.name == *name);
                let is_spanning = parameters_of_path.any(Parameter::spans_segments);
                pattern.push_str(if is_spanning { "(.+)" } else { "([^/]+)" });
                parameters.push(name.clone());
            }
        }
    }
    (pattern + "$", parameters)
}

fn literal_length(part: &PathPart) -> usize {
    match part {
        PathPart::Literal(text) => text.len(),
        PathPart::Parameter(_) => 0,
    }
}

fn generality(segment: &str) -> Generality {
    match (segment.contains('{'), segment.starts_with('{') && segment.ends_with('}')) {
        (false, _) => Generality::Literal,
        (true, true) => Generality::Parameter,
        (true, false) => Generality::Mixed,
    }
}

/// The path of a URL (or of a path), without a trailing slash.
pub(super) fn path_of(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    path.trim_end_matches('/').to_owned()
}
