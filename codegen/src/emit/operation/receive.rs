//! How a service reads an operation from a request: the inverse of `write`.

use super::OperationItems;
use super::body::Body;
use super::inputs::Input;
use super::style::style_name;
use crate::emit::common::identifier::identifier;
use crate::ir::{Parameter, ParameterEncoding, ParameterLocation, Style, TypeId, TypeKind, Types};
use proc_macro2::TokenStream;
use quote::quote;

/// The maximal depth of nested unions that are searched for objects.
const MAX_NESTED_UNIONS: usize = 4;

impl OperationItems<'_> {
    /// `impl Receive`, where there is a server side.
    pub(super) fn received(&self) -> Option<TokenStream> {
        if !self.emitter.is_received(self.operation) {
            return None;
        }
        let (item, receive) = (self.item, self.uses.private("receive"));
        let mut inputs: Vec<&Input> = self.inputs.iter().collect();
        // An exploded object has the properties that no other parameter has.
        inputs.sort_by_key(|input| input.parameter().is_some_and(|parameter| self.is_spread(parameter)));
        let fields = inputs.iter().map(|input| self.field(input));
        let constants: Vec<TokenStream> = self.sent.iter().filter_map(constant).collect();
        let constants = (!constants.is_empty()).then(|| quote!(where { #(#constants,)* }));
        let spanning: Vec<&str> = inputs.iter().filter_map(|input| spanning(input.parameter()?)).collect();
        let spanning = (!spanning.is_empty()).then(|| quote!(spanning [#(#spanning),*]));
        Some(quote!(#receive! { #item #spanning { #(#fields,)* } #constants }))
    }

    fn field(&self, input: &Input) -> TokenStream {
        let name = input.name;
        let need = identifier(if input.is_always_there() { "required" } else { "optional" });
        let read = match input.parameter() {
            Some(parameter) => self.parameter(parameter),
            None => Body::of(self.emitter, self.id).map(|body| body.received(self.uses)).unwrap_or_default(),
        };
        quote!(#name: #need #read)
    }

    /// The style and explode of a location's default are not repeated.
    fn parameter(&self, parameter: &Parameter) -> TokenStream {
        let (wire, location) = (&parameter.name, parameter.location);
        let method = |suffix: &str| identifier(&format!("{}{suffix}", location.as_str()));
        match &parameter.encoding {
            ParameterEncoding::Json => {
                let method = method("_json");
                quote!(#method(#wire))
            }
            ParameterEncoding::Style { style, explode, allow_reserved, nested } => {
                let shape = match nested.as_slice() {
                    [] => self.emitter.shape(parameter.value.id, *style == Style::DeepObject),
                    nested => self.emitter.shape_of_array(parameter.value.id, nested, self.uses),
                };
                if *allow_reserved && location == ParameterLocation::Path {
                    return quote!(path_segments(#wire, #shape));
                }
                let default = location.default_style();
                if *style == default && *explode == default.is_form() {
                    let method = method("");
                    return quote!(#method(#wire, #shape));
                }
                let (method, style) = (method("_styled"), style_name(*style, self.uses));
                quote!(#method(#wire, #shape, #style, #explode))
            }
        }
    }

    /// Whether the properties of its value may be parameters of their own.
    fn is_spread(&self, parameter: &Parameter) -> bool {
        let ParameterEncoding::Style { style, explode: true, .. } = parameter.encoding else { return false };
        let may_be_object = may_be_object(&self.emitter.api.types, parameter.value.id, 0);
        style.is_form()
            && may_be_object
            && matches!(parameter.location, ParameterLocation::Query | ParameterLocation::Cookie)
    }
}

/// Whether a value of the type may be an object.
fn may_be_object(types: &Types, id: TypeId, depth: usize) -> bool {
    match &types[id].kind {
        TypeKind::Object(_) | TypeKind::Map(_) => true,
        TypeKind::Union(union) => {
            let mut variants = union.variants.iter();
            depth >= MAX_NESTED_UNIONS || variants.any(|variant| may_be_object(types, variant.value.id, depth + 1))
        }
        _ => false,
    }
}

/// The name of a path parameter whose value may be several segments.
fn spanning(parameter: &Parameter) -> Option<&str> {
    parameter.spans_segments().then_some(parameter.name.as_str())
}

/// A fixed value.
fn constant(input: &Input) -> Option<TokenStream> {
    let (parameter, value) = (input.parameter()?, input.known()?);
    let (wire, text) = (&parameter.name, value.text());
    let location = identifier(match parameter.location {
        ParameterLocation::Path => "Path",
        ParameterLocation::Query => "Query",
        ParameterLocation::Header => "Header",
        ParameterLocation::Cookie => "Cookie",
    });
    let need = identifier(if parameter.required { "required" } else { "optional" });
    Some(quote!(#need #location #wire = #text))
}
