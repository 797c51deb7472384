//! The documentation of a crate, or of the client's module within another crate.

use crate::emit::crate_features::list_of_features;
use crate::emit::{Emitter, docs, example, service};
use crate::ir::{Flows, ParameterLocation, SecurityKind, SecurityScheme};
use crate::settings::Layout;

/// A summary, a first call, credentials, errors, pages and the contents.
pub(in crate::emit) fn text(emitter: &Emitter) -> String {
    let api = emitter.api;
    let name = match emitter.layout {
        Layout::Crate(package) => package.name.ident(),
        Layout::Modules => "self".to_owned(),
    };
    let heading = format!("Typed client of {} {}.", docs::plain(&api.title), docs::plain(&api.version));
    let contents = "[`Client`] has a method for each operation. Request and response types are in [`models`]; \
                    the operations themselves, as values, are in [`operations`].";
    let (program, compiles) = example::program_of(emitter, &name);
    let attribute = if compiles { "no_run" } else { "ignore" };
    let first_call = format!("```{attribute}\n{program}\n```");
    let start =
        [docs::join([Some(heading.as_str()), api.description.as_deref()]), "# First call".to_owned(), first_call];
    let end = ["# Contents".to_owned(), contents.to_owned(), "# Features".to_owned(), list_of_features(emitter)];
    start.into_iter().chain(usage(emitter)).chain(end).collect::<Vec<_>>().join("\n\n")
}

/// The documentation of the client in a crate of the user's own.
pub(in crate::emit) fn of_client(emitter: &Emitter) -> String {
    let call = format!("```text\n{}\n```", example::Example::of(emitter).lines.join("\n"));
    ["# First call".to_owned(), call].into_iter().chain(usage(emitter)).collect::<Vec<_>>().join("\n\n")
}

/// How to use the client, as far as this document decides it; where to read on.
fn usage(emitter: &Emitter) -> Vec<String> {
    let schemes = &emitter.api.security_schemes;
    let schemes: Vec<String> = schemes.iter().map(scheme_item).collect();
    let authentication = (!schemes.is_empty()).then(|| {
        let list = schemes.join("\n");
        format!("# Credentials\n\n{list}\n\nSee [`runtime::guide::authentication`] for how tokens are renewed.")
    });
    let errors = "# Errors\n\nA call that fails returns an [`Error`]. [`failure`](Error::failure) is the documented error that the service responded with;\nthe variants of `Error` describe what else went wrong, with the response if there was one. See [`runtime::guide::errors`].";
    let pages = paged(emitter).map(|method| {
        format!(
            "# Pages\n\n`.items()` and `.pages()` iterate over all pages of a list, as for [`Client::{method}`].\n\
             See [`runtime::guide::pages`]."
        )
    });
    let service = service::is_needed(emitter).then(|| {
        "# Service\n\n[`service`] contains the trait that a service implements, its router, and `fake`, a service for testing callers.\n\
         See [`runtime::guide::serving`]."
            .to_owned()
    });
    let guide = "The other pages of [`runtime::guide`] describe models, retries, connections and tests.";
    authentication
        .into_iter()
        .chain([errors.to_owned()])
        .chain(pages)
        .chain(service)
        .chain([guide.to_owned()])
        .collect()
}

/// The first method with a paginated list.
fn paged(emitter: &Emitter) -> Option<String> {
    let mut operations = emitter.api.outgoing().filter(|(_, operation)| operation.pages.is_some());
    operations.next().map(|(id, _)| emitter.names.operation(id).method.to_string())
}

/// A security scheme, with the first paragraph of its description.
fn scheme_item(scheme: &SecurityScheme) -> String {
    let description = scheme.description.as_deref().and_then(docs::words).map(docs::first_paragraph);
    let description = docs::one_line(&docs::join([description.as_deref()]));
    let description = if docs::is_line(&description) { docs::sentence(&description) } else { String::new() };
    let item = format!("- {}", credential(scheme));
    if description.is_empty() { item } else { format!("{item}\n  {description}") }
}

/// A security scheme, and the method of the builder that takes its credential.
fn credential(scheme: &SecurityScheme) -> String {
    let (name, builder) = (docs::code(&scheme.name), "runtime::ClientBuilder");
    match &scheme.kind {
        SecurityKind::Basic => format!("{name}, a user name and a password: [`basic`]({builder}::basic)."),
        SecurityKind::Token { flows, .. } if *flows != Flows::default() => {
            format!(
                "{name}, OAuth 2.0: [`oauth`]({builder}::oauth), or a token with\n  [`access_token`]({builder}::access_token)."
            )
        }
        SecurityKind::Token { .. } => format!("{name}, a token: [`access_token`]({builder}::access_token)."),
        SecurityKind::ApiKey { location, parameter } => {
            let location = match location {
                ParameterLocation::Query => "query parameter",
                ParameterLocation::Cookie => "cookie",
                ParameterLocation::Header | ParameterLocation::Path => "header",
            };
            let parameter = docs::code(parameter);
            format!(
                "{name}, the {location} {parameter}: [`credential`]({builder}::credential) with the name of the scheme."
            )
        }
    }
}
