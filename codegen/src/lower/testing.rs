//! Documents for unit tests.

use crate::diagnostics::Diagnostics;
use crate::ir::Api;
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
    super::api(Resolver::new(&loaded), &super::Wanted::Nothing, diagnostics)
}

/// Lowers a document that holds only schema components.
pub(crate) fn lower_schemas(schemas: &Value, diagnostics: &mut Diagnostics) -> Api {
    lower(&document(&json!({}), schemas), diagnostics)
}

/// A document of these paths and schema components.
pub(crate) fn document(paths: &Value, schemas: &Value) -> Value {
    // In words of 3.1 where it has them.
    let is_3_1 = schemas.to_string().contains("\"const\"") || schemas.to_string().contains("\"null\"");
    json!({
        "openapi": if is_3_1 { "3.1.1" } else { "3.0.3" },
        "info": { "title": "Test", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}
