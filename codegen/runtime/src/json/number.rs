//! Numbers as JSON spells them: `8`, `8.0` and `80e-1` are one value.

use serde::ser::Serializer;

/// 2^53: below it, every integer has its own float.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// From this number on, numbers are written with an exponent, as by ECMAScript's `Number::toString`.
const EXPONENT: f64 = 1e21;

/// Writes a finite float as ECMAScript's `Number::toString` does: an integer below 1e21 has neither fraction nor exponent.
#[inline]
pub(crate) fn write_f64<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
    match small_integer(number) {
        Some(integer) => serializer.serialize_i64(integer),
        None if (EXACT..EXPONENT).contains(&number.abs()) => match shortest(&number.to_string()) {
            Some(integer) => serializer.serialize_i128(integer),
            None => serializer.serialize_f64(number),
        },
        None => serializer.serialize_f64(number),
    }
}

/// Like [`write_f64`], for `f32`, whose shortest digits are fewer.
#[inline]
pub(crate) fn write_f32<S: Serializer>(number: f32, serializer: S) -> Result<S::Ok, S::Error> {
    let wide = f64::from(number);
    match small_integer(wide) {
        Some(integer) if wide.abs() < f64::from(1_u32 << f32::MANTISSA_DIGITS) => serializer.serialize_i64(integer),
        _ if wide.abs() < EXPONENT && wide.fract() == 0.0 => match shortest(&number.to_string()) {
            Some(integer) => serializer.serialize_i128(integer),
            None => serializer.serialize_f32(number),
        },
        _ => serializer.serialize_f32(number),
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "an integer within the bounds of i64, as tested")]
fn small_integer(number: f64) -> Option<i64> {
    (number.abs() < EXACT && number.fract() == 0.0).then_some(number as i64)
}

/// The integer that Rust displays for a float: the fewest digits that read as the same float, and zeros.
#[cold]
fn shortest(displayed: &str) -> Option<i128> {
    displayed.parse().ok()
}

/// A number of a JSON text, exactly: its digits, without zeros at either end, times a power of ten.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// `None` if the text is not a JSON number.
    pub(crate) fn parse(json: &str) -> Option<Self> {
        let (negative, rest) = json.strip_prefix('-').map_or((false, json), |rest| (true, rest));
        let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = [whole, fraction].concat();
        if whole.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = all.trim_end_matches('0');
        let zeros = power(all.len() - digits.len());
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() {
            return Some(Self { negative: false, digits: String::new(), exponent: 0 });
        }
        let exponent = saturating(exponent)?.saturating_sub(power(fraction.len())).saturating_add(zeros);
        Some(Self { negative, digits: digits.to_owned(), exponent })
    }

    /// Whether it is an integer of JSON Schema: a number without a fraction, in any notation.
    pub(crate) const fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// Its digits in the syntax of Rust's integers; `None` if it is not an integer, or has more digits than any of
    /// them.
    pub(crate) fn integer(&self) -> Option<String> {
        let zeros = usize::try_from(self.exponent).ok().filter(|zeros| zeros + self.digits.len() <= MAX_DIGITS)?;
        let sign = if self.negative { "-" } else { "" };
        let digits = if self.digits.is_empty() { "0" } else { &self.digits };
        Some([sign, digits, &"0".repeat(zeros)].concat())
    }
}

/// The number of digits of `u128::MAX`.
const MAX_DIGITS: usize = 39;

fn power(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// An exponent, of any number of digits.
fn saturating(text: &str) -> Option<i64> {
    let (limit, digits) = match text.strip_prefix('-') {
        Some(digits) => (i64::MIN, digits),
        None => (i64::MAX, text.strip_prefix('+').unwrap_or(text)),
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(limit))
}

/// Whether a JSON text is an integer: a number without a fraction, `1.0` and `1e3` among them.
pub(crate) fn is_integer(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && (!is_long(json) || Decimal::parse(json).is_some_and(|number| number.is_integer()))
}

/// The integer in a JSON text, in any notation; `None` if it is not one, or beyond the range of this type.
pub(crate) fn exact_integer(json: &str) -> Option<i128> {
    let digits = || Decimal::parse(json)?.integer()?.parse().ok();
    json.parse().ok().or_else(digits)
}

/// The integer in a JSON text, or the nearest one in the range of this type; `None` if the text is not an integer.
pub(crate) fn integer(json: &str) -> Option<i128> {
    let nearest = || {
        let decimal = Decimal::parse(json).filter(Decimal::is_integer)?;
        Some(if decimal.negative { i128::MIN } else { i128::MAX })
    };
    exact_integer(json).or_else(nearest)
}

/// Whether two serialized scalars are equal: the same characters, or numbers of the same value.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one == other
        || ((is_long(one) || is_long(other))
            && Decimal::parse(one).is_some_and(|one| Some(one) == Decimal::parse(other)))
}

/// Whether a number is spelled with a fraction or an exponent.
fn is_long(json: &str) -> bool {
    json.contains(['.', 'e', 'E'])
}

/// Whether there may be such a number in a JSON text: a digit before a point or an `e`. Strings count as well.
pub(crate) fn has_long(json: &str) -> bool {
    let is_long = |pair: &[u8]| pair[0].is_ascii_digit() && matches!(pair[1], b'.' | b'e' | b'E');
    json.as_bytes().windows(2).any(is_long)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn f64(number: f64) -> String {
        let mut text = Vec::new();
        write_f64(number, &mut serde_json::Serializer::new(&mut text)).unwrap();
        String::from_utf8(text).unwrap()
    }

    fn f32(number: f32) -> String {
        let mut text = Vec::new();
        write_f32(number, &mut serde_json::Serializer::new(&mut text)).unwrap();
        String::from_utf8(text).unwrap()
    }

    /// The result of ECMAScript's `String(number)`.
    #[test]
    #[expect(clippy::unreadable_literal, reason = "as the numbers are spelled elsewhere")]
    fn floats_are_written_as_in_ecmascript() {
        let table = [
            (0.0, "0"),
            (-0.0, "0"),
            (2.0, "2"),
            (-300.0, "-300"),
            (0.1, "0.1"),
            (1.5, "1.5"),
            (0.30000000000000004, "0.30000000000000004"),
            (9007199254740991.0, "9007199254740991"),
            (9007199254740992.0, "9007199254740992"),
            (1e16, "10000000000000000"),
            (-1e16, "-10000000000000000"),
            (123456789012345680000.0, "123456789012345680000"),
            (18446744073709551615.0, "18446744073709552000"),
            (1e20, "100000000000000000000"),
            (999999999999999900000.0, "999999999999999900000"),
            (1e21, "1e+21"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (1e-7, "1e-7"),
        ];
        for (number, text) in table {
            assert_eq!(f64(number), text);
            assert_eq!(text.parse(), Ok(number));
        }
        assert_eq!(f64(0.00001).parse::<f64>(), Ok(0.00001));
    }

    #[test]
    fn f32_values_are_written_with_their_own_digits() {
        let table = [(0.1, "0.1"), (2.0, "2"), (16_777_216.0, "16777216"), (-0.0, "0"), (1e10, "10000000000")];
        for (number, text) in table {
            assert_eq!(f32(number), text);
        }
        assert_eq!(f32(3.1e20), "310000000000000000000");
        assert_eq!(f32(f32::MAX).parse::<f32>(), Ok(f32::MAX));
    }

    #[test]
    fn an_integer_is_a_number_without_a_fraction() {
        for (json, digits) in [
            ("1", "1"),
            ("1.0", "1"),
            ("1e3", "1000"),
            ("-0.0", "0"),
            ("-12.50e1", "-125"),
            ("1200e-2", "12"),
            ("0e99999999999999999999", "0"),
            ("9007199254740993.0", "9007199254740993"),
            ("340282366920938463463374607431768211455.00", "340282366920938463463374607431768211455"),
        ] {
            assert!(is_integer(json), "{json}");
            assert_eq!(Decimal::parse(json).unwrap().integer().unwrap(), digits);
        }
        for json in ["1.5", "1e-1", "1.0000000000000000000001", "\"1\"", "true", "", "1e-99999999999999999999"] {
            assert!(!is_integer(json), "{json}");
        }
        assert!(is_integer("1e400") && Decimal::parse("1e400").unwrap().integer().is_none());
        assert_eq!((integer("12.0"), integer("1.5"), integer("\"1\"")), (Some(12), None, None));
        assert_eq!(integer("170141183460469231731687303715884105728"), Some(i128::MAX));
        assert_eq!(integer("-1e400"), Some(i128::MIN));
    }

    #[test]
    fn constants_are_compared_by_value() {
        assert!(is_same("1", "1.0") && is_same("10E-1", "1.00") && is_same("-0.0", "0") && is_same("true", "true"));
        assert!(!is_same("1", "1.01") && !is_same("1", "-1.0") && !is_same("true", "false") && !is_same("1e1", "1"));
        assert!(!is_same("1.0", "null") && !is_same("true", "1e0"));
    }
}
