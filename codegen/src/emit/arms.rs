//! The arms of a `match` on a status: as few as say the same, in an order in which each is reached.

use crate::ir::StatusRange;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The statuses that give a value, and the value.
type Case = (Vec<StatusRange>, TokenStream);

/// How early an arm must stand: what is exact before the range it lies in, and `default` last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Exact,
    Range,
    Everything,
}

/// The arms for `cases`.
pub(super) fn of(cases: &[Case]) -> Vec<TokenStream> {
    let mut arms: Vec<(Order, TokenStream)> = Vec::new();
    for (index, (statuses, value)) in cases.iter().enumerate() {
        let others: Vec<StatusRange> = cases
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index)
            .flat_map(|(_, (statuses, _))| statuses.clone())
            .collect();
        arms.extend(patterns(statuses, &others).into_iter().map(|(order, statuses)| {
            let patterns = statuses.iter().map(|status| pattern(*status));
            (order, quote!(#(#patterns)|* => #value,))
        }));
    }
    arms.sort_by_key(|(order, _)| *order);
    arms.into_iter().map(|(_, arm)| arm).collect()
}

/// The statuses of one value by the arms that they need, when `others` have other values.
fn patterns(statuses: &[StatusRange], others: &[StatusRange]) -> Vec<(Order, Vec<StatusRange>)> {
    let in_range = |code: u16, ranges: &[StatusRange]| {
        ranges.iter().any(|range| matches!(range, StatusRange::Class(class) if code / 100 == u16::from(*class)))
    };
    let everything = statuses.contains(&StatusRange::Default);
    let mut exact = Vec::new();
    let mut ranges = Vec::new();
    for &status in statuses {
        match status {
            StatusRange::Exact(code) => {
                // Another arm of the same value takes it, unless one of another value comes first.
                let covered = in_range(code, statuses) || (everything && !in_range(code, others));
                exact.extend((!covered).then_some(status));
            }
            StatusRange::Class(_) => ranges.extend((!everything).then_some(status)),
            StatusRange::Default => {}
        }
    }
    let apart = exact.iter().any(|status| matches!(status, StatusRange::Exact(code) if in_range(*code, others)));
    if !apart && !ranges.is_empty() {
        ranges.splice(0..0, exact.drain(..));
    }
    let last = if everything { vec![StatusRange::Default] } else { Vec::new() };
    let arms = [(Order::Exact, exact), (Order::Range, ranges), (Order::Everything, last)];
    arms.into_iter().filter(|(_, statuses)| !statuses.is_empty()).collect()
}

fn pattern(status: StatusRange) -> TokenStream {
    match status {
        StatusRange::Exact(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusRange::Class(class) => {
            let first = Literal::u16_unsuffixed(u16::from(class) * 100);
            let last = Literal::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote!(#first..=#last)
        }
        StatusRange::Default => quote!(_),
    }
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
    fn statuses_of_one_value_share_an_arm() {
        assert_eq!(
            arms(&[&[Exact(200)], &[Exact(403), Exact(404), Class(5)]]),
            ["200 => a", "403 | 404 | 500 ..= 599 => b"]
        );
        assert_eq!(arms(&[&[Exact(404), Class(4)]]), ["400 ..= 499 => a"]);
        assert_eq!(arms(&[&[Exact(404), Class(5), Default]]), ["_ => a"]);
    }

    #[test]
    fn what_is_exact_comes_before_a_range_of_another_value() {
        assert_eq!(arms(&[&[Class(4)], &[Exact(404)]]), ["404 => b", "400 ..= 499 => a"]);
        assert_eq!(arms(&[&[Class(4)], &[Exact(404), Class(5)]]), ["404 => b", "400 ..= 499 => a", "500 ..= 599 => b"]);
        assert_eq!(arms(&[&[Class(4)], &[Exact(404), Default]]), ["404 => b", "400 ..= 499 => a", "_ => b"]);
    }
}
