//! Whether a value violates a constraint.

use super::{Bound, Constraint, Limit};
use serde_json::Value;
use std::collections::HashSet;

/// How far a quotient of floats may be from an integer.
const TOLERANCE: f64 = 1e-9;

impl Constraint<'_> {
    /// Whether a value violates the constraint. A constraint of another JSON type has no effect. `matches` decides
    /// whether a string matches a pattern.
    pub(crate) fn is_violated_by(self, value: &Value, matches: impl FnOnce(&str, &str) -> bool) -> bool {
        match (self, value) {
            (Self::Count(keyword, limit), value) => count(keyword, value)
                .is_some_and(|count| if keyword.starts_with("min") { count < limit } else { count > limit }),
            (Self::Pattern(pattern), Value::String(text)) => !matches(pattern, text),
            (Self::Minimum(bound), Value::Number(number)) => {
                Limit::new(number).is_some_and(|number| number < bound.value || bound.is_excluded(number))
            }
            (Self::Maximum(bound), Value::Number(number)) => {
                Limit::new(number).is_some_and(|number| number > bound.value || bound.is_excluded(number))
            }
            (Self::MultipleOf(step), Value::Number(number)) => {
                Limit::new(number).is_some_and(|number| !number.is_multiple_of(step))
            }
            (Self::UniqueItems, Value::Array(elements)) => {
                let distinct: HashSet<String> = elements.iter().map(Value::to_string).collect();
                distinct.len() < elements.len()
            }
            (Self::Pattern(_) | Self::Minimum(_) | Self::Maximum(_) | Self::MultipleOf(_) | Self::UniqueItems, _) => {
                false
            }
        }
    }
}

/// The length or count that a keyword limits; `None` for values of another JSON type.
fn count(keyword: &str, value: &Value) -> Option<u64> {
    let count = match (keyword, value) {
        ("minLength" | "maxLength", Value::String(text)) => text.chars().count(),
        ("minItems" | "maxItems", Value::Array(elements)) => elements.len(),
        ("minProperties" | "maxProperties", Value::Object(members)) => members.len(),
        _ => return None,
    };
    u64::try_from(count).ok()
}

impl Bound {
    fn is_excluded(self, number: Limit) -> bool {
        self.exclusive && number == self.value
    }
}

impl Limit {
    /// Whether it is a multiple of another; for fractions, within the precision of a float.
    pub(crate) fn is_multiple_of(self, step: Self) -> bool {
        if let (Self::Whole(number), Self::Whole(step)) = (self, step) {
            return step == 0 || number % step == 0;
        }
        let quotient = self.float() / step.float();
        !quotient.is_finite() || (quotient - quotient.round()).abs() <= TOLERANCE * quotient.abs().max(1.0)
    }
}
