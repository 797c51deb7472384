//! The arms of a `match` on a status: as few as possible, in an order in which each is reachable.

use crate::ir::StatusRange;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::ops::RangeInclusive;

/// The statuses with an equal result, and the result.
type Case = (Vec<StatusRange>, TokenStream);

/// The order of match arms: exact statuses before ranges, and `default` last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Exact,
    Range,
    Everything,
}

/// The arms for `cases`.
pub(in crate::emit) fn of(cases: &[Case]) -> Vec<TokenStream> {
    let arms = Arms { cases };
    let mut patterns: Vec<(Order, TokenStream)> = (0..cases.len()).flat_map(|index| arms.of_case(index)).collect();
    patterns.sort_by_key(|(order, _)| *order);
    patterns.into_iter().map(|(_, arm)| arm).collect()
}

struct Arms<'a> {
    cases: &'a [Case],
}

impl Arms<'_> {
    fn of_case(&self, index: usize) -> Vec<(Order, TokenStream)> {
        let value = &self.cases[index].1;
        let arm = |(order, patterns): (Order, Vec<TokenStream>)| {
            (!patterns.is_empty()).then(|| (order, quote!(#(#patterns)|* => #value,)))
        };
        self.patterns(index).into_iter().filter_map(arm).collect()
    }

    /// The patterns of one value by the arms that they need.
    fn patterns(&self, index: usize) -> [(Order, Vec<TokenStream>); 3] {
        let statuses = &self.cases[index].0;
        let everything = statuses.contains(&StatusRange::Default);
        let classes: Vec<u8> = statuses.iter().filter_map(|status| class(*status)).filter(|_| !everything).collect();
        let among = |code: u16| classes.iter().any(|class| code / 100 == u16::from(*class));
        let exact: Vec<u16> = statuses
            .iter()
            .filter_map(|status| exact(*status))
            // An earlier arm with the same result matches it, unless one with another result precedes.
            .filter(|code| !among(*code) && (!everything || self.is_in_other_range(index, *code)))
            .collect();
        let apart = classes.is_empty() || exact.iter().any(|code| self.is_in_other_range(index, *code));
        let ranges = classes.iter().map(|class| range(self.range(index, *class)));
        let codes: Vec<TokenStream> = exact.iter().map(|code| literal(*code)).collect();
        let last = if everything { vec![quote!(_)] } else { Vec::new() };
        let (codes, ranges) =
            if apart { (codes, ranges.collect()) } else { (Vec::new(), codes.into_iter().chain(ranges).collect()) };
        [(Order::Exact, codes), (Order::Range, ranges), (Order::Everything, last)]
    }

    /// Whether a range of another value holds the status.
    fn is_in_other_range(&self, index: usize, code: u16) -> bool {
        let others = self.cases.iter().enumerate().filter(|(other, _)| *other != index);
        let mut ranges = others.flat_map(|(other, (statuses, _))| {
            statuses.iter().filter_map(|status| class(*status)).map(move |class| self.range(other, class))
        });
        ranges.any(|range| range.contains(&code))
    }

    /// The statuses of a class, without exact statuses of other results at its ends: clippy reports such an overlap.
    fn range(&self, index: usize, class: u8) -> RangeInclusive<u16> {
        let elsewhere = |code: &u16| {
            let mut others = self.cases.iter().enumerate().filter(|(other, _)| *other != index);
            others.any(|(_, (statuses, _))| statuses.contains(&StatusRange::Exact(*code)))
        };
        let mut codes = u16::from(class) * 100..=u16::from(class) * 100 + 99;
        let first = codes.find(|code| !elsewhere(code)).unwrap_or_default();
        first..=codes.rfind(|code| !elsewhere(code)).unwrap_or(first)
    }
}

fn exact(status: StatusRange) -> Option<u16> {
    match status {
        StatusRange::Exact(code) => Some(code),
        StatusRange::Class(_) | StatusRange::Default => None,
    }
}

fn class(status: StatusRange) -> Option<u8> {
    match status {
        StatusRange::Class(class) => Some(class),
        StatusRange::Exact(_) | StatusRange::Default => None,
    }
}

fn range(codes: RangeInclusive<u16>) -> TokenStream {
    let (first, last) = (literal(*codes.start()), literal(*codes.end()));
    quote!(#first..=#last)
}

fn literal(code: u16) -> TokenStream {
    let code = Literal::u16_unsuffixed(code);
    quote!(#code)
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::ir::StatusRange::{self, Class, Default, Exact};
    use quote::quote;

    fn arms(cases: &[&[StatusRange]]) -> Vec<String> {
        let values = [quote!(a), quote!(b), quote!(c)];
        let cases: Vec<_> = cases.iter().map(|statuses| statuses.to_vec()).zip(values).collect();
        of(&cases).iter().map(|arm| arm.to_string().replace(" ,", "")).collect()
    }

    #[test]
    fn statuses_with_equal_results_share_an_arm() {
        assert_eq!(
            arms(&[&[Exact(200)], &[Exact(403), Exact(404), Class(5)]]),
            ["200 => a", "403 | 404 | 500 ..= 599 => b"]
        );
        assert_eq!(arms(&[&[Exact(404), Class(4)]]), ["400 ..= 499 => a"]);
        assert_eq!(arms(&[&[Exact(404), Class(5), Default]]), ["_ => a"]);
    }

    #[test]
    fn exact_statuses_precede_ranges() {
        assert_eq!(arms(&[&[Class(4)], &[Exact(404)]]), ["404 => b", "400 ..= 499 => a"]);
        assert_eq!(arms(&[&[Class(4)], &[Exact(400), Exact(499)]]), ["400 | 499 => b", "401 ..= 498 => a"]);
        assert_eq!(arms(&[&[Class(4)], &[Exact(400), Default]]), ["401 ..= 499 => a", "_ => b"]);
        assert_eq!(arms(&[&[Class(4)], &[Exact(400), Class(5)]]), ["401 ..= 499 => a", "400 | 500 ..= 599 => b"]);
        assert_eq!(arms(&[&[Class(4)], &[Exact(404), Class(5)]]), ["404 => b", "400 ..= 499 => a", "500 ..= 599 => b"]);
        assert_eq!(arms(&[&[Class(4)], &[Exact(404), Default]]), ["404 => b", "400 ..= 499 => a", "_ => b"]);
    }
}
