//! The surface of items of the whole client: headers, servers, the variables of a server.

use super::behavior;
use super::declared::{self, Declared, Members};
use super::spelling::{spelling, undocumented};
use crate::emit::client::{server, servers};
use crate::emit::common::imports::Uses;
use crate::emit::operation::headers;
use crate::emit::{Emitter, Module};
use crate::ir::{Flows, SecurityKind};
use crate::pointer::Origin;
use crate::surface::{EntryKind, Item, ItemKind};
use quote::ToTokens;

pub(super) fn items(emitter: &Emitter, uses: &Uses) -> Vec<Item> {
    // The module imports what its types need; here they are spelled at the root.
    for header in emitter.api.operations.iter().flat_map(|operation| &operation.responses).flat_map(|one| &one.headers)
    {
        uses.runtime("Header");
        let _ = emitter.type_without_option(header.value.id, uses);
    }
    let mut items = constants("headers", headers::module(emitter), &|value| header_origin(emitter, value));
    items.extend(constants("servers", servers::module(emitter), &|value| server_origin(emitter, value)));
    items.extend(settings(emitter, uses));
    items
}

/// The location of a credential, and the token endpoints.
fn credential(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::Basic => "HTTP Basic".to_owned(),
        SecurityKind::ApiKey { location, parameter } => format!("{} parameter `{parameter}`", location.as_str()),
        SecurityKind::Token { auth_scheme, flows, .. } => {
            let Flows { authorization_code, client_credentials, password, device_authorization, refresh } = flows;
            let code = authorization_code.iter().flat_map(|(page, token)| [page, token]);
            let device = device_authorization.iter().flat_map(|(codes, token)| [codes, token]);
            let urls = code.chain(client_credentials).chain(password).chain(device).chain(refresh);
            let urls: Vec<&str> = urls.map(String::as_str).collect();
            let tokens = if urls.is_empty() { String::new() } else { format!(", tokens from {}", urls.join(" and ")) };
            format!("`Authorization: {auth_scheme}`{tokens}")
        }
    }
}

/// The constants of a module. What a constant is made of has the wire name, by which the node is found.
fn constants(module: &str, found: Option<Module>, origin: &dyn Fn(&str) -> Origin) -> Vec<Item> {
    let tokens = found.into_iter().flat_map(|module| module.items);
    let parsed = tokens.filter_map(|tokens| syn::parse2::<syn::File>(tokens).ok()).flat_map(|file| file.items);
    let constants = parsed.filter_map(|item| match item {
        syn::Item::Const(item) => Some(item),
        _ => None,
    });
    constants
        .map(|constant| {
            let value = spelling(&constant.expr.to_token_stream());
            let wire = value.split('"').nth(1).unwrap_or_default().to_owned();
            let origin = origin(&wire);
            let (name, held_type) = (constant.ident.to_string(), spelling(&constant.ty.to_token_stream()));
            let members = Members::of(&origin);
            Item {
                kind: ItemKind::Constant,
                path: format!("{module}::{name}"),
                role: format!("{module} {wire} {held_type}"),
                owner: format!("{module}::{name}"),
                label: format!("{} `{wire}`", module.trim_end_matches('s')),
                non_exhaustive: false,
                entries: vec![members.entry("value", EntryKind::Value(held_type))],
                behaviors: vec![behavior("", "value", value, &origin)],
                checked: Vec::new(),
                tokens: String::new(),
                origin,
            }
        })
        .collect()
}

fn header_origin(emitter: &Emitter, wire: &str) -> Origin {
    let responses = emitter.api.operations.iter().flat_map(|operation| &operation.responses);
    let mut headers = responses.flat_map(|response| &response.headers);
    headers
        .find(|header| header.name == wire)
        .map_or_else(|| emitter.api.origin.clone(), |header| header.origin.clone())
}

fn server_origin(emitter: &Emitter, url: &str) -> Origin {
    let own = emitter.api.operations.iter().filter_map(|operation| operation.server.as_ref());
    let mut servers = emitter.api.servers.iter().chain(own);
    servers
        .find(|server| server.default_url() == url)
        .map_or_else(|| emitter.api.origin.clone(), |server| server.origin.clone())
}

/// `Client`, of which the document decides the server; and `Server`, where that has variables.
fn settings(emitter: &Emitter, uses: &Uses) -> Vec<Item> {
    let Some(first) = emitter.api.servers.first() else { return Vec::new() };
    let plain = |path: &str, label: String, origin: &Origin| Item {
        kind: ItemKind::Struct,
        path: path.to_owned(),
        role: path.to_owned(),
        owner: path.to_owned(),
        label,
        origin: origin.clone(),
        non_exhaustive: true,
        entries: Vec::new(),
        behaviors: Vec::new(),
        checked: Vec::new(),
        tokens: String::new(),
    };
    let mut client = plain("Client", "the whole document".to_owned(), &emitter.api.origin);
    client.behaviors.push(behavior("", "server", first.template(), &first.origin));
    for scheme in &emitter.api.security_schemes {
        client.behaviors.push(behavior(
            format!("security scheme `{}`", scheme.name),
            "kind",
            credential(&scheme.kind),
            &scheme.origin,
        ));
    }
    let tokens = server::items(emitter, uses);
    if tokens.is_empty() {
        return vec![client];
    }
    let mut members = Members::of(&first.origin);
    let variables = first.variables.iter().zip(emitter.names.server_variables(0));
    for (variable, name) in variables.clone() {
        members.add(name.as_str(), &variable.name, &variable.origin);
    }
    let mut item = plain("Server", "the server's variables".to_owned(), &first.origin);
    Declared { non_exhaustive: item.non_exhaustive, entries: item.entries } =
        declared::read(&tokens, "Server", &members);
    for (variable, name) in variables {
        let values = variable.values.join(", ");
        item.behaviors.push(behavior(name.to_string(), "default", variable.default.clone(), &variable.origin));
        item.behaviors.push(behavior(name.to_string(), "values", values, &variable.origin));
    }
    item.tokens = undocumented(tokens.into_iter().collect()).to_string();
    vec![client, item]
}
