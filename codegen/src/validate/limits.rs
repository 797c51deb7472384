//! Constraints: lengths, bounds, counts, patterns.

use super::Validator;
use crate::ir::{Constraint, TypeId};
use regex_lite::Regex;
use serde_json::Value;

impl Validator<'_> {
    /// Checks the constraints of a type.
    pub(super) fn limits(&mut self, id: TypeId, value: &Value) {
        for constraint in self.types[id].constraints.stated() {
            let patterns = &mut self.patterns;
            // A pattern that cannot run is not checked.
            let matches = |pattern: &str, text: &str| {
                let regex = patterns.entry(id).or_insert_with(|| Regex::new(pattern).ok());
                regex.as_ref().is_none_or(|regex| regex.is_match(text))
            };
            if constraint.is_violated_by(value, matches) {
                self.report(requirement(constraint));
            }
        }
    }
}

fn requirement(constraint: Constraint<'_>) -> String {
    match constraint {
        Constraint::Count(keyword, limit) => {
            let bound = if keyword.starts_with("min") { "at least" } else { "at most" };
            let unit = match keyword {
                "minLength" | "maxLength" => "character",
                "minItems" | "maxItems" => "element",
                _ => "member",
            };
            format!("must have {bound} {limit} {unit}{}", if limit == 1 { "" } else { "s" })
        }
        Constraint::Pattern(pattern) => format!("must match the pattern {pattern}"),
        Constraint::Minimum(bound) => {
            format!("must be {} {}", if bound.exclusive { "greater than" } else { "at least" }, bound.value)
        }
        Constraint::Maximum(bound) => {
            format!("must be {} {}", if bound.exclusive { "less than" } else { "at most" }, bound.value)
        }
        Constraint::MultipleOf(step) => format!("must be a multiple of {step}"),
        Constraint::UniqueItems => "must have unique elements".to_owned(),
    }
}
