//! Lists that come in pages: what the runtime needs to turn them.

use super::Emitter;
use super::uses::Uses;
use crate::facts::{Answer, Body};
use crate::ir::{Keys, OperationId, PageTurn, Pagination, Presence, TypeId, TypeKind, TypeRef};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The call of the macro that gives `item` its pages; none where the operation has none, or where the settings have
/// put something else in the place of the list.
pub(super) fn call(emitter: &Emitter, id: OperationId, item: &Ident, uses: &Uses) -> Option<TokenStream> {
    let pagination = emitter.api.operations[id.0].pagination.as_ref()?;
    let (body, may_be_nothing) = page(&emitter.facts.answers(id).success)?;
    // An answer that may be nothing and one that may be `null` are an `Option` alike; one of the two is not the page.
    let is_optional = may_be_nothing && body.value.nullable && !emitter.is_any(body.value.id);
    let bare = emitter.bare(body.value.id, uses);
    let page = if is_optional { quote!(Option<#bare>) } else { bare };
    let (items, element) = items(emitter, body.value.id, &quote!(page), &pagination.items)?;
    let items = if is_optional { quote!(page.map(|page| #items)) } else { items };
    let element = emitter.spelled(element, uses);
    let runtime = uses.runtime_module();
    let (turn, facts) = (turn(&pagination.turn), facts(pagination));
    Some(quote!(#runtime::paged!(#item<Client> -> #page [#element] { page => #items, #turn, #facts });))
}

/// The body of the answer, and whether there are answers without one.
fn page(answer: &Answer) -> Option<(&Body, bool)> {
    match answer {
        Answer::One(body, _) => Some((body, false)),
        Answer::Maybe(body, ..) => Some((body, true)),
        Answer::Undocumented | Answer::Nothing(_) | Answer::Several(_) => None,
    }
}

fn turn(turn: &PageTurn) -> TokenStream {
    match turn {
        PageTurn::Page { parameter, first } => {
            let first = Literal::u64_unsuffixed(*first);
            quote!(page(#parameter, #first))
        }
        PageTurn::Offset { parameter } => quote!(offset(#parameter)),
        PageTurn::Cursor { parameter, next } => {
            let next = path(next);
            quote!(cursor(#parameter, #next))
        }
        PageTurn::Last { parameter, key } => {
            let key = path(key);
            quote!(last(#parameter, #key))
        }
        PageTurn::Link { next: None } => quote!(link()),
        PageTurn::Link { next: Some(next) } => {
            let next = path(next);
            quote!(url(#next))
        }
    }
}

fn facts(pagination: &Pagination) -> TokenStream {
    let size = pagination.size.as_ref().map(|size| quote!(size(#size),));
    let fact = |method: &str, keys: &Keys| {
        let (method, path) = (Ident::new(method, proc_macro2::Span::call_site()), path(keys));
        quote!(#method(#path),)
    };
    let items = (!pagination.items.is_empty()).then(|| fact("items", &pagination.items));
    let more = pagination.more.as_ref().map(|keys| fact("more", keys));
    let total = pagination.total.as_ref().map(|keys| fact("total", keys));
    quote!(#size #items #more #total)
}

/// A JSON path, as the runtime writes them in messages: `$.info.more_records`, `$["@odata.nextLink"]`.
fn path(keys: &[String]) -> String {
    let is_word = |key: &str| {
        key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let step = |key: &String| {
        if is_word(key) { format!(".{key}") } else { format!("[{}]", serde_json::Value::from(key.as_str())) }
    };
    std::iter::once("$".to_owned()).chain(keys.iter().map(step)).collect()
}

/// The expression that takes the list at `keys` out of a `value` of the type, and what the list holds.
fn items(emitter: &Emitter, id: TypeId, value: &TokenStream, keys: &[String]) -> Option<(TokenStream, TypeRef)> {
    let Some((key, rest)) = keys.split_first() else { return list(emitter, id, value) };
    let TypeKind::Object(object) = &emitter.api.types[id].kind else { return None };
    let index = object.properties.iter().position(|property| property.name == *key)?;
    let property = &object.properties[index];
    let field = &emitter.names.of(id)?.members[index];
    let inside = |inner: &TokenStream| items(emitter, property.value.id, inner, rest);
    let field = quote!(#value.#field);
    let presence = emitter.facts.presence(id, property);
    let (inner, element) = inside(&quote!(inner))?;
    let is_list = rest.is_empty() && emitter.names.of(property.value.id).is_none();
    let taken = match presence {
        Presence::Required => inside(&field)?.0,
        _ if is_list => field,
        Presence::RequiredNullable | Presence::Optional => quote!(#field.map(|inner| #inner)),
        Presence::OptionalNullable => quote!(#field.into_value().map(|inner| #inner)),
    };
    Some((taken, element))
}

/// The list that a `value` is, out of the type that a list has which holds itself.
fn list(emitter: &Emitter, id: TypeId, value: &TokenStream) -> Option<(TokenStream, TypeRef)> {
    let TypeKind::Array(element) = &emitter.api.types[id].kind else { return None };
    let is_wrapped = emitter.names.of(id).is_some();
    Some((if is_wrapped { quote!(#value.0) } else { value.clone() }, *element))
}
