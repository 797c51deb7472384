//! Tables for tests of responses: their values as JSON, and the result of reading each documented response.

use crate::analysis::{Body, Reading, ResponseType};
use crate::emit::operation::response::{ResponseKind, Responses};
use crate::emit::operation::variants::{Variant, variants};
use crate::ir::Response;
use proc_macro2::TokenStream;
use quote::quote;

/// A kind, and the variant of its enum.
pub(in crate::emit) type ReadAs = (ResponseKind, Option<String>);

impl Responses<'_> {
    /// The expression that converts a value of a kind into JSON, for tests of reading.
    pub(in crate::emit) fn shown_as_json(&self, kind: ResponseKind) -> TokenStream {
        match self.response_type(kind) {
            ResponseType::Undocumented if kind == ResponseKind::Failure => quote!(|failure| match failure {}),
            ResponseType::Undocumented | ResponseType::Undescribed(_) => {
                quote!(|response| Read::bytes(response.body()))
            }
            ResponseType::Nothing(_) => quote!(|()| Read::nothing()),
            ResponseType::One(body, _) => {
                let read = body_as_json(body);
                quote!(|body| #read)
            }
            ResponseType::Maybe(body, ..) => {
                let read = body_as_json(body);
                quote!(|body| match body { None => Read::nothing(), Some(body) => #read })
            }
            ResponseType::Several(cases) => {
                let item = self.uses.operation(self.enum_name(kind));
                let arms = variants(cases).into_iter().map(|Variant { body, name, .. }| {
                    let word = name.to_string();
                    match body {
                        None => quote!(#item::#name => Read::nothing().of(#word)),
                        Some(body) => {
                            let read = body_as_json(body);
                            quote!(#item::#name(body) => #read.of(#word))
                        }
                    }
                });
                quote!(|body| match body { #(#arms,)* })
            }
        }
    }

    /// As what a documented response is read, for tests that compare both sides: each kind that it is of, with the variant
    /// where that kind is an enum.
    pub(in crate::emit) fn read_as(&self, response: &Response, media_type: Option<&str>) -> Vec<ReadAs> {
        let successes = self.emitter.api.operations[self.id.0].successes();
        let is_success = successes.iter().any(|success| std::ptr::eq(*success, response));
        let kinds = [(ResponseKind::Success, is_success), (ResponseKind::Failure, !response.status.is_success())];
        let of_kind = |kind| {
            let ResponseType::Several(cases) = self.response_type(kind) else { return None };
            let is_read = |variant: &Variant| {
                let fits = |body: &Body| body.media_types.iter().any(|known| Some(known.as_str()) == media_type);
                variant.case.statuses.contains(&response.status) && variant.body.map_or(media_type.is_none(), fits)
            };
            variants(cases).into_iter().find(is_read).map(|variant| variant.name.to_string())
        };
        kinds.into_iter().filter(|(_, is_of)| *is_of).map(|(kind, _)| (kind, of_kind(kind))).collect()
    }
}

/// The value `body` in JSON.
fn body_as_json(body: &Body) -> TokenStream {
    match body.reading {
        Reading::Json => quote!(Read::json(&body)),
        Reading::Text | Reading::AnyText => quote!(Read::text(body)),
        Reading::Scalar => quote!(Read::scalar(&body)),
        Reading::Bytes => quote!(Read::bytes(&body)),
        Reading::Stream => quote!(Read::stream(body)),
        Reading::Events(_) | Reading::JsonLines | Reading::JsonParts | Reading::TextParts => quote!(Read::items(body)),
        Reading::ReceivedParts => quote!(Read::parts(body)),
    }
}
