//! The documented errors, for requests that are rejected before the service is called.

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::ir::{
    Additional, Api, BodyFormat, Content, Object, Operation, Response, StatusRange, StringFormat, TypeId, TypeKind,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The errors of an operation; nothing where no body of any is JSON.
pub(super) fn errors(emitter: &Emitter, operation: &Operation, uses: &Uses) -> Option<TokenStream> {
    let is_success = |one: &Response| operation.successes().iter().any(|success| success.status == one.status);
    let errors: Vec<&Response> = operation.responses.iter().filter(|one| is_error(one) && !is_success(one)).collect();
    errors.iter().find_map(|error| json(error))?;
    let errors = errors.into_iter().map(|error| described(emitter, error, uses));
    Some(quote! {
        const ERRORS: &'static [runtime::service::DocumentedError] = &[#(#errors),*];
    })
}

fn is_error(response: &Response) -> bool {
    match response.status {
        StatusRange::Exact(code) => code >= 400,
        StatusRange::Class(class) => class >= 4,
        StatusRange::Default => true,
    }
}

fn json(response: &Response) -> Option<&Content> {
    response.contents.iter().find(|content| content.format == BodyFormat::Json)
}

fn described(emitter: &Emitter, response: &Response, uses: &Uses) -> TokenStream {
    let status = Literal::u16_unsuffixed(match response.status {
        StatusRange::Exact(code) => code,
        StatusRange::Class(class) => class.into(),
        StatusRange::Default => 0,
    });
    let Some(content) = json(response) else { return quote!(runtime::service::DocumentedError::other(#status)) };
    let error_type = emitter.rust_type(content.value, uses);
    let media_type = content.media_type();
    let media_type = if media_type.contains('*') { "application/json" } else { media_type };
    if is_problem(emitter.api, content.value.id) {
        return quote!(runtime::service::DocumentedError::problem::<#error_type>(#status, #media_type));
    }
    quote!(runtime::service::DocumentedError::json::<#error_type>(#status, #media_type))
}

/// Whether problem details (RFC 9457) are a value of the type, as the runtime writes them: `type`, `title`, `status` and `detail`
/// are there, and `errors` may be.
fn is_problem(api: &Api, id: TypeId) -> bool {
    let TypeKind::Object(object) = &api.types[id].kind else { return false };
    let property = |name: &str| object.property(name);
    let is_text = |id: TypeId| matches!(api.types[id].kind, TypeKind::String(StringFormat::Plain));
    let is_integer = |id: TypeId| matches!(api.types[id].kind, TypeKind::Integer(_));
    let fits = |name: &str, fits: &dyn Fn(TypeId) -> bool| property(name).is_none_or(|one| fits(one.value.id));
    let has_members = property("title").is_some() && (property("status").is_some() || property("detail").is_some());
    has_members
        && ["type", "title", "detail"].into_iter().all(|name| fits(name, &is_text))
        && fits("status", &is_integer)
        && has_room(object)
        && object.properties.iter().filter(|one| one.required).all(|one| WRITTEN.contains(&one.name.as_str()))
}

/// The statements for every response.
const WRITTEN: [&str; 4] = ["type", "title", "status", "detail"];

/// Whether there may be `errors`, with the violations of a request.
fn has_room(object: &Object) -> bool {
    object.additional == Additional::Any && object.properties.iter().all(|property| property.name != "errors")
}
