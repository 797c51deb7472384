//! Request bodies: in Swagger 2.0 a parameter with `in: body`, or a form of parameters with `in: formData`.

use super::media_types::{MediaType, MediaTypes};
use super::response::media_type;
use super::survey::{Operation, Parameter, Shape};
use crate::diagnostics::{Code, Diagnostics};
use crate::load::{Document, Made};
use crate::pointer::Origin;
use serde_json::Value;

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Adds the `requestBody` of an operation, if it has a body.
pub(super) fn describe(document: &mut Document, operation: &Operation, diagnostics: &mut Diagnostics) {
    let is_form = choose(operation, diagnostics);
    let body = match (is_form, operation.bodies.first()) {
        (false, Some(body)) => whole(document, operation, body),
        (true, _) => form(document, operation, diagnostics),
        (false, None) => {
            report_request_body(document, operation, false, diagnostics);
            return;
        }
    };
    report_request_body(document, operation, true, diagnostics);
    document.take(&operation.origin, "requestBody");
    document.put(&operation.origin, "requestBody", body);
}

/// Whether the body is a form. Of parameters that exclude each other, those are taken that suit `consumes`.
fn choose(operation: &Operation, diagnostics: &mut Diagnostics) -> bool {
    let Operation { bodies, form, consumes, .. } = operation;
    if let [first, others @ ..] = bodies.as_slice() {
        for other in others {
            let message = format!("an operation can have only one body: `{}` is ignored", other.name);
            let diagnostic = diagnostics.mistake(Code::DuplicateParameter, &other.listed_at, message).skipped();
            diagnostic
                .also(&first.listed_at, "the body")
                .help("describe it as a property of the first body, or remove it");
        }
    }
    let (Some(body), Some(field)) = (bodies.first(), form.first()) else { return !form.is_empty() };
    let is_form = consumes.iter().flat_map(|types| &types.list).any(MediaType::is_form);
    let (used, ignored) = if is_form { (field, body) } else { (body, field) };
    let message = "an operation cannot have both a `body` parameter and `formData` parameters";
    let diagnostic = diagnostics.mistake(Code::InvalidValue, &ignored.listed_at, message).skipped();
    diagnostic.also(&used.listed_at, "this one is sent").help(if is_form {
        "remove it, or describe its content as `formData` parameters"
    } else {
        "remove the `formData` parameters, or list `multipart/form-data` under `consumes` and remove the body"
    });
    is_form
}

/// The body as a whole.
fn whole(document: &Document, operation: &Operation, body: &Parameter) -> Made {
    let schema = body.origin.key("schema");
    let stated = operation.consumes.iter().flat_map(|types| types.list.clone()).collect::<Vec<_>>();
    let types = match (body.shape, stated.is_empty()) {
        (_, false) => stated,
        (Shape::Bytes, true) => MediaTypes::only(BYTES, &schema),
        (Shape::Structured | Shape::Other, true) => MediaTypes::only(JSON, &schema),
    };
    let of = document.node(&schema).is_some().then(|| (schema.clone(), body.shape));
    let content = types.iter().fold(Made::object(document.written_at(&schema)), |content, one| {
        content.with(&one.name, media_type(document, &document.written_at(&one.origin), of.as_ref(), None))
    });
    let mut made = Made::object(document.written_at(&body.origin));
    for key in ["description", "required"] {
        if let Some(copied) = document.copied(&body.origin.key(key)) {
            made = made.with(key, copied);
        }
    }
    made.with("content", content)
}

/// The body as a form, of which each parameter is a property.
fn form(document: &Document, operation: &Operation, diagnostics: &mut Diagnostics) -> Made {
    let fields = fields(&operation.form, diagnostics);
    let first = fields.first().map_or_else(|| operation.origin.clone(), |field| field.origin.clone());
    let at = document.written_at(&first);
    let object = || Made::object(at.clone());
    let (mut properties, mut encodings) = (object(), object());
    for field in &fields {
        properties = properties.with(&field.name, property(document, field));
        if field.is_list {
            encodings = encodings.with(&field.name, encoding(document, field));
        }
    }
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
    let is_required = !required.is_empty();
    let mut schema = object().with("type", Made::value("object", at.clone())).with("properties", properties);
    // It contains only what the parameters describe.
    schema = schema.with("additionalProperties", Made::value(false, at.clone()));
    if is_required {
        schema = schema.with("required", Made::value(required, at.clone()));
    }
    let MediaType { name, origin } = form_media_type(operation, &fields, &first, diagnostics);
    let content = Made::object(document.written_at(&origin)).with("schema", schema).with("encoding", encodings);
    object().with("required", Made::value(is_required, at.clone())).with("content", object().with(&name, content))
}

/// The parameters, each once.
fn fields<'o>(form: &'o [Parameter], diagnostics: &mut Diagnostics) -> Vec<&'o Parameter> {
    let mut fields: Vec<&Parameter> = Vec::new();
    for field in form.iter().filter(|field| !field.name.is_empty()) {
        let Some(first) = fields.iter().find(|known| known.name == field.name) else {
            fields.push(field);
            continue;
        };
        let message = format!("the formData parameter `{}` is listed twice", field.name);
        let diagnostic = diagnostics.mistake(Code::DuplicateParameter, &field.listed_at, message).skipped();
        diagnostic.also(&first.listed_at, "first used here").help("remove one of them, or rename it");
    }
    fields
}

/// A property of the form: a reference to the parameter's schema, and its description.
fn property(document: &Document, field: &Parameter) -> Made {
    let schema = field.origin.key("schema");
    let at = document.written_at(&field.origin);
    let property = if document.node(&schema).is_some() {
        Made::reference(schema, at)
    } else {
        Made::object(at.clone()).with("type", Made::value("string", at))
    };
    match document.copied(&field.origin.key("description")) {
        Some(description) => property.with("description", description),
        None => property,
    }
}

/// How the elements of a list become text.
fn encoding(document: &Document, field: &Parameter) -> Made {
    let at = document.written_at(&field.origin);
    let stated = document.copied(&field.origin.key("collectionFormat"));
    let format = stated.unwrap_or_else(|| Made::value("csv", at.clone()));
    Made::object(at).with("collectionFormat", format)
}

/// The media type of a form: the first that `consumes` has for one. Only a multipart form can hold files.
fn form_media_type(
    operation: &Operation,
    fields: &[&Parameter],
    first: &Origin,
    diagnostics: &mut Diagnostics,
) -> MediaType {
    let stated = || operation.consumes.iter().flat_map(|types| &types.list);
    let file = fields.iter().find(|field| field.shape == Shape::Bytes);
    let suits = |one: &&MediaType| if file.is_some() { one.is_multipart() } else { one.is_form() };
    if let Some(suitable) = stated().find(suits) {
        return suitable.clone();
    }
    let usual = if file.is_some() { MULTIPART } else { FORM };
    if let (true, Some(written)) = (operation.has_own_consumes, stated().next()) {
        let what = if file.is_some() { "a file" } else { "`formData` parameters" };
        let message = format!("`consumes` has no media type for {what}: `{usual}` is sent");
        let at = if stated().nth(1).is_some() { written.origin.parent() } else { written.origin.clone() };
        let diagnostic = diagnostics.mistake(Code::InvalidValue, &at, message);
        diagnostic.also(file.map_or(first, |file| &file.listed_at), "sent as a form");
        diagnostic.help(format!("write `consumes: [{usual}]`"));
    }
    MediaType { name: usual.to_owned(), origin: first.clone() }
}

/// The `requestBody` of OpenAPI 3.0, which is read where there is nothing else.
fn report_request_body(document: &Document, operation: &Operation, is_ignored: bool, diagnostics: &mut Diagnostics) {
    let at = operation.origin.key("requestBody");
    if document.node(&at).is_none_or(Value::is_null) {
        return;
    }
    let message = "`requestBody` is a keyword of OpenAPI 3.0, not of Swagger 2.0";
    let diagnostic = diagnostics.mistake(Code::UnknownKeyword, &at, message).at_key();
    if is_ignored {
        diagnostic.skipped().help("remove it: the parameters describe the body");
    } else {
        diagnostic.help("write a parameter with `in: body` and the `schema`, and the media types under `consumes`");
    }
}
