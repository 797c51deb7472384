//! Answers: the type of a success, the type of a documented error, and what each status decodes to.

use super::Emitter;
use super::arms;
use super::docs;
use super::uses::Uses;
use crate::facts::{Answer, Body, Case};
use crate::ir::{BodyFormat, OperationId, StatusRange};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Which of the two answers of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Success,
    Failure,
}

impl Side {
    /// What the enum of this side is called where an operation reads its answer.
    fn alias(self) -> Ident {
        let name = match self {
            Self::Success => "Answer",
            Self::Failure => "Failure",
        };
        Ident::new(name, Span::call_site())
    }
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
            Side::Success => format!("What {operation} answers, by status."),
            Side::Failure => format!("The documented errors of {operation}, by status."),
        };
        let what = docs::lines([Some(what.as_str())]);
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
            #what
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
        let mut cases = self.cases(Side::Success);
        cases.extend(self.cases(Side::Failure));
        let everything = cases.iter().any(|(statuses, _)| statuses.contains(&StatusRange::Default));
        let rest = (!everything).then(|| quote!(_ => Err(response.undocumented()),));
        let arms = arms::of(&cases);
        quote!(#(#arms)* #rest)
    }

    /// The statuses of each value that the answer may have. A `default` that serves as the success stands for every
    /// success.
    fn cases(&self, side: Side) -> Vec<(Vec<StatusRange>, TokenStream)> {
        let every_success = |status: &StatusRange| match status {
            StatusRange::Default if side == Side::Success => StatusRange::Class(2),
            status => *status,
        };
        let case = |statuses: &[StatusRange], value| (statuses.iter().map(every_success).collect(), value);
        match self.answer(side) {
            Answer::Undocumented if side == Side::Failure => Vec::new(),
            Answer::Undocumented => vec![case(&[StatusRange::Default], quote!(Ok(response.clone())))],
            Answer::Nothing(statuses) => vec![case(statuses, finish(side, &quote!(())))],
            Answer::One(body, statuses) => vec![case(statuses, read(side, *body))],
            Answer::Maybe(body, with, without) => {
                let some = read_into(side, *body, &quote!(Some));
                vec![case(with, some), case(without, finish(side, &quote!(None)))]
            }
            Answer::ByStatus(cases) => {
                cases.iter().map(|found| case(&[found.status], case_value(side, found))).collect()
            }
        }
    }

    /// Short names for the enums that the arms give.
    pub(super) fn aliases(&self) -> TokenStream {
        let alias = |side: Side| {
            let (name, alias) = (self.enum_name(side), side.alias());
            matches!(self.answer(side), Answer::ByStatus(_)).then(|| quote!(use #name as #alias;))
        };
        [Side::Success, Side::Failure].into_iter().filter_map(alias).collect()
    }
}

/// The variant for a status, with the body in it if there is one.
fn case_value(side: Side, case: &Case) -> TokenStream {
    let name = side.alias();
    let variant = variant(case.status);
    match case.body {
        None => finish(side, &quote!(#name::#variant)),
        Some(body) => read_into(side, body, &quote!(#name::#variant)),
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

/// The value of an answer that holds the body: `wrap` takes it, in a box where its argument is one.
fn read_into(side: Side, body: Body, wrap: &TokenStream) -> TokenStream {
    match (side, body.format) {
        (Side::Success, format) => {
            let method = read_method(format);
            quote!(response.#method().map(#wrap))
        }
        (Side::Failure, BodyFormat::Json) => quote!(response.failure(#wrap)),
        (Side::Failure, BodyFormat::Text) => quote!(response.failure_text(#wrap)),
        (Side::Failure, BodyFormat::Binary) => quote!(response.failure_bytes(#wrap)),
    }
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

/// One line of documentation for a case.
pub(super) fn case_docs(case: &Case) -> String {
    let said = case.description.as_deref().unwrap_or_default();
    status_docs(case.status, said)
}

/// The status and the first sentence of what is said of it.
pub(super) fn status_docs(status: StatusRange, said: &str) -> String {
    let status = status_word(status);
    let first = docs::first_sentence(said);
    let first = if docs::begins_a_list(&first) { String::new() } else { first };
    if first.is_empty() { format!("{status}.") } else { format!("{status}: {first}") }
}

/// The status as the document writes it, as a code span.
pub(super) fn status_word(status: StatusRange) -> String {
    match status {
        StatusRange::Exact(code) => format!("`{code}`"),
        StatusRange::Class(class) => format!("`{class}XX`"),
        StatusRange::Default => "`default`".to_owned(),
    }
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
