//! Calls every operation of the server with the client that its document makes.

use checks::{Checks, collected};
use client::Client;
use client::models::{
    Adjacent, Child, Color, External, FormData, Internal, Item, Maps, Node, Order, Scalars, Unions, Untagged,
};
use client::operations::PathTypesRequired;
use client::runtime::{Date, DateTime, Presence};
use serde_json::{Value, json};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

#[tokio::main]
async fn main() {
    let checks = Checks;
    let client = Client::builder().server(Checks::server()).build().expect("the client needs nothing else");
    parameters(&client, &checks).await;
    bodies(&client, &checks).await;
    unions(&client, &checks).await;
    responses(&client, &checks).await;
    errors(&client, &checks).await;
}

fn at() -> DateTime {
    "2025-11-12T11:00:00.500Z".parse().expect("a date-time")
}

fn day() -> Date {
    "2025-11-12".parse().expect("a date")
}

/// The parameters of the path, each of another type.
fn in_path(integer: i64, number: f64, flag: bool, color: Color) -> PathTypesRequired {
    PathTypesRequired { integer, number, flag, key: KEY.to_owned(), color }
}

async fn parameters(client: &Client, checks: &Checks) {
    checks.json(
        "path: integer, number, boolean, uuid",
        client.path_types(in_path(-7, 2.0, true, Color::Red)).send().await,
        json!({"integer": "-7", "number": "2.0", "flag": "true", "key": KEY, "color": "Red"}),
    );
    checks.json(
        "enums: in the path",
        client.path_types(in_path(1, 1.5, true, Color::DarkBlue)).send().await.map(|shown| shown["color"].clone()),
        json!("DarkBlue"),
    );
    checks.json(
        "query: nothing",
        client.search().send().await,
        json!({"q": "None", "limit": "10", "flag": "None", "ratio": "None", "color": "None", "day": "None", "at": "None"}),
    );
    let search =
        client.search().q("a b&c=ü+%").limit(5).flag(false).ratio(2.0).color(Color::DarkBlue).day(day()).at(at());
    if let Some(shown) = checks.response("query: every type", search.send().await) {
        let of = |names: &[&str]| names.iter().map(|name| shown[*name].clone()).collect::<Vec<_>>();
        checks.equal(
            "query: every type",
            of(&["q", "limit", "flag", "ratio"]),
            vec!["Some(\"a b&c=ü+%\")", "5", "Some(false)", "Some(2.0)"],
        );
        checks.equal("enums: in the query", of(&["color"]), vec!["Some(DarkBlue)"]);
        checks.equal(
            "dates: in the query",
            of(&["day", "at"]),
            vec!["Some(2025-11-12)", "Some(2025-11-12T11:00:00.500Z)"],
        );
    }
    checks.error(
        "query: a limit is checked before it is sent",
        client.search().limit(101).send().await,
        |error| error.status().is_none(),
        true,
    );
    if let Some(response) =
        checks.response("headers: sent", client.headers("name").x_key(KEY).send_for_response().await)
    {
        let shown: Option<Value> = serde_json::from_slice(response.body()).ok();
        checks.equal("headers: sent", shown, Some(json!({"name": "\"name\"", "key": format!("Some({KEY})")})));
        checks.equal(
            "headers: of a response",
            response.headers().get("x-rate").map(|value| value.as_bytes()),
            Some(&b"5"[..]),
        );
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
    checks.value("optional: left out", client.list([Item::new(1, "n")]).send().await, vec![item()]);
    checks.value("nullable: null", client.order(nulls.clone()).send().await, nulls.clone());
    let values = nulls.opt_color(Color::Red).opt_item(item());
    checks.value("nullable: values", client.order(values.clone()).send().await, values);
    let child = Child::new(3, 1, "n").note(Presence::Null);
    checks.value("inheritance: a model that is flattened", client.child(child.clone()).send().await, child);
    let leaf = |value| Node::new(Vec::<Node>::new(), value).next(Presence::Null);
    let node = Node::new([leaf(2)], 1).next(Box::new(leaf(3)));
    checks.value("recursion: in a list, and by itself", client.node(node.clone()).send().await, node);
    let sent = Scalars::new(client::models::ScalarsRequired {
        at: at(),
        big: i64::MAX,
        day: day(),
        key: KEY.into(),
        small: 255,
        two: [1.5, 2.5].into(),
    });
    if let Some(read) = checks.response("dates: in JSON", client.scalars(sent.clone()).send().await) {
        checks.equal("dates: in JSON", (&read.at, &read.day), (&sent.at, &sent.day));
        checks.equal("decimals: integers and a uuid", (read.big, read.small, read.key.as_str()), (i64::MAX, 255, KEY));
        checks.equal("lists: of a fixed length", read.two, vec![1.5, 2.5]);
    }
    let maps = json!({
        "by_name": {"k": {"id": 1, "name": "n", "note": null}}, "by_number": {"5": "a"}, "any": {"x": [null]},
    });
    if let Some(value) = checks.response("maps: of every kind", serde_json::from_value::<Maps>(maps.clone())) {
        checks.json("maps: of every kind", client.maps(value).send().await, maps);
    }
    checks.json(
        "forms: string, integer, enum",
        client.form(FormData::new(Color::DarkBlue, "u &=ü+%").age(3)).send().await,
        json!({"user": "\"u &=ü+%\"", "age": "Some(3)", "color": "DarkBlue"}),
    );
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

async fn responses(client: &Client, checks: &Checks) {
    if let Some(stream) = checks.response("binary: sent and read", client.bytes(vec![1, 0, 255]).send().await) {
        checks.value("binary: sent and read", collected(stream).await, vec![255, 0, 1]);
    }
    checks.value("statuses: 201", client.create(item()).send().await, item());
    checks.json("statuses: 202", client.accepted().send().await, json!({"job": "1"}));
    checks.value("statuses: 204", client.delete_item(1).send().await, ());
    let Some(first) = checks.response("pagination: by token", client.pages().limit(2).send().await) else { return };
    let ids = |items: &[Item]| items.iter().map(|item| item.id).collect::<Vec<_>>();
    checks.equal("pagination: by token", ids(&first.items), vec![0, 1]);
    if let Some(token) = first.next_page.into_value() {
        let second = client.pages().limit(2).page_token(token).send().await;
        checks.value("pagination: the next page", second.map(|page| ids(&page.items)), vec![2, 3]);
    }
}

async fn errors(client: &Client, checks: &Checks) {
    let shown = |id| async move {
        let error = client.buy(id).send().await.err()?;
        Some((error.status()?.as_u16(), error.failure()?.message.clone()))
    };
    checks.equal("errors: 4XX", shown(404).await, Some((404, "Not Found".to_owned())));
    checks.equal("errors: 5XX", shown(503).await, Some((503, "Service Unavailable".to_owned())));
}
