//! Calls every operation of `app.ts` with the client that its document makes.

use checks::{Checks, collected};
use client::Client;
use client::models::{
    self, Cat, Child, Color, Dog, Form, Item, ItemPatch, Maps, NewItem, Node, Nullables, Order, OrderLevel,
    ParametersControllerSearchColor, ParametersControllerSearchLevel, Pets, PetsPlain, Scalars,
};
use client::operations::{BodiesControllerUploadForm, BodiesControllerUploadManyForm};
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
    "2025-11-12T11:00:00.5+01:00".parse().expect("a date-time")
}

async fn parameters(client: &Client, checks: &Checks) {
    checks.json(
        "path: integer, number, boolean, uuid",
        client.parameters_controller_path(-7.0, 2.5, true, KEY).send().await,
        json!({"integer": -7, "number": 2.5, "flag": true, "key": KEY}),
    );
    checks.json(
        "enums: in the path",
        client.parameters_controller_path_enums(Color::DarkBlue).send().await,
        json!({"color": "dark-blue"}),
    );
    checks.json("query: nothing", client.parameters_controller_search().send().await, json!({"limit": 10}));
    checks.json(
        "query: a model",
        client.parameters_controller_search().q("a b&c=ü+%").limit(5.0).send().await,
        json!({"q": "a b&c=ü+%", "limit": 5}),
    );
    checks.error(
        "query: a limit is checked before it is sent",
        client.parameters_controller_search().limit(101.0).send().await,
        |error| error.status().is_none(),
        true,
    );
    checks.json(
        "query: number and boolean",
        client.parameters_controller_query(3.0).flag(false).send().await,
        json!({"number": 3, "flag": false}),
    );
    checks.json(
        "lists: in the query",
        client.parameters_controller_search().tags(["x,y", "z"]).send().await,
        json!({"limit": 10, "tags": ["x,y", "z"]}),
    );
    checks.json(
        "lists: of numbers, and with commas",
        client.parameters_controller_query(1.0).ids([1.0, 2.0]).comma(["a", "b"]).send().await,
        json!({"number": 1, "ids": [1, 2], "comma": "a,b"}),
    );
    checks.json(
        "enums: in the query, strings and numbers",
        client
            .parameters_controller_search()
            .color(ParametersControllerSearchColor::DarkBlue)
            .level(ParametersControllerSearchLevel::N2)
            .send()
            .await,
        json!({"limit": 10, "color": "dark-blue", "level": 2}),
    );
    checks.json(
        "dates: in the query",
        client.parameters_controller_search().at(at()).send().await,
        json!({"limit": 10, "at": "2025-11-12T10:00:00.500Z"}),
    );
    let headers = client.parameters_controller_headers(3).x_name("name").send_for_response().await;
    if let Some(response) = checks.response("headers: sent", headers) {
        let sent: Option<Value> = serde_json::from_slice(response.body()).ok();
        checks.equal("headers: sent", sent, Some(json!({"number": "3", "name": "name"})));
        checks.equal(
            "headers: of a response",
            response.headers().get("x-rate").map(|value| value.as_bytes()),
            Some(&b"5"[..]),
        );
    }
}

fn item() -> Item {
    Item::new(1.0, "n").tags(["a"])
}

async fn bodies(client: &Client, checks: &Checks) {
    let order = Order::new(client::models::OrderRequired {
        item: item(),
        items: [item().note("note".to_owned())].into(),
        color: Color::DarkBlue,
        colors: [Color::Red].into(),
        level: OrderLevel::N2,
    });
    checks.value("nested models: one in another", client.bodies_controller_order(order.clone()).send().await, order);
    checks.value("nested models: a list", client.bodies_controller_list([item()]).send().await, vec![item()]);
    let child = Child::new(1.0, "n", "extra").tags(["a"]);
    checks.value(
        "inheritance: what is inherited and what is added",
        client.bodies_controller_child(child.clone()).send().await,
        child,
    );
    let leaf = |value| Node::new(value, Vec::<Node>::new());
    let node = Node::new(1.0, [leaf(2.0)]).next(Box::new(leaf(3.0)));
    checks.value("recursion: in a list, and by itself", client.bodies_controller_node(node.clone()).send().await, node);
    checks.json(
        "optional: what is not set is not sent",
        client.bodies_controller_patch(5.0, ItemPatch::new().name("n")).send().await,
        json!({"id": 5, "name": "n"}),
    );
    checks.json(
        "nullable: null is sent",
        client.bodies_controller_patch(5.0, ItemPatch::new().note(Presence::Null)).send().await,
        json!({"id": 5, "note": null}),
    );
    let nulls = Nullables::new(None::<String>).item(Presence::Null).color(Presence::Null);
    checks.value("nullable: null", client.bodies_controller_nullables(nulls.clone()).send().await, nulls);
    let values = Nullables::new("r".to_owned()).defaulted(1.0).item(item()).color(Color::DarkBlue);
    checks.value("nullable: values", client.bodies_controller_nullables(values.clone()).send().await, values);
    scalars(client, checks).await;
    let free: serde_json::Map<_, _> = [("any".to_owned(), json!([null]))].into_iter().collect();
    let maps = Maps::new([("k".to_owned(), item())], free, [1.0, 2.5]);
    checks.value("maps: of models and of anything", client.bodies_controller_maps(maps.clone()).send().await, maps);
}

async fn scalars(client: &Client, checks: &Checks) {
    let sent = Scalars::new(client::models::ScalarsRequired {
        at: "now".into(),
        when: at(),
        key: KEY.into(),
        price: 1.10,
        big: 9_007_199_254_740_991,
        flag: true,
    });
    let Some(read) = checks.response("decimals: numbers in JSON", client.bodies_controller_scalars(sent).send().await)
    else {
        return;
    };
    checks.equal("decimals: numbers in JSON", (read.price, read.big), (1.10, 9_007_199_254_740_991));
    checks.equal("decimals: a uuid", read.key.as_str(), KEY);
    checks.equal("dates: in JSON", read.when, at());
}

async fn variants(client: &Client, checks: &Checks) {
    let cat = Cat::new(3.0);
    let dog = Dog::new(1.5);
    for plain in [PetsPlain::from("s".to_owned()), PetsPlain::from(1.5), PetsPlain::from(vec!["a".to_owned()])] {
        let pets = Pets::new(cat.clone(), [dog.clone()], plain.clone());
        let Some(read) =
            checks.response("untagged unions: sent and read", client.bodies_controller_pets(pets).send().await)
        else {
            continue;
        };
        checks.equal("untagged unions: sent and read", read.plain, plain);
        checks.equal("tagged unions: by strings", read.pet, models::PetsPet::Cat(cat.clone()));
        checks.equal("tagged unions: in lists", read.pets, vec![models::PetsPetsItem::Dog(dog.clone())]);
    }
}

async fn forms(client: &Client, checks: &Checks) {
    checks.json(
        "forms: string, number, list",
        client.bodies_controller_form(Form::new("u &=ü+%", ["a", "b"]).age(4.0)).send().await,
        json!({"user": "u &=ü+%", "age": "4", "tags": ["a", "b"]}),
    );
    let text = File::new("a.txt", "abc").media_type("text/plain");
    checks.json(
        "files: one among fields",
        client
            .bodies_controller_upload(BodiesControllerUploadForm::new(text, "n ü").number(3.0).color(Color::DarkBlue))
            .send()
            .await,
        json!({"file": ["a.txt", "text/plain", "616263"], "note": "n ü", "number": "3", "color": "dark-blue"}),
    );
    let two = [File::new("a", "1").media_type("image/png"), File::new("b", vec![0, 255])];
    checks.json(
        "files: many",
        client.bodies_controller_upload_many(BodiesControllerUploadManyForm::new(two)).send().await,
        json!({"files": [["a", "image/png", "31"], ["b", "application/octet-stream", "00ff"]]}),
    );
}

async fn responses(client: &Client, checks: &Checks) {
    checks.value("text: read", client.responses_controller_text().send().await, "plain ünï".to_owned());
    if let Some(stream) = checks.response("binary: a file", client.responses_controller_download().send().await) {
        checks.value("binary: a file", collected(stream).await, vec![0, 255, 1]);
    }
    let undescribed = client.responses_controller_undescribed().send_for_response().await;
    if let Some(response) = checks.response("statuses: 200 of which nothing is said", undescribed) {
        checks.equal("statuses: 200 of which nothing is said", &response.body()[..], &b"{\"said\":\"nothing\"}"[..]);
    }
    if let Some(mut events) = checks.response("events: of JSON", client.responses_controller_events().send().await) {
        let mut found = vec![];
        while let Some(event) = events.next_event().await {
            found.extend(checks.response("events: of JSON", event).map(|event| (event.value.n, event.event, event.id)));
        }
        let event = |n: i32| (f64::from(n), Some("tick".to_owned()), Some(n.to_string()));
        checks.equal("events: of JSON", found, vec![event(0), event(1), event(2)]);
    }
    checks.value(
        "statuses: 201",
        client.responses_controller_create(NewItem::new("n").tags(["a"])).send().await,
        item(),
    );
    checks.json("statuses: 202", client.responses_controller_accepted().send().await, json!({"job": 1}));
    checks.value("statuses: 204", client.responses_controller_remove(1.0).send().await, ());
    if let Some(page) = checks.response("pagination: by page", client.responses_controller_pages(2.0).send().await) {
        checks.equal("pagination: by page", (page.meta.total, page.data[0].id), (3.0, 2.0));
    }
}

async fn errors(client: &Client, checks: &Checks) {
    let buy = |n| client.responses_controller_buy(n).send();
    for (name, status) in [("errors: 404", 404.0), ("errors: 4XX", 409.0), ("errors: default", 503.0)] {
        checks.error(name, buy(status).await, |error| error.failure().map(|problem| problem.status_code), Some(status));
    }
    checks.error(
        "errors: undocumented",
        client.parameters_controller_path(1.5, 1.0, true, KEY).send().await,
        |error| error.status().map(|status| status.as_u16()),
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
        client.credentials_controller_bearer().send().await,
        json!({"given": "Bearer token"}),
    );
    checks.json(
        "credentials: basic",
        client.credentials_controller_basic().send().await,
        json!({"given": "Basic dXNlcjpwOnc="}),
    );
    checks.json(
        "credentials: key in a header",
        client.credentials_controller_header().send().await,
        json!({"given": "header"}),
    );
    checks.json(
        "credentials: key in the query",
        client.credentials_controller_query().send().await,
        json!({"given": "q u&ery"}),
    );
    checks.json(
        "credentials: key in a cookie",
        client.credentials_controller_cookie().send().await,
        json!({"given": "a/b=+"}),
    );
    let anonymous = Client::builder().server(Checks::server()).build().expect("a client without credentials");
    checks.error(
        "credentials: none, and nothing is sent",
        anonymous.credentials_controller_bearer().send().await,
        |error| error.status().is_none(),
        true,
    );
}
