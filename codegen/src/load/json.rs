//! JSON text to a tree of values, with duplicate keys noticed.

use super::problem::Problem;
use super::yaml::too_deep;
use crate::diagnostics::Code;
use crate::pointer::Pointer;
use crate::source::Index;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Value};
use std::fmt;
use std::ops::Range;

/// How many duplicate keys are reported for one file.
const MAX_DUPLICATES: usize = 20;

/// Reads a JSON text, and tells the warnings about it: for a key that stands there twice the last value counts, as
/// for other readers of JSON.
///
/// # Errors
///
/// What is wrong with the syntax. Nesting is limited by `serde_json`, at the depth that YAML has here, too.
pub(super) fn parse(text: &str) -> Result<(Value, Vec<Problem>), Problem> {
    let mut duplicates = Vec::new();
    let root = Step { parent: None, name: Name::Root };
    let mut reader = serde_json::Deserializer::from_str(text);
    let seed = Node { step: &root, duplicates: &mut duplicates };
    let value = seed
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| syntax_error(text, &error))?;
    Ok((value, warnings(text, duplicates)))
}

/// A key that an object has more than once.
struct Duplicate {
    object: Pointer,
    key: String,
}

/// The way to a node while it is read: made into a pointer only when there is something to say.
struct Step<'s> {
    parent: Option<&'s Step<'s>>,
    name: Name<'s>,
}

enum Name<'s> {
    Root,
    Key(&'s str),
    Index(usize),
}

impl Step<'_> {
    fn pointer(&self) -> Pointer {
        let mut steps = Vec::new();
        let mut next = Some(self);
        while let Some(step) = next {
            steps.push(&step.name);
            next = step.parent;
        }
        let names = steps.into_iter().rev();
        names.fold(Pointer::root(), |pointer, name| match name {
            Name::Root => pointer,
            Name::Key(key) => pointer.key(key),
            Name::Index(index) => pointer.index(*index),
        })
    }
}

/// Reads one node.
struct Node<'s> {
    step: &'s Step<'s>,
    duplicates: &'s mut Vec<Duplicate>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        loop {
            let step = Step { parent: Some(self.step), name: Name::Index(array.len()) };
            let seed = Node { step: &step, duplicates: &mut *self.duplicates };
            match items.next_element_seed(seed)? {
                Some(item) => array.push(item),
                None => return Ok(array.into()),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let step = Step { parent: Some(self.step), name: Name::Key(&key) };
            let seed = Node { step: &step, duplicates: &mut *self.duplicates };
            let value = entries.next_value_seed(seed)?;
            match object.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    if self.duplicates.len() < MAX_DUPLICATES {
                        let (object, key) = (self.step.pointer(), entry.key().clone());
                        self.duplicates.push(Duplicate { object, key });
                    }
                    entry.insert(value);
                }
            }
        }
        Ok(object.into())
    }
}

fn warnings(text: &str, duplicates: Vec<Duplicate>) -> Vec<Problem> {
    if duplicates.is_empty() {
        return Vec::new();
    }
    let mut index = Index::json(text);
    duplicates.into_iter().filter_map(|duplicate| warning(&mut index, &duplicate)).collect()
}

fn warning(index: &mut Index<'_>, duplicate: &Duplicate) -> Option<Problem> {
    let Duplicate { object, key } = duplicate;
    let places = index.keys_named(object, key);
    let (first, last) = (places.first()?.clone(), places.last()?.clone());
    let message = format!("the key `{key}` stands here again, and its last value counts");
    Some(Problem::warning(Code::DuplicateKey, last, message).also(first, "first here").help("keep one of the two"))
}

fn syntax_error(text: &str, error: &serde_json::Error) -> Problem {
    let at = position(text, error);
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let problem = |message: &str| Problem::error(Code::Syntax, at.clone(), message);
    match said {
        "recursion limit exceeded" => too_deep(at),
        "trailing comma" => problem("a comma stands before the closing bracket")
            .help("remove the comma: JSON allows none after the last item"),
        "trailing characters" => problem("text follows the end of the JSON value"),
        "key must be a string" => problem("a key must be a text in double quotes"),
        "expected value" => {
            problem("expected a value").help("a text stands in double quotes, and JSON has no comments")
        }
        "EOF while parsing a value" => problem("the file ends where a value should be"),
        "EOF while parsing a string" => problem("the file ends inside a text in quotes"),
        "EOF while parsing an object" => {
            problem("the file ends inside an object").help("check that every `{` is closed")
        }
        "EOF while parsing a list" => problem("the file ends inside an array").help("check that every `[` is closed"),
        _ if said.starts_with("control character") => {
            problem("a line break or control character stands inside a text in quotes")
                .help("write it as an escape, such as `\\n` or `\\t`")
        }
        said => problem(said),
    }
}

/// The character that an error is about. `serde_json` counts bytes, from 1, 0 being the line break before.
fn position(text: &str, error: &serde_json::Error) -> Range<usize> {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let mut at = (start + error.column()).saturating_sub(1).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let rest = text.get(at..).unwrap_or_default();
    let character = rest.chars().next().filter(|character| !character.is_control());
    at..at + character.map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::diagnostics::Code;
    use crate::load::MAX_DEPTH;
    use serde_json::json;

    #[track_caller]
    fn fails(text: &str, code: Code, at: &str, message: &str) {
        let problem = parse(text).unwrap_err();
        let found = (problem.code, &text[problem.at.clone()], problem.message.as_str());
        assert_eq!(found, (code, at, message), "{text}");
    }

    #[test]
    fn values_are_those_of_serde_json() {
        for text in ["null", "[true, -1, 18446744073709551615, 1e3, 1.0]", r#"{"b": "\n", "a": [{}, []]}"#, " 1 "] {
            let (value, warnings) = parse(text).unwrap();
            assert_eq!(value, serde_json::from_str::<serde_json::Value>(text).unwrap());
            assert_eq!(value.to_string(), serde_json::from_str::<serde_json::Value>(text).unwrap().to_string());
            assert!(warnings.is_empty());
        }
    }

    #[test]
    fn the_last_of_two_keys_counts() {
        let text = r#"{"a": {"x/y": 1, "é": 2, "x/y": 3}, "b": [0, {"c": 1, "c": 2}], "a": {"d": 4}}"#;
        let (value, warnings) = parse(text).unwrap();
        assert_eq!(value, json!({"a": {"d": 4}, "b": [0, {"c": 2}]}));
        let places: Vec<_> = warnings
            .iter()
            .map(|warning| (&text[warning.at.clone()], warning.at.start, warning.related[0].0.start))
            .collect();
        assert_eq!(places, [("\"c\"", 55, 47), ("\"a\"", 65, 1)]);
    }

    #[test]
    fn problems_are_said_in_plain_words() {
        for (text, at, message) in [
            ("{\"a\": 1,}", "}", "a comma stands before the closing bracket"),
            ("[1,\n2,\n]", "]", "a comma stands before the closing bracket"),
            ("{\"a\" 1}", "1", "expected `:`"),
            ("{\"é\": é}", "é", "expected a value"),
            ("{a: 1}", "a", "a key must be a text in double quotes"),
            ("{\"a\": 1 \"b\": 2}", "\"", "expected `,` or `}`"),
            ("[1] x", "x", "text follows the end of the JSON value"),
            ("{\"a\": [1, 2", "2", "the file ends inside an array"),
            ("{\"a\": \"x\ny\"}", "", "a line break or control character stands inside a text in quotes"),
            ("{\"a\": // b\n1}", "/", "expected a value"),
            ("{\"a\": \"\\x\"}", "x", "invalid escape"),
        ] {
            fails(text, Code::Syntax, at, message);
        }
    }

    #[test]
    fn nesting_is_limited() {
        let deep = "arrays and objects are nested too deeply";
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(parse(&nested(MAX_DEPTH)).is_ok());
            fails(&nested(MAX_DEPTH + 1), Code::TooDeep, &open[..1], deep);
            fails(&nested(100_000), Code::TooDeep, &open[..1], deep);
        }
    }
}
