//! The Operation Object.
//!
//! With it stands what an operation has: its path, parameters, request body, responses and pages. Uses every other room
//! of [`lower`](super); nothing but the stage itself uses it.

pub(crate) mod content;
pub(crate) mod header;
pub(crate) mod known_keys;
pub(crate) mod known_value;
pub(crate) mod nesting;
pub(crate) mod pagination;
pub(crate) mod parameter;
pub(crate) mod path;
pub(crate) mod request_body;
pub(crate) mod response;
pub(crate) mod template;

use super::Lowering;
use super::read::fields::{EXTERNAL_DOCS, Fields, ObjectKind, Unsupported};
use crate::diagnostics::Code;
use crate::ir::{Method, Operation, OperationId, PathPart, PathTemplate};
use crate::resolve::Node;
use heck::ToSnakeCase;
use pagination::{DROPSHOT, PAGINATION};
use path::PathItem;
use std::collections::HashMap;

const OPERATION: ObjectKind = ObjectKind {
    name: "Operation Object",
    keywords: &[
        "operationId",
        "tags",
        "summary",
        "description",
        "externalDocs",
        "parameters",
        "requestBody",
        "responses",
        "deprecated",
        "security",
        "servers",
    ],
    unsupported: &[Unsupported {
        keyword: "callbacks",
        meaning: "no code is generated for requests that the service sends",
        remedy: "to read such requests, name their schemas under `components/schemas`: each has a type",
    }],
    extensions: &[PAGINATION],
};

impl<'d> Lowering<'_, 'd> {
    /// One method of a path item, which will be operation number `index`.
    pub(crate) fn lower_operation(
        &mut self,
        index: usize,
        method: Method,
        item: &PathItem<'d>,
        node: &Node<'d>,
    ) -> Option<Operation> {
        let mut fields = Fields::open(node, &OPERATION, self.diagnostics)?;
        let id = fields.text("operationId").unwrap_or_default();
        fields.check_object("externalDocs", &EXTERNAL_DOCS);
        if let Some(written) = fields.node("operationId").filter(|written| written.value == "") {
            let message = "the operation id is empty: the operation gets a name made of method and path";
            let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &written.origin, message);
            diagnostic.help("write a name that no other operation has, or remove it");
        }
        let tag = fields.texts("tags").into_iter().map(|(tag, _)| tag).find(|tag| !tag.trim().is_empty());
        let summary = fields.text("summary").or_else(|| item.summary.clone());
        let description = fields.text("description").or_else(|| item.description.clone());
        let deprecated = fields.flag("deprecated");
        let own_parameters = fields.list("parameters");
        let (body, security) = (fields.node("requestBody"), fields.node("security"));
        // Optional since 3.1.
        let responses = if self.siblings_count { fields.node("responses") } else { fields.require("responses") };
        let (servers, pagination) = (fields.list("servers"), fields.node(PAGINATION));
        let operation = OperationId(index);
        let mut security = self.lower_security(security.as_ref()).unwrap_or_else(|| self.default_security.clone());
        let shared_parameters = self.without_authorization(&item.parameters, &security);
        let own_parameters = self.without_authorization(&own_parameters, &security);
        let mut parameters = self.lower_parameters(operation, &shared_parameters, &own_parameters);
        let path = self.settle_template(operation, item, &mut parameters);
        self.settle_keys(&mut parameters, &mut security);
        match node.get(DROPSHOT).filter(|_| pagination.is_none()) {
            Some(dropshot) => self.lower_dropshot_pagination(operation, &dropshot),
            None => self.lower_pagination(operation, pagination.as_ref()),
        }
        Some(Operation {
            origin: node.origin.clone(),
            id,
            path,
            tag,
            summary,
            description,
            deprecated,
            parameters,
            body: body.and_then(|body| self.lower_request_body(operation, &body)),
            responses: self.lower_responses(operation, &method, responses.as_ref()),
            method,
            security,
            server: self.lower_own_server(&servers).or_else(|| item.server.clone()),
            // Known when the types are.
            pages: None,
        })
    }

    /// Gives each operation an id that no other has: its own, if it is the first of that name, or one made of method
    /// and path.
    pub(crate) fn name_operations(&mut self, operations: &mut [Operation]) {
        let mut first: HashMap<String, usize> = HashMap::new();
        let mut unnamed = Vec::new();
        for (index, operation) in operations.iter().enumerate() {
            match first.get(&operation.id) {
                _ if operation.id.is_empty() => unnamed.push(index),
                Some(known) => {
                    self.report_id_twice(operation, &operations[*known]);
                    unnamed.push(index);
                }
                None => {
                    first.insert(operation.id.clone(), index);
                }
            }
        }
        for index in unnamed {
            let plain = made_id(&operations[index].method, &operations[index].path);
            let numbered = (2..).map(|number| format!("{plain}_{number}"));
            let free = std::iter::once(plain.clone()).chain(numbered).find(|id| !first.contains_key(id));
            let id = free.unwrap_or(plain);
            first.insert(id.clone(), index);
            operations[index].id = id;
        }
    }

    /// An operation's id becomes the name of its method, so no two may share it.
    fn report_id_twice(&mut self, operation: &Operation, known: &Operation) {
        let message = format!("the operation id `{}` is used twice", operation.id);
        let other = format!("first used by {} {}", known.method.as_str(), known.path.text());
        self.diagnostics
            .mistake(Code::DuplicateOperationId, &operation.origin.key("operationId"), message)
            .also(&known.origin.key("operationId"), other)
            .help("give each operation an id of its own: this one gets a name made of method and path");
    }
}

/// `get_pets_by_id` of `GET /pets/{id}`: a parameter that follows literal text is what that is chosen by.
fn made_id(method: &Method, path: &PathTemplate) -> String {
    let mut words = vec![method.key().to_lowercase()];
    for part in &path.parts {
        words.push(match part {
            PathPart::Literal(text) => text.replace('/', " ").to_snake_case(),
            PathPart::Parameter(name) => format!("by_{}", name.to_snake_case()),
        });
    }
    words.retain(|word| !word.is_empty());
    if words.len() == 1 {
        words.push("root".to_owned());
    }
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::made_id;
    use crate::ir::{Method, PathPart, PathTemplate};

    #[test]
    fn an_id_is_made_of_method_and_path() {
        let path = |parts: &[PathPart]| PathTemplate { parts: parts.to_vec() };
        let literal = |text: &str| PathPart::Literal(text.to_owned());
        let parameter = |name: &str| PathPart::Parameter(name.to_owned());
        assert_eq!(made_id(&Method::Get, &path(&[literal("/")])), "get_root");
        assert_eq!(made_id(&Method::Get, &path(&[literal("/user_types")])), "get_user_types");
        let nested = [literal("/pets/"), parameter("petId"), literal("/toys.json")];
        assert_eq!(made_id(&Method::Delete, &path(&nested)), "delete_pets_by_pet_id_toys_json");
    }
}
