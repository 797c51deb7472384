//! Calls every operation of the server with the client that its document makes.

use checks::{Checks, collected};
use client::Client;
use client::models::{
    Adjacent, Child, Color, External, FormData, Internal, Item, Maps, Naive, Node, Order, Scalars, Unions, Untagged,
};
use client::operations::{BuyFailure, PathRequired, UploadForm};
use client::runtime::{Date, File, LenientDateTime, Presence};
use serde_json::{Value, json};

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

fn at() -> LenientDateTime {
    "2025-11-12T11:00:00.500Z".parse().expect("a date-time")
}

fn day() -> Date {
    "2025-11-12".parse().expect("a date")
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
    checks.json("path: the rest of it", client.rest("a/b c").send().await, json!({"rest": "\"a/b c\""}));
    let none = json!({
        "q": "None", "flag": "true", "ratio": "None", "color": "None", "day": "None", "at": "None", "price": "None", "tags": "[]",
        "ids": "[]", "limit": "10",
    });
    checks.json("query: nothing", client.search(true).send().await, none);
    let search = client.search(false).q("a b&c=ü+%").limit(5).ratio(2.0).price("1.10");
    let search = search.color(Color::DarkBlue).day(day()).at(at()).tags(["x,y", "z"]).ids([1, 2]);
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
        checks.equal("lists: in the query", of(&["tags", "ids"]), vec!["[\"x,y\", \"z\"]", "[1, 2]"]);
        checks.equal("decimals: in the query", of(&["price"]), vec!["Some(1.10)"]);
    }
    let headers = client.headers(3).x_key(KEY).session("abc/+==").send_for_response().await;
    if let Some(response) = checks.response("headers: sent", headers) {
        let shown: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        checks.equal(
            "headers: sent",
            (&shown["key"], &shown["number"]),
            (&json!(format!("Some(\"{KEY}\")")), &json!("Some(\"3\")")),
        );
        checks.equal(
            "headers: of a response",
            response.headers().get("x-rate").map(|value| value.as_bytes()),
            Some(&b"5"[..]),
        );
        checks.equal("cookies: sent", &shown["session"], &json!("Some(\"abc/+==\")"));
    }
}

fn item() -> Item {
    Item::new(1, "n").note(Presence::Null)
}

async fn bodies(client: &Client, checks: &Checks) {
    let order = Order::new([item().note("note".to_owned())], Color::DarkBlue, item()).defaulted(0);
    let nulls = order.clone().opt_color(Presence::Null).opt_item(Presence::Null);
    checks.value("nested models: one in another", client.order(order.clone()).send().await, nulls.clone());
    checks.value("nested models: a list", client.list([item()]).send().await, vec![item()]);
    checks.value(
        "optional: what is absent",
        client.order(nulls.clone().absent(3)).send().await,
        nulls.clone().absent(3),
    );
    checks.value("nullable: null", client.order(nulls.clone()).send().await, nulls.clone());
    let values = nulls.opt_color(Color::Red).opt_item(item());
    checks.value("nullable: values", client.order(values.clone()).send().await, values);
    let child = Child::new(1, "n", 3).note(Presence::Null);
    checks.value("inheritance: a model that is flattened", client.child(child.clone()).send().await, child);
    let leaf = |value| Node::new(Vec::<Node>::new(), value).next(Presence::Null);
    let node = Node::new([leaf(2)], 1).next(Box::new(leaf(3)));
    checks.value("recursion: in a list, and by itself", client.node(node.clone()).send().await, node);
    let sent = Scalars::new(client::models::ScalarsRequired {
        at: at(),
        big: i64::MAX,
        bytes: [0, 255].into(),
        day: day(),
        key: KEY.into(),
        letter: "x".into(),
        pair: (1, "a".to_owned()).into(),
        price: "1.10".to_owned().into(),
        small: 255,
        two: [1.5, 2.5].into(),
    });
    if let Some(read) = checks.response("decimals: in JSON", client.scalars(sent.clone()).send().await) {
        checks.equal("decimals: in JSON", read.price.as_str(), "1.10");
        checks.equal("decimals: integers and a uuid", (read.big, read.small, read.key.as_str()), (i64::MAX, 255, KEY));
        checks.equal("dates: in JSON", (&read.at, &read.day), (&sent.at, &sent.day));
        checks.equal("tuples: of an integer and a string", (read.pair, read.two), (sent.pair, sent.two));
        checks.equal("binary: in JSON, as integers", read.bytes, vec![0, 255]);
    }
    let naive = Naive::new("2025-11-12T11:00:00".parse::<LenientDateTime>().expect("a date-time, by the setting"));
    checks.value("dates: without an offset, by a setting", client.naive(naive.clone()).send().await, naive);
    let maps = json!({
        "by_name": {"k": {"id": 1, "name": "n", "note": null}}, "by_number": {"5": "a"}, "free": {"known": 1, "more": [1]},
        "any": {"x": [null]},
    });
    if let Some(value) = checks.response("maps: of every kind", serde_json::from_value::<Maps>(maps.clone())) {
        checks.json("maps: of every kind", client.maps(value).send().await, maps);
    }
}

async fn unions(client: &Client, checks: &Checks) {
    let values = json!({
        "internal": [{"type": "circle", "radius": 1.5}, {"type": "big_square", "side": 2.5}, {"type": "empty"}],
        "adjacent": [{"t": "Number", "c": 1}, {"t": "Shape", "c": {"radius": 1.5}}, {"t": "Unit"}],
        "external": [{"Number": 1}, {"Shape": {"radius": 1.5}}, "Unit"],
        "untagged": [1, "s", {"radius": 1.5}, [1, 2]],
    });
    let Some(value) = checks.response("tagged unions: read", serde_json::from_value::<Unions>(values.clone())) else {
        return;
    };
    let Some(read) = checks.response("tagged unions: read", client.unions(value).send().await) else { return };
    let unknown = |it: &Internal| matches!(it, Internal::Unknown(_));
    checks.equal("tagged unions: by a property", read.internal.iter().any(unknown), false);
    let unknown = |it: &Adjacent| matches!(it, Adjacent::Unknown(_));
    checks.equal("tagged unions: by a property beside the content", read.adjacent.iter().any(unknown), false);
    let unknown = |it: &External| matches!(it, External::Unknown(_));
    checks.equal("tagged unions: by their key", read.external.iter().any(unknown), false);
    let circle = |it: &Untagged| matches!(it, Untagged::Circle(circle) if circle.radius == 1.5);
    let found =
        matches!(&read.untagged[..], [Untagged::Integer(1), Untagged::Text(_), it, Untagged::Array(_)] if circle(it));
    checks.equal("untagged unions: of each type", found, true);
    checks.json::<_, std::io::Error>("untagged unions: written as read", Ok(read), values);
}

async fn forms(client: &Client, checks: &Checks) {
    checks.json(
        "forms: string, integer, list, enum",
        client.form(FormData::new(Color::DarkBlue, "u &=ü+%").age(3).tags(["a", "b"])).send().await,
        json!({"user": "\"u &=ü+%\"", "age": "Some(3)", "tags": "[\"a\", \"b\"]", "color": "DarkBlue"}),
    );
    let file = File::new("ü.txt", "abc").media_type("text/plain");
    let form = UploadForm::new(file, "n ü").more([File::new("a", "1"), File::new("b", "2")]).meta(item());
    if let Some(Value::Array(mut parts)) =
        checks.response("files: one, many, JSON and a field", client.upload(form).send().await)
    {
        parts.sort_by_key(ToString::to_string);
        let expected = json!([
            ["file", "ü.txt", "text/plain", "abc"],
            ["meta", null, "application/json", "{\"id\":1,\"name\":\"n\",\"note\":null}"],
            ["more", "a", "application/octet-stream", "1"],
            ["more", "b", "application/octet-stream", "2"],
            ["note", null, null, "n ü"],
        ]);
        checks.equal("files: one, many, JSON and a field", Value::from(parts), expected);
    }
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
    if let Some(mut events) = checks.response("events: of strings", client.text_events().send().await) {
        let mut found = vec![];
        while let Some(event) = events.next().await {
            found.extend(checks.response("events: of strings", event));
        }
        checks.equal("events: of strings", found, vec!["plain", "\"quoted\""]);
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
        .credential("header", "header")
        .credential("cookie", "a/b=+")
        .build()
        .expect("credentials of all schemes");
    checks.json("credentials: bearer", client.bearer().send().await, json!({"given": "Bearer token"}));
    checks.json("credentials: basic", client.basic().send().await, json!({"given": "Basic dXNlcjpwOnc="}));
    checks.json("credentials: key in a header", client.header_key().send().await, json!({"given": "header"}));
    checks.json("credentials: key in a cookie", client.cookie_key().send().await, json!({"given": "sid=a/b=+"}));
    let anonymous = Client::builder().server(Checks::server()).build().expect("a client without credentials");
    checks.error(
        "credentials: none, and nothing is sent",
        anonymous.bearer().send().await,
        |error| error.status().is_none(),
        true,
    );
}
