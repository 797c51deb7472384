//! Responses are lossless: documented and undocumented values are written back unchanged.

use specwright_runtime::serde_json::{from_str, to_string};
use specwright_runtime::{Deserialize, Serialize};
use specwright_tests::json::Json;
use zoho_crm_portals::models::{
    Language, OauthTokenResponse, Portal, PortalUser, PortalsError, ResourcePathIndex, ResultCode, ResultDetails,
    StringOrNumberId, UserTypeModule,
};

/// Reads a value, and asserts that it is written back the same.
fn round_trip<T: Serialize + for<'de> Deserialize<'de>>(json: &str) -> T {
    let value = from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let after = Json::parse(&to_string(&value).unwrap());
    assert_eq!(Json::parse(json).differences(&after), [""; 0], "{json}");
    value
}

#[test]
fn unknown_keys_are_kept() {
    let details: ResultDetails = round_trip(r#"{"limit":7,"new":{"deep":[1,-0.5,null,"é"],"":{}},"newer":null}"#);
    assert_eq!(details.limit, Some(7));
    assert_eq!(details.additional_properties["new"]["deep"][3], "é");
}

#[test]
fn unlisted_enum_values_are_kept() {
    assert_eq!(round_trip::<ResultCode>(r#""NEW_CODE""#), ResultCode::Unknown("NEW_CODE".to_owned()));
    assert_eq!(round_trip::<ResultCode>(r#""SUCCESS""#), ResultCode::Success);
    assert_eq!(round_trip::<Language>(r#""""#), Language::Unknown(String::new()));
    assert_eq!(round_trip::<Language>(r#""en_us""#).as_str(), "en_us");
}

#[test]
fn unknown_variants_are_kept() {
    for json in ["null", "true", "7", r#""text""#, "[]", "{}", r#"{"fault":{"at":[1]}}"#] {
        assert!(matches!(round_trip::<PortalsError>(json), PortalsError::Unknown(_)), "{json}");
    }
    for json in ["null", "true", "1.5", "{}", "[7]"] {
        assert!(matches!(round_trip::<StringOrNumberId>(json), StringOrNumberId::Unknown(_)), "{json}");
    }
    assert!(matches!(round_trip(r#"{"token":"x"}"#), OauthTokenResponse::Unknown(_)));
}

/// A known form with something wrong inside is an error there, and not an unknown form.
#[test]
fn invalid_known_variants_are_errors() {
    let broken = r#"{"portals":[{"code":"X","details":{},"message":7,"status":"error"}]}"#;
    let error = from_str::<PortalsError>(broken).unwrap_err().to_string();
    assert_eq!(error, "at $.portals[0].message: invalid type: integer `7`, expected a string");
}

#[test]
fn flat_errors_with_unlisted_codes() {
    let flat = r#"{"code":"NEW_CODE","details":{"id":1},"message":"","status":"error"}"#;
    let PortalsError::ResultItem(item) = round_trip(flat) else { panic!("a new code makes no new form") };
    assert_eq!(item.code, ResultCode::Unknown("NEW_CODE".to_owned()));
}

#[test]
fn null_absent_and_value_are_distinguished() {
    let modules = [
        (r#"{"id":"1","api_name":"Notes"}"#, (true, false)),
        (r#"{"id":"1","api_name":"Notes","views":null}"#, (false, true)),
        (r#"{"id":"1","api_name":"Notes","views":{}}"#, (false, false)),
    ];
    for (json, (absent, null)) in modules {
        let views = round_trip::<UserTypeModule>(json).views;
        assert_eq!((views.is_absent(), views.is_null(), views.value().is_some()), (absent, null, !absent && !null));
    }
}

#[test]
fn ids_of_any_size() {
    let numbers = ["0", "1306462000001857564", "18936550000000063924", "999999999999999999999999999999"];
    for digits in numbers {
        let StringOrNumberId::Integer(number) = round_trip(digits) else { panic!("a number") };
        assert_eq!(number.to_string(), digits);
        let details: ResultDetails = round_trip(&format!(r#"{{"id":{digits},"transfer_To":"{digits}"}}"#));
        assert_eq!(details.id, Some(StringOrNumberId::Integer(number)));
        assert_eq!(details.transfer_to, Some(StringOrNumberId::Text(digits.to_owned())));
    }
    // Zeros in front, digits masked.
    for text in ["007", "10xxx10"] {
        assert_eq!(round_trip::<StringOrNumberId>(&format!("\"{text}\"")), StringOrNumberId::Text(text.to_owned()));
    }
    assert_eq!(round_trip::<ResourcePathIndex>("6"), ResourcePathIndex::Integer(6));
    assert_eq!(round_trip::<ResourcePathIndex>(r#""6""#), ResourcePathIndex::Text("6".to_owned()));
}

/// A version that is an integer stays one, and `8.0` is one.
#[test]
fn numbers_with_a_fraction_and_without() {
    let of = |version: &str| format!(r#"{{"supported_version":{version}}}"#);
    for (text, written) in [("2.1", "2.1"), ("0.1", "0.1"), ("-1.5e-7", "-1.5e-7"), ("8.0", "8"), ("8", "8")] {
        let details: ResultDetails = from_str(&of(text)).unwrap();
        assert_eq!(to_string(&details).unwrap(), of(written));
    }
}

#[test]
fn times_with_offset_and_fraction() {
    let times = [
        "2023-02-07T20:13:20+05:30",
        "2023-02-07T20:13:20Z",
        "2023-02-07T20:13:20+00:00",
        "2023-02-07T20:13:20.120Z",
        "2023-02-07T20:13:20.123456789-11:00",
        "2016-12-31T23:59:60Z",
    ];
    for time in times {
        let user: PortalUser =
            round_trip(&format!(r#"{{"personality_id":"1","active":true,"confirm":false,"invited_time":"{time}"}}"#));
        assert_eq!(user.invited_time.unwrap().to_string(), time);
        round_trip::<Portal>(&format!(r#"{{"zaid":"1","active":true,"created_time":"{time}"}}"#));
    }
}
