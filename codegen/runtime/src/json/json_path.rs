//! JSON paths such as `$.users[0].id`, by which messages locate a value.

use crate::json::scan::{self, Step};
use serde_json::Value;

/// The whole text.
pub(crate) const ROOT: &str = "$";

/// Appends a member of an object. Keys that are not plain words are quoted: `$["a b"]`.
pub(crate) fn push_key(path: &mut String, key: &str) {
    if is_word(key) {
        path.push('.');
        path.push_str(key);
    } else {
        path.push('[');
        path.push_str(&Value::from(key).to_string());
        path.push(']');
    }
}

/// Appends an element of an array.
pub(crate) fn push_index(path: &mut String, index: usize) {
    path.push('[');
    path.push_str(&index.to_string());
    path.push(']');
}

fn is_word(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// `inner`, relative to the value at `outer`.
pub(crate) fn join(outer: &str, inner: &str) -> String {
    format!("{outer}{}", inner.strip_prefix(ROOT).unwrap_or(inner))
}

/// Splits `at <path>: <message>`.
///
/// Keys may hold any text, colons included, but such keys are quoted; so the path ends at the first `: ` outside quotes.
pub(crate) fn split_message(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("at ").filter(|rest| rest.starts_with(ROOT))?;
    let (mut quoted, mut escaped) = (false, false);
    for (position, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b':' if !quoted => return Some((&rest[..position], rest[position + 1..].trim_start())),
            _ => {}
        }
    }
    None
}

/// The part of a JSON text at a path.
pub(crate) fn find<'a>(json: &'a str, path: &str) -> Option<&'a str> {
    match &steps(path)?[..] {
        [] => Some(json),
        steps => scan::at(json, steps),
    }
}

/// The steps of a path; `None` for a string that is not a path.
pub(crate) fn steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut rest = path.strip_prefix(ROOT)?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = next_step(rest)?;
        steps.push(step);
        rest = after;
    }
    Some(steps)
}

fn next_step(rest: &str) -> Option<(Step<'_>, &str)> {
    if let Some(word) = rest.strip_prefix('.') {
        let end = word.find(['.', '[']).unwrap_or(word.len());
        return Some((Step::Key(word[..end].into()), &word[end..]));
    }
    let inside = rest.strip_prefix('[')?;
    if inside.starts_with('"') {
        let mut strings = serde_json::Deserializer::from_str(inside).into_iter::<String>();
        let key = strings.next()?.ok()?;
        let after = inside[strings.byte_offset()..].strip_prefix(']')?;
        return Some((Step::Key(key.into()), after));
    }
    let (index, after) = inside.split_once(']')?;
    Some((Step::Index(index.parse().ok()?), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_paths_quote_keys_that_are_not_identifiers() {
        let mut path = ROOT.to_owned();
        push_key(&mut path, "users");
        push_index(&mut path, 3);
        push_key(&mut path, "a \"b\": c");
        assert_eq!(path, r#"$.users[3]["a \"b\": c"]"#);
        assert_eq!(steps(&path).unwrap(), [Step::Key("users".into()), Step::Index(3), Step::Key("a \"b\": c".into())]);
    }

    #[test]
    fn json_paths_with_quoted_separators_are_split_from_the_message() {
        let text = r#"at $["a\": b"].c: expected: nothing"#;
        assert_eq!(split_message(text), Some((r#"$["a\": b"].c"#, "expected: nothing")));
        assert_eq!(split_message("at home: none"), None);
        assert_eq!(join("$.x", "$[1]"), "$.x[1]");
    }

    #[test]
    fn json_paths_find_values_in_json_text() {
        let json = r#"{"a b":[1,{"c":"d"}],"a b2":0}"#;
        assert_eq!(find(json, r#"$["a b"][1].c"#), Some(r#""d""#));
        assert_eq!(find(json, "$"), Some(json));
        assert_eq!(find(json, "$.none"), None);
        assert_eq!(find(json, r#"$["a b"][7]"#), None);
        assert_eq!(find(json, r#"$["a b"].c"#), None);
        assert_eq!(find(json, r#"$["a b2"]"#), Some("0"));
        assert_eq!(find(r#"{"a":1,"a":2}"#, "$.a"), Some("1"));
    }

    /// Takes one pass for any number of steps, since hostile nesting results in long paths.
    #[test]
    fn long_json_paths_find_deeply_nested_values() {
        let deep = format!("{}1{}", "[".repeat(500_000), "]".repeat(500_000));
        let found = find(&deep, &format!("${}", "[0]".repeat(120))).unwrap();
        assert_eq!(found.len(), deep.len() - 240);
        assert_eq!(find(&deep, &format!("${}", "[0]".repeat(1_000))), None);
    }
}
