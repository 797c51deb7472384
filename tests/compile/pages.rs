//! Lists that come in pages, as the expected clients have them.

use crate::fixtures::{
    pagination_azure, pagination_cursor, pagination_dropshot, pagination_link, pagination_offset, pagination_page,
};
use specwright_runtime::MemoryTransport;
use specwright_runtime::http::Response;

/// Path and query of each request.
fn asked(transport: &MemoryTransport) -> Vec<String> {
    transport.requests().iter().map(|request| request.uri().to_string().replace("https://api.example", "")).collect()
}

macro_rules! client {
    ($fixture:ident, $transport:expr) => {
        $fixture::Client::builder().server("https://api.example").transport($transport.clone()).build().unwrap()
    };
}

#[tokio::test]
async fn pagination_by_page_number() {
    let transport = MemoryTransport::new()
        .respond(200, r#"{"users":[{"id":"a"},{"id":"b"}],"info":{"more_records":true}}"#)
        .respond(200, r#"{"users":[{"id":"c"}],"info":{"more_records":false}}"#);
    let client = client!(pagination_page, transport);
    let mut users = client.list_users().per_page(2).items_("all").items();
    let mut ids = Vec::new();
    while let Some(user) = users.next().await {
        ids.push(user.unwrap().id);
    }
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(asked(&transport), ["/users?per_page=2&items=all", "/users?per_page=2&items=all&page=2"]);

    let transport = MemoryTransport::new().respond(200, "[1,2]").respond(200, "[3]").respond(200, "[]");
    let numbers = client!(pagination_page, transport).list_numbers().items().all().await.unwrap();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(asked(&transport), ["/numbers", "/numbers?p=1", "/numbers?p=2"]);
}

#[tokio::test]
async fn pagination_by_offset() {
    let transport = MemoryTransport::new()
        .respond(200, r#"{"result":{"rows":["a",null],"count":3}}"#)
        .respond(200, r#"{"result":{"rows":["b"],"count":3}}"#);
    let rows = client!(pagination_offset, transport).list_rows().items().all().await.unwrap();
    assert_eq!(rows, [Some("a".to_owned()), None, Some("b".to_owned())]);
    assert_eq!(asked(&transport), ["/rows", "/rows?offset=2"]);
    for nothing in ["{}", r#"{"result":null}"#, r#"{"result":{}}"#, r#"{"result":{"rows":null}}"#] {
        let transport = MemoryTransport::new().respond(200, nothing);
        let mut pages = client!(pagination_offset, transport).list_rows().pages();
        assert!(pages.next().await.unwrap().is_ok() && pages.next().await.is_none(), "{nothing}");
    }
}

#[tokio::test]
async fn pagination_by_cursor() {
    let transport = MemoryTransport::new()
        .respond(200, r#"{"events":[{"id":"a"}],"next_page_token":"x/y"}"#)
        .respond(200, r#"{"events":[{"id":"b"}],"next_page_token":null}"#);
    let events = client!(pagination_cursor, transport).list_events().items().all().await.unwrap();
    assert_eq!((events.len(), asked(&transport)[1].as_str()), (2, "/events?page_token=x%2Fy"));

    let transport = MemoryTransport::new()
        .respond(200, r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#)
        .respond(200, r#"{"data":[{"id":"c"}],"has_more":false}"#);
    let charges = client!(pagination_cursor, transport).list_charges().starting_after("0").items().all().await.unwrap();
    assert_eq!(
        (charges.len(), asked(&transport)),
        (3, vec!["/charges?starting_after=0".to_owned(), "/charges?starting_after=b".to_owned()])
    );
}

#[tokio::test]
async fn pagination_by_dropshot_page_token() {
    let transport = MemoryTransport::new()
        .respond(200, r#"{"items":["a","b"],"next_page":"t/1"}"#)
        .respond(200, r#"{"items":["c"],"next_page":null}"#);
    let items = client!(pagination_dropshot, transport).list_items().limit(2).items().all().await.unwrap();
    assert_eq!(items, ["a", "b", "c"]);
    assert_eq!(asked(&transport), ["/items?limit=2", "/items?limit=2&page_token=t%2F1"]);
}

#[tokio::test]
async fn pagination_by_x_ms_pageable() {
    let transport = MemoryTransport::new()
        .respond(200, r#"{"value":["a"],"nextLink":"https://api.example/groups?api-version=1&$skiptoken=x%2F1"}"#)
        .respond(200, r#"{"value":[],"nextLink":"https://api.example/groups?page=3"}"#)
        .respond(200, r#"{"value":["b"],"nextLink":""}"#);
    let groups = client!(pagination_azure, transport).list_groups("1").items().all().await.unwrap();
    assert_eq!(groups, ["a", "b"]);
    let pages = ["/groups?api-version=1", "/groups?api-version=1&$skiptoken=x%2F1", "/groups?page=3"];
    assert_eq!(asked(&transport), pages);

    let transport = MemoryTransport::new()
        .respond(200, r#"{"users":["a"],"odata.nextLink":"users?page=2"}"#)
        .respond(200, r#"{"users":["b"]}"#);
    let users = client!(pagination_azure, transport).list_users().items().all().await.unwrap();
    assert_eq!((users.len(), asked(&transport)[1].as_str()), (2, "/users?page=2"));
}

#[tokio::test]
async fn pagination_by_link_header() {
    let transport = MemoryTransport::new()
        .respond_with(
            Response::builder().header("link", r#"</elsewhere?after=a>; rel="next""#).body(r#"["a"]"#).unwrap(),
        )
        .respond(200, r#"["b"]"#);
    let repos = client!(pagination_link, transport).list_repos("me").items().all().await.unwrap();
    assert_eq!((repos, asked(&transport)[1].as_str()), (vec!["a".to_owned(), "b".to_owned()], "/elsewhere?after=a"));

    let transport = MemoryTransport::new()
        .respond(200, r#"{"value":["a"],"@odata.nextLink":"https://api.example/messages?$skip=1"}"#)
        .respond(200, r#"{"value":["b"]}"#);
    let messages = client!(pagination_link, transport).list_messages().items().all().await.unwrap();
    assert_eq!((messages.len(), asked(&transport)[1].as_str()), (2, "/messages?$skip=1"));
}
