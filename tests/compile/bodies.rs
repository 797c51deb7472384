//! Bodies of every media type on the wire, over the in-memory transport.

use crate::fixtures::{
    body_bytes, body_form, body_json_lines, body_media_types, body_multipart, body_multipart_additional,
    body_multipart_alternatives, body_multipart_several, body_multipart_undescribed, body_null, json_lines_as_text,
    multipart_responses, multipart_unnamed_parts, response_events, response_media_types,
};
use crate::wire::{self, Wire};
use serde_json::json;
use specwright_runtime::http::Request;
use specwright_runtime::{Body, Bytes, Client, Error, File, MemoryTransport, Multipart, Operation, Retry, TypedBody};
use std::pin::Pin;
use std::task::{Context, Poll};

/// Pieces that come one by one.
struct Pieces(std::vec::IntoIter<&'static str>);

impl futures_core::Stream for Pieces {
    type Item = Result<&'static str, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

fn streamed<const N: usize>(pieces: [&'static str; N]) -> Body {
    Body::stream(Pieces(Vec::from(pieces).into_iter()))
}

pub(crate) fn client(transport: &MemoryTransport) -> Client {
    static API: specwright_runtime::Api =
        specwright_runtime::Api { name: "test", version: "1", server: "https://api.example", security: &[] };
    specwright_runtime::ClientBuilder::new(&API).retry(Retry::never()).transport(transport.clone()).build().unwrap()
}

/// The media type and the text that are sent, a boundary as `B`.
pub(crate) async fn sent<O: Wire>(operation: &O) -> (String, String) {
    let transport = MemoryTransport::new().respond(204, "");
    let _ = client(&transport).send(operation).await;
    let request: Request<Bytes> = transport.last_request().expect("it is sent");
    wire::read_back::<O>(&request);
    let media_type = request.headers().get("content-type").map_or("", |value| value.to_str().unwrap());
    let (media_type, boundary) = media_type.split_once("; boundary=").unwrap_or((media_type, "\0"));
    (media_type.to_owned(), String::from_utf8(request.body().to_vec()).unwrap().replace(boundary, "B"))
}

pub(crate) fn pair(media_type: &str, text: &str) -> (String, String) {
    (media_type.to_owned(), text.to_owned())
}

pub(crate) fn problems(operation: &impl Operation) -> Vec<String> {
    let error = operation.to_request("https://api.example").unwrap_err();
    error.problems().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_body_is_sent_in_the_media_type_of_its_variant() {
    use body_media_types::models::Pet;
    use body_media_types::operations::{
        AddPet, AddPetBody, AddPetForm, AddWeights, ChangePets, ChangePetsBody, SetWeight,
    };
    let pet = || Pet::new("Tom").tags(["a b", "c"]);
    assert_eq!(sent(&AddPet::new(pet())).await, pair("application/json", r#"{"name":"Tom","tags":["a b","c"]}"#));
    let form = AddPet::new(AddPetBody::Form(pet()));
    assert_eq!(sent(&form).await, pair("application/x-www-form-urlencoded", "name=Tom&tags=a%20b&tags=c"));
    let parts = sent(&AddPet::new(AddPetForm::new("Tom"))).await;
    let part = "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nTom\r\n--B--\r\n";
    assert_eq!(parts, pair("multipart/form-data", part));
    assert_eq!(sent(&AddPet::new(AddPetBody::Csv("a,b".to_owned()))).await, pair("text/csv", "a,b"));
    let bytes = AddPet::new(AddPetBody::OctetStream(streamed(["by", "tes"])));
    assert_eq!(sent(&bytes).await, pair("application/octet-stream", "bytes"));
    let patch = ChangePets::new().body(ChangePetsBody::StrategicMergePatch(Pet::new("Tom")));
    assert_eq!(sent(&patch).await, pair("application/strategic-merge-patch+json", r#"{"name":"Tom"}"#));
    assert_eq!(sent(&ChangePets::new()).await, pair("", ""));
    // Neither an array nor a number is a form.
    assert_eq!(sent(&AddWeights::new([0.5])).await, pair("application/json", "[0.5]"));
    assert_eq!(sent(&SetWeight::new(2)).await, pair("application/json", "2"));
    let long = ["body at $.name must be at most 3 characters, has 4"];
    assert_eq!(problems(&AddPet::new(Pet::new("Tommy".split_at(4).0))), long);
    assert_eq!(problems(&AddPet::new(AddPetBody::Form(Pet::new("Tomm")))), long);
    assert_eq!(problems(&AddPet::new(AddPetForm::new("Tomm"))), long);
}

#[tokio::test]
async fn a_form_is_encoded_as_documented() {
    use body_form::models::{Search as Body, SearchWhere, SearchWhereAt};
    use body_form::operations::Search;
    let body = Body::new()
        .fields(["a", "b c"])
        .words(["x", "y"])
        .where_(SearchWhere::new().at(SearchWhereAt::new().city("Ulm")))
        .options([("k".to_owned(), 1)])
        .next("/a?b=c")
        .numbers([1, 2])
        .tags(["aa", "bb"]);
    let text = "fields=a,b%20c&words=x%7Cy&where%5Bat%5D%5Bcity%5D=Ulm&options=%7B%22k%22%3A1%7D&next=/a?b=c\
                &numbers=%5B1%2C2%5D&tags=aa&tags=bb";
    assert_eq!(sent(&Search::new(body)).await, pair("application/x-www-form-urlencoded", text));
    let broken = Body::new().words(["x|y"]).tags(["a"]);
    assert_eq!(
        problems(&Search::new(broken)),
        [
            "body at $.tags[0] must be at least 2 characters, has 1",
            "body at words must not contain `|`, which separates its elements",
        ]
    );
}

#[tokio::test]
async fn a_form_of_parts_streams_its_files() {
    use body_multipart::models::AddAlbumBodyPlace;
    use body_multipart::operations::{AddAlbum, AddAlbumForm};
    let cover = File::new("front \"1\".png", streamed(["pi", "xels"]));
    let form = AddAlbumForm::new("Sea", cover)
        .pages([File::new("1", "one"), File::new("2", "two").media_type("image/gif")])
        .tags(["aa", "bb"])
        .place(AddAlbumBodyPlace::new().city("Ulm"))
        .note("*hi*")
        .logo(File::new("logo.svg", "<svg/>"));
    let part = |head: &str, text: &str| format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n");
    let expected = [
        part("name=\"title\"", "Sea"),
        part("name=\"cover\"; filename=\"front %221%22.png\"\r\nContent-Type: image/png", "pixels"),
        part("name=\"pages\"; filename=\"1\"\r\nContent-Type: image/png", "one"),
        part("name=\"pages\"; filename=\"2\"\r\nContent-Type: image/gif", "two"),
        part("name=\"tags\"", "aa"),
        part("name=\"tags\"", "bb"),
        part("name=\"place\"\r\nContent-Type: application/json", r#"{"city":"Ulm"}"#),
        part("name=\"note\"\r\nContent-Type: text/markdown", "*hi*"),
        part("name=\"logo\"; filename=\"logo.svg\"\r\nContent-Type: image/svg+xml", "<svg/>"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(sent(&AddAlbum::new(form)).await, pair("multipart/form-data", &expected.concat()));
    let broken = AddAlbumForm::new("Seaside", File::new("a", "")).tags(["a"]);
    assert_eq!(
        problems(&AddAlbum::new(broken)),
        [
            "body at $.title must be at most 5 characters, has 7",
            "body at $.tags[0] must be at least 2 characters, has 1"
        ]
    );
}

#[tokio::test]
async fn each_multipart_media_type_has_its_form() {
    use body_multipart_several::operations::{AddAlbum, AddAlbumForm, AddAlbumMultipartMixedForm};
    let title = "--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nSea\r\n--B--\r\n";
    assert_eq!(sent(&AddAlbum::new(AddAlbumForm::new("Sea"))).await, pair("multipart/form-data", title));
    let mixed = AddAlbumMultipartMixedForm::new([File::new("1", "one")]);
    let (media_type, text) = sent(&AddAlbum::new(mixed)).await;
    assert_eq!(media_type, "multipart/mixed");
    assert!(text.contains("name=\"pages\"; filename=\"1\"") && !text.contains("title"), "{text}");
}

#[tokio::test]
async fn multipart_alternatives_are_one_form() {
    use body_multipart_alternatives::operations::{AddPicture, AddPictureForm};
    let (_, text) = sent(&AddPicture::new(AddPictureForm::new("Sea", 3).file(File::new("a", "pixels")))).await;
    assert!(text.contains("name=\"file\"; filename=\"a\"\r\nContent-Type: image/png"), "{text}");
    assert!(text.contains("name=\"size\"\r\n\r\n3") && !text.contains("url"), "{text}");
}

#[tokio::test]
async fn additional_parts_are_sent_before_files() {
    use body_multipart_additional::operations::{Replace, ReplaceForm, Upload, UploadForm};
    let part = |head: &str, text: &str| format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n");
    let mut more = Multipart::new();
    more.field("policy", "p1");
    more.file("proof", &File::new("p.txt", "yes"), "text/plain");
    let form = UploadForm::new("a/b", File::new("b.bin", "bytes")).note("n").additional_properties(more);
    let expected = [
        part("name=\"key\"", "a/b"),
        part("name=\"policy\"", "p1"),
        part("name=\"proof\"; filename=\"p.txt\"\r\nContent-Type: text/plain", "yes"),
        part("name=\"file\"; filename=\"b.bin\"\r\nContent-Type: application/octet-stream", "bytes"),
        part("name=\"note\"", "n"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(sent(&Upload::new(form)).await, pair("multipart/form-data", &expected.concat()));

    let mut more = Multipart::new();
    more.field("color", "red");
    let form = ReplaceForm::new().additional_properties(7).additional_properties2(more);
    let expected = [part("name=\"additional_properties\"", "7"), part("name=\"color\"", "red"), "--B--\r\n".to_owned()];
    assert_eq!(sent(&Replace::new().body(form)).await, pair("multipart/form-data", &expected.concat()));

    let mut broken = Multipart::new();
    broken.file("proof", &File::new("p.txt", "yes"), "image/*");
    let form = UploadForm::new("a", File::new("b", "")).additional_properties(broken);
    let expected = ["body at $.proof must name its media type, such as `image/png`, not `image/*`"];
    assert_eq!(problems(&Upload::new(form)), expected);
}

#[tokio::test]
async fn undescribed_multipart_bodies_are_built_by_the_caller() {
    use body_multipart_undescribed::operations::AddAny;
    let mut parts = Multipart::new();
    parts.field("a", &1);
    let expected = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\n";
    assert_eq!(sent(&AddAny::new(parts)).await, pair("multipart/form-data", expected));
}

/// As in RFC 2387: the parts have an order, media types and ids, and no names.
#[tokio::test]
async fn undescribed_unnamed_parts_are_built_by_the_caller() {
    use multipart_unnamed_parts::operations::SendUndescribed;
    let mut parts = Multipart::new();
    parts.unnamed(&json!({ "picture": "cid:p" }), "application/json");
    parts.unnamed_file(&File::new("", "1").media_type("image/png").header("Content-ID", "<p>"));
    let expected = "--B\r\nContent-Type: application/json\r\n\r\n{\"picture\":\"cid:p\"}\r\n\
        --B\r\nContent-Type: image/png\r\nContent-ID: <p>\r\n\r\n1\r\n--B--\r\n";
    assert_eq!(sent(&SendUndescribed::new(parts)).await, pair("multipart/mixed", expected));
}

#[tokio::test]
async fn unnamed_parts_are_sent_in_their_order() {
    use multipart_unnamed_parts::models::Command;
    use multipart_unnamed_parts::operations::{SendBatch, SendBatchForm, SendReport, SendReportForm};
    let part = |n: u8| format!("--B\r\nContent-Type: application/json\r\n\r\n{{\"n\":{n}}}\r\n");
    let batch = SendBatch::new(SendBatchForm::new([Command::new(1), Command::new(2)]));
    assert_eq!(sent(&batch).await, pair("multipart/mixed", &format!("{}{}--B--\r\n", part(1), part(2))));
    assert_eq!(
        sent(&SendBatch::new(SendBatchForm::new(Vec::<Command>::new()))).await,
        pair("multipart/mixed", "--B--\r\n")
    );

    // The name of a file is not sent, and each picture has its own media type.
    let cover = File::new("", "1").media_type("image/png").header("Content-ID", "<p>");
    let pictures = ["image/gif", "image/webp"].map(|media_type| File::new("", "2").media_type(media_type));
    let report = SendReportForm::new(Command::new(3), cover, pictures).page_count(7);
    let expected = format!(
        "{}--B\r\nContent-Type: image/png\r\nContent-ID: <p>\r\n\r\n1\r\n--B\r\nContent-Type: text/plain\r\n\r\n7\r\n\
         --B\r\nContent-Type: image/gif\r\n\r\n2\r\n--B\r\nContent-Type: image/webp\r\n\r\n2\r\n--B--\r\n",
        part(3)
    );
    assert_eq!(sent(&SendReport::new(report)).await, pair("multipart/related", &expected));
}

#[tokio::test]
async fn unnamed_parts_are_encoded_by_their_schemas() {
    use multipart_unnamed_parts::operations::{SendLetter, SendLetterForm, SendLog, SendLogForm};
    let mut more = Multipart::new();
    more.unnamed("later", "text/plain");
    let letter =
        SendLetterForm::new().part1().part2("a\"b").part3("YQ==").part4(["x", "y"]).additional_properties(more);
    let expected = "--B\r\nContent-Type: text/plain\r\n\r\nv1\r\n--B\r\nContent-Type: text/plain\r\n\r\na\"b\r\n\
        --B\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n\
        --B\r\nContent-Type: application/json\r\n\r\n[\"x\",\"y\"]\r\n--B\r\nContent-Type: text/plain\r\n\r\nlater\r\n--B--\r\n";
    assert_eq!(sent(&SendLetter::new().body(letter)).await, pair("multipart/mixed", expected));
    let first = "--B\r\nContent-Type: text/plain\r\n\r\nv1\r\n--B--\r\n";
    assert_eq!(sent(&SendLetter::new().body(SendLetterForm::new().part1())).await, pair("multipart/mixed", first));
    let log = "--B\r\nContent-Type: text/plain\r\n\r\na\r\n--B\r\nContent-Type: text/plain\r\n\r\nb\r\n--B--\r\n";
    assert_eq!(sent(&SendLog::new(SendLogForm::new(["a", "b"]))).await, pair("multipart/mixed", log));
}

#[test]
fn unnamed_parts_have_no_gaps_and_satisfy_their_constraints() {
    use multipart_unnamed_parts::models::Command;
    use multipart_unnamed_parts::operations::{
        SendLetter, SendLetterForm, SendLog, SendLogForm, SendReport, SendReportForm,
    };
    let gap = "cannot be sent without the parts before it";
    assert_eq!(problems(&SendLetter::new().body(SendLetterForm::new().part2("a"))), [format!("body at $.part2 {gap}")]);
    assert_eq!(
        problems(&SendLog::new(SendLogForm::new(Vec::<String>::new()))),
        ["body at $.parts must be at least 1 element, has 0"]
    );
    let without_pages = SendReportForm::new(Command::new(1), File::new("", "1"), Vec::<File>::new()).page_count(0);
    assert_eq!(problems(&SendReport::new(without_pages)), ["body at $[\"page count\"] must be at least 1, is 0"]);
    let range = SendReportForm::new(Command::new(1), File::new("", "1").media_type("image/*"), Vec::<File>::new());
    assert_eq!(
        problems(&SendReport::new(range)),
        ["body at $.cover must name its media type, such as `image/png`, not `image/*`"]
    );
}

#[tokio::test]
async fn bytes_round_trip() {
    use body_bytes::operations::{GetFile, GetFileOutput, PutAnything, PutFile, PutImage};
    assert_eq!(sent(&PutFile::new("a", streamed(["a", "b"]))).await, pair("application/octet-stream", "ab"));
    assert_eq!(sent(&PutAnything::new("a", TypedBody::new("audio/ogg", "o"))).await, pair("audio/ogg", "o"));
    assert_eq!(
        problems(&PutImage::new("a").body(TypedBody::new("audio/ogg", "o"))),
        ["body must be of a media type in `image/*`, not `audio/ogg`"]
    );
    let transport = MemoryTransport::new()
        .respond(200, streamed(["a", "bc"]))
        .respond(202, "\"soon\"")
        .respond(404, streamed(["no", "thing"]));
    let client = client(&transport);
    let GetFileOutput::Ok(mut file) = client.send(&GetFile::new("a")).await.unwrap() else { panic!("200 is a file") };
    assert_eq!(file.next().await.unwrap().unwrap(), "a");
    assert_eq!(file.bytes().await.unwrap(), "bc");
    let soon = client.send(&GetFile::new("a")).await.unwrap();
    assert!(matches!(soon, GetFileOutput::Accepted(text) if text == "soon"));
    let error = client.send(&GetFile::new("a")).await.unwrap_err();
    assert_eq!(error.response().unwrap().body(), "nothing");
    assert_eq!(error.into_failure().unwrap(), "nothing");
}

#[tokio::test]
async fn null_and_no_body_are_distinguished() {
    use body_null::operations::{ClearLabel, SetAnything, SetLabel};
    assert_eq!(sent(&SetLabel::new(None)).await, pair("application/json", "null"));
    assert_eq!(sent(&SetLabel::new("a".to_owned())).await, pair("application/json", "\"a\""));
    assert_eq!(sent(&ClearLabel::new()).await, pair("", ""));
    assert_eq!(sent(&ClearLabel::new().body("a")).await, pair("application/json", "\"a\""));
    assert_eq!(sent(&SetAnything::new(specwright_runtime::Value::Null)).await, pair("application/json", "null"));
}

#[tokio::test]
async fn json_lines_round_trip() {
    use body_json_lines::models::Row;
    use body_json_lines::operations::{AddRows, GetRows, GetRowsOutput};
    let rows = AddRows::new([Row::new(1), Row::new(2)]);
    assert_eq!(sent(&rows).await, pair("application/x-ndjson", "{\"id\":1}\n{\"id\":2}\n"));
    assert_eq!(problems(&AddRows::new([Row::new(0)])), ["body at $.id must be at least 1, is 0"]);
    let transport = MemoryTransport::new()
        .respond_as(200, "application/jsonl", streamed(["{\"id\"", ":1}\n{}\n{\"id\":3}"]))
        .respond_as(200, "application/json-seq", "\u{1e}{\n\"id\":1}\n\u{1e}{\"id\":2}\n")
        .respond_as(200, "application/json", "[{\"id\":1}]");
    let client = client(&transport);
    let mut lines = client.send(&AddRows::new(Vec::<Row>::new())).await.unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap().id, 1);
    assert!(lines.next().await.unwrap().unwrap_err().to_string().contains("missing field `id`"));
    assert_eq!(lines.next().await.unwrap().unwrap().id, 3);
    assert!(lines.next().await.is_none());
    let GetRowsOutput::JsonLines(mut rows) = client.send(&GetRows::new()).await.unwrap() else { panic!("a sequence") };
    assert_eq!(rows.next().await.unwrap().unwrap().id, 1);
    assert_eq!(rows.next().await.unwrap().unwrap().id, 2);
    let rows = client.send(&GetRows::new()).await.unwrap();
    assert!(matches!(rows, GetRowsOutput::Json(rows) if rows.len() == 1));
}

#[tokio::test]
async fn parts_of_a_response_are_read_as_they_come() {
    use multipart_responses::operations::{ListChanges, ListReadings};
    let parts =
        ["--x\r\nContent-Type: application/json\r\n\r\n{\"id\":1,\"kind\":\"created\"}\r", "\n--x\r\n\r\n{}\r\n--x--"];
    let transport = MemoryTransport::new()
        .respond_as(200, "multipart/mixed; boundary=x", streamed(parts))
        .respond_as(200, "multipart/mixed; boundary=\"x\"", "--x\r\n\r\n0.5\r\n")
        .respond_as(200, "multipart/mixed", "--x--")
        .respond_as(400, "multipart/mixed; boundary=x", "--x--");
    let client = client(&transport);
    let mut changes = client.send(&ListChanges::new()).await.unwrap();
    assert_eq!(changes.next().await.unwrap().unwrap().id, 1);
    assert!(changes.next().await.unwrap().unwrap_err().to_string().contains("missing field `id`"));
    assert!(changes.next().await.is_none());
    let mut readings = client.send(&ListReadings::new()).await.unwrap();
    let cut = readings.next().await.unwrap().unwrap_err().to_string();
    assert!(cut.contains("ends before the last boundary"), "{cut}");
    let unbounded = client.send(&ListReadings::new()).await.unwrap_err().to_string();
    assert!(unbounded.contains("expected a `Content-Type` with a boundary"), "{unbounded}");
    let Err(specwright_runtime::Error::Failure(failure)) = client.send(&ListChanges::new()).await else {
        panic!("a failure")
    };
    assert_eq!(failure.value, "--x--");
}

#[tokio::test]
async fn json_lines_that_are_described_as_a_string_are_text() {
    use json_lines_as_text::operations::{AddToLog, GetArchive, GetLog};
    assert_eq!(sent(&AddToLog::new("{}\n[]\n")).await, pair("application/x-ndjson", "{}\n[]\n"));
    let transport = MemoryTransport::new().respond_as(200, "application/x-ndjson", "{\"id\":1}\n[2]\n").respond_as(
        200,
        "application/jsonl",
        "{\"id\":1}\n",
    );
    let client = client(&transport);
    assert_eq!(client.send(&GetLog::new()).await.unwrap(), "{\"id\":1}\n[2]\n");
    let mut archive = client.send(&GetArchive::new()).await.unwrap();
    assert_eq!(archive.next().await.unwrap().unwrap(), "{\"id\":1}\n");
}

#[tokio::test]
async fn events_are_streamed() {
    use response_events::models::WatchLogResponse;
    use response_events::operations::{Chat, ChatOutput, WatchClock, WatchLog};
    let transport = MemoryTransport::new()
        .respond_as(200, "application/json", "{\"text\":\"hi\"}")
        .respond_as(200, "text/event-stream", streamed(["data: {\"delta\":\"h\"}\n\nda", "ta: [DONE]\n\ndata: x\n\n"]))
        .respond_as(400, "text/event-stream", "data: no\n\n")
        .respond_as(200, "text/event-stream", "data: now\n\n")
        .respond_as(
            200,
            "text/event-stream",
            "event: added\ndata: {\"text\":\"a\"}\n\nevent: removed\ndata: b\n\nevent: new\ndata: c\n\n",
        );
    let client = client(&transport);
    let whole = client.send(&Chat::new()).await.unwrap();
    assert!(matches!(whole, ChatOutput::Json(response) if response.text == "hi"));
    assert_eq!(transport.last_request().unwrap().headers()["accept"], "application/json, text/event-stream");
    let ChatOutput::EventStream(mut pieces) = client.send(&Chat::new()).await.unwrap() else { panic!("events") };
    assert_eq!(pieces.next().await.unwrap().unwrap().delta, "h");
    assert!(pieces.next().await.is_none());
    assert_eq!(client.send(&Chat::new()).await.unwrap_err().into_failure().unwrap(), "data: no\n\n");
    let response = client.send_for_response(&WatchClock::new()).await.unwrap();
    assert_eq!((response.status().as_u16(), response.body().len()), (200, 0));
    assert_eq!(response.into_value().next().await.unwrap().unwrap(), "now");
    let mut log = client.send(&WatchLog::new()).await.unwrap();
    let added = log.next_event().await.unwrap().unwrap();
    assert_eq!(added.event.as_deref(), Some("added"));
    assert!(matches!(added.value, WatchLogResponse::Added(added) if added.data.text == "a"));
    let removed = log.next().await.unwrap().unwrap();
    assert!(matches!(removed, WatchLogResponse::Removed(removed) if removed.data == "b"));
    assert!(matches!(log.next().await.unwrap().unwrap(), WatchLogResponse::Unknown(_)));
}

#[tokio::test]
async fn the_media_type_of_a_response_selects_the_variant() {
    use response_media_types::operations::{GetReport, GetReportFailure as Failure, GetReportOutput as Answer};
    let json = "{\"rows\":1}";
    let transport = MemoryTransport::new()
        .respond_as(200, "application/scim+json; charset=utf-8", json)
        .respond_as(200, "text/csv", "a,b")
        .respond_as(200, "application/zip", "PK")
        .respond(200, json)
        .respond_as(202, "text/plain", "soon")
        .respond_as(500, "text/plain", "oh")
        .respond_as(500, "application/problem+json", "{\"title\":\"no\"}")
        .respond_as(206, "application/json", json);
    let client = client(&transport);
    let get = || async { client.send(&GetReport::new()).await };
    assert!(matches!(get().await, Ok(Answer::OkJson(report)) if report.rows == Some(1)));
    assert!(matches!(get().await, Ok(Answer::OkCsv(text)) if text == "a,b"));
    let Ok(Answer::OkZip(zip)) = get().await else { panic!("a file") };
    assert_eq!(zip.bytes_up_to(2).await.unwrap(), "PK");
    assert!(matches!(get().await, Ok(Answer::OkJson(_))));
    assert!(matches!(get().await, Ok(Answer::Accepted(text)) if text == "soon"));
    assert_eq!(get().await.unwrap_err().into_failure(), Some(Failure::Text("oh".to_owned())));
    assert!(matches!(get().await.unwrap_err().into_failure(), Some(Failure::Problem(_))));
    // A success that only `default` matches is not a documented error, if `default` describes errors.
    assert!(matches!(get().await, Err(Error::Undocumented(_))));
}
