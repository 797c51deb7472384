//! Settings for schemas that match nothing: suggestions of schemas, and how to name them.

use crate::analysis;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level};
use crate::ir::label::{labels, variant_keys};
use crate::ir::{Api, SchemaPosition, TypeId, TypeKind};
use crate::load::Document;
use crate::pointer::{FileId, Origin, Pointer};
use crate::settings::{Entry, unmatched};
use std::collections::{BTreeSet, HashMap};

/// The most pointers to suggest.
const PROPOSED: usize = 3;

/// The schemas of a document, as settings name them.
pub(super) struct Schemas<'a> {
    api: &'a Api,
    document: &'a Document,
    by_label: HashMap<String, Vec<TypeId>>,
    items: BTreeSet<TypeId>,
}

impl<'a> Schemas<'a> {
    pub(super) fn of(api: &'a Api, document: &'a Document) -> Self {
        let mut by_label: HashMap<String, Vec<TypeId>> = HashMap::new();
        for (id, def) in api.types.iter() {
            for label in labels(def) {
                by_label.entry(label).or_default().push(id);
            }
        }
        Self { api, document, by_label, items: analysis::items(api) }
    }

    /// Reports entries that name no schema.
    pub(super) fn check<T>(&self, entries: &[Entry<T>], diagnostics: &mut Diagnostics) {
        for entry in entries.iter().filter(|entry| !self.by_label.contains_key(&entry.key)) {
            self.report_unknown(entry, &|_| true, diagnostics);
        }
    }

    /// Reports entries that name no schema with a type. `*` denotes all of them.
    pub(super) fn check_types<T>(&self, entries: &[Entry<T>], diagnostics: &mut Diagnostics) {
        for entry in entries.iter().filter(|entry| entry.key != "*") {
            match self.by_label.get(&entry.key) {
                None => self.report_unknown(entry, &|id| self.items.contains(&id), diagnostics),
                Some(ids) if !ids.iter().any(|id| self.items.contains(id)) => {
                    self.report_without_type(entry, ids, diagnostics);
                }
                Some(_) => {}
            }
        }
    }

    fn report_without_type<T>(&self, entry: &Entry<T>, ids: &[TypeId], diagnostics: &mut Diagnostics) {
        let message = format!("the schema `{}` has no type of its own", entry.key);
        let inner = ids.iter().find_map(|id| self.inner_type(*id));
        let variant = ids.iter().find_map(|id| self.variant(*id));
        report(entry, message, diagnostics).help(match (inner, variant) {
            (Some(label), _) => format!("use `{label}`, the type of its values"),
            (None, Some(key)) => format!("it is a variant: name it `{key:?} = \"…\"` under `[names.variants]`"),
            (None, None) => {
                "name an object, a union or an enum of several values, or a string, number or boolean under \
                `components.schemas`"
                    .to_owned()
            }
        });
    }

    /// How settings name the variant of a union that a schema is.
    fn variant(&self, id: TypeId) -> Option<String> {
        let SchemaPosition::Variant { owner, index } = self.api.types[id].position else { return None };
        let union = &self.api.types[owner];
        let keys = variant_keys(self.api, union).into_iter().nth(index)?;
        Some(format!("{}.{}", labels(union).first()?, keys.first()?))
    }

    /// The name for the element type of a list or map.
    fn inner_type(&self, id: TypeId) -> Option<String> {
        let mut at = id;
        // Lists may contain one another in a cycle.
        for _ in 0..self.api.types.0.len() {
            at = match &self.api.types[at].kind {
                TypeKind::Array(value) | TypeKind::Map(value) => value.id,
                _ => return None,
            };
            if self.items.contains(&at) {
                return labels(&self.api.types[at]).into_iter().next();
            }
        }
        None
    }

    fn report_unknown<T>(&self, entry: &Entry<T>, suits: &dyn Fn(TypeId) -> bool, diagnostics: &mut Diagnostics) {
        let suitable = self.api.types.iter().filter(|(id, _)| suits(*id)).flat_map(|(_, def)| labels(def));
        let Some(pointer) = entry.key.strip_prefix('#').filter(|pointer| pointer.starts_with('/')) else {
            return unmatched(entry, suitable, "schema", diagnostics);
        };
        let node = Pointer::parse(pointer).and_then(|pointer| self.document.node(&Origin { file: FileId(0), pointer }));
        if let Some(target) = node.and_then(|node| node.get("$ref")?.as_str()) {
            let message = format!("`{}` is a reference, which has no type of its own", entry.key);
            let named = target.strip_prefix("#/components/schemas/").filter(|key| !key.contains(['/', '~', '%']));
            let named = named.map_or_else(|| target.to_owned(), str::to_owned);
            report(entry, message, diagnostics).help(format!("name the schema that it refers to: `{named}`"));
            return;
        }
        let what = if node.is_some() { "a node that is not a schema with a type" } else { "nothing" };
        let message = format!("`{}` refers to {what}", entry.key);
        let suggestions = nearest(&entry.key, suitable);
        report(entry, message, diagnostics).help(match suggestions.as_slice() {
            [] => "copy the pointer from the documentation of the type".to_owned(),
            [only] => format!("did you mean `{only}`?"),
            several => format!("similar pointers are `{}`", several.join("`, `")),
        });
    }
}

fn report<'d, T>(entry: &Entry<T>, message: String, diagnostics: &'d mut Diagnostics) -> &'d mut Diagnostic {
    diagnostics.push(Diagnostic::new(Level::Error, Code::UnusedSetting, entry.location.clone(), message))
}

/// The pointers with the longest common prefix, the shortest first.
fn nearest(pointer: &str, candidates: impl Iterator<Item = String>) -> Vec<String> {
    let common = |other: &str| pointer.split('/').zip(other.split('/')).take_while(|(one, other)| one == other).count();
    let mut ranked: Vec<(usize, String)> = candidates
        .filter(|other| other.starts_with('#'))
        .map(|other| (common(&other), other))
        .filter(|(count, _)| *count > MIN_COMMON)
        .collect();
    let most = ranked.iter().map(|(count, _)| *count).max().unwrap_or_default();
    ranked.retain(|(count, _)| *count == most);
    ranked.sort_by_key(|(_, other)| other.len());
    ranked.dedup();
    ranked.into_iter().take(PROPOSED).map(|(_, other)| other).collect()
}

/// All pointers begin with `#/components/schemas` or `#/paths`.
const MIN_COMMON: usize = 2;
