//! One of several schemas.

use super::Validator;
use crate::ir::{Constants, JsonType, Selection, Test, Union};
use serde_json::Value;

impl Validator<'_> {
    /// A value may be of any variant, unless a discriminator determines it. The violations are those of the intended variant.
    pub(super) fn union(&mut self, union: &Union, value: &Value, depth: usize) {
        if let Selection::Discriminator { property, mapping, names, .. } = &union.selection
            && let Some(tag) = value.get(property).filter(|_| value.is_object())
        {
            let selected = tag_text(tag).and_then(|tag| mapping.iter().chain(names).find(|(known, _)| *known == tag));
            let index = selected.map(|(_, index)| *index).or_else(|| union.selection.default_variant());
            match index.and_then(|index| union.variants.get(index)) {
                Some(variant) => self.value(variant.value, value, depth + 1),
                None => self.within(property, |validator| validator.report(tags(mapping))),
            }
            return;
        }
        let mut found = Vec::new();
        for (index, variant) in union.variants.iter().enumerate() {
            let violations = self.attempt(variant.value, value, depth + 1);
            if violations.is_empty() {
                return;
            }
            found.push((index, violations));
        }
        match selected(&union.selection, value)
            .and_then(|selected| found.into_iter().find(|(index, _)| *index == selected))
        {
            Some((_, violations)) => self.violations.extend(violations),
            None => self.report(unmatched(&union.selection)),
        }
    }
}

/// The intended variant of an invalid value.
fn selected(selection: &Selection, value: &Value) -> Option<usize> {
    match selection {
        Selection::Discriminator { others, .. } => {
            others.iter().find(|(json_type, _)| is(*json_type, value)).map(|(_, index)| *index)
        }
        Selection::Tests(tests) => {
            let selection = tests.iter().filter(|(test, _)| !matches!(test, Test::Fits(_)));
            let mut selection = selection.filter(|(test, _)| holds(test, value));
            selection.next().map(|(_, index)| *index)
        }
    }
}

fn unmatched(selection: &Selection) -> String {
    match selection {
        Selection::Discriminator { property, .. } => {
            format!("must be an object with the discriminator {property:?}")
        }
        Selection::Tests(_) => "must match one of its schemas".to_owned(),
    }
}

fn tags(mapping: &[(String, usize)]) -> String {
    let known: Vec<String> = mapping.iter().take(10).map(|(tag, _)| format!("{tag:?}")).collect();
    format!("must be one of {}", known.join(", "))
}

/// The text by which a discriminator's value is known: a number or boolean is its JSON.
pub(crate) fn tag_text(tag: &Value) -> Option<String> {
    match tag {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(tag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn holds(test: &Test, value: &Value) -> bool {
    match test {
        Test::TypeIs(json_type) => is(*json_type, value),
        Test::HasKey(key) => value.get(key).is_some(),
        Test::KeyIs(key, constants) => value.get(key).is_some_and(|value| is_constant(constants, value)),
        Test::Within(key, test) => value.get(key).is_some_and(|value| holds(test, value)),
        Test::ValueIs(constants) => is_constant(constants, value),
        Test::IntegerIn(least, most) => integer(value).is_some_and(|value| (*least..=*most).contains(&value)),
        Test::ItemsIn(least, most) => value.as_array().is_some_and(|items| {
            let length = u64::try_from(items.len()).unwrap_or(u64::MAX);
            *least <= length && most.is_none_or(|most| length <= most)
        }),
        Test::Equals(values) => {
            values.iter().any(|json| serde_json::from_str::<Value>(json).is_ok_and(|one| one == *value))
        }
        Test::IfPresent(key, test) => value.get(key).is_none_or(|value| holds(test, value)),
        Test::Each(test) => match value {
            Value::Array(elements) => elements.iter().all(|value| holds(test, value)),
            Value::Object(members) => members.values().all(|value| holds(test, value)),
            _ => true,
        },
        Test::Element(index, test) => value.get(index).is_none_or(|value| holds(test, value)),
        Test::All(tests) => tests.iter().all(|test| holds(test, value)),
        Test::Any(tests) => tests.iter().any(|test| holds(test, value)),
        // The violations of constraints are those of the variant that the value is of otherwise.
        Test::Satisfies(_) => true,
        Test::Fits(_) => false,
    }
}

fn integer(value: &Value) -> Option<i128> {
    value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from))
}

fn is_constant(constants: &Constants, value: &Value) -> bool {
    match (constants, value) {
        (Constants::Strings(known), Value::String(text)) => known.contains(text),
        (Constants::NumbersAndBooleans(known), Value::Number(_) | Value::Bool(_)) => {
            let text = value.to_string();
            known.contains(&text) || text.strip_suffix(".0").is_some_and(|text| known.iter().any(|known| known == text))
        }
        _ => false,
    }
}

fn is(json_type: JsonType, value: &Value) -> bool {
    match json_type {
        JsonType::Null => value.is_null(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        JsonType::Number => value.is_number(),
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}
