//! Responses that go out piece by piece are read as the same pieces.

use crate::fixtures::{body_json_lines, response_events};
use specwright_runtime::service::Pieces;

#[tokio::test]
async fn events_of_services_round_trip() {
    use response_events::{Client, operations, responses, service};
    let fake = service::fake().on(|_: operations::WatchClock| {
        let times = ["12:00", "two\nlines", "\"quoted\""].map(str::to_owned);
        responses::WatchClock::Ok(Pieces::new(futures_util::stream::iter(times)))
    });
    let client = Client::builder().server("https://api.example").transport(fake).build().unwrap();
    let mut clock = client.watch_clock().await.unwrap();
    for expected in ["12:00", "two\nlines", "\"quoted\""] {
        assert_eq!(clock.next().await.unwrap().unwrap(), expected);
    }
    assert!(clock.next().await.is_none());
}

#[tokio::test]
async fn lines_of_services_round_trip() {
    use body_json_lines::{Client, models::Row, operations, responses, service};
    let fake = service::fake().on(|add: operations::AddRows| responses::AddRows::Ok(Pieces::from(add.body)));
    let client = Client::builder().server("https://api.example").transport(fake.clone()).build().unwrap();
    let rows = || [Row::new(1), Row::new(2)];
    let mut added = client.add_rows(rows()).await.unwrap();
    for row in rows() {
        assert_eq!(added.next().await.unwrap().unwrap(), row);
    }
    assert!(added.next().await.is_none());
    assert_eq!(fake.requests::<operations::AddRows>()[0].body, rows());
}
