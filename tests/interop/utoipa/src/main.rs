//! A typical service with utoipa and axum. It responds with the parsed values in Rust's `Debug` format.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Multipart, Path};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::{CookieJar, Form, Query};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use futures::stream;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoParams, Modify, OpenApi, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

type Shown = BTreeMap<String, String>;

macro_rules! shown {
    ($($value:ident),*) => { Json(Shown::from([$((stringify!($value).to_owned(), format!("{:?}", $value))),*])) };
}

// ---------------------------------------------------------------------------------------------------------- parameters

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Color {
    Red,
    DarkBlue,
}

#[utoipa::path(get, path = "/path/{integer}/{number}/{flag}/{key}/{color}",
    params(("integer" = i64, Path), ("number" = f64, Path), ("flag" = bool, Path), ("key" = Uuid, Path), ("color" = Color, Path)),
    responses((status = 200, body = Shown)))]
async fn path(Path((integer, number, flag, key, color)): Path<(i64, f64, bool, Uuid, Color)>) -> Json<Shown> {
    shown!(integer, number, flag, key, color)
}

#[utoipa::path(get, path = "/rest/{*rest}", params(("rest" = String, Path)), responses((status = 200, body = Shown)))]
async fn rest(Path(rest): Path<String>) -> Json<Shown> {
    shown!(rest)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Search {
    q: Option<String>,
    flag: bool,
    ratio: Option<f64>,
    color: Option<Color>,
    day: Option<NaiveDate>,
    at: Option<DateTime<Utc>>,
    price: Option<Decimal>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    ids: Vec<i64>,
    #[param(minimum = 1, maximum = 100, default = 10)]
    #[serde(default = "ten")]
    limit: u32,
}

fn ten() -> u32 {
    10
}

#[utoipa::path(get, path = "/search", params(Search), responses((status = 200, body = Shown)))]
async fn search(Query(search): Query<Search>) -> Json<Shown> {
    let Search { q, flag, ratio, color, day, at, price, tags, ids, limit } = search;
    shown!(q, flag, ratio, color, day, at, price, tags, ids, limit)
}

#[utoipa::path(get, path = "/headers",
    params(("x-key" = Option<Uuid>, Header), ("x-number" = i32, Header), ("session" = Option<String>, Cookie)),
    responses((status = 200, body = Shown, headers(("x-rate" = i32, description = "left")))))]
async fn headers(headers: HeaderMap, cookies: CookieJar) -> impl IntoResponse {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (key, number) = (header("x-key"), header("x-number"));
    let session = cookies.get("session").map(|cookie| cookie.value());
    ([("x-rate", "5")], shown!(key, number, session))
}

// -------------------------------------------------------------------------------------------------------------- bodies

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
struct Item {
    id: i64,
    #[schema(max_length = 20)]
    name: String,
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
}

fn item(id: i64) -> Item {
    Item { id, name: "n".into(), note: None, tags: None }
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
struct Circle {
    radius: f64,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Internal {
    Circle(Circle),
    BigSquare { side: f64 },
    Empty,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Number(i32),
    Shape(Circle),
    Unit,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
enum External {
    Number(i32),
    Shape(Circle),
    Unit,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
    Shape(Circle),
    List(Vec<i64>),
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
struct Unions {
    internal: Vec<Internal>,
    adjacent: Vec<Adjacent>,
    external: Vec<External>,
    untagged: Vec<Untagged>,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
struct Node {
    value: i32,
    #[schema(no_recursion)]
    children: Vec<Node>,
    #[schema(no_recursion)]
    next: Option<Box<Node>>,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
struct Child {
    #[serde(flatten)]
    base: Item,
    extra: i32,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
struct Free {
    known: i32,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
#[serde(rename_all = "camelCase")]
struct Order {
    item: Item,
    all_items: Vec<Item>,
    color: Color,
    #[serde(default)]
    defaulted: i32,
    opt_color: Option<Color>,
    opt_item: Option<Item>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    absent: Option<i32>,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
struct Scalars {
    price: Decimal,
    key: Uuid,
    at: DateTime<Utc>,
    day: NaiveDate,
    big: i64,
    small: u8,
    pair: (i32, String),
    two: [f32; 2],
    bytes: Vec<u8>,
    letter: char,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
struct Naive {
    at: NaiveDateTime,
}

#[derive(Serialize, Deserialize, ToSchema, Debug, Clone)]
struct Maps {
    by_name: BTreeMap<String, Item>,
    by_number: BTreeMap<i32, String>,
    free: Free,
    any: Value,
}

macro_rules! echoes {
    ($($name:ident $path:literal $type:ty),* $(,)?) => {
        $(
            #[utoipa::path(post, path = $path, request_body = $type, responses((status = 200, body = $type)))]
            async fn $name(Json(body): Json<$type>) -> Json<$type> {
                Json(body)
            }
        )*
    };
}

echoes! {
    order "/order" Order,
    child "/child" Child,
    node "/node" Node,
    unions "/unions" Unions,
    scalars "/scalars" Scalars,
    naive "/naive" Naive,
    maps "/maps" Maps,
    list "/list" Vec<Item>,
}

// ----------------------------------------------------------------------------------------------------- forms and files

#[derive(Deserialize, ToSchema)]
struct FormData {
    user: String,
    age: Option<i32>,
    #[serde(default)]
    tags: Vec<String>,
    color: Color,
}

#[utoipa::path(post, path = "/form", request_body(content = FormData, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Shown)))]
async fn form(Form(form): Form<FormData>) -> Json<Shown> {
    let FormData { user, age, tags, color } = form;
    shown!(user, age, tags, color)
}

#[derive(ToSchema)]
#[allow(dead_code)]
struct Upload {
    note: String,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    #[schema(value_type = Option<Vec<String>>, format = Binary)]
    more: Option<Vec<Vec<u8>>>,
    meta: Option<Item>,
}

#[utoipa::path(post, path = "/upload", request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 200, body = Value)))]
async fn upload(mut parts: Multipart) -> Json<Value> {
    let mut shown = vec![];
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().map(str::to_owned);
        let file = part.file_name().map(str::to_owned);
        let media_type = part.content_type().map(str::to_owned);
        shown.push(json!([name, file, media_type, part.text().await.unwrap_or_default()]));
    }
    Json(Value::from(shown))
}

#[utoipa::path(post, path = "/bytes", request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn bytes(body: Bytes) -> Response {
    let reversed: Vec<u8> = body.iter().rev().copied().collect();
    ([(header::CONTENT_TYPE, "application/octet-stream")], reversed).into_response()
}

#[utoipa::path(post, path = "/text", request_body(content = String, content_type = "text/plain"),
    responses((status = 200, body = String)))]
async fn text(body: String) -> String {
    body.to_uppercase()
}

// ----------------------------------------------------------------------------------------------------------- responses

#[utoipa::path(get, path = "/events", responses((status = 200, body = Item, content_type = "text/event-stream")))]
async fn events() -> impl IntoResponse {
    let event = |n: i64| Event::default().event("tick").id(n.to_string()).json_data(item(n)).unwrap_or_default();
    Sse::new(stream::iter((0..3).map(move |n| Ok::<_, Infallible>(event(n)))))
}

#[utoipa::path(get, path = "/text-events", responses((status = 200, body = String, content_type = "text/event-stream")))]
async fn text_events() -> impl IntoResponse {
    Sse::new(stream::iter(["plain", "\"quoted\""].map(|data| Ok::<_, Infallible>(Event::default().data(data)))))
}

#[utoipa::path(post, path = "/items", request_body = Item, responses((status = 201, body = Item)))]
async fn create(Json(item): Json<Item>) -> impl IntoResponse {
    (StatusCode::CREATED, Json(item))
}

#[utoipa::path(post, path = "/accepted", responses((status = 202, body = Shown)))]
async fn accepted() -> impl IntoResponse {
    let job = 1;
    (StatusCode::ACCEPTED, shown!(job))
}

#[derive(Serialize, ToSchema)]
struct Problem {
    title: String,
    status: u16,
}

fn problem(status: StatusCode, media_type: &'static str) -> Response {
    let body = json!(Problem { title: "none".into(), status: status.as_u16() }).to_string();
    (status, [(header::CONTENT_TYPE, media_type)], body).into_response()
}

#[utoipa::path(delete, path = "/items/{id}", params(("id" = i64, Path)), responses((status = 204)))]
async fn delete_item(Path(id): Path<i64>) -> StatusCode {
    let _ = id;
    StatusCode::NO_CONTENT
}

#[utoipa::path(get, path = "/buy/{n}", params(("n" = u16, Path)),
    responses((status = 200, body = Item), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = "4XX", body = Problem), (status = "default", body = String)))]
async fn buy(Path(n): Path<u16>) -> Response {
    match StatusCode::from_u16(n) {
        Ok(StatusCode::NOT_FOUND) => problem(StatusCode::NOT_FOUND, "application/problem+json"),
        Ok(status) if status.is_client_error() => problem(status, "application/json"),
        Ok(status) if status.is_server_error() => (status, "boom").into_response(),
        _ => Json(item(i64::from(n))).into_response(),
    }
}

#[derive(Serialize, ToSchema)]
struct Page<T> {
    items: Vec<T>,
    total: u64,
}

#[derive(Deserialize, IntoParams)]
struct Which {
    page: Option<i64>,
}

#[utoipa::path(get, path = "/pages", params(Which), responses((status = 200, body = Page<Item>)))]
async fn pages(Query(which): Query<Which>) -> Json<Page<Item>> {
    Json(Page { items: vec![item(which.page.unwrap_or(1))], total: 3 })
}

// --------------------------------------------------------------------------------------------------------- credentials

macro_rules! secured {
    ($($name:ident $path:literal $scheme:literal $header:literal),*) => {
        $(
            #[utoipa::path(get, path = $path, responses((status = 200, body = Shown)), security(($scheme = [])))]
            async fn $name(headers: HeaderMap) -> Json<Shown> {
                let given = headers.get($header).and_then(|value| value.to_str().ok()).unwrap_or_default();
                Json(Shown::from([("given".to_owned(), given.to_owned())]))
            }
        )*
    };
}

secured! {
    bearer "/secured/bearer" "bearer" "authorization",
    basic "/secured/basic" "basic" "authorization",
    header_key "/secured/header" "header" "x-api-key",
    cookie_key "/secured/cookie" "cookie" "cookie"
}

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let http = |scheme| SecurityScheme::Http(HttpBuilder::new().scheme(scheme).build());
        let components = api.components.get_or_insert_with(Default::default);
        components.add_security_scheme("bearer", http(HttpAuthScheme::Bearer));
        components.add_security_scheme("basic", http(HttpAuthScheme::Basic));
        components.add_security_scheme("header", SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-API-Key"))));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("sid"))));
    }
}

#[derive(OpenApi)]
#[openapi(modifiers(&Schemes))]
struct Api;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (router, api) = OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(path))
        .routes(routes!(rest))
        .routes(routes!(search))
        .routes(routes!(headers))
        .routes(routes!(order))
        .routes(routes!(child))
        .routes(routes!(node))
        .routes(routes!(unions))
        .routes(routes!(scalars))
        .routes(routes!(naive))
        .routes(routes!(maps))
        .routes(routes!(list))
        .routes(routes!(form))
        .routes(routes!(upload))
        .routes(routes!(bytes))
        .routes(routes!(text))
        .routes(routes!(events))
        .routes(routes!(text_events))
        .routes(routes!(create))
        .routes(routes!(accepted))
        .routes(routes!(delete_item))
        .routes(routes!(buy))
        .routes(routes!(pages))
        .routes(routes!(bearer))
        .routes(routes!(basic))
        .routes(routes!(header_key))
        .routes(routes!(cookie_key))
        .split_for_parts();
    let document = axum::routing::get(|| async move { Json(api) });
    let port = std::env::var("PORT").expect("PORT is the port to listen on");
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("the port is free");
    axum::serve(listener, router.route("/openapi.json", document)).await.expect("the server runs");
}
