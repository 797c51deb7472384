//! The checker, which walks a value and collects violated constraints.

use super::Check;
use super::number::Number;
use super::rules::{Limit, Rules};
use crate::Violation;
use crate::json::as_string::{self, NoText};
use crate::json::{self, json_path, scan};
use regex_lite::Regex;
use serde::Serialize;
use serde_json::value::RawValue;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt::Display;

/// Walks a value and collects violated constraints.
#[derive(Debug)]
pub struct Checker {
    /// Their paths are relative to the current value: each step is prepended on the way out, so that values without
    /// violations cost nothing.
    violations: Vec<Violation>,
}

impl Checker {
    /// Every violation inside a value.
    #[must_use]
    pub fn violations<T: Check + ?Sized>(value: &T) -> Vec<Violation> {
        Self::walk(|at| value.check(at))
    }

    /// Every violation of `rules` by a value.
    #[must_use]
    pub fn violations_of<T: Serialize + ?Sized>(value: &T, rules: Rules) -> Vec<Violation> {
        Self::walk(|at| at.value(value, rules))
    }

    /// Whether the value of a JSON text satisfies `rules`.
    pub(crate) fn allows(json: &str, rules: &Rules) -> bool {
        let mut checker = Self { violations: Vec::new() };
        checker.apply(json, rules);
        checker.violations.is_empty()
    }

    fn walk(check: impl FnOnce(&mut Self)) -> Vec<Violation> {
        let mut checker = Self { violations: Vec::new() };
        checker.within(|path| path.push_str(json_path::ROOT), check);
        checker.violations
    }

    /// The property `name` of the current value must satisfy `rules`.
    pub fn rules<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, rules: Rules) {
        self.within(|path| json_path::push_key(path, name), |at| at.value(value, rules));
    }

    /// Checks the property `name` of the current value by its own constraints.
    pub fn check<T: Check + ?Sized>(&mut self, name: &str, value: &T) {
        self.within(|path| json_path::push_key(path, name), |at| value.check(at));
    }

    /// The property `name` of the checked value is required in requests, though responses may be without it.
    pub fn required(&mut self, name: &str, is_there: bool) {
        let reason = || "must be set: it is required in requests".to_owned();
        self.within(|path| json_path::push_key(path, name), |at| at.require(is_there, reason));
    }

    /// The current value must satisfy `rules`.
    pub fn value<T: Serialize + ?Sized>(&mut self, value: &T, rules: Rules) {
        match as_string::read(value, |text| self.text(text, &rules)) {
            Ok(()) => {}
            Err(NoText::List(length)) if !rules.look_at_elements() => self.length(length, &rules),
            Err(_) => {
                // A value that cannot be written as JSON is reported when it is written.
                if let Ok(json) = json::text(value) {
                    self.apply(&json, &rules);
                }
            }
        }
    }

    /// Checks the current value as one of another type, such as that of a union's variant.
    pub fn value_check<T: Check + ?Sized>(&mut self, value: &T) {
        value.check(self);
    }

    pub(super) fn within(&mut self, step: impl FnOnce(&mut String), check: impl FnOnce(&mut Self)) {
        let others = self.violations.len();
        check(self);
        if self.violations.len() > others {
            let mut prefix = String::new();
            step(&mut prefix);
            self.violations[others..].iter_mut().for_each(|violation| violation.path.insert_str(0, &prefix));
        }
    }

    fn require(&mut self, holds: bool, reason: impl FnOnce() -> String) {
        if !holds {
            self.violations.push(Violation { path: String::new(), reason: reason() });
        }
    }

    fn apply(&mut self, json: &str, rules: &Rules) {
        match json.as_bytes().first() {
            Some(b'"') => self.text(&scan::text(json).unwrap_or_default(), rules),
            Some(b'[') => self.list(json, rules),
            Some(b'{') => self.object(json, rules),
            Some(b'-' | b'0'..=b'9') => self.number(json, rules),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, rules: &Rules) {
        if rules.min_length.is_some() || rules.max_length.is_some() {
            self.size(text.chars().count(), rules.min_length, rules.max_length, "character");
        }
        if let Some(pattern) = rules.pattern {
            self.require(matches(pattern, text), || format!("must match the pattern `{pattern}`"));
        }
    }

    fn length(&mut self, length: usize, rules: &Rules) {
        self.size(length, rules.min_items, rules.max_items, "element");
    }

    fn list(&mut self, json: &str, rules: &Rules) {
        let elements: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
        self.length(elements.len(), rules);
        if rules.unique_items {
            let mut seen = HashSet::new();
            let repeated = elements.iter().position(|element| !seen.insert(element.get()));
            self.require(repeated.is_none(), || {
                format!("must have unique elements, repeats one at index {}", repeated.unwrap_or_default())
            });
        }
        for (index, element) in elements.iter().enumerate() {
            for rules in rules.items.into_iter().chain(rules.prefix_items.get(index)) {
                self.within(|path| json_path::push_index(path, index), |at| at.apply(element.get(), rules));
            }
        }
    }

    fn object(&mut self, json: &str, rules: &Rules) {
        let members = scan::members(json).unwrap_or_default();
        self.size(members.len(), rules.min_properties, rules.max_properties, "key");
        let Some(rules) = rules.items else { return };
        for (key, value) in members {
            self.within(|path| json_path::push_key(path, &key), |at| at.apply(value.get(), rules));
        }
    }

    fn size(&mut self, size: usize, min: Option<u64>, max: Option<u64>, what: &str) {
        let size = size as u64;
        if let Some(min) = min {
            self.require(size >= min, || format!("must be at least {}, has {size}", counted(min, what)));
        }
        if let Some(max) = max {
            self.require(size <= max, || format!("must be at most {}, has {size}", counted(max, what)));
        }
    }

    fn number(&mut self, json: &str, rules: &Rules) {
        let number = Number::read(json);
        if let Some(Limit { value, exclusive }) = rules.minimum {
            let order = number.compare(value);
            self.require(order.is_gt() || (order.is_eq() && !exclusive), || {
                format!("must be {} {value}, is {json}", if exclusive { "greater than" } else { "at least" })
            });
        }
        if let Some(Limit { value, exclusive }) = rules.maximum {
            let order = number.compare(value);
            self.require(order.is_lt() || (order.is_eq() && !exclusive), || {
                format!("must be {} {value}, is {json}", if exclusive { "less than" } else { "at most" })
            });
        }
        if let Some(divisor) = rules.multiple_of {
            self.require(number.is_multiple_of(divisor), || format!("must be a multiple of {divisor}, is {json}"));
        }
    }
}

fn counted(count: u64, what: &str) -> impl Display {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Whether a pattern matches somewhere in a string. A pattern that is not supported matches everything: the generator
/// has warned about it.
///
/// Each thread compiles and caches each pattern: a shared cache would make threads wait for each other.
fn matches(pattern: &'static str, text: &str) -> bool {
    thread_local! {
        static COMPILED: RefCell<HashMap<&'static str, Option<Regex>>> = RefCell::default();
    }
    COMPILED.with_borrow_mut(|compiled| {
        let regex = compiled.entry(pattern).or_insert_with(|| Regex::new(pattern).ok());
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    })
}
