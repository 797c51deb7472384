//! Forms and URLs: the examples of the OpenAPI Specification, and WHATWG URL as `form_urlencoded` and `url` implement it.

use crate::{body, query, target};
use serde_json::json;
use specwright_runtime::FormEncoding;
use specwright_runtime::Style::Form;

/// Every character of ASCII, and some beyond.
fn characters() -> impl Iterator<Item = char> {
    (0..=0x7F).map(char::from).chain(['\u{80}', 'é', 'ß', '€', '\u{2028}', '\u{FEFF}', '\u{FFFD}', '😀'])
}

fn parsed(form: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(form.as_bytes()).into_owned().collect()
}

/// "Encoding the `x-www-form-urlencoded` Media Type", "URL Encoded Form with JSON Values". The spellings are those of 3.1.1,
/// where `:` and `,` are left, and 3.2, where they are not; a space is `+` in both.
#[test]
fn form_with_json_values() {
    let id = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    let address =
        json!({ "streetAddress": "123 Example Dr.", "city": "Somewhere", "state": "CA", "zip": "99999+1234" });
    let sent = body(|writer| writer.form(&json!({ "id": id, "address": address }), &[])).unwrap();
    let of_3_1 = "id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22streetAddress%22:%22123+Example+Dr.%22,\
                  %22city%22:%22Somewhere%22,%22state%22:%22CA%22,%22zip%22:%2299999%2B1234%22%7D";
    let of_3_2 = "id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22streetAddress%22%3A%22123+Example+Dr.%22%2C\
                  %22city%22%3A%22Somewhere%22%2C%22state%22%3A%22CA%22%2C%22zip%22%3A%2299999%2B1234%22%7D";
    assert_eq!(sent, of_3_2.replace('+', "%20"));
    assert_eq!((parsed(&sent), parsed(&sent)), (parsed(of_3_1), parsed(of_3_2)));
    let as_json = body(|writer| writer.form(&json!({ "id": id }), &[FormEncoding::json("id")]));
    assert_eq!(as_json.unwrap(), "id=%22f81d4fae-7dec-11d0-a765-00a0c91e6bf6%22");
}

/// 3.2, "URL Encoded Form with Binary Values": the padding is encoded.
#[test]
fn form_with_binary_values() {
    let icon = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAABGdBTUEAALGPC_xhBQAAADhlWElmTU0AKgAAAAgAAYdpAAQAAAABAAAAGgAA\
                AAAAAqACAAQAAAABAAAAAqADAAQAAAABAAAAAgAAAADO0J6QAAAAEElEQVQIHWP8zwACTGCSAQANHQEDqtPptQAAAABJRU5ErkJggg";
    let sent = body(|writer| writer.form(&json!({ "name": "example", "icon": format!("{icon}==") }), &[]));
    assert_eq!(sent.unwrap(), format!("name=example&icon={icon}%3D%3D"));
}

/// 3.2, "Parameter Object Examples": a query that is a form, `foo=a+%2B+b&bar=true`.
#[test]
fn form_as_a_query() {
    let sent = query(|writer| writer.query("metadata", &json!({ "foo": "a + b", "bar": true }))).unwrap();
    assert_eq!(sent, "foo=a%20%2B%20b&bar=true");
    assert_eq!(parsed(&sent), parsed("foo=a+%2B+b&bar=true"));
}

/// Section 5.2, the serializer: of another spelling, and read by section 5.1 as the same names and values.
#[test]
fn forms_round_trip() {
    for character in characters() {
        let text = format!("a{character}b");
        let expected = vec![(text.clone(), text.clone())];
        let form = body(|writer| writer.form(&json!({ text.as_str(): text }), &[])).unwrap();
        assert_eq!(parsed(&form), expected, "{character:?} as {form}");
        let in_query = query(|writer| writer.query(&text, &text)).unwrap();
        assert_eq!(parsed(&in_query), expected, "{character:?} as {in_query}");
        // The serializer encodes all but letters, digits, `*`, `-`, `.` and `_`; so does this, but for `~` and with `*`.
        let standard: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let ours = standard.replace('+', "%20").replace('*', "%2A").replace("%7E", "~");
        assert_eq!(form, format!("{ours}={ours}"));
    }
}

/// With `allowReserved`, what would end the value is encoded all the same; a `%` of a triple is the caller's.
#[test]
fn reserved_characters_round_trip() {
    for character in characters() {
        let text = format!("a{character}b");
        let sent = query(|writer| writer.query_reserved("q", &text, Form, true)).unwrap();
        let read = parsed(&sent);
        assert_eq!(read, [("q".to_owned(), text)], "{character:?} as {sent}");
    }
    let triple = query(|writer| writer.query_reserved("q", "%41%4", Form, true)).unwrap();
    assert_eq!(parsed(&triple), [("q".to_owned(), "A%4".to_owned())]);
}

/// Sections 1.3 and 4.4: a URL parser leaves what is sent as it is, and reads the segment that was meant.
#[test]
fn urls_are_fully_encoded() {
    for character in characters() {
        let text = format!("a{character}b");
        let path = target("/x/{p}/y", |writer| {
            writer.path("p", &text);
            writer.query("q", &text);
        });
        let sent = format!("https://api.example{}", path.unwrap());
        let url = reqwest::Url::parse(&sent).unwrap();
        assert_eq!(url.as_str(), sent, "{character:?}");
        let segments: Vec<&str> = url.path_segments().unwrap().collect();
        // `+` is not a space in a path.
        let segment = parsed(&segments[1].replace('+', "%2B")).remove(0).0;
        assert_eq!((segments.len(), segment), (3, text.clone()), "{character:?}");
        assert_eq!(url.query_pairs().into_owned().collect::<Vec<_>>(), [("q".to_owned(), text)], "{character:?}");
    }
}

/// Section 1.3, "path percent-encode set", "query percent-encode set": literals of a template are encoded, too.
#[test]
fn templates_are_encoded_where_a_url_parser_would() {
    for character in characters().filter(|character| !matches!(character, '{' | '}' | '?' | '/' | '\\' | '.')) {
        let template: &'static str = Box::leak(format!("/a{character}b").into_boxed_str());
        let sent = format!("https://api.example{}", target(template, |_| {}).unwrap());
        assert_eq!(reqwest::Url::parse(&sent).unwrap().as_str(), sent, "{character:?}");
    }
}
