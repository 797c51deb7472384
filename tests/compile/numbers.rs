//! Numbers on the wire: integers without a fraction in all that is sent, and with one where they are read.

use crate::fixtures::{integers_with_fraction, numbers_to_the_last_digit, numbers_without_fraction};
use crate::requests::{header, problems, sent, target};
use crate::wire::Wire;
use integers_with_fraction::headers::X_TOTAL;
use integers_with_fraction::models::{Count, CountEither, CountShape};
use integers_with_fraction::operations::GetCount;
use numbers_without_fraction::models::{Level, Reading, ReadingEither};
use numbers_without_fraction::operations::{PatchLevel, PatchLevelForm, PostLevel, PutLevel};
use specwright_runtime::http::Response;
use specwright_runtime::{Body, Bytes, Error, Operation, Value};

const JSON: &str =
    r#"{"value":300,"level":2,"series":[1,0.5,10000000000000000],"by_day":{"a":-7},"either":8,"any":[9]}"#;

fn reading() -> Reading {
    let reading = Reading::new(300.0).level(Level::N2).series([1.0, 0.5, 1e16]).either(ReadingEither::Number(8.0));
    reading.by_day([("a".to_owned(), -7.0)]).any(Value::from(vec![9.0]))
}

fn body(operation: &impl Wire) -> String {
    let Some(bytes) = sent(operation).into_body().as_bytes().cloned() else { panic!("it is no stream") };
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn integers_are_sent_without_a_fraction() {
    let put =
        PutLevel::new(Level::N1, reading()).n(1e16).ids([2.0, 2.5]).at(Reading::new(3.0)).x_limit(100.0).size(4.0);
    assert_eq!(target(&put), "/levels/1?n=10000000000000000&ids=2,2.5&at=%7B%22value%22%3A3%7D");
    assert_eq!(
        (header(&sent(&put), "x-limit"), header(&sent(&put), "cookie")),
        ("100".to_owned(), "size=4".to_owned())
    );
    assert_eq!(body(&put), JSON);
    assert_eq!(target(&PutLevel::new(Level::Unknown(7.0), reading())), "/levels/7");
    assert_eq!(target(&PutLevel::new(Level::N2_5, reading()).n(-0.0)), "/levels/2.5?n=0");
    assert_eq!(
        body(&PostLevel::new(Level::N1, reading())),
        "value=300&level=2&series=1&series=0.5&series=10000000000000000&by_day=%7B%22a%22%3A-7%7D&either=8&any=9"
    );
    let form = PatchLevelForm::new(300.0).level(Level::N2).series([1.0, 0.5]).either(8.0);
    let parts = body(&PatchLevel::new(Level::N1, form));
    for (name, value) in [("value", "300"), ("level", "2"), ("series", "1"), ("either", "8")] {
        assert!(parts.contains(&format!("; name=\"{name}\"\r\n\r\n{value}\r\n--")), "{name}: {parts}");
    }
}

#[test]
fn non_finite_numbers_are_rejected() {
    let put = || PutLevel::new(Level::N1, Reading::new(1.0));
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let path = PutLevel::new(Level::Unknown(number), Reading::new(1.0));
        assert_eq!(problems(&path), ["level must be finite"]);
        assert_eq!(problems(&put().n(number)), ["n must be finite"]);
        assert_eq!(problems(&put().at(Reading::new(number))), ["at at $.value must be finite"]);
        assert_eq!(problems(&put().x_limit(number)), ["X-Limit must be finite"]);
        assert_eq!(problems(&put().size(number)), ["size must be finite"]);
        let by_day = reading().by_day([("a b".to_owned(), number)]);
        for (reading, path) in [
            (Reading::new(number), "$.value"),
            (reading().series([0.0, number]), "$.series[1]"),
            (by_day, r#"$.by_day["a b"]"#),
            (reading().either(number), "$.either"),
            (reading().level(Level::Unknown(number)), "$.level"),
        ] {
            let problem = format!("body at {path} must be finite");
            assert_eq!(problems(&PutLevel::new(Level::N1, reading.clone())), [&*problem]);
            assert_eq!(problems(&PostLevel::new(Level::N1, reading)), [&*problem]);
        }
    }
    let form = PatchLevelForm::new(1.0).series([0.0, f64::NAN]).either(f64::INFINITY);
    assert_eq!(
        problems(&PatchLevel::new(Level::N1, form)),
        ["body at $.series[1] must be finite", "body at $.either must be finite"]
    );
    assert_eq!(problems(&put().ids([1.0, f32::NAN])), ["ids at $[1] must be finite"]);
}

fn count(body: &'static str) -> Result<Count, String> {
    let response = Response::builder().status(200).body(Bytes::from(body)).unwrap();
    <GetCount>::read_response(response).map_err(|error| match error {
        Error::Decode(error) => error.to_string(),
        error => panic!("{error}"),
    })
}

#[test]
fn integers_are_read_with_a_fraction() {
    let read = count(concat!(
        r#"{"count":1e3,"small":-0.0,"tiny":255.0,"huge":99999999999999999999999999.0,"level":2.0,"#,
        r#""by_day":{"a":9007199254740993.0},"pair":[1.00,"b"],"either":10e-1,"shape":{"kind":2.0,"side":3.0}}"#,
    ))
    .unwrap();
    assert_eq!((read.count, read.small, read.tiny), (1000, Some(0), Some(255)));
    assert_eq!(read.huge, Some(99_999_999_999_999_999_999_999_999));
    assert_eq!(read.level, Some(integers_with_fraction::models::Level::N2));
    assert_eq!(read.by_day.as_ref().unwrap()["a"], 9_007_199_254_740_993);
    assert_eq!(read.pair, Some((1, "b".to_owned())));
    assert_eq!(read.either, Some(CountEither::Integer(1)));
    assert!(matches!(&read.shape, Some(CountShape::Circle(circle)) if circle.side == 3));
    // Written back: the same values.
    let written = serde_json::to_string(&read).unwrap();
    assert_eq!(
        written,
        concat!(
            r#"{"count":1000,"small":0,"tiny":255,"huge":99999999999999999999999999,"level":2,"#,
            r#""by_day":{"a":9007199254740993},"pair":[1,"b"],"either":1,"shape":{"kind":2,"side":3}}"#,
        )
    );
}

#[test]
fn fractional_integers_are_an_error_with_a_json_path() {
    for (body, path) in [
        (r#"{"count":1.5}"#, "$.count"),
        (r#"{"count":1e19}"#, "$.count"),
        (r#"{"count":1,"small":2147483648.0}"#, "$.small"),
        (r#"{"count":1,"huge":1e39}"#, "$.huge"),
        (r#"{"count":1.0,"by_day":{"a":"1"}}"#, "$.by_day.a"),
    ] {
        let error = count(body).unwrap_err();
        assert!(error.contains(path), "{body}: {error}");
    }
    assert!(matches!(count(r#"{"count":1,"either":1.5}"#).unwrap().either, Some(CountEither::Unknown(_))));
}

#[test]
fn integer_headers_may_have_a_zero_fraction() {
    let response = Response::builder().header("x-total", "12.0").body(Body::empty()).unwrap();
    assert_eq!(X_TOTAL.read(response.headers()), Ok(Some(12)));
    let response = Response::builder().header("x-total", "1.5").body(Body::empty()).unwrap();
    assert!(X_TOTAL.read(response.headers()).is_err());
}

#[test]
fn floats_are_exact_in_the_document_and_in_what_is_read() {
    use numbers_to_the_last_digit::models::{Sample, SampleEither, SampleLevel};
    use numbers_to_the_last_digit::operations::PutScale;
    let text = r#"{"value":-5e-57,"level":2.5976931e-101,"either":0.12247515296789901,"any":0.16230791994535199}"#;
    let sample: Sample = <PutScale>::read_response(Response::new(Bytes::from(text))).unwrap();
    assert_eq!(sample.value.to_bits(), (-5e-57_f64).to_bits());
    assert_eq!(sample.level, SampleLevel::N2_5976931eMinus101);
    assert_eq!(sample.either, Some(SampleEither::Number(0.122_475_152_967_899_01)));
    assert_eq!(sample.any, Some(Value::from(0.162_307_919_945_351_99)));
    let put = PutScale::new(sample);
    assert_eq!((target(&put).as_str(), body(&put).as_str()), ("/scales/-1.034e-20", text));
    let with = |value| PutScale::new(Sample::new(value, SampleLevel::N0_12247515296789901));
    sent(&with(2.597_693_1e-101));
    assert_eq!(problems(&with(2.597_693_100_000_000_3e-101)).len(), 1);
}
