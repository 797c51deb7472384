//! Responses: the type of a success, the type of a documented error, and what each status decodes to.

use super::status_match;
use crate::emit::Emitter;
use crate::emit::common::identifier::identifier;
use crate::emit::common::imports::Uses;
use crate::emit::common::status::status_word;
use crate::emit::docs;
use crate::facts::{Body, Case, Reading, ResponseType};
use crate::ir::{EventShape, OperationId, StatusRange};
use crate::name::Name;
use crate::name::Names;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// Which of the two kinds of responses of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum ResponseKind {
    Success,
    Failure,
}

impl ResponseKind {
    /// What the enum of this kind is called where an operation reads its response.
    fn alias(self) -> Ident {
        let name = match self {
            Self::Success => "Output",
            Self::Failure => "Failure",
        };
        identifier(name)
    }
}

/// The responses of one operation, with the names they need.
pub(in crate::emit) struct Responses<'a> {
    emitter: &'a Emitter<'a>,
    id: OperationId,
    uses: &'a Uses,
}

impl<'a> Responses<'a> {
    pub(in crate::emit) fn new(emitter: &'a Emitter<'a>, id: OperationId, uses: &'a Uses) -> Self {
        Self { emitter, id, uses }
    }

    pub(in crate::emit) fn response_type(&self, kind: ResponseKind) -> &'a ResponseType {
        let types = self.emitter.facts.responses(self.id);
        match kind {
            ResponseKind::Success => &types.success,
            ResponseKind::Failure => &types.failure,
        }
    }

    pub(in crate::emit) fn enum_name(&self, kind: ResponseKind) -> &'a Name {
        let names = self.emitter.names.operation(self.id);
        match kind {
            ResponseKind::Success => &names.output,
            ResponseKind::Failure => &names.failure,
        }
    }

    /// The type of a response.
    pub(in crate::emit) fn spelled(&self, kind: ResponseKind) -> TokenStream {
        match self.response_type(kind) {
            ResponseType::Undocumented if kind == ResponseKind::Failure => {
                let never = self.uses.other("std::convert::Infallible");
                quote!(#never)
            }
            ResponseType::Undocumented | ResponseType::Undescribed(_) => {
                let raw = self.uses.runtime("RawResponse");
                quote!(#raw)
            }
            ResponseType::Nothing(_) => quote!(()),
            ResponseType::One(body, _) => self.body(body),
            ResponseType::Maybe(body, ..) => {
                let body = self.body(body);
                quote!(Option<#body>)
            }
            ResponseType::Several(_) => self.uses.operation(self.enum_name(kind)),
        }
    }

    fn body(&self, body: &Body) -> TokenStream {
        let uses = self.uses;
        let piece = || self.emitter.spelled(body.value, uses);
        match body.reading {
            Reading::Json => piece(),
            Reading::Text | Reading::AnyText => quote!(String),
            Reading::Scalar => self.emitter.bare(body.value.id, uses),
            Reading::Bytes => {
                let bytes = uses.runtime("Bytes");
                quote!(#bytes)
            }
            Reading::Stream => {
                let stream = uses.runtime("ByteStream");
                quote!(#stream)
            }
            Reading::Events(_) => {
                let (stream, event) = (uses.runtime("EventStream"), piece());
                quote!(#stream<#event>)
            }
            Reading::JsonLines => {
                let (lines, line) = (uses.runtime("JsonLines"), piece());
                quote!(#lines<#line>)
            }
        }
    }

    /// The enum of a response with different bodies; none for the others.
    pub(in crate::emit) fn declaration(&self, kind: ResponseKind) -> Option<TokenStream> {
        let ResponseType::Several(cases) = self.response_type(kind) else { return None };
        let name = self.enum_name(kind);
        let operation = docs::code(&self.emitter.api.operations[self.id.0].id);
        let what = match kind {
            ResponseKind::Success => format!("The successful responses of {operation}"),
            ResponseKind::Failure => format!("The documented errors of {operation}"),
        };
        let by = if cases.len() > 1 { "status" } else { "media type" };
        let what = docs::lines([Some(format!("{what}, by {by}.").as_str())]);
        let is_streamed = cases.iter().flat_map(|case| &case.bodies).any(|body| body.reading.is_streamed());
        let derives = if is_streamed { quote!(Debug) } else { quote!(Debug, Clone, PartialEq) };
        let variants = variants(cases).into_iter().map(|Variant { case, body, name, .. }| {
            let docs = docs::lines([Some(variant_docs(cases, case, body).as_str())]);
            let fields = body.map(|body| {
                let body_type = self.body(body);
                if self.is_boxed(body) { quote!((Box<#body_type>)) } else { quote!((#body_type)) }
            });
            quote!(#docs #name #fields)
        });
        Some(quote! {
            #what
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        })
    }

    fn is_boxed(&self, body: &Body) -> bool {
        body.reading == Reading::Json && self.emitter.facts.is_large(body.value.id)
    }

    /// Which responses are handed over as they come, where any is.
    pub(in crate::emit) fn streamed(&self) -> Option<TokenStream> {
        let (cases, exact) = self.success_cases();
        let tests: Vec<TokenStream> = cases.iter().filter_map(|case| streamed_test(case, &cases, &exact)).collect();
        if tests.is_empty() {
            return None;
        }
        let raw = self.uses.runtime("RawResponse");
        let everything = cases
            .iter()
            .all(|case| !case.bodies.is_empty() && case.bodies.iter().all(|body| body.reading.is_streamed()));
        let is_streamed = if everything { quote!(|_| true) } else { quote!(|response| #(#tests)||*) };
        Some(quote!(const STREAMED: Option<fn(&#raw) -> bool> = Some(#is_streamed);))
    }

    /// The successes with their bodies, and every status that one of them has to itself.
    fn success_cases(&self) -> (Vec<Case>, Vec<u16>) {
        let case = |bodies: Vec<Body>, statuses: &[StatusRange]| {
            let statuses = statuses.iter().map(|status| every_success(ResponseKind::Success, *status)).collect();
            Case { statuses, bodies, description: None }
        };
        let cases = match self.response_type(ResponseKind::Success) {
            ResponseType::Undocumented => Vec::new(),
            ResponseType::Nothing(statuses) | ResponseType::Undescribed(statuses) => vec![case(Vec::new(), statuses)],
            ResponseType::One(body, statuses) => vec![case(vec![body.clone()], statuses)],
            ResponseType::Maybe(body, with, without) => {
                vec![case(vec![body.clone()], with), case(Vec::new(), without)]
            }
            ResponseType::Several(cases) => cases.iter().map(|one| case(one.bodies.clone(), &one.statuses)).collect(),
        };
        let exact = cases.iter().flat_map(|case| &case.statuses).filter_map(|status| match status {
            StatusRange::Exact(code) => Some(*code),
            StatusRange::Class(_) | StatusRange::Default => None,
        });
        let exact = exact.collect();
        (cases, exact)
    }

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

    /// The statuses of each value that the response may have. A `default` that serves as the success stands for every
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

    /// What turns the value of a kind into JSON, in tests that judge what was read.
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

    /// Short names for the enums that the arms give.
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

    /// The value of a response that holds the body: `wrap` takes it, in a box where its argument is one.
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
            Reading::Events(shape) => {
                let (runtime, shape) = (self.uses.runtime("EventShape"), identifier(shape_word(shape)));
                quote!(response.events(#runtime::#shape))
            }
        }
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
        Reading::Events(_) | Reading::JsonLines => quote!(Read::items(body)),
    }
}

fn shape_word(shape: EventShape) -> &'static str {
    match shape {
        EventShape::Json => "Json",
        EventShape::Text => "Text",
        EventShape::JsonOrText => "JsonOrText",
        EventShape::Event => "Event",
        EventShape::EventWithText => "EventWithText",
        EventShape::EventWithTextOrJson => "EventWithTextOrJson",
    }
}

fn finish(kind: ResponseKind, value: &TokenStream) -> TokenStream {
    match kind {
        ResponseKind::Success => quote!(Ok(#value)),
        ResponseKind::Failure => quote!(Err(response.failed(#value))),
    }
}

fn every_success(kind: ResponseKind, status: StatusRange) -> StatusRange {
    match status {
        StatusRange::Default if kind == ResponseKind::Success => StatusRange::Class(2),
        status => status,
    }
}

/// Bodies by media type, as the runtime takes them.
fn groups<'a>(bodies: impl Iterator<Item = &'a Body>) -> TokenStream {
    let groups = bodies.map(|body| body.media_types.join(", "));
    quote!(&[#(#groups),*])
}

/// Whether a response of this case is handed over as it comes, as a test on the response.
fn streamed_test(case: &Case, cases: &[Case], exact: &[u16]) -> Option<TokenStream> {
    let indexes: Vec<usize> =
        (0..case.bodies.len()).filter(|index| case.bodies[*index].reading.is_streamed()).collect();
    let chosen = match indexes.as_slice() {
        [] => return None,
        all if all.len() == case.bodies.len() => None,
        [index] => {
            let (groups, index) = (groups(case.bodies.iter()), Literal::usize_unsuffixed(*index));
            Some(quote!(response.choose(#groups) == #index))
        }
        some => {
            let indexes = some.iter().map(|index| Literal::usize_unsuffixed(*index));
            let groups = groups(case.bodies.iter());
            Some(quote!(matches!(response.choose(#groups), #(#indexes)|*)))
        }
    };
    let status = (cases.len() > 1).then(|| status_test(&case.statuses, exact));
    Some(match (status, chosen) {
        (Some(status), Some(chosen)) => quote!(#status && #chosen),
        (Some(test), None) | (None, Some(test)) => test,
        (None, None) => quote!(true),
    })
}

/// Whether the status is among these, as a test on the response. A range does not hold what another case has to itself.
fn status_test(statuses: &[StatusRange], exact: &[u16]) -> TokenStream {
    let own = |code: &u16| statuses.contains(&StatusRange::Exact(*code));
    let is_range = statuses.iter().any(|status| !matches!(status, StatusRange::Exact(_)));
    let codes: Vec<Literal> =
        exact.iter().filter(|code| own(code) != is_range).map(|code| Literal::u16_unsuffixed(*code)).collect();
    match (is_range, codes.is_empty()) {
        (false, false) if codes.len() == 1 => quote!(response.status() == #(#codes)*),
        (true, true) => quote!(true),
        (true, false) => quote!(!matches!(response.status().as_u16(), #(#codes)|*)),
        (false, _) => quote!(matches!(response.status().as_u16(), #(#codes)|*)),
    }
}

/// A variant of the enum of a response.
struct Variant<'a> {
    /// Of the case.
    index: usize,
    case: &'a Case,
    body: Option<&'a Body>,
    name: Ident,
}

/// The variants of several cases: named after the status, after the media type where there are several, or after both.
fn variants(cases: &[Case]) -> Vec<Variant<'_>> {
    let mut variants = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let media_types = case.bodies.iter().map(|body| body.media_types.first().map_or("", String::as_str));
        let words = Names::of_media_types(media_types);
        let status = case.statuses.first().copied().unwrap_or(StatusRange::Default);
        match case.bodies.as_slice() {
            [] => variants.push(Variant { index, case, body: None, name: status_variant(status) }),
            [body] => variants.push(Variant { index, case, body: Some(body), name: status_variant(status) }),
            bodies => variants.extend(bodies.iter().zip(words).map(|(body, word)| {
                let prefix = if cases.len() > 1 { status_variant(status).to_string() } else { String::new() };
                let name = identifier(&format!("{prefix}{word}"));
                Variant { index, case, body: Some(body), name }
            })),
        }
    }
    variants
}

/// One line of documentation for a variant.
fn variant_docs(cases: &[Case], case: &Case, body: Option<&Body>) -> String {
    let media_types = body.filter(|_| case.bodies.len() > 1).map(|body| {
        let names: Vec<String> = body.media_types.iter().map(|name| docs::code(name)).collect();
        names.join(", ")
    });
    let status = case.statuses.first().copied().unwrap_or(StatusRange::Default);
    let said = status_docs(status, case.description.as_deref().unwrap_or_default());
    match media_types {
        None => said,
        Some(media_types) if cases.len() == 1 => format!("{media_types}."),
        Some(media_types) => format!("{} as {media_types}.", status_word(status)),
    }
}

/// The status and the first sentence of what is said of it.
pub(in crate::emit) fn status_docs(status: StatusRange, said: &str) -> String {
    let status = status_word(status);
    let first = docs::words(said).map(docs::first_sentence).unwrap_or_default();
    let first = if docs::begins_a_list(&first) { String::new() } else { first };
    if first.is_empty() { format!("{status}.") } else { format!("{status}: {first}") }
}

/// The variant for a status: the phrase that HTTP gives it.
pub(in crate::emit) fn status_variant(status: StatusRange) -> Ident {
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
    identifier(&name)
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
