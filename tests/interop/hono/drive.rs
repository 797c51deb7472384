//! Calls every operation of `app.js` with the client that its document makes.

use checks::{Checks, collected};
use client::Client;
use client::models::{
    self, Cat, Child, Color, Dog, GetQueryEnumsOrder, Item, ItemPatch, Level, Maps, Nullables, Order, Pets, Plain,
    PlainValue, PostFormBody, Scalars, Tree, Tuples, V2, Versioned,
};
use client::operations::{GetBuyByNFailure, PostUploadForm};
use client::runtime::{Date, DateTime, File, Presence};
use serde_json::{Value, json};

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
    streams(&client, &checks).await;
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
        "path: integer, uuid",
        client.get_path_by_integer_by_key_by_color(-7, KEY, Color::Red).send().await,
        json!({"integer": -7, "key": KEY, "color": "red"}),
    );
    checks.json(
        "enums: in the path",
        client
            .get_path_by_integer_by_key_by_color(1, KEY, Color::DarkBlue)
            .send()
            .await
            .map(|shown| shown["color"].clone()),
        json!("dark-blue"),
    );
    checks.json(
        "enums: in the query",
        client.get_query_enums(Color::DarkBlue).order(GetQueryEnumsOrder::Down).send().await,
        json!({"color": "dark-blue", "order": "down"}),
    );
    checks.json(
        "dates: in the query",
        client.get_query_dates(at()).day(day()).send().await,
        json!({"at": "2025-11-12T11:00:00.5+01:00", "day": "2025-11-12"}),
    );
    checks.json("query: nothing", client.get_query().send().await, json!({"limit": 10}));
    checks.json(
        "query: every type",
        client.get_query().q("a b&c=ü+%").limit(5).flag(false).ratio(2.5).item_query("x").send().await,
        json!({"q": "a b&c=ü+%", "limit": 5, "flag": false, "ratio": 2.5, "item-query": "x"}),
    );
    checks.error(
        "query: a limit is checked before it is sent",
        client.get_query().limit(101).send().await,
        |error| error.status().is_none(),
        true,
    );
    checks.json(
        "lists: in the query",
        client.get_query_lists(["x,y", "z"]).ids([1.0, 2.0]).colors([Color::Red, Color::DarkBlue]).send().await,
        json!({"names": ["x,y", "z"], "ids": [1, 2], "colors": ["red", "dark-blue"]}),
    );
    checks.json("lists: of one", client.get_query_lists(["a"]).send().await, json!({"names": ["a"]}));
    if let Some(response) =
        checks.response("headers: sent", client.get_headers().x_number(3).x_name("name").send_for_response().await)
    {
        let sent: Option<Value> = serde_json::from_slice(response.body()).ok();
        checks.equal("headers: sent", sent, Some(json!({"number": 3, "name": "name"})));
        checks.equal(
            "headers: of a response",
            response.headers().get("x-rate").map(|value| value.as_bytes()),
            Some(&b"5"[..]),
        );
    }
    checks.json(
        "cookies: string, number",
        client.get_cookies().session("abc/+==").visits(4.0).send().await,
        json!({"session": "abc/+==", "visits": 4}),
    );
}

fn item() -> Item {
    Item::new(1, "n").tags(["a"])
}

async fn bodies(client: &Client, checks: &Checks) {
    let order = Order::new(item(), [item().note("note".to_owned())], Color::DarkBlue);
    checks.value("nested models: one in another", client.post_order(order.clone()).send().await, order);
    checks.value("nested models: a list", client.post_list([item()]).send().await, vec![item()]);
    let child = Child::new(1, "n", "extra").tags(["a"]);
    checks.value(
        "inheritance: what is inherited and what is added",
        client.post_child(child.clone()).send().await,
        child,
    );
    let tree = Tree::new(1.0, [Tree::new(2.0, Vec::<Tree>::new())]);
    checks.value("recursion: in a list", client.post_tree(tree.clone()).send().await, tree);
    checks.json(
        "optional: left out, and the default",
        client.post_list([Item::new(1, "n")]).send().await,
        json!([{"id": 1, "name": "n", "tags": []}]),
    );
    checks.json(
        "optional: what is not set is not sent",
        client.patch_item(ItemPatch::new().name("n")).send().await,
        json!({"name": "n"}),
    );
    checks.json(
        "optional: a body",
        client.post_maybe().body(item()).send().await,
        json!({"item": {"id": 1, "name": "n", "tags": ["a"]}}),
    );
    checks.json("optional: no body", client.post_maybe().send().await, json!({"item": null}));
    checks.json(
        "nullable: null is sent",
        client.patch_item(ItemPatch::new().note(Presence::Null)).send().await,
        json!({"note": null}),
    );
    let nulls = json!({"required": null, "nullish": null, "item": null, "color": null, "defaulted": 5});
    nullables(client, checks, "nullable: null", nulls).await;
    let item = json!({"id": 1, "name": "n", "tags": []});
    let values =
        json!({"required": "r", "nullish": 1.5, "item": item, "color": "dark-blue", "optional": item, "defaulted": 1});
    nullables(client, checks, "nullable: values", values).await;
    scalars(client, checks).await;
    let maps = json!({
        "byName": {"k": {"id": 1, "name": "n", "tags": []}}, "byColor": {"red": 1}, "free": {"known": 1, "more": [null]},
        "rest": {"known": 1, "more": "text"}, "any": {"x": 1},
    });
    if let Some(value) = checks.response("maps: of every kind", serde_json::from_value::<Maps>(maps.clone())) {
        checks.json("maps: of every kind", client.post_maps(value).send().await, maps);
    }
    let tuples = Tuples::new([json!(1), json!("a")], [json!("a"), json!(1), json!(2)]);
    checks.value("tuples: of two, and with a rest", client.post_tuples(tuples.clone()).send().await, tuples);
}

async fn nullables(client: &Client, checks: &Checks, name: &str, values: Value) {
    if let Some(value) = checks.response(name, serde_json::from_value::<Nullables>(values.clone())) {
        checks.json(name, client.post_nullables(value).send().await, values);
    }
}

async fn scalars(client: &Client, checks: &Checks) {
    let sent = Scalars::new(client::models::ScalarsRequired {
        key: KEY.into(),
        at: at(),
        day: day(),
        time: "10:11:12".into(),
        span: "PT1H".into(),
        price: 1.10,
        big: 9_007_199_254_740_991,
        level: Level::N2,
        binary: "aGk=".into(),
    });
    let Some(read) = checks.response("decimals: numbers in JSON", client.post_scalars(sent.clone()).send().await)
    else {
        return;
    };
    checks.equal("decimals: numbers in JSON", (read.price, read.big), (1.10, 9_007_199_254_740_991));
    checks.equal("decimals: a uuid", read.key.as_str(), KEY);
    checks.equal("dates: in JSON", (&read.at, &read.day), (&at(), &day()));
    checks.equal("dates: times and durations in JSON", (read.time.as_str(), read.span.as_str()), ("10:11:12", "PT1H"));
    checks.equal("enums: in JSON", (read.level, read.only.as_str()), (Level::N2, "only"));
    checks.equal("binary: in JSON, by base64", read.binary.as_str(), "aGk=");
}

async fn variants(client: &Client, checks: &Checks) {
    let cat = Cat::new(3.0);
    let dog = Dog::new(1.5);
    if let Some(read) = checks
        .response("tagged unions: by strings", client.post_pets(Pets::new(cat.clone(), [dog.clone()])).send().await)
    {
        checks.equal("tagged unions: by strings", read.pet, models::PetsPet::Cat(cat.clone()));
        checks.equal("tagged unions: in lists", read.pets, vec![models::PetsPetsItem::Dog(dog)]);
    }
    let versioned = Versioned::new(V2::new("b"));
    if let Some(read) = checks.response("tagged unions: by integers", client.post_versioned(versioned).send().await) {
        checks.equal("tagged unions: by integers", matches!(read.version, models::VersionedVersion::V2(_)), true);
    }
    let of_each_type = [
        PlainValue::from("s".to_owned()),
        PlainValue::from(1.5),
        PlainValue::from(true),
        PlainValue::from(vec![1.0]),
        PlainValue::from(cat),
    ];
    for value in of_each_type {
        let plain = Plain::new(value);
        checks.value("untagged unions: sent and read", client.post_plain(plain.clone()).send().await, plain);
    }
}

async fn forms(client: &Client, checks: &Checks) {
    checks.json(
        "forms: string, number, list, enum",
        client.post_form(PostFormBody::new("u &=ü+%", ["a", "b"]).age(4.0).color(Color::DarkBlue)).send().await,
        json!({"user": "u &=ü+%", "age": 4, "tags": ["a", "b"], "color": "dark-blue"}),
    );
    let text = || File::new("ü.txt", "abc").media_type("text/plain");
    let text_shown = json!(["ü.txt", "text/plain", "616263"]);
    checks.json(
        "files: one among fields",
        client.post_upload(PostUploadForm::new(text(), "n ü")).send().await,
        json!({"file": text_shown, "many": [], "note": "n ü"}),
    );
    let two = [File::new("a", "1").media_type("image/png"), File::new("b", vec![0, 255])];
    checks.json(
        "files: an optional one, and many",
        client.post_upload(PostUploadForm::new(text(), "n").optional(text()).many(two)).send().await,
        json!({
            "file": text_shown, "optional": text_shown, "note": "n",
            "many": [["a", "image/png", "31"], ["b", "application/octet-stream", "00ff"]],
        }),
    );
}

async fn responses(client: &Client, checks: &Checks) {
    checks.value("text: read", client.get_text().send().await, "plain ünï".to_owned());
    checks.value("text: sent and read", client.post_shout("ünï").send().await, "ÜNÏ".to_owned());
    if let Some(stream) = checks.response("binary: an image", client.get_image().send().await) {
        checks.value("binary: an image", collected(stream).await, b"\x89P\x00\xff".to_vec());
    }
    if let Some(stream) = checks.response("binary: sent and read", client.post_reverse(vec![1, 0, 255]).send().await) {
        checks.value("binary: sent and read", collected(stream).await, vec![255, 0, 1]);
    }
    if let Some(stream) = checks.response("binary: chunks", client.get_chunks().send().await) {
        checks.value("binary: chunks", collected(stream).await, vec![0, 1, 2]);
    }
    checks.value("statuses: 201", client.post_created(item()).send().await, item());
    checks.json("statuses: 202", client.post_accepted().send().await, json!({"job": 1}));
    checks.value("statuses: 204", client.delete_item_by_id("1").send().await, ());
    if let Some(page) = checks.response("pagination: by cursor", client.get_pages().send().await) {
        checks.equal("pagination: by cursor", page.next_cursor.as_deref(), Some("two"));
    }
    if let Some(page) = checks.response("pagination: the last page", client.get_pages().cursor("two").send().await) {
        checks.equal("pagination: the last page", (page.next_cursor, page.items[0].id), (None, 2));
    }
}

async fn streams(client: &Client, checks: &Checks) {
    if let Some(mut events) = checks.response("events: of JSON", client.get_events().send().await) {
        let mut found = vec![];
        while let Some(event) = events.next_event().await {
            found.extend(checks.response("events: of JSON", event).map(|event| (event.value.n, event.event, event.id)));
        }
        let event = |n: i32| (f64::from(n), Some("tick".to_owned()), Some(n.to_string()));
        checks.equal("events: of JSON", found, vec![event(0), event(1), event(2)]);
    }
    if let Some(mut events) = checks.response("events: of strings", client.get_text_events().send().await) {
        let mut found = vec![];
        while let Some(event) = events.next().await {
            found.extend(checks.response("events: of strings", event));
        }
        checks.equal("events: of strings", found, vec!["plain", "\"quoted\"", "{\"n\":1}"]);
    }
}

async fn errors(client: &Client, checks: &Checks) {
    let buy = |n| client.get_buy_by_n(n).send();
    checks.error(
        "errors: 404, before the range",
        buy(404).await,
        |error| matches!(error.failure(), Some(GetBuyByNFailure::NotFound(problem)) if problem.message == "none"),
        true,
    );
    checks.error(
        "errors: 4XX of application/problem+json",
        buy(409).await,
        |error| matches!(error.failure(), Some(GetBuyByNFailure::ClientError(problem)) if problem.title == "t"),
        true,
    );
    checks.error(
        "errors: default",
        buy(503).await,
        |error| matches!(error.failure(), Some(GetBuyByNFailure::Default(problem)) if problem.oops == "o"),
        true,
    );
    checks.error(
        "errors: 422 is typed",
        client.get_query_enums("green").send().await,
        |error| error.failure().map(|invalid| invalid.issues[0].path.clone()),
        Some(vec!["color".to_owned()]),
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
    checks.json("credentials: bearer", client.get_secured_bearer().send().await, json!({"given": "Bearer token"}));
    checks.json("credentials: basic", client.get_secured_basic().send().await, json!({"given": "Basic dXNlcjpwOnc="}));
    checks.json("credentials: key in a header", client.get_secured_header().send().await, json!({"given": "header"}));
    checks.json("credentials: key in the query", client.get_secured_query().send().await, json!({"given": "q u&ery"}));
    checks.json("credentials: key in a cookie", client.get_secured_cookie().send().await, json!({"given": "a/b=+"}));
    let anonymous = Client::builder().server(Checks::server()).build().expect("a client without credentials");
    checks.error(
        "credentials: none, and nothing is sent",
        anonymous.get_secured_bearer().send().await,
        |error| error.status().is_none(),
        true,
    );
}
