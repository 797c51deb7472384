//! JSON text to a tree of values, with duplicate keys noticed.

use super::limit::{Budget, OBJECT_NODES, TOO_MANY_NODES, too_deep, too_many_nodes};
use super::position::Index;
use super::problem::Problem;
use super::step::PathStep;
use crate::diagnostics::Code;
use crate::pointer::Pointer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Value};
use std::fmt;
use std::ops::Range;

/// How many duplicate keys are reported for one file.
const MAX_DUPLICATES: usize = 20;

/// Parses a JSON text, and returns warnings about it: the last value of a duplicate key is used, as in other JSON
/// parsers.
///
/// # Errors
///
/// A syntax error. `serde_json` limits nesting, to the same depth as for YAML here.
pub(crate) fn parse(text: &str, budget: &mut Budget) -> Result<(Value, Vec<Problem>), Problem> {
    let mut found = Found { duplicates: Vec::new(), budget };
    let root = PathStep::ROOT;
    let mut reader = serde_json::Deserializer::from_str(text);
    let seed = Node { step: &root, found: &mut found };
    let value = seed
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| syntax_error(text, &error))?;
    Ok((value, warnings(text, found.duplicates)))
}

/// The findings while reading.
struct Found<'b> {
    duplicates: Vec<Duplicate>,
    budget: &'b mut Budget,
}

/// A key that an object has more than once.
struct Duplicate {
    object: Pointer,
    key: String,
}

/// Reads one node.
struct Node<'s, 'b> {
    step: &'s PathStep<'s>,
    found: &'s mut Found<'b>,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        if !self.found.budget.nodes(1) {
            return Err(D::Error::custom(TOO_MANY_NODES));
        }
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
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
            let step = self.step.index(array.len());
            let seed = Node { step: &step, found: &mut *self.found };
            match items.next_element_seed(seed)? {
                Some(item) => array.push(item),
                None => return Ok(array.into()),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        if !self.found.budget.nodes(OBJECT_NODES) {
            return Err(A::Error::custom(TOO_MANY_NODES));
        }
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let step = self.step.key(&key);
            let seed = Node { step: &step, found: &mut *self.found };
            let value = entries.next_value_seed(seed)?;
            match object.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    if self.found.duplicates.len() < MAX_DUPLICATES {
                        let (object, key) = (self.step.pointer(), entry.key().clone());
                        self.found.duplicates.push(Duplicate { object, key });
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
    let ranges = index.keys_named(object, key);
    let (first, last) = (ranges.first()?.clone(), ranges.last()?.clone());
    let message = format!("duplicate key `{key}`: the last value is used");
    Some(Problem::warning(Code::DuplicateKey, last, message).also(first, "first used here").help("keep one of the two"))
}

fn syntax_error(text: &str, error: &serde_json::Error) -> Problem {
    let at = position(text, error);
    let parser_message = error.to_string();
    let parser_message =
        parser_message.rsplit_once(" at line ").map_or(parser_message.as_str(), |(parser_message, _)| parser_message);
    let problem = |message: &str| Problem::error(Code::Syntax, at.clone(), message);
    match parser_message {
        "recursion limit exceeded" => too_deep(at),
        TOO_MANY_NODES => too_many_nodes(at),
        "expected value" | "key must be a string" | "expected `,` or `}`" | "expected `,` or `]`" | "expected `:`"
            if is_comment(text, &at) =>
        {
            problem("JSON has no comments").help(YAML_NAME)
        }
        "trailing comma" => {
            Problem::error(Code::Syntax, comma_before(text, &at), "trailing comma before the closing bracket")
                .help("remove the comma: JSON does not allow one after the last item")
        }
        "trailing characters" => problem("unexpected text after the JSON value")
            .help("remove it, or check that no bracket before it closes too early"),
        "key must be a string" | "expected value" if text.get(at.clone()) == Some(",") => {
            problem("expected an entry, found a comma").help("remove the comma")
        }
        "key must be a string" => {
            problem("a key must be a string in double quotes").help("write it as `\"key\": value`")
        }
        "expected value" => problem("expected a value").help(value_remedy(text.get(at.start..).unwrap_or_default())),
        "EOF while parsing a value" => problem("unexpected end of the file: expected a value")
            .help("add a value, and check that the file was saved completely"),
        "EOF while parsing a string" => problem("unexpected end of the file inside a string")
            .help("close the string with `\"`, and check that the file was saved completely"),
        "EOF while parsing an object" => {
            problem("unexpected end of the file inside an object").help("check that every `{` is closed")
        }
        "EOF while parsing a list" => {
            problem("unexpected end of the file inside an array").help("check that every `[` is closed")
        }
        _ if parser_message.starts_with("control character") => problem("unescaped line break or control character in a string")
            .help("close the string with `\"` in the line where it begins, or write the character as an escape, such as `\\n`"),
        "expected `:`" => problem(parser_message).help("write a `:` between a key and its value"),
        "expected `,` or `}`" | "expected `,` or `]`" => {
            problem(parser_message).help("write a `,` between two entries, and check that every bracket before is closed")
        }
        "invalid escape" => problem(parser_message).help("write `\\\\` for a backslash"),
        parser_message => problem(parser_message).help("write JSON there, or put it in double quotes if it is a string"),
    }
}

/// The help for text that is not a JSON value, such as literals of JavaScript or Python.
fn value_remedy(text: &str) -> &'static str {
    let word: &str = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    match word {
        "True" | "TRUE" => "write `true`",
        "False" | "FALSE" => "write `false`",
        "None" | "Null" | "NULL" | "undefined" | "nil" => "write `null`, or remove the entry",
        "NaN" | "Infinity" => "write a finite number: JSON does not support `NaN` or `Infinity`",
        _ => "write strings in double quotes; JSON has no comments",
    }
}

/// The last comma before a position.
fn comma_before(text: &str, at: &Range<usize>) -> Range<usize> {
    let comma = text.get(..at.start).and_then(|before| before.rfind(','));
    comma.map_or(at.clone(), |comma| comma..comma + 1)
}

const YAML_NAME: &str = "remove the comments, or rename the file to `.yaml`: YAML has comments, written `# …`";

/// Whether a JavaScript comment starts here, which some editors allow in JSON.
fn is_comment(text: &str, at: &Range<usize>) -> bool {
    let rest = text.get(at.start..).unwrap_or_default();
    rest.starts_with("//") || rest.starts_with("/*")
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
    use crate::diagnostics::Code;
    use crate::load::parse::limit::MAX_DEPTH;
    use crate::load::parse::limit::{Budget, MAX_NODES};
    use crate::load::parse::problem::Problem;
    use serde_json::{Value, json};

    fn parse(text: &str) -> Result<(Value, Vec<Problem>), Problem> {
        super::parse(text, &mut Budget::default())
    }

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
    fn the_last_of_duplicate_keys_is_used() {
        let text = r#"{"a": {"x/y": 1, "é": 2, "x/y": 3}, "b": [0, {"c": 1, "c": 2}], "a": {"d": 4}}"#;
        let (value, warnings) = parse(text).unwrap();
        assert_eq!(value, json!({"a": {"d": 4}, "b": [0, {"c": 2}]}));
        let ranges: Vec<_> = warnings
            .iter()
            .map(|warning| (&text[warning.at.clone()], warning.at.start, warning.related[0].0.start))
            .collect();
        assert_eq!(ranges, [("\"c\"", 55, 47), ("\"a\"", 65, 1)]);
    }

    #[test]
    fn syntax_errors_have_messages_and_help() {
        for (text, at, message) in [
            ("{\"a\": 1,}", ",", "trailing comma before the closing bracket"),
            ("[1,\n2,\n]", ",", "trailing comma before the closing bracket"),
            ("{\"a\" 1}", "1", "expected `:`"),
            ("{\"é\": é}", "é", "expected a value"),
            ("{a: 1}", "a", "a key must be a string in double quotes"),
            ("{\"a\": 1 \"b\": 2}", "\"", "expected `,` or `}`"),
            ("[1] x", "x", "unexpected text after the JSON value"),
            ("{\"a\": [1, 2", "2", "unexpected end of the file inside an array"),
            ("{\"a\": \"x\ny\"}", "", "unescaped line break or control character in a string"),
            ("{\"a\": // b\n1}", "/", "JSON has no comments"),
            ("{ /* b */ \"a\": 1}", "/", "JSON has no comments"),
            ("{\"a\": 1 // b\n}", "/", "JSON has no comments"),
            ("{\"a\": \"\\x\"}", "x", "invalid escape"),
        ] {
            fails(text, Code::Syntax, at, message);
        }
    }

    #[test]
    fn values_are_counted() {
        let budget = |left: usize| {
            let mut budget = Budget::default();
            assert!(budget.nodes(MAX_NODES - left));
            budget
        };
        let text = r#"[1, {"a": 2}]"#;
        assert!(super::parse(text, &mut budget(8)).is_ok());
        let problem = super::parse(text, &mut budget(7)).unwrap_err();
        assert_eq!((problem.code, &text[problem.at]), (Code::TooLarge, " "));
    }

    #[test]
    fn nesting_is_limited() {
        let deep = "arrays and objects are nested too deeply";
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(parse(&nested(MAX_DEPTH)).is_ok());
            fails(&nested(MAX_DEPTH + 1), Code::TooDeep, &open[..1], deep);
            fails(&nested(1_000_000), Code::TooDeep, &open[..1], deep);
        }
    }
}
