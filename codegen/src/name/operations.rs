//! The names of operations, of their inputs and outputs, and of their modules.

use super::Names;
use super::case::{file_word, type_word, wanted_values};
use super::chosen::{Chosen, operation_id, wanted_method};
use super::identifiers::{Module, OperationNames, TypeNames};
use super::precedence::{Wanted, claim_all, in_precedence};
use super::reserved::{TAKEN_INPUTS, TAKEN_INPUTS_OF_LISTS, TAKEN_MODELS, TAKEN_OPERATIONS};
use super::scope::{Name, Scope};
use super::types::{required_name, type_names};
use crate::analysis::{Analysis, ResponseType, ResponseTypes};
use crate::ir::{Api, BodyFormat, Content, Operation, OperationId};
use crate::settings;
use indexmap::IndexMap;

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

pub(super) fn assign_operations(api: &Api, analysis: &Analysis, chosen: &Chosen) -> Vec<OperationNames> {
    // Webhooks are in a module of their own, so they do not change names of operations.
    let mut scopes = [OperationScopes::default(), OperationScopes::default()];
    let scope = |operation: &Operation| usize::from(operation.incoming.is_some());
    let wanted: Vec<Wanted> = api.operations.iter().map(|operation| wanted_method(operation, chosen)).collect();
    // Types have precedence with their methods: the method `get_pet` returns a `GetPet`.
    let mut names = in_precedence(&wanted, |index, method| {
        let operation = &api.operations[index];
        let responses = analysis.responses(OperationId(index));
        operation_names(api, operation, method, chosen, responses, &mut scopes[scope(operation)])
    });
    // After all other names, so that none of them changes.
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
    method: &Wanted,
    chosen: &Chosen,
    responses: &ResponseTypes,
    OperationScopes { methods, items }: &mut OperationScopes,
) -> OperationNames {
    let mut fields = Scope::with(if operation.pages.is_some() { TAKEN_INPUTS_OF_LISTS } else { TAKEN_INPUTS });
    // The body is named first, so that a parameter with the same name is numbered. Without a body the name is free.
    let body = if operation.body.is_some() { fields.claim("body") } else { Scope::default().claim("body") };
    let parameters = operation.parameters.iter().map(|parameter| parameter.name.as_str());
    let word = type_word(operation_id(operation, chosen));
    let is_taken = [TAKEN_MODELS, TAKEN_OPERATIONS].iter().any(|is_taken| is_taken.contains(&word.as_str()));
    let item = items.claim(&if is_taken { format!("{word}Request") } else { word.clone() });
    let contents = operation.body.as_ref().map_or(&[][..], |body| &body.contents);
    let bodies = claim_if(contents.len() > 1, &format!("{word}Body"), items);
    let body_variants = Names::of_media_types(contents.iter().map(Content::media_type));
    let forms = form_names(api, contents, &body_variants, &word, items, chosen);
    let mut enum_name = |response: &ResponseType, suffix: &str| {
        claim_if(matches!(response, ResponseType::Several(_)), &format!("{word}{suffix}"), items)
    };
    OperationNames {
        method: methods.claim(&method.word),
        required: required_name(&item, false, &mut Scope::default()),
        item,
        parameters: claim_all(&mut fields, &wanted_values(parameters)),
        body,
        bodies,
        body_variants,
        forms,
        output: enum_name(&responses.success, "Output"),
        failure: enum_name(&responses.failure, "Failure"),
    }
}

/// A name in the scope if the item exists, and else one that takes no other item's name.
fn claim_if(exists: bool, name: &str, items: &mut Scope) -> Name {
    if exists { items.claim(name) } else { Scope::default().claim(name) }
}

/// The names of the structs for multipart bodies. The first is the operation's `Form`; others also have the word of their media
/// type.
fn form_names(
    api: &Api,
    contents: &[Content],
    variants: &[Name],
    word: &str,
    items: &mut Scope,
    chosen: &Chosen,
) -> Vec<Option<TypeNames>> {
    let mut is_first = true;
    let mut names = |(content, variant): (&Content, &Name)| {
        let BodyFormat::Multipart(Some(_)) = content.format else { return None };
        let name = if std::mem::take(&mut is_first) { format!("{word}Form") } else { format!("{word}{variant}Form") };
        Some(type_names(api, content.value.id, items.claim(&name), &mut Scope::default(), chosen))
    };
    contents.iter().zip(variants).map(&mut names).collect()
}

/// The word for the module of a tag.
pub(super) fn wanted_module(tag: Option<&str>, chosen: &Chosen) -> Wanted {
    let Some(tag) = tag else { return Wanted::derived("untagged") };
    match settings::find(&chosen.modules, &[tag.to_owned()]) {
        Some(name) => Wanted::chosen(file_word(name)),
        None => Wanted::of(tag, file_word(tag)),
    }
}

pub(super) fn assign_modules(api: &Api, chosen: &Chosen) -> Vec<Module> {
    let mut tags: IndexMap<Option<&str>, Vec<OperationId>> = IndexMap::new();
    for (id, operation) in api.outgoing() {
        tags.entry(operation.tag.as_deref()).or_default().push(id);
    }
    let wanted: Vec<Wanted> = tags.keys().map(|tag| wanted_module(*tag, chosen)).collect();
    let mut modules = Scope::of_files(&["models", "operations", "payloads", "runtime", "mod", "core", "std"]);
    let mut traits = Scope::with(&["Service"]);
    let identifiers =
        in_precedence(&wanted, |_, Wanted { word, .. }| (modules.claim(word), traits.claim(&type_word(word))));
    let module = |((tag, operations), (item, service)): ((Option<&str>, _), _)| Module {
        item,
        service,
        tag: tag.map(str::to_owned),
        operations,
    };
    tags.into_iter().zip(identifiers).map(module).collect()
}
