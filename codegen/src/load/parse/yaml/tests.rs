use crate::diagnostics::Code;
use crate::load::parse::limit::Budget;
use crate::load::parse::limit::MAX_DEPTH;
use crate::load::parse::problem::Problem;
use serde_json::{Value, json};
use std::fmt::Write as _;

fn parse(text: &str) -> Result<Value, Vec<Problem>> {
    super::parse(text, &mut Budget::default())
}

#[track_caller]
fn fails(text: &str, code: Code, at: &str, message: &str) {
    let problems = parse(text).unwrap_err();
    let problem = problems.last().unwrap();
    let found = (problem.code, &text[problem.at.clone()], problem.message.as_str());
    assert_eq!(found, (code, at, message), "{text}");
}

#[test]
fn values() {
    for (text, value) in [
        ("a: 1\nb: '1'\nc: \"1\"\n", json!({"a": 1, "b": "1", "c": "1"})),
        ("- a\n- - b\n- {c: d}\n", json!(["a", ["b"], {"c": "d"}])),
        ("200: a\ntrue: b\nnull: c\n1.50: d\n", json!({"200": "a", "true": "b", "null": "c", "1.50": "d"})),
        (
            "a: !!str 1\nb: !!int '2'\nc: !!float 3\nd: !x 4\ne: ! 5",
            json!({"a": "1", "b": 2, "c": 3, "d": "4", "e": "5"}),
        ),
        ("a: !<tag:yaml.org,2002:int> '7'", json!({"a": 7})),
        ("a: !!binary aGk=\nb: !!timestamp 2020-01-01", json!({"a": "aGk=", "b": "2020-01-01"})),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", json!({"a": "x\ny\n", "b": "x y"})),
        ("--- \na:\n...\n", json!({"a": null})),
        ("%YAML 1.2\n---\na: b", json!({"a": "b"})),
        ("a: b\r\nc:\r\n  - d\r\n", json!({"a": "b", "c": ["d"]})),
        ("a: \tb\t# c\n", json!({"a": "b"})),
        ("{a: [b, c], 'd': {e}}", json!({"a": ["b", "c"], "d": {"e": null}})),
    ] {
        assert_eq!(parse(text).unwrap(), value, "{text}");
    }
    assert_eq!(parse("a: &k b\n*k : c").unwrap(), json!({"a": "b", "b": "c"}));
    assert_eq!(parse("&k a: b\nc: {*k : d}").unwrap(), json!({"a": "b", "c": {"a": "d"}}));
}

#[test]
fn unquoted_scalars_stay_strings_where_strings_are_expected() {
    let text = "\
openapi: 3.10
info: {version: 1.10, title: 0x10, x: 1.10}
a: {type: string, enum: [1.10, 1e3, True, 2, x], default: 1.10, minLength: 1e1}
b: {type: [string, 'null'], const: 1.10, enum: [~, 1.0]}
c: {type: number, enum: [1.10], default: 1.10, version: 1.10}
d: {required: [1e3, ~, 2]}
e: {type: string, enum: [[1.10]], example: {enum: [1.10]}}
";
    let tree = parse(text).unwrap();
    assert_eq!(
        tree,
        json!({
            "openapi": "3.10",
            "info": {"version": "1.10", "title": "0x10", "x": 1.1},
            "a": {"type": "string", "enum": ["1.10", "1e3", "True", 2, "x"], "default": "1.10", "minLength": 10.0},
            "b": {"type": ["string", "null"], "const": "1.10", "enum": [null, 1.0]},
            "c": {"type": "number", "enum": [1.1], "default": 1.1, "version": 1.1},
            "d": {"required": ["1e3", "~", 2]},
            "e": {"type": "string", "enum": [[1.1]], "example": {"enum": [1.1]}},
        })
    );
}

#[test]
fn merge_keys() {
    let text = "\
base: &base {a: 1, b: 2}
more: &more {b: 3, c: 4}
one:
  <<: *base
  b: 5
  d: 6
two:
  z: 0
  a: 9
  <<: [*base, *more]
three: {\"<<\": 1}
";
    let tree = parse(text).unwrap();
    assert_eq!(tree["one"], json!({"a": 1, "b": 5, "d": 6}));
    assert_eq!(tree["two"], json!({"z": 0, "a": 9, "b": 2, "c": 4}));
    assert_eq!(tree["three"], json!({"<<": 1}));
    let keys: Vec<_> = tree["one"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["a", "b", "d"]);
    fails("a:\n  <<: 1\n", Code::InvalidValue, "1", "`<<` merges an object, or an array of objects");
    fails("<<: {a: 1}\na: 2\na: 3\n", Code::DuplicateKey, "a", "duplicate key `a`");
}

#[test]
fn every_duplicate_key_is_found() {
    let problems = parse("a: 1\nb: {c: 1, c: {c: 2}}\n\"a\": 2\n").unwrap_err();
    let ranges: Vec<_> = problems.iter().map(|problem| (problem.at.clone(), problem.related[0].0.clone())).collect();
    assert_eq!(ranges, [(15..16, 9..10), (26..29, 0..1)]);
}

#[test]
fn brackets_below_their_key() {
    let text = "\
a: [
  \"x\"
]
b:
  c: {
    d: \"e\", # note
  }
  text: |
    {
      \"f\": \"g\"
    }
  h: [ {
    \"i\": [
      'j'
    ]
  } ]
";
    let tree = parse(text).unwrap();
    assert_eq!(tree["a"], json!(["x"]));
    assert_eq!(tree["b"]["c"], json!({"d": "e"}));
    assert_eq!(tree["b"]["text"], json!("{\n  \"f\": \"g\"\n}\n"));
    assert_eq!(tree["b"]["h"], json!([{"i": ["j"]}]));
}

#[test]
fn syntax_errors_have_messages_and_help() {
    let colon = "unexpected `:`";
    let indent = "the indentation of this line matches no line above it";
    let unclosed = "unterminated quoted string";
    for (text, at, message) in [
        ("a:\n\tb: 1", "\t", "YAML cannot be indented with tabs"),
        ("a: 1\n\tb: 2\n", "\t", "YAML cannot be indented with tabs"),
        ("a: {\n\tb: 1\n}\n", "\t", "YAML cannot be indented with tabs"),
        ("a:\tb: 1", "b", "a tab follows the `:`"),
        ("a: @x", "@", "a value cannot start with `@`"),
        ("a: `x`", "`", "a value cannot start with ```"),
        ("a: %x", "%", "a value cannot start with `%`"),
        ("a: {b", "", "expected `,` or `}`"),
        ("a: [b\nc: d", ":", colon),
        ("a: foo: bar", ":", colon),
        ("a:1\nb: 2", ":", "missing space after the `:` of a key"),
        ("a: x\n b: 2", ":", colon),
        ("a: 'x\nb: 2", "'", unclosed),
        ("a: 'x", "'", unclosed),
        ("a: 'x\nb: {c: 'd'}\n", "'", unclosed),
        ("- a: 'x\n  y'\n  b: 1\n", "'", "the continuation lines of this quoted string are not indented enough"),
        ("a: \"\\q\"", "\"", "unknown escape in a quoted string"),
        ("a: 'it's'", "s", "unexpected text after the closing quote"),
        ("a: *zz b", "*zz", "undefined alias `*zz`"),
        ("a: b\nfoo\n", "foo", "expected a key with a value"),
        ("a:\n  b: 1\n c: 2", "c", indent),
        ("- 1\nb: 2", "b", "expected another item that starts with `- `"),
        ("a: - b", "-", "unexpected array item"),
        ("a: |x\n  b", "|", "unexpected text after `|` or `>`"),
        ("a: ]", "]", "unmatched closing bracket"),
        ("a: [1,,2]", ",", "expected a value"),
        ("a: x\u{0}y", "", "unexpected NUL character"),
        ("{a: 1}x", "x", "unexpected text after the end of the document"),
        ("a: !x!y z", "!", "undeclared tag"),
        ("? [a]\n: b", "[", "a key must be a scalar, not an array or an object"),
        ("a: &x [1]\n*x : b", "*x", "a key must be a scalar, but this alias refers to an array or an object"),
        ("a: 1\n---\nb: 2\n", "---", "the file contains more than one YAML document"),
        ("# nothing\n", "", "the file is empty"),
    ] {
        fails(text, Code::Syntax, at, message);
    }
    let tagged = "`x` is not a value of its tag `!!int`";
    fails("a: !!int x", Code::InvalidValue, "!!int x", tagged);
    let inside = "the alias is inside the node that it refers to";
    fails("&a [*a]", Code::ReferenceLoop, "*a", inside);
}

#[test]
fn alias_expansion_is_limited() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(text, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    fails(&text, Code::AliasBomb, "*a5", "the aliases of this file expand to too many values");
    let long = format!("a: &a {}\nb:\n{}", "x".repeat(100_000), "- *a\n".repeat(2000));
    fails(&long, Code::AliasBomb, "*a", "the aliases of this file expand to too many values");
}

#[test]
fn nesting_is_limited() {
    let deep = "arrays and objects are nested too deeply";
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        fails(&nested(MAX_DEPTH + 1), Code::TooDeep, &open[..1], deep);
        fails(&nested(200_000), Code::TooDeep, &open[..1], deep);
    }
    fails(&"- ".repeat(200_000), Code::TooDeep, "", deep);
    let half = MAX_DEPTH / 2;
    let aliased = |depth: usize| {
        let (outer, inner) = (depth - half, half);
        let (outer_end, inner_end) = ("]".repeat(outer), "]".repeat(inner));
        format!("[&a {}{inner_end}, {}*a{outer_end}]", "[".repeat(inner), "[".repeat(outer))
    };
    assert!(parse(&aliased(MAX_DEPTH - 1)).is_ok());
    fails(&aliased(MAX_DEPTH), Code::TooDeep, "*a", deep);
}
