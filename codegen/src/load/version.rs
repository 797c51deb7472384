//! Whether a document is an OpenAPI document of a version that can be read.

use super::Document;
use crate::diagnostics::{Code, Diagnostics};
use crate::pointer::Origin;
use serde_json::Value;

/// Reports what stands against reading the document as OpenAPI 3.0.
pub(super) fn check(document: &Document, diagnostics: &mut Diagnostics) {
    let origin = Origin::default();
    let Some(root) = document.node(&origin) else { return };
    let Some(openapi) = root.get("openapi") else {
        not_openapi(root, &origin, diagnostics);
        return;
    };
    let origin = origin.key("openapi");
    let Some(version) = version(openapi, &origin, diagnostics) else { return };
    match major_minor(&version) {
        Some((3, 0)) => {}
        Some((3, 1 | 2)) => {
            diagnostics
                .warning(
                    Code::UnsupportedVersion,
                    &origin,
                    format!("OpenAPI {version} is read where it agrees with OpenAPI 3.0"),
                )
                .help("what is not understood is reported on its own");
        }
        Some(_) | None => {
            diagnostics
                .error(
                    Code::UnsupportedVersion,
                    &origin,
                    format!("`{version}` is not a version of OpenAPI that can be read"),
                )
                .help("OpenAPI 3.0 is read, and 3.1 and 3.2 where they agree with it");
        }
    }
}

fn not_openapi(root: &Value, origin: &Origin, diagnostics: &mut Diagnostics) {
    if root.get("swagger").is_some() {
        diagnostics
            .error(Code::NotOpenApi, &origin.key("swagger"), "this is a Swagger 2.0 document")
            .help("convert it to OpenAPI 3.0, with `swagger2openapi` or another converter");
        return;
    }
    let message = "this is not an OpenAPI document: it has no `openapi` key";
    diagnostics
        .error(Code::NotOpenApi, origin, message)
        .help("an OpenAPI document begins with its version, such as `openapi: 3.0.3`");
}

/// The version as text. Without quotes `3.0` is a number, which many documents have and none means.
fn version(openapi: &Value, origin: &Origin, diagnostics: &mut Diagnostics) -> Option<String> {
    match openapi {
        Value::String(version) => Some(version.clone()),
        Value::Number(number) => {
            diagnostics
                .warning(Code::WrongType, origin, "the version is written as a number")
                .help(format!("put it in quotes: `\"{number}\"`"));
            Some(number.to_string())
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            diagnostics
                .error(Code::NotOpenApi, origin, "the version of OpenAPI must be text")
                .help("write the version, such as `openapi: 3.0.3`");
            None
        }
    }
}

fn major_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.');
    let mut next = || numbers.next()?.parse().ok();
    Some((next()?, next()?))
}
