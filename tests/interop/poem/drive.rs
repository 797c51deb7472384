//! Calls every operation of the server with the client that its document makes.

use checks::{Checks, collected};
use client::Client;
use client::models::{
    Child, Color, External, FormData, Internal, Item, Maps, Naive, Node, Order, Scalars, Unions, Untagged,
};
use client::operations::{BuyFailure, PathRequired, UploadForm};
use client::runtime::{DateTime, File};
use serde_json::{Value, json};

/// No strings.
const NONE: [&str; 0] = [];
const KEY: &str = "11111111-2222-4333-8444-555555555555";

#[tokio::main]
async fn main() {
    let checks = Checks;
    let client = Client::builder().server(Checks::server()).build().expect("the client needs nothing else");
    parameters(&client, &checks).await;
    bodies(&client, &checks).await;
    unions(&client, &checks).await;
    forms(&client, &checks).await;
    responses(&client, &checks).await;
    streams(&client, &checks).await;
    errors(&client, &checks).await;
    credentials(&checks).await;
}

fn at() -> DateTime {
    "2025-11-12T11:00:00.500Z".parse().expect("a date-time")
}

/// The parameters of the path, each of another type.
fn in_path(integer: i64, number: f64, flag: bool, color: Color) -> PathRequired {
    PathRequired { integer, number, flag, key: KEY.to_owned(), color }
}

async fn parameters(client: &Client, checks: &Checks) {
    checks.json(
        "path: integer, number, boolean, uuid",
        client.path(in_path(-7, 2.0, true, Color::Red)).send().await,
        json!({"integer": "-7", "number": "2.0", "flag": "true", "key": KEY, "color": "Red"}),
    );
    checks.json(
        "enums: in the path",
        client.path(in_path(1, 1.5, false, Color::DarkBlue)).send().await.map(|shown| shown["color"].clone()),
        json!("DarkBlue"),
    );
    let none = json!({
        "q": "None", "flag": "true", "ratio": "None", "color": "None", "day": "None", "at": "None", "price": "None", "tags": "[]",
        "ids": "[1]", "limit": "10",
    });
    checks.json("query: what is required", client.search(true, NONE, [1]).send().await, none);
    let search = client.search(false, ["x,y", "z"], [1, 2]).q("a b&c=ü+%").limit(5).ratio(2.0).price("1.25");
    let search = search.color(Color::DarkBlue).day("2025-11-12").at(at());
    if let Some(shown) = checks.response("query: every type", search.send().await) {
        let of = |names: &[&str]| names.iter().map(|name| shown[*name].clone()).collect::<Vec<_>>();
        checks.equal(
            "query: every type",
            of(&["q", "limit", "flag", "ratio"]),
            vec!["Some(\"a b&c=ü+%\")", "5", "false", "Some(2.0)"],
        );
        checks.equal("enums: in the query", of(&["color"]), vec!["Some(DarkBlue)"]);
        checks.equal(
            "dates: in the query",
            of(&["day", "at"]),
            vec!["Some(2025-11-12)", "Some(2025-11-12T11:00:00.500Z)"],
        );
        checks.equal("lists: in the query, one exploded", of(&["tags", "ids"]), vec!["[\"x,y\", \"z\"]", "[1, 2]"]);
        checks.equal("decimals: in the query", of(&["price"]), vec!["Some(1.25)"]);
    }
    let headers = client.headers(3).x_key(KEY).session("abc/+==").send_for_response().await;
    if let Some(response) = checks.response("headers: sent", headers) {
        let shown: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        checks.equal("headers: sent", (&shown["key"], &shown["number"]), (&json!(format!("Some({KEY})")), &json!("3")));
        checks.equal(
            "headers: of a response",
            response.headers().get("x-rate").map(|value| value.as_bytes()),
            Some(&b"5"[..]),
        );
        checks.equal("cookies: sent", &shown["session"], &json!("Some(\"abc/+==\")"));
    }
}

fn item() -> Item {
    Item::new(1, "n")
}

async fn bodies(client: &Client, checks: &Checks) {
    let order = Order::new(item(), [item().note("note")], Color::DarkBlue).defaulted(0);
    checks.value("nested models: one in another", client.order(order.clone()).send().await, order.clone());
    checks.value("nested models: a list", client.list([item()]).send().await, vec![item()]);
    // poem writes `null` for every `None`, which its document does not allow.
    let read = client.order(order.clone()).send().await.map(|order| (order.opt_color, order.patched));
    checks.value("nullable: null is read as absent", read, (None, None));
    let values = order.clone().opt_color(Color::Red).opt_item(item()).patched(3);
    checks.value("optional: values", client.order(values.clone()).send().await, values);
    let child = Child::new(1, "n", 3);
    checks.value("inheritance: a model that is flattened", client.child(child.clone()).send().await, child);
    let leaf = |value| Node::new(value, Vec::<Node>::new());
    let node = Node::new(1, [leaf(2)]).next(leaf(3));
    checks.value("recursion: in a list, and by itself", client.node(node.clone()).send().await, node);
    let sent = Scalars::new(client::models::ScalarsRequired {
        price: "1.25".into(),
        key: KEY.into(),
        at: at(),
        day: "2025-11-12".into(),
        big: i64::MAX,
        small: 255,
        two: [1.5, 2.5].into(),
    });
    if let Some(read) = checks.response("decimals: in JSON", client.scalars(sent.clone()).send().await) {
        checks.equal("decimals: in JSON", read.price.as_str(), "1.25");
        checks.equal("decimals: integers and a uuid", (read.big, read.small, read.key.as_str()), (i64::MAX, 255, KEY));
        checks.equal("dates: in JSON", (&read.at, &read.day), (&sent.at, &sent.day));
        checks.equal("lists: of a fixed length", read.two, sent.two);
    }
    let naive = Naive::new("2025-11-12T11:00:00");
    checks.value("dates: without an offset, of a format that says so", client.naive(naive.clone()).send().await, naive);
    let maps = json!({
        "by_name": {"k": {"id": 1, "name": "n"}}, "by_number": {"5": "a"}, "any": {"x": [null]},
    });
    if let Some(value) = checks.response("maps: of every kind", serde_json::from_value::<Maps>(maps.clone())) {
        checks.json("maps: of every kind", client.maps(value).send().await, maps);
    }
}

async fn unions(client: &Client, checks: &Checks) {
    let values = json!({
        "internal": [{"type": "circle", "radius": 1.5}, {"type": "big_square", "side": 2.5}],
        "external": [{"Shape": {"radius": 1.5}}, {"Square": {"side": 2.5}}],
        "untagged": [1, "s", {"radius": 1.5}, [1, 2]],
    });
    let Some(value) = checks.response("tagged unions: read", serde_json::from_value::<Unions>(values.clone())) else {
        return;
    };
    let Some(read) = checks.response("tagged unions: read", client.unions(value).send().await) else { return };
    let found = matches!(&read.internal[..], [Internal::Circle(_), Internal::BigSquare(_)]);
    checks.equal("tagged unions: by a property", found, true);
    let found = matches!(&read.external[..], [External::Circle(_), External::BigSquare(_)]);
    checks.equal("tagged unions: by their key", found, true);
    let circle = |it: &Untagged| matches!(it, Untagged::Circle(circle) if circle.radius == 1.5);
    let found =
        matches!(&read.untagged[..], [Untagged::Integer(1), Untagged::Text(_), it, Untagged::Array(_)] if circle(it));
    checks.equal("untagged unions: of each type", found, true);
    checks.json::<_, std::io::Error>("untagged unions: written as read", Ok(read), values);
}

async fn forms(client: &Client, checks: &Checks) {
    checks.json(
        "forms: string, integer, enum",
        client.form(FormData::new("u &=ü+%", Color::DarkBlue).age(3)).send().await,
        json!({"user": "\"u &=ü+%\"", "age": "Some(3)", "color": "DarkBlue"}),
    );
    let file = File::new("ü.txt", "abc").media_type("text/plain");
    let form = UploadForm::new("n ü", file, [File::new("a", "1"), File::new("b", "2")]).meta(item());
    let octets = "application/octet-stream";
    checks.json(
        "files: one, many, JSON and a field",
        client.upload(form).send().await,
        json!({
            "note": "n ü",
            "files": [["ü.txt", "text/plain", "abc"], ["a", octets, "1"], ["b", octets, "2"]],
            "meta": {"id": 1, "name": "n", "note": null},
        }),
    );
}

async fn responses(client: &Client, checks: &Checks) {
    checks.value("text: sent and read", client.text("ünï").send().await, "ÜNÏ".to_owned());
    if let Some(stream) = checks.response("binary: sent and read", client.bytes(vec![1, 0, 255]).send().await) {
        checks.value("binary: sent and read", collected(stream).await, vec![255, 0, 1]);
    }
    checks.value("statuses: 201", client.create(item()).send().await, item());
    checks.json("statuses: 202", client.accepted().send().await, json!({"job": "1"}));
    checks.value("statuses: 204", client.delete_item(1).send().await, ());
    if let Some(page) = checks.response("pagination: by page", client.pages().page(2).send().await) {
        checks.equal("pagination: by page", (page.total, page.items[0].id), (3, 2));
    }
}

async fn streams(client: &Client, checks: &Checks) {
    if let Some(mut events) = checks.response("events: of JSON", client.events().send().await) {
        let mut found = vec![];
        while let Some(event) = events.next_event().await {
            found
                .extend(checks.response("events: of JSON", event).map(|event| (event.value.id, event.event, event.id)));
        }
        let event = |n: i64| (n, Some("tick".to_owned()), Some(n.to_string()));
        checks.equal("events: of JSON", found, vec![event(0), event(1), event(2)]);
    }
}

async fn errors(client: &Client, checks: &Checks) {
    let buy = |n| client.buy(n).send();
    checks.error(
        "errors: 404 of application/problem+json",
        buy(404).await,
        |error| matches!(error.failure(), Some(BuyFailure::NotFound(problem)) if problem.status == 404),
        true,
    );
    checks.error(
        "errors: 4XX",
        buy(409).await,
        |error| matches!(error.failure(), Some(BuyFailure::ClientError(problem)) if problem.status == 409),
        true,
    );
    checks.error(
        "errors: default, a string",
        buy(503).await,
        |error| matches!(error.failure(), Some(BuyFailure::Default(text)) if text == "boom"),
        true,
    );
}

async fn credentials(checks: &Checks) {
    let client = Client::builder()
        .server(Checks::server())
        .access_token("token")
        .basic("user", "p:w")
        .credential("header_key", "header")
        .credential("cookie_key", "a/b=+")
        .credential("query_key", "a&b=+ü")
        .build()
        .expect("credentials of all schemes");
    checks.json("credentials: bearer", client.bearer().send().await, json!({"given": "\"token\""}));
    let given = json!({"username": "\"user\"", "password": "\"p:w\""});
    checks.json("credentials: basic", client.basic().send().await, given);
    checks.json("credentials: key in a header", client.header_key().send().await, json!({"given": "\"header\""}));
    checks.json("credentials: key in a cookie", client.cookie_key().send().await, json!({"given": "\"a/b=+\""}));
    checks.json("credentials: key in the query", client.query_key().send().await, json!({"given": "\"a&b=+ü\""}));
    let anonymous = Client::builder().server(Checks::server()).build().expect("a client without credentials");
    checks.error(
        "credentials: none, and nothing is sent",
        anonymous.bearer().send().await,
        |error| error.status().is_none(),
        true,
    );
}
