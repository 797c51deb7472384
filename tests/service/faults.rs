//! Planted faults of a fake, in memory and on connections, for asynchronous and blocking clients.

use crate::fixtures::settings_service::models::Booking;
use crate::fixtures::settings_service::{Client, operations, responses, service};
use crate::trains::Trains;
use specwright_runtime::http::{HeaderMap, Request};
use specwright_runtime::service::{Fake, Fault, Loopback, RecordedRequest};
use specwright_runtime::{Body, Bytes, Error, Retry, StatusCode, Transport, TransportErrorKind};
use std::time::{Duration, Instant};

fn fake() -> Fake {
    service::fake()
        .on(|get: operations::GetBooking| responses::GetBooking::Ok(booking(get.booking_id)))
        .on(|_: operations::DeleteBooking| responses::DeleteBooking::NoContent)
}

fn booking(id: i64) -> Booking {
    Booking::new("Ada", "Paris", "Berlin").id(id)
}

/// A client that sends once: to the fake in memory, and to the one on a connection.
fn clients(fake: &Fake) -> (Loopback, [(&'static str, Client); 2]) {
    let server = fake.on_loopback().unwrap();
    let builder = || Client::builder().access_token("secret").retry(Retry::never());
    let in_memory = builder().transport(fake.clone()).build().unwrap();
    let connected = builder().server(server.url()).build().unwrap();
    (server, [("in memory", in_memory), ("connected", connected)])
}

#[tokio::test]
async fn planted_responses_replace_those_of_the_fake() {
    let fake = fake();
    let (_server, clients) = clients(&fake);
    for (name, client) in clients {
        fake.fault(Fault::status(503).retry_after(7));
        let error = client.get_booking(1).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE), "{name}");
        assert_eq!(error.headers().unwrap()["retry-after"], "7", "{name}");
        fake.fault(Fault::html(502, "<html>Bad Gateway</html>"));
        let error = client.get_booking(1).await.unwrap_err();
        assert_eq!(error.body().unwrap(), "<html>Bad Gateway</html>", "{name}");
        let gone = serde_json::json!({ "title": "Gone" });
        let gone = Fault::body(410, "application/problem+json", gone.to_string())
            .map_json(|json| json["title"] = "Left".into());
        fake.fault(gone);
        let error = client.get_booking(1).await.unwrap_err();
        assert_eq!(error.failure().and_then(|failure| failure.title.as_deref()), Some("Left"), "{name}");
        assert_eq!(client.get_booking(1).await.unwrap(), booking(1), "{name}");
    }
}

#[tokio::test]
async fn planted_connection_faults_affect_one_call() {
    let fake = fake();
    let (_server, clients) = clients(&fake);
    let body = &[TransportErrorKind::Body, TransportErrorKind::Other][..];
    let other = &[TransportErrorKind::Other][..];
    for (name, client) in clients {
        for (fault, kinds) in [
            (Fault::reset(), other),
            (Fault::response_lost(), other),
            (Fault::reset_in_headers(), other),
            (Fault::garbage(), other),
            (Fault::garbage_of("SSH-2.0\r\n"), other),
            (Fault::reset_in_body(), body),
            (Fault::truncated(), &body[..1]),
            (Fault::truncated_chunk(), &body[..1]),
            (Fault::wrong_length(1_000_000), &body[..1]),
        ] {
            fake.fault(fault.clone());
            match client.get_booking(1).await {
                Err(Error::Transport(error)) => {
                    assert!(kinds.contains(&error.error.kind()), "{name}: {fault:?}: {error:?}");
                }
                other => panic!("{name}: {fault:?}: {other:?}"),
            }
            assert_eq!(client.get_booking(1).await.unwrap(), booking(1), "{name}: {fault:?}");
        }
        // A body that is cut short by its own header is whole for HTTP, and no JSON.
        fake.fault(Fault::wrong_length(9));
        assert!(matches!(client.get_booking(1).await, Err(Error::Decode(_))), "{name}");
    }
}

#[tokio::test]
async fn fake_is_called_unless_the_connection_ends_first() {
    for fault in [Fault::reset(), Fault::response_lost()] {
        let is_asked = format!("{fault:?}").contains("Lost");
        let fake = fake();
        let (_server, clients) = clients(&fake);
        for (name, client) in clients {
            let fake = fake.clone().once(|_: operations::GetBooking| responses::GetBooking::Ok(booking(9)));
            fake.fault(fault.clone()).on("get_booking");
            client.get_booking(1).await.unwrap_err();
            let next = client.get_booking(1).await.unwrap();
            assert_eq!(next == booking(9), !is_asked, "{name}: {fault:?}");
        }
    }
}

#[tokio::test]
async fn slow_responses_are_delayed_and_split() {
    let fake = fake();
    let (_server, clients) = clients(&fake);
    for (name, client) in clients {
        let begun = Instant::now();
        fake.fault(Fault::drip(20, Duration::from_millis(10)));
        assert_eq!(client.get_booking(1).await.unwrap(), booking(1), "{name}");
        assert!(begun.elapsed() >= Duration::from_millis(20), "{name}: {:?}", begun.elapsed());
        fake.fault(Fault::delay(Duration::from_secs(20)));
        let late = tokio::time::timeout(Duration::from_millis(30), client.get_booking(1).send()).await;
        assert!(late.is_err(), "{name}: {late:?}");
    }
}

#[test]
fn planted_faults_apply_to_blocking_clients() {
    let fake = fake();
    let server = fake.on_loopback().unwrap();
    let builder = || Client::builder().access_token("t").retry(Retry::never()).timeout(Duration::from_millis(300));
    let in_memory = builder().transport(fake.clone()).build_blocking().unwrap();
    let connected = builder().server(server.url()).build_blocking().unwrap();
    for client in [in_memory, connected] {
        assert_eq!(client.get_booking(3).send().unwrap(), booking(3));
        fake.fault(Fault::delay(Duration::from_millis(20)));
        let begun = Instant::now();
        client.get_booking(3).send().unwrap();
        assert!(begun.elapsed() >= Duration::from_millis(20));
        fake.fault(Fault::truncated());
        assert!(matches!(client.get_booking(3).send(), Err(Error::Transport(_))));
        fake.fault(Fault::delay(Duration::from_secs(20)));
        assert!(client.get_booking(3).send().unwrap_err().is_timeout());
        fake.fault(Fault::drip(8, Duration::from_millis(1)));
        client.get_booking(3).send().unwrap();
    }
}

#[tokio::test]
async fn planted_faults_apply_to_their_operation() {
    let fake = fake();
    let (_server, [(_, client), _]) = clients(&fake);
    fake.fault(Fault::status(500)).on("get_booking").nth(2).times(2);
    fake.fault(Fault::status(503)).on("get_stations").always();
    assert_eq!(fake.faults_left(), 2);
    let mut met = Vec::new();
    for _ in 0..4 {
        met.push(client.get_booking(1).await.is_err());
        client.delete_booking(1).await.unwrap();
        // Nothing expects it, and the fault responds all the same.
        assert_eq!(client.get_stations().await.unwrap_err().status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    }
    assert_eq!((met, fake.faults_left()), (vec![false, true, true, false], 0));
    fake.heal();
    assert!(client.get_stations().await.unwrap_err().to_string().contains("unexpected request"));
}

#[test]
#[should_panic(expected = "the document has no operation `get_bookings`: did you mean `get_booking`")]
fn planted_faults_require_a_known_operation() {
    fake().fault(Fault::reset()).on("get_bookings");
}

#[tokio::test]
async fn retries_are_recorded_by_the_fake() {
    let fake = fake();
    let client = Client::builder().access_token("secret").transport(fake.clone()).build().unwrap();
    fake.fault(Fault::reset());
    fake.fault(Fault::status(503).retry_after(0));
    client.get_booking(7).await.unwrap();
    let recorded = fake.recorded();
    let statuses: Vec<_> = recorded.iter().map(|request| request.status().map(|status| status.as_u16())).collect();
    assert_eq!(statuses, [None, Some(503), Some(200)]);
    assert!(recorded.iter().all(|request| request.operation() == Some("get_booking")));
    assert_eq!((recorded[0].method().as_str(), recorded[0].path()), ("GET", "/v1/bookings/7"));
    assert_eq!(recorded[0].header("authorization"), Some("Bearer secret"));
    assert!(!format!("{recorded:?} {fake:?}").contains("secret"));
    fake.forget();
    assert!(fake.recorded().is_empty());
}

#[tokio::test]
async fn unexpected_requests_are_reported_on_a_connection() {
    let fake = fake();
    let (_server, [_, (_, client)]) = clients(&fake);
    let Error::Undocumented(response) = client.get_stations().await.unwrap_err() else { panic!("it is a response") };
    assert_eq!(response.status(), StatusCode::NOT_IMPLEMENTED);
    let words = String::from_utf8(response.body().to_vec()).unwrap();
    assert!(words.starts_with("unexpected request: GET /v1/stations\n  the nearest expectation is "), "{words}");
    let failing = service::fake().once_failing::<operations::GetBooking>(TransportErrorKind::Connect);
    let (_server, [_, (_, client)]) = clients(&failing);
    assert!(matches!(client.get_booking(1).await, Err(Error::Transport(_))));
}

#[tokio::test]
async fn requests_without_expectations_are_served_by_a_router() {
    let fake = service::fake()
        .once(|_: operations::DeleteBooking| responses::DeleteBooking::NoContent)
        .otherwise(service::router(Trains::default()));
    let (_server, clients) = clients(&fake);
    clients[0].1.delete_booking(1).await.unwrap();
    for (name, client) in clients {
        let booked = client.create_booking(Booking::new("Ada", "Paris", "Berlin")).await.unwrap();
        assert_eq!(client.get_booking(booked.id.unwrap()).await.unwrap(), booked, "{name}");
        let error = client.delete_booking(1).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::NOT_IMPLEMENTED), "{name}");
    }
    fake.assert_documented();
}

/// Sends what no client of the document would.
async fn sent(fake: &Fake, method: &str, target: &str, media_type: &str, body: &str) -> Result<u16, String> {
    let url = format!("https://trains.example{target}");
    let request = Request::builder().method(method).uri(url).header("content-type", media_type);
    let response = fake.send(request.body(Body::from(body.to_owned())).unwrap()).await;
    response.map(|response| response.status().as_u16()).map_err(|error| error.to_string())
}

fn problems(fake: &Fake) -> Vec<String> {
    let requests = fake.recorded();
    let problems = requests.iter().filter_map(RecordedRequest::problem);
    problems.flat_map(|problem| problem.violations().iter().map(ToString::to_string).collect::<Vec<_>>()).collect()
}

#[tokio::test]
async fn fake_validates_requests_strictly() {
    let json = r#"{"passenger":"Ada","from":"a","to":"b","seats":null}"#;
    for (method, target, body, expected) in [
        ("GET", "/v1/stations?limits=1&limits=2", "", &[r#"the query parameter "limits" must not be present"#][..]),
        ("GET", "/v1/stations?limit=0", "", &[r#"the query parameter "limit" must be at least 1"#]),
        ("GET", "/v1/stations", "{}", &["the body must not be present"]),
        ("POST", "/v1/bookings", json, &[r#"the body at "/seats" must not be null"#]),
        ("GET", "/v1/bookings/1", "", &[]),
    ] {
        for fake in [fake(), fake().otherwise(service::router(Trains::default()))] {
            drop(sent(&fake, method, target, "application/json", body).await);
            let problems = problems(&fake);
            assert_eq!(problems.len(), expected.len(), "{method} {target}: {problems:?}");
            assert!(problems.iter().zip(expected).all(|(one, start)| one.starts_with(start)), "{problems:?}");
        }
    }
    let error = sent(&fake(), "GET", "/v1/bookings/x", "application/json", "").await.unwrap_err();
    assert!(error.contains("it is not as documented: 400 Bad Request"), "{error}");
    let fake = fake();
    drop(sent(&fake, "POST", "/v1/bookings", "text/plain", "Ada").await);
    assert_eq!(problems(&fake), [r#"the header parameter "content-type" must be one of application/json"#]);
    for (target, status) in [("/v1/nowhere", 404), ("/elsewhere", 404), ("/v1/bookings", 405)] {
        fake.forget();
        drop(sent(&fake, "GET", target, "application/json", "").await);
        let recorded = &fake.recorded()[0];
        assert_eq!((recorded.operation(), recorded.problem().unwrap().status().as_u16()), (None, status), "{target}");
    }
}

#[tokio::test]
#[should_panic(expected = "get_stations: query `page`: the document has no such parameter")]
async fn undocumented_parts_of_requests_are_named() {
    let fake = fake();
    drop(sent(&fake, "GET", "/v1/stations?page=1", "application/json", "").await);
    fake.assert_documented();
}

#[tokio::test]
async fn too_large_bodies_are_rejected() {
    let fake = fake().body_limit(10).otherwise(service::router(Trains::default()));
    assert_eq!(sent(&fake, "POST", "/v1/bookings", "application/json", &"x".repeat(11)).await, Ok(413));
    let (server, _) = clients(&fake);
    let request = crate::http::client().build().unwrap().post(format!("{}/bookings", server.url()));
    assert_eq!(request.body("x".repeat(11)).send().await.unwrap().status(), 413);
}

#[tokio::test]
async fn a_fake_that_is_dropped_frees_its_port() {
    let fake = fake();
    let server = fake.on_loopback().unwrap();
    let address = server.address();
    crate::http::client().build().unwrap().get(server.url()).send().await.unwrap();
    drop(server);
    let _again = fake.on_address(address).unwrap();
}

#[tokio::test]
async fn responses_that_stream_are_streamed_on_a_connection() {
    let pieces = futures_util::stream::iter(["{\"passenger\":\"Ada\",", "\"from\":\"a\",\"to\":\"b\"}"]);
    let body = Body::stream(futures_util::StreamExt::map(pieces, Ok::<_, std::io::Error>));
    let mut response = specwright_runtime::http::Response::new(body);
    *response.headers_mut() =
        HeaderMap::from_iter([("content-type".parse().unwrap(), "application/json".parse().unwrap())]);
    let fake = service::fake().once_with::<operations::GetBooking>(response);
    let (_server, [_, (_, client)]) = clients(&fake);
    assert_eq!(client.get_booking(1).await.unwrap().passenger, "Ada");
    let _: Bytes = fake.recorded()[0].body().clone();
}
