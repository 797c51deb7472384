//! Constraints: what a value must satisfy before it is sent. Never checked on what is received.
//!
//! Emitted types state their [`Rules`] in [`Check`]; a [`Checker`] walks them and notes every violation with the JSON
//! path of the value. Rules look at a value's JSON, as the document's constraints do: so they hold for newtypes,
//! enums, unions and models alike, and `null` or an absent value satisfies every rule.

use crate::json::as_string::{self, NoText};
use crate::json::{self, json_path, scan};
use crate::{Presence, Violation};
use regex_lite::Regex;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Display;

/// The constraints of one value. Each applies only to values of its JSON type, as JSON Schema has it.
///
/// ```
/// use specwright_runtime::Rules;
///
/// const IDS: Rules = Rules::new().min_items(1).max_items(200).items(&Rules::new().pattern("^[0-9]+$"));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    min_length: Option<u64>,
    max_length: Option<u64>,
    pattern: Option<&'static str>,
    minimum: Option<Limit>,
    maximum: Option<Limit>,
    multiple_of: Option<Operand>,
    min_items: Option<u64>,
    max_items: Option<u64>,
    unique_items: bool,
    min_properties: Option<u64>,
    max_properties: Option<u64>,
    items: Option<&'static Rules>,
    places: &'static [Rules],
}

#[derive(Debug, Clone, Copy)]
struct Limit {
    value: Operand,
    exclusive: bool,
}

/// What a number is compared with.
#[derive(Debug, Clone, Copy)]
enum Operand {
    /// An `i128` in halves, which need less room as they may begin at any word.
    Whole {
        high: i64,
        low: u64,
    },
    Float(f64),
}

impl Rules {
    /// No constraint.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            min_length: None,
            max_length: None,
            pattern: None,
            minimum: None,
            maximum: None,
            multiple_of: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            min_properties: None,
            max_properties: None,
            items: None,
            places: &[],
        }
    }

    /// At least so many Unicode code points.
    #[must_use]
    pub const fn min_length(mut self, limit: u64) -> Self {
        self.min_length = Some(limit);
        self
    }

    /// At most so many Unicode code points.
    #[must_use]
    pub const fn max_length(mut self, limit: u64) -> Self {
        self.max_length = Some(limit);
        self
    }

    /// Text in which this regular expression matches somewhere. One that `regex-lite` cannot run is ignored.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// A number not below the limit, nor, when `exclusive`, equal to it.
    #[must_use]
    pub const fn minimum(mut self, value: f64, exclusive: bool) -> Self {
        self.minimum = Some(Limit { value: Operand::Float(value), exclusive });
        self
    }

    /// As [`minimum`](Self::minimum), for an integer that a float does not hold.
    #[must_use]
    pub const fn minimum_integer(mut self, value: i128, exclusive: bool) -> Self {
        self.minimum = Some(Limit { value: Operand::integer(value), exclusive });
        self
    }

    /// A number not above the limit, nor, when `exclusive`, equal to it.
    #[must_use]
    pub const fn maximum(mut self, value: f64, exclusive: bool) -> Self {
        self.maximum = Some(Limit { value: Operand::Float(value), exclusive });
        self
    }

    /// As [`maximum`](Self::maximum), for an integer that a float does not hold.
    #[must_use]
    pub const fn maximum_integer(mut self, value: i128, exclusive: bool) -> Self {
        self.maximum = Some(Limit { value: Operand::integer(value), exclusive });
        self
    }

    /// A whole multiple of a number above zero; for fractions to within rounding.
    #[must_use]
    pub const fn multiple_of(mut self, divisor: f64) -> Self {
        self.multiple_of = Some(Operand::Float(divisor));
        self
    }

    /// As [`multiple_of`](Self::multiple_of), for an integer that a float does not hold.
    #[must_use]
    pub const fn multiple_of_integer(mut self, divisor: i128) -> Self {
        self.multiple_of = Some(Operand::integer(divisor));
        self
    }

    /// At least so many elements.
    #[must_use]
    pub const fn min_items(mut self, limit: u64) -> Self {
        self.min_items = Some(limit);
        self
    }

    /// At most so many elements.
    #[must_use]
    pub const fn max_items(mut self, limit: u64) -> Self {
        self.max_items = Some(limit);
        self
    }

    /// No element twice.
    #[must_use]
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// At least so many keys.
    #[must_use]
    pub const fn min_properties(mut self, limit: u64) -> Self {
        self.min_properties = Some(limit);
        self
    }

    /// At most so many keys.
    #[must_use]
    pub const fn max_properties(mut self, limit: u64) -> Self {
        self.max_properties = Some(limit);
        self
    }

    /// What every element of a list, or every value of a map, must satisfy.
    #[must_use]
    pub const fn items(mut self, rules: &'static Rules) -> Self {
        self.items = Some(rules);
        self
    }

    /// What the element in each place of a list must satisfy, from the first on.
    #[must_use]
    pub const fn places(mut self, rules: &'static [Rules]) -> Self {
        self.places = rules;
        self
    }

    /// Whether the number of a list's elements is not all that counts.
    const fn look_at_elements(&self) -> bool {
        self.unique_items || self.items.is_some() || !self.places.is_empty()
    }
}

/// A type that knows its constraints, or holds values that do.
pub trait Check {
    /// Notes every violation inside this value.
    fn check(&self, at: &mut Checker);
}

/// Walks a value and collects what violates its constraints.
#[derive(Debug)]
pub struct Checker {
    /// Their paths begin at the value at hand: on the way out of it each is given the step that led there, so that values
    /// without any cost none.
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

    fn walk(check: impl FnOnce(&mut Self)) -> Vec<Violation> {
        let mut checker = Self { violations: Vec::new() };
        checker.within(|path| path.push_str(json_path::ROOT), check);
        checker.violations
    }

    /// The property `name` of the value at hand must satisfy `rules`.
    pub fn rules<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, rules: Rules) {
        self.within(|path| json_path::push_key(path, name), |at| at.value(value, rules));
    }

    /// The property `name` of the value at hand knows its constraints.
    pub fn check<T: Check + ?Sized>(&mut self, name: &str, value: &T) {
        self.within(|path| json_path::push_key(path, name), |at| value.check(at));
    }

    /// The property `name` of the value at hand is required in requests, though responses may be without it.
    pub fn required(&mut self, name: &str, is_there: bool) {
        let reason = || "must be set: it is required in requests".to_owned();
        self.within(|path| json_path::push_key(path, name), |at| at.require(is_there, reason));
    }

    /// The value at hand must satisfy `rules`.
    pub fn value<T: Serialize + ?Sized>(&mut self, value: &T, rules: Rules) {
        match as_string::read(value, |text| self.text(text, &rules)) {
            Ok(()) => {}
            Err(NoText::List(length)) if !rules.look_at_elements() => self.length(length, &rules),
            Err(_) => {
                // What cannot be written as JSON is reported where it is written.
                if let Ok(json) = json::text(value) {
                    self.apply(&json, &rules);
                }
            }
        }
    }

    /// The value at hand is another type's value, such as that of a union's variant.
    pub fn value_check<T: Check + ?Sized>(&mut self, value: &T) {
        value.check(self);
    }

    fn within(&mut self, step: impl FnOnce(&mut String), check: impl FnOnce(&mut Self)) {
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
                format!("must hold no element twice, repeats one at index {}", repeated.unwrap_or_default())
            });
        }
        for (index, element) in elements.iter().enumerate() {
            for rules in rules.items.into_iter().chain(rules.places.get(index)) {
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

/// A number of a JSON text; whole ones stay exact.
enum Number {
    Whole(i128),
    Float(f64),
}

impl Number {
    fn read(json: &str) -> Self {
        match json.parse() {
            Ok(whole) => Self::Whole(whole),
            Err(_) => Self::Float(json.parse().unwrap_or(f64::NAN)),
        }
    }

    fn compare(&self, limit: Operand) -> std::cmp::Ordering {
        match (self, limit.whole()) {
            (Self::Whole(number), Some(limit)) => number.cmp(&limit),
            _ => self.float().partial_cmp(&limit.float()).unwrap_or(std::cmp::Ordering::Equal),
        }
    }

    fn is_multiple_of(&self, divisor: Operand) -> bool {
        if let (Self::Whole(number), Some(divisor)) = (self, divisor.whole()) {
            return divisor == 0 || number.checked_rem(divisor).is_none_or(|rest| rest == 0);
        }
        // 0.3 / 0.1 is not quite 3: binary fractions are near their decimal text, not at it.
        let quotient = self.float() / divisor.float();
        (quotient - quotient.round()).abs() <= quotient.abs().max(1.0) * 1e-9
    }

    #[expect(clippy::cast_precision_loss, reason = "only compared with a fraction, to the precision of one")]
    fn float(&self) -> f64 {
        match self {
            Self::Whole(number) => *number as f64,
            Self::Float(number) => *number,
        }
    }
}

impl Operand {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "each half is the half that is meant")]
    const fn integer(number: i128) -> Self {
        Self::Whole { high: (number >> 64) as i64, low: number as u64 }
    }

    fn whole(self) -> Option<i128> {
        match self {
            Self::Whole { high, low } => Some((i128::from(high) << 64) | i128::from(low)),
            Self::Float(number) => whole(number),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "only compared with a fraction, to the precision of one")]
    fn float(self) -> f64 {
        match self {
            Self::Whole { .. } => self.whole().unwrap_or_default() as f64,
            Self::Float(number) => number,
        }
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole { .. } => self.whole().unwrap_or_default().fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}

/// The integer that a float is.
#[expect(clippy::cast_possible_truncation, reason = "whole and within the bounds of i128, as tested")]
fn whole(number: f64) -> Option<i128> {
    (number.fract() == 0.0 && number.abs() < 1e38).then_some(number as i128)
}

/// Whether a pattern matches somewhere in a text, as one does that cannot be run: the generator has warned of it.
///
/// Each thread compiles each pattern once, and keeps it: threads that share one wait for each other.
fn matches(pattern: &'static str, text: &str) -> bool {
    thread_local! {
        static COMPILED: RefCell<HashMap<&'static str, Option<Regex>>> = RefCell::default();
    }
    COMPILED.with_borrow_mut(|compiled| {
        let regex = compiled.entry(pattern).or_insert_with(|| Regex::new(pattern).ok());
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    })
}

impl<T: Check> Check for Vec<T> {
    fn check(&self, at: &mut Checker) {
        for (index, element) in self.iter().enumerate() {
            at.within(|path| json_path::push_index(path, index), |at| element.check(at));
        }
    }
}

impl<T: Check> Check for BTreeMap<String, T> {
    fn check(&self, at: &mut Checker) {
        for (key, value) in self {
            at.check(key, value);
        }
    }
}

impl<T: Check, S> Check for HashMap<String, T, S> {
    fn check(&self, at: &mut Checker) {
        // In the order of the keys, so that a message is the same each time.
        let members: BTreeMap<&String, &T> = self.iter().collect();
        for (key, value) in members {
            at.check(key, value);
        }
    }
}

#[cfg(feature = "indexmap")]
impl<T: Check, S> Check for indexmap::IndexMap<String, T, S> {
    fn check(&self, at: &mut Checker) {
        for (key, value) in self {
            at.check(key, value);
        }
    }
}

impl Check for Map<String, Value> {
    /// Values of no described type have no constraints.
    fn check(&self, _: &mut Checker) {}
}

impl<T: Check> Check for Option<T> {
    fn check(&self, at: &mut Checker) {
        if let Some(value) = self {
            value.check(at);
        }
    }
}

impl<T: Check> Check for Presence<T> {
    fn check(&self, at: &mut Checker) {
        if let Some(value) = self.value() {
            value.check(at);
        }
    }
}

impl<T: Check + ?Sized> Check for Box<T> {
    fn check(&self, at: &mut Checker) {
        (**self).check(at);
    }
}

impl<T: Check + ?Sized> Check for &T {
    fn check(&self, at: &mut Checker) {
        (**self).check(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DateTime;
    use serde_json::json;

    fn reasons<T: Serialize + ?Sized>(value: &T, rules: Rules) -> Vec<String> {
        Checker::violations_of(value, rules).into_iter().map(|violation| violation.reason).collect()
    }

    #[test]
    fn length_counts_code_points() {
        assert_eq!(reasons("äöü", Rules::new().max_length(3).min_length(3)), Vec::<String>::new());
        assert_eq!(reasons(&"x".repeat(63), Rules::new().max_length(50)), ["must be at most 50 characters, has 63"]);
        assert_eq!(reasons("", Rules::new().min_length(1)), ["must be at least 1 character, has 0"]);
        // An escape is one character.
        assert_eq!(reasons("\n\"", Rules::new().max_length(2)), Vec::<String>::new());
    }

    #[test]
    fn patterns_match_anywhere_and_bad_ones_are_ignored() {
        assert!(reasons("a1b", Rules::new().pattern("[0-9]")).is_empty());
        assert_eq!(reasons("ab", Rules::new().pattern("^[0-9]+$")), ["must match the pattern `^[0-9]+$`"]);
        assert!(reasons("ab", Rules::new().pattern("(?=x)")).is_empty());
    }

    #[test]
    fn bounds_are_exact_for_integers_of_any_size() {
        let at_least = |limit, exclusive| Rules::new().minimum(limit, exclusive);
        let at_most = |limit, exclusive| Rules::new().maximum(limit, exclusive);
        assert!(reasons(&5, at_least(5.0, false)).is_empty());
        assert_eq!(reasons(&5, at_least(5.0, true)), ["must be greater than 5, is 5"]);
        assert_eq!(reasons(&5.5, at_most(5.0, false)), ["must be at most 5, is 5.5"]);
        assert_eq!(reasons(&-1, at_least(0.0, false)), ["must be at least 0, is -1"]);
        assert!(reasons(&-0.0, at_least(0.0, false)).is_empty());
        // As floats, both sides would be the same.
        let two_to_53 = 9_007_199_254_740_992.0;
        assert_eq!(reasons(&9_007_199_254_740_993_i64, at_most(two_to_53, false)).len(), 1);
        assert_eq!(reasons(&(i128::from(u64::MAX) + 1), at_most(18_446_744_073_709_551_616.0, true)).len(), 1);
    }

    #[test]
    fn multiples_allow_for_binary_fractions() {
        let step = |step| Rules::new().multiple_of(step);
        assert!(reasons(&0.3, step(0.1)).is_empty());
        assert!(reasons(&19.99, step(0.01)).is_empty());
        assert!(reasons(&9_007_199_254_740_994_i64, step(2.0)).is_empty());
        assert_eq!(reasons(&9_007_199_254_740_993_i64, step(2.0)).len(), 1);
        assert_eq!(reasons(&0.35, step(0.1)), ["must be a multiple of 0.1, is 0.35"]);
    }

    #[test]
    fn limits_beyond_a_float_are_exact() {
        let largest = i128::from(u64::MAX);
        let rules = Rules::new().maximum_integer(largest - 1, false).minimum_integer(largest - 1, true);
        assert!(reasons(&-5_i64, Rules::new().minimum_integer(-5, false)).is_empty());
        let expected = ["must be at most 18446744073709551614, is 18446744073709551615"];
        assert_eq!(reasons(&u64::MAX, rules), expected);
        assert_eq!(
            reasons(&(u64::MAX - 1), rules),
            ["must be greater than 18446744073709551614, is 18446744073709551614"]
        );
        let step = Rules::new().multiple_of_integer(largest);
        assert!(reasons(&u64::MAX, step).is_empty());
        assert_eq!(reasons(&(u64::MAX - 1), step).len(), 1);
    }

    #[test]
    fn each_place_of_a_tuple_has_its_own_rules() {
        const PLACES: [Rules; 2] = [Rules::new().max_length(1), Rules::new().minimum(0.0, false)];
        let found = Checker::violations_of(&("ab", -1, "cde"), Rules::new().places(&PLACES));
        let found: Vec<_> = found.iter().map(|violation| violation.path.as_str()).collect();
        assert_eq!(found, ["$[0]", "$[1]"]);
    }

    #[test]
    fn lists_and_maps_are_counted_and_walked() {
        const SHORT: Rules = Rules::new().max_length(1);
        let list = Checker::violations_of(&["a", "bc", "a"], Rules::new().max_items(2).unique_items().items(&SHORT));
        let list: Vec<_> = list.iter().map(|violation| (violation.path.as_str(), violation.reason.as_str())).collect();
        let expected = [
            ("$", "must be at most 2 elements, has 3"),
            ("$", "must hold no element twice, repeats one at index 2"),
            ("$[1]", "must be at most 1 character, has 2"),
        ];
        assert_eq!(list, expected);
        let map = json!({"a b": "xy"});
        let map = Checker::violations_of(&map, Rules::new().min_properties(2).items(&SHORT));
        assert_eq!(map[0].reason, "must be at least 2 keys, has 1");
        assert_eq!(map[1].path, r#"$["a b"]"#);
    }

    #[test]
    fn rules_pass_by_values_of_other_types() {
        let rules = Rules::new().min_length(99).minimum(99.0, false).min_items(99).min_properties(99);
        for value in [json!(null), json!(true)] {
            assert!(reasons(&value, rules).is_empty());
        }
        assert!(reasons(&None::<String>, rules).is_empty());
        assert!(reasons(&Presence::<i64>::Null, rules).is_empty());
        assert_eq!(reasons(&Presence::from(1), rules).len(), 1);
        let time: DateTime = "2024-05-06T07:08:09Z".parse().unwrap();
        assert!(reasons(&time, Rules::new().maximum(0.0, false)).is_empty());
    }
}
