//! Values with one thing in them changed.

use serde_json::{Map, Value, json};

/// Replacement values: one of each type, and strings and numbers that no document lists.
fn others() -> [Value; 8] {
    [json!(null), json!(true), json!(-7193), json!(0.5), json!("not listed"), json!([]), json!({}), json!([{}])]
}

/// Every value that differs from this one at one position, with the change.
pub(crate) fn changed(value: &Value) -> Vec<(Value, String)> {
    let mut changed: Vec<(Value, String)> = others()
        .into_iter()
        .map(|other| {
            let what = format!("{other} in its place");
            (other, what)
        })
        .collect();
    match value {
        Value::Object(members) => {
            changed.extend(members.keys().map(|key| (without(members, key), format!("without `{key}`"))));
            changed
                .push((with(members, "not described", json!(1)), "with a property that is not described".to_owned()));
            for (key, member) in members {
                let inside = self::changed(member).into_iter();
                changed.extend(inside.map(|(member, what)| (with(members, key, member), format!("{key}: {what}"))));
            }
        }
        Value::Array(items) => {
            changed.push((items.iter().skip(1).cloned().collect(), "without the first".to_owned()));
            changed.push((items.iter().chain(items.last()).cloned().collect(), "the last twice".to_owned()));
            for (index, item) in items.iter().enumerate() {
                changed.extend(self::changed(item).into_iter().map(|(item, what)| {
                    let mut items = items.clone();
                    items[index] = item;
                    (items.into(), format!("{index}: {what}"))
                }));
            }
        }
        _ => {}
    }
    changed
}

fn without(members: &Map<String, Value>, key: &str) -> Value {
    let remaining = members.iter().filter(|(name, _)| *name != key);
    Value::Object(remaining.map(|(name, value)| (name.clone(), value.clone())).collect())
}

fn with(members: &Map<String, Value>, key: &str, value: Value) -> Value {
    let mut members = members.clone();
    members.insert(key.to_owned(), value);
    Value::Object(members)
}
