//! Forms in parts: RFC 7578, the HTML standard's names, and the media types of the OpenAPI Specification.

use crate::{SERVER, request};
use serde_json::json;
use specwright_runtime::{File, Multipart, MultipartForm};

/// Parts that a closure writes.
struct Parts<F>(F);

impl<F: Fn(&mut Multipart)> MultipartForm for Parts<F> {
    fn write(&self, parts: &mut Multipart) {
        (self.0)(parts);
    }
}

/// The media type and the body, a boundary as `AaB03x`.
fn sent(write: impl Fn(&mut Multipart)) -> (String, String) {
    let request = request("/", |writer| writer.multipart("multipart/form-data", &Parts(write))).unwrap();
    assert!(request.uri().to_string().starts_with(SERVER));
    let media_type = request.headers()["content-type"].to_str().unwrap();
    let boundary = media_type.split_once("boundary=").unwrap().1;
    let body = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
    (media_type.replace(boundary, "AaB03x"), body.replace(boundary, "AaB03x"))
}

/// RFC 7578, sections 4.1, 4.2 and 4.4: a delimiter, `Content-Disposition: form-data` with a name, no `Content-Type` for
/// `text/plain`.
#[test]
fn a_part_has_a_disposition_and_a_name() {
    let (media_type, body) = sent(|parts| {
        parts.field("user", "Joe owes \u{20ac}100.");
        parts.field("count", &2);
    });
    assert_eq!(media_type, "multipart/form-data; boundary=AaB03x");
    assert_eq!(
        body,
        "--AaB03x\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nJoe owes \u{20ac}100.\r\n\
         --AaB03x\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n2\r\n--AaB03x--\r\n"
    );
}

/// RFC 2046, section 5.1.1: a boundary has at most 70 characters, and none that would need quotes; it is in no part.
#[test]
fn boundaries_are_valid() {
    let request =
        request("/", |writer| writer.multipart("multipart/form-data", &Parts(|_: &mut Multipart| {}))).unwrap();
    let boundary = request.headers()["content-type"].to_str().unwrap().split_once("boundary=").unwrap().1.to_owned();
    assert!(
        (1..=70).contains(&boundary.len()) && boundary.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        "{boundary}"
    );
}

/// RFC 7578, section 4.3: "sending each file in a separate part, all with the same name parameter"; section 4.4: a file
/// "SHOULD be labeled with an appropriate media type, if known, or \"application/octet-stream\"".
#[test]
fn several_files_are_parts_of_one_name() {
    let files = vec![File::new("a.txt", "1").media_type("text/plain"), File::new("b.bin", "2")];
    let (_, body) = sent(|parts| parts.file("files", &files, "application/octet-stream"));
    assert_eq!(
        body,
        "--AaB03x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n1\r\n\
         --AaB03x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"b.bin\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n2\r\n--AaB03x--\r\n"
    );
}

/// HTML, "Multipart form data": in names and filenames, a line feed, a carriage return and a quote are escaped, and no
/// other characters of these names, as in web-platform-tests for files.
#[test]
fn names_are_escaped_as_in_browsers() {
    for (name, escaped) in [
        ("a\"b", "a%22b"),
        ("a\rb", "a%0Db"),
        ("a\nb", "a%0Ab"),
        ("a\r\nb", "a%0D%0Ab"),
        ("a\n\rb", "a%0A%0Db"),
        ("a'b", "a'b"),
        ("a%22b", "a%22b"),
        ("a;b", "a;b"),
        ("ß😀", "ß😀"),
    ] {
        let (_, body) = sent(|parts| parts.file("file", &File::new(name, ""), "text/plain"));
        assert!(body.contains(&format!("; filename=\"{escaped}\"\r\n")), "{name:?}: {body}");
        let (_, body) = sent(|parts| parts.field(name, ""));
        assert!(body.contains(&format!("; name=\"{escaped}\"\r\n")), "{name:?}: {body}");
    }
}

/// Browsers send a backslash unchanged, and omit the path of a file. Parsers of quoted strings (RFC 2183 and RFC 822)
/// read the character after a backslash literally, including the quote that ends the name.
#[test]
fn backslashes_are_escaped_unlike_in_browsers() {
    let (_, body) = sent(|parts| parts.field("a\\", ""));
    assert!(body.contains("; name=\"a%5C\"\r\n"), "{body}");
    let (_, body) = sent(|parts| parts.file("file", &File::new("a\\b", ""), "text/plain"));
    assert!(body.contains("; filename=\"b\"\r\n"), "{body}");
}

/// 3.2, "Example: Basic Multipart Form", and the table of default media types in "Encoding Object".
#[test]
fn default_media_types() {
    let addresses = json!([{ "city": "Bonn" }, { "city": "Oslo" }]);
    let (_, body) = sent(|parts| {
        parts.field("id", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        parts.file("profileImage", &File::new("me.png", "…"), "application/octet-stream");
        parts.field("addresses", &addresses);
        parts.field("nested", &json!([["a"], ["b"]]));
        parts.field("nothing", &json!(null));
    });
    let parts: Vec<&str> = body.split("--AaB03x\r\n").skip(1).collect();
    let json = "Content-Type: application/json\r\n\r\n";
    assert_eq!(
        parts,
        [
            "Content-Disposition: form-data; name=\"id\"\r\n\r\nf81d4fae-7dec-11d0-a765-00a0c91e6bf6\r\n".to_owned(),
            "Content-Disposition: form-data; name=\"profileImage\"; filename=\"me.png\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n…\r\n"
                .to_owned(),
            format!("Content-Disposition: form-data; name=\"addresses\"\r\n{json}{{\"city\":\"Bonn\"}}\r\n"),
            format!("Content-Disposition: form-data; name=\"addresses\"\r\n{json}{{\"city\":\"Oslo\"}}\r\n"),
            format!("Content-Disposition: form-data; name=\"nested\"\r\n{json}[\"a\"]\r\n"),
            format!("Content-Disposition: form-data; name=\"nested\"\r\n{json}[\"b\"]\r\n--AaB03x--\r\n"),
        ]
    );
}
