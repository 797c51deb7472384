//! Whether a document is an OpenAPI document of a version that can be read, and where that version has its parts.

use super::document::Document;
use crate::diagnostics::{Code, Diagnostics};
use crate::pointer::{Origin, Pointer};
use serde_json::Value;

/// Whether the root of a file is that of a Swagger 2.0 document.
pub(crate) fn is_swagger_2(root: &Value) -> bool {
    root.get("swagger").is_some_and(|version| !is_of_openapi(version)) && root.get("openapi").is_none()
}

/// Whether the root of a file is that of a document, and not of a part of one.
pub(crate) fn declares_version(root: &Value) -> bool {
    root.get("openapi").is_some() || root.get("swagger").is_some()
}

/// Whether a version is one that OpenAPI has: `3.0.3`.
fn is_of_openapi(version: &Value) -> bool {
    version.as_str().and_then(major_minor).is_some_and(|(major, _)| major == 3)
}

/// The section of a document for a kind of component, such as `schemas`. In Swagger 2.0 most have the same name, and
/// are at the top level.
pub(crate) fn section(root: &Value, kind: &str) -> Pointer {
    if is_swagger_2(root) {
        Pointer::root().key(swagger_2_section(kind))
    } else {
        Pointer::root().key("components").key(kind)
    }
}

/// The name that a section of `components` has in Swagger 2.0.
pub(crate) fn swagger_2_section(kind: &str) -> &str {
    match kind {
        "schemas" => "definitions",
        "securitySchemes" => "securityDefinitions",
        other => other,
    }
}

/// Reports versions other than Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.
pub(crate) fn check(document: &Document, diagnostics: &mut Diagnostics) {
    for file in document.roots() {
        check_root(document, &Origin { file: *file, pointer: Pointer::root() }, diagnostics);
    }
}

fn check_root(document: &Document, origin: &Origin, diagnostics: &mut Diagnostics) {
    let Some(root) = document.node(origin) else { return };
    let Some(openapi) = root.get("openapi") else {
        match root.get("swagger") {
            Some(swagger) => check_swagger(swagger, &origin.key("swagger"), diagnostics),
            None => not_openapi(root, origin, diagnostics),
        }
        return;
    };
    let origin = origin.key("openapi");
    let Some(version) = version(openapi, &origin, diagnostics) else { return };
    match major_minor(&version) {
        Some((3, 0..=2)) => {}
        Some((3, _)) => {
            let message = format!("OpenAPI {version} is read as OpenAPI 3.2: its new features are not supported");
            let diagnostic = diagnostics.warning(Code::UnsupportedVersion, &origin, message);
            diagnostic.help("write `openapi: 3.2.0` if the document uses nothing newer");
        }
        Some(_) | None => {
            let message = format!("unsupported OpenAPI version `{version}`");
            diagnostics
                .error(Code::UnsupportedVersion, &origin, message)
                .help("OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0 are supported");
        }
    }
}

/// The only version with this key.
fn check_swagger(swagger: &Value, origin: &Origin, diagnostics: &mut Diagnostics) {
    let Some(version) = version(swagger, origin, diagnostics) else { return };
    if version != "2.0" && major_minor(&format!("{version}.0")) != Some((2, 0)) {
        let message = format!("unsupported Swagger version `{version}`");
        let diagnostic = diagnostics.error(Code::UnsupportedVersion, origin, message);
        if matches!(major_minor(&format!("{version}.0")), Some((3, _))) {
            diagnostic.help(format!("since 3.0 it is called OpenAPI: write `openapi: {version}`"));
        } else {
            diagnostic.help("Swagger 2.0 is supported: write `swagger: \"2.0\"` if the document is one");
        }
    }
}

fn not_openapi(root: &Value, origin: &Origin, diagnostics: &mut Diagnostics) {
    if root.get("asyncapi").is_some() {
        diagnostics.error(Code::NotOpenApi, &origin.key("asyncapi"), "this is an AsyncAPI document").help(
            "use the OpenAPI document of the API, if there is one: no client is generated for messages and \
                 channels",
        );
        return;
    }
    if root.get("overlay").is_some() {
        diagnostics
            .error(Code::NotOpenApi, &origin.key("overlay"), "this is an overlay, and not an OpenAPI document")
            .help("name the OpenAPI document, and pass the overlay with `--overlay FILE`, or with `overlays` in the settings");
        return;
    }
    let message = "this is not an OpenAPI document: it has neither `openapi` nor `swagger`";
    diagnostics
        .error(Code::NotOpenApi, origin, message)
        .help("an OpenAPI document starts with its version, such as `openapi: 3.0.3`");
}

/// The version as text. Without quotes `3.0` is a number, which many documents have and none means.
fn version(openapi: &Value, origin: &Origin, diagnostics: &mut Diagnostics) -> Option<String> {
    match openapi {
        Value::String(version) => Some(version.clone()),
        Value::Number(number) => {
            diagnostics
                .warning(Code::WrongType, origin, "the version must be a string, not a number")
                .help(format!("put it in quotes: `\"{number}\"`"));
            Some(number.to_string())
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            diagnostics
                .error(Code::NotOpenApi, origin, "the version of OpenAPI must be a string")
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
