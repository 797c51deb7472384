//! The variants of the enum of a response: their names and their documentation.

use crate::analysis::{Body, Case};
use crate::emit::common::identifier::identifier;
use crate::emit::common::status::status_word;
use crate::emit::docs;
use crate::ir::StatusRange;
use crate::name::Names;
use proc_macro2::Ident;

/// A variant of the enum of a response.
pub(in crate::emit) struct Variant<'a> {
    /// The index of the case.
    pub(in crate::emit) index: usize,
    pub(in crate::emit) case: &'a Case,
    pub(in crate::emit) body: Option<&'a Body>,
    pub(in crate::emit) name: Ident,
}

/// The variants of several cases: named after the status, after the media type where there are several, or after both.
pub(in crate::emit) fn variants(cases: &[Case]) -> Vec<Variant<'_>> {
    let mut variants = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let media_types = case.bodies.iter().map(|body| body.media_types.first().map_or("", String::as_str));
        let words = Names::of_media_types(media_types);
        let status = case.statuses.first().copied().unwrap_or(StatusRange::Default);
        match case.bodies.as_slice() {
            [] => variants.push(Variant { index, case, body: None, name: status_variant(status) }),
            [body] => variants.push(Variant { index, case, body: Some(body), name: status_variant(status) }),
            bodies => variants.extend(bodies.iter().zip(words).map(|(body, word)| {
                let prefix = if cases.len() > 1 { status_variant(status).to_string() } else { String::new() };
                let name = identifier(&format!("{prefix}{word}"));
                Variant { index, case, body: Some(body), name }
            })),
        }
    }
    variants
}

/// One line of documentation for a variant.
pub(super) fn variant_docs(cases: &[Case], case: &Case, body: Option<&Body>) -> String {
    let media_types = body.filter(|_| case.bodies.len() > 1).map(|body| {
        let names: Vec<String> = body.media_types.iter().map(|name| docs::code(name)).collect();
        names.join(", ")
    });
    let status = case.statuses.first().copied().unwrap_or(StatusRange::Default);
    let description = status_docs(status, case.description.as_deref().unwrap_or_default());
    match media_types {
        None => description,
        Some(media_types) if cases.len() == 1 => format!("{media_types}."),
        Some(media_types) => format!("{} as {media_types}.", status_word(status)),
    }
}

/// The status and the first sentence of its description.
pub(in crate::emit) fn status_docs(status: StatusRange, description: &str) -> String {
    let status = status_word(status);
    let first = docs::words(description).map(docs::first_sentence).unwrap_or_default();
    let first = if docs::begins_a_list(&first) { String::new() } else { first };
    if first.is_empty() { format!("{status}.") } else { format!("{status}: {first}") }
}

/// The variant for a status: its reason phrase.
pub(in crate::emit) fn status_variant(status: StatusRange) -> Ident {
    let name = match status {
        StatusRange::Exact(code) => phrase(code).map_or_else(|| format!("Status{code}"), str::to_owned),
        StatusRange::Class(class) => match class {
            1 => "Informational".to_owned(),
            2 => "Success".to_owned(),
            3 => "Redirection".to_owned(),
            4 => "ClientError".to_owned(),
            _ => "ServerError".to_owned(),
        },
        StatusRange::Default => "Default".to_owned(),
    };
    identifier(&name)
}

/// The reason phrases of RFC 9110 and its registry, as variant names.
fn phrase(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        422 => "UnprocessableContent",
        423 => "Locked",
        425 => "TooEarly",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => return None,
    })
}
