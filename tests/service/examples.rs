//! A service that knows the document alone, in place of one that somebody wrote.

use crate::fixtures::service_examples::{Client, models, operations, responses, service};
use specwright_runtime::service::Fake;
use specwright_runtime::{Retry, StatusCode};

fn client(fake: &Fake) -> Client {
    Client::builder().retry(Retry::never()).transport(fake.clone()).build().unwrap()
}

#[tokio::test]
async fn each_operation_responds_with_a_documented_success() {
    let fake = service::fake_from_examples();
    let client = client(&fake);
    let listed = client.list_pets().limit(2).send_for_response().await.unwrap();
    assert_eq!(listed.headers()["x-total"], "2");
    let names: Vec<Option<&str>> = listed.iter().map(|pet| pet.name.as_deref()).collect();
    assert_eq!(names, [Some("Tom"), None]);
    let pet = client.get_pet(7).await.unwrap();
    assert_eq!((pet.id, pet.kind.clone(), pet.name.as_deref()), (1, models::PetKind::Cat, Some("Aaa")));
    assert_eq!(client.add_pet(pet.clone()).await.unwrap(), pet);
    client.delete_pet(7).await.unwrap();
    assert_eq!(client.get_notes(7).await.unwrap(), "likes fish");
    assert_eq!(fake.requests::<operations::GetPet>()[0].id, 7);
    fake.verify();
}

/// A client reads on where a value is new; a service takes what the document lists.
#[tokio::test]
async fn unlisted_enum_values_are_rejected() {
    let fake = service::fake_from_examples();
    let error = client(&fake).add_pet(models::Pet::new(1, "bird")).await.unwrap_err().to_string();
    assert!(
        error.contains(r##"{"detail":"must be one of \"cat\", \"dog\"","in":"body","pointer":"#/kind"}"##),
        "{error}"
    );
}

#[tokio::test]
async fn closures_take_precedence_over_examples() {
    let fake = service::fake_from_examples()
        .on(|get: operations::GetPet| responses::GetPet::Ok(models::Pet::new(get.id, models::PetKind::Dog)))
        .once(|_: operations::DeletePet| responses::DeletePet::NoContent);
    let client = client(&fake);
    assert_eq!(client.get_pet(7).await.unwrap().id, 7);
    client.delete_pet(1).await.unwrap();
    client.delete_pet(2).await.unwrap();
    assert_eq!(client.list_pets().await.unwrap().len(), 2);
}

#[tokio::test]
async fn examples_are_a_router_as_well() {
    let request = specwright_runtime::http::Request::get("/pets?limit=1000").body(String::new()).unwrap();
    let response = service::examples().respond(request).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let request = specwright_runtime::http::Request::get("/pets/1").body(String::new()).unwrap();
    assert_eq!(service::examples().respond(request).await.status(), StatusCode::OK);
}
