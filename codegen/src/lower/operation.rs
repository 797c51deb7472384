//! The Operation Object.

use super::Lowering;
use super::fields::{Fields, ObjectKind};
use super::path::PathItem;
use crate::ir::{Method, Operation, OperationId, PathPart, PathTemplate};
use crate::resolve::Node;
use heck::ToSnakeCase;
use std::collections::HashSet;

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
    ],
    unsupported: &[
        ("callbacks", "no code is generated for requests that the service sends"),
        ("servers", "requests go to the server of the document"),
    ],
    extensions: &[],
};

impl<'d> Lowering<'_, 'd> {
    /// One method of a path item, which will be operation number `index`.
    pub(super) fn lower_operation(
        &mut self,
        index: usize,
        method: Method,
        item: &PathItem<'d>,
        node: &Node<'d>,
    ) -> Option<Operation> {
        let mut fields = Fields::open(node, &OPERATION, self.diagnostics)?;
        let id = fields.text("operationId").unwrap_or_default();
        let tag = fields.texts("tags").into_iter().next().map(|(tag, _)| tag);
        let summary = fields.text("summary").or_else(|| item.summary.clone());
        let description = fields.text("description").or_else(|| item.description.clone());
        let deprecated = fields.flag("deprecated");
        let own_parameters = fields.list("parameters");
        let (body, security) = (fields.node("requestBody"), fields.node("security"));
        // Optional since 3.1.
        let responses = if self.siblings_count { fields.node("responses") } else { fields.require("responses") };
        let operation = OperationId(index);
        Some(Operation {
            origin: node.origin.clone(),
            id,
            method,
            path: item.path.clone(),
            tag,
            summary,
            description,
            deprecated,
            parameters: self.lower_parameters(operation, &item.parameters, &own_parameters),
            body: body.and_then(|body| self.lower_request_body(operation, &body)),
            responses: self.lower_responses(operation, method, responses.as_ref()),
            security: self.lower_security(security.as_ref()).unwrap_or_else(|| self.default_security.clone()),
        })
    }
}

/// Gives operations without `operationId` one of their method and path that no other has.
pub(super) fn name_operations(operations: &mut [Operation]) {
    let mut taken: HashSet<String> = operations.iter().map(|operation| operation.id.clone()).collect();
    for operation in operations.iter_mut().filter(|operation| operation.id.is_empty()) {
        let plain = made_id(operation.method, &operation.path);
        let numbered = (2..).map(|number| format!("{plain}_{number}"));
        let free = std::iter::once(plain.clone()).chain(numbered).find(|id| !taken.contains(id));
        operation.id = free.unwrap_or(plain);
        taken.insert(operation.id.clone());
    }
}

/// `get_pets_by_id` of `GET /pets/{id}`: a parameter that follows literal text is what that is chosen by.
fn made_id(method: Method, path: &PathTemplate) -> String {
    let mut words = vec![method.key().to_owned()];
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
        assert_eq!(made_id(Method::Get, &path(&[literal("/")])), "get_root");
        assert_eq!(made_id(Method::Get, &path(&[literal("/user_types")])), "get_user_types");
        let nested = [literal("/pets/"), parameter("petId"), literal("/toys.json")];
        assert_eq!(made_id(Method::Delete, &path(&nested)), "delete_pets_by_pet_id_toys_json");
    }
}
