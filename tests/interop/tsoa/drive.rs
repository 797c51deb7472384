//! Calls every operation of `shop.ts` with the client that its document makes.

use checks::{Checks, collected};
use client::Client;
use client::models::{
    self, Cat, Child, Color, Dog, Item, Level, Maps, MapsKnown, Nullables, Order, PartialOmitItemId, Pets, Plain,
    PlainValue, QueryEnumsOrder, Scalars, Tree, V2, Versioned,
};
use client::operations::{BuyFailure, UploadForm, UploadManyForm, UploadOptionalForm};
use client::runtime::{DateTime, File, Presence};
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
    errors(&client, &checks).await;
    credentials(&checks).await;
}

fn at() -> DateTime {
    "2025-11-12T11:00:00.5Z".parse().expect("a date-time")
}

async fn parameters(client: &Client, checks: &Checks) {
    checks.json(
        "path: integer, number, boolean, uuid",
        client.path(-7, 2.5, true, KEY).send().await,
        json!({"integer": -7, "number": 2.5, "flag": true, "key": KEY}),
    );
    checks.json(
        "enums: in the path, strings and numbers",
        client.path_enums(Color::DarkBlue, Level::N2).send().await,
        json!({"color": "dark-blue", "level": 2}),
    );
    checks.json(
        "enums: in the query, strings, numbers and constants",
        client.query_enums(Color::DarkBlue).level(Level::N2).order(QueryEnumsOrder::Down).send().await,
        json!({"color": "dark-blue", "level": 2, "order": "down"}),
    );
    checks.json("dates: in the path", client.path_dates(at()).send().await, json!({"at": "2025-11-12T11:00:00.500Z"}));
    checks.json(
        "dates: in the query",
        client.query_dates(at()).send().await,
        json!({"at": "2025-11-12T11:00:00.500Z"}),
    );
    checks.json("query: nothing", client.query().send().await, json!({"limit": 10}));
    checks.json(
        "query: every type",
        client.query().q("a b&c=ü+%").limit(5).flag(false).ratio(3.0).item_query("x").send().await,
        json!({"q": "a b&c=ü+%", "limit": 5, "flag": false, "ratio": 3, "alias": "x"}),
    );
    checks.error(
        "query: a limit is checked before it is sent",
        client.query().limit(101).send().await,
        |error| error.status().is_none(),
        true,
    );
    checks.json("query: a model", client.query_model().q("q").limit(3).send().await, json!({"q": "q", "limit": 3}));
    checks.json(
        "lists: in the query",
        client.query_lists(["x,y", "z"]).ids([1.0, 2.0]).colors([Color::Red, Color::DarkBlue]).send().await,
        json!({"names": ["x,y", "z"], "ids": [1, 2], "colors": ["red", "dark-blue"]}),
    );
    checks.json("lists: of one", client.query_lists(["a"]).send().await, json!({"names": ["a"]}));
    if let Some(response) =
        checks.response("headers: sent", client.headers(3.0).x_name("name").send_for_response().await)
    {
        let sent: Option<Value> = serde_json::from_slice(response.body()).ok();
        checks.equal("headers: sent", sent, Some(json!({"number": 3, "name": "name"})));
        checks.equal(
            "headers: of a response",
            response.headers().get("x-rate").map(|value| value.as_bytes()),
            Some(&b"5"[..]),
        );
    }
}

fn item() -> Item {
    Item::new(1, "n").tags(["a"])
}

async fn bodies(client: &Client, checks: &Checks) {
    let order = Order::new(item(), [item().note("note".to_owned())], Color::DarkBlue, Level::N2);
    checks.value("nested models: one in another", client.order(order.clone()).send().await, order);
    checks.value("nested models: a list", client.list([item()]).send().await, vec![item()]);
    let child = Child::new(1, "n", "extra").tags(["a"]);
    checks.value("inheritance: what is inherited and what is added", client.child(child.clone()).send().await, child);
    let leaf = |value| Tree::new(value, Vec::<Tree>::new());
    let tree = Tree::new(1.0, [leaf(2.0)]).next(leaf(3.0));
    checks.value("recursion: in a list, and by itself", client.tree(tree.clone()).send().await, tree);
    checks.json(
        "optional: what is not set is not sent",
        client.patch(5.0, PartialOmitItemId::new().name("n")).send().await,
        json!({"id": 5, "name": "n"}),
    );
    checks.json(
        "optional: a body",
        client.maybe().body(item()).send().await,
        json!({"item": {"id": 1, "name": "n", "tags": ["a"]}}),
    );
    let nulls = Nullables::new(None::<String>, None::<Item>, None::<Color>).optional(Presence::Null);
    checks.value("nullable: null", client.nullables(nulls.clone()).send().await, nulls);
    let values = Nullables::new("r".to_owned(), item(), Color::DarkBlue).optional("o".to_owned());
    checks.value("nullable: values", client.nullables(values.clone()).send().await, values);
    scalars(client, checks).await;
    let free: serde_json::Map<_, _> = [("any".to_owned(), json!([null]))].into_iter().collect();
    let mut known = MapsKnown::new(1.0);
    known.additional_properties.insert("more".to_owned(), 2.0);
    let maps = Maps::new([("k".to_owned(), item())], free, known, json!({"x": 1}));
    checks.value("maps: of every kind", client.maps(maps.clone()).send().await, maps);
}

async fn scalars(client: &Client, checks: &Checks) {
    let sent = Scalars::new(client::models::ScalarsRequired {
        key: KEY.into(),
        at: at(),
        price: 1.10,
        big: 9_007_199_254_740_991,
        flag: true,
    });
    let Some(read) = checks.response("decimals: numbers in JSON", client.scalars(sent).send().await) else { return };
    checks.equal("decimals: numbers in JSON", (read.price, read.big), (1.10, 9_007_199_254_740_991));
    checks.equal("decimals: a uuid", read.key.as_str(), KEY);
    checks.equal("dates: in JSON", read.at.to_string(), "2025-11-12T11:00:00.500Z".to_owned());
}

async fn variants(client: &Client, checks: &Checks) {
    let cat = Cat::new(3.0);
    let hound = Dog::new(models::DogType::Hound, 1.5);
    if let Some(read) =
        checks.response("tagged unions: by strings", client.pets(Pets::new(cat.clone(), [hound.clone()])).send().await)
    {
        checks.equal("tagged unions: by strings", read.pet, models::PetsPet::Cat(cat));
        checks.equal("tagged unions: in lists", read.pets, vec![models::PetsPetsItem::Dog(hound)]);
    }
    let versioned = Versioned::new(V2::new("b"));
    if let Some(read) = checks.response("tagged unions: by numbers", client.versioned(versioned).send().await) {
        checks.equal("tagged unions: by numbers", matches!(read.version, models::VersionedVersion::V2(_)), true);
    }
    let of_each_type = [
        PlainValue::from("s".to_owned()),
        PlainValue::from(1.5),
        PlainValue::from(true),
        PlainValue::from(vec!["a".to_owned()]),
        PlainValue::from(item()),
    ];
    for value in of_each_type {
        let plain = Plain::new(value);
        checks.value("untagged unions: sent and read", client.plain(plain.clone()).send().await, plain);
    }
}

async fn forms(client: &Client, checks: &Checks) {
    let text = || File::new("a.txt", "abc").media_type("text/plain");
    let text_shown = json!(["a.txt", "text/plain", "616263"]);
    checks.json(
        "files: one among fields",
        client.upload(UploadForm::new(text(), "n ü").color("dark-blue")).send().await,
        json!({"file": text_shown, "note": "n ü", "color": "dark-blue"}),
    );
    checks.json(
        "files: an optional one",
        client.upload_optional().body(UploadOptionalForm::new().file(text())).send().await,
        json!({"file": text_shown}),
    );
    let two = [File::new("a", "1").media_type("image/png"), File::new("b", vec![0, 255])];
    checks.json(
        "files: many",
        client.upload_many(UploadManyForm::new(two)).send().await,
        json!({"files": [["a", "image/png", "31"], ["b", "application/octet-stream", "00ff"]]}),
    );
}

async fn responses(client: &Client, checks: &Checks) {
    if let Some(stream) = checks.response("binary: an image", client.image().send().await) {
        checks.value("binary: an image", collected(stream).await, b"\x89P\x00\xff".to_vec());
    }
    checks.value("statuses: 201", client.create(item()).send().await, item());
    checks.json("statuses: 202", client.accepted().send().await, json!({"job": 1}));
    checks.value("statuses: 204", client.remove(1.0).send().await, ());
    if let Some(page) = checks.response("pagination: by page", client.pages().page(2.0).send().await) {
        checks.equal("pagination: by page", (page.total, page.items[0].id), (3.0, 2));
    }
}

async fn errors(client: &Client, checks: &Checks) {
    let buy = |n| client.buy(n).send();
    checks.error(
        "errors: 404",
        buy(404.0).await,
        |error| matches!(error.failure(), Some(BuyFailure::NotFound(problem)) if problem.message == "none"),
        true,
    );
    checks.error(
        "errors: 409",
        buy(409.0).await,
        |error| matches!(error.failure(), Some(BuyFailure::Conflict(problem)) if problem.status == 409.0),
        true,
    );
    checks.error(
        "errors: undocumented",
        buy(418.0).await,
        |error| (error.status().map(|status| status.as_u16()), error.failure().is_some()),
        (Some(418), false),
    );
    checks.error(
        "errors: 422 is typed",
        client.query_enums("green").send().await,
        |error| error.failure().map(|invalid| invalid.details.contains_key("color")),
        Some(true),
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
    checks.json("credentials: bearer", client.bearer().send().await, json!({"given": "Bearer token"}));
    checks.json("credentials: basic", client.basic().send().await, json!({"given": "Basic dXNlcjpwOnc="}));
    checks.json("credentials: key in a header", client.header_key().send().await, json!({"given": "header"}));
    checks.json("credentials: key in the query", client.query_key().send().await, json!({"given": "q u&ery"}));
    checks.json("credentials: key in a cookie", client.cookie_key().send().await, json!({"given": "a/b=+"}));
    let anonymous = Client::builder().server(Checks::server()).build().expect("a client without credentials");
    checks.error(
        "credentials: none, and nothing is sent",
        anonymous.bearer().send().await,
        |error| error.status().is_none(),
        true,
    );
}
