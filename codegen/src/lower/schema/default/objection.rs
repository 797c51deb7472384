//! The reason why a value is not of a type.

use crate::ir::{Bound, Constraints, EnumValues, Limit, StringFormat, TypeId, TypeKind, Types};
use crate::pointer::Origin;
use crate::text::date::{is_date, is_date_time};
use serde_json::Value;

/// The reason that rules out a value.
#[derive(Debug, PartialEq)]
pub(crate) struct Objection<'v> {
    /// The value, or its wrong element.
    pub(crate) value: &'v Value,
    /// Its position.
    pub(crate) at: Origin,
    /// The end of a sentence about it.
    pub(crate) because: String,
}

/// The reason why the value at `at` is not of the type; `None` if it is, or if only a server can decide.
pub(crate) fn objection<'v>(types: &Types, id: TypeId, value: &'v Value, at: &Origin) -> Option<Objection<'v>> {
    let because = |because: String| Some(Objection { value, at: at.clone(), because });
    let def = types.0.get(id.0)?;
    if !suits(&def.kind, value) {
        return because(match &def.kind {
            TypeKind::Enum(_) => "which is not one of the values in its `enum`".to_owned(),
            _ => "which its schema does not allow".to_owned(),
        });
    }
    if let (TypeKind::String(format), Some(string)) = (&def.kind, value.as_str())
        && let Some(reason) = misformatted(*format, string)
    {
        return because(reason);
    }
    if let Some(limit) = beyond(&def.constraints, value) {
        return because(limit);
    }
    match (&def.kind, value) {
        (TypeKind::Array(element), Value::Array(elements)) => {
            let mut elements = elements.iter().enumerate().filter(|(_, value)| !(element.nullable && value.is_null()));
            elements.find_map(|(index, value)| objection(types, element.id, value, &at.index(index)))
        }
        _ => None,
    }
}

/// Why a string is not of its format. Dates and times of RFC 3339 are checked by their form, and by the length of the
/// month.
fn misformatted(format: StringFormat, string: &str) -> Option<String> {
    match format {
        StringFormat::Date if !is_date(string) => Some("which is not a date, such as `2024-12-31`".to_owned()),
        StringFormat::DateTime if !is_date_time(string) => {
            Some("which is not a date-time, such as `2024-12-31T23:59:59Z`".to_owned())
        }
        _ => None,
    }
}

fn suits(kind: &TypeKind, value: &Value) -> bool {
    match kind {
        TypeKind::Any | TypeKind::Union(_) | TypeKind::Foreign(_) => true,
        TypeKind::Boolean => value.is_boolean(),
        TypeKind::Integer(_) => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        TypeKind::Number(_) => value.is_number(),
        TypeKind::String(_) => value.is_string(),
        TypeKind::Array(_) | TypeKind::Tuple(_) => value.is_array(),
        TypeKind::Map(_) | TypeKind::Object(_) => value.is_object(),
        TypeKind::Enum(list) => match &list.values {
            EnumValues::Strings(strings) => {
                value.as_str().is_some_and(|text| strings.iter().any(|known| known == text))
            }
            EnumValues::Integers(numbers) => value.as_i64().is_some_and(|number| numbers.contains(&number)),
            EnumValues::Numbers(numbers) => value.as_f64().is_some_and(|number| numbers.contains(&number)),
            EnumValues::Booleans(values) => value.as_bool().is_some_and(|truth| values.contains(&truth)),
        },
    }
}

/// The first violated limit of a value. A type has only the limits that apply to it.
fn beyond(constraints: &Constraints, value: &Value) -> Option<String> {
    match value {
        Value::String(string) => beyond_string(constraints, string),
        Value::Number(number) => beyond_number(constraints, Limit::new(number)?),
        Value::Array(elements) => {
            let limits = Counts("elements", ("minItems", constraints.min_items), ("maxItems", constraints.max_items));
            limits.exceeded(elements.len()).or_else(|| {
                (constraints.unique_items && repeats(elements)).then(|| "whose elements are not unique".to_owned())
            })
        }
        Value::Object(members) => Counts(
            "properties",
            ("minProperties", constraints.min_properties),
            ("maxProperties", constraints.max_properties),
        )
        .exceeded(members.len()),
        Value::Null | Value::Bool(_) => None,
    }
}

fn beyond_string(constraints: &Constraints, string: &str) -> Option<String> {
    let limits = Counts("characters", ("minLength", constraints.min_length), ("maxLength", constraints.max_length));
    limits.exceeded(string.chars().count()).or_else(|| {
        let pattern = constraints.pattern.as_deref()?;
        let matches = regex_lite::Regex::new(pattern).ok()?.is_match(string);
        (!matches).then(|| format!("which does not match the pattern `{pattern}`"))
    })
}

/// The unit, and the keywords of the lower and the upper limit.
struct Counts(&'static str, (&'static str, Option<u64>), (&'static str, Option<u64>));

impl Counts {
    fn exceeded(&self, count: usize) -> Option<String> {
        let (Self(what, low, high), count) = (self, u64::try_from(count).ok()?);
        match (*low, *high) {
            ((keyword, Some(least)), _) if count < least => {
                Some(format!("which has fewer {what} than `{keyword}: {least}`"))
            }
            (_, (keyword, Some(most))) if count > most => {
                Some(format!("which has more {what} than `{keyword}: {most}`"))
            }
            _ => None,
        }
    }
}

fn beyond_number(constraints: &Constraints, number: Limit) -> Option<String> {
    let is_out = |bound: &Bound, beyond: bool| beyond || (bound.exclusive && number == bound.value);
    let low = constraints.minimum.filter(|bound| is_out(bound, number < bound.value));
    let high = constraints.maximum.filter(|bound| is_out(bound, number > bound.value));
    match (low, high, constraints.multiple_of) {
        (Some(Bound { value, exclusive: false }), ..) => Some(format!("which is below the minimum of {value}")),
        (Some(Bound { value, exclusive: true }), ..) => Some(format!("which is not above {value}")),
        (_, Some(Bound { value, exclusive: false }), _) => Some(format!("which is above the maximum of {value}")),
        (_, Some(Bound { value, exclusive: true }), _) => Some(format!("which is not below {value}")),
        (None, None, Some(step)) if !is_multiple(number, step) => Some(format!("which is not a multiple of {step}")),
        (None, None, _) => None,
    }
}

/// Fractions cannot be checked reliably with floats.
fn is_multiple(number: Limit, step: Limit) -> bool {
    match (number, step) {
        (Limit::Whole(number), Limit::Whole(step)) => step == 0 || number % step == 0,
        _ => true,
    }
}

fn repeats(elements: &[Value]) -> bool {
    let once: std::collections::HashSet<String> = elements.iter().map(Value::to_string).collect();
    once.len() < elements.len()
}
