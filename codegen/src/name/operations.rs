//! The names of operations, of their inputs and outputs, and of their modules.

use super::Names;
use super::case::{file_word, type_word, value_word};
use super::chosen::{Chosen, operation_id};
use super::identifiers::{Module, OperationNames};
use super::reserved::{TAKEN_INPUTS, TAKEN_INPUTS_OF_LISTS, TAKEN_MODELS, TAKEN_OPERATIONS};
use super::scope::{Name, Scope};
use super::types::{required_name, type_names};
use crate::facts::{Facts, ResponseType, ResponseTypes};
use crate::ir::{Api, BodyFormat, Content, Operation, OperationId};
use crate::settings;

/// The names that operations use.
struct OperationScopes {
    methods: Scope,
    items: Scope,
}

impl Default for OperationScopes {
    fn default() -> Self {
        Self {
            methods: Scope::with(&["builder", "with", "clone", "from", "as_ref", "new", "fmt", "into"]),
            items: Scope::with(TAKEN_OPERATIONS),
        }
    }
}

pub(super) fn assign_operations(api: &Api, facts: &Facts, chosen: &Chosen) -> Vec<OperationNames> {
    // Webhooks are in a module of their own, so they do not change names of operations.
    let mut scopes = [OperationScopes::default(), OperationScopes::default()];
    let scope = |operation: &Operation| usize::from(operation.incoming.is_some());
    let operations = api.operations.iter().enumerate();
    let mut names: Vec<OperationNames> = operations
        .map(|(index, operation)| {
            let responses = facts.responses(OperationId(index));
            let OperationScopes { methods, items } = &mut scopes[scope(operation)];
            operation_names(api, operation, chosen, responses, methods, items)
        })
        .collect();
    // After everything else, so that no other name changes.
    for (names, operation) in names.iter_mut().zip(&api.operations) {
        let items = &mut scopes[scope(operation)].items;
        names.required = required_name(&names.item, true, items);
        for form in names.forms.iter_mut().flatten() {
            form.required = required_name(&form.item, true, items);
        }
    }
    names
}

fn operation_names(
    api: &Api,
    operation: &Operation,
    chosen: &Chosen,
    responses: &ResponseTypes,
    methods: &mut Scope,
    items: &mut Scope,
) -> OperationNames {
    let id = operation_id(operation, chosen);
    let mut fields = Scope::with(if operation.pages.is_some() { TAKEN_INPUTS_OF_LISTS } else { TAKEN_INPUTS });
    // The body comes first, so that a parameter with the same name is numbered. Without a body the name is free.
    let body = if operation.body.is_some() { fields.claim("body") } else { Scope::default().claim("body") };
    let word = type_word(id);
    let taken = [TAKEN_MODELS, TAKEN_OPERATIONS].iter().any(|taken| taken.contains(&word.as_str()));
    let item = items.claim(&if taken { format!("{word}Request") } else { word.clone() });
    let contents = operation.body.as_ref().map_or(&[][..], |body| &body.contents);
    let mut claim = |is_there: bool, what: &str| {
        let wanted = format!("{word}{what}");
        if is_there { items.claim(&wanted) } else { Scope::default().claim(&wanted) }
    };
    let bodies = claim(contents.len() > 1, "Body");
    let body_variants = Names::of_media_types(contents.iter().map(Content::media_type));
    // A single one needs no further name; of several, each after the first has the word of its media type.
    let mut is_first = true;
    let mut form = |(content, variant): (&Content, &Name)| {
        let BodyFormat::Multipart(Some(_)) = content.format else { return None };
        let what = if std::mem::take(&mut is_first) { "Form".to_owned() } else { format!("{variant}Form") };
        Some(type_names(api, content.value.id, claim(true, &what), &mut Scope::default(), chosen))
    };
    let forms = contents.iter().zip(&body_variants).map(&mut form).collect();
    let mut name = |response: &ResponseType, what: &str| {
        let wanted = format!("{word}{what}");
        if matches!(response, ResponseType::Several(_)) {
            items.claim(&wanted)
        } else {
            Scope::default().claim(&wanted)
        }
    };
    OperationNames {
        method: methods.claim(&value_word(id)),
        required: required_name(&item, false, &mut Scope::default()),
        item,
        parameters: operation.parameters.iter().map(|parameter| fields.claim(&value_word(&parameter.name))).collect(),
        body,
        bodies,
        body_variants,
        forms,
        output: name(&responses.success, "Output"),
        failure: name(&responses.failure, "Failure"),
    }
}

fn module_word(tag: Option<&str>, chosen: &Chosen) -> String {
    let given = tag.and_then(|tag| settings::find(&chosen.modules, &[tag.to_owned()]));
    given.map_or_else(|| file_word(tag.unwrap_or("untagged")), |name| file_word(name))
}

pub(super) fn assign_modules(api: &Api, chosen: &Chosen) -> Vec<Module> {
    let mut scope = Scope::of_files(&["models", "operations", "payloads", "runtime", "mod", "core", "std"]);
    let mut traits = Scope::with(&["Service"]);
    let mut modules: Vec<Module> = Vec::new();
    for (id, operation) in api.called() {
        match modules.iter_mut().find(|module| module.tag == operation.tag) {
            Some(module) => module.operations.push(id),
            None => modules.push(Module {
                item: scope.claim(&module_word(operation.tag.as_deref(), chosen)),
                service: traits.claim(&type_word(&module_word(operation.tag.as_deref(), chosen))),
                tag: operation.tag.clone(),
                operations: vec![id],
            }),
        }
    }
    modules
}
