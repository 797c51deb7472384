//! The models: a private file for each named schema, with its inline types, all re-exported from `models`.

pub(in crate::emit) mod constraints;
pub(in crate::emit) mod enumeration;
pub(in crate::emit) mod newtype;
pub(in crate::emit) mod object;
pub(in crate::emit) mod type_docs;
pub(in crate::emit) mod union;

use super::{Emitter, Job, Module, docs};
use crate::emit::common::custom_attributes;
use crate::emit::common::identifier::identifier;
use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::common::model_files::{self, File};
use crate::ir::{TypeId, TypeKind};
use crate::name::{Name, TypeNames};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::rc::Rc;

/// The `models` module and its files.
pub(super) fn jobs<'a>(emitter: &'a Emitter<'a>) -> Vec<Job<'a>> {
    let files = Rc::new(model_files::files(emitter.api, emitter.names));
    let of_file = |index: usize| -> Job<'a> {
        let files = Rc::clone(&files);
        Box::new(move || Some(module(emitter, &files[index])))
    };
    let mut jobs: Vec<Job> = (0..files.len()).map(of_file).collect();
    jobs.insert(0, Box::new(move || Some(root(emitter, &files))));
    jobs
}

fn root(emitter: &Emitter, files: &[File]) -> Module {
    let conditions: Vec<TokenStream> = files
        .iter()
        .map(|file| file.types.first().map(|id| emitter.conditions.of_type(*id)).unwrap_or_default())
        .collect();
    let stems: Vec<Ident> = files.iter().map(|file| identifier(&file.stem)).collect();
    let names = files.iter().map(|file| match &public_names(emitter, file)[..] {
        [name] => quote!(#name),
        names => quote!({ #(#names),* }),
    });
    Module {
        path: "models/mod.rs".to_owned(),
        docs: Some("The types of the API.".to_owned()),
        items: vec![quote!(#(#conditions mod #stems;)*), quote!(#(#conditions pub use #stems::#names;)*)],
    }
}

/// The public items of a file. With `*` in place of them, rustc would search every file for every name of every other: a quarter
/// of the time for a document with a thousand schemas.
fn public_names(emitter: &Emitter, file: &File) -> Vec<Ident> {
    let of_type = |id: TypeId| {
        let names = emitter.names.of(id)?;
        let required = match &emitter.api.types[id].kind {
            TypeKind::Object(object) => object::required_struct(emitter, id, names, object),
            _ => None,
        };
        let aliases = emitter.names.aliases(id).iter().map(|(_, name)| name);
        Some([&names.item].into_iter().chain(required).chain(aliases).map(|name| identifier(name.as_str())).collect())
    };
    file.types.iter().filter_map(|id| of_type(*id)).flat_map(|names: Vec<Ident>| names).collect()
}

fn module(emitter: &Emitter, file: &File) -> Module {
    let uses = Uses::at(ModuleDepth::Model);
    let mut items = Vec::new();
    let mut own = Vec::new();
    for &id in &file.types {
        if let Some(names) = emitter.names.of(id) {
            own.push(&names.item);
            items.extend(type_items(emitter, id, &uses));
            items.extend(alias_items(emitter, id, &names.item));
        }
    }
    items.insert(0, uses.lines(&own));
    Module { path: format!("models/{}.rs", file.stem), docs: None, items }
}

/// Aliases for the positions of a shared type: code that uses them compiles even if one of them gets its own type.
fn alias_items(emitter: &Emitter, id: TypeId, item: &Name) -> Vec<TokenStream> {
    let item = identifier(item.as_str());
    let name = |(position, name): &(TypeId, Name)| {
        let schema = format!("{}.", type_docs::schema(&emitter.api.types[*position]));
        let docs = docs::lines([Some(schema.as_str())]);
        let name = identifier(name.as_str());
        quote!(#docs pub type #name = #item;)
    };
    emitter.names.aliases(id).iter().map(name).collect()
}

/// The items of a type, with the derives and attributes of the settings.
pub(in crate::emit) fn type_items(emitter: &Emitter, id: TypeId, uses: &Uses) -> Vec<TokenStream> {
    let Some(names) = emitter.names.of(id) else { return Vec::new() };
    custom_attributes::apply(emitter, id, plain_items(emitter, id, names, uses))
}

fn plain_items(emitter: &Emitter, id: TypeId, names: &TypeNames, uses: &Uses) -> Vec<TokenStream> {
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
        | TypeKind::External(_) => {
            let mut items = newtype::items(emitter, id, names, uses);
            items.extend(constraints::of_newtype(emitter, id, names, uses));
            items
        }
    }
}
