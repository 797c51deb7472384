//! The reason why a value is not of a type.

use crate::ir::{Bound, Constraint, Constraints, EnumValues, TypeId, TypeKind, Types};
use crate::pointer::Origin;
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
    if !has_type(&def.kind, value) {
        return because(match &def.kind {
            TypeKind::Enum(_) => "which is not one of the values in its `enum`".to_owned(),
            _ => "which its schema does not allow".to_owned(),
        });
    }
    if let (TypeKind::Integer(width), Some(number)) = (&def.kind, integer(value)) {
        let (least, greatest) = width.range();
        if !(least..=greatest).contains(&number) {
            return because(format!("which is not from {least} to {greatest}"));
        }
    }
    if let (TypeKind::String(format), Some(string)) = (&def.kind, value.as_str())
        && let Some(syntax) = format.syntax().filter(|syntax| !(syntax.is_valid)(string))
    {
        return because(format!("which is not {}, such as `{}`", syntax.description, syntax.example));
    }
    if let Some(reason) = violated(&def.constraints, value) {
        return because(reason);
    }
    match (&def.kind, value) {
        (TypeKind::Array(element), Value::Array(elements)) => {
            let mut elements = elements.iter().enumerate().filter(|(_, value)| !(element.nullable && value.is_null()));
            elements.find_map(|(index, value)| objection(types, element.id, value, &at.index(index)))
        }
        _ => None,
    }
}

/// An integer within 64 bits; larger ones were read as floats.
fn integer(value: &Value) -> Option<i128> {
    value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from))
}

fn has_type(kind: &TypeKind, value: &Value) -> bool {
    match kind {
        TypeKind::Any | TypeKind::Union(_) | TypeKind::External(_) => true,
        TypeKind::Boolean => value.is_boolean(),
        TypeKind::Integer(_) => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        TypeKind::Number(_) => value.is_number(),
        TypeKind::String(_) => value.is_string(),
        TypeKind::Array(_) | TypeKind::Tuple(_) => value.is_array(),
        TypeKind::Map(_) | TypeKind::Object(_) => value.is_object(),
        TypeKind::Enum(list) if list.is_open => value.is_string(),
        TypeKind::Enum(list) => match &list.values {
            EnumValues::Strings(strings) => {
                value.as_str().is_some_and(|text| strings.iter().any(|known| known == text))
            }
            EnumValues::Integers(numbers) => value.as_i64().is_some_and(|number| numbers.contains(&number)),
            EnumValues::Numbers(numbers) => value.as_f64().is_some_and(|number| numbers.contains(&number)),
            EnumValues::Booleans(values) => value.as_bool().is_some_and(|boolean| values.contains(&boolean)),
        },
    }
}

/// The first violated constraint of a value, as the end of a sentence.
fn violated(constraints: &Constraints, value: &Value) -> Option<String> {
    // A pattern that cannot run is not checked.
    let matches =
        |pattern: &str, text: &str| regex_lite::Regex::new(pattern).map_or(true, |regex| regex.is_match(text));
    constraints.stated().find(|constraint| constraint.is_violated_by(value, matches)).map(describe)
}

fn describe(constraint: Constraint<'_>) -> String {
    match constraint {
        Constraint::Count(keyword, limit) => {
            let (comparison, unit) = match keyword {
                "minLength" => ("fewer", "characters"),
                "maxLength" => ("more", "characters"),
                "minItems" => ("fewer", "elements"),
                "maxItems" => ("more", "elements"),
                "minProperties" => ("fewer", "properties"),
                _ => ("more", "properties"),
            };
            format!("which has {comparison} {unit} than `{keyword}: {limit}`")
        }
        Constraint::Pattern(pattern) => format!("which does not match the pattern `{pattern}`"),
        Constraint::Minimum(Bound { value, exclusive: false }) => format!("which is below the minimum of {value}"),
        Constraint::Minimum(Bound { value, exclusive: true }) => format!("which is not above {value}"),
        Constraint::Maximum(Bound { value, exclusive: false }) => format!("which is above the maximum of {value}"),
        Constraint::Maximum(Bound { value, exclusive: true }) => format!("which is not below {value}"),
        Constraint::MultipleOf(step) => format!("which is not a multiple of {step}"),
        Constraint::UniqueItems => "whose elements are not unique".to_owned(),
    }
}
