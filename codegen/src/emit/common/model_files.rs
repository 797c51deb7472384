//! Which types share a file of models.

use crate::ir::{Api, SchemaPosition, TypeId};
use crate::name::Names;
use indexmap::IndexMap;

/// A file of models: the types it holds, the one it is named after first.
pub(in crate::emit) struct File {
    pub(in crate::emit) stem: String,
    /// Its types.
    pub(in crate::emit) types: Vec<TypeId>,
}

/// Types by the file they belong to, in the document's order.
pub(in crate::emit) fn files(api: &Api, names: &Names) -> Vec<File> {
    let mut files: IndexMap<String, Vec<TypeId>> = IndexMap::new();
    for (id, _) in api.types.iter().filter(|(id, _)| names.of(*id).is_some()) {
        files.entry(stem(api, names, id)).or_default().push(id);
    }
    files.into_iter().map(|(stem, types)| File { stem, types }).collect()
}

/// The file of a type: that of the named schema or the operation that owns it.
fn stem(api: &Api, names: &Names, id: TypeId) -> String {
    let mut id = id;
    // Ownership is a chain without cycles; the bound is a safeguard.
    for _ in 0..api.types.0.len() {
        match &api.types[id].position {
            SchemaPosition::Property { owner, .. }
            | SchemaPosition::Items { owner }
            | SchemaPosition::Element { owner, .. }
            | SchemaPosition::Values { owner }
            | SchemaPosition::Variant { owner, .. } => {
                id = *owner;
            }
            SchemaPosition::Component(_) | SchemaPosition::Shared { .. } => break,
            SchemaPosition::SharedPart(key) => return Names::file_stem_of(key),
            SchemaPosition::Parameter { operation, .. }
            | SchemaPosition::RequestBody { operation }
            | SchemaPosition::ResponseBody { operation, .. } => {
                return Names::file_stem_of(&names.operation(*operation).method.to_string());
            }
        }
    }
    match (names.of(id), &api.types[id].position) {
        (Some(own), _) => Names::file_stem_of(&own.item.to_string()),
        (None, SchemaPosition::Component(key)) => Names::file_stem_of(key),
        (None, _) => "types".to_owned(),
    }
}
