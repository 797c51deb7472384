use super::*;
use crate::request::percent::UNRESERVED;
use percent_encoding::utf8_percent_encode;

#[test]
fn only_unreserved_characters_are_not_encoded() {
    for byte in 0..128 {
        let text = char::from(byte).to_string();
        let encoded = utf8_percent_encode(&text, UNRESERVED).to_string();
        assert_eq!((encoded == text, &*encode(&text)), (is_unreserved(byte), &*encoded));
        assert_eq!(path("x", Argument::Text(text.clone()), Style::Simple, false).unwrap(), encode(&text));
    }
}

fn empty() -> Argument {
    Argument::Text(String::new())
}

fn one(text: &str) -> Argument {
    Argument::Text(text.to_owned())
}

fn many(values: &[&str]) -> Argument {
    Argument::List(values.iter().map(|text| one(text)).collect())
}

fn object(members: &[(&str, &str)]) -> Argument {
    Argument::Object(members.iter().map(|(key, text)| ((*key).to_owned(), one(text))).collect())
}

/// The values in the specification's table: empty, string, array, object.
fn table() -> [Argument; 4] {
    [empty(), one("blue"), many(&["blue", "black", "brown"]), object(&[("R", "100"), ("G", "200"), ("B", "150")])]
}

fn in_path(value: &Argument, style: Style, explode: bool) -> String {
    path("color", value.clone(), style, explode).unwrap()
}

fn in_query(value: &Argument, style: Style, explode: bool) -> String {
    query("color", value, style, explode, Keep::Unreserved).unwrap().join("&")
}

// The table "Style Examples" of the specification: 3.0.4 and 3.1.1 have the same; 3.2.0 adds the style `cookie`.

#[test]
fn style_examples_of_3_0_4_and_3_1_1_in_paths() {
    use Style::{Label, Matrix, Simple};
    let rows = [
        (Matrix, false, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]),
        (Matrix, true, [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]),
        (Label, false, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
        (Label, true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
        (Simple, false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
        (Simple, true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
    ];
    for (style, explode, expected) in rows {
        let got = table().map(|value| in_path(&value, style, explode));
        assert_eq!(got, expected, "{style:?} explode={explode}");
    }
}

#[test]
fn style_examples_of_3_0_4_and_3_1_1_in_queries() {
    use Style::{DeepObject, Form, PipeDelimited, SpaceDelimited};
    let rows = [
        (Form, false, 0, "color="),
        (Form, false, 1, "color=blue"),
        (Form, false, 2, "color=blue,black,brown"),
        (Form, false, 3, "color=R,100,G,200,B,150"),
        (Form, true, 0, "color="),
        (Form, true, 1, "color=blue"),
        (Form, true, 2, "color=blue&color=black&color=brown"),
        (Form, true, 3, "R=100&G=200&B=150"),
        (SpaceDelimited, false, 2, "color=blue%20black%20brown"),
        (SpaceDelimited, false, 3, "color=R%20100%20G%20200%20B%20150"),
        (PipeDelimited, false, 2, "color=blue%7Cblack%7Cbrown"),
        (PipeDelimited, false, 3, "color=R%7C100%7CG%7C200%7CB%7C150"),
        (DeepObject, true, 3, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ];
    for (style, explode, value, expected) in rows {
        assert_eq!(in_query(&table()[value], style, explode), expected, "{style:?} explode={explode}");
    }
}

#[test]
fn style_examples_of_3_2_0_in_cookies() {
    let rows = [
        (false, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
        (true, ["color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"]),
    ];
    for (explode, expected) in rows {
        let got = table().map(|value| cookie("color", &value, explode).unwrap().join("; "));
        assert_eq!(got, expected, "explode={explode}");
    }
    assert_eq!(cookie("c", &one("a%20b/c="), true).unwrap(), ["c=a%20b/c="]);
    assert_eq!(cookie("c", &one("\"a\""), true).unwrap(), ["c=\"a\""]);
    for foreign in ["a;b", "a,b", "a b", "a\"b", "a\\b", "ä", "a\n", "\"", "\"a,b\""] {
        for value in [one(foreign), many(&[foreign]), object(&[("k", foreign)])] {
            for explode in [false, true] {
                let error = cookie("c", &value, explode).unwrap_err();
                assert!(error.starts_with("must contain only"), "{foreign}: {error}");
            }
        }
    }
    assert!(cookie("c", &object(&[("k=1", "v")]), true).unwrap_err().contains("cannot name a cookie"));
    let nested = Argument::List(vec![object(&[("k", "v")])]);
    assert_eq!(cookie("c", &nested, true).unwrap(), ["c=%7B%22k%22%3A%22v%22%7D"]);
}

#[test]
fn style_examples_in_headers() {
    let rows = [
        (false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
        (true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
    ];
    for (explode, expected) in rows {
        assert_eq!(
            table().map(|value| header(&value, Style::Simple, explode).unwrap().unwrap()),
            expected,
            "explode={explode}"
        );
    }
    assert_eq!(in_header(&one("a b/c=%,")), "a b/c=%,");
}

#[test]
fn arrays_with_other_delimiters_than_commas() {
    for (style, in_path, in_header) in [
        (Style::SpaceDelimited, "a%20b%2Cc", "a b,c"),
        (Style::PipeDelimited, "a%7Cb%2Cc", "a|b,c"),
        (Style::TabDelimited, "a%09b%2Cc", "a\tb,c"),
    ] {
        let list = many(&["a", "b,c"]);
        assert_eq!(path("x", list.clone(), style, false).unwrap(), in_path);
        assert_eq!(in_query(&list, style, false), format!("color={in_path}"));
        assert_eq!(header(&list, style, false).unwrap().unwrap(), in_header);
        assert_eq!(joined(&list, style).unwrap().unwrap(), in_header);
        assert_eq!(path("x", one("a"), style, false).unwrap(), "a");
        assert_eq!(header(&many(&[]), style, false), Ok(None));
        let delimiter = delimiter(style).unwrap();
        let ambiguous = many(&["a", &format!("b{delimiter}c")]);
        assert!(path("x", ambiguous.clone(), style, false).is_err());
        assert!(header(&ambiguous, style, false).is_err());
        assert!(joined(&ambiguous, style).is_err());
    }
    assert_eq!(joined(&many(&["a", "b"]), Style::Form).unwrap().unwrap(), "a,b");
    assert!(joined(&many(&["a", "b,c"]), Style::Form).is_err());
    assert_eq!(joined(&many(&[]), Style::Form), Ok(None));
}

fn in_header(value: &Argument) -> String {
    header(value, Style::Simple, false).unwrap().unwrap()
}

#[test]
fn invalid_header_values_are_rejected_and_empty_ones_omitted() {
    for explode in [false, true] {
        for empty in [Argument::Nothing, many(&[]), object(&[]), Argument::List(vec![Argument::Nothing])] {
            assert_eq!(header(&empty, Style::Simple, explode), Ok(None));
        }
        for ambiguous in [many(&["a,b", "c"]), many(&["a "]), many(&["a", ""]), object(&[("k", "a,b")]), one(" a")] {
            assert!(header(&ambiguous, Style::Simple, explode).unwrap_err().starts_with("must not "));
        }
    }
    assert!(header(&object(&[("a=b", "c")]), Style::Simple, true).unwrap_err().contains("`=`"));
    assert_eq!(header(&object(&[("a", "b=c")]), Style::Simple, true).unwrap().unwrap(), "a=b=c");
    assert_eq!(in_header(&object(&[("a", ""), ("b", "c")])), "a,,b,c");
    assert_eq!(in_header(&many(&["\"a,b\"", "W/\"c\""])), "\"a,b\",W/\"c\"");
}

#[test]
fn serialization_that_the_specification_leaves_undefined() {
    // `explode` has the same meaning in these styles as in `form`.
    assert_eq!(in_query(&many(&["a", "b"]), Style::PipeDelimited, true), "color=a&color=b");
    assert_eq!(in_query(&one("a"), Style::SpaceDelimited, false), "color=a");
    assert_eq!(in_query(&one("a"), Style::DeepObject, true), "color=a");
    let nested = Argument::Object(vec![("a b".to_owned(), many(&["1", "2"]))]);
    assert_eq!(in_query(&nested, Style::DeepObject, true), "color%5Ba%20b%5D%5B0%5D=1&color%5Ba%20b%5D%5B1%5D=2");
    let deeper = Argument::List(vec![Argument::Object(vec![("k".to_owned(), nested.clone())])]);
    assert_eq!(
        in_query(&deeper, Style::DeepObject, true),
        "color%5B0%5D%5Bk%5D%5Ba%20b%5D%5B0%5D=1&color%5B0%5D%5Bk%5D%5Ba%20b%5D%5B1%5D=2"
    );
}

#[test]
fn exploded_objects_repeat_the_key_of_an_array() {
    let sort = Argument::Object(vec![
        ("page".to_owned(), Argument::Literal("1".to_owned())),
        ("sort".to_owned(), many(&["a", "b"])),
    ]);
    assert_eq!(in_query(&sort, Style::Form, true), "page=1&sort=a&sort=b");
    assert_eq!(cookie("c", &sort, true).unwrap(), ["page=1", "sort=a", "sort=b"]);
}

#[test]
fn values_that_a_style_cannot_nest_are_json() {
    let rows = Argument::List(vec![many(&["a", "1"]), object(&[("k", "v")])]);
    assert_eq!(in_query(&rows, Style::Form, true), "color=%5B%22a%22%2C%221%22%5D&color=%7B%22k%22%3A%22v%22%7D");
    assert_eq!(in_query(&rows, Style::Form, false), "color=%5B%22a%22%2C%221%22%5D,%7B%22k%22%3A%22v%22%7D");
    assert_eq!(in_query(&rows, Style::PipeDelimited, false), "color=%5B%22a%22%2C%221%22%5D%7C%7B%22k%22%3A%22v%22%7D");
    assert_eq!(in_path(&rows, Style::Label, true), ".%5B%22a%22%2C%221%22%5D.%7B%22k%22%3A%22v%22%7D");
    assert_eq!(in_header(&rows), r#"["a","1"],{"k":"v"}"#);
    let nested = Argument::Object(vec![("k".to_owned(), object(&[("a", "b")]))]);
    assert_eq!(in_query(&nested, Style::Form, true), "k=%7B%22a%22%3A%22b%22%7D");
    assert_eq!(in_path(&nested, Style::Matrix, true), ";k=%7B%22a%22%3A%22b%22%7D");
}

#[test]
fn every_reserved_character_is_encoded_in_every_style_but_header_and_cookie() {
    let reserved = ":/?#[]@!$&'()*+,;=% \"<>\\^`{|}";
    let encoded = "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%20%22%3C%3E%5C%5E%60%7B%7C%7D";
    let list = many(&[reserved, reserved]);
    assert_eq!(in_path(&one(reserved), Style::Simple, false), encoded);
    assert_eq!(in_path(&one(reserved), Style::Label, false), format!(".{encoded}"));
    assert_eq!(in_path(&one(reserved), Style::Matrix, false), format!(";color={encoded}"));
    assert_eq!(in_path(&list, Style::Simple, true), format!("{encoded},{encoded}"));
    assert_eq!(in_query(&one(reserved), Style::Form, true), format!("color={encoded}"));
    assert_eq!(in_query(&list, Style::Form, false), format!("color={encoded},{encoded}"));
    assert_eq!(
        in_query(&object(&[(reserved, reserved)]), Style::DeepObject, true),
        format!("color%5B{encoded}%5D={encoded}")
    );
    assert_eq!(in_header(&one(reserved)), reserved);
}

#[test]
fn an_empty_element_of_an_exploded_matrix_has_no_equals_sign() {
    assert_eq!(in_path(&many(&["", "a"]), Style::Matrix, true), ";color;color=a");
}

#[test]
fn absent_and_empty_values_are_omitted() {
    for explode in [false, true] {
        for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject] {
            for value in [Argument::Nothing, many(&[]), object(&[])] {
                assert_eq!(query("color", &value, style, explode, Keep::Unreserved).unwrap(), Vec::<String>::new());
            }
        }
        for style in [Style::Simple, Style::Label, Style::Matrix] {
            for value in [Argument::Nothing, many(&[]), object(&[])] {
                assert_eq!(in_path(&value, style, explode), "");
            }
        }
    }
    let gaps = Argument::List(vec![one("a"), Argument::Nothing, one("b")]);
    assert_eq!(in_query(&gaps, Style::Form, false), "color=a,b");
}

#[test]
fn delimiters_inside_values_are_encoded() {
    assert_eq!(in_query(&many(&["a,b", "c&d"]), Style::Form, false), "color=a%2Cb,c%26d");
    assert_eq!(in_query(&object(&[("k=1", "v")]), Style::Form, true), "k%3D1=v");
    assert_eq!(in_path(&many(&["a,b", "c"]), Style::Simple, false), "a%2Cb,c");
    assert_eq!(in_path(&one("a,b"), Style::Simple, false), "a%2Cb");
    assert_eq!(in_path(&one("a;b=c"), Style::Matrix, false), ";color=a%3Bb%3Dc");
    for (style, text) in [(Style::SpaceDelimited, "a b"), (Style::PipeDelimited, "a|b")] {
        let error = query("color", &many(&[text]), style, false, Keep::Unreserved).unwrap_err();
        assert!(error.starts_with("must not contain"), "{error}");
    }
}

#[test]
fn all_other_characters_are_encoded() {
    assert_eq!(in_query(&one("ä+ /?#%"), Style::Form, true), "color=%C3%A4%2B%20%2F%3F%23%25");
    assert_eq!(in_query(&one("a-b.c_d~e"), Style::Form, true), "color=a-b.c_d~e");
    assert_eq!(query("filter[x]", &one("1"), Style::Form, true, Keep::Unreserved).unwrap(), ["filter%5Bx%5D=1"]);
}

#[test]
fn allow_reserved_keeps_characters_that_cannot_end_the_value() {
    let reserved =
        |value: &Argument, explode| query("q", value, Style::Form, explode, Keep::Reserved).unwrap().join("&");
    assert_eq!(reserved(&one(":/?[]@!$'()*,;="), true), "q=:/?[]@!$'()*,;=");
    assert_eq!(reserved(&one("a&b#c+d%e f"), true), "q=a%26b%23c%2Bd%25e%20f");
    assert_eq!(reserved(&many(&["a,b", "c/d"]), false), "q=a%2Cb,c/d");
    assert_eq!(reserved(&one("%41%zz%4é%"), true), "q=%41%25zz%254%C3%A9%25");
}
