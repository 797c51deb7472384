//! The fake of a service, for tests of callers.

use crate::fixtures::settings_service::models::{Booking, Problem};
use crate::fixtures::settings_service::{Client, operations, responses, service};
use specwright_runtime::http::Response;
use specwright_runtime::service::Fake;
use specwright_runtime::{Retry, StatusCode, TransportErrorKind};

fn client(fake: &Fake) -> Client {
    Client::builder().access_token("t").retry(Retry::never()).transport(fake.clone()).build().unwrap()
}

fn booking(id: i64) -> Booking {
    Booking::new("Ada", "Paris", "Berlin").id(id)
}

#[tokio::test]
async fn closures_respond_in_any_order_and_keep_state() {
    let mut next = 0;
    let fake = service::fake()
        .on(move |create: operations::CreateBooking| {
            next += 1;
            responses::CreateBooking::Created(create.body.id(next))
        })
        .on(|get: operations::GetBooking| responses::GetBooking::Ok(booking(get.booking_id)))
        .once(|_: operations::GetBooking| responses::GetBooking::ClientError {
            status: StatusCode::GONE,
            body: Problem::new().title("Gone"),
        });
    let client = client(&fake);
    assert_eq!(client.create_booking(booking(0)).await.unwrap().id, Some(1));
    assert_eq!(client.get_booking(7).await.unwrap_err().status(), Some(StatusCode::GONE));
    assert_eq!(client.get_booking(7).await.unwrap(), booking(7));
    assert_eq!(client.create_booking(booking(0)).await.unwrap().id, Some(2));
    let asked: Vec<i64> = fake.requests::<operations::GetBooking>().iter().map(|get| get.booking_id).collect();
    assert_eq!(asked, [7, 7]);
    assert_eq!(fake.requests::<operations::CreateBooking>()[1].body.passenger, "Ada");
    fake.verify();
}

#[tokio::test]
async fn unexpected_requests_are_reported_with_the_nearest_expectation() {
    let fake = service::fake().once(|_: operations::GetBooking| responses::GetBooking::Ok(booking(1)));
    let client = client(&fake);
    for (error, expected) in [
        (
            client.delete_booking(1).await.unwrap_err().to_string(),
            concat!(
                "unexpected request: DELETE /v1/bookings/1\n",
                "  the nearest expectation is get_booking (GET /bookings/{booking_id})\n",
                "  the method is DELETE, not GET"
            ),
        ),
        (
            client.get_stations().await.unwrap_err().to_string(),
            concat!(
                "unexpected request: GET /v1/stations\n",
                "  the nearest expectation is get_booking (GET /bookings/{booking_id})\n",
                "  the path is /v1/stations, not /v1/bookings/{booking_id}"
            ),
        ),
    ] {
        assert!(error.contains(expected), "{error}");
    }
    client.get_booking(1).await.unwrap();
    let again = client.get_booking(1).await.unwrap_err().to_string();
    assert!(again.contains("  it was expected once, and has been called"), "{again}");
}

#[tokio::test]
async fn planted_faults_affect_one_call() {
    let garbage =
        Response::builder().status(200).header("content-type", "application/json").body("{\"passenger\":").unwrap();
    let fake = service::fake()
        .once_with::<operations::GetBooking>(garbage)
        .once_failing::<operations::GetBooking>(TransportErrorKind::Connect);
    let client = client(&fake);
    let broken = client.get_booking(1).await.unwrap_err();
    assert!(matches!(broken, specwright_runtime::Error::Decode(_)), "{broken}");
    let failed = client.get_booking(1).await.unwrap_err();
    assert!(failed.to_string().contains("as the test has it"), "{failed}");
    fake.verify();
}

#[test]
#[should_panic(expected = "get_booking (GET /bookings/{booking_id}) was expected, and not called")]
fn uncalled_expectations_are_reported() {
    service::fake().once(|_: operations::GetBooking| responses::GetBooking::Ok(booking(1))).verify();
}

#[tokio::test]
async fn fake_is_mounted_at_the_server_path() {
    let fake = service::fake()
        .server("http://localhost:8080/other/")
        .on(|_: operations::DeleteBooking| responses::DeleteBooking::NoContent);
    let builder = Client::builder().access_token("t").server("http://localhost:8080/other").transport(fake.clone());
    builder.build().unwrap().delete_booking(3).await.unwrap();
    assert_eq!(fake.requests::<operations::DeleteBooking>()[0].booking_id, 3);
}

#[tokio::test]
async fn fake_serves_servers_of_operations_and_of_the_client() {
    use crate::fixtures::servers_of_operations as api;
    use api::{operations, responses, service};
    let fake = service::fake()
        .on(|_: operations::ListPets| responses::ListPets::NoContent)
        .once(|_: operations::UploadPet| responses::UploadPet::NoContent)
        .on(|_: operations::Relative| responses::Relative::NoContent)
        .on(|_: operations::Plain| responses::Plain::NoContent);
    let client = api::Client::builder().transport(fake.clone()).build().unwrap();
    client.list_pets().await.unwrap();
    client.upload_pet().await.unwrap();
    client.relative().await.unwrap();
    client.plain().await.unwrap();
    // The server of the document is the client's choice here, so that all are below it.
    let chosen = api::Client::builder().server("https://eu.example/v1").transport(fake.clone()).build().unwrap();
    chosen.list_pets().await.unwrap();
    chosen.plain().await.unwrap();
    assert_eq!(fake.requests::<operations::ListPets>().len(), 2);
    assert_eq!(fake.requests::<operations::UploadPet>().len(), 1);
    fake.assert_documented();
    fake.verify();

    let elsewhere = api::Client::builder().server("https://eu.example/v3").transport(fake.clone()).build().unwrap();
    let error = elsewhere.list_pets().await.unwrap_err().to_string();
    assert!(error.contains("the path is /v3/pets, not /v2/pets"), "{error}");
}

#[tokio::test]
async fn router_serves_paths_of_operation_servers() {
    use crate::fixtures::servers_of_operations as api;
    let fake = api::service::fake_from_examples();
    let client = api::Client::builder().transport(fake.clone()).build().unwrap();
    client.list_pets().await.unwrap();
    client.relative().await.unwrap();
    client.same().await.unwrap();
    fake.assert_documented();
}
