use super::head::boundary;
use super::*;
use crate::transport::stream::testing::{block_on, pieces};

fn text(parts: Multipart) -> String {
    let (content_type, body) = parts.finish("multipart/form-data").unwrap();
    let (media_type, boundary) = content_type.split_once("; boundary=").unwrap();
    assert_eq!((media_type, boundary.len()), ("multipart/form-data", 32));
    let bytes = block_on(body.bytes()).unwrap();
    String::from_utf8(bytes.to_vec()).unwrap().replace(boundary, "BOUNDARY")
}

#[test]
fn multipart_layout_matches_rfc_7578() {
    let mut parts = Multipart::new();
    parts.field("title", "a \"b\"");
    parts.field("none", &None::<u8>);
    parts.field("tags", &["x", "y"]);
    parts.field("at", &serde_json::json!({ "x": 1 }));
    parts.field_as("list", &[1, 2], "application/json");
    parts.field_as("note", "hi", "text/markdown");
    let csv = File::new("a\"\r\n.csv", "1,2").header("X-Rows", "1");
    parts.file(
        "f\u{fc}",
        &vec![csv, File::new("b", Body::stream(pieces(&["3", "4"]))).media_type("text/csv")],
        "text/x",
    );
    parts.file("no", &None::<File>, "text/x");
    let expected = [
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na \"b\"\r\n",
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n",
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ny\r\n",
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"at\"\r\nContent-Type: application/json\r\n\r\n",
        "{\"x\":1}\r\n",
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"list\"\r\nContent-Type: \
         application/json\r\n\r\n1\r\n",
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"list\"\r\nContent-Type: \
         application/json\r\n\r\n2\r\n",
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/markdown\r\n\r\nhi\r\n",
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"f\u{fc}\"; filename=\"a%22%0D%0A.csv\"\r\n",
        "Content-Type: text/x\r\nX-Rows: 1\r\n\r\n1,2\r\n",
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"f\u{fc}\"; filename=\"b\"\r\n",
        "Content-Type: text/csv\r\n\r\n34\r\n",
        "--BOUNDARY--\r\n",
    ];
    assert_eq!(text(parts), expected.concat());
}

/// RFC 2387, section 5: the parts of `multipart/related` have media types and ids, and no names.
#[test]
fn unnamed_parts_have_no_disposition() {
    let mut parts = Multipart::new();
    parts.unnamed(&serde_json::json!({ "title": "Beach" }), "application/json");
    parts.unnamed("a \"b\"", "text/plain");
    parts.unnamed("c", "application/ld+json");
    parts.unnamed_file(&File::new("beach.jpg", "1").media_type("image/jpeg").header("Content-ID", "<beach>"));
    parts.unnamed_file(&File::new("", "2").header("Content-Disposition", "attachment"));
    let expected = [
        "--BOUNDARY\r\nContent-Type: application/json\r\n\r\n{\"title\":\"Beach\"}\r\n",
        "--BOUNDARY\r\nContent-Type: text/plain\r\n\r\na \"b\"\r\n",
        "--BOUNDARY\r\nContent-Type: application/ld+json\r\n\r\n\"c\"\r\n",
        "--BOUNDARY\r\nContent-Type: image/jpeg\r\nContent-ID: <beach>\r\n\r\n1\r\n",
        "--BOUNDARY\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment\r\n\r\n2\r\n",
        "--BOUNDARY--\r\n",
    ];
    assert_eq!(text(parts), expected.concat());
}

#[test]
fn problems_of_unnamed_parts_name_their_index() {
    let mut parts = Multipart::new();
    parts.unnamed("1", "text/plain");
    parts.unnamed("2", "text/*");
    parts.unnamed_file(&File::new("", "3").header("Content-Type", "text/plain"));
    let problems = parts.finish("multipart/mixed").unwrap_err();
    assert_eq!(
        problems[0],
        ("$[1]".to_owned(), "must name its media type, such as `image/png`, not `text/*`".to_owned())
    );
    assert!(problems[1].1.starts_with("must not have a header `Content-Type` of its own"), "{problems:?}");
}

#[test]
fn multipart_names_are_escaped() {
    for (name, expected) in [
        ("a.txt\0\u{b}\u{1b}\t\u{7f}\u{85}", "a.txt%00%0B%1B%09%7F%C2%85"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ann\\cat.png", "cat.png"),
        ("a\"; x=\"", "a%22; x=%22"),
        ("f\u{fc}..", "f\u{fc}.."),
        ("", ""),
    ] {
        let mut parts = Multipart::new();
        parts.file("f", &File::new(name, "1"), "text/x");
        let line = format!("Content-Disposition: form-data; name=\"f\"; filename=\"{expected}\"\r\n");
        assert!(text(parts).contains(&line), "{name:?}");
    }
    for folder in ["..", ".", "a/..", "a/", "a\\"] {
        let mut parts = Multipart::new();
        parts.file("f", &File::new(folder, "1"), "text/x");
        assert!(parts.finish("multipart/form-data").is_err(), "{folder}");
    }
    let mut parts = Multipart::new();
    parts.field("a\\\"\0", "1");
    assert!(text(parts).contains("name=\"a%5C%22%00\"\r\n"));
}

#[test]
fn multipart_headers_are_unique() {
    for name in ["Content-Disposition", "content-disposition", "CONTENT-TYPE"] {
        let mut parts = Multipart::new();
        parts.file("f", &File::new("x", "").header(name, "form-data; name=\"admin\""), "text/x");
        let reason = format!("must not have a header `{name}` of its own: the part has one already");
        assert_eq!(parts.finish("multipart/form-data").unwrap_err(), [("$.f".to_owned(), reason)]);
    }
}

#[test]
fn multipart_without_parts_is_a_valid_body() {
    assert_eq!(text(Multipart::new()), "--BOUNDARY--\r\n");
}

#[test]
fn multipart_boundaries_are_unique() {
    assert_ne!(boundary(), boundary());
}

#[test]
fn multipart_header_injection_is_prevented() {
    let mut parts = Multipart::new();
    parts.file("a b", &File::new("x", "").media_type("text/plain\r\nX: y"), "text/x");
    parts.file("c", &File::new("x", "").header("X: y", ""), "text/x");
    parts.file("d", &File::new("x", "").media_type("image/*"), "text/x");
    let problems = parts.finish("multipart/form-data").unwrap_err();
    assert_eq!(problems.len(), 3);
    assert_eq!(problems[0].0, "$[\"a b\"]");
    assert_eq!(
        problems[2],
        ("$.d".to_owned(), "must name its media type, such as `image/png`, not `image/*`".to_owned())
    );
}

#[test]
fn multipart_streams_have_a_length_only_if_stated() {
    let length = |file: Body| {
        let mut parts = Multipart::new();
        parts.file("f", &File::new("x", file), "text/x");
        parts.finish("multipart/form-data").unwrap().1.length()
    };
    assert_eq!(length(Body::stream(pieces(&["1"]))), None);
    assert_eq!(length(Body::stream(pieces(&["1"])).with_length(1)), length(Body::from("1")));
}
