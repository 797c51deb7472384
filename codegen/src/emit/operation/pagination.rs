//! Paginated lists: what the runtime needs to request the next page.

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::ir::{Keys, OperationId, PageTurn, PagedList, Pages, Pagination, Presence, Step, TypeKind};
use crate::name::Name;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The macro call that adds the pagination of `item`, if it is paginated.
pub(in crate::emit) fn call(emitter: &Emitter, id: OperationId, item: &Name, uses: &Uses) -> Option<TokenStream> {
    let Pages { pagination, list } = emitter.api.operations[id.0].pages.as_ref()?;
    let items = items(emitter, list, &list.path, &quote!(page))?;
    let items = if is_optional(emitter, list) { quote!(page.map(|page| #items)) } else { items };
    let (page, element) = types(emitter, list, uses);
    let paged = uses.private("paged");
    let (turn, keywords) = (turn(&pagination.turn), keywords(pagination));
    Some(quote!(#paged!(#item<Client> -> #page [#element] { page => #items, #turn, #keywords });))
}

/// The type of a page, and the type of its items.
pub(in crate::emit) fn types(emitter: &Emitter, list: &PagedList, uses: &Uses) -> (TokenStream, TokenStream) {
    let bare = emitter.type_without_option(list.page.id, uses);
    let page = if is_optional(emitter, list) { quote!(Option<#bare>) } else { bare };
    (page, emitter.rust_type(list.element, uses))
}

/// A response that may be nothing and one that may be `null` are an `Option` alike; one of the two is not the page.
fn is_optional(emitter: &Emitter, list: &PagedList) -> bool {
    list.may_be_nothing && list.page.nullable && !emitter.is_any(list.page.id)
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

/// The parameter for the size of a page, and where the page has what.
fn keywords(pagination: &Pagination) -> TokenStream {
    let size = pagination.size.as_ref().map(|size| quote!(size(#size),));
    let keyword = |method: &str, keys: &Keys| {
        let (method, path) = (Ident::new(method, proc_macro2::Span::call_site()), path(keys));
        quote!(#method(#path),)
    };
    let items = (!pagination.items.is_empty()).then(|| keyword("items", &pagination.items));
    let more = pagination.more.as_ref().map(|keys| keyword("more", keys));
    let total = pagination.total.as_ref().map(|keys| keyword("total", keys));
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

/// The expression that takes the list at `path` out of a `value`.
fn items(emitter: &Emitter, list: &PagedList, path: &[Step], value: &TokenStream) -> Option<TokenStream> {
    let is_wrapped = emitter.names.of(list.id).is_some();
    let Some((step, rest)) = path.split_first() else {
        return Some(if is_wrapped { quote!(#value.0) } else { value.clone() });
    };
    let TypeKind::Object(object) = &emitter.api.types[step.object].kind else { return None };
    let (property, name) = (object.properties.get(step.property)?, emitter.names.of(step.object)?);
    let field = name.members.get(step.property)?;
    let field = quote!(#value.#field);
    let inner = || items(emitter, list, rest, &quote!(inner));
    Some(match emitter.analysis.presence(step.object, property) {
        Presence::Required => items(emitter, list, rest, &field)?,
        _ if rest.is_empty() && !is_wrapped => field,
        Presence::RequiredNullable | Presence::Optional => {
            let inner = inner()?;
            quote!(#field.map(|inner| #inner))
        }
        Presence::OptionalNullable => {
            let inner = inner()?;
            quote!(#field.into_value().map(|inner| #inner))
        }
    })
}
