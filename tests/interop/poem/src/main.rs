//! A typical service with poem-openapi. It responds with the parsed values in Rust's `Debug` format.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use futures::stream::{self, BoxStream, StreamExt};
use poem::http::StatusCode;
use poem::listener::TcpListener;
use poem::web::sse::Event;
use poem::{Route, Server};
use poem_openapi::auth::{ApiKey, Basic, Bearer};
use poem_openapi::param::{Cookie, Header, Path, Query};
use poem_openapi::payload::{Binary, EventStream, Form, Json, PlainText};
use poem_openapi::types::multipart::{JsonField, Upload};
use poem_openapi::types::{MaybeUndefined, ToJSON};
use poem_openapi::{ApiResponse, Enum, Multipart, Object, OpenApi, OpenApiService, SecurityScheme, Union};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

type Shown = HashMap<String, String>;

macro_rules! shown {
    ($($value:ident),*) => { Json(Shown::from([$((stringify!($value).to_owned(), format!("{:?}", $value))),*])) };
}

// -------------------------------------------------------------------------------------------------------------- models

#[derive(Enum, serde::Deserialize, Debug, Clone, Copy)]
#[oai(rename_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
enum Color {
    Red,
    DarkBlue,
}

#[derive(Object, Debug, Clone)]
struct Item {
    id: i64,
    #[oai(validator(max_length = 20))]
    name: String,
    note: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    tags: Option<Vec<String>>,
}

fn item(id: i64) -> Item {
    Item { id, name: "n".into(), note: None, tags: None }
}

#[derive(Object, Debug, Clone)]
struct Circle {
    radius: f64,
}

#[derive(Object, Debug, Clone)]
struct BigSquare {
    side: f64,
}

#[derive(Union, Debug, Clone)]
#[oai(discriminator_name = "type")]
enum Internal {
    #[oai(mapping = "circle")]
    Circle(Circle),
    #[oai(mapping = "big_square")]
    BigSquare(BigSquare),
}

#[derive(Union, Debug, Clone)]
#[oai(externally_tagged)]
enum External {
    Shape(Circle),
    Square(BigSquare),
}

#[derive(Union, Debug, Clone)]
enum Untagged {
    Number(i64),
    Text(String),
    Shape(Circle),
    List(Vec<i64>),
}

#[derive(Object, Debug, Clone)]
struct Unions {
    internal: Vec<Internal>,
    external: Vec<External>,
    untagged: Vec<Untagged>,
}

#[derive(Object, Debug, Clone)]
struct Node {
    value: i32,
    children: Vec<Node>,
    next: Option<Box<Node>>,
}

#[derive(Object, Debug, Clone)]
struct Child {
    #[oai(flatten)]
    base: Item,
    extra: i32,
}

#[derive(Object, Debug, Clone)]
#[oai(rename_all = "camelCase")]
struct Order {
    item: Item,
    all_items: Vec<Item>,
    color: Color,
    #[oai(default)]
    defaulted: i32,
    opt_color: Option<Color>,
    opt_item: Option<Item>,
    /// Null and absent are distinguished.
    patched: MaybeUndefined<i32>,
}

#[derive(Object, Debug, Clone)]
struct Scalars {
    price: Decimal,
    key: Uuid,
    at: DateTime<Utc>,
    day: NaiveDate,
    big: i64,
    small: u8,
    two: [f32; 2],
}

#[derive(Object, Debug, Clone)]
struct Naive {
    at: NaiveDateTime,
}

#[derive(Object, Debug, Clone)]
struct Maps {
    by_name: HashMap<String, Item>,
    by_number: HashMap<i32, String>,
    any: Value,
}

/// poem reads forms by serde.
#[derive(Object, serde::Deserialize)]
struct FormData {
    user: String,
    age: Option<i32>,
    color: Color,
}

#[derive(Multipart)]
struct UploadForm {
    note: String,
    file: Upload,
    more: Vec<Upload>,
    meta: Option<JsonField<Item>>,
}

#[derive(Object)]
struct Page {
    items: Vec<Item>,
    total: u64,
}

#[derive(Object)]
struct Problem {
    title: String,
    status: u16,
}

// ----------------------------------------------------------------------------------------------------------- responses

#[derive(ApiResponse)]
enum Created {
    #[oai(status = 201)]
    Item(Json<Item>),
}

#[derive(ApiResponse)]
enum Accepted {
    #[oai(status = 202)]
    Job(Json<Shown>),
}

#[derive(ApiResponse)]
enum Deleted {
    #[oai(status = 204)]
    Nothing,
}

#[derive(ApiResponse)]
enum WithRate {
    #[oai(status = 200)]
    Shown(Json<Shown>, #[oai(header = "x-rate")] i32),
}

#[derive(ApiResponse)]
enum Bought {
    #[oai(status = 200)]
    Item(Json<Item>),
    #[oai(status = 404, content_type = "application/problem+json")]
    None(Json<Problem>),
    #[oai(status_range = "4XX")]
    Refused(StatusCode, Json<Problem>),
    Other(StatusCode, PlainText<String>),
}

// --------------------------------------------------------------------------------------------------------- credentials

#[derive(SecurityScheme)]
#[oai(ty = "bearer", rename = "bearer")]
struct BearerToken(Bearer);

#[derive(SecurityScheme)]
#[oai(ty = "basic", rename = "basic")]
struct Password(Basic);

#[derive(SecurityScheme)]
#[oai(ty = "api_key", key_name = "X-API-Key", key_in = "header", rename = "header_key")]
struct HeaderKey(ApiKey);

#[derive(SecurityScheme)]
#[oai(ty = "api_key", key_name = "sid", key_in = "cookie", rename = "cookie_key")]
struct CookieKey(ApiKey);

#[derive(SecurityScheme)]
#[oai(ty = "api_key", key_name = "key", key_in = "query", rename = "query_key")]
struct QueryKey(ApiKey);

// ------------------------------------------------------------------------------------------------------------- service

struct Api;

#[OpenApi]
impl Api {
    #[oai(path = "/path/:integer/:number/:flag/:key/:color", method = "get", operation_id = "path")]
    async fn path(
        &self,
        integer: Path<i64>,
        number: Path<f64>,
        flag: Path<bool>,
        key: Path<Uuid>,
        color: Path<Color>,
    ) -> Json<Shown> {
        let (integer, number, flag, key, color) = (integer.0, number.0, flag.0, key.0, color.0);
        shown!(integer, number, flag, key, color)
    }

    #[oai(path = "/search", method = "get", operation_id = "search")]
    #[allow(clippy::too_many_arguments)]
    async fn search(
        &self,
        q: Query<Option<String>>,
        flag: Query<bool>,
        ratio: Query<Option<f64>>,
        color: Query<Option<Color>>,
        day: Query<Option<NaiveDate>>,
        at: Query<Option<DateTime<Utc>>>,
        price: Query<Option<Decimal>>,
        tags: Query<Vec<String>>,
        #[oai(explode = false)] ids: Query<Vec<i64>>,
        #[oai(default = "ten", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<u32>,
    ) -> Json<Shown> {
        let (q, flag, ratio, color, day) = (q.0, flag.0, ratio.0, color.0, day.0);
        let (at, price, tags, ids, limit) = (at.0, price.0, tags.0, ids.0, limit.0);
        shown!(q, flag, ratio, color, day, at, price, tags, ids, limit)
    }

    #[oai(path = "/headers", method = "get", operation_id = "headers")]
    async fn headers(
        &self,
        #[oai(name = "x-key")] key: Header<Option<Uuid>>,
        #[oai(name = "x-number")] number: Header<i32>,
        session: Cookie<Option<String>>,
    ) -> WithRate {
        let (key, number, session) = (key.0, number.0, session.0);
        WithRate::Shown(shown!(key, number, session), 5)
    }

    #[oai(path = "/order", method = "post", operation_id = "order")]
    async fn order(&self, body: Json<Order>) -> Json<Order> {
        body
    }

    #[oai(path = "/child", method = "post", operation_id = "child")]
    async fn child(&self, body: Json<Child>) -> Json<Child> {
        body
    }

    #[oai(path = "/node", method = "post", operation_id = "node")]
    async fn node(&self, body: Json<Node>) -> Json<Node> {
        body
    }

    #[oai(path = "/unions", method = "post", operation_id = "unions")]
    async fn unions(&self, body: Json<Unions>) -> Json<Unions> {
        body
    }

    #[oai(path = "/scalars", method = "post", operation_id = "scalars")]
    async fn scalars(&self, body: Json<Scalars>) -> Json<Scalars> {
        body
    }

    #[oai(path = "/naive", method = "post", operation_id = "naive")]
    async fn naive(&self, body: Json<Naive>) -> Json<Naive> {
        body
    }

    #[oai(path = "/maps", method = "post", operation_id = "maps")]
    async fn maps(&self, body: Json<Maps>) -> Json<Maps> {
        body
    }

    #[oai(path = "/list", method = "post", operation_id = "list")]
    async fn list(&self, body: Json<Vec<Item>>) -> Json<Vec<Item>> {
        body
    }

    #[oai(path = "/form", method = "post", operation_id = "form")]
    async fn form(&self, form: Form<FormData>) -> Json<Shown> {
        let FormData { user, age, color } = form.0;
        shown!(user, age, color)
    }

    #[oai(path = "/upload", method = "post", operation_id = "upload")]
    async fn upload(&self, form: UploadForm) -> Json<Value> {
        let mut files = vec![];
        for file in std::iter::once(form.file).chain(form.more) {
            let (name, media_type) = (file.file_name().map(str::to_owned), file.content_type().map(str::to_owned));
            files.push(json!([name, media_type, file.into_string().await.unwrap_or_default()]));
        }
        Json(json!({"note": form.note, "files": files, "meta": form.meta.map(|meta| meta.0.to_json())}))
    }

    #[oai(path = "/bytes", method = "post", operation_id = "bytes")]
    async fn bytes(&self, body: Binary<Vec<u8>>) -> Binary<Vec<u8>> {
        Binary(body.0.into_iter().rev().collect())
    }

    #[oai(path = "/text", method = "post", operation_id = "text")]
    async fn text(&self, body: PlainText<String>) -> PlainText<String> {
        PlainText(body.0.to_uppercase())
    }

    #[oai(path = "/events", method = "get", operation_id = "events")]
    async fn events(&self) -> EventStream<BoxStream<'static, Item>> {
        let event = |item: Item| Event::message(item.to_json_string()).event_type("tick").id(item.id.to_string());
        EventStream::new(stream::iter((0..3).map(item)).boxed()).to_event(event)
    }

    #[oai(path = "/items", method = "post", operation_id = "create")]
    async fn create(&self, body: Json<Item>) -> Created {
        Created::Item(body)
    }

    #[oai(path = "/accepted", method = "post", operation_id = "accepted")]
    async fn accepted(&self) -> Accepted {
        let job = 1;
        Accepted::Job(shown!(job))
    }

    #[oai(path = "/items/:id", method = "delete", operation_id = "delete_item")]
    async fn delete_item(&self, id: Path<i64>) -> Deleted {
        let _ = id;
        Deleted::Nothing
    }

    #[oai(path = "/buy/:status", method = "get", operation_id = "buy")]
    async fn buy(&self, status: Path<u16>) -> Bought {
        let problem = Json(Problem { title: "none".into(), status: status.0 });
        match StatusCode::from_u16(status.0) {
            Ok(StatusCode::NOT_FOUND) => Bought::None(problem),
            Ok(status) if status.is_client_error() => Bought::Refused(status, problem),
            Ok(status) if status.is_server_error() => Bought::Other(status, PlainText("boom".into())),
            _ => Bought::Item(Json(item(i64::from(status.0)))),
        }
    }

    #[oai(path = "/pages", method = "get", operation_id = "pages")]
    async fn pages(&self, page: Query<Option<i64>>) -> Json<Page> {
        Json(Page { items: vec![item(page.0.unwrap_or(1))], total: 3 })
    }

    #[oai(path = "/secured/bearer", method = "get", operation_id = "bearer")]
    async fn bearer(&self, auth: BearerToken) -> Json<Shown> {
        let given = auth.0.token;
        shown!(given)
    }

    #[oai(path = "/secured/basic", method = "get", operation_id = "basic")]
    async fn basic(&self, auth: Password) -> Json<Shown> {
        let Basic { username, password } = auth.0;
        shown!(username, password)
    }

    #[oai(path = "/secured/header", method = "get", operation_id = "header_key")]
    async fn header_key(&self, auth: HeaderKey) -> Json<Shown> {
        let given = auth.0.key;
        shown!(given)
    }

    #[oai(path = "/secured/cookie", method = "get", operation_id = "cookie_key")]
    async fn cookie_key(&self, auth: CookieKey) -> Json<Shown> {
        let given = auth.0.key;
        shown!(given)
    }

    #[oai(path = "/secured/query", method = "get", operation_id = "query_key")]
    async fn query_key(&self, auth: QueryKey) -> Json<Shown> {
        let given = auth.0.key;
        shown!(given)
    }
}

fn ten() -> u32 {
    10
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let service = OpenApiService::new(Api, "Shop", "1.0.0");
    let document = service.spec_endpoint();
    let port = std::env::var("PORT").expect("PORT is the port to listen on");
    let routes = Route::new().nest("/", service).at("/openapi.json", document);
    Server::new(TcpListener::bind(format!("127.0.0.1:{port}"))).run(routes).await
}
