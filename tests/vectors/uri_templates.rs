//! The expansions of RFC 6570 that have a style in OpenAPI (3.1.1, Appendix C, "Equivalences Between Fields and RFC6570
//! Operators"): all but prefixes such as `{var:3}`, fragments, path segments, and several variables in one expression where
//! a style has but one.

use crate::{query, target};
use serde_json::{Value, json};
use specwright_runtime::Style::{self, Form, Label, Matrix, Simple};

/// The variables of section 3.2.
fn variable(name: &str) -> Value {
    let variables = json!({
        "count": ["one", "two", "three"],
        "dom": ["example", "com"],
        "dub": "me/too",
        "hello": "Hello World!",
        "half": "50%",
        "var": "value",
        "who": "fred",
        "base": "http://example.com/home/",
        "path": "/foo/bar",
        "list": ["red", "green", "blue"],
        "keys": { "semi": ";", "dot": ".", "comma": "," },
        "v": "6",
        "x": "1024",
        "y": "768",
        "empty": "",
        "empty_keys": {},
        "undef": null,
    });
    variables[name].clone()
}

/// A variable of an expression: its name, and whether `*` follows.
fn parsed(variable: &'static str) -> (&'static str, bool) {
    variable.strip_suffix('*').map_or((variable, false), |name| (name, true))
}

/// The template of a path in which each expression is of one variable.
fn expanded(style: Style, template: &'static str) -> Result<String, Vec<String>> {
    let (before, rest) = template.split_once('{').unwrap();
    let (expression, after) = rest.split_once('}').unwrap();
    let (name, explode) = parsed(expression.trim_start_matches(['.', ';']));
    let path: &'static str = Box::leak(format!("/{before}{{{name}}}{after}").into_boxed_str());
    target(path, |writer| writer.path_styled(name, &variable(name), style, explode)).map(|path| path[1..].to_owned())
}

#[track_caller]
fn expand(style: Style, table: &[(&'static str, &str)]) {
    for (template, expansion) in table {
        assert_eq!(expanded(style, template).as_deref(), Ok(*expansion), "{template}");
    }
}

/// Where nothing would be left of the parameter.
#[track_caller]
fn refused(style: Style, templates: &[&'static str]) {
    for template in templates {
        let problems = expanded(style, template).unwrap_err();
        assert!(problems[0].contains("must not "), "{template}: {problems:?}");
    }
}

#[test]
fn simple_string_expansion_3_2_2() {
    expand(
        Simple,
        &[
            ("{var}", "value"),
            ("{hello}", "Hello%20World%21"),
            ("{half}", "50%25"),
            ("{list}", "red,green,blue"),
            ("{list*}", "red,green,blue"),
            ("{keys}", "semi,%3B,dot,.,comma,%2C"),
            ("{keys*}", "semi=%3B,dot=.,comma=%2C"),
            ("{count}", "one,two,three"),
            ("{count*}", "one,two,three"),
            ("{base}index", "http%3A%2F%2Fexample.com%2Fhome%2Findex"),
            ("{dub}", "me%2Ftoo"),
        ],
    );
    refused(Simple, &["O{empty}X", "O{undef}X"]);
}

#[test]
fn label_expansion_3_2_5() {
    expand(
        Label,
        &[
            ("{.who}", ".fred"),
            ("www{.dom*}", "www.example.com"),
            ("X{.var}", "X.value"),
            ("X{.empty}", "X."),
            ("X{.list}", "X.red,green,blue"),
            ("X{.list*}", "X.red.green.blue"),
            ("X{.keys}", "X.semi,%3B,dot,.,comma,%2C"),
            ("X{.keys*}", "X.semi=%3B.dot=..comma=%2C"),
        ],
    );
    refused(Label, &["X{.undef}", "X{.empty_keys}", "X{.empty_keys*}"]);
}

#[test]
fn path_style_expansion_3_2_7() {
    expand(
        Matrix,
        &[
            ("{;who}", ";who=fred"),
            ("{;half}", ";half=50%25"),
            ("{;empty}", ";empty"),
            ("{;list}", ";list=red,green,blue"),
            ("{;list*}", ";list=red;list=green;list=blue"),
            ("{;keys}", ";keys=semi,%3B,dot,.,comma,%2C"),
            ("{;keys*}", ";semi=%3B;dot=.;comma=%2C"),
            ("{;count}", ";count=one,two,three"),
            ("{;count*}", ";count=one;count=two;count=three"),
        ],
    );
    refused(Matrix, &["{;undef}"]);
    // `{;v,empty,who}` and `{;x,y}`: adjacent parameters in a segment.
    let beside = target("/{v}{empty}{who}", |writer| {
        for name in ["v", "empty", "who"] {
            writer.path_styled(name, &variable(name), Matrix, false);
        }
    });
    assert_eq!(beside.unwrap(), "/;v=6;empty;who=fred");
}

#[test]
fn form_style_query_expansion_3_2_8() {
    for (variables, expansion) in [
        (&["who"][..], "who=fred"),
        (&["half"], "half=50%25"),
        (&["x", "y"], "x=1024&y=768"),
        (&["x", "y", "empty"], "x=1024&y=768&empty="),
        (&["x", "y", "undef"], "x=1024&y=768"),
        (&["list"], "list=red,green,blue"),
        (&["list*"], "list=red&list=green&list=blue"),
        (&["keys"], "keys=semi,%3B,dot,.,comma,%2C"),
        (&["keys*"], "semi=%3B&dot=.&comma=%2C"),
        (&["count"], "count=one,two,three"),
        (&["count*"], "count=one&count=two&count=three"),
        (&["empty_keys", "empty_keys*", "undef"], ""),
    ] {
        let written = query(|writer| {
            for (name, explode) in variables.iter().map(|variable| parsed(variable)) {
                writer.query_styled(name, &variable(name), Form, explode);
            }
        });
        assert_eq!(written.as_deref(), Ok(expansion), "{variables:?}");
    }
}

/// `{+…}` as the value of a parameter in a query: `?q={+…}`.
#[test]
fn reserved_expansion_3_2_3() {
    for (variable_, expansion) in [
        ("var", "q=value"),
        ("hello", "q=Hello%20World!"),
        ("half", "q=50%25"),
        ("base", "q=http://example.com/home/"),
        ("empty", "q="),
        ("undef", ""),
        ("path", "q=/foo/bar"),
        ("list", "q=red,green,blue"),
        ("keys*", "semi=;&dot=.&comma=,"),
        // RFC 6570 has `semi,;,dot,.,comma,,`, which cannot be parsed.
        ("keys", "q=semi,;,dot,.,comma,%2C"),
    ] {
        let (name, explode) = parsed(variable_);
        let written = query(|writer| writer.query_reserved("q", &variable(name), Form, explode));
        assert_eq!(written.as_deref(), Ok(expansion), "{variable_}");
    }
}
