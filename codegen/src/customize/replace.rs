//! Replacing schemas by the user's own types.

use crate::diagnostics::{Code, Diagnostics};
use crate::ir::label::labels;
use crate::ir::{Api, Constraints, ExternalType, PagedList, Step, StringFormat, TypeId, TypeKind, TypeRef, Types};
use crate::load::Document;
use crate::sample::Sampler;
use crate::settings::{DateTimeLibrary, EVERY, FormatType, Rich, Settings, find, unmatched};
use crate::validate::Direction;
use serde_json::Value;
use std::collections::BTreeSet;

/// Replaces schemas and formats by the types in the settings. Constraints and defaults of the schema no longer apply.
pub(crate) fn replace_types(api: &mut Api, settings: &Settings, document: &Document, diagnostics: &mut Diagnostics) {
    if settings.types.is_empty() && settings.formats.is_empty() && settings.date_time == DateTimeLibrary::default() {
        return;
    }
    let mut formats: BTreeSet<String> = BTreeSet::new();
    let mut replaced: BTreeSet<TypeId> = BTreeSet::new();
    for index in 0..api.types.0.len() {
        let def = &api.types.0[index];
        let format = match def.kind {
            TypeKind::String(_) | TypeKind::Integer(_) | TypeKind::Number(_) => {
                let node = document.node(&def.origin);
                node.and_then(|node| node.get("format")?.as_str()).map(str::to_owned)
            }
            _ => None,
        };
        let of_format = || format.as_ref().and_then(|format| of_format(settings, format, &def.kind));
        let own = find(&settings.types, &labels(def)).cloned().map(TypeKind::External);
        if let Some(kind) = own.or_else(of_format) {
            // The values of the type are unknown afterwards.
            let example = sample(&api.types, TypeId(index));
            let def = &mut api.types.0[index];
            def.examples = example.into_iter().collect();
            def.kind = kind;
            def.constraints = Constraints::default();
            def.default = None;
            replaced.insert(TypeId(index));
        }
        formats.extend(format);
    }
    let named = settings.formats.iter().filter(|entry| entry.key != EVERY || entry.value != FormatType::Rich);
    for entry in named.filter(|entry| !formats.contains(&entry.key)) {
        unmatched(entry, formats.iter().cloned(), "string or number of the format", diagnostics);
    }
    for parameter in api.operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        let has_lost_default = replaced.contains(&parameter.value.id) && parameter.sent_default.take().is_some();
        if has_lost_default && !parameter.required {
            let message = "the default is not sent: the settings replace its type";
            let diagnostic = diagnostics.warning(Code::Fallback, &parameter.origin, message).fallback();
            diagnostic.help("pass the value in the call");
        }
    }
}

fn sample(types: &Types, id: TypeId) -> Option<Value> {
    Sampler::new(types, Direction::Received).value(TypeRef { id, nullable: false })
}

/// Removes the defaults of required parameters, if the settings make these arguments.
pub(crate) fn require_defaults(api: &mut Api, settings: &Settings) {
    if !settings.require_defaults {
        return;
    }
    let parameters = api.operations.iter_mut().flat_map(|operation| &mut operation.parameters);
    for parameter in parameters.filter(|parameter| parameter.required) {
        parameter.sent_default = None;
    }
}

/// The contents of a user's own type, or of a schema that was left out, are unknown, so it cannot be a page or its
/// list. It can be an item.
pub(crate) fn remove_pagination(api: &mut Api, diagnostics: &mut Diagnostics) {
    for operation in &mut api.operations {
        let lost = operation.pages.as_ref().and_then(|pages| first_lost(&pages.list, &api.types));
        let Some((lost, pages)) = lost.and_then(|lost| Some((lost, operation.pages.take()?))) else { continue };
        let def = &api.types[lost];
        let (what, label, help) = if matches!(def.kind, TypeKind::External(_)) {
            (
                "in a type that the settings replace",
                "this type is replaced",
                "replace only the type of the items, not the type of the list or one that contains the list",
            )
        } else {
            (
                "in a schema that the settings exclude",
                "this schema is excluded",
                "exclude only the schema of the items, not the schema of the list or one that contains the list",
            )
        };
        let message = format!("no `pages` and `items` are generated for `{}`: its list is {what}", operation.id);
        let diagnostic = diagnostics.warning(Code::Fallback, &pages.pagination.origin, message).at_key().skipped();
        diagnostic.also(&def.origin, label).help(help);
    }
}

/// The first type on the path to a list that was replaced.
fn first_lost(list: &PagedList, types: &Types) -> Option<TypeId> {
    let changed = |step: &&Step| !matches!(types[step.object].kind, TypeKind::Object(_));
    let before = list.path.iter().find(changed).map(|step| step.object);
    before.or_else(|| (!matches!(types[list.id].kind, TypeKind::Array(_))).then_some(list.id))
}

/// The type in the settings for a string or number with this format.
fn of_format(settings: &Settings, format: &str, kind: &TypeKind) -> Option<TypeKind> {
    let of = |key: &str| find(&settings.formats, &[key.to_owned()]);
    match of(format).or_else(|| of(EVERY).filter(|every| **every == FormatType::Rich)) {
        Some(FormatType::Own(external)) => return Some(TypeKind::External(external.clone())),
        Some(FormatType::Rich) if matches!(kind, TypeKind::String(_)) => {
            if let Some(rich) = Rich::of(format) {
                return Some(rich.path().map_or(TypeKind::String(StringFormat::Base64), external));
            }
        }
        Some(FormatType::Rich) | None => {}
    }
    Some(external(match (settings.date_time, format) {
        (DateTimeLibrary::Chrono, "date-time") => "chrono::DateTime<chrono::FixedOffset>",
        (DateTimeLibrary::Chrono, "date") => "chrono::NaiveDate",
        (DateTimeLibrary::Jiff, "date-time") => "jiff::Timestamp",
        (DateTimeLibrary::Jiff, "date") => "jiff::civil::Date",
        _ => return None,
    }))
}

fn external(path: &str) -> TypeKind {
    TypeKind::External(ExternalType { path: path.to_owned(), eq: true })
}
