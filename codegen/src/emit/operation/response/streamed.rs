//! The responses that are not read.

use super::{ResponseKind, Responses, every_success, groups};
use crate::analysis::{Body, Case, ResponseType};
use crate::ir::StatusRange;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

impl Responses<'_> {
    /// The responses that are not read, if any.
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
}

/// Whether a response of this case is streamed, as a test on the response.
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

/// Whether the status is among these, as a test on the response. A range excludes the statuses that another case has.
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
