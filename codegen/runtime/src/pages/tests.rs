//! Paged operations over an in-memory transport.

use super::{Paged, Paging};
use crate::transport::stream::testing::block_on;
use crate::{
    AccessToken, Api, BoxError, BoxFuture, Client, ClientBuilder, Error, MemoryTransport, Operation, RawResponse,
    RequestWriter, Retry, SecurityScheme, TokenSource, TransportError, TransportErrorKind, Value,
};
use futures_core::Stream;
use http::Response;

static API: Api = Api { name: "lists", version: "1", server: "https://api.example/v1", security: &[] };

/// An operation with a list of numbers at `items`, with the pagination `$paging`.
macro_rules! list {
    ($name:ident, $paging:expr) => {
        #[derive(Clone, Default)]
        struct $name {
            page: Option<String>,
            size: Option<u64>,
        }

        impl Operation for $name {
            type Output = Option<Value>;
            type Failure = String;
            crate::operation_info!(GET "/list", "list");

            fn write(&self, request: &mut RequestWriter) {
                request.query("page", &self.page);
                request.query("size", &self.size);
                request.query("sort", "a b");
            }

            fn read(response: &RawResponse) -> Result<Self::Output, Error<String>> {
                match response.status().as_u16() {
                    200 => response.json().map(Some),
                    204 => Ok(None),
                    _ => response.failed_text(),
                }
            }
        }

        impl Paged for $name {
            type Page = Value;
            type Item = i64;
            const PAGING: Paging = $paging;

            fn page(response: Option<Value>) -> Option<Value> {
                response
            }

            fn items(page: Value) -> Vec<i64> {
                page["items"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
            }
        }
    };
}

list!(ByPage, Paging::page("page", 1).size("size").items("$.items").more("$.info.more").total("$.info.total"));
list!(ByOffset, Paging::offset("page").size("size").items("$.items").more("$.more").total("$.total"));
list!(ByCursor, Paging::cursor("page", "$.next").items("$.items").more("$.more"));
list!(ByLast, Paging::last("page", "$").items("$.items").more("$.more"));
list!(ByLink, Paging::link().items("$.items"));
list!(ByUrl, Paging::url(r#"$["@next.link"]"#).items("$.items"));

fn pages<O: Paged>(transport: &MemoryTransport, operation: O) -> super::Pages<O> {
    let client: Client = ClientBuilder::new(&API).transport(transport.clone()).retry(Retry::never()).build().unwrap();
    super::Pages::new(client, operation)
}

/// The items of a list until it ends or fails.
fn all<O: Paged<Item = i64>>(transport: &MemoryTransport, operation: O) -> (Vec<i64>, Option<String>)
where
    O::Failure: std::fmt::Display,
{
    let (mut found, mut items) = (Vec::new(), pages(transport, operation).items());
    while let Some(item) = block_on(items.next()) {
        match item {
            Ok(item) => found.push(item),
            Err(error) => return (found, Some(error.to_string())),
        }
    }
    (found, None)
}

/// Path and query of each request.
fn requested(transport: &MemoryTransport) -> Vec<String> {
    transport
        .requests()
        .iter()
        .map(|request| request.uri().to_string().split_off("https://api.example".len()))
        .collect()
}

fn responses(bodies: &[&'static str]) -> MemoryTransport {
    bodies.iter().fold(MemoryTransport::new(), |transport, body| transport.respond(200, *body))
}

#[test]
fn pages_are_requested_lazily() {
    let transport = responses(&[
        r#"{"items":[1,2],"info":{"more":true}}"#,
        r#"{"items":[3],"info":{"more":true}}"#,
        r#"{"items":[4],"info":{"more":false}}"#,
    ]);
    let mut items = pages(&transport, ByPage::default()).items();
    let mut seen = Vec::new();
    assert!(requested(&transport).is_empty());
    while let Some(item) = block_on(items.next()) {
        seen.push((item.unwrap(), requested(&transport).len()));
    }
    assert_eq!(seen, [(1, 1), (2, 1), (3, 2), (4, 3)]);
    assert_eq!(
        requested(&transport),
        ["/v1/list?sort=a%20b", "/v1/list?sort=a%20b&page=2", "/v1/list?sort=a%20b&page=3"]
    );
    assert!(block_on(items.next()).is_none());
    assert_eq!(requested(&transport).len(), 3);
}

#[test]
fn lists_start_at_the_position_that_the_caller_sets() {
    let transport = responses(&[r#"{"items":[1],"info":{"more":true}}"#, r#"{"items":[],"info":{"more":false}}"#]);
    assert_eq!(all(&transport, ByPage { page: Some("7".to_owned()), size: Some(1) }), (vec![1], None));
    assert_eq!(requested(&transport), ["/v1/list?page=7&size=1&sort=a%20b", "/v1/list?size=1&sort=a%20b&page=8"]);
}

#[test]
fn a_response_without_content_is_an_empty_list() {
    let transport = MemoryTransport::new().respond(204, "");
    let mut pages = pages(&transport, ByPage::default());
    assert!(block_on(pages.next()).is_none() && block_on(pages.next()).is_none());
    assert_eq!(requested(&transport).len(), 1);
    let transport = responses(&[r#"{"items":[1],"info":{"more":true}}"#]).respond(204, "");
    assert_eq!(all(&transport, ByPage::default()), (vec![1], None));
}

#[test]
fn a_total_ends_a_list() {
    let (first, second) = (r#"{"items":[1,2],"info":{"total":"3"}}"#, r#"{"items":[3],"info":{"total":3}}"#);
    assert_eq!(all(&responses(&[first, second]), ByPage::default()), (vec![1, 2, 3], None));
    // Three of four pages: the items before are counted.
    let transport = responses(&[r#"{"items":[3,4],"info":{"total":5}}"#, r#"{"items":[5],"info":{"total":5}}"#]);
    assert_eq!(all(&transport, ByPage { page: Some("2".to_owned()), size: None }), (vec![3, 4, 5], None));
    let transport = responses(&[r#"{"items":[8,9],"total":10}"#]);
    assert_eq!(all(&transport, ByOffset { page: Some("8".to_owned()), size: None }), (vec![8, 9], None));
}

#[test]
fn without_a_total_an_empty_or_shorter_page_ends_the_list() {
    let size = |size| ByPage { page: None, size };
    let two = r#"{"items":[1,2]}"#;
    assert_eq!(all(&responses(&[two, r#"{"items":[3]}"#, r#"{"items":[]}"#]), size(None)), (vec![1, 2, 3], None));
    assert_eq!(all(&responses(&[two, r#"{"items":[3]}"#]), size(Some(2))), (vec![1, 2, 3], None));
    // The service returns at most two items, whatever is requested.
    let transport = responses(&[two, r#"{"items":[3,4]}"#, r#"{"items":[5]}"#]);
    assert_eq!(all(&transport, size(Some(500))), (vec![1, 2, 3, 4, 5], None));
    assert_eq!(all(&responses(&[r#"{"items":[1]}"#, "{}"]), size(Some(2))), (vec![1], None));
}

#[test]
fn offsets_advance_by_the_number_of_items() {
    let transport = responses(&[r#"{"items":[1,2],"more":true}"#, r#"{"items":[3],"more":true}"#, r#"{"items":[]}"#]);
    assert_eq!(all(&transport, ByOffset::default()), (vec![1, 2, 3], None));
    assert_eq!(requested(&transport)[1..], ["/v1/list?sort=a%20b&page=2", "/v1/list?sort=a%20b&page=3"]);
    // An offset cannot continue after an empty page, regardless of `more`.
    assert_eq!(all(&responses(&[r#"{"items":[],"more":true}"#]), ByOffset::default()), (vec![], None));
}

#[test]
fn cursors_are_followed_until_absent() {
    for end in [r#""next":null"#, r#""next":"""#, r#""next":"x","more":false"#, r#""x":0"#, r#""next":false"#] {
        let last = Box::leak(format!("{{\"items\":[3],{end}}}").into_boxed_str());
        let transport = responses(&[r#"{"items":[1,2],"next":"a&b=c"}"#, r#"{"items":[],"next":17}"#, last]);
        assert_eq!(all(&transport, ByCursor::default()), (vec![1, 2, 3], None), "{end}");
        let expected = ["/v1/list?sort=a%20b", "/v1/list?sort=a%20b&page=a%26b%3Dc", "/v1/list?sort=a%20b&page=17"];
        assert_eq!(requested(&transport), expected);
    }
}

#[test]
fn the_last_item_is_the_cursor_of_the_next_page() {
    let transport = responses(&[r#"{"items":[1,2],"more":true}"#, r#"{"items":[3],"more":false}"#]);
    assert_eq!(all(&transport, ByLast::default()), (vec![1, 2, 3], None));
    assert_eq!(requested(&transport)[1], "/v1/list?sort=a%20b&page=2");
    let transport = responses(&[r#"{"items":[1]}"#, r#"{"items":[]}"#]);
    assert_eq!(all(&transport, ByLast::default()), (vec![1], None));
}

fn linked(bodies: &[(&'static str, &'static str)]) -> MemoryTransport {
    bodies.iter().fold(MemoryTransport::new(), |transport, (link, body)| {
        transport.respond_with(Response::builder().header("link", *link).body(*body).unwrap())
    })
}

#[test]
fn links_are_followed_within_the_origin() {
    let transport = linked(&[
        (r#"<https://api.example/other/list?p=2>; rel="next""#, r#"{"items":[1]}"#),
        (r#"<?p=3>; rel="next", <?p=1>; rel="prev""#, r#"{"items":[2]}"#),
        ("</v1/list?p=4>; rel=next", r#"{"items":[3]}"#),
        (r#"<?p=1>; rel="first""#, r#"{"items":[4]}"#),
    ]);
    assert_eq!(all(&transport, ByLink::default()), (vec![1, 2, 3, 4], None));
    assert_eq!(requested(&transport), ["/v1/list?sort=a%20b", "/other/list?p=2", "/other/list?p=3", "/v1/list?p=4"]);
    let transport = responses(&[r#"{"items":[1],"@next.link":"/v1/list?p=2"}"#, r#"{"items":[2],"@next.link":null}"#]);
    assert_eq!(all(&transport, ByUrl::default()), (vec![1, 2], None));
    assert_eq!(requested(&transport)[1], "/v1/list?p=2");
}

#[test]
fn links_to_the_server_of_the_token_are_followed() {
    struct Moved;

    impl TokenSource for Moved {
        fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
            Box::pin(async { Ok(AccessToken::from("t").with_server("https://eu.example")) })
        }
    }

    static API: Api = Api {
        name: "lists",
        version: "1",
        server: "https://api.example/v1",
        security: &[SecurityScheme::token("oauth", "Bearer")],
    };
    let run = |links: &[(&'static str, &'static str)], server: Option<&str>| {
        let transport = linked(links);
        let mut builder = ClientBuilder::new(&API).transport(transport.clone()).token_source(Moved);
        builder = builder.allow_token_server("https://eu.example");
        if let Some(server) = server {
            builder = builder.server(server);
        }
        let client: Client = builder.build().unwrap();
        let items = block_on(super::Pages::new(client, ByLink::default()).items().all());
        let urls: Vec<String> = transport.requests().iter().map(|request| request.uri().to_string()).collect();
        (items.map_err(|error| error.to_string()), urls)
    };
    let moved = ("<https://eu.example/v1/list?p=2>; rel=next", r#"{"items":[1]}"#);
    let last = ("<?p=1>; rel=first", r#"{"items":[2]}"#);
    let (items, urls) = run(&[moved, last], None);
    assert_eq!((items, &urls[1][..]), (Ok(vec![1, 2]), "https://eu.example/v1/list?p=2"));
    // Not to another server, nor if the caller has set the server.
    let elsewhere = ("<https://us.example/v1/list?p=2>; rel=next", r#"{"items":[1]}"#);
    assert!(run(&[elsewhere], None).0.unwrap_err().contains("not followed"));
    assert!(run(&[moved], Some("https://api.example")).0.unwrap_err().contains("not followed"));
}

#[test]
fn cross_origin_links_are_not_followed() {
    for target in
        ["https://evil.example/x", "http://api.example/v1/list?p=2", "//evil.example/", "https://api.example:8443/"]
    {
        let link = Box::leak(format!("<{target}>; rel=next").into_boxed_str());
        let transport = linked(&[(link, r#"{"items":[1]}"#)]);
        let (found, error) = all(&transport, ByLink::default());
        assert_eq!((found, requested(&transport).len()), (vec![1], 1), "{target}");
        let error = error.unwrap();
        let server = if target.starts_with("//") {
            "https://evil.example"
        } else {
            &target[..target[8..].find('/').unwrap() + 8]
        };
        let expected =
            format!("not sent: the next page is at `{server}`, which has a different origin than the request");
        assert!(error.contains(&expected) && error.ends_with("not followed"), "{error}");
    }
}

#[test]
fn cross_origin_link_errors_show_only_the_origin() {
    for target in [
        "https://evil.example/x?key=hunter2\r\n\u{1b}[31m\u{202e}",
        "https://evil.example?key=hunter2",
        "https://ann:hunter2@evil.example/",
        "https://evil\u{202e}.example\r\n/hunter2",
        "mailto:hunter2\u{1b}",
    ] {
        let body = serde_json::json!({ "items": [1], "@next.link": target }).to_string();
        let transport = MemoryTransport::new().respond(200, body);
        let (_, error) = all(&transport, ByUrl::default());
        let error = error.unwrap();
        assert!(error.contains("not followed") && !error.contains("hunter2"), "{error}");
        assert!(!error.contains(['\r', '\n', '\u{1b}', '\u{202e}']), "{error:?}");
    }
}

#[test]
fn errors_end_the_list_until_it_is_resumed() {
    let transport = responses(&[r#"{"items":[1],"info":{"more":true}}"#])
        .fail(TransportError::new(TransportErrorKind::Connect, "no route"))
        .respond(200, r#"{"items":[2],"info":{"more":true}}"#)
        .respond(503, "later")
        .respond(200, r#"{"items":[3],"info":{"more":false}}"#);
    let mut items = pages(&transport, ByPage::default()).items();
    items.resume();
    assert_eq!(block_on(items.next()).unwrap().unwrap(), 1);
    assert!(block_on(items.next()).unwrap().unwrap_err().is_connect());
    assert!(block_on(items.next()).is_none() && block_on(items.next()).is_none());
    assert_eq!(requested(&transport).len(), 2);
    items.resume();
    assert_eq!(block_on(items.next()).unwrap().unwrap(), 2);
    assert_eq!(block_on(items.next()).unwrap().unwrap_err().into_failure().unwrap(), "later");
    items.resume();
    assert_eq!(block_on(items.all()).unwrap(), [3]);
    let pages: Vec<String> = requested(&transport).iter().map(|path| path.replace("/v1/list?sort=a%20b", "")).collect();
    assert_eq!(pages, ["", "&page=2", "&page=2", "&page=3", "&page=3"]);
}

#[test]
fn too_many_empty_pages_are_an_error() {
    let endless = |limit: usize| {
        let mut page = 0;
        MemoryTransport::with(move |_| {
            page += 1;
            let items = if page == limit { "7" } else { "" };
            Response::new(format!(r#"{{"items":[{items}],"more":true,"next":"{page}","info":{{"more":true}}}}"#))
        })
    };
    let transport = endless(usize::MAX);
    let (found, error) = all(&transport, ByCursor::default());
    let expected = "at $.items: no items, like the 100 pages before it, although there are more pages";
    assert!(error.as_ref().is_some_and(|error| error.contains(expected)), "{error:?}");
    assert_eq!((found, transport.requests().len()), (vec![], 101));
    let transport = endless(usize::MAX);
    assert!(all(&transport, ByPage::default()).1.unwrap().contains(expected));
    assert_eq!(transport.requests().len(), 101);
    // An item resets the count, and so does resuming.
    assert_eq!(all(&endless(101), ByCursor::default()).0, [7]);
    let transport = endless(usize::MAX);
    let mut items = pages(&transport, ByCursor::default()).items();
    for times in 1..=2 {
        assert!(block_on(items.next()).unwrap().is_err());
        assert_eq!(transport.requests().len(), 101 * times);
        assert!(block_on(items.next()).is_none());
        items.resume();
    }
}

#[test]
fn repeated_cursors_are_an_error() {
    let same = r#"{"items":[1],"info":{"more":true}}"#;
    let (found, error) = all(&responses(&[same, same]), ByPage::default());
    assert_eq!(found, [1]);
    assert!(error.unwrap().contains("the same page as the one before it: `page` has no effect"));

    let (a, b) = (r#"{"items":[1],"next":"b"}"#, r#"{"items":[2],"next":"a"}"#);
    let (found, error) = all(&responses(&[r#"{"items":[0],"next":"a"}"#, a, b, a]), ByCursor::default());
    assert_eq!(found, [0, 1, 2]);
    let error = error.unwrap();
    assert!(error.contains("at $.next: the next page is one that was returned before"), "{error}");

    let next = r#"<?p=2>; rel="next""#;
    let (found, error) = all(&linked(&[(next, r#"{"items":[1]}"#), (next, r#"{"items":[2]}"#)]), ByLink::default());
    assert_eq!((found, error.is_some()), (vec![1, 2], true));
}

#[test]
fn has_more_without_a_cursor_is_an_error() {
    let (found, error) = all(&responses(&[r#"{"items":[1],"next":null,"more":true}"#]), ByCursor::default());
    assert_eq!(found, [1]);
    assert!(error.unwrap().contains("at $.next: expected a reference to the next page"));
    let (found, error) = all(&responses(&[r#"{"items":[1,null]}"#]), ByLast::default());
    assert_eq!((found, error.is_some()), (vec![1], true));
}

#[test]
fn item_streams_are_send() {
    fn is_stream<S: Stream + Send + Unpin + 'static>(_: &S) {}
    let transport = MemoryTransport::new();
    is_stream(&pages(&transport, ByPage::default()));
    is_stream(&pages(&transport, ByPage::default()).items());
    assert_eq!(
        format!("{:?}", pages(&transport, ByPage::default()).items()),
        r#"Items { operation: "list", at_hand: 0, .. }"#
    );
    let sum = std::thread::spawn(move || {
        let transport = responses(&[r#"{"items":[1,2],"info":{"more":false}}"#]);
        block_on(pages(&transport, ByPage::default()).items().all()).unwrap().iter().sum::<i64>()
    });
    assert_eq!(sum.join().unwrap(), 3);
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_lists_are_iterators() {
    let transport = responses(&[r#"{"items":[1,2],"info":{"more":true}}"#])
        .respond(400, "no")
        .respond(200, r#"{"items":[3],"info":{"more":false}}"#);
    let builder = ClientBuilder::<Client>::new(&API).transport(transport.clone()).retry(Retry::never());
    let client = builder.build_blocking().unwrap();
    let mut items = super::Pages::new(client, ByPage::default()).items();
    assert!(requested(&transport).is_empty());
    let some: Vec<i64> = items.by_ref().map_while(Result::ok).collect();
    assert_eq!((some, requested(&transport).len()), (vec![1, 2], 2));
    assert!(items.next().is_none());
    items.resume();
    assert_eq!(items.collect::<Result<Vec<i64>, _>>().unwrap(), [3]);
    assert_eq!(requested(&transport).len(), 3);
}
