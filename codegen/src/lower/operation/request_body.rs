//! The Request Body Object.

use super::content::BodyUse;
use crate::diagnostics::Code;
use crate::ir::{OperationId, RequestBody};
use crate::lower::operation::Operations;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::reference::Section;
use crate::resolve::Node;

const REQUEST_BODY: ObjectKind = ObjectKind {
    name: "Request Body Object",
    keywords: &["description", "content", "required"],
    unsupported: &[],
    extensions: &[],
};

impl<'d> Operations<'_, 'd> {
    /// A request body, or a reference to one that several operations share.
    pub(crate) fn lower_request_body(&mut self, operation: OperationId, node: &Node<'d>) -> Option<RequestBody> {
        let node = self.follow_to(Section::RequestBodies, node)?;
        if let Some(known) = self.bodies.get(&node.origin) {
            return known.clone();
        }
        let body = self.lower_body(operation, &node);
        self.bodies.insert(node.origin.clone(), body.clone());
        body
    }

    fn lower_body(&mut self, operation: OperationId, node: &Node<'d>) -> Option<RequestBody> {
        let mut fields = Fields::open(node, &REQUEST_BODY, self.diagnostics)?;
        let description = fields.string("description");
        let required = fields.flag("required");
        let content = fields.essential("content")?;
        if content.value.as_object().is_some_and(serde_json::Map::is_empty) {
            let message = "the request body has no media type: it is ignored";
            let diagnostic = fields.diagnostics().mistake(Code::MissingField, &content.origin, message);
            diagnostic.skipped().help("add one, such as `application/json`, or remove `requestBody`");
        }
        let contents = self.lower_content(&content, BodyUse::RequestBody(operation));
        let origin = node.origin.clone();
        (!contents.is_empty()).then_some(RequestBody { origin, description, required, contents })
    }
}
