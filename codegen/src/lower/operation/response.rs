//! The Responses Object and the Response Objects.

use super::content::BodyUse;
use crate::diagnostics::{Code, similar};
use crate::ir::{Content, Header, Method, OperationId, Response, SharedResponse, StatusRange};
use crate::lower::operation::Operations;
use crate::lower::read::fields::Fields;
use crate::lower::read::indentation;
use crate::lower::read::object_kind::{ObjectKind, Unsupported};
use crate::lower::reference::Section;
use crate::pointer::Origin;
use crate::resolve::Node;
use openapiv3::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::LazyLock;

const RESPONSE: ObjectKind = ObjectKind {
    name: "Response Object",
    keywords: &["description", "summary", "headers", "content"],
    unsupported: &[Unsupported {
        keyword: "links",
        meaning: "no code is generated for following them",
        remedy: "call the operation of a link with values from the response",
    }],
    extensions: &[],
};

const RESPONSE_2_0: ObjectKind = ObjectKind {
    name: "Response Object",
    // `content` is made of the others, or reported already.
    keywords: &["description", "schema", "headers", "examples", "content"],
    unsupported: &[],
    extensions: &[],
};

/// An empty Response Object, for one whose keys are not indented.
static UNDESCRIBED: LazyLock<Value> = LazyLock::new(|| json!({ "description": "" }));

/// A response without its status.
#[derive(Debug, Clone)]
pub(crate) struct ResponseParts {
    origin: Origin,
    description: Option<String>,
    contents: Vec<Content>,
    headers: Vec<Header>,
}

impl<'d> Operations<'_, 'd> {
    /// `components.responses` that have a body.
    pub(crate) fn lower_shared_responses(&mut self, entries: Option<&Vec<(&'d str, Node<'d>)>>) -> Vec<SharedResponse> {
        let mut shared = Vec::new();
        for (name, node) in entries.into_iter().flatten() {
            // A component has its own position, so its use does not matter.
            let Some(parts) = self.lower_response(OperationId(0), StatusRange::Default, node) else { continue };
            if !parts.contents.is_empty() {
                let ResponseParts { origin, contents, .. } = parts;
                shared.push(SharedResponse { origin, name: (*name).to_owned(), contents });
            }
        }
        shared
    }

    /// `responses` of an operation.
    pub(crate) fn lower_responses(
        &mut self,
        operation: OperationId,
        method: &Method,
        node: Option<&Node<'d>>,
    ) -> Vec<Response> {
        let mut responses: Vec<Response> = Vec::new();
        let mut described: HashMap<StatusRange, Origin> = HashMap::new();
        let Some(node) = node else { return responses };
        if !node.value.is_object() {
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &node.origin, "`responses` must be an object");
            diagnostic.skipped().help("give each status as a key: `'200': { description: … }`");
        }
        let mut keys = node.entries().map(|(key, _)| key);
        if node.value.is_object() && !keys.any(|key| !key.starts_with("x-")) {
            let message = "`responses` must contain at least one response";
            let diagnostic = self.diagnostics.mistake(Code::MissingField, &node.origin, message).at_key();
            diagnostic.help("describe one, as in `'200': { description: … }`");
        }
        let kind = if self.version.is_2_0() { &RESPONSE_2_0 } else { &RESPONSE };
        let is_status = |key: &str, _: &Value| parse_status(key).is_some();
        let entries = indentation::entries(node, kind, &UNDESCRIBED, is_status, self.diagnostics);
        for (key, entry) in entries.into_iter().filter(|(key, _)| !key.starts_with("x-")) {
            let Some(status) = self.lower_status(key, &entry) else { continue };
            if let Some(first) = described.get(&status) {
                self.report_status_twice(&entry, first);
                continue;
            }
            described.insert(status, entry.origin.clone());
            self.check_range(key, &entry);
            let Some(parts) = self.lower_response(operation, status, &entry) else { continue };
            let ResponseParts { origin, description, mut contents, headers } = parts;
            if let Some(content) = contents.first()
                && !self.can_have_body(method, status, content)
            {
                contents.clear();
            }
            responses.push(Response { origin, status, description, contents, headers });
        }
        responses
    }

    /// Responses to HEAD have no body (their `content` describes that of GET), nor have those with these statuses:
    /// expecting one would make every response an error.
    fn can_have_body(&mut self, method: &Method, status: StatusRange, content: &Content) -> bool {
        if let StatusRange::Exact(code) = status
            && !status.allows_body()
        {
            let keyword = if self.version.is_2_0() { "schema" } else { "content" };
            let message = format!("a response with status code {code} has no body: its `{keyword}` is ignored");
            let diagnostic = self.diagnostics.warning(Code::InapplicableKeyword, &content.origin.parent(), message);
            diagnostic
                .at_key()
                .skipped()
                .help("remove it, or describe it under the status code of the response that has it");
            return false;
        }
        *method != Method::Head
    }

    /// `4XX` and `4xx` are the same range: the second would never apply.
    fn report_status_twice(&mut self, entry: &Node<'d>, first: &Origin) {
        self.diagnostics
            .mistake(Code::InvalidValue, &entry.origin, "duplicate status code")
            .at_key()
            .skipped()
            .also(first, "first used here")
            .help("keep one of them");
    }

    fn check_range(&mut self, key: &str, entry: &Node<'d>) {
        if key.ends_with(['x']) {
            let message = format!("the status code range `{key}` is written in lower case");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &entry.origin, message).at_key();
            diagnostic.help(format!("write `{}`", key.to_ascii_uppercase()));
        }
    }

    fn lower_status(&mut self, key: &str, entry: &Node<'d>) -> Option<StatusRange> {
        let status = parse_status(key);
        if status.is_none() {
            let message = format!("invalid status code `{key}`");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &entry.origin, message).skipped().at_key();
            if RESPONSE.keywords.contains(&key) {
                diagnostic.help(format!("it is a keyword of a response: indent `{key}` further than the status code"));
            } else if similar(key, ["default"]).is_some() {
                diagnostic.help("did you mean `default`?");
            } else {
                diagnostic.help("write a status code such as `'404'`, a range such as `4XX`, or `default`");
            }
        }
        status
    }

    fn lower_response(
        &mut self,
        operation: OperationId,
        status: StatusRange,
        node: &Node<'d>,
    ) -> Option<ResponseParts> {
        let node = self.follow_to(Section::Responses, node)?;
        if let Some(known) = self.responses.get(&node.origin) {
            return known.clone();
        }
        let parts = self.lower_response_parts(operation, status, &node);
        self.responses.insert(node.origin.clone(), parts.clone());
        parts
    }

    fn lower_response_parts(
        &mut self,
        operation: OperationId,
        status: StatusRange,
        node: &Node<'d>,
    ) -> Option<ResponseParts> {
        // Optional since 3.2.
        let needs_description = !self.version.since_3_2();
        let kind = if self.version.is_2_0() { &RESPONSE_2_0 } else { &RESPONSE };
        let mut fields = Fields::open(node, kind, self.diagnostics)?;
        if needs_description && node.get("description").is_none() {
            fields.require("description");
        }
        // Since 3.2 there is a `summary`, which may be the only text.
        let words = [fields.string("description"), fields.string("summary")];
        let description = words.into_iter().flatten().find(|text| !text.trim().is_empty());
        let headers = fields.map("headers");
        check_example_names(&mut fields);
        let content = fields.node("content");
        let contents = content.map(|content| self.lower_content(&content, BodyUse::ResponseBody(operation, status)));
        let (contents, headers) = (contents.unwrap_or_default(), self.lower_headers(operation, &headers));
        Some(ResponseParts { origin: node.origin.clone(), description, contents, headers })
    }
}

/// In Swagger 2.0 the keys of `examples` are media types.
fn check_example_names(fields: &mut Fields<'_, '_>) {
    let examples = fields.node("examples").filter(|node| node.value.is_object());
    let named = examples.iter().flat_map(Node::entries).filter(|(key, _)| !key.contains('/') && !key.starts_with("x-"));
    for (key, example) in named.collect::<Vec<_>>() {
        let message = format!("`{key}` is not a media type: this example is ignored");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &example.origin, message).at_key().skipped();
        diagnostic.help("write the media type of the example in its place, as in `application/json: …`");
    }
}

fn parse_status(key: &str) -> Option<StatusRange> {
    if key == "default" {
        return Some(StatusRange::Default);
    }
    match StatusCode::deserialize(&Value::String(key.to_owned())).ok()? {
        StatusCode::Code(code @ 100..=599) => Some(StatusRange::Exact(code)),
        StatusCode::Range(class @ 1..=5) => u8::try_from(class).ok().map(StatusRange::Class),
        StatusCode::Code(_) | StatusCode::Range(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse_status;
    use crate::ir::StatusRange;

    #[test]
    fn statuses_are_codes_ranges_or_default() {
        assert_eq!(parse_status("200"), Some(StatusRange::Exact(200)));
        assert_eq!(parse_status("4XX"), Some(StatusRange::Class(4)));
        assert_eq!(parse_status("5xx"), Some(StatusRange::Class(5)));
        assert_eq!(parse_status("default"), Some(StatusRange::Default));
        for wrong in ["", "20", "2000", "9XX", "20X", "099", "ok", "+20"] {
            assert_eq!(parse_status(wrong), None, "{wrong}");
        }
    }
}
