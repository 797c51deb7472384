//! Scalars as text, and bodies with a range of media types.

use crate::bodies::{pair, problems, sent};
use crate::fixtures::{body_bytes, response_any_media_type, response_text, text_scalars, warning_text_bodies};
use specwright_runtime::http::Response;
use specwright_runtime::{Bytes, DateTime, Error, Operation, TypedBody};

fn read<O: Operation>(status: u16, media_type: &str, body: &'static [u8]) -> Result<O::Output, Error<O::Failure>> {
    let response = Response::builder().status(status).header("content-type", media_type).body(Bytes::from(body));
    O::read_response(response.unwrap())
}

fn success<O: Operation>(media_type: &str, body: &'static str) -> O::Output {
    match read::<O>(200, media_type, body.as_bytes()) {
        Ok(response) => response,
        Err(error) => panic!("{}", error.response().map_or(String::new(), |response| format!("{response:?}"))),
    }
}

fn failure<O: Operation>(status: u16, media_type: &str, body: &'static str) -> O::Failure {
    let Err(error) = read::<O>(status, media_type, body.as_bytes()) else { panic!("{status} is no success") };
    error.into_failure().expect("it is documented")
}

fn noon() -> DateTime {
    "2026-01-02T12:00:00Z".parse().unwrap()
}

#[test]
fn scalars_are_read_from_text() {
    use text_scalars::models::{GetLevelResponse, State};
    use text_scalars::operations::{
        GetCount, GetFlag, GetLevel, GetRatio, GetState, GetStateFailure as Failure, GetWhen,
    };
    assert_eq!(success::<GetCount>("text/plain", "9007199254740993\n"), 9_007_199_254_740_993);
    assert_eq!(failure::<GetCount>(400, "text/plain", "-7"), -7);
    assert!((success::<GetRatio>("text/plain", "0.25") - 0.25).abs() < f64::EPSILON);
    assert!(success::<GetFlag>("text/plain", "true"));
    assert_eq!(success::<GetWhen>("text/plain; charset=utf-8", "2026-01-02T12:00:00Z\r\n"), noon());
    assert_eq!(success::<GetLevel>("text/plain", "2"), GetLevelResponse::N2);
    assert_eq!(success::<GetState>("text/plain", "off"), State::Off);
    assert_eq!(success::<GetState>("text/plain", "dim"), State::Unknown("dim".to_owned()));
    assert!(matches!(failure::<GetState>(409, "text/plain", " a "), Failure::Conflict(name) if name.as_str() == " a "));
    assert!(
        matches!(failure::<GetState>(410, "text/plain", "2026-01-02"), Failure::Gone(day) if day.to_string() == "2026-01-02")
    );
}

#[test]
fn invalid_text_bodies_name_the_expected_type() {
    use text_scalars::operations::{GetCount, GetWhen};
    let Err(Error::Decode(error)) = read::<GetCount>(200, "text/plain", b"many") else { panic!("it fits") };
    assert_eq!((error.path.as_str(), error.message.as_str()), ("$", "expected an integer"));
    let Err(Error::Decode(error)) = read::<GetWhen>(200, "text/plain", b"noon") else { panic!("it fits") };
    assert_eq!(error.response.body(), "noon");
}

#[tokio::test]
async fn scalars_are_sent_as_text() {
    use text_scalars::models::State;
    use text_scalars::operations::{PutCount, PutFlag, PutState, PutWhen};
    assert_eq!(sent(&PutCount::new(9_007_199_254_740_993)).await, pair("text/plain", "9007199254740993"));
    assert_eq!(problems(&PutCount::new(0)), ["body must be at least 1, is 0"]);
    assert_eq!(sent(&PutFlag::new().body(true)).await, pair("text/plain", "true"));
    assert_eq!(sent(&PutFlag::new()).await, pair("", ""));
    assert_eq!(sent(&PutWhen::new(noon())).await, pair("text/plain", "2026-01-02T12:00:00Z"));
    assert_eq!(sent(&PutState::new(State::On)).await, pair("text/plain;charset=iso-8859-1", "on"));
    let request = PutState::new(State::Unknown("gr\u{fc}n".to_owned())).to_request("https://api.example").unwrap();
    assert_eq!(request.body().as_bytes().unwrap().as_ref(), b"gr\xFCn");
    let arrow = PutState::new(State::Unknown("\u{2192}".to_owned()));
    assert_eq!(
        problems(&arrow),
        ["body must not contain `\u{2192}`, which `text/plain;charset=iso-8859-1` cannot hold"]
    );
}

#[test]
fn media_type_ranges_are_read_by_the_actual_media_type() {
    use response_any_media_type::models::State;
    use response_any_media_type::operations::{GetCount, GetHello, GetNote, GetPet, GetState, GetWhen};
    assert_eq!(success::<GetHello>("text/plain;charset=UTF-8", "\"hi\""), "\"hi\"");
    assert_eq!(success::<GetHello>("application/json", "\"hi\""), "hi");
    assert_eq!(success::<GetHello>("application/json", "hi"), "hi");
    assert_eq!(success::<GetHello>("application/json", "{\"a\":1}"), "{\"a\":1}");
    assert_eq!(failure::<GetHello>(400, "text/html", "<p>no"), "<p>no");
    assert_eq!(success::<GetWhen>("application/json", "\"2026-01-02T12:00:00Z\""), noon());
    assert_eq!(success::<GetWhen>("text/plain", "2026-01-02T12:00:00Z"), noon());
    assert_eq!(success::<GetState>("application/json", "\"on\""), State::On);
    assert_eq!(success::<GetCount>("text/plain", "7"), 7);
    assert_eq!(success::<GetPet>("application/json", "{\"name\":\"Tom\"}").name, "Tom");
    assert_eq!(success::<GetNote>("text/markdown", "*a*"), "*a*");
}

#[tokio::test]
async fn a_range_without_a_schema_or_of_bytes_is_a_stream() {
    use response_any_media_type::operations::{GetFile, GetScan};
    let mut file = success::<GetFile>("image/png", "\u{1}");
    assert_eq!(file.next().await.unwrap().unwrap(), "\u{1}");
    let mut scan = success::<GetScan>("text/vtt", "\u{1}");
    assert_eq!(scan.next().await.unwrap().unwrap(), "\u{1}");
}

#[test]
fn text_is_read_in_its_charset_and_without_a_byte_order_mark() {
    use response_text::operations::GetLog;
    let log = |media_type, body| read::<GetLog>(200, media_type, body);
    assert_eq!(log("text/plain", b"\xEF\xBB\xBFa").unwrap(), "a");
    assert_eq!(log("text/plain; charset=ISO-8859-1", b"gr\xFCn").unwrap(), "gr\u{fc}n");
    let Err(Error::Decode(error)) = log("text/plain; charset=Shift_JIS", b"a") else { panic!("it is read") };
    assert_eq!(error.message, "text of the charset `Shift_JIS` is not supported");
    let Err(Error::Decode(error)) = log("text/plain", b"gr\xFCn") else { panic!("it is read") };
    assert!(error.message.starts_with("expected text in UTF-8"), "{}", error.message);
}

#[test]
fn encoded_text_is_unchanged() {
    use warning_text_bodies::operations::GetPicture;
    assert_eq!(success::<GetPicture>("image/png", "YQ=="), "YQ==");
}

#[test]
fn a_body_names_its_media_type() {
    use body_bytes::operations::PutImage;
    let image = |media_type: &str| problems(&PutImage::new("a").body(TypedBody::new(media_type, "o")));
    assert_eq!(image("image/*"), ["body must name its media type, such as `image/png`, not `image/*`"]);
    assert_eq!(image("png"), ["body must name its media type, such as `image/png`, not `png`"]);
}
