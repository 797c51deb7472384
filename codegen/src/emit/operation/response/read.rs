//! Reading the response of each status.

use super::{ResponseKind, Responses, every_success, groups};
use crate::analysis::{Body, Reading, ResponseType};
use crate::emit::common::event_shape::event_shape;
use crate::emit::common::identifier::identifier;
use crate::emit::operation::status_match;
use crate::emit::operation::variants::{Variant, variants};
use crate::ir::StatusRange;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

impl ResponseKind {
    /// The name of the enum of this kind in the code that reads the response.
    fn alias(self) -> Ident {
        let name = match self {
            Self::Success => "Output",
            Self::Failure => "Failure",
        };
        identifier(name)
    }
}

impl Responses<'_> {
    /// The status that the arms match: where one success alone is documented, another success is read as that.
    pub(in crate::emit) fn matched_status(&self) -> TokenStream {
        let statuses: &[StatusRange] = match self.response_type(ResponseKind::Success) {
            ResponseType::Nothing(statuses) | ResponseType::Undescribed(statuses) | ResponseType::One(_, statuses) => {
                statuses
            }
            ResponseType::Several(cases) if cases.len() == 1 => &cases[0].statuses,
            ResponseType::Undocumented | ResponseType::Maybe(..) | ResponseType::Several(_) => &[],
        };
        let exact = |status: &StatusRange| match status {
            StatusRange::Exact(code) if (200..300).contains(code) => Some(*code),
            StatusRange::Exact(_) | StatusRange::Class(_) | StatusRange::Default => None,
        };
        let codes: Option<Vec<u16>> = statuses.iter().map(exact).collect();
        if let Some([first, ..]) = codes.as_deref() {
            let first = Literal::u16_unsuffixed(*first);
            quote!(response.status_or(#first))
        } else {
            quote!(response.status().as_u16())
        }
    }

    /// The arms that read each documented status, and the one for all others.
    pub(in crate::emit) fn arms(&self) -> TokenStream {
        let mut cases = self.cases(ResponseKind::Success);
        cases.extend(self.cases(ResponseKind::Failure));
        let everything = cases.iter().any(|(statuses, _)| statuses.contains(&StatusRange::Default));
        let rest = (!everything).then(|| quote!(_ => Err(response.undocumented()),));
        let arms = status_match::of(&cases);
        quote!(#(#arms)* #rest)
    }

    /// The statuses of each value that the response may have. A `default` that describes the success applies to every
    /// success.
    fn cases(&self, kind: ResponseKind) -> Vec<(Vec<StatusRange>, TokenStream)> {
        let case = |statuses: &[StatusRange], value| {
            (statuses.iter().map(|status| every_success(kind, *status)).collect(), value)
        };
        match self.response_type(kind) {
            ResponseType::Undocumented if kind == ResponseKind::Failure => Vec::new(),
            ResponseType::Undocumented => vec![case(&[StatusRange::Default], quote!(Ok(response.clone())))],
            ResponseType::Undescribed(statuses) => vec![case(statuses, quote!(Ok(response.clone())))],
            ResponseType::Nothing(statuses) => vec![case(statuses, finish(kind, &quote!(())))],
            ResponseType::One(body, statuses) => vec![case(statuses, self.read(kind, body))],
            ResponseType::Maybe(body, with, without) => {
                let some = self.read_into(kind, body, &quote!(Some));
                vec![case(with, some), case(without, finish(kind, &quote!(None)))]
            }
            ResponseType::Several(cases) => {
                let variants = variants(cases);
                let of = |index: usize| variants.iter().filter(|variant| variant.index == index).collect::<Vec<_>>();
                let values = cases.iter().enumerate().map(|(index, found)| (found, of(index)));
                values.map(|(found, variants)| case(&found.statuses, self.case_value(kind, &variants))).collect()
            }
        }
    }

    /// The value of a case: of several bodies the one whose media type fits.
    fn case_value(&self, kind: ResponseKind, variants: &[&Variant]) -> TokenStream {
        let name = kind.alias();
        let mut values = variants.iter().map(|Variant { body, name: variant, .. }| match body {
            None => finish(kind, &quote!(#name::#variant)),
            Some(body) => self.read_into(kind, body, &quote!(#name::#variant)),
        });
        let first = values.next().unwrap_or_default();
        let others: Vec<TokenStream> = values
            .enumerate()
            .map(|(index, value)| {
                let index = Literal::usize_unsuffixed(index + 1);
                quote!(#index => #value)
            })
            .collect();
        if others.is_empty() {
            return first;
        }
        let groups = groups(variants.iter().filter_map(|variant| variant.body));
        quote!(match response.choose(#groups) { #(#others,)* _ => #first })
    }

    /// Short names for the enums in the arms.
    pub(in crate::emit) fn aliases(&self) -> TokenStream {
        let alias = |kind: ResponseKind| {
            let (name, alias) = (self.enum_name(kind), kind.alias());
            matches!(self.response_type(kind), ResponseType::Several(_)).then(|| quote!(use #name as #alias;))
        };
        [ResponseKind::Success, ResponseKind::Failure].into_iter().filter_map(alias).collect()
    }

    /// The value of a response that is the body itself.
    fn read(&self, kind: ResponseKind, body: &Body) -> TokenStream {
        match (kind, body.reading) {
            (ResponseKind::Success, reading) => self.reading(reading),
            (ResponseKind::Failure, Reading::Json) => quote!(response.failed_json()),
            (ResponseKind::Failure, Reading::Text) => quote!(response.failed_text()),
            (ResponseKind::Failure, Reading::AnyText | Reading::Scalar) => quote!(response.failed_scalar()),
            (ResponseKind::Failure, _) => quote!(response.failed_bytes()),
        }
    }

    /// The value of a response with the body: the argument of `wrap`, boxed if necessary.
    fn read_into(&self, kind: ResponseKind, body: &Body, wrap: &TokenStream) -> TokenStream {
        match (kind, body.reading) {
            (ResponseKind::Success, reading) => {
                let read = self.reading(reading);
                quote!(#read.map(#wrap))
            }
            (ResponseKind::Failure, Reading::Json) => quote!(response.failure(#wrap)),
            (ResponseKind::Failure, Reading::Text) => quote!(response.failure_text(#wrap)),
            (ResponseKind::Failure, Reading::AnyText | Reading::Scalar) => quote!(response.failure_scalar(#wrap)),
            (ResponseKind::Failure, _) => quote!(response.failure_bytes(#wrap)),
        }
    }

    fn reading(&self, reading: Reading) -> TokenStream {
        match reading {
            Reading::Json => quote!(response.json()),
            Reading::Text => quote!(response.text()),
            Reading::AnyText | Reading::Scalar => quote!(response.scalar()),
            Reading::Bytes => quote!(response.bytes()),
            Reading::Stream => quote!(response.stream()),
            Reading::JsonLines => quote!(response.json_lines()),
            Reading::JsonParts => quote!(response.parts("application/json")),
            Reading::TextParts => quote!(response.parts("text/plain")),
            Reading::ReceivedParts => quote!(response.received_parts()),
            Reading::Events(shape) => {
                let shape = event_shape(shape, |item| self.uses.runtime(item));
                quote!(response.events(#shape))
            }
        }
    }
}

fn finish(kind: ResponseKind, value: &TokenStream) -> TokenStream {
    match kind {
        ResponseKind::Success => quote!(Ok(#value)),
        ResponseKind::Failure => quote!(Err(response.failed(#value))),
    }
}
