//! Calls every operation of `app.py` with the client that its document makes.

use checks::{Checks, collected};
use client::Client;
use client::models::{
    self, AppFormBody, AppFormBodyColor, AppFormModelBody, AppPathEnumsColor, AppPathEnumsLevel, AppQueryEnumsColor,
    AppQueryEnumsLevel, AppQueryEnumsOrder, AppQueryModelColor, AppSeveralBody, Cat, Child, Color, Dog, Item,
    ItemPatch, Level, Maps, Node, Optionals, Order, Pair, Pets, Plain, PlainValue, Scalars, V1, V2, Versioned,
};
use client::operations::{AppUploadFieldsForm, AppUploadForm, AppUploadManyForm, AppUploadOptionalForm};
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
        "path: integer, number, boolean, uuid",
        client.app_path_types(-7, 2.0, true, KEY).send().await,
        json!({"integer": "-7", "number": "2.0", "boolean": "True", "key": format!("UUID('{KEY}')")}),
    );
    checks.json(
        "path: the rest of it",
        client.app_path_rest("a/b c/ü.txt").send().await,
        json!({"rest": "'a/b c/ü.txt'"}),
    );
    checks.json(
        "enums: in the path, strings and integers",
        client.app_path_enums(AppPathEnumsColor::DarkBlue, AppPathEnumsLevel::N2).send().await,
        json!({"color": "<Color.dark_blue: 'dark-blue'>", "level": "<Level.high: 2>"}),
    );
    checks.json(
        "enums: in the query, strings, integers and constants",
        client
            .app_query_enums(AppQueryEnumsColor::DarkBlue)
            .level(AppQueryEnumsLevel::N2)
            .order(AppQueryEnumsOrder::Down)
            .send()
            .await,
        json!({"color": "<Color.dark_blue: 'dark-blue'>", "level": "<Level.high: 2>", "order": "'down'"}),
    );
    checks.json(
        "dates: in the path",
        client.app_path_dates(day(), at()).send().await,
        json!({"day": "2025-11-12", "at": "2025-11-12T11:00:00.500000+01:00"}),
    );
    checks.json(
        "dates: in the query",
        client.app_query_dates().day(day()).at(at()).time("10:11:12").send().await,
        json!({"day": "2025-11-12", "at": "2025-11-12T11:00:00.500000+01:00", "time": "10:11:12"}),
    );
    checks.json(
        "query: nothing",
        client.app_query().send().await,
        json!({"q": "None", "limit": "10", "flag": "False", "ratio": "1.5", "price": "None", "key": "None", "alias": "None"}),
    );
    checks.json(
        "query: every type",
        client.app_query().q("a b&c=ü+%").limit(5).flag(true).ratio(2.0).key(KEY).item_query("x").send().await,
        json!({
            "q": "'a b&c=ü+%'", "limit": "5", "flag": "True", "ratio": "2.0", "price": "None",
            "key": format!("UUID('{KEY}')"), "alias": "'x'",
        }),
    );
    checks.json(
        "decimals: in the query",
        client.app_query().price("1.10".to_owned()).send().await.map(|shown| shown["price"].clone()),
        json!("Decimal('1.10')"),
    );
    checks.error(
        "query: a limit is checked before it is sent",
        client.app_query().limit(101).send().await,
        |error| error.status().is_none(),
        true,
    );
    checks.json(
        "lists: in the query",
        client
            .app_query_model()
            .limit(3)
            .names(["x,y", "z"])
            .ids([1, 2])
            .colors([AppQueryModelColor::DarkBlue])
            .send()
            .await,
        json!({"limit": "3", "names": "['x,y', 'z']", "ids": "[1, 2]", "colors": "[<Color.dark_blue: 'dark-blue'>]"}),
    );
    checks.json(
        "headers: string, integer",
        client.app_headers(3).x_name("name").send().await,
        json!({"number": "3", "name": "'name'"}),
    );
    checks.json(
        "cookies: string, integer",
        client.app_cookies().session("abc/+==").visits(4).send().await,
        json!({"session": "'abc/+=='", "visits": "4"}),
    );
}

fn item() -> Item {
    Item::new(1, "n").note(Presence::Null)
}

async fn bodies(client: &Client, checks: &Checks) {
    let order = Order::new(item(), [item().note("note".to_owned())], Level::N2);
    checks.value("nested models: one in another", client.app_order(order.clone()).send().await, order);
    checks.json(
        "nested models: several bodies",
        client.app_several(3, AppSeveralBody::new(item(), 5)).send().await,
        json!({"id": "3", "item": "Item(id=1, name='n', note=None)", "importance": "5"}),
    );
    checks.value("nested models: a list", client.app_list_of_items([item()]).send().await, vec![item()]);
    let child = Child::new(1, "n", "extra").note(Presence::Null);
    checks.value(
        "inheritance: what is inherited and what is added",
        client.app_child(child.clone()).send().await,
        child,
    );
    let node = Node::new(1).children([Node::new(2)]).next(Box::new(Node::new(3)));
    checks.json(
        "recursion: in a list, and by itself",
        client.app_node(node).send().await,
        json!({
            "value": 1,
            "children": [{"value": 2, "children": [], "next": null}],
            "next": {"value": 3, "children": [], "next": null},
        }),
    );
    checks.json(
        "optional: left out",
        client.app_optionals(Optionals::new(None::<String>)).send().await,
        json!({"required": null, "name": null, "color": null, "item": null, "tags": [], "camelCase": "z"}),
    );
    checks.json(
        "optional: what is not set is not sent",
        client.app_patch_item(ItemPatch::new().name("n".to_owned())).send().await,
        json!({"name": "'n'"}),
    );
    checks.json(
        "nullable: null is sent",
        client.app_patch_item(ItemPatch::new().note(Presence::Null)).send().await,
        json!({"note": "None"}),
    );
    let optionals = Optionals::new(None::<String>).color(Color::DarkBlue).item(item()).tags(["a"]).camel_case("c");
    checks.json(
        "nullable: values of nullable models",
        client.app_optionals(optionals).send().await,
        json!({
            "required": null, "name": null, "color": "dark-blue", "item": {"id": 1, "name": "n", "note": null}, "tags": ["a"],
            "camelCase": "c",
        }),
    );
    checks.value("nullable: null is read", client.app_item_or_null(0).send().await, None);
    checks.value("nullable: a value is read", client.app_item_or_null(1).send().await, Some(item()));
    scalars(client, checks).await;
    let maps = Maps::new()
        .by_name([("k".to_owned(), item())])
        .by_number([("1".to_owned(), "one".to_owned())])
        .free(serde_json::Map::from_iter([("any".to_owned(), json!([null]))]))
        .anything(json!({"x": 1}));
    checks.json(
        "maps: by string, by integer, of anything",
        client.app_maps(maps).send().await,
        json!({
            "by_name": {"k": {"id": 1, "name": "n", "note": null}}, "by_number": {"1": "one"},
            "free": {"any": [null]}, "anything": {"x": 1},
        }),
    );
    let pair = Pair::new((1, "a".to_owned()));
    checks.value("tuples: of an integer and a string", client.app_pair(pair.clone()).send().await, pair);
}

async fn scalars(client: &Client, checks: &Checks) {
    let sent = Scalars::new(client::models::ScalarsRequired {
        price: "1.10".to_owned().into(),
        key: KEY.into(),
        at: at(),
        day: day(),
        time: "10:11:12".into(),
        span: "PT1H".into(),
        big: 9_007_199_254_740_993,
    });
    let Some(read) = checks.response("decimals: in JSON", client.app_scalars(sent).send().await) else { return };
    checks.equal("decimals: in JSON", serde_json::to_value(&read.price).ok(), Some(json!("1.10")));
    checks.equal("decimals: a big integer", read.big, 9_007_199_254_740_993);
    checks.equal("decimals: a uuid", read.key.as_str(), KEY);
    checks.equal(
        "dates: in JSON",
        (read.at.to_string(), read.day.to_string()),
        ("2025-11-12T11:00:00.500+01:00".to_owned(), "2025-11-12".to_owned()),
    );
    checks.equal("dates: times and durations in JSON", (read.time.as_str(), read.span.as_str()), ("10:11:12", "P0DT01H00M00S"));
}

async fn variants(client: &Client, checks: &Checks) {
    let cat = Cat::new(3);
    let hound = Dog::new(models::DogPetType::Hound, 1.5);
    let pets = Pets::new(cat.clone()).pets([models::PetsPetsItem::from(hound.clone())]);
    if let Some(read) = checks.response("tagged unions: by strings", client.app_pets(pets).send().await) {
        checks.equal("tagged unions: by strings", read.pet, models::PetsPet::Cat(cat));
        checks.equal("tagged unions: in lists", read.pets, Some(vec![models::PetsPetsItem::Dog(hound)]));
    }
    let versioned = Versioned::new(V2::new("b"));
    if let Some(read) = checks.response("tagged unions: by integers", client.app_versioned(versioned).send().await) {
        checks.equal("tagged unions: by integers", matches!(read.version, models::VersionedVersion::V2(_)), true);
    }
    for (kind, is_cat) in [("cat", true), ("hound", false)] {
        if let Some(read) = checks.response("untagged unions: read", client.app_any_of(kind).send().await) {
            checks.equal("untagged unions: read", matches!(read, models::AppAnyOfResponse::Cat(_)), is_cat);
        }
    }
    let of_each_type = [
        (PlainValue::from(5), "5"),
        (PlainValue::from("s".to_owned()), "'s'"),
        (PlainValue::from(vec![1]), "[1]"),
        (PlainValue::from(V1::new("a")), "V1(version=1, a='a')"),
    ];
    for (value, shown) in of_each_type {
        checks.json("untagged unions: sent", client.app_plain(Plain::new(value)).send().await, json!({"value": shown}));
    }
}

async fn forms(client: &Client, checks: &Checks) {
    checks.json(
        "forms: string, integer, list, enum",
        client
            .app_form(AppFormBody::new("u &=ü+%").number(3).tags(["a", "b"]).color(AppFormBodyColor::DarkBlue))
            .send()
            .await,
        json!({"name": "'u &=ü+%'", "number": "3", "tags": "['a', 'b']", "color": "<Color.dark_blue: 'dark-blue'>"}),
    );
    checks.json(
        "forms: a model",
        client.app_form_model(AppFormModelBody::new("u").age(4)).send().await,
        json!({"user": "'u'", "age": "4"}),
    );
    let text = || File::new("ü.txt", "abc").media_type("text/plain");
    let text_shown = "['ü.txt', 'text/plain', '616263']";
    checks.json("files: one", client.app_upload(AppUploadForm::new(text())).send().await, json!({"file": text_shown}));
    checks.json(
        "files: an optional one",
        client.app_upload_optional(AppUploadOptionalForm::new().file(text())).send().await,
        json!({"file": text_shown}),
    );
    let two = [File::new("a", "1").media_type("text/plain"), File::new("b", vec![0, 255]).media_type("image/png")];
    checks.json(
        "files: many",
        client.app_upload_many(AppUploadManyForm::new(two)).send().await,
        json!({"files": "[['a', 'text/plain', '31'], ['b', 'image/png', '00ff']]"}),
    );
    checks.json(
        "files: one among fields",
        client.app_upload_fields(AppUploadFieldsForm::new("u ü", text()).age(4)).send().await,
        json!({"file": text_shown, "user": "'u ü'", "age": "4"}),
    );
}

async fn responses(client: &Client, checks: &Checks) {
    checks.value("text: read", client.app_text().send().await, "plain ünï".to_owned());
    if let Some(stream) = checks.response("binary: an image", client.app_image().send().await) {
        checks.value("binary: an image", collected(stream).await, b"\x89PNG\x00\xff".to_vec());
    }
    if let Some(response) =
        checks.response("statuses: 200 of which nothing is said", client.app_undescribed().send_for_response().await)
    {
        checks.equal("statuses: 200 of which nothing is said", &response.body()[..], &b"{\"said\": \"nothing\"}"[..]);
    }
    checks.value("statuses: 201", client.app_created(item()).send().await, item());
    checks.json("statuses: 202", client.app_accepted().send().await, json!({"job": "1"}));
    checks.value("statuses: 204", client.app_delete_item(1).send().await, ());
    if let Some(page) =
        checks.response("pagination: by limit and offset", client.app_limited().limit(2).offset(2).send().await)
    {
        let ids: Vec<_> = page.items.iter().map(|item| item.id).collect();
        checks.equal("pagination: by limit and offset", (page.count, ids), (5, vec![2, 3]));
    }
    if let Some(page) = checks.response("pagination: by page", client.app_paged().page(2).send().await) {
        let ids: Vec<_> = page.items.iter().map(|item| item.id).collect();
        checks.equal("pagination: by page", (page.count, ids), (5, vec![2, 3]));
    }
}

async fn errors(client: &Client, checks: &Checks) {
    for status in [404, 409] {
        checks.error(
            "errors: described ones",
            client.app_buy(status).send().await,
            |error| error.failure().map(|problem| problem.status),
            Some(status),
        );
    }
    checks.error(
        "errors: undocumented",
        client.app_buy(418).send().await,
        |error| (error.status().map(|status| status.as_u16()), error.failure().is_some()),
        (Some(418), false),
    );
    checks.error(
        "errors: 422 is undocumented",
        client.app_query().price("abc".to_owned()).send().await,
        |error| error.status().map(|status| status.as_u16()),
        Some(422),
    );
}

async fn credentials(checks: &Checks) {
    let client = Client::builder()
        .server(Checks::server())
        .access_token("token")
        .basic("user", "p:w")
        .credential("HeaderKey", "header")
        .credential("QueryKey", "q u&ery")
        .credential("CookieKey", "a/b=+")
        .build()
        .expect("credentials of all schemes");
    checks.json("credentials: bearer", client.app_bearer().send().await, json!({"auth": "'token'"}));
    checks.json("credentials: basic", client.app_basic().send().await, json!({"auth": "['user', 'p:w']"}));
    checks.json("credentials: key in a header", client.app_header_key().send().await, json!({"auth": "'header'"}));
    checks.json("credentials: key in the query", client.app_query_key().send().await, json!({"auth": "'q u&ery'"}));
    checks.json("credentials: key in a cookie", client.app_cookie_key().send().await, json!({"auth": "'a/b=+'"}));
    checks.json("credentials: one of two", client.app_either().send().await, json!({"auth": "'header'"}));
    let anonymous = Client::builder().server(Checks::server()).build().expect("a client without credentials");
    checks.error(
        "credentials: none, and nothing is sent",
        anonymous.app_bearer().send().await,
        |error| error.status().is_none(),
        true,
    );
}
