//! A typical service with dropshot. It responds with the parsed values in Rust's `Debug` format.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use dropshot::{
    ApiDescription, Body, ConfigDropshot, ConfigLogging, ConfigLoggingLevel, EmptyScanParams, FreeformBody, Header,
    HttpError, HttpResponseAccepted, HttpResponseCreated, HttpResponseDeleted, HttpResponseHeaders, HttpResponseOk,
    PaginationParams, Path, Query, RequestContext, ResultsPage, ServerBuilder, TypedBody, UntypedBody, WhichPage,
    endpoint,
};
use http::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

type Shown = BTreeMap<String, String>;
/// The document.
type Context = RequestContext<Value>;

macro_rules! shown {
    ($($value:expr),*) => {
        Shown::from([$((stringify!($value).rsplit('.').next().unwrap_or_default().to_owned(), format!("{:?}", $value))),*])
    };
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

#[endpoint { method = GET, path = "/path/{integer}/{number}/{flag}/{key}/{color}" }]
async fn path_types(_: Context, path: Path<PathOfAll>) -> Result<HttpResponseOk<Shown>, HttpError> {
    let it = path.into_inner();
    Ok(HttpResponseOk(shown!(it.integer, it.number, it.flag, it.key, it.color)))
}

#[derive(Deserialize, JsonSchema)]
struct Search {
    q: Option<String>,
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 100))]
    limit: u32,
    flag: Option<bool>,
    ratio: Option<f64>,
    color: Option<Color>,
    day: Option<NaiveDate>,
    at: Option<DateTime<Utc>>,
}

fn ten() -> u32 {
    10
}

#[endpoint { method = GET, path = "/search" }]
async fn search(_: Context, query: Query<Search>) -> Result<HttpResponseOk<Shown>, HttpError> {
    let it = query.into_inner();
    Ok(HttpResponseOk(shown!(it.q, it.limit, it.flag, it.ratio, it.color, it.day, it.at)))
}

#[derive(Deserialize, JsonSchema)]
struct Sent {
    #[serde(rename = "x-name")]
    name: String,
    #[serde(rename = "x-key")]
    key: Option<Uuid>,
}

#[derive(Serialize, JsonSchema)]
struct Rate {
    #[serde(rename = "x-rate")]
    rate: String,
}

#[endpoint { method = GET, path = "/headers" }]
async fn headers(
    _: Context,
    headers: Header<Sent>,
) -> Result<HttpResponseHeaders<HttpResponseOk<Shown>, Rate>, HttpError> {
    let it = headers.into_inner();
    Ok(HttpResponseHeaders::new(HttpResponseOk(shown!(it.name, it.key)), Rate { rate: "5".into() }))
}

// -------------------------------------------------------------------------------------------------------------- bodies

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Item {
    id: i64,
    #[schemars(length(max = 20))]
    name: String,
    note: Option<String>,
}

fn item(id: i64) -> Item {
    Item { id, name: "n".into(), note: None }
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
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Scalars {
    key: Uuid,
    at: DateTime<Utc>,
    day: NaiveDate,
    big: i64,
    small: u8,
    two: [f32; 2],
}

#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
struct Maps {
    by_name: BTreeMap<String, Item>,
    by_number: BTreeMap<i32, String>,
    any: Value,
}

macro_rules! echoes {
    ($($name:ident $path:literal $type:ty),* $(,)?) => {
        $(
            #[endpoint { method = POST, path = $path }]
            async fn $name(_: Context, body: TypedBody<$type>) -> Result<HttpResponseOk<$type>, HttpError> {
                Ok(HttpResponseOk(body.into_inner()))
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
    maps "/maps" Maps,
    list "/list" Vec<Item>,
}

#[derive(Deserialize, JsonSchema)]
struct FormData {
    user: String,
    age: Option<i32>,
    color: Color,
}

#[endpoint { method = POST, path = "/form", content_type = "application/x-www-form-urlencoded" }]
async fn form(_: Context, form: TypedBody<FormData>) -> Result<HttpResponseOk<Shown>, HttpError> {
    let it = form.into_inner();
    Ok(HttpResponseOk(shown!(it.user, it.age, it.color)))
}

#[endpoint { method = POST, path = "/bytes" }]
async fn bytes(_: Context, body: UntypedBody) -> Result<HttpResponseOk<FreeformBody>, HttpError> {
    let reversed: Vec<u8> = body.as_bytes().iter().rev().copied().collect();
    Ok(HttpResponseOk(Body::from(reversed).into()))
}

// ----------------------------------------------------------------------------------------------------------- responses

#[endpoint { method = POST, path = "/items" }]
async fn create(_: Context, item: TypedBody<Item>) -> Result<HttpResponseCreated<Item>, HttpError> {
    Ok(HttpResponseCreated(item.into_inner()))
}

#[endpoint { method = POST, path = "/accepted" }]
async fn accepted(_: Context) -> Result<HttpResponseAccepted<Shown>, HttpError> {
    Ok(HttpResponseAccepted(Shown::from([("job".to_owned(), "1".to_owned())])))
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    id: i64,
}

#[endpoint { method = DELETE, path = "/items/{id}" }]
async fn delete_item(_: Context, _path: Path<Which>) -> Result<HttpResponseDeleted, HttpError> {
    Ok(HttpResponseDeleted())
}

#[endpoint { method = GET, path = "/buy/{id}" }]
async fn buy(_: Context, path: Path<Which>) -> Result<HttpResponseOk<Item>, HttpError> {
    match path.into_inner().id {
        404 => Err(HttpError::for_not_found(Some("NoItem".into()), "none".into())),
        503 => Err(HttpError::for_unavail(None, "boom".into())),
        id => Ok(HttpResponseOk(item(id))),
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct After {
    id: i64,
}

#[endpoint { method = GET, path = "/pages" }]
async fn pages(
    context: Context,
    query: Query<PaginationParams<EmptyScanParams, After>>,
) -> Result<HttpResponseOk<ResultsPage<Item>>, HttpError> {
    let query = query.into_inner();
    let limit = i64::from(context.page_limit(&query)?.get());
    let first = match query.page {
        WhichPage::First(_) => 0,
        WhichPage::Next(After { id }) => id + 1,
    };
    let items = (first..5).take(usize::try_from(limit).unwrap_or(5)).map(item).collect();
    Ok(HttpResponseOk(ResultsPage::new(items, &EmptyScanParams {}, |item: &Item, _| After { id: item.id })?))
}

#[endpoint { method = GET, path = "/openapi.json", unpublished = true }]
async fn document(context: Context) -> Result<Response<Body>, HttpError> {
    let body = Body::from(context.context().to_string());
    Ok(Response::builder().header("content-type", "application/json").body(body)?)
}

macro_rules! api {
    ($($endpoint:ident),* $(,)?) => {{
        let mut api = ApiDescription::new();
        $(api.register($endpoint).expect("endpoints have paths of their own");)*
        api
    }};
}

#[tokio::main]
async fn main() -> Result<(), String> {
    let api = api![
        path_types,
        search,
        headers,
        order,
        child,
        node,
        unions,
        scalars,
        maps,
        list,
        form,
        bytes,
        create,
        accepted,
        delete_item,
        buy,
        pages,
        document,
    ];
    let description =
        api.openapi("Shop", "1.0.0".parse().expect("a version")).json().map_err(|error| error.to_string())?;
    let port = std::env::var("PORT").map_err(|_| "PORT is the port to listen on")?;
    let config = ConfigDropshot {
        bind_address: format!("127.0.0.1:{port}").parse().map_err(|_| "PORT is a number")?,
        default_request_body_max_bytes: 1 << 20,
        ..ConfigDropshot::default()
    };
    let log = ConfigLogging::StderrTerminal { level: ConfigLoggingLevel::Warn };
    let log = log.to_logger("shop").map_err(|error| error.to_string())?;
    let server = ServerBuilder::new(api, description, log).config(config).start().map_err(|error| error.to_string())?;
    server.await
}
