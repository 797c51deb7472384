//! RFC 9110, section 5.6: lists and quoted strings in headers.

use crate::header;
use specwright_runtime::Header;
use specwright_runtime::http::Response;

fn read(values: &[&str]) -> Vec<String> {
    let response = values.iter().fold(Response::builder(), |response, value| response.header("list", *value));
    Header::<Vec<String>>::new("list").read(response.body(()).unwrap().headers()).unwrap().unwrap()
}

/// The examples of section 5.6.1.2, whose list is `1#( "foo" / "bar" / … )`.
#[test]
fn lists_of_section_5_6_1_2() {
    assert_eq!(read(&["foo,bar"]), ["foo", "bar"]);
    assert_eq!(read(&["foo ,bar,"]), ["foo", "bar"]);
    assert_eq!(read(&["foo , ,bar,charlie"]), ["foo", "bar", "charlie"]);
    for invalid in ["", ",", ",   ,"] {
        assert_eq!(read(&[invalid]), [""; 0], "no element: {invalid:?}");
    }
}

/// Section 5.3: several lines of one name are one list.
#[test]
fn lines_of_section_5_3() {
    let expected = ["Foo", "Bar", "Baz"];
    assert_eq!(read(&["Foo, Bar", "Baz"]), expected);
    assert_eq!(read(&["Foo, Bar, Baz"]), expected);
}

/// Section 5.5: the dates and URIs in quotes that may hold commas.
#[test]
fn quoted_strings_of_sections_5_5_and_5_6_4() {
    let uris = r#""http://example.com/a.html,foo", "http://without-a-comma.example.com/""#;
    assert_eq!(read(&[uris]), [r#""http://example.com/a.html,foo""#, r#""http://without-a-comma.example.com/""#]);
    let dates = r#""Sat, 04 May 1996", "Wed, 14 Sep 2005""#;
    assert_eq!(read(&[dates]), [r#""Sat, 04 May 1996""#, r#""Wed, 14 Sep 2005""#]);
    assert_eq!(read(&[r#""a\",b",c"#]), [r#""a\",b""#, "c"]);
    // Section 13.1.1 and 8.8.3: a list of entity tags.
    let tags = r#""xyzzy", W/"r2d2xxxx", "c3piozzzz""#;
    assert_eq!(read(&[tags]), [r#""xyzzy""#, r#"W/"r2d2xxxx""#, r#""c3piozzzz""#]);
}

/// Section 5.6.1.1: "a sender MUST NOT generate empty list elements". Sent values are read back unchanged.
#[test]
fn header_values_round_trip() {
    let send = |list: &[&str]| header("list", |writer| writer.header("list", list)).ok().flatten();
    for list in [&["a", "b"][..], &[r#""a,b""#, r#"W/"c""#], &["a b", "c"], &["5\"", "6"]] {
        assert_eq!(read(&[&send(list).unwrap()]), list);
    }
    for lost in [&["a,b"][..], &["", "a"], &["a", ""], &[" a"], &[r#"""#, "b,c", r#"""#]] {
        assert_eq!(send(lost), None, "{lost:?}");
    }
}
