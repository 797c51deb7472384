use super::*;
use crate::{DateTime, Presence};
use serde::Serialize;
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
fn patterns_are_unanchored_and_invalid_ones_ignored() {
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
fn multiple_of_tolerates_binary_fractions() {
    let step = |step| Rules::new().multiple_of(step);
    assert!(reasons(&0.3, step(0.1)).is_empty());
    assert!(reasons(&19.99, step(0.01)).is_empty());
    assert!(reasons(&9_007_199_254_740_994_i64, step(2.0)).is_empty());
    assert_eq!(reasons(&9_007_199_254_740_993_i64, step(2.0)).len(), 1);
    assert_eq!(reasons(&0.35, step(0.1)), ["must be a multiple of 0.1, is 0.35"]);
}

#[test]
fn integer_limits_beyond_f64_are_exact() {
    let largest = i128::from(u64::MAX);
    let rules = Rules::new().maximum_integer(largest - 1, false).minimum_integer(largest - 1, true);
    assert!(reasons(&-5_i64, Rules::new().minimum_integer(-5, false)).is_empty());
    let expected = ["must be at most 18446744073709551614, is 18446744073709551615"];
    assert_eq!(reasons(&u64::MAX, rules), expected);
    assert_eq!(reasons(&(u64::MAX - 1), rules), ["must be greater than 18446744073709551614, is 18446744073709551614"]);
    let step = Rules::new().multiple_of_integer(largest);
    assert!(reasons(&u64::MAX, step).is_empty());
    assert_eq!(reasons(&(u64::MAX - 1), step).len(), 1);
}

#[test]
fn each_position_of_a_tuple_has_its_own_rules() {
    const PREFIX_ITEMS: [Rules; 2] = [Rules::new().max_length(1), Rules::new().minimum(0.0, false)];
    let found = Checker::violations_of(&("ab", -1, "cde"), Rules::new().prefix_items(&PREFIX_ITEMS));
    let found: Vec<_> = found.iter().map(|violation| violation.path.as_str()).collect();
    assert_eq!(found, ["$[0]", "$[1]"]);
}

#[test]
fn arrays_and_maps_are_counted_and_their_elements_checked() {
    const SHORT: Rules = Rules::new().max_length(1);
    let list = Checker::violations_of(&["a", "bc", "a"], Rules::new().max_items(2).unique_items().items(&SHORT));
    let list: Vec<_> = list.iter().map(|violation| (violation.path.as_str(), violation.reason.as_str())).collect();
    let expected = [
        ("$", "must be at most 2 elements, has 3"),
        ("$", "must have unique elements, repeats one at index 2"),
        ("$[1]", "must be at most 1 character, has 2"),
    ];
    assert_eq!(list, expected);
    let map = json!({"a b": "xy"});
    let map = Checker::violations_of(&map, Rules::new().min_properties(2).items(&SHORT));
    assert_eq!(map[0].reason, "must be at least 2 keys, has 1");
    assert_eq!(map[1].path, r#"$["a b"]"#);
}

#[test]
fn rules_ignore_values_of_other_types() {
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
