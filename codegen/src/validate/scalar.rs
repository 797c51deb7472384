//! Booleans, numbers, strings and enum values.

use crate::ir::{EnumValues, IntegerWidth, TypeKind};
use serde_json::{Number, Value};

/// The maximal number of listed enum values.
const LISTED: usize = 10;

/// The violated requirement of the kind, if any.
pub(super) fn requirement(kind: &TypeKind, value: &Value) -> Option<String> {
    let expected = match kind {
        TypeKind::Boolean if !value.is_boolean() => "a boolean",
        TypeKind::Number(_) if !value.is_number() => "a number",
        TypeKind::Integer(width) => match value.as_number() {
            // Without a format of its own it may have any size.
            Some(number) if *width == IntegerWidth::I64 && is_integer(number) => return None,
            Some(number) if is_within(*width, number) => return None,
            Some(number) if is_integer(number) => "an integer in its range",
            _ => "an integer",
        },
        TypeKind::String(format) => {
            let Some(text) = value.as_str() else { return Some("must be a string".to_owned()) };
            let syntax = format.syntax().filter(|syntax| !(syntax.is_valid)(text))?;
            return Some(format!("must be {}, such as {}", syntax.description, syntax.example));
        }
        TypeKind::Enum(list) if list.is_open => return (!value.is_string()).then(|| "must be a string".to_owned()),
        TypeKind::Enum(list) if !has(&list.values, value) => return Some(format!("must be {}", one_of(&list.values))),
        _ => return None,
    };
    Some(format!("must be {expected}"))
}

fn is_integer(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// Whether it is an integer that the width holds. What no 64 bits hold was read as a float: its sign and size are known.
fn is_within(width: IntegerWidth, number: &Number) -> bool {
    let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    let Some(exact) = exact.or_else(|| rounded(number)) else { return false };
    let (least, greatest) = width.range();
    (least..=greatest).contains(&exact)
}

#[allow(clippy::cast_possible_truncation)] // beyond the range of the target it saturates
fn rounded(number: &Number) -> Option<i128> {
    number.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as i128)
}

fn has(values: &EnumValues, value: &Value) -> bool {
    match values {
        EnumValues::Strings(known) => value.as_str().is_some_and(|text| known.iter().any(|known| known == text)),
        EnumValues::Integers(known) => match value.as_i64() {
            Some(number) => known.contains(&number),
            None => value
                .as_number()
                .and_then(rounded)
                .is_some_and(|number| known.iter().any(|known| i128::from(*known) == number)),
        },
        EnumValues::Numbers(known) => {
            value.as_f64().is_some_and(|number| known.iter().any(|known| known.total_cmp(&number).is_eq()))
        }
        EnumValues::Booleans(known) => value.as_bool().is_some_and(|value| known.contains(&value)),
    }
}

/// `one of a, b, c`, as the document lists them.
fn one_of(values: &EnumValues) -> String {
    let words: Vec<String> = match values {
        EnumValues::Strings(known) => known.iter().take(LISTED).map(|text| format!("{text:?}")).collect(),
        EnumValues::Integers(known) => known.iter().take(LISTED).map(ToString::to_string).collect(),
        EnumValues::Numbers(known) => known.iter().take(LISTED).map(ToString::to_string).collect(),
        EnumValues::Booleans(known) => known.iter().take(LISTED).map(ToString::to_string).collect(),
    };
    match (words.as_slice(), values.len() > LISTED) {
        ([only], _) => only.clone(),
        (words, true) => format!("one of {}, …", words.join(", ")),
        (words, false) => format!("one of {}", words.join(", ")),
    }
}
