//! Documents for unit tests.

use crate::diagnostics::{Diagnostics, Level, Strictness};
use crate::ir::{Api, DiscriminatorKind, Object, SchemaPosition, Selection, TypeDef, TypeKind, Union};
use crate::load;
use crate::resolve::Resolver;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Lowers a document.
pub(crate) fn lower(document: &Value, diagnostics: &mut Diagnostics) -> Api {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("specwright-lower-{}-{number}.json", std::process::id()));
    std::fs::write(&path, document.to_string()).expect("the folder for temporary files can be written");
    let loaded = load::document(&path, &load::Options::default(), diagnostics).expect("the document is sound");
    std::fs::remove_file(&path).expect("the file was written");
    super::api(Resolver::new(&loaded), &super::IncomingFilter::None, diagnostics)
}

/// Lowers a document that holds only schema components.
pub(crate) fn lower_schemas(schemas: &Value, diagnostics: &mut Diagnostics) -> Api {
    lower(&document(&json!({}), schemas), diagnostics)
}

/// A document of these paths and schema components.
pub(crate) fn document(paths: &Value, schemas: &Value) -> Value {
    // As 3.1 if it has keywords of 3.1.
    let is_3_1 = schemas.to_string().contains("\"const\"") || schemas.to_string().contains("\"null\"");
    json!({
        "openapi": if is_3_1 { "3.1.1" } else { "3.0.3" },
        "info": { "title": "Test", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// Lowers schemas without expecting diagnostics.
pub(crate) fn schemas(schemas: &Value) -> Api {
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let api = lower_schemas(schemas, &mut diagnostics);
    assert_eq!(messages(&diagnostics), Vec::<String>::new());
    api
}

/// The diagnostics of schemas.
pub(crate) fn complaints(schemas: &Value) -> Vec<String> {
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    lower_schemas(schemas, &mut diagnostics);
    messages(&diagnostics)
}

pub(crate) fn messages(diagnostics: &Diagnostics) -> Vec<String> {
    let level = |level: Level| if level == Level::Error { "error" } else { "warning" };
    diagnostics.list().iter().map(|one| format!("{}: {}", level(one.level), one.message)).collect()
}

pub(crate) fn component<'a>(api: &'a Api, key: &str) -> &'a TypeDef {
    let found = api.types.0.iter().find(|def| def.position == SchemaPosition::Component(key.to_owned()));
    found.expect("the component has a type of its own")
}

pub(crate) fn object<'a>(api: &'a Api, key: &str) -> &'a Object {
    let TypeKind::Object(object) = &component(api, key).kind else { panic!("{key} is no object") };
    object
}

pub(crate) fn union<'a>(api: &'a Api, key: &str) -> &'a Union {
    let TypeKind::Union(union) = &component(api, key).kind else { panic!("{key} is no union") };
    union
}

pub(crate) fn names(object: &Object) -> Vec<&str> {
    object.properties.iter().map(|property| property.name.as_str()).collect()
}

pub(crate) fn by_kind(mapping: Vec<(String, usize)>, names: Vec<(String, usize)>) -> Selection {
    let (property, kind, others) = ("kind".to_owned(), DiscriminatorKind::Strings, Vec::new());
    Selection::Discriminator { property, mapping, names, kind, others }
}
