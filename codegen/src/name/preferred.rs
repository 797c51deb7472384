//! The preferred names of a type: after its schema or operation, and the last of the properties that lead to it.

use super::chosen::{Chosen, operation_id};
use super::reserved::TAKEN_MODELS;
use super::scope::Name;
use super::variant::variant_word;
use crate::ir::label::labels;
use crate::ir::{Api, OperationId, SchemaPosition, StatusRange, TypeDef, TypeId, TypeKind};
use crate::name::case::type_word;
use crate::settings;
use crate::text::singular::singular;
use std::collections::HashMap;

/// The least number of properties on the way to a type that its name has, if that is unambiguous.
const MIN_PARTS: usize = 2;

/// The name of a model, which must not be one of the prelude or of an import.
pub(super) fn model_word(word: String) -> String {
    if TAKEN_MODELS.contains(&word.as_str()) { format!("{word}Model") } else { word }
}

/// The word for the key of a component.
pub(super) fn component_word(api: &Api, key: &str) -> String {
    type_word(api.short_keys.get(key).map_or(key, String::as_str))
}

/// The stated name of a list that is not a component.
fn explicit_name(def: &TypeDef) -> Option<&str> {
    match (&def.kind, &def.position) {
        (_, SchemaPosition::Component(_) | SchemaPosition::Shared { .. }) => None,
        (TypeKind::Enum(list), _) => list.name.as_deref(),
        _ => None,
    }
}

/// Computes the preferred names of types.
pub(super) struct PreferredNames<'a> {
    pub(super) api: &'a Api,
    pub(super) items: &'a HashMap<TypeId, Name>,
    pub(super) chosen: &'a Chosen,
}

/// The way to a type.
struct TypePath {
    /// The named schema or part of an operation at its start.
    root: String,
    /// The following parts, in order.
    parts: Vec<Part>,
}

/// A property on the way, or a variant, which is always part of the name: the others have the same properties.
struct Part {
    name: String,
    is_variant: bool,
}

/// The suffix that an array or map adds to a name.
enum Inside {
    Items,
    Values,
    Element(usize),
}

impl PreferredNames<'_> {
    /// All possible names, the best first: the shortest meaningful one, then those with more parts, and last the one with all
    /// parts.
    pub(super) fn type_names(&self, id: TypeId, def: &TypeDef) -> Vec<String> {
        let TypePath { root, parts } = self.type_path(id, def);
        let count = parts.len();
        let from = |start: usize| {
            let parts = parts.iter().enumerate().filter(|(index, part)| *index >= start || part.is_variant);
            parts.fold(root.clone(), |name, (_, part)| joined(&name, &part.name))
        };
        let shortened = (MIN_PARTS.min(count)..=count).map(|named| from(count - named));
        let whole = parts.iter().fold(root.clone(), |name, part| name + &part.name);
        let explicit = explicit_name(def).map(type_word);
        let further = self.further_name(id, &def.position, &whole);
        explicit.into_iter().chain(shortened).chain([whole]).chain(further).map(model_word).collect()
    }

    /// The name of a position whose short name a component has: with a word for what it is.
    fn further_name(&self, id: TypeId, position: &SchemaPosition, name: &str) -> Option<String> {
        match position {
            SchemaPosition::Parameter { .. } => Some(format!("{name}Parameter")),
            SchemaPosition::RequestBody { operation } => {
                Some(format!("{}RequestBody", self.operation_name(*operation)))
            }
            SchemaPosition::ResponseBody { .. } | SchemaPosition::SharedPart(_) => Some(format!("{name}Body")),
            SchemaPosition::Property { .. } => Some(format!("{name}Property")),
            SchemaPosition::Items { owner } if *owner != id => {
                let TypePath { root, parts } = self.type_path(*owner, &self.api.types[*owner]);
                Some(parts.iter().fold(root, |name, part| name + &part.name) + "Item")
            }
            _ => None,
        }
    }

    /// Inline types are named after their parents. Types named by the settings, and shared ones, are a start.
    fn type_path(&self, id: TypeId, def: &TypeDef) -> TypePath {
        let (mut parts, mut inside): (Vec<Part>, Vec<Inside>) = (Vec::new(), Vec::new());
        let (mut at, mut position) = (id, &def.position);
        // An owner is another type of the same document; the bound is for loops.
        for _ in 0..self.api.types.0.len() {
            let mut enter = |step: Inside| {
                inside.push(step);
                None
            };
            let (owner, part) = match position {
                // The variant has the name of its only property.
                SchemaPosition::Property { owner, .. } if self.api.types.sole_property(*owner).is_some() => {
                    (*owner, None)
                }
                SchemaPosition::Property { owner, name } => (*owner, Some((type_word(name), false))),
                SchemaPosition::Variant { owner, index } => (*owner, Some((self.variant(*owner, *index), true))),
                SchemaPosition::Items { owner } => (*owner, enter(Inside::Items)),
                SchemaPosition::Values { owner } => (*owner, enter(Inside::Values)),
                SchemaPosition::Element { owner, index } => (*owner, enter(Inside::Element(*index))),
                SchemaPosition::Component(_)
                | SchemaPosition::SharedPart(_)
                | SchemaPosition::Shared { .. }
                | SchemaPosition::Parameter { .. }
                | SchemaPosition::RequestBody { .. }
                | SchemaPosition::ResponseBody { .. } => break,
            };
            parts.extend(part.map(|(name, is_variant)| Part { name: within(name, &mut inside), is_variant }));
            (at, position) = (owner, &self.api.types[owner].position);
            if self.is_chosen(at) {
                break;
            }
        }
        parts.reverse();
        // `Self_` ends so because it is a keyword, which the names of inner types are not.
        let own = self.items.get(&at).filter(|_| at != id).map(|name| name.as_str().trim_end_matches('_').to_owned());
        TypePath { root: within(own.unwrap_or_else(|| self.root(position)), &mut inside), parts }
    }

    fn is_chosen(&self, id: TypeId) -> bool {
        !self.chosen.types.is_empty() && settings::find(&self.chosen.types, &labels(&self.api.types[id])).is_some()
    }

    fn root(&self, position: &SchemaPosition) -> String {
        match position {
            SchemaPosition::Component(key) => component_word(self.api, key),
            SchemaPosition::SharedPart(key) => type_word(key),
            SchemaPosition::Shared { name } => type_word(name),
            SchemaPosition::Parameter { operation, name } => {
                format!("{}{}", self.operation_name(*operation), type_word(name))
            }
            SchemaPosition::RequestBody { operation } => format!("{}Body", self.operation_name(*operation)),
            SchemaPosition::ResponseBody { operation, status } => {
                format!("{}Response{}", self.operation_name(*operation), self.status_word(*operation, *status))
            }
            SchemaPosition::Property { .. }
            | SchemaPosition::Items { .. }
            | SchemaPosition::Element { .. }
            | SchemaPosition::Values { .. }
            | SchemaPosition::Variant { .. } => "Type".to_owned(),
        }
    }

    fn variant(&self, owner: TypeId, index: usize) -> String {
        match &self.api.types[owner].kind {
            TypeKind::Union(union) if index < union.variants.len() => variant_word(self.api, union, index).word,
            _ => "Variant".to_owned(),
        }
    }

    fn operation_name(&self, id: OperationId) -> String {
        let operation = self.api.operations.get(id.0);
        operation.map_or_else(String::new, |operation| type_word(operation_id(operation, self.chosen)))
    }

    /// Empty for the first success; the status for every other.
    fn status_word(&self, operation: OperationId, status: StatusRange) -> String {
        let first = self
            .api
            .operations
            .get(operation.0)
            .and_then(|operation| operation.responses.iter().find(|response| response.status.is_success()));
        match status {
            _ if first.is_some_and(|response| response.status == status) => String::new(),
            StatusRange::Exact(code) => code.to_string(),
            StatusRange::Class(class) => format!("{class}xx"),
            StatusRange::Default => "Default".to_owned(),
        }
    }
}

/// The name of the elements of lists and maps with this name; the last one is the outermost.
fn within(name: String, inside: &mut Vec<Inside>) -> String {
    std::mem::take(inside).into_iter().rev().fold(name, |name, step| match step {
        Inside::Items => one_of(&name),
        Inside::Values => format!("{name}Value"),
        Inside::Element(index) => format!("{name}{}", index + 1),
    })
}

/// Both, without repeating a common end and beginning: `Pet` and `PetKind` are `PetKind`.
fn joined(first: &str, second: &str) -> String {
    let starts = second.char_indices().filter(|(_, c)| c.is_uppercase()).map(|(at, _)| at);
    let repeated = starts.filter(|at| *at > 0 && first.ends_with(&second[..*at])).max().unwrap_or(0);
    format!("{first}{}", &second[repeated..])
}

/// The singular of `plural`.
fn one_of(plural: &str) -> String {
    singular(plural).unwrap_or_else(|| format!("{plural}Item"))
}

#[cfg(test)]
mod tests {
    use super::{joined, one_of};

    #[test]
    fn array_elements_are_named_in_the_singular() {
        for (plural, one) in [
            ("UserTypeModules", "UserTypeModule"),
            ("Entries", "Entry"),
            ("Address", "AddressItem"),
            ("Status", "StatusItem"),
            ("Data", "DataItem"),
        ] {
            assert_eq!(one_of(plural), one);
        }
    }

    #[test]
    fn names_do_not_repeat_words_of_their_parent() {
        for (first, second, both) in [
            ("Pet", "PetKind", "PetKind"),
            ("CheckRun", "RunStatus", "CheckRunStatus"),
            ("AnyOf", "OfAnyOf", "AnyOfAnyOf"),
            ("Pet", "Petal", "PetPetal"),
            ("Pet", "Pet", "PetPet"),
            ("A", "B", "AB"),
        ] {
            assert_eq!(joined(first, second), both);
        }
    }
}
