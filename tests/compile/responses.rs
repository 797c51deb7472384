//! What the operations of the expected clients make of answers.

use crate::fixtures::{
    errors_by_status, errors_of_one_type_with_default, response_null_or_empty, response_text,
    responses_body_or_nothing, responses_default, responses_nothing, responses_ranges, responses_several_successes,
    responses_undescribed,
};
use specwright_runtime::http::Response;
use specwright_runtime::{AnyFailure, Bytes, Error, MemoryTransport, Operation, Retry};

fn read<O: Operation>(status: u16, body: &'static str) -> Result<O::Output, Error<O::Failure>> {
    let response = Response::builder().status(status).body(Bytes::from(body)).unwrap();
    O::read_response(response)
}

fn failure<O: Operation>(status: u16, body: &'static str) -> Option<O::Failure> {
    match read::<O>(status, body) {
        Ok(_) => panic!("{status} is no success"),
        Err(error) => error.into_failure(),
    }
}

#[test]
fn several_successes_are_an_enum() {
    use responses_several_successes::operations::{GetLastJob, StartJob, StartJobOutput};
    let response = |status, body| read::<StartJob>(status, body).unwrap();
    assert!(matches!(response(200, r#"{"result":"a"}"#), StartJobOutput::Ok(done) if done.result.is_some()));
    assert!(
        matches!(response(202, r#"{"ticket":"b"}"#), StartJobOutput::Accepted(started) if started.ticket.is_some())
    );
    assert!(matches!(response(204, ""), StartJobOutput::NoContent));
    assert!(matches!(read::<StartJob>(201, "{}"), Err(Error::Undocumented(_))));
    assert_eq!(read::<GetLastJob>(203, r#"{"result":"c"}"#).unwrap().result.as_deref(), Some("c"));
}

#[test]
fn a_body_is_optional_with_204() {
    use responses_body_or_nothing::operations::NextMessage;
    assert!(read::<NextMessage>(200, "{}").unwrap().is_some());
    assert!(read::<NextMessage>(204, "").unwrap().is_none());
    assert_eq!(failure::<NextMessage>(400, "<html>"), Some(()));
}

#[test]
fn an_empty_body_is_null_for_nullable_types() {
    use response_null_or_empty::operations::{GetAny, GetCounts, GetFlag, GetName};
    assert_eq!(read::<GetFlag>(200, "").unwrap(), None);
    assert_eq!(read::<GetFlag>(200, "null").unwrap(), None);
    assert_eq!(read::<GetFlag>(200, "true").unwrap(), Some(true));
    assert_eq!(read::<GetCounts>(200, " ").unwrap(), None);
    assert!(matches!(read::<GetName>(200, ""), Err(Error::Decode(_))));
    assert!(matches!(read::<GetAny>(200, ""), Err(Error::Decode(_))));
}

#[test]
fn no_body() {
    use responses_nothing::operations::{CheckCache, ClearCache};
    read::<ClearCache>(205, "").unwrap();
    assert_eq!(read::<CheckCache>(200, "raw").unwrap().body(), "raw");
    assert_eq!(failure::<CheckCache>(404, ""), Some(()));
}

#[test]
fn a_success_without_content_is_the_raw_response() {
    use responses_undescribed::operations::{AddPet, ChangePets, CheckPets, ClearPets, ListPets, PutPets};
    let pets = read::<ListPets>(200, r#"["Tom"]"#).unwrap();
    assert_eq!((pets.status().as_u16(), pets.body_as::<Vec<String>>().unwrap()), (200, vec!["Tom".to_owned()]));
    assert!(matches!(pets.body_as::<bool>(), Err(Error::Decode(_))));
    assert_eq!(failure::<ListPets>(400, "no"), Some(()));
    assert_eq!(read::<AddPet>(201, "a").unwrap().body(), "a");
    assert_eq!(read::<AddPet>(204, "").unwrap().status(), 204);
    assert_eq!(read::<PutPets>(203, "b").unwrap().body(), "b");
    let () = read::<CheckPets>(200, "").unwrap();
    let () = read::<ClearPets>(204, "").unwrap();
    assert_eq!(read::<ChangePets>(202, "c").unwrap(), None);
}

#[test]
fn another_success_is_read_as_the_only_documented_one() {
    use responses_default::operations::GetClock;
    use responses_nothing::operations::ClearCache;
    let clock = read::<GetClock>(201, r#"{"time":"2026-01-02T03:04:05Z"}"#).unwrap();
    assert_eq!(clock.time.unwrap().to_rfc3339(), "2026-01-02T03:04:05+00:00");
    assert!(matches!(read::<GetClock>(202, "<html>"), Err(Error::Decode(_))));
    read::<ClearCache>(200, "done").unwrap();
}

#[tokio::test]
async fn the_status_of_another_success_is_kept_and_a_strict_client_refuses_it() {
    use crate::fixtures::responses_default::Client;
    let transport = MemoryTransport::new().respond(202, "{}").respond(202, "{}");
    let lenient = Client::builder()
        .server("https://api.example")
        .retry(Retry::never())
        .transport(transport.clone())
        .build()
        .unwrap();
    assert_eq!(lenient.get_clock().send_for_response().await.unwrap().status(), 202);
    let strict =
        Client::builder().server("https://api.example").strict_statuses(true).transport(transport).build().unwrap();
    let error = strict.get_clock().await.unwrap_err();
    assert!(matches!(&error, Error::Undocumented(response) if response.status() == 202), "{error}");
}

/// One function that calls operations with different documented errors.
async fn clock_and_goods(
    clocks: &responses_default::Client,
    goods: &responses_ranges::Client,
) -> Result<Vec<String>, Error> {
    clocks.get_clock().await?;
    Ok(goods.list_goods().await?)
}

#[tokio::test]
async fn errors_of_different_operations_become_one_error() {
    use responses_default::models::Problem;
    use responses_ranges::operations::ListGoodsFailure;
    let clocks = |transport: &MemoryTransport| {
        responses_default::Client::builder()
            .server("https://api.example")
            .retry(Retry::never())
            .transport(transport.clone())
            .build()
            .unwrap()
    };
    let goods = |transport: &MemoryTransport| {
        responses_ranges::Client::builder()
            .server("https://api.example")
            .retry(Retry::never())
            .transport(transport.clone())
            .build()
            .unwrap()
    };

    let transport = MemoryTransport::new().respond(500, r#"{"message":"late"}"#);
    let error = clock_and_goods(&clocks(&transport), &goods(&transport)).await.unwrap_err();
    let problem: &Problem = error.failure().and_then(|failure| failure.downcast_ref()).unwrap();
    assert_eq!(problem.message.as_deref(), Some("late"));

    let transport = MemoryTransport::new().respond(200, "{}").respond(404, "{}");
    let error = clock_and_goods(&clocks(&transport), &goods(&transport)).await.unwrap_err();
    assert!(error.failure().is_some_and(AnyFailure::is::<ListGoodsFailure>));
    assert!(format!("{error:?}").starts_with("list_goods (GET /goods): 404 Not Found"), "{error:?}");
}

#[test]
fn the_default_response() {
    use responses_default::operations::{GetClock, SetClock};
    let problem = failure::<GetClock>(503, r#"{"message":"later"}"#).unwrap();
    assert_eq!(problem.message.as_deref(), Some("later"));
    assert!(read::<SetClock>(201, "{}").unwrap().time.is_none());
    assert!(failure::<SetClock>(400, "{}").is_some());
}

#[test]
fn exact_statuses_precede_ranges_and_ranges_precede_default() {
    use responses_ranges::operations::{ListGoods, ListGoodsFailure};
    assert_eq!(read::<ListGoods>(206, r#"["a"]"#).unwrap(), ["a"]);
    let failed = |status, body| failure::<ListGoods>(status, body).unwrap();
    assert!(matches!(failed(404, r#"{"what":"x"}"#), ListGoodsFailure::NotFound(_)));
    assert!(matches!(failed(403, r#"{"message":"x"}"#), ListGoodsFailure::ClientError(_)));
    assert!(matches!(failed(599, ""), ListGoodsFailure::ServerError));
    assert!(matches!(failed(302, ""), ListGoodsFailure::Default));
}

#[test]
fn errors_by_status() {
    use errors_by_status::operations::{CloseAccount, CloseAccountFailure};
    let failed = |status, body| failure::<CloseAccount>(status, body).unwrap();
    assert!(matches!(failed(400, r#"{"field":"x"}"#), CloseAccountFailure::BadRequest(_)));
    assert!(matches!(failed(404, ""), CloseAccountFailure::NotFound));
    assert!(matches!(failed(409, r#"{"balance":1.5}"#), CloseAccountFailure::Conflict(_)));
    assert!(matches!(failed(418, "short"), CloseAccountFailure::Status418(text) if text == "short"));
    assert!(matches!(failed(500, ""), CloseAccountFailure::Default));
}

#[test]
fn errors_of_one_type_share_it() {
    use errors_of_one_type_with_default::operations::CloseDoors;
    let title =
        |status| failure::<CloseDoors>(status, r#"{"title":"shut"}"#).unwrap().and_then(|problem| problem.title);
    assert_eq!(title(400).as_deref(), Some("shut"));
    assert_eq!(title(500).as_deref(), Some("shut"));
    assert_eq!(title(404), None);
}

#[tokio::test]
async fn text_and_bytes() {
    use response_text::operations::{GetLog, GetPicture};
    assert_eq!(read::<GetLog>(200, "a log").unwrap(), "a log");
    assert_eq!(read::<GetPicture>(200, "\u{1}").unwrap().bytes().await.unwrap(), "\u{1}");
    assert_eq!(failure::<GetPicture>(404, "<p>none"), Some("<p>none".to_owned()));
}

#[test]
fn invalid_bodies_have_a_json_path() {
    use responses_several_successes::operations::GetLastJob;
    let Err(Error::Decode(error)) = read::<GetLastJob>(200, r#"{"result":[1]}"#) else { panic!("it fits") };
    assert_eq!((error.path.as_str(), error.found.as_deref()), ("$.result", Some("[1]")));
}
