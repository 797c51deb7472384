//! A trait for each tag: one service of all, or several that are merged.

use crate::fixtures::settings_service_by_tag::models::Pet;
use crate::fixtures::settings_service_by_tag::service::{self, Pets, StoreOrders, Untagged};
use crate::fixtures::settings_service_by_tag::{Client, operations, responses};
use specwright_runtime::StatusCode;
use specwright_runtime::http::Request;
use specwright_runtime::service::{Caller, Problem, Router};

struct Shop;

impl Pets for Shop {
    async fn get_pet(&self, request: operations::GetPet, _: Caller) -> Result<responses::GetPet, Problem> {
        Ok(responses::GetPet::Ok(Pet::new(format!("pet {}", request.id))))
    }
}

impl StoreOrders for Shop {}

impl Untagged for Shop {
    async fn health(&self, _: operations::Health, _: Caller) -> Result<responses::Health, Problem> {
        Ok(responses::Health::NoContent)
    }
}

struct Orders;

impl StoreOrders for Orders {
    async fn order(&self, _: operations::Order, _: Caller) -> Result<responses::Order, Problem> {
        Ok(responses::Order::NoContent)
    }
}

async fn status(router: Router, head: &str, body: &str) -> StatusCode {
    let (method, path) = head.split_once(' ').unwrap();
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    router.respond(request.body(body.to_owned()).unwrap()).await.status()
}

const ORDER: (&str, &str) = ("POST /orders", r#"{"pet":7}"#);

#[tokio::test]
async fn one_service_implements_the_traits_of_all_tags() {
    let router = || service::router(Shop);
    assert_eq!(status(router(), "GET /pets/7", "").await, StatusCode::OK);
    assert_eq!(status(router(), "GET /health", "").await, StatusCode::NO_CONTENT);
    // Literal before variable, and bit by bit.
    assert_eq!(status(router(), "GET /pets/mine", "").await, StatusCode::NOT_IMPLEMENTED);
    assert_eq!(status(router(), ORDER.0, ORDER.1).await, StatusCode::NOT_IMPLEMENTED);
}

#[tokio::test]
async fn routers_of_tags_are_merged() {
    let router = || service::pets::router(Shop).merge(service::store_orders::router(Orders));
    assert_eq!(status(router(), "GET /pets/7", "").await, StatusCode::OK);
    assert_eq!(status(router(), "GET /pets/mine", "").await, StatusCode::NOT_IMPLEMENTED);
    assert_eq!(status(router(), ORDER.0, ORDER.1).await, StatusCode::NO_CONTENT);
    assert_eq!(status(router(), "DELETE /pets/7", "").await, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(status(router(), "GET /health", "").await, StatusCode::NOT_FOUND);
    // The first that has an operation responds to it.
    let both = || service::router(Shop).merge(service::store_orders::router(Orders));
    assert_eq!(status(both(), ORDER.0, ORDER.1).await, StatusCode::NOT_IMPLEMENTED);
}

#[tokio::test]
async fn fake_serves_all_tags() {
    let fake = service::fake().on(|get: operations::GetPet| responses::GetPet::Ok(Pet::new(get.id.to_string())));
    let client = Client::builder().server("https://shop.example").transport(fake).build().unwrap();
    assert_eq!(client.get_pet(3).await.unwrap().name, "3");
}
