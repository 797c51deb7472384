//! The inputs of an operation: its parameters and its body, as fields, arguments, setters and calls in `write`.

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::emit::common::known_value;
use crate::emit::common::rust_type::Argument;
use crate::emit::docs;
use crate::emit::operation::body::Body;
use crate::emit::operation::checks::checks;
use crate::emit::operation::style::{nested_value, style_name};
use crate::ir::{Operation, OperationId, Parameter, ParameterEncoding, ParameterLocation, RequestBody, Scalar};
use crate::name::Name;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// An input of an operation.
#[derive(Clone, Copy)]
pub(in crate::emit) struct Input<'a> {
    emitter: &'a Emitter<'a>,
    source: InputKind<'a>,
    /// The field, and the argument or setter; nothing has this name where the value is [known](Self::is_known).
    pub(in crate::emit) name: &'a Name,
    /// Whether the caller must pass it: a request without it is invalid, and the document has no default.
    pub(in crate::emit) required: bool,
}

/// The kind of an input in the document.
#[derive(Clone, Copy)]
enum InputKind<'a> {
    Parameter(&'a Parameter),
    Body(Body<'a>, &'a RequestBody),
}

/// Every input of an operation, in the document's order, the body last.
pub(in crate::emit) fn of<'a>(emitter: &'a Emitter<'a>, id: OperationId, operation: &'a Operation) -> Vec<Input<'a>> {
    let names = emitter.names.operation(id);
    let input = |source, name, required| Input { emitter, source, name, required };
    let parameters = operation.parameters.iter().zip(&names.parameters);
    let parameters = parameters.map(|(parameter, name)| {
        let required = parameter.required && parameter.sent_default.is_none();
        input(InputKind::Parameter(parameter), name, required)
    });
    let bodies = Body::of(emitter, id).into_iter().zip(&operation.body);
    let body =
        bodies.map(|(body, description)| input(InputKind::Body(body, description), &names.body, description.required));
    parameters.chain(body).collect()
}

impl Input<'_> {
    /// The parameter that it is; none for the body.
    pub(in crate::emit) fn parameter(&self) -> Option<&Parameter> {
        match self.source {
            InputKind::Parameter(parameter) => Some(parameter),
            InputKind::Body(..) => None,
        }
    }

    /// Its node in the document.
    #[cfg(feature = "diff")]
    pub(in crate::emit) fn origin(&self) -> &crate::pointer::Origin {
        match self.source {
            InputKind::Parameter(parameter) => &parameter.origin,
            InputKind::Body(_, body) => &body.origin,
        }
    }

    /// The value that is always sent.
    pub(in crate::emit) fn known(&self) -> Option<&Scalar> {
        match self.source {
            InputKind::Parameter(parameter) => {
                parameter.known.as_ref().filter(|known| known.always).map(|known| &known.value)
            }
            InputKind::Body(..) => None,
        }
    }

    /// Whether it has a fixed value, so that callers do not pass it.
    pub(in crate::emit) fn is_known(&self) -> bool {
        self.known().is_some()
    }

    /// The fixed value to send: `v=2` in the query.
    pub(in crate::emit) fn known_docs(&self) -> Option<String> {
        let InputKind::Parameter(parameter) = self.source else { return None };
        let value = known_value::code(self.known()?);
        Some(format!("the {} parameter {} as {value}", parameter.location.as_str(), docs::code(&parameter.name)))
    }

    /// `deprecated`.
    pub(in crate::emit) fn is_deprecated(&self) -> bool {
        match self.source {
            InputKind::Parameter(parameter) => parameter.deprecated,
            InputKind::Body(..) => false,
        }
    }

    /// The type of the field.
    pub(in crate::emit) fn field_type(&self, uses: &Uses) -> TokenStream {
        let bare = match self.source {
            InputKind::Parameter(parameter) => self.emitter.type_without_option(parameter.value.id, uses),
            InputKind::Body(body, _) => body.rust_type(uses),
        };
        if self.required || self.is_prefilled() { bare } else { quote!(Option<#bare>) }
    }

    /// Whether every request contains it.
    pub(in crate::emit) fn is_always_there(&self) -> bool {
        self.required || self.is_prefilled()
    }

    /// Whether it is required and has a default: the request always carries it.
    fn is_prefilled(&self) -> bool {
        matches!(self.source, InputKind::Parameter(parameter) if parameter.required && parameter.sent_default.is_some())
    }

    /// How a setter takes the value, as the macros of the runtime take it.
    pub(in crate::emit) fn set(&self, uses: &Uses) -> TokenStream {
        if let Some(value) = self.one_choice(uses) {
            return quote!(const #value);
        }
        let macro_syntax = self.argument(uses).macro_syntax;
        match self.sent_default(uses) {
            Some(value) if self.is_prefilled() => quote!(preset #value, (#macro_syntax)),
            _ => macro_syntax,
        }
    }

    /// The one value that it can have, where the caller decides whether it is sent.
    pub(in crate::emit) fn one_choice(&self, uses: &Uses) -> Option<TokenStream> {
        match self.source {
            InputKind::Parameter(Parameter { value, known, .. }) => {
                self.emitter.one_choice(value.id, known.as_ref(), uses)
            }
            InputKind::Body(..) => None,
        }
    }

    /// The argument for the field, without `Option`.
    pub(in crate::emit) fn argument(&self, uses: &Uses) -> Argument {
        let name = self.name;
        match self.source {
            InputKind::Parameter(parameter) => self.emitter.argument(parameter.value.id, &quote!(#name), false, uses),
            InputKind::Body(body, _) => body.argument(name, uses),
        }
    }

    /// The value that is sent for an omitted input, if any.
    pub(in crate::emit) fn default_value(&self, uses: &Uses) -> Option<TokenStream> {
        if self.is_prefilled() { None } else { self.sent_default(uses) }
    }

    fn sent_default(&self, uses: &Uses) -> Option<TokenStream> {
        let InputKind::Parameter(Parameter { sent_default: Some(default), value, .. }) = self.source else {
            return None;
        };
        self.emitter.scalar(value.id, default, uses)
    }

    /// Whether the request contains it even if the caller does not set it.
    pub(in crate::emit) fn has_sent_default(&self) -> bool {
        matches!(self.source, InputKind::Parameter(parameter) if parameter.sent_default.is_some())
    }

    /// Its documentation, or else that of its type.
    fn description(&self) -> Option<String> {
        let words = |text: Option<&String>| text.and_then(|text| docs::words(text)).map(str::to_owned);
        match self.source {
            InputKind::Parameter(parameter) => words(parameter.description.as_ref()).or_else(|| {
                let def = &self.emitter.api.types[parameter.value.id];
                words(def.description.as_ref()).map(|text| docs::first_paragraph(&text))
            }),
            InputKind::Body(_, body) => words(body.description.as_ref()),
        }
    }

    /// The item in a list of arguments; `None` without documentation, as the signature has the rest.
    pub(in crate::emit) fn argument_docs(&self) -> Option<String> {
        Some(docs::item(&docs::code(self.name.as_str()), &self.description()?))
    }

    /// Its documentation, else its wire name if it differs; empty if its name is sufficient.
    pub(in crate::emit) fn docs(&self) -> TokenStream {
        let wire_name = || match self.source {
            InputKind::Parameter(parameter) if *self.name != parameter.name[..] => {
                Some(format!("The {} parameter {}.", parameter.location.as_str(), docs::code(&parameter.name)))
            }
            InputKind::Parameter(_) | InputKind::Body(..) => None,
        };
        let default = match self.source {
            InputKind::Parameter(parameter) => self.emitter.api.types[parameter.value.id].default.as_ref(),
            InputKind::Body(..) => None,
        };
        let one_choice = match self.source {
            InputKind::Parameter(parameter) => parameter.known.as_ref(),
            InputKind::Body(..) => None,
        };
        let one_choice = one_choice.map(|known| format!("Sends {}, the only value.", known_value::code(&known.value)));
        let description = docs::with_default(self.description().or_else(wire_name).unwrap_or_default(), default);
        docs::lines([Some(description.as_str()), one_choice.as_deref()])
    }

    /// Its name in the document.
    pub(in crate::emit) fn wire_name(&self) -> &str {
        match self.source {
            InputKind::Parameter(parameter) => &parameter.name,
            InputKind::Body(..) => "body",
        }
    }

    /// The expression for its optional value, in tests with inputs as JSON.
    pub(in crate::emit) fn given_as_json(&self, uses: &Uses) -> TokenStream {
        match self.source {
            InputKind::Parameter(parameter) => {
                let (location, name) = (parameter.location.as_str(), &parameter.name);
                let bare = self.emitter.type_without_option(parameter.value.id, uses);
                quote!(inputs.parameter::<#bare>(#location, #name)?)
            }
            InputKind::Body(body, _) => body.given_as_json(uses),
        }
    }

    /// The statements that check it and put it into the request.
    pub(in crate::emit) fn write_statement(&self, uses: &Uses) -> TokenStream {
        let name = self.name;
        match self.source {
            InputKind::Parameter(parameter) => {
                if let Some(value) = self.known() {
                    return write_parameter(parameter, &known_value::reference(value), uses);
                }
                let statements = write_parameter(parameter, &quote!(&self.#name), uses);
                let checked = checks(self.emitter, parameter.value.id, &parameter.name, &quote!(&self.#name), uses);
                quote!(#checked #statements)
            }
            InputKind::Body(body, _) => body.write_statement(name, uses),
        }
    }
}

/// The statement that writes a parameter at its location. The default style and `explode` are not repeated.
fn write_parameter(parameter: &Parameter, value: &TokenStream, uses: &Uses) -> TokenStream {
    let wire = &parameter.name;
    let call = |suffix: &str| {
        let method = Ident::new(&format!("{}{suffix}", parameter.location.as_str()), Span::call_site());
        quote!(request.#method)
    };
    match &parameter.encoding {
        ParameterEncoding::Json => {
            let call = call("_json");
            quote!(#call(#wire, #value);)
        }
        ParameterEncoding::Style { style, explode, allow_reserved, nested } => {
            let value = &nested_value(value, nested, uses);
            let default = parameter.location.default_style();
            if *style == default && *explode == default.is_form() && !allow_reserved {
                let call = call("");
                return quote!(#call(#wire, #value););
            }
            if *allow_reserved && parameter.location == ParameterLocation::Path {
                return quote!(request.path_segments(#wire, #value););
            }
            let style = style_name(*style, uses);
            if *allow_reserved {
                return quote!(request.query_reserved(#wire, #value, #style, #explode););
            }
            let call = call("_styled");
            quote!(#call(#wire, #value, #style, #explode);)
        }
    }
}
