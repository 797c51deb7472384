//! Documentation of a type: its description, else its use.

use crate::emit::common::status;
use crate::emit::{Emitter, docs};
use crate::ir::{OperationId, SchemaPosition, TypeDef, TypeId};
use proc_macro2::TokenStream;

/// Documentation of a type: the description, else its use; its schema, if it is unnamed; and whether it is deprecated.
/// (`#[deprecated]` on the type itself would warn wherever this crate mentions it.)
pub(in crate::emit) fn lines(emitter: &Emitter, id: TypeId) -> TokenStream {
    let def = &emitter.api.types[id];
    let title = def.title.as_deref().and_then(docs::words).map(docs::sentence);
    let description = def.description.as_deref().and_then(docs::words);
    let is_described = title.is_some() || description.is_some();
    let is_anonymous = !matches!(def.position, SchemaPosition::Component(_));
    let used = match (is_described, is_anonymous) {
        (true, true) => Some(format!("{}.", schemas(emitter, id))),
        (true, false) => None,
        (false, true) => Some(format!("{}: {}.", used(emitter, id), schemas(emitter, id))),
        (false, false) => Some(format!("{}.", used(emitter, id))),
    };
    let deprecated = docs::deprecated(def.deprecated, [title.as_deref(), description]);
    docs::lines([title.as_deref(), description, used.as_deref(), deprecated])
}

/// The pointer of a schema, as settings take it.
pub(super) fn schema(def: &TypeDef) -> String {
    docs::code(&format!("#{}", def.origin.pointer.as_str()))
}

/// The schema of a type; of several the first, since the others are with the further names of the type.
fn schemas(emitter: &Emitter, id: TypeId) -> String {
    let schema = schema(&emitter.api.types[id]);
    match emitter.names.aliases(id).len() {
        0 | 1 => schema,
        2 => format!("{schema} and another schema of the same shape"),
        several => format!("{schema} and {} other schemas of the same shape", several - 1),
    }
}

/// A description of a type's position.
fn used(emitter: &Emitter, id: TypeId) -> String {
    let operation = |id: OperationId| docs::code(&emitter.api.operations[id.0].id);
    match &emitter.api.types[id].position {
        SchemaPosition::Component(key) => format!("The schema {}", docs::code(key)),
        SchemaPosition::SharedPart(key) => format!("The schema of the component {}", docs::code(key)),
        SchemaPosition::Shared { .. } => "An inline schema".to_owned(),
        SchemaPosition::Property { owner, name } => {
            format!("The property {} of {}", docs::code(name), holder(emitter, *owner))
        }
        SchemaPosition::Items { owner } => format!("An element of {}", holder(emitter, *owner)),
        SchemaPosition::Element { owner, index } => format!("Element {} of {}", index + 1, holder(emitter, *owner)),
        SchemaPosition::Values { owner } => format!("A value of {}", holder(emitter, *owner)),
        SchemaPosition::Variant { owner, .. } => format!("A variant of {}", holder(emitter, *owner)),
        SchemaPosition::Parameter { operation: id, name } => {
            format!("The parameter {} of {}", docs::code(name), operation(*id))
        }
        SchemaPosition::RequestBody { operation: id } => format!("The request body of {}", operation(*id)),
        SchemaPosition::ResponseBody { operation: id, status } => {
            format!("The body of a {} response of {}", status::status_word(*status), operation(*id))
        }
    }
}

/// The parent of a type: its name, or else its own position.
fn holder(emitter: &Emitter, id: TypeId) -> String {
    if let Some(names) = emitter.names.of(id) {
        return docs::code(&names.item.to_string());
    }
    let used = used(emitter, id);
    let mut characters = used.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}
