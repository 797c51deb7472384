//! Calls every operation of `app.py` with the client that its document makes.

use checks::{Checks, collected};
use client::models::{
    FormBody, SeveralBody, Cat, Child, Color, Dog, Item, Level, Login, Maps, Naive, NodeInput,
    OptionalsInput, Order, Pets, PlainBody, QueryEnumsOrder, ScalarsInput, V1, V2, Versioned,
};
use client::operations::{
    BuyFailure, UploadBytesForm, UploadFieldsForm, UploadManyForm,
    UploadOptionalForm, UploadForm,
};
use client::runtime::oauth::OAuth;
use client::runtime::{Date, DateTime, File, LenientDateTime, Presence};
use client::{Client, models};
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
        "path: integer, number, boolean, uuid",
        client.path(-7, 2.0, true, KEY).send().await,
        json!({"integer": "-7", "number": "2.0", "boolean": "True", "key": format!("UUID('{KEY}')")}),
    );
    checks.json(
        "path: the rest of it",
        client.path_rest("a/b c/ü.txt").send().await,
        json!({"file_path": "'a/b c/ü.txt'"}),
    );
    checks.json(
        "enums: in the path, strings and integers",
        client.path_enums(Color::DarkBlue, Level::N2).send().await,
        json!({"color": "<Color.dark_blue: 'dark-blue'>", "level": "<Level.high: 2>"}),
    );
    checks.json(
        "enums: in the query, strings, integers and constants",
        client
            .query_enums(Color::DarkBlue)
            .level(Level::N2)
            .order(QueryEnumsOrder::Down)
            .send()
            .await,
        json!({"color": "<Color.dark_blue: 'dark-blue'>", "level": "<Level.high: 2>", "order": "'down'"}),
    );
    checks.json(
        "dates: in the path",
        client.path_dates(day(), at()).send().await,
        json!({"day": "2025-11-12", "at": "2025-11-12T11:00:00.500000+01:00"}),
    );
    checks.json(
        "dates: in the query",
        client.query_dates().day(day()).at(at()).time("10:11:12").send().await,
        json!({"day": "2025-11-12", "at": "2025-11-12T11:00:00.500000+01:00", "time": "10:11:12"}),
    );
    checks.json(
        "query: nothing",
        client.query().send().await,
        json!({"q": "None", "limit": "10", "flag": "False", "ratio": "1.5", "price": "None", "key": "None", "alias": "None"}),
    );
    checks.json(
        "query: every type",
        client.query().q("a b&c=ü+%").limit(5).flag(true).ratio(2.0).key(KEY).item_query("x").send().await,
        json!({
            "q": "'a b&c=ü+%'", "limit": "5", "flag": "True", "ratio": "2.0", "price": "None",
            "key": format!("UUID('{KEY}')"), "alias": "'x'",
        }),
    );
    checks.json(
        "decimals: in the query",
        client.query().price("1.10".to_owned()).send().await.map(|shown| shown["price"].clone()),
        json!("Decimal('1.10')"),
    );
    checks.error(
        "query: a limit is checked before it is sent",
        client.query().limit(101).send().await,
        |error| error.status().is_none(),
        true,
    );
    checks.json(
        "query: a model",
        client.query_model().limit(3).tags(["a", "b"]).send().await,
        json!({"limit": "3", "tags": "['a', 'b']"}),
    );
    checks.json(
        "lists: in the query",
        client
            .query_lists()
            .names(["x,y", "z"])
            .ids([1, 2])
            .colors([Color::Red, Color::DarkBlue])
            .send()
            .await,
        json!({"names": "['x,y', 'z']", "ids": "[1, 2]", "colors": "['dark-blue', 'red']"}),
    );
    checks.json(
        "headers: string, integer, date-time",
        client.headers(3).x_when(at()).x_name("name").send().await,
        json!({"x_number": "3", "x_when": "'2025-11-12T11:00:00.500000+01:00'", "x_name": "'name'"}),
    );
    checks.json(
        "cookies: string, integer",
        client.cookies().session("abc/+==").visits(4).send().await,
        json!({"session": "'abc/+=='", "visits": "4"}),
    );
}

fn item() -> Item {
    Item::new(1, "n")
}

async fn bodies(client: &Client, checks: &Checks) {
    let order = Order::new(item().note(Presence::Null), [item().note("note".to_owned())], Level::N2);
    checks.value("nested models: one in another", client.order(order.clone()).send().await, order);
    checks.json(
        "nested models: several bodies",
        client.several(3, SeveralBody::new(item(), 5)).send().await,
        json!({"id": "3", "item": "Item(id=1, name='n', note=None)", "importance": "5", "user": "None"}),
    );
    checks.value("nested models: an integer", client.integer(5).send().await, 5);
    let child = Child::new(1, "n", "extra").note(Presence::Null);
    checks.value(
        "inheritance: what is inherited and what is added",
        client.child(child.clone()).send().await,
        child,
    );
    let node = NodeInput::new(1).children([NodeInput::new(2)]).next(Box::new(NodeInput::new(3)));
    checks.json(
        "recursion: in a list, and by itself",
        client.node(node).send().await,
        json!({
            "value": 1,
            "children": [{"value": 2, "children": [], "next": null}],
            "next": {"value": 3, "children": [], "next": null},
        }),
    );
    checks.json(
        "optional: left out",
        client.optionals(OptionalsInput::new(None::<String>)).send().await,
        json!({
            "required": null, "name": null, "color": null, "item": null, "tags": [], "only": "only", "camelCase": "z", "area": 42,
        }),
    );
    checks.json(
        "optional: what is not set is not sent",
        client.patch_item(OptionalsInput::new("r".to_owned())).send().await,
        json!({"required": "'r'"}),
    );
    checks.json(
        "optional: a body",
        client.maybe().body(item()).send().await,
        json!({"item": "Item(id=1, name='n', note=None)"}),
    );
    checks.json("optional: no body", client.maybe().send().await, json!({"item": "None"}));
    checks.json(
        "nullable: null is sent",
        client
            .patch_item(OptionalsInput::new(None::<String>).name(Presence::Null).color(Presence::Null))
            .send()
            .await,
        json!({"required": "None", "name": "None", "color": "None"}),
    );
    checks.value("nullable: null is read", client.item_or_null(0).send().await, None);
    checks.value(
        "nullable: a value is read",
        client.item_or_null(1).send().await,
        Some(item().note(Presence::Null)),
    );
    scalars(client, checks).await;
    let maps = Maps::new()
        .by_name([("k".to_owned(), item())])
        .by_number([("1".to_owned(), "one".to_owned())])
        .free(serde_json::Map::from_iter([("any".to_owned(), json!([null]))]))
        .anything(json!({"x": 1}));
    checks.json(
        "maps: by string, by integer, of anything",
        client.maps(maps).send().await,
        json!({
            "by_name": {"k": {"id": 1, "name": "n", "note": null}}, "by_number": {"1": "one"},
            "free": {"any": [null]}, "anything": {"x": 1},
        }),
    );
    checks.value(
        "tuples: of an integer and a string",
        client.tuples((1, "a".to_owned())).send().await,
        (1, "a".to_owned()),
    );
}

async fn scalars(client: &Client, checks: &Checks) {
    let naive = Naive::new("2025-11-12T11:00:00".parse::<LenientDateTime>().expect("a date-time, by the setting"));
    checks.value("dates: without an offset, by a setting", client.naive(naive.clone()).send().await, naive);
    let sent = ScalarsInput::new(client::models::ScalarsInputRequired {
        price: "1.10".to_owned().into(),
        key: KEY.into(),
        at: at().into(),
        day: day(),
        time: "10:11:12".into(),
        span: "PT1H".into(),
        binary: "aGk=".into(),
        big: 9_007_199_254_740_993,
    });
    let Some(read) =
        checks.response("decimals: in JSON", client.scalars(sent.secret("hidden")).send().await)
    else {
        return;
    };
    checks.equal("decimals: in JSON", read.price.as_str(), "1.10");
    checks.equal("decimals: a big integer", read.big, 9_007_199_254_740_993);
    checks.equal("decimals: a uuid", read.key.as_str(), KEY);
    checks.equal(
        "dates: in JSON",
        (read.at.to_string(), read.day.to_string()),
        ("2025-11-12T11:00:00.500000+01:00".to_owned(), "2025-11-12".to_owned()),
    );
    checks.equal("dates: times and durations in JSON", (read.time.as_str(), read.span.as_str()), ("10:11:12", "PT1H"));
    checks.equal("binary: in JSON, by base64", read.binary.as_str(), "aGk=");
}

async fn variants(client: &Client, checks: &Checks) {
    let cat = Cat::new(3);
    let hound = Dog::new(models::DogPetType::Hound, 1.5);
    let pets = Pets::new(cat.clone()).pets([models::PetsPetsItem::from(hound.clone())]);
    if let Some(read) = checks.response("tagged unions: by strings", client.pets(pets).send().await) {
        checks.equal("tagged unions: by strings", read.pet, models::PetsPet::Cat(cat));
        checks.equal("tagged unions: in lists", read.pets, Some(vec![models::PetsPetsItem::Dog(hound)]));
    }
    let versioned = Versioned::new(V2::new("b"));
    if let Some(read) =
        checks.response("tagged unions: by integers", client.versioned(versioned).send().await)
    {
        checks.equal("tagged unions: by integers", matches!(read.version, models::VersionedVersion::V2(_)), true);
    }
    for (kind, is_cat) in [("cat", true), ("hound", false)] {
        if let Some(read) = checks.response("untagged unions: read", client.any_of(kind).send().await) {
            checks.equal("untagged unions: read", matches!(read, models::AnyOfResponse::Cat(_)), is_cat);
        }
    }
    let of_each_type = [
        (PlainBody::from(5), "5"),
        (PlainBody::from("s".to_owned()), "'s'"),
        (PlainBody::from(vec![1]), "[1]"),
        (PlainBody::from(V1::new("a")), "V1(version=1, a='a')"),
    ];
    for (value, shown) in of_each_type {
        checks.json("untagged unions: sent", client.plain(value).send().await, json!({"value": shown}));
    }
}

async fn forms(client: &Client, checks: &Checks) {
    checks.json(
        "forms: string, integer, list, enum",
        client
            .form(FormBody::new("u &=ü+%").number(3).tags(["a", "b"]).color(Color::DarkBlue))
            .send()
            .await,
        json!({"name": "'u &=ü+%'", "number": "3", "tags": "['a', 'b']", "color": "<Color.dark_blue: 'dark-blue'>"}),
    );
    checks.json(
        "forms: a model",
        client.form_model(Login::new("u").age(4)).send().await,
        json!({"user": "'u'", "age": "4"}),
    );
    let text = || File::new("ü.txt", "abc").media_type("text/plain");
    checks.json(
        "files: one",
        client.upload(UploadForm::new(text())).send().await,
        json!(["ü.txt", "text/plain", "616263"]),
    );
    checks.json(
        "files: bytes",
        client
            .upload_bytes(UploadBytesForm::new(File::new("b", vec![0, 255])))
            .send()
            .await,
        json!("00ff"),
    );
    checks.json(
        "files: an optional one, absent",
        client.upload_optional().send().await,
        json!(null),
    );
    checks.json(
        "files: an optional one",
        client
            .upload_optional()
            .body(UploadOptionalForm::new().file(text()))
            .send()
            .await,
        json!(["ü.txt", "text/plain", "616263"]),
    );
    let two = [File::new("a", "1").media_type("text/plain"), File::new("b", "2").media_type("image/png")];
    checks.json(
        "files: many",
        client.upload_many(UploadManyForm::new(two)).send().await,
        json!([["a", "text/plain", "31"], ["b", "image/png", "32"]]),
    );
    let fields =
        UploadFieldsForm::new(text(), "tok ü").number(4).tags(["x", "y"]).color(Color::DarkBlue);
    checks.json(
        "files: one among fields",
        client.upload_fields(fields).send().await,
        json!({
            "file": "['ü.txt', 'text/plain', '616263']", "token": "'tok ü'", "number": "4", "tags": "['x', 'y']",
            "color": "<Color.dark_blue: 'dark-blue'>",
        }),
    );
}

async fn responses(client: &Client, checks: &Checks) {
    checks.value("text: read", client.text().send().await, "plain ünï".to_owned());
    if let Some(stream) = checks.response("binary: an image", client.image().send().await) {
        checks.value("binary: an image", collected(stream).await, b"\x89PNG\x00\xff".to_vec());
    }
    if let Some(stream) = checks.response("binary: a file", client.download().send().await) {
        checks.value("binary: a file", collected(stream).await, include_bytes!("app.py").to_vec());
    }
    if let Some(stream) =
        checks.response("binary: sent and read", client.reverse(vec![1, 0, 255]).send().await)
    {
        checks.value("binary: sent and read", collected(stream).await, vec![255, 0, 1]);
    }
    if let Some(stream) = checks.response("binary: chunks", client.chunks().send().await) {
        checks.value("binary: chunks", collected(stream).await, vec![0, 1, 2]);
    }
    checks.value("statuses: 201", client.created(item()).send().await, item().note(Presence::Null));
    checks.json("statuses: 202", client.accepted().send().await, json!({"job": "1"}));
    checks.value("statuses: 204", client.delete_item(1).send().await, ());
    if let Some(response) = checks.response("headers: of a response", client.rate().send_for_response().await)
    {
        checks.equal(
            "headers: of a response",
            response.headers().get("x-rate").map(|value| value.as_bytes()),
            Some(&b"5"[..]),
        );
    }
    if let Some(page) =
        checks.response("pagination: by page and size", client.page().page(2).size(2).send().await)
    {
        let ids: Vec<_> = page.items.iter().map(|item| item.id).collect();
        checks.equal("pagination: by page and size", (page.total, ids), (5, vec![2, 3]));
    }
}

async fn streams(client: &Client, checks: &Checks) {
    if let Some(mut lines) = checks.response("events: JSON lines", client.lines().send().await) {
        let mut ids = vec![];
        while let Some(line) = lines.next().await {
            ids.extend(checks.response("events: JSON lines", line).map(|item: Item| item.id));
        }
        checks.equal("events: JSON lines", ids, vec![0, 1, 2]);
    }
    if let Some(mut events) = checks.response("events: of a model", client.events().send().await) {
        let mut ids = vec![];
        while let Some(event) = events.next().await {
            ids.extend(checks.response("events: of a model", event).map(|event| event.data.id));
        }
        checks.equal("events: of a model", ids, vec![0, 1, 2]);
    }
    if let Some(mut events) = checks.response("events: with names", client.named_events().send().await)
    {
        let mut found = vec![];
        while let Some(event) = events.next().await {
            found.extend(checks.response("events: with names", event).map(|event| (event.event, event.data, event.id)));
        }
        let event =
            |name: &str, data: &str, id: &str| (Some(name.to_owned()), Some(data.to_owned()), Some(id.to_owned()));
        checks.equal("events: with names", found, vec![event("tick", "first", "1"), event("tock", "{\"n\": 2}", "2")]);
    }
}

async fn errors(client: &Client, checks: &Checks) {
    let buy = |n| client.buy(n).send();
    checks.error(
        "errors: 404",
        buy(404).await,
        |error| matches!(error.failure(), Some(BuyFailure::NotFound(problem)) if problem.status == 404),
        true,
    );
    checks.error(
        "errors: 409 of application/problem+json",
        buy(409).await,
        |error| matches!(error.failure(), Some(BuyFailure::Conflict(problem)) if problem.status == 409),
        true,
    );
    checks.error(
        "errors: undocumented",
        buy(418).await,
        |error| (error.status().map(|s| s.as_u16()), error.failure().is_some()),
        (Some(418), false),
    );
    checks.error(
        "errors: 422 is typed",
        client.query().price("abc".to_owned()).send().await,
        |error| {
            let detail = error.failure()?.detail.as_ref()?.first()?;
            Some((detail.type_.clone(), serde_json::to_value(&detail.loc).ok()?))
        },
        Some(("decimal_parsing".to_owned(), json!(["query", "price"]))),
    );
}

async fn credentials(checks: &Checks) {
    let builder = || Client::builder().server(Checks::server());
    let client = builder()
        .access_token("token")
        .basic("user", "p:w")
        .credential("HTTPBearer", "bearer")
        .credential("APIKeyHeader", "header")
        .credential("APIKeyQuery", "q u&ery")
        .credential("APIKeyCookie", "a/b=+")
        .build()
        .expect("credentials of all schemes");
    checks.json("credentials: a token", client.oauth().send().await, json!({"token": "'token'"}));
    checks.json("credentials: bearer", client.bearer().send().await, json!({"token": "'bearer'"}));
    checks.json(
        "credentials: basic",
        client.basic().send().await,
        json!({"user": "'user'", "password": "'p:w'"}),
    );
    checks.json(
        "credentials: key in a header",
        client.header_key().send().await,
        json!({"key": "'header'"}),
    );
    checks.json(
        "credentials: key in the query",
        client.query_key().send().await,
        json!({"key": "'q u&ery'"}),
    );
    checks.json(
        "credentials: key in a cookie",
        client.cookie_key().send().await,
        json!({"key": "'a/b=+'"}),
    );
    let fetched =
        builder().oauth(OAuth::new("id", "secret").password("me", "pw")).build().expect("a client with OAuth");
    checks.json(
        "credentials: a token that is fetched",
        fetched.oauth().send().await,
        json!({"token": "'token.of.me,.pw'"}),
    );
    let anonymous = builder().build().expect("a client without credentials");
    checks.error(
        "credentials: none, and nothing is sent",
        anonymous.bearer().send().await,
        |error| error.status().is_none(),
        true,
    );
}
