//! What the operations of the expected clients send.

use crate::fixtures::{
    constraints, constraints_nested, cookie_parameters, header_parameters, json_parameter, media_types, methods_of_3_2,
    names_of_inputs, parameter_override, parameter_send_default, path_parameters, path_styles, query_styles,
    request_body, server_variables,
};
use crate::wire::{self, Wire};
use specwright_runtime::http::Request;
use specwright_runtime::{Body, Operation};

const SERVER: &str = "https://api.example";

pub(crate) fn sent(operation: &impl Wire) -> Request<Body> {
    let request = operation.to_request(SERVER).unwrap();
    wire::read_back_all(operation, &request);
    request
}

/// The path and the query.
pub(crate) fn target(operation: &impl Wire) -> String {
    sent(operation).uri().to_string().replacen(SERVER, "", 1)
}

pub(crate) fn header(request: &Request<Body>, name: &str) -> String {
    request.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

pub(crate) fn problems(operation: &impl Operation) -> Vec<String> {
    let error = operation.to_request(SERVER).unwrap_err();
    error.problems().iter().map(ToString::to_string).collect()
}

#[test]
fn path_parameters_stay_in_their_segment() {
    use path_parameters::operations::{Forget, GetOrder};
    assert_eq!(target(&GetOrder::new("a/..b", 7, "json")), "/shops/a%2F..b/orders/7.json");
    let elsewhere = "shop must not form a path segment `.` or `..`, which would change the path";
    assert_eq!(problems(&GetOrder::new("a/../b", 7, "json")), [elsewhere]);
    let day = "2024-02-29".parse::<specwright_runtime::Date>().unwrap();
    assert_eq!(target(&Forget::new(day, true, 0.5)), "/days/2024-02-29/true/0.5");
}

#[test]
fn styles_of_path_parameters() {
    let point = path_styles::models::Point::new(1, -2);
    let all = path_styles::operations::GetAllRequired {
        simple: [3, 4].into(),
        exploded: point.clone(),
        label: "five".into(),
        labels: [6, 7].into(),
        matrix: [8, 9].into(),
        point,
    };
    let all = path_styles::operations::GetAll::new(all);
    assert_eq!(target(&all), "/3,4/x=1,y=-2/.five/.6.7/;matrix=8,9/;x=1;y=-2");
    let publish = path_styles::operations::Publish::new("projects/a/topics/b c");
    assert_eq!(target(&publish), "/v1/projects/a/topics/b%20c:publish");
}

#[test]
fn styles_of_query_parameters() {
    use query_styles::models::Range;
    use query_styles::operations::Search;
    let words = ["a b", "c"];
    let range = Range::new().from(1);
    assert_eq!(target(&Search::new(words)), "/search?repeated=a%20b&repeated=c");
    assert_eq!(target(&Search::new(["a"]).joined(words)), "/search?repeated=a&joined=a%20b,c");
    assert_eq!(target(&Search::new(["a"]).spaced(["b", "c"])), "/search?repeated=a&spaced=b%20c");
    assert_eq!(target(&Search::new(["a"]).piped(words)), "/search?repeated=a&piped=a%20b%7Cc");
    assert_eq!(target(&Search::new(["a"]).deep(range.clone())), "/search?repeated=a&deep%5Bfrom%5D=1");
    assert_eq!(target(&Search::new(["a"]).spread(range)), "/search?repeated=a&from=1");
    assert_eq!(target(&Search::new(["a"]).path("x/y?z")), "/search?repeated=a&path=x/y?z");
}

#[test]
fn a_default_is_sent_if_the_document_requires_it() {
    use parameter_send_default::operations::ListPages;
    assert_eq!(target(&ListPages::new()), "/pages?sort=asc&limit=20&mine=false&word=all");
    assert_eq!(target(&ListPages::new().sort("desc").limit(5)), "/pages?sort=desc&limit=5&mine=false&word=all");
}

#[test]
fn headers_and_cookies() {
    let request = sent(&header_parameters::operations::GetReport::new("r-1").x_parts([1, 2]));
    assert_eq!(header(&request, "x-request-id"), "r-1");
    assert_eq!(header(&request, "x-parts"), "1,2");
    let request = sent(&cookie_parameters::operations::GetSession::new("s:1%20/=").theme("dark").tags(["a", "b"]));
    assert_eq!(header(&request, "cookie"), "SESSION-ID=s:1%20/=; theme=dark; tags=a,b");
}

#[test]
fn parameters_as_json() {
    let filter = json_parameter::models::Filter::new().colour("red");
    let request = json_parameter::operations::FindCars::new(filter).x_hint(1);
    assert_eq!(target(&request), "/cars?filter=%7B%22colour%22%3A%22red%22%7D");
    assert_eq!(header(&sent(&request), "x-hint"), "1");
}

#[test]
fn operation_parameters_override_path_parameters() {
    let request = parameter_override::operations::DeleteItem::new("7", "all").x_trace(true);
    assert_eq!(target(&request), "/items/7?limit=all");
    assert_eq!(header(&sent(&request), "x-trace"), "true");
}

#[test]
fn wire_names_do_not_depend_on_rust_names() {
    let request = names_of_inputs::operations::GetAll::new().default(1).clone_(true).add_(2).body("b").c("d");
    assert_eq!(target(&request), "/all?default=1&clone=true&body=b&add=2&C=d");
}

#[test]
fn bodies_by_media_type() {
    use request_body::models::Note;
    use request_body::operations::{ImportNote, PutAttachment, PutNote, TouchNote};
    let body = |request: &Request<Body>| {
        (header(request, "content-type"), String::from_utf8_lossy(request.body().as_bytes().unwrap()).into_owned())
    };
    let pair = |media_type: &str, text: &str| (media_type.to_owned(), text.to_owned());
    assert_eq!(body(&sent(&PutNote::new(Note::new().text("a")))), pair("application/json", r#"{"text":"a"}"#));
    assert_eq!(body(&sent(&TouchNote::new().body(Note::new()))), pair("application/merge-patch+json", "{}"));
    assert_eq!(body(&sent(&TouchNote::new())), pair("", ""));
    assert_eq!(body(&sent(&ImportNote::new("# a"))), pair("text/markdown", "# a"));
    assert_eq!(body(&sent(&PutAttachment::new("bytes"))), pair("application/octet-stream", "bytes"));
    let book = media_types::operations::AddBook::new(media_types::models::Book::new());
    assert_eq!(body(&sent(&book)), pair("application/json; charset=utf-8", "{}"));
}

#[test]
fn values_that_violate_constraints_are_not_sent() {
    use constraints::models::User;
    use constraints::operations::AddUser;
    let sound = User::new("Ada").code("AB-1").ratio(0.5).height(1.5);
    assert!(AddUser::new(1, sound).to_request(SERVER).is_ok());
    let unsound = User::new("").code("x").ratio(1.0).height(-2.0);
    assert_eq!(
        problems(&AddUser::new(101, unsound).ids(["a", "a"])),
        [
            "page must be at most 100, is 101",
            "ids must have unique elements, repeats one at index 1",
            "body at $.name must be at least 1 character, has 0",
            "body at $.code must match the pattern `^[A-Z]{2}-\\d+$`",
            "body at $.ratio must be less than 1, is 1",
            "body at $.height must be at least -1.5, is -2",
        ]
    );
}

#[test]
fn constraints_are_checked_in_lists_maps_and_string_newtypes() {
    use constraints_nested::models::{Member, Team};
    use constraints_nested::operations::AddTeam;
    let team = Team::new()
        .name("")
        .aliases(["a", "", "c", "d"])
        .rows([vec!["short".to_owned(), "too long".to_owned()]])
        .members([Member::new().age(-1)])
        .by_role([("cook".to_owned(), Member::new().nick("x"))]);
    assert_eq!(
        problems(&AddTeam::new().sizes([vec![1, 0]]).body(team)),
        [
            "sizes at $[0][1] must be at least 1, is 0",
            "body at $.name must be at least 1 character, has 0",
            "body at $.aliases must be at most 3 elements, has 4",
            "body at $.aliases[1] must be at least 1 character, has 0",
            "body at $.rows[0][1] must be at most 5 characters, has 8",
            "body at $.members[0].age must be at least 0, is -1",
            "body at $.by_role.cook.nick must be at least 2 characters, has 1",
        ]
    );
}

#[test]
fn query_and_additional_operations() {
    use methods_of_3_2::operations::{LinkPets, QueryPets};
    let query = sent(&QueryPets::new([("q".to_owned(), "a".to_owned())]));
    assert_eq!((query.method().as_str(), &query.body().as_bytes().unwrap()[..]), ("QUERY", &br#"{"q":"a"}"#[..]));
    assert_eq!(sent(&LinkPets::new()).method(), "LINK");
}

#[test]
fn server_urls_are_built_from_variables() {
    use server_variables::Server;
    use specwright_runtime::ServerUrl;
    let url = |server: Server| ServerUrl::from(server).into_result().map_err(|error| error.to_string());
    assert_eq!(url(Server::default()).unwrap(), "https://eu.example.com:443/v1/{literal}");
    assert_eq!(url(Server::default().region("us").base_path("v2")).unwrap(), "https://us.example.com:443/v2");
    assert_eq!(url(Server::default().region("ap-1").port("80")).unwrap(), "https://ap-1.example.com:80/v1/{literal}");
    assert_eq!(
        url(Server::default().region("evil.example/").port("443@evil.example").base_path("..")).unwrap_err(),
        "the server variable `region` must contain only letters and digits of ASCII, `-`, `_` and `.` within the host, not \
         `/`; the server variable `port` must be a port of at most 65535 there; the server variable `base-path` must not form a path segment `.` or `..`, which would change the path"
    );
}
