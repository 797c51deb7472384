//! Answers: the type of a success, the type of a documented error, and what each status decodes to.

use super::Emitter;
use super::docs;
use super::uses::Uses;
use crate::facts::{Answer, Body, Case};
use crate::ir::{BodyFormat, OperationId, StatusRange};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// Which of the two answers of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Success,
    Failure,
}

/// The answers of one operation, with the names they need.
pub(super) struct Answers<'a> {
    emitter: &'a Emitter<'a>,
    id: OperationId,
    uses: &'a Uses,
}

impl<'a> Answers<'a> {
    pub(super) fn new(emitter: &'a Emitter<'a>, id: OperationId, uses: &'a Uses) -> Self {
        Self { emitter, id, uses }
    }

    fn answer(&self, side: Side) -> &'a Answer {
        let answers = self.emitter.facts.answers(self.id);
        match side {
            Side::Success => &answers.success,
            Side::Failure => &answers.failure,
        }
    }

    fn enum_name(&self, side: Side) -> &'a Ident {
        let names = self.emitter.names.operation(self.id);
        match side {
            Side::Success => &names.answer,
            Side::Failure => &names.failure,
        }
    }

    /// The type of an answer.
    pub(super) fn spelled(&self, side: Side) -> TokenStream {
        match self.answer(side) {
            Answer::Undocumented if side == Side::Failure => {
                let never = self.uses.other("std::convert::Infallible");
                quote!(#never)
            }
            Answer::Undocumented => {
                let raw = self.uses.runtime("RawResponse");
                quote!(#raw)
            }
            Answer::Nothing(_) => quote!(()),
            Answer::One(body, _) => self.body(*body),
            Answer::Maybe(body, ..) => {
                let body = self.body(*body);
                quote!(Option<#body>)
            }
            Answer::ByStatus(_) => {
                let name = self.enum_name(side);
                quote!(#name)
            }
        }
    }

    fn body(&self, body: Body) -> TokenStream {
        match body.format {
            BodyFormat::Json => self.emitter.spelled(body.value, self.uses),
            BodyFormat::Text => quote!(String),
            BodyFormat::Binary => {
                let bytes = self.uses.runtime("Bytes");
                quote!(#bytes)
            }
        }
    }

    /// The enum of an answer with different bodies by status; none for the others.
    pub(super) fn declaration(&self, side: Side) -> Option<TokenStream> {
        let Answer::ByStatus(cases) = self.answer(side) else { return None };
        let name = self.enum_name(side);
        let operation = docs::code(&self.emitter.api.operations[self.id.0].id);
        let what = match side {
            Side::Success => format!(" What {operation} answers, by status."),
            Side::Failure => format!(" The documented errors of {operation}, by status."),
        };
        let variants = cases.iter().map(|case| {
            let variant = variant(case.status);
            let docs = docs::lines([Some(case_docs(case).as_str())]);
            let held = case.body.map(|body| {
                let held = self.body(body);
                if self.is_boxed(body) { quote!((Box<#held>)) } else { quote!((#held)) }
            });
            quote!(#docs #variant #held)
        });
        Some(quote! {
            #[doc = #what]
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        })
    }

    fn is_boxed(&self, body: Body) -> bool {
        body.format == BodyFormat::Json && self.emitter.facts.is_large(body.value.id)
    }

    /// The arms that read each documented status, and the one for all others.
    pub(super) fn arms(&self) -> TokenStream {
        let mut arms = self.arms_of(Side::Success);
        arms.extend(self.arms_of(Side::Failure));
        // What is exact goes before the range it lies in, and `default` comes last.
        arms.sort_by_key(|(order, _)| *order);
        let everything = arms.last().is_some_and(|(order, _)| *order == Order::Everything);
        let rest = (!everything).then(|| quote!(_ => Err(response.undocumented()),));
        let arms = arms.iter().map(|(_, arm)| arm);
        quote!(#(#arms)* #rest)
    }

    /// Whether a status of its own lies in the hundred that begins with `class`.
    fn has_exact_in(&self, class: u16) -> bool {
        let responses = &self.emitter.api.operations[self.id.0].responses;
        responses.iter().any(|response| matches!(response.status, StatusRange::Exact(code) if code / 100 == class))
    }

    /// The pattern of a status. A `default` that serves as the success stands for every success.
    fn pattern(&self, status: StatusRange, side: Side) -> (Order, TokenStream) {
        match status {
            StatusRange::Exact(code) => {
                let code = Literal::u16_unsuffixed(code);
                (Order::Exact, quote!(#code))
            }
            StatusRange::Class(class) => (Order::Range, self.hundred(u16::from(class))),
            StatusRange::Default if side == Side::Success => (Order::Range, self.hundred(2)),
            StatusRange::Default => (Order::Everything, quote!(_)),
        }
    }

    /// The pattern of a hundred statuses. A guard keeps it from overlapping with a status that has an arm before it.
    fn hundred(&self, class: u16) -> TokenStream {
        if self.has_exact_in(class) {
            let class = Literal::u16_unsuffixed(class);
            return quote!(status if status / 100 == #class);
        }
        let first = Literal::u16_unsuffixed(class * 100);
        let last = Literal::u16_unsuffixed(class * 100 + 99);
        quote!(#first..=#last)
    }

    fn arms_of(&self, side: Side) -> Vec<(Order, TokenStream)> {
        let one = |statuses: &[StatusRange], value: TokenStream| self.arms_for(statuses, side, &value);
        match self.answer(side) {
            Answer::Undocumented if side == Side::Failure => Vec::new(),
            Answer::Undocumented => vec![(Order::Range, quote!(200..=299 => Ok(response.clone()),))],
            Answer::Nothing(statuses) => one(statuses, finish(side, &quote!(()))),
            Answer::One(body, statuses) => one(statuses, read(side, *body)),
            Answer::Maybe(body, with, without) => {
                let value = read_with(side, *body, &|value| quote!(Some(#value)));
                let mut arms = one(with, value);
                arms.extend(one(without, finish(side, &quote!(None))));
                arms
            }
            Answer::ByStatus(cases) => {
                let arm = |case: &Case| one(&[case.status], self.case_value(side, case));
                cases.iter().flat_map(arm).collect()
            }
        }
    }

    /// The arms that give `value`: one for all statuses that can share it.
    fn arms_for(&self, statuses: &[StatusRange], side: Side, value: &TokenStream) -> Vec<(Order, TokenStream)> {
        let (exact, others): (Vec<_>, Vec<_>) =
            statuses.iter().map(|status| self.pattern(*status, side)).partition(|(order, _)| *order == Order::Exact);
        let exact: Vec<TokenStream> = exact.into_iter().map(|(_, pattern)| pattern).collect();
        let shared = (!exact.is_empty()).then(|| (Order::Exact, quote!(#(#exact)|* => #value,)));
        shared
            .into_iter()
            .chain(others.into_iter().map(|(order, pattern)| (order, quote!(#pattern => #value,))))
            .collect()
    }

    fn case_value(&self, side: Side, case: &Case) -> TokenStream {
        let name = self.enum_name(side);
        let variant = variant(case.status);
        let Some(body) = case.body else { return finish(side, &quote!(#name::#variant)) };
        let boxed = self.is_boxed(body);
        read_with(side, body, &|value| {
            if boxed { quote!(#name::#variant(Box::new(#value))) } else { quote!(#name::#variant(#value)) }
        })
    }
}

/// The value of an answer that is the body itself.
fn read(side: Side, body: Body) -> TokenStream {
    let method = read_method(body.format);
    match side {
        Side::Success => quote!(response.#method()),
        Side::Failure => quote!(Err(response.failed(response.#method()?))),
    }
}

fn read_with(side: Side, body: Body, wrap: &dyn Fn(TokenStream) -> TokenStream) -> TokenStream {
    let method = read_method(body.format);
    finish(side, &wrap(quote!(response.#method()?)))
}

fn finish(side: Side, value: &TokenStream) -> TokenStream {
    match side {
        Side::Success => quote!(Ok(#value)),
        Side::Failure => quote!(Err(response.failed(#value))),
    }
}

fn read_method(format: BodyFormat) -> Ident {
    let name = match format {
        BodyFormat::Json => "json",
        BodyFormat::Text => "text",
        BodyFormat::Binary => "bytes",
    };
    Ident::new(name, Span::call_site())
}

/// How early an arm must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Exact,
    Range,
    Everything,
}

/// One line of documentation for a case.
pub(super) fn case_docs(case: &Case) -> String {
    let said = case.description.as_deref().unwrap_or_default();
    status_docs(case.status, said)
}

/// The status and the first sentence of what is said of it.
pub(super) fn status_docs(status: StatusRange, said: &str) -> String {
    let status = match status {
        StatusRange::Exact(code) => code.to_string(),
        StatusRange::Class(class) => format!("{class}XX"),
        StatusRange::Default => "default".to_owned(),
    };
    let first = docs::first_sentence(said);
    let first = if docs::begins_a_list(&first) { String::new() } else { first };
    if first.is_empty() { format!("`{status}`.") } else { format!("`{status}`: {first}") }
}

/// The variant for a status: the phrase that HTTP gives it.
fn variant(status: StatusRange) -> Ident {
    let name = match status {
        StatusRange::Exact(code) => phrase(code).map_or_else(|| format!("Status{code}"), str::to_owned),
        StatusRange::Class(class) => match class {
            1 => "Informational".to_owned(),
            2 => "Success".to_owned(),
            3 => "Redirection".to_owned(),
            4 => "ClientError".to_owned(),
            _ => "ServerError".to_owned(),
        },
        StatusRange::Default => "Default".to_owned(),
    };
    Ident::new(&name, Span::call_site())
}

/// The reason phrases of RFC 9110 and its registry, as variant names.
fn phrase(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        422 => "UnprocessableContent",
        423 => "Locked",
        425 => "TooEarly",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => return None,
    })
}
