//! Check: rules that need two parts of the [`Api`] at once.

use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{Api, Location, Operation, PathPart, PathTemplate};
use crate::pointer::Origin;
use std::collections::{HashMap, HashSet};

/// Runs every rule. The API is taken as it was lowered.
pub fn api(api: &Api, diagnostics: &mut Diagnostics) {
    check_operation_ids(api, diagnostics);
    check_paths(api, diagnostics);
    check_path_parameters(api, diagnostics);
}

/// An operation's id becomes the name of its method, so no two may share it.
fn check_operation_ids(api: &Api, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<&str, &Operation> = HashMap::new();
    for operation in &api.operations {
        let Some(known) = first.get(operation.id.as_str()) else {
            first.insert(&operation.id, operation);
            continue;
        };
        let message = format!("the operation id `{}` is used twice", operation.id);
        let other = format!("first used by {} {}", known.method.as_str(), known.path.text());
        diagnostics
            .mistake(Code::DuplicateOperationId, &operation.origin.key("operationId"), message)
            .also(&known.origin.key("operationId"), other)
            .help("give each operation an id of its own");
    }
}

/// "Templated paths with the same hierarchy but different templated names MUST NOT exist as they are identical":
/// a request could not tell which of them it means.
fn check_paths(api: &Api, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<String, &Operation> = HashMap::new();
    let mut reported: HashSet<&PathTemplate> = HashSet::new();
    for operation in &api.operations {
        let known = *first.entry(nameless(&operation.path.parts)).or_insert(operation);
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
        .also(&known.origin.parent(), "the other")
        .help("a parameter's name does not tell paths apart: describe both under one of them");
}

fn nameless(parts: &[PathPart]) -> String {
    let nameless = |part: &PathPart| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(_) => "{}".to_owned(),
    };
    parts.iter().map(nameless).collect()
}

/// Without the parameter there is nothing to put into the path; without its place in the path it is never sent.
fn check_path_parameters(api: &Api, diagnostics: &mut Diagnostics) {
    let mut reported: HashSet<&Origin> = HashSet::new();
    for operation in &api.operations {
        check_template(operation, diagnostics);
        for parameter in operation.parameters.iter().filter(|parameter| parameter.location == Location::Path) {
            let used = operation.path.parameters().any(|name| name == parameter.name);
            // A parameter of the path item is shared by its operations, and reported once.
            if used || !reported.insert(&parameter.origin) {
                continue;
            }
            let message = format!("the path `{}` has no `{{{}}}`", operation.path.text(), parameter.name);
            diagnostics
                .mistake(Code::PathParameter, &parameter.origin, message)
                .also(&operation.origin, "used by this operation")
                .help("write the parameter into the path, or give it another `in`");
        }
    }
}

fn check_template(operation: &Operation, diagnostics: &mut Diagnostics) {
    for name in operation.path.parameters() {
        let mut declared = operation.parameters.iter().filter(|parameter| parameter.location == Location::Path);
        if declared.any(|parameter| parameter.name == name) {
            continue;
        }
        let message = format!("the path parameter `{name}` is not declared");
        let bare = name.trim_matches(['.', ';', '*', '+', '/']);
        let help = if bare == name {
            format!("add `- {{ name: {name}, in: path, required: true, schema: {{ type: string }} }}` to `parameters`")
        } else {
            // The marks of RFC 6570, which OpenAPI does not use.
            format!("write `{{{bare}}}` in the path: how it is written is said by `style` and `explode`")
        };
        diagnostics.mistake(Code::PathParameter, &operation.origin, message).at_key().help(help);
    }
}
