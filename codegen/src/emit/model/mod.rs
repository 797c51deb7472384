//! The models: one private file for each named schema, with the inline types it owns, flat to users.

pub(in crate::emit) mod constraints;
pub(in crate::emit) mod enumeration;
pub(in crate::emit) mod newtype;
pub(in crate::emit) mod object;
pub(in crate::emit) mod type_docs;
pub(in crate::emit) mod union;

use super::{Emitter, Job, Module};
use crate::emit::common::custom_attributes;
use crate::emit::common::imports::{Standpoint, Uses};
use crate::ir::{Api, Place, TypeId, TypeKind};
use crate::name::Names;
use indexmap::IndexMap;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::rc::Rc;

/// A file of models: the types it holds, the one it is named after first.
pub(super) struct File {
    stem: String,
    /// Its types.
    pub(super) types: Vec<TypeId>,
}

/// The `models` module and its files.
pub(super) fn jobs<'a>(emitter: &'a Emitter<'a>) -> Vec<Job<'a>> {
    let files = Rc::new(files(emitter.api, emitter.names));
    let of_file = |index: usize| -> Job<'a> {
        let files = Rc::clone(&files);
        Box::new(move || Some(module(emitter, &files[index])))
    };
    let mut jobs: Vec<Job> = (0..files.len()).map(of_file).collect();
    jobs.insert(0, Box::new(move || Some(root(emitter, &files))));
    jobs
}

fn root(emitter: &Emitter, files: &[File]) -> Module {
    let gates: Vec<TokenStream> =
        files.iter().map(|file| file.types.first().map(|id| emitter.gates.of_type(*id)).unwrap_or_default()).collect();
    let stems: Vec<Ident> = files.iter().map(|file| Ident::new(&file.stem, Span::call_site())).collect();
    Module {
        path: "models/mod.rs".to_owned(),
        docs: Some("The types of the API, flat.".to_owned()),
        items: vec![quote!(#(#gates mod #stems;)*), quote!(#(#gates pub use #stems::*;)*)],
    }
}

fn module(emitter: &Emitter, file: &File) -> Module {
    let uses = Uses::at(Standpoint::Model);
    let mut items = Vec::new();
    let mut own = Vec::new();
    for &id in &file.types {
        if let Some(names) = emitter.names.of(id) {
            own.push(&names.item);
            items.extend(custom_attributes::put_on(emitter, id, type_items(emitter, id, &uses)));
        }
    }
    items.insert(0, uses.lines(&own));
    Module { path: format!("models/{}.rs", file.stem), docs: None, items }
}

fn type_items(emitter: &Emitter, id: TypeId, uses: &Uses) -> Vec<TokenStream> {
    let Some(names) = emitter.names.of(id) else { return Vec::new() };
    match &emitter.api.types[id].kind {
        TypeKind::Object(object) => object::items(emitter, id, names, object, uses),
        TypeKind::Enum(list) => enumeration::items(emitter, id, names, list, uses),
        TypeKind::Union(union) => union::items(emitter, id, names, union, uses),
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer(_)
        | TypeKind::Number(_)
        | TypeKind::String(_)
        | TypeKind::Array(_)
        | TypeKind::Tuple(_)
        | TypeKind::Map(_)
        | TypeKind::Foreign(_) => {
            let mut items = newtype::items(emitter, id, names, uses);
            items.extend(constraints::of_newtype(emitter, id, names, uses));
            items
        }
    }
}

/// Types by the file they belong to, in the document's order.
pub(super) fn files(api: &Api, names: &Names) -> Vec<File> {
    let mut files: IndexMap<String, Vec<TypeId>> = IndexMap::new();
    for (id, _) in api.types.iter().filter(|(id, _)| names.of(*id).is_some()) {
        files.entry(stem(api, names, id)).or_default().push(id);
    }
    files.into_iter().map(|(stem, types)| File { stem, types }).collect()
}

/// The file of a type: that of the named schema or the operation that owns it.
fn stem(api: &Api, names: &Names, id: TypeId) -> String {
    let mut id = id;
    // An owner is always an earlier or later type of the same document; the bound is for a chain that is none.
    for _ in 0..api.types.0.len() {
        match &api.types[id].place {
            Place::Property { owner, .. }
            | Place::Items { owner }
            | Place::Element { owner, .. }
            | Place::Values { owner }
            | Place::Variant { owner, .. } => {
                id = *owner;
            }
            Place::Component(_) => break,
            Place::SharedPart(key) => return Names::file_stem_of(key),
            Place::Parameter { operation, .. }
            | Place::RequestBody { operation }
            | Place::ResponseBody { operation, .. } => {
                return Names::file_stem_of(&names.operation(*operation).method.to_string());
            }
        }
    }
    match (names.of(id), &api.types[id].place) {
        (Some(own), _) => Names::file_stem_of(&own.item.to_string()),
        (None, Place::Component(key)) => Names::file_stem_of(key),
        (None, _) => "types".to_owned(),
    }
}
