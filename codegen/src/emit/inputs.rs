//! The inputs of an operation: its parameters and its body, as fields, arguments, setters and written facts.

use super::Emitter;
use super::docs;
use super::uses::Uses;
use crate::ir::{
    BodyFormat, Location, Operation, OperationId, Parameter, ParameterEncoding, RequestBody, Style, TypeId,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// An input with the tokens that its parts of the request type need.
pub(super) struct Input {
    /// The field, and the argument or setter.
    pub(super) name: Ident,
    /// Whether a request without it is invalid.
    pub(super) required: bool,
    /// The type of the field, `Option` included.
    pub(super) held: TokenStream,
    /// The type of the argument.
    pub(super) taken: TokenStream,
    /// From the argument to the field's value, without `Option`.
    pub(super) converted: TokenStream,
    /// What the document says of it.
    pub(super) docs: TokenStream,
    /// `deprecated`.
    pub(super) deprecated: bool,
    /// The statements that put it into the request.
    pub(super) written: TokenStream,
}

/// Every input of an operation, in the document's order, the body last.
pub(super) fn of(emitter: &Emitter, id: OperationId, operation: &Operation, uses: &Uses) -> Vec<Input> {
    let names = emitter.names.operation(id);
    let parameters = operation.parameters.iter().zip(&names.parameters);
    let parameters = parameters.map(|(parameter, name)| of_parameter(emitter, parameter, name, uses));
    parameters.chain(operation.body.iter().map(|body| of_body(emitter, body, &names.body, uses))).collect()
}

fn of_parameter(emitter: &Emitter, parameter: &Parameter, name: &Ident, uses: &Uses) -> Input {
    let said = parameter.description.clone().or_else(|| emitter.api.types[parameter.value.id].description.clone());
    let fallback = format!("The {} parameter `{}`.", parameter.location.as_str(), parameter.name);
    let wire = &parameter.name;
    let checked = checks(emitter, parameter.value.id, wire, name, uses);
    let written = written(parameter, name, uses);
    Input {
        docs: docs::lines([Some(said.unwrap_or(fallback).as_str())]),
        deprecated: parameter.deprecated,
        written: quote!(#checked #written),
        ..input(emitter, parameter.value.id, name, parameter.required, uses)
    }
}

fn of_body(emitter: &Emitter, body: &RequestBody, name: &Ident, uses: &Uses) -> Input {
    let checked = checks(emitter, body.content.value.id, "body", name, uses);
    let media_type = &body.content.media_type;
    let written = match body.content.format {
        BodyFormat::Json if media_type == "application/json" => quote!(request.json(&self.#name);),
        BodyFormat::Json => quote!(request.json_as(#media_type, &self.#name);),
        BodyFormat::Text => quote!(request.text(#media_type, &self.#name);),
        BodyFormat::Binary => quote!(request.bytes(#media_type, &self.#name);),
    };
    let said = body.description.as_deref().unwrap_or("The request body.");
    Input {
        docs: docs::lines([Some(said)]),
        deprecated: false,
        written: quote!(#checked #written),
        ..input(emitter, body.content.value.id, name, body.required, uses)
    }
}

fn input(emitter: &Emitter, id: TypeId, name: &Ident, required: bool, uses: &Uses) -> Input {
    let bare = emitter.bare(id, uses);
    let argument = emitter.argument(id, &quote!(#name), false, uses);
    Input {
        name: name.clone(),
        required,
        held: if required { bare } else { quote!(Option<#bare>) },
        taken: argument.taken,
        converted: argument.converted,
        docs: TokenStream::new(),
        deprecated: false,
        written: TokenStream::new(),
    }
}

/// The checks of the input's own limits and of what is inside it.
fn checks(emitter: &Emitter, id: TypeId, wire: &str, name: &Ident, uses: &Uses) -> TokenStream {
    let limits = emitter.limits(id, uses);
    let rules = limits.rules.map(|rules| quote!(request.rules(#wire, &self.#name, #rules);));
    let inside = limits.descend.then(|| quote!(request.check(#wire, &self.#name);));
    quote!(#rules #inside)
}

/// The statement that puts a parameter where it goes. The style and explode of a location's default are not repeated.
fn written(parameter: &Parameter, name: &Ident, uses: &Uses) -> TokenStream {
    let wire = &parameter.name;
    let call = |suffix: &str| {
        let method = Ident::new(&format!("{}{suffix}", parameter.location.as_str()), name.span());
        quote!(request.#method)
    };
    match &parameter.encoding {
        ParameterEncoding::Json => {
            let call = call("_json");
            quote!(#call(#wire, &self.#name);)
        }
        ParameterEncoding::Style { style, explode, allow_reserved } => {
            let (usual_style, usual_explode) = usual(parameter.location);
            if *style == usual_style && *explode == usual_explode && !allow_reserved {
                let call = call("");
                return quote!(#call(#wire, &self.#name););
            }
            let style = style_name(*style, uses);
            if *allow_reserved {
                return quote!(request.query_reserved(#wire, &self.#name, #style, #explode););
            }
            let call = call("_styled");
            quote!(#call(#wire, &self.#name, #style, #explode);)
        }
    }
}

/// The style and explode that a parameter has when the document gives none.
fn usual(location: Location) -> (Style, bool) {
    match location {
        Location::Path | Location::Header => (Style::Simple, false),
        Location::Query | Location::Cookie => (Style::Form, true),
    }
}

fn style_name(style: Style, uses: &Uses) -> TokenStream {
    let runtime = uses.runtime("Style");
    match style {
        Style::Matrix => quote!(#runtime::Matrix),
        Style::Label => quote!(#runtime::Label),
        Style::Simple => quote!(#runtime::Simple),
        Style::Form => quote!(#runtime::Form),
        Style::SpaceDelimited => quote!(#runtime::SpaceDelimited),
        Style::PipeDelimited => quote!(#runtime::PipeDelimited),
        Style::DeepObject => quote!(#runtime::DeepObject),
    }
}
