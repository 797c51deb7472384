//! From tree to text, in YAML or JSON, if wanted with some keys twice.

use crate::random::Random;
use serde_json::Value;
use std::fmt::Write as _;

/// JSON text on one line, with at most this number of duplicate keys.
pub fn json(tree: &Value, random: &mut Random, twice: usize) -> String {
    let mut writer = Writer { random, twice, out: String::new() };
    writer.json(tree);
    writer.out
}

/// YAML text in block style, a line for each scalar, with at most this number of duplicate keys.
pub fn yaml(tree: &Value, random: &mut Random, twice: usize) -> String {
    let mut writer = Writer { random, twice, out: String::new() };
    writer.yaml(tree, 0);
    writer.out
}

/// Its recursion is as deep as the tree, which no mutation makes deeper than some thousands.
struct Writer<'r> {
    random: &'r mut Random,
    /// How many keys may still be written twice.
    twice: usize,
    out: String,
}

impl Writer<'_> {
    fn json(&mut self, node: &Value) {
        match node {
            Value::Array(items) => {
                self.out.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.out.push_str(if index == 0 { "" } else { "," });
                    self.json(item);
                }
                self.out.push(']');
            }
            Value::Object(entries) => {
                self.out.push('{');
                let mut first = true;
                for (key, value) in entries {
                    for _ in 0..self.times() {
                        self.out.push_str(if first { "" } else { "," });
                        first = false;
                        let _ = write!(self.out, "{}:", Value::from(key.as_str()));
                        self.json(value);
                    }
                }
                self.out.push('}');
            }
            scalar => {
                let _ = write!(self.out, "{scalar}");
            }
        }
    }

    fn yaml(&mut self, node: &Value, indent: usize) {
        let margin = " ".repeat(indent);
        match node {
            Value::Array(items) if !items.is_empty() => {
                for item in items {
                    let _ = write!(self.out, "\n{margin}-");
                    self.yaml(item, indent + 1);
                }
            }
            Value::Object(entries) if !entries.is_empty() => {
                for (key, value) in entries {
                    for _ in 0..self.times() {
                        let _ = write!(self.out, "\n{margin}{}:", spelled(key));
                        self.yaml(value, indent + 1);
                    }
                }
            }
            Value::String(text) => {
                let _ = write!(self.out, " {}", spelled(text));
            }
            other => {
                let _ = write!(self.out, " {other}");
            }
        }
    }

    fn times(&mut self) -> usize {
        if self.twice > 0 && self.random.once_in(20) {
            self.twice -= 1;
            2
        } else {
            1
        }
    }
}

/// Plain words are not quoted, so that YAML reads some as numbers and booleans.
fn spelled(text: &str) -> String {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { text.to_owned() } else { Value::from(text).to_string() }
}
