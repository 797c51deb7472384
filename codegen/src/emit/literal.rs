//! Numbers as they are written in Rust: long ones in groups of three digits.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Digits from which a number is written in groups.
const LONG: usize = 6;

pub(super) fn unsigned(number: u64) -> TokenStream {
    literal(&grouped(&number.to_string()))
}

pub(super) fn integer(number: i64) -> TokenStream {
    signed(number < 0, unsigned(number.unsigned_abs()))
}

pub(super) fn float(number: f64) -> TokenStream {
    let magnitude = number.abs();
    // `{:?}` writes as few digits as tell the number from all others, with an exponent where there would be many zeros.
    let text = format!("{magnitude:?}");
    let text = match text.split_once('.') {
        Some((whole, fraction)) if !text.contains('e') && fraction.len() < LONG => {
            format!("{}.{fraction}", grouped(whole))
        }
        Some(_) if !text.contains('e') => format!("{magnitude:e}"),
        _ => text,
    };
    signed(number < 0.0, literal(&text))
}

fn signed(negative: bool, magnitude: TokenStream) -> TokenStream {
    if negative { quote!(-#magnitude) } else { magnitude }
}

fn literal(text: &str) -> TokenStream {
    // Digits, a point and an exponent always are a literal; the number stands in for what cannot be.
    let literal = text.parse::<Literal>().unwrap_or_else(|_| Literal::u8_unsuffixed(0));
    quote!(#literal)
}

fn grouped(digits: &str) -> String {
    if digits.len() < LONG {
        return digits.to_owned();
    }
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{float, integer, unsigned};

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(unsigned(0).to_string(), "0");
        assert_eq!(unsigned(12345).to_string(), "12345");
        assert_eq!(unsigned(123_456).to_string(), "123_456");
        assert_eq!(integer(i64::MIN).to_string(), "- 9_223_372_036_854_775_808");
        for (number, written) in [
            (0.0, "0.0"),
            (-1.5, "- 1.5"),
            (1e6, "1_000_000.0"),
            (1e300, "1e300"),
            (5e-324, "5e-324"),
            (0.123_456_78, "1.2345678e-1"),
        ] {
            assert_eq!(float(number).to_string(), written);
        }
    }
}
