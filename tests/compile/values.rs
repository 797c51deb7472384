//! What the models of the expected clients read and write.

use crate::fixtures::{
    additional_properties_forbidden, additional_properties_typed, all_of_merge, any_of, conditions,
    discriminator_heirs, discriminators_between_files, dynamic_references, enum_boolean, enum_integer,
    enum_mixed_types, enum_named_constants, enum_nullable, enum_number, enum_odd_strings, enum_open, enum_within_enum,
    formats_number, formats_string, integer_widths, maps, maps_by_pattern, maps_free_form, named_scalars,
    names_of_properties, nullable_elements, one_of_constant, one_of_constants, one_of_discriminator,
    one_of_discriminator_constant, one_of_discriminator_mapping, one_of_inline, one_of_json_type, one_of_nullable,
    one_of_required_key, one_of_with_base, presence, properties_any, read_only_write_only, recursion_direct,
    recursion_list_of_itself, recursion_through_map, recursion_through_union, settings_date_time,
    settings_date_time_jiff, settings_date_time_lenient, tuples, types_in_the_wild, types_of_frameworks,
    union_ambiguous, union_best_fit, union_by_optional_key, union_narrow_before_wide, union_of_array_lengths,
    union_of_integer_ranges, union_of_numbered_versions, unions_of_each_other,
};
use crate::requests::target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use specwright_tests::json::Json;

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn written<T: Serialize>(value: &T) -> Json {
    Json::parse(&serde_json::to_string(value).unwrap())
}

/// What is read is written again: no key lost, none added, every number as it was.
#[track_caller]
fn round_trip<T: Serialize + DeserializeOwned>(values: &[&str]) {
    for text in values {
        assert_eq!(written(&read::<T>(text)), Json::parse(text), "{text}");
    }
}

#[track_caller]
fn refused<T: DeserializeOwned>(values: &[&str]) {
    for text in values {
        assert!(serde_json::from_str::<T>(text).is_err(), "{text}");
    }
}

#[test]
fn presence_is_kept() {
    use presence::models::Reading;
    round_trip::<Reading>(&[
        r#"{"place":"a","unit":null}"#,
        r#"{"place":"a","unit":"b","note":null}"#,
        r#"{"place":"a","unit":"b","value":1.5,"note":"c","other":[{}]}"#,
    ]);
    refused::<Reading>(&[r#"{"place":"a"}"#, r#"{"unit":"b"}"#, r#"{"place":null,"unit":null}"#]);
    assert_eq!(written(&Reading::new("a", None)), Json::parse(r#"{"place":"a","unit":null}"#));
    let cleared = Reading::new("a", "b".to_owned()).note(None);
    assert_eq!(written(&cleared), Json::parse(r#"{"place":"a","unit":"b","note":null}"#));
}

#[test]
fn any_json_value_is_kept() {
    round_trip::<properties_any::models::Setting>(&[
        r#"{"value":null,"fallback":null}"#,
        r#"{"value":[1],"fallback":{},"comment":null,"origin":{"a":null}}"#,
    ]);
    round_trip::<maps_free_form::models::Labels>(&[r#"{"stated":{"a":1},"silent":{},"list":[{"b":[]}],"json":null}"#]);
}

#[test]
fn additional_properties_are_kept() {
    use additional_properties_typed::models::{Measures, Translation};
    round_trip::<Translation>(&[r#"{"key":"a","de":"b","en":"c"}"#, r#"{"key":"a","additional_properties":true}"#]);
    round_trip::<Measures>(&[r#"{"unit":"m","a":1.5,"b":null}"#]);
    refused::<Translation>(&[r#"{"key":"a","de":1}"#]);
    round_trip::<maps::models::Match>(&[r#"{"scores":{"a":{"b":1.5}},"judges":{"c":["d"]}}"#]);
    round_trip::<nullable_elements::models::Samples>(&[r#"{"values":[1.5,null],"places":null,"by_day":{"a":null}}"#]);
    // Strict in what is sent, lenient in what is read: an unknown key fails nothing.
    let point: additional_properties_forbidden::models::Point = read(r#"{"x":1,"y":2,"z":3}"#);
    assert_eq!(written(&point), Json::parse(r#"{"x":1,"y":2}"#));
}

#[test]
fn numbers_and_dates_are_exact() {
    round_trip::<formats_number::models::Numbers>(&[
        r#"{"plain":-9223372036854775808,"single":0.5,"half":18446744073709551615,"huge":99999999999999999999}"#,
    ]);
    refused::<formats_number::models::Numbers>(&[r#"{"plain":1,"single":1,"short":2147483648}"#]);
    round_trip::<integer_widths::models::Widths>(&[
        r#"{"a":-128,"b":255,"c":-32768,"d":65535,"e":4294967295,"f":18446744073709551615,"g":9007199254740993}"#,
        r#"{"h":"9007199254740993","i":0.1,"j":18446744073709551615}"#,
    ]);
    round_trip::<types_in_the_wild::models::Row>(&[
        r#"{"id":7,"empty":[],"any":null,"upper":"a","long":1,"several":"a","list":[{}],"nulled":null,"odd":{"a":1}}"#,
    ]);
    round_trip::<formats_string::models::Event>(&[
        r#"{"at":"2024-02-29T12:00:00.5+02:00","day":"2024-02-29","until":null,"days":["2024-03-01"],"untyped":"2024-01-01"}"#,
    ]);
    refused::<formats_string::models::Event>(&[r#"{"at":"noon","day":"2024-02-29"}"#]);
}

#[test]
fn unknown_constants_are_kept() {
    use enum_odd_strings::models::Odd;
    for (text, expected) in [("", Odd::Empty), ("-1", Odd::Minus1), ("名前", Odd::名前), ("error", Odd::Error)] {
        assert_eq!(Odd::from(text), expected);
        assert_eq!(expected.as_str(), text);
    }
    assert_eq!(Odd::from("new"), Odd::Unknown("new".to_owned()));
    round_trip::<Odd>(&[r#""line\nbreak""#, r#""new""#]);
    assert_eq!(enum_named_constants::models::Mention::from("@here"), enum_named_constants::models::Mention::Here);
    assert_eq!(enum_named_constants::models::Timeout::OneHour.value(), 3600);
    round_trip::<enum_named_constants::models::Switch>(&["true", r#""auto""#, "0", "7", r#""off""#, "[1]"]);
    round_trip::<enum_mixed_types::models::Row>(&[
        r#"{"size":"auto","ratio":0.5,"code":"404","count":2,"pair":[3]}"#,
        r#"{"size":null,"ratio":"none"}"#,
        r#"{"size":2}"#,
    ]);
    assert_eq!(enum_open::models::Model::from("tiny"), enum_open::models::Model::Tiny);
    round_trip::<enum_open::models::Model>(&[r#""small""#, r#""of tomorrow""#]);
    // A known string next to any other is no constant: the caller chooses. Its default is not listed.
    let request = enum_open::models::Request::new("tiny").choice("none");
    assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"model":"tiny","choice":"none"}"#);
    let request = enum_open::models::Request::new("of tomorrow");
    assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"model":"of tomorrow","choice":"all"}"#);
    assert!(matches!(read(r#"{"type":2}"#), enum_within_enum::models::Action::Flag(_)));
    assert_eq!(enum_within_enum::models::BlockType::Block.value(), 1);
    round_trip::<enum_integer::models::Level>(&["1", "-1", "77"]);
    round_trip::<enum_number::models::Frame>(&[r#"{"zoom":0.5}"#, r#"{"zoom":7.25}"#]);
    round_trip::<enum_boolean::models::AlwaysTrue>(&["true", "false"]);
    round_trip::<enum_nullable::models::Paint>(&[r#"{"colour":null,"gloss":null}"#, r#"{"colour":"blue","finish":3}"#]);
}

#[test]
fn discriminated_unions() {
    use one_of_discriminator::models::Pet;
    use one_of_discriminator_constant::models::Shape;
    use one_of_discriminator_mapping::models::Event;
    round_trip::<Pet>(&[r#"{"kind":"Cat","lives":9}"#, r#"{"kind":"Dog"}"#, r#"{"kind":"Fish","fins":2}"#, "{}", "7"]);
    assert!(matches!(read(r#"{"kind":"Cat"}"#), Pet::Cat(_)));
    assert!(matches!(read(r#"{"kind":"Fish"}"#), Pet::Unknown(_)));
    // A known variant that is broken is an error, and not an unknown one.
    refused::<Pet>(&[r#"{"kind":"Cat","lives":"nine"}"#]);
    assert!(matches!(read(r#"{"event-type":"user.invited","name":"a"}"#), Event::UserAdded(_)));
    assert!(matches!(read(r#"{"event-type":"Other"}"#), Event::Other(_)));
    round_trip::<Shape>(&[r#"{"type":"circle","radius":1.5}"#, r#"{"type":"square","sides":4}"#]);
}

#[test]
fn subtypes_of_a_supertype() {
    use discriminator_heirs::models::{Cat, Event, Log, Pet};
    round_trip::<Pet>(&[
        r#"{"kind":"Cat","name":"a","lives":9}"#,
        r#"{"kind":"Puppy","bark":"b","friend":{"kind":"Dog","bark":"c"}}"#,
        r#"{"kind":"Pet","tail":1}"#,
        r#"{"kind":"Fish","fins":2}"#,
    ]);
    assert!(matches!(read(r#"{"kind":"Puppy"}"#), Pet::Puppy(_)));
    assert!(matches!(read(r#"{"kind":"Pet"}"#), Pet::Base(_)));
    assert!(matches!(read(r#"{"kind":"Fish"}"#), Pet::Unknown(_)));
    assert_eq!(written(&Pet::from(Cat::new().lives(9))), Json::parse(r#"{"kind":"Cat","lives":9}"#));
    round_trip::<Log>(&[r#"{"events":[{"type":"made","by":"a"},{"type":"Event"}]}"#]);
    assert!(matches!(read(r#"{"type":"made"}"#), Event::Made(_)));
}

#[test]
fn schemas_of_other_files_are_named_by_components_keys_and_files() {
    use discriminators_between_files::models::{Cat, Dog, Payment, Pet, Shape};
    assert!(matches!(read(r#"{"kind":"Dog","name":"a"}"#), Pet::Dog(_)));
    assert!(matches!(read(r#"{"kind":"feline","name":"a"}"#), Pet::Cat(_)));
    assert_eq!(written(&Dog::new()), Json::parse(r#"{"kind":"Dog"}"#));
    assert_eq!(written(&Cat::new()), Json::parse(r#"{"kind":"feline"}"#));
    assert!(matches!(read(r#"{"type":"Square","size":1}"#), Shape::Square(_)));
    assert!(matches!(read(r#"{"type":"Star"}"#), Shape::Unknown(_)));
    assert!(matches!(read(r#"{"by":"Cash"}"#), Payment::Cash(_)));
}

#[test]
fn unions_that_are_variants_of_each_other() {
    use unions_of_each_other::models::{P, Q};
    round_trip::<P>(&[r#""a""#, "7", "true", r#"["a",[7]]"#]);
    round_trip::<Q>(&[r#""a""#, "7", "false", "[]", "1.5"]);
    assert!(matches!(read("7"), P::Integer(7)));
}

#[test]
fn union_variants_are_selected_by_their_differences() {
    use any_of::models::Contact;
    use one_of_constant::models::ResultModel;
    use one_of_json_type::models::ValueModel;
    use one_of_required_key::models::Payment;
    round_trip::<ValueModel>(&[r#""a""#, "7", "true", r#"["a"]"#, r#"{"formula":"a"}"#, "1.5"]);
    assert!(matches!(read("1.5"), ValueModel::Unknown(_)));
    refused::<ValueModel>(&["[1]", "{}"]);
    assert!(matches!(read(r#"{"iban":"a","owner":"b"}"#), Payment::Transfer(_)));
    assert!(matches!(read(r#"{"status":"error","value":"a"}"#), ResultModel::Failed(_)));
    assert!(matches!(read(r#"{"status":"other"}"#), ResultModel::Unknown(_)));
    assert!(matches!(read(r#"{"mail":"a","telephone":"b"}"#), Contact::ByMail(_)));
    round_trip::<Contact>(&[r#"{"mail":"a","telephone":"b"}"#]);
    round_trip::<one_of_with_base::models::Notice>(&[r#"{"id":1,"mail":"a"}"#, r#"{"id":1,"street":"a"}"#]);
    round_trip::<one_of_inline::models::SearchResponseItem>(&[r#""none""#, r#"{"name":"a"}"#]);
    round_trip::<one_of_constants::models::Margin>(&["1.5", r#""auto""#]);
    round_trip::<one_of_nullable::models::Maybe>(&[r#"{"answer":null,"later":null}"#, r#"{"answer":1,"only":"a"}"#]);
}

#[test]
fn ambiguous_unions_are_lossless() {
    use union_narrow_before_wide::models::{Day, Place};
    assert!(matches!(read(r#""2024-02-29""#), Day::Date(_)));
    assert!(matches!(read(r#""today""#), Day::Text(_)));
    round_trip::<Place>(&[r#"{"x":1.5,"y":2.5}"#, r#"{"town":"a"}"#]);
    // It has the key of a point and is none; any object will do as well.
    let far: Place = read(r#"{"x":"far"}"#);
    assert!(matches!(far, Place::Map(_)));
    assert_eq!(written(&far), Json::parse(r#"{"x":"far"}"#));
    round_trip::<union_ambiguous::models::Person>(&[r#"{"name":"a"}"#]);
    round_trip::<union_by_optional_key::models::Person>(&[r#"{"name":"a","house":"b"}"#, "{}"]);
    round_trip::<union_best_fit::models::Found>(&[
        r#"{"a":1}"#,
        r#"{"a":1,"b":2}"#,
        r#"{"a":1,"b":2,"c":3,"d":4}"#,
        r#"{"a":1,"c":3}"#,
        r#"{"b":"text","d":[]}"#,
        r#"{"a":1,"b":null}"#,
        "7",
    ]);
    assert!(matches!(read(r#"{"a":1}"#), union_best_fit::models::Found::Small(_)));
    assert!(matches!(read(r#"{"a":1,"b":2,"c":3}"#), union_best_fit::models::Found::Large(_)));
    // `Small` would drop the key that it does not have.
    assert!(!matches!(read(r#"{"a":1,"d":2}"#), union_best_fit::models::Found::Small(_)));
    assert!(matches!(read(r#"{"a":1,"b":null}"#), union_best_fit::models::Found::Other(_)));
    round_trip::<union_of_numbered_versions::models::Release>(&[
        r#"{"version":1,"name":"a"}"#,
        r#"{"version":2,"title":"a"}"#,
        r#"{"version":3}"#,
        r#"{"version":true,"draft":"a"}"#,
    ]);
    integers_are_told_by_their_limits();
    assert!(matches!(read(r#"{"version":2}"#), union_of_numbered_versions::models::Release::Second(_)));
    assert!(matches!(read(r#"{"version":true}"#), union_of_numbered_versions::models::Release::Draft(_)));
    assert!(matches!(read(r#"{"version":3}"#), union_of_numbered_versions::models::Release::Unknown(_)));
}

fn integers_are_told_by_their_limits() {
    use union_of_integer_ranges::models::Level;
    round_trip::<Level>(&["0", "9", "10", "99", "-1", "100", r#""far""#]);
    for low in ["0", "9", "9.0"] {
        assert!(matches!(read(low), Level::Low(_)), "{low}");
    }
    assert!(matches!(read("10"), Level::High(_)) && matches!(read("99"), Level::High(_)));
    assert!(matches!(read("-1"), Level::Debt(_)) && matches!(read("-99999999999"), Level::Debt(_)));
    assert!(matches!(read(r#""far""#), Level::Word(_)));
    // Within none of the limits.
    assert!(matches!(read("100"), Level::Unknown(_)) && matches!(read("1.5"), Level::Unknown(_)));
}

#[test]
fn array_variants_are_selected_by_length() {
    use union_of_array_lengths::models::{Bounds, Command};
    round_trip::<Bounds>(&["[1.5,2.5,3.5,4.5]", "[]", r#""far""#]);
    assert!(matches!(read("[1,2,3,4]"), Bounds::Flat(_)));
    assert!(matches!(read("[1,2,3,4,5,6]"), Bounds::Deep(_)));
    assert!(matches!(read("[1,2,3,4,5,6,7,8]"), Bounds::Path(_)));
    // Within none of the limits.
    assert!(matches!(read("[1,2,3,4,5]"), Bounds::Unknown(_)) && matches!(read("[]"), Bounds::Unknown(_)));
    refused::<Bounds>(&[r#"["a","b","c","d"]"#]);
    assert!(matches!(read(r#"["move",1]"#), Command::Move(_)) && matches!(read(r#"["stop"]"#), Command::Stop(_)));
}

#[test]
fn tuples() {
    use tuples::models::{Chain, Line, Tree};
    round_trip::<Line>(&[r#"{"from":[0.5,1.5],"to":[2.5,3.5],"row":["a",null,{"a":true,"b":1}]}"#]);
    refused::<Line>(&[r#"{"from":[0.5]}"#, r#"{"from":[0.5,1.5,2.5]}"#, r#"{"from":[0.5,"a"]}"#]);
    round_trip::<Tree>(&[r#"["a",[["b",[]]]]"#]);
    round_trip::<Chain>(&["[1,[2,null]]"]);
    assert_eq!(written(&Line::new((0.5, 1.5)).to((2.5, 3.5))), Json::parse(r#"{"from":[0.5,1.5],"to":[2.5,3.5]}"#));
}

#[test]
fn types_of_frameworks_are_recognized() {
    use types_of_frameworks::models::{Port, Service};
    round_trip::<Service>(&[r#"{"port":80,"budget":18446744073709551616,"weights":{"a":0.5}}"#, r#"{"port":"http"}"#]);
    assert!(matches!(read("80"), Port::Integer(80)) && matches!(read(r#""http""#), Port::Text(_)));
    refused::<Service>(&[r#"{"weights":{"a":"b"}}"#]);
}

#[test]
fn keys_of_a_pattern_are_kept() {
    round_trip::<maps_by_pattern::models::Headers>(&[r#"{"name":"a","x-a":"b","n-a":1,"other":[]}"#]);
    round_trip::<dynamic_references::models::Tree>(&[r#"{"data":"a","children":[{"data":"b"}]}"#]);
    round_trip::<conditions::models::Parcel>(&[r#"{"weight":0.5,"photo":"aGk=","anything":[1],"more":3}"#]);
}

#[test]
fn recursion() {
    round_trip::<recursion_direct::models::Folder>(&[r#"{"name":"a","parent":{"name":"b"},"link":null}"#]);
    round_trip::<recursion_list_of_itself::models::Nested>(&["[[],[[]]]"]);
    round_trip::<recursion_through_map::models::Scope>(&[r#"{"name":"a","b":{"name":"c"}}"#]);
    round_trip::<recursion_through_union::models::Expression>(&[r#"{"sum":[1.5,{"negate":{"sum":[]}}]}"#]);
}

#[test]
fn all_of_merges_objects() {
    use all_of_merge::models::Puppy;
    round_trip::<Puppy>(&[r#"{"name":"a","legs":4,"bark":"b","breed":"pug"}"#]);
    refused::<Puppy>(&[r#"{"name":"a","legs":4,"bark":"b"}"#]);
    round_trip::<names_of_properties::models::Odd>(&[r#"{"":"a","a b":"b","123":"c","line\nbreak\u202e":"d"}"#]);
    let user = read_only_write_only::models::User::new("Ada", "secret", None);
    assert_eq!(written(&user), Json::parse(r#"{"name":"Ada","password":"secret","pin":null}"#));
}

#[test]
fn named_scalars_are_their_values() {
    use named_scalars::models::{PageNumber, UserId};
    assert_eq!(UserId::new("a"), "a");
    assert_eq!(PageNumber::new(3).get(), 3);
    round_trip::<UserId>(&[r#""a""#]);
    round_trip::<PageNumber>(&["3"]);
}

#[test]
fn dates_of_other_libraries_are_read_and_written() {
    for text in [r#"{"at":"2024-05-06T07:08:09Z","until":null}"#, r#"{"at":"2024-05-06T07:08:09.12Z"}"#] {
        let event: settings_date_time_jiff::models::Event = read(text);
        assert_eq!(event.at.as_second(), 1_714_979_289);
        assert_eq!(written(&event), Json::parse(text));
        let event: settings_date_time::models::Event = read(text);
        assert_eq!(event.at.timestamp(), 1_714_979_289);
    }
    // An instant is what jiff keeps: the offset is lost.
    let event: settings_date_time_jiff::models::Event = read(r#"{"at":"2024-05-06T09:08:09+02:00"}"#);
    assert_eq!(written(&event), Json::parse(r#"{"at":"2024-05-06T07:08:09Z"}"#));
    let event: settings_date_time::models::Event = read(r#"{"at":"2024-05-06T09:08:09+02:00"}"#);
    assert_eq!(written(&event), Json::parse(r#"{"at":"2024-05-06T09:08:09+02:00"}"#));
}

#[test]
fn lenient_date_times_keep_a_missing_offset() {
    use settings_date_time_lenient::models::Event;
    use settings_date_time_lenient::operations::GetEvents;
    round_trip::<Event>(&[
        r#"{"at":"2024-05-06T07:08:09.100000","until":"2024-05-06 07:08:09"}"#,
        r#"{"at":"2024-05-06T07:08:09+02:00","until":null}"#,
    ]);
    let event: Event = read(r#"{"at":"2024-05-06T07:08:09.100000"}"#);
    assert_eq!((event.at.offset(), event.at.local().to_string()), (None, "2024-05-06 07:08:09.100".to_owned()));
    assert_eq!(target(&GetEvents::new(event.at)), "/events?since=2024-05-06T07%3A08%3A09.100000");
    refused::<Event>(&[r#"{"at":"2024-05-06"}"#, r#"{"at":"noon"}"#]);

    let event = r#"{"at":"2024-05-06T07:08:09","day":"2024-02-29"}"#;
    let error = serde_json::from_str::<formats_string::models::Event>(event).unwrap_err().to_string();
    assert!(error.contains("the offset is missing; "), "{error}");
    assert!(error.contains("`date-time = \"lenient\"`"), "{error}");
}
