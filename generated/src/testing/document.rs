//! The document as a judge of requests: whether path, method, parameters and body are as it says.

use super::schemas::{Collector, Schemas};
use crate::runtime::http::header::CONTENT_TYPE;
use crate::runtime::http::{Method, Request};
use crate::runtime::{Bytes, Map, Value, serde_json};
use percent_encoding::percent_decode_str;
use std::fmt;
use std::sync::OnceLock;

/// `spec/portals.yaml` as JSON, written when the crate was built.
const DOCUMENT: &str = include_str!(concat!(env!("OUT_DIR"), "/document.json"));

/// What of a request is not as the document says.
///
/// ```text
/// get_users_of_user_type: query `type`: "Everybody" is not one of "AllUsers", …
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    operation: Option<&'static str>,
    kind: Kind,
    place: String,
    reason: String,
}

/// What is wrong, for the service's own answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is no such path, method or parameter; the service has its own answer or does not mind.
    Undocumented,
    MissingParameter(String),
    InvalidParameter(String),
    /// The body is missing, or not as its schema says at this JSON Path.
    Body(String),
}

impl Violation {
    /// The operation's id, where the request is for one.
    #[must_use]
    pub const fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// What part of the request it is about, such as ``query `type` `` or `body at $.portals[0]`.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong with it.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    pub(super) const fn kind(&self) -> &Kind {
        &self.kind
    }
}

/// On one line.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(f, "{operation}: ")?;
        }
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// What was found of a request.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    pub(super) operation: Option<&'static str>,
    pub(super) violations: Vec<Violation>,
}

/// The operations and their schemas.
pub(super) struct Document {
    /// The documented versions, the second segment of every path.
    versions: Vec<&'static str>,
    operations: Vec<Operation>,
    schemas: Schemas,
}

struct Operation {
    id: &'static str,
    method: Method,
    path: Vec<Segment>,
    parameters: Vec<Parameter>,
    /// Whether there is one, and whether it has to be.
    body: Option<bool>,
}

enum Segment {
    Fixed(&'static str),
    Parameter(&'static str),
}

struct Parameter {
    name: &'static str,
    is_in: &'static str,
    is_required: bool,
    reading: Reading,
}

/// How the text of a parameter becomes a JSON value.
enum Reading {
    Text,
    /// What is JSON as it stands: a number or a boolean.
    Literal,
    /// Strings with commas between them.
    List,
    /// JSON text.
    Json,
}

/// The document, read at the first use.
pub(super) fn document() -> &'static Document {
    static READ: OnceLock<Document> = OnceLock::new();
    READ.get_or_init(|| Document::new().unwrap_or_else(|problem| panic!("the document of this crate: {problem}")))
}

impl Document {
    /// # Errors
    /// When it is not a document, which cannot be of one that the client was generated from.
    fn new() -> Result<Self, String> {
        static TREE: OnceLock<Value> = OnceLock::new();
        let read: Value = serde_json::from_str(DOCUMENT).map_err(|error| error.to_string())?;
        let tree = TREE.get_or_init(|| read);
        let mut schemas = Collector::default();
        for (name, schema) in members(tree, "/components/schemas") {
            schemas.add(name, schema);
        }
        let mut operations = Vec::new();
        for (path, item) in members(tree, "/paths") {
            let shared = elements(item, "/parameters");
            for method in [Method::GET, Method::PUT, Method::POST, Method::DELETE] {
                let Some(operation) = item.get(method.as_str().to_lowercase()) else { continue };
                let parameters = shared.iter().chain(elements(operation, "/parameters"));
                operations.push(Operation::new(tree, &mut schemas, method, path, operation, parameters)?);
            }
        }
        let versions = elements(tree, "/servers/0/variables/version/enum").iter().filter_map(Value::as_str).collect();
        Ok(Self { versions, operations, schemas: schemas.finish().map_err(|error| error.to_string())? })
    }

    /// The ids of the operations, in the document's order.
    pub(super) fn operations(&self) -> impl Iterator<Item = &'static str> {
        self.operations.iter().map(|operation| operation.id)
    }

    /// Which operation a request is for, and where it is not as the document says.
    pub(super) fn judge(&self, request: &Request<Bytes>) -> Judgement {
        let astray = |place: String, reason: &str| Judgement {
            operation: None,
            violations: vec![violation(None, Kind::Undocumented, place, reason)],
        };
        let path = request.uri().path();
        let Some(segments) = self.segments(path) else {
            return astray(format!("path `{path}`"), "the document has no such path");
        };
        let mut fitting: Vec<&Operation> =
            self.operations.iter().filter(|operation| operation.fits(&segments)).collect();
        // A fixed segment goes before a parameter.
        fitting.sort_by_key(|operation| operation.parameter_count());
        let fewest = fitting.first().map(|operation| operation.parameter_count());
        fitting.retain(|operation| Some(operation.parameter_count()) == fewest);
        match fitting.iter().find(|operation| operation.method == request.method()) {
            Some(operation) => self.judge_operation(operation, &segments, request),
            None if fitting.is_empty() => astray(format!("path `{path}`"), "the document has no such path"),
            None => {
                let place = format!("method {}", request.method());
                astray(place, &format!("the document has no such method for the path `{path}`"))
            }
        }
    }

    /// The segments after the version, decoded.
    fn segments(&self, path: &str) -> Option<Vec<String>> {
        let mut segments = path.strip_prefix("/crm/")?.split('/');
        let version = segments.next()?;
        let decoded = segments.map(|segment| percent_decode_str(segment).decode_utf8().ok().map(Into::into));
        decoded.collect::<Option<Vec<String>>>().filter(|_| self.versions.contains(&version))
    }

    fn judge_operation(&self, operation: &Operation, segments: &[String], request: &Request<Bytes>) -> Judgement {
        let mut violations = Vec::new();
        let query: Vec<(String, String)> =
            form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).into_owned().collect();
        for parameter in &operation.parameters {
            let given: Vec<&str> = match parameter.is_in {
                "path" => operation.segment(parameter.name, segments).into_iter().collect(),
                "query" => {
                    let named = query.iter().filter(|(name, _)| name == parameter.name);
                    named.map(|(_, value)| value.as_str()).collect()
                }
                _ => request.headers().get(parameter.name).and_then(|value| value.to_str().ok()).into_iter().collect(),
            };
            violations.extend(self.judge_parameter(operation.id, parameter, &given));
        }
        for (name, _) in &query {
            if !operation.parameters.iter().any(|known| known.is_in == "query" && known.name == name) {
                let place = format!("query `{name}`");
                let reason = "the document has no such parameter";
                violations.push(violation(Some(operation.id), Kind::Undocumented, place, reason));
            }
        }
        violations.extend(self.judge_body(operation, request));
        Judgement { operation: Some(operation.id), violations }
    }

    fn judge_parameter(&self, operation: &'static str, parameter: &Parameter, given: &[&str]) -> Vec<Violation> {
        let Parameter { name, is_in, .. } = parameter;
        let at = |kind, reason: &str| violation(Some(operation), kind, format!("{is_in} `{name}`"), reason);
        let invalid = |reason: &str| at(Kind::InvalidParameter((*name).to_owned()), reason);
        let text = match given {
            [] if parameter.is_required => return vec![at(Kind::MissingParameter((*name).to_owned()), "is missing")],
            [] => return Vec::new(),
            [text] => text,
            _ => return vec![invalid("is given more than once")],
        };
        match parameter.reading.read(text) {
            Ok(value) => {
                let complaints = self.schemas.complaints(&key_of_parameter(operation, is_in, name), &value);
                complaints.iter().map(|(_, reason)| invalid(reason)).collect()
            }
            Err(reason) => vec![invalid(&reason)],
        }
    }

    fn judge_body(&self, operation: &Operation, request: &Request<Bytes>) -> Vec<Violation> {
        let body = request.body();
        let wrong = |path: String, reason: &str| {
            let place = if path == "$" { "body".to_owned() } else { format!("body at {path}") };
            violation(Some(operation.id), Kind::Body(path), place, reason)
        };
        match operation.body {
            None if body.is_empty() => Vec::new(),
            None => vec![violation(
                Some(operation.id),
                Kind::Undocumented,
                "body".to_owned(),
                "the document has no body for this operation",
            )],
            Some(true) if body.is_empty() => vec![wrong("$".to_owned(), "is missing")],
            Some(_) if body.is_empty() => Vec::new(),
            Some(_) => {
                let mut violations = Vec::new();
                if !is_json(request) {
                    let place = "header `content-type`".to_owned();
                    let reason = "the document has the body as `application/json`";
                    violations.push(violation(Some(operation.id), Kind::Undocumented, place, reason));
                }
                match serde_json::from_slice(body) {
                    Ok(value) => {
                        let complaints = self.schemas.complaints(&key_of_body(operation.id), &value);
                        violations.extend(
                            complaints.iter().map(|(pointer, reason)| wrong(json_path(pointer, &value), reason)),
                        );
                    }
                    Err(error) => violations.push(wrong("$".to_owned(), &format!("is not JSON: {error}"))),
                }
                violations
            }
        }
    }
}

fn violation(operation: Option<&'static str>, kind: Kind, place: String, reason: &str) -> Violation {
    Violation { operation, kind, place, reason: reason.to_owned() }
}

impl Operation {
    fn new(
        tree: &'static Value,
        schemas: &mut Collector,
        method: Method,
        path: &'static str,
        operation: &'static Value,
        parameters: impl Iterator<Item = &'static Value>,
    ) -> Result<Self, String> {
        let id = operation["operationId"].as_str().ok_or_else(|| format!("`{method} {path}` has no operationId"))?;
        let parameters =
            parameters.map(|parameter| Parameter::new(tree, schemas, id, parameter)).collect::<Result<_, _>>()?;
        let body = operation.get("requestBody");
        if let Some(schema) = body.and_then(|body| body.pointer("/content/application~1json/schema")) {
            schemas.add(key_of_body(id), schema);
        }
        let segment = |text: &'static str| match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            Some(name) => Segment::Parameter(name),
            None => Segment::Fixed(text),
        };
        Ok(Self {
            id,
            method,
            path: path.split('/').skip(1).map(segment).collect(),
            parameters,
            body: body.map(|body| body["required"].as_bool().unwrap_or_default()),
        })
    }

    fn fits(&self, segments: &[String]) -> bool {
        let fits = |(wanted, found): (&Segment, &String)| match wanted {
            Segment::Fixed(text) => text == found,
            Segment::Parameter(_) => true,
        };
        self.path.len() == segments.len() && self.path.iter().zip(segments).all(fits)
    }

    fn parameter_count(&self) -> usize {
        self.path.iter().filter(|segment| matches!(segment, Segment::Parameter(_))).count()
    }

    fn segment<'s>(&self, name: &str, segments: &'s [String]) -> Option<&'s str> {
        let is_it = |segment: &Segment| matches!(segment, Segment::Parameter(known) if *known == name);
        let place = self.path.iter().position(is_it)?;
        segments.get(place).map(String::as_str)
    }
}

impl Parameter {
    fn new(
        tree: &'static Value,
        schemas: &mut Collector,
        operation: &str,
        parameter: &'static Value,
    ) -> Result<Self, String> {
        let parameter = resolved(tree, parameter);
        let text =
            |key: &str| parameter[key].as_str().ok_or_else(|| format!("a parameter of {operation} has no `{key}`"));
        let (name, is_in) = (text("name")?, text("in")?);
        let json = parameter.pointer("/content/application~1json/schema");
        let schema = json.or(parameter.get("schema")).ok_or_else(|| format!("the parameter `{name}` has no schema"))?;
        schemas.add(key_of_parameter(operation, is_in, name), schema);
        let reading = match resolved(tree, schema)["type"].as_str() {
            _ if json.is_some() => Reading::Json,
            Some("integer" | "number" | "boolean") => Reading::Literal,
            Some("array") => Reading::List,
            _ => Reading::Text,
        };
        Ok(Self { name, is_in, is_required: parameter["required"].as_bool().unwrap_or_default(), reading })
    }
}

impl Reading {
    /// # Errors
    /// When the text is no JSON and has to be.
    fn read(&self, text: &str) -> Result<Value, String> {
        let as_text = || Value::from(text);
        match self {
            Self::Text => Ok(as_text()),
            // What is neither is a text, which the schema then refuses.
            Self::Literal => Ok(serde_json::from_str(text).unwrap_or_else(|_| as_text())),
            Self::List => Ok(text.split(',').filter(|item| !text.is_empty() || !item.is_empty()).collect()),
            Self::Json => serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}")),
        }
    }
}

/// What a reference of this document stands for; anything else stands for itself.
fn resolved(tree: &'static Value, node: &'static Value) -> &'static Value {
    let target = node.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
    target.and_then(|pointer| tree.pointer(pointer)).unwrap_or(node)
}

fn members(node: &'static Value, pointer: &str) -> impl Iterator<Item = (&'static str, &'static Value)> {
    let members = node.pointer(pointer).and_then(Value::as_object).into_iter().flat_map(Map::iter);
    members.map(|(name, value)| (name.as_str(), value))
}

fn elements(node: &'static Value, pointer: &str) -> &'static [Value] {
    node.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn key_of_parameter(operation: &str, is_in: &str, name: &str) -> String {
    format!("{operation}.{is_in}.{name}")
}

fn key_of_body(operation: &str) -> String {
    format!("{operation}.body")
}

/// `application/json`, whatever its parameters.
fn is_json(request: &Request<Bytes>) -> bool {
    let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = header.and_then(|header| header.split(';').next()).unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/json")
}

/// A JSON Pointer into a value as a JSON Path: `$.portals[0].name`.
fn json_path(pointer: &str, value: &Value) -> String {
    let mut path = "$".to_owned();
    let mut here = Some(value);
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match here {
            Some(Value::Array(items)) => {
                path.extend(["[", &token, "]"]);
                here = token.parse().ok().and_then(|index: usize| items.get(index));
            }
            other => {
                path.extend([".", &token]);
                here = other.and_then(|object| object.get(&token));
            }
        }
    }
    path
}
