//! Rewrites Swagger 2.0 structures as their OpenAPI 3.0 equivalents.
//!
//! A stage between [`load`](crate::load) and [`lower`](crate::lower), which changes the tree where 2.0 has another
//! *structure*: parameters, headers and responses get their `schema` and `content`, operations the `requestBody` that
//! their `body` and `formData` parameters describe. Existing nodes keep their position, including sections such as
//! `definitions`, so references and settings use the document's own pointers; and each new node has the origin of the
//! original ones, for diagnostics. Keywords that merely have other *names* in 2.0, such as `collectionFormat` and
//! `securityDefinitions`, are left to `lower`, which reads them under these.
//!
//! From the bottom up: `media_types` reads `consumes` and `produces`; `survey` finds the objects that change; `value`,
//! `response` and `body` change one of them.
//!
//! Uses: `diagnostics`, `load`, `pointer`, `resolve`. Used by: `extensions`, `lower`.

mod body;
mod media_types;
mod response;
mod survey;
mod value;

use crate::diagnostics::Diagnostics;
use crate::load::Document;
use crate::load::version::is_swagger_2;
use std::collections::HashSet;
use survey::Survey;
pub(crate) use survey::{BodyParameter, FURTHER_PATHS};

/// Translates the Swagger 2.0 parts of a document to the structures of OpenAPI 3.0.
pub(crate) fn translate(document: &mut Document, diagnostics: &mut Diagnostics) {
    let is_2_0 = |root: &&_| document.file(**root).is_some_and(|file| is_swagger_2(&file.root));
    let roots: Vec<_> = document.roots().iter().filter(is_2_0).copied().collect();
    // Documents may share files.
    let mut changed = HashSet::new();
    for root in roots {
        let survey = Survey::of(document, root, diagnostics);
        for origin in survey.values.iter().filter(|origin| changed.insert((*origin).clone())) {
            value::describe(document, origin, diagnostics);
        }
        for (origin, response) in survey.responses.iter().filter(|(origin, _)| changed.insert((*origin).clone())) {
            response::describe(document, origin, response, diagnostics);
        }
        for response in &survey.responses_by_reference {
            response::describe_use(document, response, &survey.responses);
        }
        for used in &survey.schemas_as_responses {
            response::describe_schema(document, used, diagnostics);
        }
        for operation in survey.operations.values() {
            body::describe(document, operation, diagnostics);
        }
    }
}
