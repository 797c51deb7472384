//! Calls every operation of `app.py` with the client that its document makes.

use checks::{Checks, collected};
use client::Client;
use client::models::{
    self, Cat, Child, Color, Dog, Item, ItemPatch, Level, Login, Maps, Node, Optionals, Order, Pair, Pets, Plain,
    PlainValue, QueryEnumsQueryEnumsOrder, Scalars, V2, Versioned,
};
use client::operations::{BuyNBuyFailure, UploadOneUploadOneForm, UploadUploadForm};
use client::runtime::{Date, DateTime, File, Presence};
use serde_json::json;

const KEY: &str = "11111111-2222-4333-8444-555555555555";

#[tokio::main]
async fn main() {
    let checks = Checks;
    let client = Client::builder().server(Checks::server()).build().expect("the client needs nothing else");
    parameters(&client, &checks).await;
    bodies(&client, &checks).await;
    variants(&client, &checks).await;
    forms(&client, &checks).await;
    responses(&client, &checks).await;
    errors(&client, &checks).await;
    credentials(&checks).await;
}

fn at() -> DateTime {
    "2025-11-12T11:00:00.5+01:00".parse().expect("a date-time")
}

fn day() -> Date {
    "2025-11-12".parse().expect("a date")
}

async fn parameters(client: &Client, checks: &Checks) {
    checks.json(
        "path: integer, number, uuid",
        client.path_integer_number_key_path_types(-7, 2.0, KEY).send().await,
        json!({"integer": "-7", "number": "2.0", "key": format!("UUID('{KEY}')")}),
    );
    checks.json(
        "path: the rest of it",
        client.files_file_path_path_rest("a/b c/ü.txt").send().await,
        json!({"file_path": "'/a/b c/ü.txt'"}),
    );
    checks.json(
        "enums: in the path",
        client.path_enums_color_path_enums(Color::DarkBlue).send().await,
        json!({"color": "<Color.DARK_BLUE: 'dark-blue'>"}),
    );
    checks.json(
        "enums: in the query, strings, integers and constants",
        client
            .query_enums_query_enums()
            .color(Color::DarkBlue)
            .level(Level::N2)
            .order(QueryEnumsQueryEnumsOrder::Down)
            .send()
            .await,
        json!({"color": "<Color.DARK_BLUE: 'dark-blue'>", "level": "<Level.HIGH: 2>", "order": "'down'"}),
    );
    checks.json(
        "dates: in the path",
        client.path_dates_day_at_path_dates(day(), at()).send().await,
        json!({"day": "2025-11-12", "at": "2025-11-12T11:00:00.500000+01:00"}),
    );
    checks.json(
        "dates: in the query",
        client.query_dates_query_dates().day(day()).at(at()).send().await,
        json!({"day": "2025-11-12", "at": "2025-11-12T11:00:00.500000+01:00"}),
    );
    checks.json(
        "query: nothing",
        client.query_query().send().await,
        json!({"q": "None", "limit": "10", "flag": "False", "ratio": "1.5", "price": "None", "key": "None", "aliased": "None"}),
    );
    checks.json(
        "query: every type",
        client.query_query().q("a b&c=ü+%").limit(5).flag(true).ratio(2.0).key(KEY).item_query("x").send().await,
        json!({
            "q": "'a b&c=ü+%'", "limit": "5", "flag": "True", "ratio": "2.0", "price": "None",
            "key": format!("UUID('{KEY}')"), "aliased": "'x'",
        }),
    );
    checks.json(
        "decimals: in the query",
        client.query_query().price("1.10".to_owned()).send().await.map(|shown| shown["price"].clone()),
        json!("Decimal('1.10')"),
    );
    checks.error(
        "query: a limit is checked before it is sent",
        client.query_query().limit(101).send().await,
        |error| error.status().is_none(),
        true,
    );
    checks.json(
        "lists: in the query",
        client.query_lists_query_lists(["x,y", "z"]).ids([1, 2]).colors([Color::Red, Color::DarkBlue]).send().await,
        json!({"names": "['x,y', 'z']", "ids": "[1, 2]", "colors": "['red', 'dark-blue']"}),
    );
    checks.json(
        "headers: string, integer",
        client.headers_headers(3).x_name("name").send().await,
        json!({"number": "3", "name": "'name'"}),
    );
    checks.json(
        "cookies: string, integer",
        client.cookies_cookies().session("abc/+==").visits(4).send().await,
        json!({"session": "'abc/+=='", "visits": "4"}),
    );
}

fn item() -> Item {
    Item::new(1, "n").note(Presence::Null)
}

async fn bodies(client: &Client, checks: &Checks) {
    let order = Order::new(item(), [item().note("note".to_owned())]).level(Level::N2);
    checks.value("nested models: one in another", client.order_order(order.clone()).send().await, order);
    checks.value("nested models: a list", client.list_list_of_items([item()]).send().await, vec![item()]);
    let child = Child::new(1, "n").note(Presence::Null).extra("extra");
    checks.value(
        "inheritance: what is inherited and what is added",
        client.child_child(child.clone()).send().await,
        child,
    );
    let node = Node::new(1).children([Node::new(2)]).next(Box::new(Node::new(3)));
    checks.json(
        "recursion: in a list, and by itself",
        client.node_node(node).send().await,
        json!({
            "value": 1,
            "children": [{"value": 2, "children": []}],
            "next": {"value": 3, "children": []},
        }),
    );
    checks.json(
        "optional: left out",
        client.optionals_optionals(Optionals::new(None::<String>)).send().await,
        json!({"required": null, "tags": []}),
    );
    checks.json(
        "optional: what is not set is not sent",
        client.item_patch_item(ItemPatch::new().name("n")).send().await,
        json!({"name": "'n'", "note": "UNSET"}),
    );
    checks.json(
        "nullable: null is sent",
        client.item_patch_item(ItemPatch::new().note(Presence::Null)).send().await,
        json!({"name": "UNSET", "note": "None"}),
    );
    let optionals = Optionals::new(None::<String>).color(Color::DarkBlue).item(item()).tags(["a"]);
    checks.json(
        "nullable: values of nullable models",
        client.optionals_optionals(optionals).send().await,
        json!({
            "required": null, "color": "dark-blue", "item": {"id": 1, "name": "n", "note": null}, "tags": ["a"],
        }),
    );
    checks.value("nullable: null is read", client.item_or_null_id_item_or_null(0).send().await, None);
    checks.value("nullable: a value is read", client.item_or_null_id_item_or_null(1).send().await, Some(item()));
    scalars(client, checks).await;
    let by_name = [("k".to_owned(), item())];
    let by_number = [("1".to_owned(), "one".to_owned())];
    let maps = Maps::new(by_name, by_number, serde_json::Map::from_iter([("any".to_owned(), json!([null]))]))
        .anything(json!({"x": 1}));
    checks.json(
        "maps: by string, by integer, of anything",
        client.maps_maps(maps).send().await,
        json!({
            "by_name": {"k": {"id": 1, "name": "n", "note": null}}, "by_number": {"1": "one"},
            "free": {"any": [null]}, "anything": {"x": 1},
        }),
    );
    let pair = Pair::new([json!(1), json!("a")]);
    checks.value("tuples: of an integer and a string", client.pair_pair(pair.clone()).send().await, pair);
}

async fn scalars(client: &Client, checks: &Checks) {
    let sent = Scalars::new(client::models::ScalarsRequired {
        price: "1.10".into(),
        key: KEY.into(),
        at: at(),
        day: day(),
        time: "10:11:12".into(),
        big: 9_007_199_254_740_993,
    });
    let Some(read) = checks.response("decimals: in JSON", client.scalars_scalars(sent).send().await) else { return };
    checks.equal("decimals: in JSON", read.price.as_str(), "1.10");
    checks.equal("decimals: a big integer", read.big, 9_007_199_254_740_993);
    checks.equal("decimals: a uuid", read.key.as_str(), KEY);
    let dates = (read.at.to_string(), read.day.to_string());
    checks.equal("dates: in JSON", dates, ("2025-11-12T11:00:00.500000+01:00".to_owned(), "2025-11-12".to_owned()));
    checks.equal("dates: times in JSON", read.time.as_str(), "10:11:12");
}

async fn variants(client: &Client, checks: &Checks) {
    let cat = Cat::new(3);
    let dog = Dog::new(1.5);
    let pets = Pets::new(cat.clone()).pets([models::PetsPetsItem::from(dog.clone())]);
    if let Some(read) = checks.response("tagged unions: by strings", client.pets_pets(pets).send().await) {
        checks.equal("tagged unions: by strings", read.pet, models::PetsPet::Cat(cat));
        checks.equal("tagged unions: in lists", read.pets, Some(vec![models::PetsPetsItem::Dog(dog)]));
    }
    let versioned = Versioned::new(V2::new("b"));
    if let Some(read) =
        checks.response("tagged unions: by integers", client.versioned_versioned(versioned).send().await)
    {
        checks.equal("tagged unions: by integers", matches!(read.version, models::VersionedVersion::V2(_)), true);
    }
    for (kind, is_cat) in [("cat", true), ("dog", false)] {
        if let Some(read) = checks.response("tagged unions: as responses", client.any_of_kind_any_of(kind).send().await)
        {
            checks.equal("tagged unions: as responses", matches!(read, models::AnyOfKindAnyOfResponse::Cat(_)), is_cat);
        }
    }
    let of_each_type = [
        (Some(PlainValue::from(5)), "5"),
        (Some(PlainValue::from("s".to_owned())), "'s'"),
        (Some(PlainValue::from(vec![1])), "[1]"),
        (Some(PlainValue::from(Cat::new(3))), "Cat(meows=3)"),
        (None, "None"),
    ];
    for (value, shown) in of_each_type {
        checks.json(
            "untagged unions: sent",
            client.plain_plain(Plain::new(value)).send().await,
            json!({"value": shown}),
        );
    }
}

async fn forms(client: &Client, checks: &Checks) {
    checks.json(
        "forms: string, integer, list, enum",
        client.form_form(Login::new("u &=ü+%").age(4).tags(["a", "b"]).color(Color::DarkBlue)).send().await,
        json!({"user": "'u &=ü+%'", "age": "4", "tags": "['a', 'b']", "color": "<Color.DARK_BLUE: 'dark-blue'>"}),
    );
    let text = || File::new("ü.txt", "abc").media_type("text/plain");
    let text_shown = "['ü.txt', 'text/plain', '616263']";
    checks.json(
        "files: one",
        client.upload_one_upload_one(UploadOneUploadOneForm::new().file(text())).send().await,
        json!({"file": text_shown}),
    );
    checks.json(
        "files: one among fields",
        client.upload_upload(UploadUploadForm::new(text(), "t ü").number(4)).send().await,
        json!({"file": text_shown, "title": "'t ü'", "number": "4", "more": "[]"}),
    );
    let two = [File::new("a", "1").media_type("text/plain"), File::new("b", vec![0, 255]).media_type("image/png")];
    checks.json(
        "files: many",
        client.upload_upload(UploadUploadForm::new(text(), "t").more(two)).send().await,
        json!({
            "file": text_shown, "title": "'t'", "number": "1",
            "more": "[['a', 'text/plain', '31'], ['b', 'image/png', '00ff']]",
        }),
    );
}

async fn responses(client: &Client, checks: &Checks) {
    checks.value("text: read", client.text_text().send().await, "plain ünï".to_owned());
    if let Some(stream) = checks.response("binary: an image", client.image_image().send().await) {
        checks.value("binary: an image", collected(stream).await, b"\x89PNG\x00\xff".to_vec());
    }
    if let Some(stream) = checks.response("binary: chunks", client.chunks_chunks().send().await) {
        checks.value("binary: chunks", collected(stream).await, vec![0, 1, 2]);
    }
    if let Some(mut events) = checks.response("events: with names", client.events_events().send().await) {
        let mut found = vec![];
        while let Some(event) = events.next_event().await {
            found
                .extend(checks.response("events: with names", event).map(|event| (event.event, event.value, event.id)));
        }
        let event = |name: &str, data, id: &str| (Some(name.to_owned()), data, Some(id.to_owned()));
        checks.equal(
            "events: with names",
            found,
            vec![event("tick", json!("first"), "1"), event("tock", json!({"n": 2}), "2")],
        );
    }
    checks.value("statuses: 201", client.created_created(item()).send().await, item());
    checks.json("statuses: 202", client.accepted_accepted().send().await, json!({"job": "1"}));
    checks.value("statuses: 204", client.item_id_delete_item(1).send().await, ());
    if let Some(page) =
        checks.response("pagination: by limit and offset", client.offset_offset().limit(2).offset(2).send().await)
    {
        let page = serde_json::to_value(page).expect("a page is JSON");
        checks.equal(
            "pagination: by limit and offset",
            (&page["total"], &page["items"][0]["id"]),
            (&json!(5), &json!(2)),
        );
    }
    if let Some(page) = checks.response("pagination: by page", client.pages_pages().current_page(2).send().await) {
        let page = serde_json::to_value(page).expect("a page is JSON");
        checks.equal("pagination: by page", (&page["total_pages"], &page["items"][0]["id"]), (&json!(3), &json!(2)));
    }
}

async fn errors(client: &Client, checks: &Checks) {
    let buy = |n| client.buy_n_buy(n).send();
    checks.error(
        "errors: 404",
        buy(404).await,
        |error| matches!(error.failure(), Some(BuyNBuyFailure::NotFound(problem)) if problem.detail == "no such item"),
        true,
    );
    checks.error(
        "errors: 409",
        buy(409).await,
        |error| matches!(error.failure(), Some(BuyNBuyFailure::Conflict(problem)) if problem.status == 409),
        true,
    );
    checks.error(
        "errors: undocumented",
        buy(418).await,
        |error| (error.status().map(|status| status.as_u16()), error.failure().is_some()),
        (Some(418), false),
    );
    checks.error(
        "errors: 400 is typed",
        client.query_query().price("abc".to_owned()).send().await,
        |error| error.failure().map(|problem| problem.status_code),
        Some(400),
    );
}

async fn credentials(checks: &Checks) {
    let client = Client::builder()
        .server(Checks::server())
        .access_token("token")
        .basic("user", "p:w")
        .credential("header", "header")
        .credential("query", "q u&ery")
        .credential("cookie", "a/b=+")
        .build()
        .expect("credentials of all schemes");
    checks.json(
        "credentials: bearer",
        client.secured_bearer_bearer().send().await,
        json!({"authorization": "'Bearer token'"}),
    );
    checks.json(
        "credentials: basic",
        client.secured_basic_basic().send().await,
        json!({"authorization": "'Basic dXNlcjpwOnc='"}),
    );
    checks.json(
        "credentials: key in a header",
        client.secured_header_header_key().send().await,
        json!({"key": "'header'"}),
    );
    checks.json(
        "credentials: key in the query",
        client.secured_query_query_key().send().await,
        json!({"key": "'q u&ery'"}),
    );
    checks.json(
        "credentials: key in a cookie",
        client.secured_cookie_cookie_key().send().await,
        json!({"key": "'a/b=+'"}),
    );
    let anonymous = Client::builder().server(Checks::server()).build().expect("a client without credentials");
    checks.error(
        "credentials: none, and nothing is sent",
        anonymous.secured_bearer_bearer().send().await,
        |error| error.status().is_none(),
        true,
    );
}
