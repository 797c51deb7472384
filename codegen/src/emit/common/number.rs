//! Number literals, with grouped digits.

use proc_macro2::TokenStream;

/// The most digits without grouping.
const UNGROUPED: usize = 4;

/// An integer.
pub(in crate::emit) fn whole(value: impl Into<i128>) -> TokenStream {
    literal(&value.into().to_string())
}

/// A number with a fraction, if only `.0`.
pub(in crate::emit) fn float(value: f64) -> TokenStream {
    literal(&format!("{value:?}"))
}

fn literal(text: &str) -> TokenStream {
    let (number, exponent) = text.split_at(text.find('e').unwrap_or(text.len()));
    let digits = number.trim_start_matches('-');
    let sign = &number[..number.len() - digits.len()];
    let grouped = match digits.split_once('.') {
        Some((whole, fraction)) => format!("{}.{}", from_the_right(whole), from_the_left(fraction)),
        None => from_the_right(digits),
    };
    format!("{sign}{grouped}{exponent}").parse().expect("digits, a point and an exponent are a literal")
}

fn from_the_right(digits: &str) -> String {
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let groups = std::iter::once(head).filter(|head| !head.is_empty());
    grouped(digits, groups.chain((0..tail.len()).step_by(3).map(|at| &tail[at..at + 3])))
}

fn from_the_left(digits: &str) -> String {
    grouped(digits, (0..digits.len()).step_by(3).map(|at| &digits[at..digits.len().min(at + 3)]))
}

fn grouped<'a>(digits: &'a str, groups: impl Iterator<Item = &'a str>) -> String {
    if digits.len() <= UNGROUPED { digits.to_owned() } else { groups.collect::<Vec<_>>().join("_") }
}

#[cfg(test)]
mod tests {
    use super::{float, whole};

    #[test]
    fn long_numbers_are_grouped() {
        for (value, expected) in
            [(0, "0"), (-1, "- 1"), (2000, "2000"), (10_000, "10_000"), (-1_234_567, "- 1_234_567")]
        {
            assert_eq!(whole(value).to_string(), expected);
        }
        for (value, expected) in [(1.0, "1.0"), (-1.5, "- 1.5"), (0.000_12, "0.000_12"), (1e300, "1e300")] {
            assert_eq!(float(value).to_string(), expected);
        }
    }
}
