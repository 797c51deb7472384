//! The formats of integers and numbers: which Rust type holds every value that the schema allows.

use crate::ir::{IntegerWidth, JsonType, NumberWidth, StringFormat};
use openapiv3::{NumberFormat, VariantOrUnknownOrEmpty};
use serde_json::Number;

/// The width by `format`, unless the bounds need a wider one; else by the bounds.
pub(crate) fn integer_width(format: Option<&str>, lowest: Option<&Number>, highest: Option<&Number>) -> IntegerWidth {
    let by_bounds = width_by_bounds(lowest, highest);
    let Some(by_format) = format.and_then(width_of_format) else { return by_bounds };
    let (least, greatest) = by_format.range();
    // Both are exact: a number outside of both 64-bit ranges was read as a float.
    let within = |number: &Number| match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(number), ..) => (least..=greatest).contains(&i128::from(number)),
        (_, Some(number), _) => (least..=greatest).contains(&i128::from(number)),
        (_, _, Some(number)) => number.abs() < PAST_U64 || (greatest == i128::MAX && number >= 0.0),
        (None, None, None) => false,
    };
    if lowest.into_iter().chain(highest).all(within) { by_format } else { by_bounds }
}

/// The formats of the registry, and others that are common.
fn width_of_format(format: &str) -> Option<IntegerWidth> {
    Some(match format {
        "int8" => IntegerWidth::I8,
        "uint8" => IntegerWidth::U8,
        "int16" => IntegerWidth::I16,
        "uint16" => IntegerWidth::U16,
        "int32" => IntegerWidth::I32,
        "uint32" => IntegerWidth::U32,
        "int64" | "long" => IntegerWidth::I64,
        "uint" | "uint64" => IntegerWidth::U64,
        "int128" => IntegerWidth::I128,
        "uint128" => IntegerWidth::U128,
        _ => return None,
    })
}

/// Whether a format denotes integers.
pub(crate) fn is_integer_format(format: &str) -> bool {
    width_of_format(format).is_some()
}

fn width_by_bounds(lowest: Option<&Number>, highest: Option<&Number>) -> IntegerWidth {
    // Without an upper limit, values are at least as high as the lower one.
    let highest = highest.or(lowest);
    // A number outside of both 64-bit ranges was read as a float: then only its sign and size are known.
    let too_low = lowest.is_some_and(|number| !number.is_i64() && number.as_f64().is_some_and(|low| low <= MIN_I64));
    let too_high =
        highest.is_some_and(|number| !number.is_u64() && number.as_f64().is_some_and(|high| high >= PAST_U64));
    let beyond_signed =
        highest.is_some_and(|number| !number.is_i64() && number.as_f64().is_some_and(|high| high >= PAST_I64));
    let not_negative = lowest.is_some_and(|number| number.as_f64().is_some_and(|low| low >= 0.0));
    let too_high_for_signed = highest.is_some_and(|number| number.as_f64().is_some_and(|high| high >= PAST_I128));
    if too_high_for_signed && not_negative {
        return IntegerWidth::U128;
    }
    match (too_low || too_high, beyond_signed, not_negative) {
        (true, _, _) | (false, true, false) => IntegerWidth::I128,
        (false, true, true) => IntegerWidth::U64,
        (false, false, _) => IntegerWidth::I64,
    }
}

const MIN_I64: f64 = -9_223_372_036_854_775_808.0;
const PAST_I64: f64 = 9_223_372_036_854_775_808.0;
const PAST_I128: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;
const PAST_U64: f64 = 18_446_744_073_709_551_616.0;

/// The width by `format`.
pub(crate) fn number_width(format: Option<&str>) -> NumberWidth {
    match VariantOrUnknownOrEmpty::<NumberFormat>::from(format.map(str::to_owned)) {
        VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => NumberWidth::F32,
        VariantOrUnknownOrEmpty::Item(NumberFormat::Double)
        | VariantOrUnknownOrEmpty::Unknown(_)
        | VariantOrUnknownOrEmpty::Empty => NumberWidth::F64,
    }
}

/// The type that a format belongs to, for schemas that state the format alone.
pub(crate) fn type_of_format(format: &str) -> Option<JsonType> {
    match format {
        _ if is_integer_format(format) => Some(JsonType::Integer),
        "float" | "double" => Some(JsonType::Number),
        _ if StringFormat::of_keyword(Some(format)) != StringFormat::Plain => Some(JsonType::String),
        "byte" | "binary" | "uuid" | "uri" | "email" => Some(JsonType::String),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::integer_width;
    use crate::ir::IntegerWidth;
    use serde_json::Number;

    #[test]
    fn widths_follow_format_then_bounds() {
        let width = |format: Option<&str>, low: Option<&str>, high: Option<&str>| {
            let number = |text: Option<&str>| text.map(|text| text.parse::<Number>().expect("a JSON number"));
            integer_width(format, number(low).as_ref(), number(high).as_ref())
        };
        assert_eq!(width(None, None, None), IntegerWidth::I64);
        assert_eq!(width(Some("int32"), None, None), IntegerWidth::I32);
        assert_eq!(width(Some("int64"), None, None), IntegerWidth::I64);
        assert_eq!(width(Some("uint32"), None, None), IntegerWidth::U32);
        assert_eq!(width(Some("uint64"), Some("0"), None), IntegerWidth::U64);
        assert_eq!(width(Some("unix-time"), None, None), IntegerWidth::I64);
        assert_eq!(width(None, Some("0"), Some("100")), IntegerWidth::I64);
        assert_eq!(width(None, Some("0"), Some("9223372036854775807")), IntegerWidth::I64);
        assert_eq!(width(None, Some("0"), Some("9223372036854775808")), IntegerWidth::U64);
        assert_eq!(width(None, Some("0"), Some("18446744073709551615")), IntegerWidth::U64);
        assert_eq!(width(None, None, Some("18446744073709551615")), IntegerWidth::I128);
        assert_eq!(width(None, Some("0"), Some("99999999999999999999")), IntegerWidth::I128);
        assert_eq!(width(None, Some("-9223372036854775809"), None), IntegerWidth::I128);
        assert_eq!(width(None, Some("0"), Some("1e3")), IntegerWidth::I64);
        assert_eq!(width(None, Some("9223372036854775808"), None), IntegerWidth::U64);
        assert_eq!(width(None, Some("18446744073709551616"), None), IntegerWidth::I128);
        let greatest = "340282366920938463463374607431768211455";
        assert_eq!(width(None, Some("0"), Some(greatest)), IntegerWidth::U128);
        assert_eq!(width(None, None, Some(greatest)), IntegerWidth::I128);
        assert_eq!(width(Some("uint128"), Some("0"), Some(greatest)), IntegerWidth::U128);
        assert_eq!(width(Some("uint128"), Some("-1"), None), IntegerWidth::I64);
        assert_eq!(width(Some("uint64"), Some("0"), Some(greatest)), IntegerWidth::U128);
        assert_eq!(width(Some("uint8"), Some("0"), None), IntegerWidth::U8);
        assert_eq!(width(Some("int16"), None, None), IntegerWidth::I16);
        // The bounds determine the actual values.
        assert_eq!(width(Some("int32"), Some("0"), Some("4294967295")), IntegerWidth::I64);
        assert_eq!(width(Some("int64"), Some("0"), Some("18446744073709551615")), IntegerWidth::U64);
        assert_eq!(width(Some("uint32"), Some("-1"), None), IntegerWidth::I64);
    }
}
