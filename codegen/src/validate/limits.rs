//! Constraints: lengths, bounds, counts, patterns.

use super::Validator;
use crate::ir::{Bound, Constraints, Limit, TypeId};
use regex_lite::Regex;
use serde_json::Value;
use std::collections::HashSet;

/// How far a quotient of floats may be from an integer.
const TOLERANCE: f64 = 1e-9;

impl Validator<'_> {
    /// Checks the limits of a type. A type has only those that apply to its kind.
    pub(super) fn limits(&mut self, id: TypeId, value: &Value) {
        let constraints = &self.types[id].constraints;
        match value {
            Value::String(text) => self.string(id, constraints, text),
            Value::Number(number) => {
                if let Some(requirement) = Limit::new(number).and_then(|number| of_number(constraints, number)) {
                    self.report(requirement);
                }
            }
            Value::Array(elements) => {
                let (least, most) = (constraints.min_items, constraints.max_items);
                self.count(elements.len(), least, most, "element");
                if constraints.unique_items && repeats(elements) {
                    self.report("must have unique elements");
                }
            }
            Value::Object(members) => {
                let (least, most) = (constraints.min_properties, constraints.max_properties);
                self.count(members.len(), least, most, "member");
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn string(&mut self, id: TypeId, constraints: &Constraints, text: &str) {
        let (least, most) = (constraints.min_length, constraints.max_length);
        if least.is_some() || most.is_some() {
            self.count(text.chars().count(), least, most, "character");
        }
        let Some(pattern) = &constraints.pattern else { return };
        let regex = self.patterns.entry(id).or_insert_with(|| Regex::new(pattern).ok());
        if regex.as_ref().is_some_and(|regex| !regex.is_match(text)) {
            self.report(format!("must match the pattern {pattern}"));
        }
    }

    fn count(&mut self, count: usize, least: Option<u64>, most: Option<u64>, what: &str) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let plural = |limit: u64| if limit == 1 { "" } else { "s" };
        if let Some(least) = least.filter(|least| count < *least) {
            self.report(format!("must have at least {least} {what}{}", plural(least)));
        }
        if let Some(most) = most.filter(|most| count > *most) {
            self.report(format!("must have at most {most} {what}{}", plural(most)));
        }
    }
}

fn of_number(constraints: &Constraints, number: Limit) -> Option<String> {
    let is_out = |bound: &Bound, beyond: bool| beyond || (bound.exclusive && number == bound.value);
    if let Some(Bound { value, exclusive }) = constraints.minimum.filter(|bound| is_out(bound, number < bound.value)) {
        return Some(format!("must be {} {value}", if exclusive { "greater than" } else { "at least" }));
    }
    if let Some(Bound { value, exclusive }) = constraints.maximum.filter(|bound| is_out(bound, number > bound.value)) {
        return Some(format!("must be {} {value}", if exclusive { "less than" } else { "at most" }));
    }
    let step = constraints.multiple_of.filter(|step| !is_multiple(number, *step))?;
    Some(format!("must be a multiple of {step}"))
}

/// Whether a number is a multiple of another; for fractions, within the precision of a float.
pub(crate) fn is_multiple(number: Limit, step: Limit) -> bool {
    if let (Limit::Whole(number), Limit::Whole(step)) = (number, step) {
        return step == 0 || number % step == 0;
    }
    let quotient = number.float() / step.float();
    !quotient.is_finite() || (quotient - quotient.round()).abs() <= TOLERANCE * quotient.abs().max(1.0)
}

fn repeats(elements: &[Value]) -> bool {
    let once: HashSet<String> = elements.iter().map(Value::to_string).collect();
    once.len() < elements.len()
}
