//! Responses that go out piece by piece are read as the same pieces.

use crate::fixtures::{body_json_lines, multipart_responses, multipart_responses_received, response_events};
use specwright_runtime::service::Pieces;
use specwright_runtime::{File, Multipart};

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

#[tokio::test]
async fn parts_of_services_round_trip() {
    use multipart_responses::models::{Change, ChangeKind};
    use multipart_responses::{Client, operations, responses, service};
    let changes = || vec![Change::new(1, ChangeKind::Created), Change::new(1, ChangeKind::Deleted)];
    let fake = service::fake()
        .on(move |_: operations::ListChanges| responses::ListChanges::Ok(Pieces::from(changes())))
        .on(|_: operations::ListReadings| responses::ListReadings::Ok(Pieces::from(vec![0.5, -1.0])));
    let client = Client::builder().server("https://api.example").transport(fake).build().unwrap();
    let mut received = client.list_changes().await.unwrap();
    for change in changes() {
        assert_eq!(received.next().await.unwrap().unwrap(), change);
    }
    assert!(received.next().await.is_none());
    let mut readings = client.list_readings().await.unwrap();
    assert_eq!(readings.next().await.unwrap().unwrap().to_string(), "0.5");
    assert_eq!(readings.next().await.unwrap().unwrap().to_string(), "-1");
    assert!(readings.next().await.is_none());
}

#[tokio::test]
async fn parts_of_several_types_are_passed_on_as_received() {
    use multipart_responses_received::models::{Change, ChangeKind};
    use multipart_responses_received::{Client, operations, responses, service};
    let fake = service::fake()
        .on(|_: operations::GetDocument| {
            let mut parts = Multipart::new();
            parts.unnamed(&Change::new(7, ChangeKind::Created), "application/json");
            parts.unnamed_file(
                &File::new("", vec![0x25, 0x50]).media_type("application/pdf").header("Content-ID", "<1>"),
            );
            responses::GetDocument::OkMultipartRelated(parts)
        })
        .on(|_: operations::GetForm| {
            let mut parts = Multipart::new();
            parts.field("name", "Ann");
            parts.file("picture", &File::new("ann.png", vec![0x89]), "image/png");
            responses::GetForm::Ok(parts)
        });
    let client = Client::builder().server("https://api.example").transport(fake).build().unwrap();
    let document = client.get_document().await.unwrap();
    let operations::GetDocumentOutput::MultipartRelated(mut parts) = document else { panic!("the parts") };
    let metadata = parts.next().await.unwrap().unwrap();
    assert_eq!(metadata.json::<Change>().unwrap().id, 7);
    let file = parts.next().await.unwrap().unwrap();
    assert_eq!((file.media_type(), file.header("content-id")), (Some("application/pdf"), Some("<1>")));
    assert_eq!(&file.bytes()[..], [0x25, 0x50]);
    assert!(parts.next().await.is_none());
    let mut form = client.get_form().await.unwrap();
    let name = form.next().await.unwrap().unwrap();
    assert_eq!((name.name().as_deref(), name.text().unwrap().as_str()), (Some("name"), "Ann"));
    let picture = form.next().await.unwrap().unwrap();
    assert_eq!((picture.name().as_deref(), picture.file_name().as_deref()), (Some("picture"), Some("ann.png")));
}
