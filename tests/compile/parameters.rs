//! Where parameters of every kind go, and what becomes of those that break the rules.

use crate::fixtures::{
    cookie_values, header_lists, parameter_mistakes, parameter_nested_values, parameter_of_3_2, parameter_unions,
    parameter_values, path_of_segments, path_templates,
};
use crate::requests::{header, problems, sent, target};
use specwright_runtime::Value;

#[test]
fn parameters_of_every_type() {
    use parameter_values::models::{FindEither, State};
    use parameter_values::operations::Find;
    let day = "2024-02-29".parse::<specwright_runtime::Date>().unwrap();
    let find = || Find::new(State::AB, day);
    let since = "2024-02-29T12:00:00+01:00".parse::<specwright_runtime::DateTime>().unwrap();
    assert_eq!(target(&find()), "/find/a%2Fb/2024-02-29");
    assert_eq!(target(&find().since(since.clone())), "/find/a%2Fb/2024-02-29?since=2024-02-29T12%3A00%3A00%2B01%3A00");
    let query = |find: Find| target(&find).split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
    assert_eq!(query(find().owner("a b").owner2("c:d")), "owner=a%20b");
    assert_eq!(query(find().either(FindEither::Integer(7))), "either=7");
    assert_eq!(query(find().either(FindEither::Text("a&b".to_owned()))), "either=a%26b");
    assert_eq!(query(find().any(Value::from(vec![1, 2]))), "any=1&any=2");
    assert_eq!(query(find().any(serde_json::json!({ "k": { "l": [1] } }))), "k=%7B%22l%22%3A%5B1%5D%7D");
    assert_eq!(query(find().any(Value::Null)), "");
    assert_eq!(query(find().free([("a".to_owned(), 1), ("b".to_owned(), 2)])), "a=1&b=2");
    assert_eq!(query(find().maybe(3)), "maybe=3");
    assert_eq!(query(find().states([State::HalfOpen, State::Open])), "states=half%20open,open");
    let pairs = [("k".to_owned(), "v w".to_owned()), ("l".to_owned(), "x".to_owned())];
    let request = sent(&find().x_state(State::AB).x_since(since).x_pairs(pairs).owner2("c:d"));
    assert_eq!(header(&request, "x-state"), "a/b");
    assert_eq!(header(&request, "x-since"), "2024-02-29T12:00:00+01:00");
    assert_eq!(header(&request, "x-pairs"), "k=v w,l=x");
    assert_eq!(header(&request, "cookie"), "owner=c:d");
}

/// What is sent is read by the service as the same variant.
#[test]
fn scalars_of_several_types_are_told_apart_by_their_text() {
    use parameter_unions::models::{
        GetRoomFloor, GetRoomHeated, GetRoomLimit, GetRoomMark, GetRoomRoom, GetRoomXLevel,
    };
    use parameter_unions::operations::GetRoom;
    let room = || GetRoom::new(GetRoomRoom::Integer(-7));
    assert_eq!(target(&room()), "/rooms/-7");
    assert_eq!(target(&GetRoom::new(GetRoomRoom::Text("a7".to_owned()))), "/rooms/a7");
    let query = |find: GetRoom| target(&find).replacen("/rooms/-7", "", 1);
    assert_eq!(query(room().limit(GetRoomLimit::Integer(20))), "?limit=20");
    assert_eq!(query(room().limit(GetRoomLimit::All)), "?limit=all");
    assert_eq!(query(room().heated(GetRoomHeated::Boolean(true))), "?heated=true");
    assert_eq!(query(room().heated(GetRoomHeated::Number(0.5))), "?heated=0.5");
    let marks = [GetRoomMark::Integer(1), GetRoomMark::Boolean(false), GetRoomMark::Text("07".to_owned())];
    assert_eq!(query(room().marks(marks)), "?marks=1,false,07");
    assert_eq!(header(&sent(&room().x_level(GetRoomXLevel::Integer(3))), "X-Level"), "3");
    assert_eq!(header(&sent(&room().floor(GetRoomFloor::Integer(2))), "Cookie"), "floor=2");
}

#[test]
fn nested_parameter_values() {
    use parameter_nested_values::models::{Deep, Page, Point};
    use parameter_nested_values::operations::Find;
    let find = || Find::new([vec![1, 2], vec![3]]);
    let point = || Point::new().x(1).y(2);
    let query = |find: Find| target(&find).split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
    let json = "%7B%22x%22%3A1%2C%22y%22%3A2%7D";
    assert_eq!(target(&find()), "/find/%5B1%2C2%5D,%5B3%5D");
    assert_eq!(query(find().page(Page::new().size(9).sort(["a", "b"]))), "size=9&sort=a&sort=b");
    assert_eq!(query(find().points([point(), point()])), format!("points={json}&points={json}"));
    assert_eq!(query(find().pages([point(), point()])), format!("pages={json}%7C{json}"));
    assert_eq!(query(find().list(["a", "b"])), "list%5B0%5D=a&list%5B1%5D=b");
    let deep = Deep::new().tags(["t"]).points([point()]).at(point());
    assert_eq!(
        query(find().deep(deep)).replace("%5B", "[").replace("%5D", "]"),
        "deep[tags][0]=t&deep[points][0][x]=1&deep[points][0][y]=2&deep[at][x]=1&deep[at][y]=2"
    );
    let request = sent(&find().x_points([point()]).points2([point()]));
    assert_eq!(header(&request, "x-points"), r#"{"x":1,"y":2}"#);
    assert_eq!(header(&request, "cookie"), format!("points={json}"));
}

#[test]
fn invalid_parameter_styles_are_sent_as_the_default() {
    use parameter_mistakes::operations::GetThing;
    let thing = GetThing::new("a", "b").bare("c").both(1).two([2, 3]).form("d").near("e").twice("f").text(4);
    assert_eq!(target(&thing), "/things/a?id=b&bare=c&both=1&two=%5B2%2C3%5D&twice=f&text=4");
    assert_eq!((header(&sent(&thing), "form"), header(&sent(&thing), "near")), ("d".to_owned(), "e".to_owned()));
}

#[test]
fn raw_cookies_and_whole_queries() {
    use parameter_of_3_2::models::SearchAll;
    use parameter_of_3_2::operations::{GetSession, Search};
    let session = GetSession::new().plain("a%20b/c").parts(["d", "e"]).joined(["f", "g"]);
    assert_eq!(header(&sent(&session), "cookie"), "plain=a%20b/c; parts=d; parts=e; joined=f,g");
    assert!(problems(&GetSession::new().plain("a;b"))[0].starts_with("plain must contain only visible ASCII"));
    let all = SearchAll::new().q("a b").tags(["c", "d"]);
    assert_eq!(target(&Search::new().all(all)), "/search?q=a%20b&tags=c&tags=d");
}

#[test]
fn path_parameters_of_every_style() {
    use path_templates::operations as paths;
    assert_eq!(target(&paths::Stop::new("a:b/c")), "/cars/a%3Ab%2Fc:stop");
    assert_eq!(target(&paths::Adjacent::new("a", ".b")), "/cars/a.b");
    assert_eq!(target(&paths::Dotted::new("a.b")), "/cars/a.b.json");
    assert_eq!(target(&paths::Slashed::new("a")), "/cars/a/");
    assert_eq!(target(&paths::Odd::new()), "/gr%C3%B6%C3%9Fe/a%20b/100%25/c%5Ed");
    assert_eq!(target(&paths::Twice::new("a")), "/cars/a/like/a");
    assert_eq!(target(&paths::Star::new("a")), "/star/a");
    assert_eq!(target(&paths::Matrix::new([1, 2])), "/matrix/;id=1;id=2");
    assert_eq!(target(&paths::Label::new("a")), "/label/.a");
    assert_eq!(target(&paths::Expression::new().q("x")), "/find?q=x");
    assert_eq!(target(&paths::Alike::new(1)), "/case/1");
    assert_eq!(target(&paths::Undeclared::new("a", 1)), "/apps/a/keys/1");
    assert_eq!(target(&paths::UndeclaredAgain::new("a", "b")), "/apps/a/keys/b");
    assert_eq!(target(&paths::WithQuery::new().q("y")), "/files?kind=x&all&q=y");
    assert_eq!(target(&paths::Found::new("a&b")), "/found?sort=new&q=a%26b");
    assert_eq!(target(&paths::Declared::new("a&b")), "/declared?q=a%26b");
    assert_eq!(target(&paths::UndeclaredQuery::new("a&b")), "/uploads?convert=a%26b");
    assert_eq!(target(&paths::OnlyQuery::new().q("a&b")), "/files?q=a%26b");
    assert_eq!(target(&paths::WithFragment::new()), "/files");
    assert_eq!(target(&paths::NoSlash::new()), "/no/slash");
    assert_eq!(problems(&paths::Stop::new("")), ["id must not be empty: it is part of the path"]);
    assert_eq!(
        problems(&paths::Adjacent::new(".", ".")),
        ["id must not form a path segment `.` or `..`, which would change the path"]
    );
}

#[test]
fn cookies_are_sent_without_encoding() {
    use cookie_values::models::GetMePage;
    use cookie_values::operations::GetMe;
    let page = GetMePage::new().size(9).sort("a|b");
    let me = GetMe::new().session_id("s:aB3/x+y=.%20-_~!").flags(["a", "b"]).page(page).at([1, 2]);
    let cookies = "session_id=s:aB3/x+y=.%20-_~!; flags=a; flags=b; size=9; sort=a|b; at=%5B1%2C2%5D";
    assert_eq!(header(&sent(&me), "cookie"), cookies);
    assert_eq!(header(&sent(&GetMe::new().session_id("\"a\"")), "cookie"), "session_id=\"a\"");
    for octets in ["a b", "a;b", "a,b", "a\"b", "a\\b", "é", "\u{7f}"] {
        let problems = problems(&GetMe::new().session_id(octets).flags([octets]).page(GetMePage::new().sort(octets)));
        let names: Vec<&str> = problems.iter().filter_map(|problem| problem.split(' ').next()).collect();
        assert_eq!(names, ["session_id", "flags", "page"], "{octets}: {problems:?}");
        assert!(
            problems.iter().all(|problem| problem.contains("must contain only visible ASCII characters but quotes"))
        );
    }
}

#[test]
fn header_arrays_round_trip() {
    use header_lists::operations::PutThing;
    let put = PutThing::new([r#""a,b""#, r#"W/"c""#]).x_props([("k".to_owned(), "v=w".to_owned())]);
    let request = sent(&put);
    assert_eq!(header(&request, "if-match"), r#""a,b",W/"c""#);
    assert_eq!(header(&request, "x-props"), "k=v=w");
    let none = sent(&PutThing::new(Vec::<String>::new()).x_props(std::collections::BTreeMap::<String, String>::new()));
    assert!(!none.headers().contains_key("if-match") && !none.headers().contains_key("x-props"));
    assert_eq!(
        problems(&PutThing::new(["a,b", "c"])),
        [
            "If-Match must not contain `,` outside of quotes, which separates its elements, nor an element that begins or ends with a space"
        ]
    );
    assert_eq!(
        problems(&PutThing::new(["a", ""])),
        ["If-Match must not have an empty element to be sent in a header, where lists have none"]
    );
    assert_eq!(
        problems(&PutThing::new(["a"]).x_note("b ")),
        ["X-Note must not begin or end with a space to be sent in a header"]
    );
    assert_eq!(
        problems(&PutThing::new(["a"]).x_props([("k=l".to_owned(), "m".to_owned())])),
        ["X-Props must not have a key with `=`, which separates its keys and values"]
    );
}

#[test]
fn lists_in_response_headers_are_read_by_rfc_9110() {
    use header_lists::headers::X_TAGS;
    let read = |text: &str| {
        let response = specwright_runtime::http::Response::builder().header("x-tags", text).body(()).unwrap();
        X_TAGS.read(response.headers()).unwrap().unwrap()
    };
    assert_eq!(read("a ,, b,"), ["a", "b"]);
    assert_eq!(read(r#""a, b", W/"c,d""#), [r#""a, b""#, r#"W/"c,d""#]);
    assert_eq!(read(""), [""; 0]);
}

#[test]
fn a_path_parameter_of_several_segments() {
    use path_of_segments::operations::{GetBook, GetLock};
    assert_eq!(target(&GetBook::new("shelves/a b/books/1")), "/v1/shelves/a%20b/books/1");
    assert_eq!(problems(&GetBook::new("shelves/../books/1")).len(), 1);
    let lock = |scope: &str| GetLock::new(scope, "a/b");
    assert_eq!(target(&lock("groups/1/users/a b")), "/groups/1/users/a%20b/locks/a%2Fb");
    assert_eq!(target(&lock("/groups/a%2Fb?c#d")), "/groups/a%2Fb%3Fc%23d/locks/a%2Fb");
    assert_eq!(target(&lock("g").filter("name eq 'a%20b'&x=1")), "/g/locks/a%2Fb?%24filter=name%20eq%20'a%20b'%26x=1");
    for elsewhere in ["", "/", "groups/../secrets", "groups/%2e%2e/secrets", ".."] {
        assert_eq!(problems(&lock(elsewhere)).len(), 1, "{elsewhere}");
    }
}
