//! Responses: in Swagger 2.0 they have one `schema`, in every media type that `produces` lists.

use super::media_types::{MediaType, MediaTypes};
use super::survey::{Response, ResponseUse, SchemaUse, Shape};
use crate::diagnostics::{Code, Diagnostics};
use crate::load::{Document, Made};
use crate::pointer::Origin;
use indexmap::IndexMap;
use serde_json::Value;

const JSON_LINES: &str = "application/x-ndjson";

/// Adds the `content` of the Response Object at this position, if it has a body.
pub(super) fn describe(document: &mut Document, origin: &Origin, response: &Response, diagnostics: &mut Diagnostics) {
    let produces = response.produces.as_deref();
    if document.node(&origin.key("content")).is_some_and(|content| !content.is_null()) {
        report_content(origin, response.shape.is_some(), diagnostics);
    }
    if let Some(content) = content(document, origin, response.shape, produces, response.is_error) {
        document.take(origin, "content");
        document.put(origin, "content", content);
    }
}

/// The `content` of OpenAPI 3.0, which is read where there is no `schema`.
fn report_content(origin: &Origin, is_ignored: bool, diagnostics: &mut Diagnostics) {
    let message = "`content` is a keyword of OpenAPI 3.0, not of Swagger 2.0";
    let diagnostic = diagnostics.mistake(Code::UnknownKeyword, &origin.key("content"), message).at_key();
    if is_ignored {
        diagnostic.skipped().help("remove it: `schema` describes the body");
    } else {
        diagnostic.help("write the `schema` in its place, and the media types under `produces`");
    }
}

/// Replaces a reference to a response by the response, in the media types of the operation.
pub(super) fn describe_use(document: &mut Document, used: &ResponseUse, responses: &IndexMap<Origin, Response>) {
    let shape = responses.get(&used.target).and_then(|response| response.shape);
    let Some(content) = content(document, &used.target, shape, Some(&used.produces), used.is_error) else { return };
    let at = |origin: &Origin| document.written_at(origin);
    let mut response = Made::object(at(&used.target));
    if let Some(description) = document.copied(&used.target.key("description")) {
        response = response.with("description", description);
    }
    let headers = used.target.key("headers");
    if let Some(names) = document.node(&headers).and_then(Value::as_object) {
        let made = names.keys().fold(Made::object(at(&headers)), |made, name| {
            let header = headers.key(name);
            made.with(name, Made::reference(header.clone(), at(&header)))
        });
        response = response.with("headers", made);
    }
    document.put(&used.responses, &used.status, response.with("content", content));
}

/// Replaces a reference to a schema by a response with this schema.
pub(super) fn describe_schema(document: &mut Document, used: &SchemaUse, diagnostics: &mut Diagnostics) {
    let at = used.holder.key(&used.key);
    let (reference, written) = (at.key("$ref"), document.written_at(&at));
    let target = &used.target.pointer;
    let message = format!("`#{target}` is a schema, not a response");
    let diagnostic = diagnostics.mistake(Code::InvalidReference, &reference, message);
    diagnostic.read_as("it is read as the `schema` of a response");
    match response_of_that_name(document, &used.target) {
        Some(response) => diagnostic.help(format!("did you mean `#{}`?", response.pointer)),
        None => diagnostic.help(format!("write `description: …` and `schema: {{ $ref: '#{target}' }}`")),
    };
    let types = media_types(used.produces.as_deref(), used.shape, used.is_error, &reference);
    let of = (used.target.clone(), used.shape);
    let content = types.into_iter().fold(Made::object(written.clone()), |content, MediaType { name, origin }| {
        content.with(&name, media_type(document, &document.written_at(&origin), Some(&of), None))
    });
    let description = Made::value("", written.clone());
    let response = Made::object(written).with("description", description).with("content", content);
    document.put(&used.holder, &used.key, response);
}

/// The response under the name of a definition, which the author may have meant.
fn response_of_that_name(document: &Document, definition: &Origin) -> Option<Origin> {
    let name = definition.pointer.last()?;
    let response = definition.parent().parent().key("responses").key(&name);
    document.node(&response).is_some().then_some(response)
}

/// The `content` of a response; none when it has no body.
fn content(
    document: &Document,
    origin: &Origin,
    shape: Option<Shape>,
    produces: Option<&MediaTypes>,
    is_error: bool,
) -> Option<Made> {
    let examples = document.node(&origin.key("examples")).and_then(Value::as_object);
    let Some(shape) = shape else {
        // An example implies that there is a body, whose type is not described.
        let names = examples?.keys().filter(|name| name.contains('/'));
        let content = names.fold(Made::object(document.written_at(&origin.key("examples"))), |content, name| {
            let example = origin.key("examples").key(name);
            content.with(name, media_type(document, &document.written_at(&example), None, Some(&example)))
        });
        return examples?.keys().any(|name| name.contains('/')).then_some(content);
    };
    let schema = origin.key("schema");
    let types = if is_stream(document, origin) {
        MediaTypes::only(JSON_LINES, &schema)
    } else {
        media_types(produces, shape, is_error, &schema)
    };
    let content = types.into_iter().fold(
        Made::object(document.written_at(&schema)),
        |content, MediaType { name, origin: written }| {
            let example = examples.filter(|all| all.contains_key(&name)).map(|_| origin.key("examples").key(&name));
            let of = (schema.clone(), shape);
            content.with(&name, media_type(document, &document.written_at(&written), Some(&of), example.as_ref()))
        },
    );
    Some(content)
}

/// Whether a response is a stream of values, one per line. Swagger 2.0 has no keyword for it: gRPC-Gateway appends it to the
/// description.
fn is_stream(document: &Document, origin: &Origin) -> bool {
    let description = document.node(&origin.key("description")).and_then(Value::as_str);
    description.is_some_and(|text| text.trim_end().ends_with("(streaming responses)"))
}

/// Which media types the body of a response is in.
fn media_types(produces: Option<&MediaTypes>, shape: Shape, is_error: bool, schema: &Origin) -> Vec<MediaType> {
    let stated = produces.map(|types| types.list.clone()).unwrap_or_default();
    match shape {
        Shape::Bytes => {
            // `produces` of the document with JSON does not apply to files.
            let of_bytes: Vec<MediaType> = stated.into_iter().filter(|one| !one.has_structure()).collect();
            if of_bytes.is_empty() { MediaTypes::only("*/*", schema) } else { of_bytes }
        }
        // `produces` of an operation describes successes: errors are not archives.
        Shape::Structured if is_error && !stated.iter().any(MediaType::has_structure) => {
            MediaTypes::only("application/json", schema)
        }
        Shape::Structured | Shape::Other if stated.is_empty() => MediaTypes::only("application/json", schema),
        Shape::Structured | Shape::Other => stated,
    }
}

/// The Media Type Object of a schema, which stays where it is.
pub(super) fn media_type(
    document: &Document,
    written_at: &Origin,
    schema: Option<&(Origin, Shape)>,
    example: Option<&Origin>,
) -> Made {
    let mut made = Made::object(written_at.clone());
    if let Some((schema, shape)) = schema {
        let at = document.written_at(schema);
        let schema = if *shape == Shape::Bytes { bytes(&at) } else { Made::reference(schema.clone(), at) };
        made = made.with("schema", schema);
    }
    if let Some(example) = example.and_then(|example| document.copied(example)) {
        made = made.with("example", example);
    }
    made
}

/// The schema of a body that is bytes.
fn bytes(written_at: &Origin) -> Made {
    let value = |word: &str| Made::value(word, written_at.clone());
    Made::object(written_at.clone()).with("type", value("string")).with("format", value("binary"))
}
