//! Response headers, with their documented types.

use crate::fixtures::response_headers::Client;
use crate::fixtures::response_headers::headers;
use crate::fixtures::response_headers::models::{ListPetsXEither, ListPetsXOrder};
use crate::fixtures::response_headers::operations::DeletePet;
use specwright_runtime::http::Response;
use specwright_runtime::{Bytes, Client as Runtime, Error, MemoryTransport};

fn client(response: Response<Bytes>) -> Client {
    let transport = MemoryTransport::new().respond_with(response);
    Client::builder().server("https://api.example").transport(transport).build().unwrap()
}

#[tokio::test]
async fn headers_of_a_success_are_read_as_their_types() {
    let response = Response::builder()
        .header("x-rate-limit", "59")
        .header("x-tags", "small, furry")
        .header("x-color", "R=100,name=red")
        .header("x-meta", r#"{"R":7}"#)
        .header("x-order", "desc")
        .header("x-either", "7");
    let client = client(response.body(Bytes::from("[]")).unwrap());
    let response = client.list_pets().send_for_response().await.unwrap();
    assert_eq!(response.header(headers::X_RATE_LIMIT), Ok(Some(59)));
    assert_eq!(response.header(headers::X_TAGS), Ok(Some(vec!["small".to_owned(), "furry".to_owned()])));
    let color = response.header(headers::X_COLOR).unwrap().unwrap();
    assert_eq!((color.r, color.name.as_deref()), (Some(100), Some("red")));
    assert_eq!(response.header(headers::X_META).unwrap().unwrap().r, Some(7));
    assert_eq!(response.header(headers::X_ORDER), Ok(Some(ListPetsXOrder::Desc)));
    assert_eq!(response.header(headers::X_EITHER), Ok(Some(ListPetsXEither::Integer(7))));
    assert_eq!(response.header(headers::RETRY_AFTER), Ok(None));
}

#[tokio::test]
async fn a_header_of_a_union_is_read_by_its_text() {
    let response = Response::builder().header("x-order", "desc").header("x-either", "7 days");
    let response = client(response.body(Bytes::from("[]")).unwrap()).list_pets().send_for_response().await.unwrap();
    assert_eq!(response.header(headers::X_EITHER), Ok(Some(ListPetsXEither::Text("7 days".to_owned()))));
}

#[tokio::test]
async fn headers_of_documented_errors_are_available() {
    let response = Response::builder().status(429).header("retry-after", "30").header("x-rate-limit", "none");
    let error = client(response.body(Bytes::new()).unwrap()).list_pets().send().await.unwrap_err();
    assert!(matches!(error, Error::Failure(_)));
    assert_eq!(error.header(headers::RETRY_AFTER), Ok(Some(30)));
    assert_eq!(
        error.header(headers::X_RATE_LIMIT).unwrap_err().to_string(),
        "the header X-Rate-Limit is not as documented: expected an integer; found `none`"
    );
}

#[tokio::test]
async fn headers_of_different_types_have_separate_constants() {
    let response = Response::builder().status(204).header("retry-after", "2024-02-29").header("x-rate-limit", "1");
    let client: Client = client(response.body(Bytes::new()).unwrap());
    let runtime: &Runtime = client.as_ref();
    let response = runtime.send_for_response(&DeletePet::new("a")).await.unwrap();
    assert_eq!(response.header(headers::RETRY_AFTER2).unwrap().unwrap().to_string(), "2024-02-29");
    assert_eq!(response.header(headers::X_RATE_LIMIT), Ok(Some(1)));
}
