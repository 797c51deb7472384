//! A service over loopback, mounted in axum: called by the generated client, and by bytes as any other client may send them.

use crate::fixtures::settings_service::models::Booking;
use crate::fixtures::settings_service::operations::GetStationsOutput;
use crate::fixtures::settings_service::{Client, service};
use crate::trains::Trains;
use specwright_runtime::{Error, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The address of a service that runs as long as the test does.
async fn served() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let app = axum::Router::new().nest_service("/v1", service::router(Trains::default()));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

fn client(address: &str) -> Client {
    Client::builder().server(format!("http://{address}/v1")).access_token("t-1").build().unwrap()
}

/// The status line, the headers and the body that come back for these lines.
async fn exchanged(address: &str, head: &[&str], body: &str) -> (String, String, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = format!("Content-Length: {}", body.len());
    let head = head.iter().copied().chain(["Host: trains", "Connection: close", &length]);
    let request = format!("{}\r\n\r\n{body}", head.collect::<Vec<_>>().join("\r\n"));
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let (status, headers) = head.split_once("\r\n").unwrap();
    (status.to_owned(), headers.to_ascii_lowercase(), body.to_owned())
}

#[tokio::test]
async fn the_generated_client_calls_the_service() {
    let client = client(&served().await);
    let stations = client.get_stations().countries(["FR"]).limit(1).send_for_response().await.unwrap();
    assert_eq!(stations.headers()["x-total"], "2");
    let GetStationsOutput::Json(list) = stations.into_value() else { panic!("JSON is preferred") };
    assert_eq!(list.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Gare de Lyon"]);

    let booked = client.create_booking(Booking::new("Ada", "Paris", "Berlin").seats(2)).await.unwrap();
    assert_eq!((booked.id, booked.passenger.as_str(), booked.seats), (Some(0), "Ada", Some(2)));
    assert_eq!(client.get_booking(0).await.unwrap(), booked);
    let gone = client.get_booking(9).await.unwrap_err();
    assert_eq!((gone.status(), gone.failure().is_some()), (Some(StatusCode::GONE), true));

    client.create_booking(Booking::new("Bob", "a", "b")).await.unwrap();
    let full = client.create_booking(Booking::new("Eve", "a", "b")).await.unwrap_err();
    assert_eq!(full.status(), Some(StatusCode::CONFLICT));
    assert_eq!(full.failure().and_then(|failure| failure.title.as_deref()), Some("The train is full"));
}

#[tokio::test]
async fn unimplemented_operations_respond_with_501() {
    let client = client(&served().await);
    let error = client.delete_booking(1).await.unwrap_err();
    let Error::Undocumented(response) = error else { panic!("{error}") };
    assert_eq!(response.status(), StatusCode::NOT_IMPLEMENTED);
    assert_eq!(response.media_type(), Some("application/problem+json"));
    let json = concat!(
        r#"{"title":"Not Implemented","status":501,"#,
        r#""detail":"delete_booking (DELETE /bookings/{booking_id}) is not implemented"}"#
    );
    assert_eq!(response.body(), json);
    let literal = client.get_my_bookings().await.unwrap_err().to_string();
    assert!(literal.contains("GET /bookings/mine"), "{literal}");
}

#[tokio::test]
async fn any_http_client_calls_the_service() {
    let address = served().await;
    let (status, headers, body) =
        exchanged(&address, &["GET /v1/stations?countries=FR,DE&limit=5 HTTP/1.1", "Accept: text/csv, */*;q=0.1"], "")
            .await;
    assert_eq!((status.as_str(), body.as_str()), ("HTTP/1.1 200 OK", ""));
    assert!(headers.contains("content-type: text/csv") && headers.contains("x-total: 0"), "{headers}");
    let (status, headers, body) = exchanged(&address, &["HEAD /v1/stations HTTP/1.1"], "").await;
    assert_eq!((status.as_str(), body.as_str()), ("HTTP/1.1 200 OK", ""));
    assert!(headers.contains("x-total: 3"), "{headers}");
    let json = r#"{"passenger":"Ada","from":"a","to":"b"}"#;
    let head = ["POST /v1/bookings HTTP/1.1", "Authorization: bearer t", "Content-Type: application/json"];
    let (status, _, body) = exchanged(&address, &head, json).await;
    assert_eq!((status.as_str(), body.contains(r#""id":0"#)), ("HTTP/1.1 201 Created", true), "{body}");
}
