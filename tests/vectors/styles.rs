//! The examples of the OpenAPI Specification for parameters.

use crate::{header, query, target};
use serde_json::{Value, json};
use specwright_runtime::Style::{self, Cookie, DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};

/// The values of the table "Style Examples": that of 3.0.4 and 3.1.1 begins with the empty string, that of 3.2 with the
/// undefined.
fn values() -> [(&'static str, Value); 5] {
    [
        ("empty", json!("")),
        ("undefined", Value::Null),
        ("string", json!("blue")),
        ("array", json!(["blue", "black", "brown"])),
        ("object", json!({ "R": 100, "G": 200, "B": 150 })),
    ]
}

/// A cell of the table.
#[derive(Debug, PartialEq)]
enum Cell {
    /// What the table has.
    Is(&'static str),
    /// _n/a_: undefined by the specification, and this is what we do.
    Undefined(&'static str),
    /// The table has this, and we do otherwise: see `README.md`.
    Differs(&'static str, &'static str),
}

use Cell::{Differs, Is, Undefined};

impl Cell {
    fn expected(&self) -> &'static str {
        match self {
            Self::Is(text) | Self::Undefined(text) | Self::Differs(_, text) => text,
        }
    }
}

const REFUSED: &str = "refused";

fn holds(style: Style, explode: bool, cells: [Cell; 5], sent: impl Fn(&Value) -> Result<String, Vec<String>>) {
    for ((column, value), cell) in values().iter().zip(cells) {
        let sent = sent(value).unwrap_or_else(|_| REFUSED.to_owned());
        assert_eq!(sent, cell.expected(), "{style:?}, explode: {explode}, {column}: {cell:?}");
        assert!(!matches!(cell, Differs(table, ours) if table == ours), "{cell:?} does not differ");
    }
}

#[test]
fn style_examples_in_paths() {
    let path = |style, explode, cells| {
        holds(style, explode, cells, |value| {
            target("/{color}", |writer| writer.path_styled("color", value, style, explode))
                .map(|path| path[1..].to_owned())
        });
    };
    let array = ";color=blue;color=black;color=brown";
    path(
        Matrix,
        false,
        [
            Is(";color"),
            Differs("", REFUSED),
            Is(";color=blue"),
            Is(";color=blue,black,brown"),
            Is(";color=R,100,G,200,B,150"),
        ],
    );
    path(Matrix, true, [Is(";color"), Differs("", REFUSED), Is(";color=blue"), Is(array), Is(";R=100;G=200;B=150")]);
    // A segment `.` is resolved to another path.
    path(
        Label,
        false,
        [Differs(".", REFUSED), Differs("", REFUSED), Is(".blue"), Is(".blue,black,brown"), Is(".R,100,G,200,B,150")],
    );
    path(
        Label,
        true,
        [Differs(".", REFUSED), Differs("", REFUSED), Is(".blue"), Is(".blue.black.brown"), Is(".R=100.G=200.B=150")],
    );
    path(
        Simple,
        false,
        [Differs("", REFUSED), Differs("", REFUSED), Is("blue"), Is("blue,black,brown"), Is("R,100,G,200,B,150")],
    );
    path(
        Simple,
        true,
        [Differs("", REFUSED), Differs("", REFUSED), Is("blue"), Is("blue,black,brown"), Is("R=100,G=200,B=150")],
    );
    // With other text in the segment, a label may be empty.
    let label = |explode| target("/file{color}", |writer| writer.path_styled("color", "", Label, explode));
    assert_eq!((label(false), label(true)), (Ok("/file.".to_owned()), Ok("/file.".to_owned())));
}

#[test]
fn style_examples_in_queries() {
    let row = |style, explode, cells| {
        holds(style, explode, cells, |value| query(|writer| writer.query_styled("color", value, style, explode)));
    };
    let many = "color=blue&color=black&color=brown";
    let spread = "R=100&G=200&B=150";
    row(
        Form,
        false,
        [
            Is("color="),
            Differs("color=", ""),
            Is("color=blue"),
            Is("color=blue,black,brown"),
            Is("color=R,100,G,200,B,150"),
        ],
    );
    row(Form, true, [Is("color="), Differs("color=", ""), Is("color=blue"), Is(many), Is(spread)]);
    row(
        SpaceDelimited,
        false,
        [
            Undefined("color="),
            Undefined(""),
            Undefined("color=blue"),
            Is("color=blue%20black%20brown"),
            Is("color=R%20100%20G%20200%20B%20150"),
        ],
    );
    row(
        PipeDelimited,
        false,
        [
            Undefined("color="),
            Undefined(""),
            Undefined("color=blue"),
            Is("color=blue%7Cblack%7Cbrown"),
            Is("color=R%7C100%7CG%7C200%7CB%7C150"),
        ],
    );
    for style in [SpaceDelimited, PipeDelimited] {
        let cells = [Undefined("color="), Undefined(""), Undefined("color=blue"), Undefined(many), Undefined(spread)];
        row(style, true, cells);
    }
    let indexed = "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown";
    let object = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
    for explode in [false, true] {
        let cells = [Undefined("color="), Undefined(""), Undefined("color=blue"), Undefined(indexed), Is(object)];
        row(DeepObject, explode, cells);
    }
}

/// 3.0.4 and 3.1.1 have the row of `form` for cookies too, 3.2 rows of `cookie`.
#[test]
fn style_examples_in_cookies() {
    for style in [Form, Cookie] {
        let row = |explode, cells| {
            holds(style, explode, cells, |value| {
                header("cookie", |writer| writer.cookie_styled("color", value, style, explode))
                    .map(Option::unwrap_or_default)
            });
        };
        let (array, object) = ("color=blue,black,brown", "color=R,100,G,200,B,150");
        let (array, object) =
            if style == Form { (Is(array), Is(object)) } else { (Undefined(array), Undefined(object)) };
        row(false, [Is("color="), Differs("color=", ""), Is("color=blue"), array, object]);
        let (array, object) = ("color=blue; color=black; color=brown", "R=100; G=200; B=150");
        let (array, object) = if style == Form {
            (Differs("color=blue&color=black&color=brown", array), Differs("R=100&G=200&B=150", object))
        } else {
            (Is(array), Is(object))
        };
        row(true, [Is("color="), Differs("color=", ""), Is("color=blue"), array, object]);
    }
}

/// The rows of `simple`, and the same read from a response.
#[test]
fn style_examples_in_headers() {
    let row = |explode, cells| {
        holds(Simple, explode, cells, |value| {
            header("color", |writer| writer.header_styled("color", value, Simple, explode))
                .map(Option::unwrap_or_default)
        });
    };
    row(false, [Is(""), Is(""), Is("blue"), Is("blue,black,brown"), Is("R,100,G,200,B,150")]);
    row(true, [Is(""), Is(""), Is("blue"), Is("blue,black,brown"), Is("R=100,G=200,B=150")]);
    assert_eq!(header("color", |writer| writer.header("color", "")), Ok(Some(String::new())));
    assert_eq!(header("color", |writer| writer.header("color", &None::<&str>)), Ok(None));
}

/// 3.2, "Parameter Object Examples": `dataValue` and `serializedValue`.
#[test]
fn parameter_object_examples() {
    let tokens = header("x-token", |writer| writer.header("X-Token", &[12_345_678, 90099]));
    assert_eq!(tokens.unwrap().unwrap(), "12345678,90099");
    let cookies = json!({ "greeting": "Hello%2C%20world!", "code": 42 });
    let cookies = header("cookie", |writer| writer.cookie_styled("cookie", &cookies, Cookie, true));
    assert_eq!(cookies.unwrap().unwrap(), "greeting=Hello%2C%20world!; code=42");
    // This example is the other way round: `greeting=Hello%2C%20world%21`.
    let greeting = header("cookie", |writer| writer.cookie("greeting", "Hello, world!")).unwrap_err();
    assert!(greeting[0].starts_with("greeting must contain only visible ASCII"), "{greeting:?}");
    for (username, serialized) in [
        ("edijkstra", "edijkstra"),
        ("diṅnāga", "di%E1%B9%85n%C4%81ga"),
        ("الخوارزميّ", "%D8%A7%D9%84%D8%AE%D9%88%D8%A7%D8%B1%D8%B2%D9%85%D9%8A%D9%91"),
    ] {
        assert_eq!(
            target("/{username}", |writer| writer.path("username", username)).unwrap(),
            format!("/{serialized}")
        );
    }
    let things = query(|writer| writer.query("thing", &["one thing", "another thing"]));
    assert_eq!(things.unwrap(), "thing=one%20thing&thing=another%20thing");
    let pages = query(|writer| writer.query("freeForm", &json!({ "page": 4, "pageSize": 50 })));
    assert_eq!(pages.unwrap(), "page=4&pageSize=50");
    let coordinates = query(|writer| writer.query_json("coordinates", &json!({ "lat": 40.6, "long": -73.9 })));
    assert_eq!(coordinates.unwrap(), "coordinates=%7B%22lat%22%3A40.6%2C%22long%22%3A-73.9%7D");
}

/// 3.1.1 and 3.2, Appendix C, "Examples".
#[test]
fn examples_of_appendix_c() {
    let formulas = json!({ "a": "x+y", "b": "x/y", "c": "x^y" });
    let equivalent = query(|writer| {
        writer.query("formulas", &formulas);
        writer.query_styled("words", &["math", "is", "fun"], Form, false);
    });
    assert_eq!(equivalent.unwrap(), "a=x%2By&b=x%2Fy&c=x%5Ey&words=math,is,fun");
    // Callers need not encode the `+` beforehand, and may.
    for a in ["x+y", "x%2By"] {
        let formulas = json!({ "a": a, "b": "x/y", "c": "x^y" });
        let reserved = query(|writer| {
            writer.query_reserved("formulas", &formulas, Form, true);
            writer.query_styled("words", &["math", "is", "fun"], SpaceDelimited, false);
        });
        assert_eq!(reserved.unwrap(), "a=x%2By&b=x/y&c=x%5Ey&words=math%20is%20fun");
    }
    for (style, words) in [(Form, "words=hello,world"), (SpaceDelimited, "words=hello%20world")] {
        let undefined = query(|writer| {
            writer.query("formulas", &json!({}));
            writer.query_styled("words", &["hello", "world"], style, false);
        });
        assert_eq!(undefined.unwrap(), words);
    }
    let heart = query(|writer| writer.query("❤️", "love!"));
    assert_eq!(heart.unwrap(), "%E2%9D%A4%EF%B8%8F=love%21");
}

/// 3.2, Appendix E, "Percent-Encoding and Illegal or Reserved Delimiters": those of these styles must be encoded, and
/// cannot be distinguished from those in values, which are rejected.
#[test]
fn delimiters_of_appendix_e() {
    for (style, delimiter) in [(SpaceDelimited, " "), (PipeDelimited, "|")] {
        let words = [format!("a{delimiter}b"), "c".to_owned()];
        let problems = query(|writer| writer.query_styled("words", &words, style, false)).unwrap_err();
        assert!(problems[0].starts_with("words must not contain"), "{problems:?}");
    }
    let brackets = query(|writer| writer.query_styled("a[b]", &json!({ "c]": "d" }), DeepObject, true));
    assert_eq!(brackets.unwrap(), "a%5Bb%5D%5Bc%5D%5D=d");
}
