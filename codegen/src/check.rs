//! Check: rules about the relation of two parts of the [`Api`].
//!
//! Uses: `analysis`, `diagnostics`, `ir`. Used by: the crate root.

use crate::analysis;
use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{Api, Operation, PathPart, PathTemplate, TypeKind};
use std::collections::{HashMap, HashSet};

/// Runs every rule. The API is taken as it was lowered.
pub fn api(api: &Api, diagnostics: &mut Diagnostics) {
    check_paths(api, diagnostics);
    check_tuples(api, diagnostics);
    note_open_bodies(api, diagnostics);
}

/// Many documents omit the bodies of most responses, so this is reported once.
fn note_open_bodies(api: &Api, diagnostics: &mut Diagnostics) {
    let reported: HashSet<_> = diagnostics.list().iter().filter_map(|one| one.location.node()).collect();
    // A `content` that was reported describes a body, if not correctly.
    let is_reported =
        |one: &Operation| one.successes().iter().any(|response| reported.contains(&response.origin.key("content")));
    let open: Vec<&Operation> = api
        .outgoing()
        .map(|(_, operation)| operation)
        .filter(|one| one.leaves_body_open() && !is_reported(one))
        .collect();
    let Some(first) = open.first() else { return };
    let message = match open.len() {
        1 => "one operation describes no body for its successful response: it returns the raw response".to_owned(),
        count => {
            format!("{count} operations describe no body for their successful responses: they return the raw responses")
        }
    };
    let origin = first.successes().first().map_or(&first.origin, |response| &response.origin);
    let diagnostic = diagnostics.note(Code::MissingField, origin, message).fallback();
    diagnostic.help("describe the body of the response, or use the status code 204 if there is none");
}

/// The client checks the elements of a tuple, but not what is inside them.
fn check_tuples(api: &Api, diagnostics: &mut Diagnostics) {
    let constrained = analysis::constrained(api);
    for (_, def) in api.types.iter() {
        let TypeKind::Tuple(elements) = &def.kind else { continue };
        for element in elements {
            if analysis::edges(api, element.id).iter().any(|edge| constrained.contains(&edge.target)) {
                let element = &api.types[element.id];
                let message = "constraints inside the elements of a tuple are not checked before sending";
                let diagnostic = diagnostics.note(Code::UnsupportedKeyword, &element.origin, message).skipped();
                diagnostic
                    .help("check such values before calling; the properties of an object are checked at any depth");
            }
        }
    }
}

/// "Templated paths with the same hierarchy but different templated names MUST NOT exist as they are identical": a
/// request would not select one of them.
fn check_paths(api: &Api, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<String, &Operation> = HashMap::new();
    let mut reported: HashSet<&PathTemplate> = HashSet::new();
    for (_, operation) in api.outgoing() {
        let known = *first.entry(nameless(api, operation)).or_insert(operation);
        if known.path != operation.path && reported.insert(&operation.path) {
            report_same_path(operation, known, diagnostics);
        }
    }
}

fn report_same_path(operation: &Operation, known: &Operation, diagnostics: &mut Diagnostics) {
    let (path, other) = (operation.path.text(), known.path.text());
    let message = format!("`{path}` and `{other}` are the same path");
    diagnostics
        .mistake(Code::DuplicatePath, &operation.origin.parent(), message)
        .at_key()
        .read_as("the operations of both are generated")
        .also(&known.origin.parent(), "the other path")
        .help("merge the two: paths that differ only in the names of their parameters are identical");
}

/// The path without the names of its parameters. Values of several segments are distinguished by their patterns.
fn nameless(api: &Api, operation: &Operation) -> String {
    let nameless = |part: &PathPart| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(name) => {
            let mut of_name = operation.parameters.iter().filter(|one| one.name == *name && one.spans_segments());
            match of_name.next().map(|one| &api.types[one.value.id].constraints.pattern) {
                Some(pattern) => format!("{{+{}}}", pattern.as_deref().unwrap_or_default()),
                None => "{}".to_owned(),
            }
        }
    };
    operation.path.parts.iter().map(nameless).collect()
}
