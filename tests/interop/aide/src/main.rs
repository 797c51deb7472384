//! A typical service with aide and axum. It responds with the parsed values in Rust's `Debug` format.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;

use aide::OperationInput;
use aide::axum::routing::{ApiMethodRouter, delete_with, get_with, post_with};
use aide::axum::{ApiRouter, IntoApiResponse};
use aide::generate::GenContext;
use aide::openapi::{
    ApiKeyLocation, Header, HeaderStyle, Info, MediaType, OpenApi, Operation, ParameterSchemaOrContent, ReferenceOr,
    SchemaObject, SecurityScheme,
};
use aide::operation::{ParamLocation, add_parameters, parameters_from_schema};
use aide::transform::{TransformOpenApi, TransformOperation, TransformResponse};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Multipart, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::{CookieJar, Form, Query};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use futures::stream;
use indexmap::IndexMap;
use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

type Shown = BTreeMap<String, String>;

macro_rules! shown {
    ($($value:ident),*) => { Json(Shown::from([$((stringify!($value).to_owned(), format!("{:?}", $value))),*])) };
}

// ---------------------------------------------------------------------------------------------------------- parameters

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Color {
    Red,
    DarkBlue,
}

#[derive(Deserialize, JsonSchema)]
struct PathOfAll {
    integer: i64,
    number: f64,
    flag: bool,
    key: Uuid,
    color: Color,
}

async fn path(Path(it): Path<PathOfAll>) -> Json<Shown> {
    let PathOfAll { integer, number, flag, key, color } = it;
    shown!(integer, number, flag, key, color)
}

#[derive(Deserialize, JsonSchema)]
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
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 100))]
    limit: u32,
}

fn ten() -> u32 {
    10
}

async fn search(Query(search): Query<Search>) -> Json<Shown> {
    let Search { q, flag, ratio, color, day, at, price, tags, ids, limit } = search;
    shown!(q, flag, ratio, color, day, at, price, tags, ids, limit)
}

/// Headers and cookies, which aide has no extractor for that describes them.
macro_rules! described {
    ($name:ident, $location:ident, |$parts:ident| $value:expr) => {
        struct $name<T>(T);

        impl<T: JsonSchema> OperationInput for $name<T> {
            fn operation_input(context: &mut GenContext, operation: &mut Operation) {
                let schema = context.schema.subschema_for::<T>();
                let parameters = parameters_from_schema(context, schema, ParamLocation::$location);
                add_parameters(context, operation, parameters);
            }
        }

        impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for $name<T> {
            type Rejection = StatusCode;

            async fn from_request_parts($parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
                let given: serde_json::Map<String, Value> = $value;
                serde_json::from_value(Value::Object(given)).map(Self).map_err(|_| StatusCode::BAD_REQUEST)
            }
        }
    };
}

described!(Headers, Header, |parts| {
    let string = |value: &header::HeaderValue| Value::from(value.to_str().unwrap_or_default());
    parts.headers.iter().map(|(name, value)| (name.to_string(), string(value))).collect()
});

described!(Cookies, Cookie, |parts| {
    let cookies = CookieJar::from_headers(&parts.headers);
    cookies.iter().map(|cookie| (cookie.name().to_owned(), Value::from(cookie.value()))).collect()
});

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Sent {
    x_key: Option<Uuid>,
    x_name: String,
}

#[derive(Deserialize, JsonSchema)]
struct Session {
    session: Option<String>,
}

async fn headers(Headers(sent): Headers<Sent>, Cookies(session): Cookies<Session>) -> impl IntoApiResponse {
    let (Sent { x_key: key, x_name: name }, Session { session }) = (sent, session);
    ([("x-rate", "5")], shown!(key, name, session))
}

fn with_rate<T>(mut response: TransformResponse<'_, T>) -> TransformResponse<'_, T> {
    let schema = SchemaObject { json_schema: json_schema!({"type": "integer"}), external_docs: None, example: None };
    let header = Header {
        description: None,
        style: HeaderStyle::Simple,
        required: true,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(schema),
        example: None,
        examples: IndexMap::new(),
        extensions: IndexMap::new(),
    };
    response.inner().headers.insert("x-rate".to_owned(), ReferenceOr::Item(header));
    response
}

// -------------------------------------------------------------------------------------------------------------- bodies

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Item {
    id: i64,
    #[schemars(length(max = 20))]
    name: String,
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
}

fn item(id: i64) -> Item {
    Item { id, name: "n".into(), note: None, tags: None }
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Circle {
    radius: f64,
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Internal {
    Circle(Circle),
    BigSquare { side: f64 },
    Empty,
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Number(i32),
    Shape(Circle),
    Unit,
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
enum External {
    Number(i32),
    Shape(Circle),
    Unit,
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
    Shape(Circle),
    List(Vec<i64>),
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Unions {
    internal: Vec<Internal>,
    adjacent: Vec<Adjacent>,
    external: Vec<External>,
    untagged: Vec<Untagged>,
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Node {
    value: i32,
    children: Vec<Node>,
    next: Option<Box<Node>>,
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Child {
    #[serde(flatten)]
    base: Item,
    extra: i32,
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
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

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
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

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Naive {
    at: NaiveDateTime,
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Free {
    known: i32,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Maps {
    by_name: BTreeMap<String, Item>,
    by_number: BTreeMap<i32, String>,
    free: Free,
    any: Value,
}

async fn echo<T>(Json(body): Json<T>) -> Json<T> {
    Json(body)
}

// ----------------------------------------------------------------------------------------------------- forms and files

#[derive(Deserialize, JsonSchema)]
struct FormData {
    user: String,
    age: Option<i32>,
    #[serde(default)]
    tags: Vec<String>,
    color: Color,
}

async fn form(Form(form): Form<FormData>) -> Json<Shown> {
    let FormData { user, age, tags, color } = form;
    shown!(user, age, tags, color)
}

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

/// aide describes a `Multipart` as a list of anything.
fn uploaded(mut operation: TransformOperation<'_>) -> TransformOperation<'_> {
    let file = json!({"type": "string", "contentMediaType": "application/octet-stream"});
    let form = json_schema!({
        "type": "object",
        "required": ["note", "file"],
        "properties": {"note": {"type": "string"}, "file": file, "more": {"type": "array", "items": file}},
    });
    if let Some(ReferenceOr::Item(body)) = &mut operation.inner_mut().request_body {
        body.content = content("multipart/form-data", form);
    }
    operation
}

async fn bytes(body: Bytes) -> impl IntoApiResponse {
    let reversed: Vec<u8> = body.iter().rev().copied().collect();
    ([(header::CONTENT_TYPE, "application/octet-stream")], reversed)
}

async fn text(body: String) -> String {
    body.to_uppercase()
}

// ----------------------------------------------------------------------------------------------------------- responses

/// Content of a media type without a type in aide.
fn content(media_type: &str, json_schema: Schema) -> IndexMap<String, MediaType> {
    let schema = SchemaObject { json_schema, external_docs: None, example: None };
    IndexMap::from([(media_type.to_owned(), MediaType { schema: Some(schema), ..MediaType::default() })])
}

fn as_events<T>(mut response: TransformResponse<'_, T>) -> TransformResponse<'_, T> {
    let described = std::mem::take(&mut response.inner().content);
    let events = |(_, content)| ("text/event-stream".to_owned(), content);
    response.inner().content = described.into_iter().map(events).collect();
    response
}

async fn events() -> impl IntoApiResponse {
    let event = |n: i64| Event::default().event("tick").id(n.to_string()).json_data(item(n)).unwrap_or_default();
    Sse::new(stream::iter((0..3).map(move |n| Ok::<_, Infallible>(event(n))))).into_response()
}

async fn text_events() -> impl IntoApiResponse {
    let data = |data| Ok::<_, Infallible>(Event::default().data(data));
    Sse::new(stream::iter(["plain", "\"quoted\""].map(data))).into_response()
}

async fn create(Json(item): Json<Item>) -> impl IntoApiResponse {
    (StatusCode::CREATED, Json(item))
}

async fn accepted() -> impl IntoApiResponse {
    let job = 1;
    (StatusCode::ACCEPTED, shown!(job))
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    id: i64,
}

async fn delete_item(Path(Which { id }): Path<Which>) -> impl IntoApiResponse {
    if id == 1 { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

#[derive(Serialize, JsonSchema)]
struct Problem {
    title: String,
    status: u16,
}

fn problem(status: StatusCode, media_type: &'static str) -> Response {
    let body = json!(Problem { title: "none".into(), status: status.as_u16() }).to_string();
    (status, [(header::CONTENT_TYPE, media_type)], body).into_response()
}

fn as_problem<T>(mut response: TransformResponse<'_, T>) -> TransformResponse<'_, T> {
    let described = std::mem::take(&mut response.inner().content);
    let problem = |(_, content)| ("application/problem+json".to_owned(), content);
    response.inner().content = described.into_iter().map(problem).collect();
    response
}

#[derive(Deserialize, JsonSchema)]
struct Status {
    status: u16,
}

async fn buy(Path(Status { status }): Path<Status>) -> impl IntoApiResponse {
    match StatusCode::from_u16(status) {
        Ok(StatusCode::NOT_FOUND) => problem(StatusCode::NOT_FOUND, "application/problem+json"),
        Ok(status) if status.is_client_error() => problem(status, "application/json"),
        Ok(status) if status.is_server_error() => (status, "boom").into_response(),
        _ => Json(item(i64::from(status))).into_response(),
    }
}

#[derive(Serialize, JsonSchema)]
struct Page {
    items: Vec<Item>,
    total: u64,
}

#[derive(Deserialize, JsonSchema)]
struct WhichPage {
    page: Option<i64>,
}

async fn pages(Query(which): Query<WhichPage>) -> Json<Page> {
    Json(Page { items: vec![item(which.page.unwrap_or(1))], total: 3 })
}

// --------------------------------------------------------------------------------------------------------- credentials

/// An operation that shows the header in which its credentials come.
fn secured(scheme: &'static str, header: &'static str) -> ApiMethodRouter {
    let shows = move |headers: HeaderMap| async move {
        let given = headers.get(header).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Json(Shown::from([("given".to_owned(), given.to_owned())]))
    };
    get_with(shows, move |operation| operation.id(scheme).security_requirement(scheme))
}

fn described(api: TransformOpenApi<'_>) -> TransformOpenApi<'_> {
    let http = |scheme: &str| SecurityScheme::Http {
        scheme: scheme.to_owned(),
        bearer_format: None,
        description: None,
        extensions: IndexMap::new(),
    };
    let key = |location, name: &str| SecurityScheme::ApiKey {
        location,
        name: name.to_owned(),
        description: None,
        extensions: IndexMap::new(),
    };
    api.security_scheme("bearer", http("bearer"))
        .security_scheme("basic", http("basic"))
        .security_scheme("header_key", key(ApiKeyLocation::Header, "X-API-Key"))
        .security_scheme("cookie_key", key(ApiKeyLocation::Cookie, "sid"))
}

// ------------------------------------------------------------------------------------------------------------- service

fn parameters() -> ApiRouter {
    ApiRouter::new()
        .api_route("/path/{integer}/{number}/{flag}/{key}/{color}", get_with(path, |it| it.id("path")))
        .api_route("/search", get_with(search, |it| it.id("search")))
        .api_route("/headers", get_with(headers, |it| it.id("headers").response_with::<200, Json<Shown>, _>(with_rate)))
}

fn bodies() -> ApiRouter {
    ApiRouter::new()
        .api_route("/order", post_with(echo::<Order>, |it| it.id("order")))
        .api_route("/child", post_with(echo::<Child>, |it| it.id("child")))
        .api_route("/node", post_with(echo::<Node>, |it| it.id("node")))
        .api_route("/unions", post_with(echo::<Unions>, |it| it.id("unions")))
        .api_route("/scalars", post_with(echo::<Scalars>, |it| it.id("scalars")))
        .api_route("/naive", post_with(echo::<Naive>, |it| it.id("naive")))
        .api_route("/maps", post_with(echo::<Maps>, |it| it.id("maps")))
        .api_route("/list", post_with(echo::<Vec<Item>>, |it| it.id("list")))
        .api_route("/form", post_with(form, |it| it.id("form")))
        .api_route("/upload", post_with(upload, |it| uploaded(it.id("upload"))))
        .api_route("/bytes", post_with(bytes, |it| it.id("bytes").response::<200, Vec<u8>>()))
        .api_route("/text", post_with(text, |it| it.id("text")))
}

fn responses() -> ApiRouter {
    ApiRouter::new()
        .api_route("/events", get_with(events, |it| it.id("events").response_with::<200, Json<Item>, _>(as_events)))
        .api_route(
            "/text-events",
            get_with(text_events, |it| it.id("text_events").response_with::<200, Json<String>, _>(as_events)),
        )
        .api_route("/items", post_with(create, |it| it.id("create").response::<201, Json<Item>>()))
        .api_route("/accepted", post_with(accepted, |it| it.id("accepted").response::<202, Json<Shown>>()))
        .api_route("/items/{id}", delete_with(delete_item, |it| it.id("delete_item").response::<204, ()>()))
        .api_route(
            "/buy/{status}",
            get_with(buy, |it| {
                it.id("buy")
                    .response::<200, Json<Item>>()
                    .response_with::<404, Json<Problem>, _>(as_problem)
                    .response_range::<4, Json<Problem>>()
                    .default_response::<String>()
            }),
        )
        .api_route("/pages", get_with(pages, |it| it.id("pages")))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    aide::generate::extract_schemas(true);
    let info = Info { title: "Shop".to_owned(), version: "1.0.0".to_owned(), ..Info::default() };
    let mut api = OpenApi { info, ..OpenApi::default() };
    let router = parameters()
        .merge(bodies())
        .merge(responses())
        .api_route("/secured/bearer", secured("bearer", "authorization"))
        .api_route("/secured/basic", secured("basic", "authorization"))
        .api_route("/secured/header", secured("header_key", "x-api-key"))
        .api_route("/secured/cookie", secured("cookie_key", "cookie"))
        .finish_api_with(&mut api, described);
    let document = axum::routing::get(|| async move { Json(api) });
    let port = std::env::var("PORT").expect("PORT is the port to listen on");
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("the port is free");
    axum::serve(listener, router.route("/openapi.json", document)).await.expect("the server runs");
}
