//! Server-sent events whose data is described as a string: the text itself, or the JSON that it holds.

use crate::bodies::client;
use crate::fixtures::response_events_content::models::{WatchBothResponse, WatchTypedResponse};
use crate::fixtures::response_events_content::operations::{WatchBoth, WatchData, WatchItems, WatchNotes, WatchTyped};
use crate::fixtures::response_events_ids;
use crate::fixtures::response_events_nested::models::WatchAllResponse;
use crate::fixtures::response_events_nested::operations::WatchAll;
use crate::fixtures::response_events_undescribed::operations::{WatchLog, WatchProgress};
use serde_json::json;
use specwright_runtime::{EventStream, MemoryTransport, Operation};

async fn events<T, O: Operation<Output = EventStream<T>>>(operation: O, text: &'static str) -> EventStream<T>
where
    O::Failure: std::fmt::Debug,
{
    let transport = MemoryTransport::new().respond_as(200, "text/event-stream", text);
    client(&transport).send(&operation).await.unwrap()
}

#[tokio::test]
async fn data_with_a_content_schema_is_of_its_type() {
    let mut items = events(WatchItems::new(), "event: item\ndata: {\"n\":1}\n\nevent: item\ndata: {}\n\n").await;
    assert_eq!(items.next().await.unwrap().unwrap().data.n, 1);
    let error = items.next().await.unwrap().unwrap_err().to_string();
    assert!(error.contains("missing field `n`"), "{error}");
    let mut data = events(WatchData::new(), "data: 7\n\n").await;
    assert_eq!(data.next().await.unwrap().unwrap().data, Some(7));
}

#[tokio::test]
async fn event_data_that_is_a_string_keeps_its_text() {
    let mut notes = events(WatchNotes::new(), "data: \"s\"\n\ndata: {\"n\":1}\n\ndata: null\n\ndata: s\n\n").await;
    for expected in ["\"s\"", "{\"n\":1}", "null", "s"] {
        assert_eq!(notes.next().await.unwrap().unwrap().data, expected);
    }
}

#[tokio::test]
async fn each_of_several_events_has_its_data() {
    let text = "event: item\ndata: {\"n\":2}\n\nevent: note\ndata: \"s\"\n\nevent: note\ndata: {\"n\":3}\n\n";
    let mut both = events(WatchBoth::new(), text).await;
    let mut next = async || both.next().await.unwrap().unwrap();
    assert!(matches!(next().await, WatchBothResponse::ItemEvent(item) if item.data.n == 2));
    assert!(matches!(next().await, WatchBothResponse::NoteEvent(note) if note.data == "\"s\""));
    assert!(matches!(next().await, WatchBothResponse::NoteEvent(note) if note.data == "{\"n\":3}"));
}

#[tokio::test]
async fn variants_of_an_event_have_its_keywords_and_their_data() {
    let text = "event: addString\ndata: 1\n\nevent: addInt64\ndata: 2\n\nevent: addJson\ndata: {\"foo\": 42}\n\n";
    let mut typed = events(WatchTyped::new(), text).await;
    let mut next = async || typed.next().await.unwrap().unwrap();
    assert!(matches!(next().await, WatchTypedResponse::AddString(event) if event.data.as_deref() == Some("1")));
    assert!(matches!(next().await, WatchTypedResponse::AddInt64(event) if event.data.as_deref() == Some("2")));
    assert!(matches!(next().await, WatchTypedResponse::AddJson(event) if event.data.as_ref().unwrap().foo == 42));
}

#[tokio::test]
async fn nested_event_unions_are_flattened() {
    let text =
        "event: added\ndata: {\"n\":2}\n\nevent: removed\ndata: 3\n\nevent: note\ndata: 3\n\nevent: new\ndata: 3\n\n";
    let mut all = events(WatchAll::new(), text).await;
    let mut next = async || all.next().await.unwrap().unwrap();
    assert!(matches!(next().await, WatchAllResponse::Added(added) if added.data.n == 2));
    assert!(matches!(next().await, WatchAllResponse::Removed(removed) if removed.data == 3));
    assert!(matches!(next().await, WatchAllResponse::Note(note) if note.data == "3"));
    assert!(matches!(next().await, WatchAllResponse::Unknown(_)));
}

#[tokio::test]
async fn undescribed_event_data_is_json_or_text() {
    let text = "data: first\n\ndata: {\"n\":2}\n\ndata: [1\n\n";
    let (mut progress, mut log) = (events(WatchProgress::new(), text).await, events(WatchLog::new(), text).await);
    for expected in [json!("first"), json!({ "n": 2 }), json!("[1")] {
        assert_eq!(progress.next().await.unwrap().unwrap(), expected);
        assert_eq!(log.next().await.unwrap().unwrap(), expected);
    }
}

#[tokio::test]
async fn an_id_is_of_the_described_type() {
    use response_events_ids::models::{WatchAllResponse, WatchEitherResponse};
    use response_events_ids::operations::{WatchAll, WatchEither, WatchTicks};
    let mut ticks = events(WatchTicks::new(), "id: 42\ndata: a\n\nid: x\ndata: a\n\n").await;
    assert_eq!(ticks.next().await.unwrap().unwrap().id, Some(42));
    assert!(ticks.next().await.unwrap().is_err());
    let mut all = events(WatchAll::new(), "data: a\n\nid: 42\ndata: a\n\n").await;
    assert!(matches!(all.next().await.unwrap().unwrap(), WatchAllResponse::Note(_)));
    assert!(matches!(all.next().await.unwrap().unwrap(), WatchAllResponse::Tick(tick) if tick.id == Some(42)));
    let mut either = events(WatchEither::new(), "id: 42\ndata: a\n\nid: last\ndata: a\n\n").await;
    assert!(matches!(either.next().await.unwrap().unwrap(), WatchEitherResponse::Tick(_)));
    assert!(matches!(either.next().await.unwrap().unwrap(), WatchEitherResponse::Named(_)));
}
