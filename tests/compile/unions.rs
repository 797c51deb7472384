//! Which variant of a union is read.

use crate::fixtures::{
    discriminator_aliases, discriminator_beside_scalars, discriminator_default_mapping, discriminator_enum_of_base,
    discriminator_integer, discriminator_of_parent, discriminator_shared_enum, discriminators_of_frameworks,
    names_without_repetition, one_of_constants_nullable, one_of_nested_constant, union_externally_tagged,
    union_of_constants, union_type_contradicts_variant,
};
use crate::requests::problems;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use specwright_tests::json::Json;

/// Reads a value that is written back unchanged.
#[track_caller]
pub(crate) fn read<T: Serialize + DeserializeOwned>(text: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(Json::parse(&serde_json::to_string(&value).unwrap()), Json::parse(text));
    value
}

/// Asserts which variant each JSON text is read as.
macro_rules! reads {
    ($($text:literal => $variant:path),* $(,)?) => {
        $(
            let value = $crate::unions::read($text);
            assert!(matches!(value, $variant(_)), "{} is {value:?}", $text);
        )*
    };
}
pub(crate) use reads;

#[test]
fn discriminator_values_of_a_supertype_select_the_subtype_of_that_name() {
    use discriminator_enum_of_base::models::{Animal, Plant};
    reads! {
        r#"{"kind":"Dog","bark":"b"}"# => Animal::Dog,
        r#"{"kind":"Dog"}"# => Animal::Dog,
        r#"{"kind":"Cat","bark":"b"}"# => Animal::Cat,
        r#"{"kind":"Animal"}"# => Animal::Unknown,
        r#"{"kind":"Fish"}"# => Animal::Unknown,
        r#"{"kind":"Tree"}"# => Plant::Tree,
        r#"{"kind":"Moss"}"# => Plant::Base,
        r#"{"kind":"Stone"}"# => Plant::Unknown,
    }
}

#[test]
fn shared_enums_select_variants_by_name() {
    use discriminator_shared_enum::models::{P1, P2, P3, P4, P5, P6};
    reads! {
        r#"{"kind":"Dog","meow":"m"}"# => P1::Dog,
        r#"{"kind":"Cat","bark":"b"}"# => P1::Cat,
        r#"{"kind":"Fish","bark":"b"}"# => P1::Unknown,
        r#"{"kind":"Dog","meow":"m"}"# => P2::Dog,
        r#"{"kind":"Cat","bark":"b"}"# => P2::Cat,
        r#"{"kind":"D3","meow":"m"}"# => P3::D3,
        r#"{"kind":"C3","bark":"b"}"# => P3::C3,
        r#"{"kind":"P3"}"# => P3::Unknown,
        r#"{"kind":"D4","meow":"m"}"# => P4::D4,
        r#"{"kind":"C4","bark":"b"}"# => P4::C4,
        r#"{"kind":"d","meow":"m"}"# => P5::D5,
        r#"{"kind":"c","bark":"b"}"# => P5::C5,
        r#"{"kind":"dog6","meow":"m"}"# => P6::Dog6,
        r#"{"kind":"cat6","bark":"b"}"# => P6::Cat6,
    }
}

#[test]
fn a_supertype_variant_includes_its_listed_subtypes() {
    use discriminators_of_frameworks::models::{DayRule, Event, Payment, Receipt, Rule};
    assert!(matches!(read(r#"{"kind":"time","hour":1}"#), Rule::Time(_)));
    assert_eq!(serde_json::to_string(&DayRule::new()).unwrap(), r#"{"kind":"day"}"#);
    let payment = |text: &str| read::<Receipt>(&format!(r#"{{"payment":{text}}}"#)).payment.unwrap();
    assert!(matches!(payment(r#"{"method":"card","iban":"x"}"#), Payment::Card(_)));
    assert!(matches!(payment(r#"{"method":"bank","number":"x"}"#), Payment::Bank(_)));
    assert!(matches!(payment(r#"{"method":"cash"}"#), Payment::Unknown(_)));
    reads! {
        r#"{"kind":"key","code":"a"}"# => Event::Key,
        r#"{"kind":"scroll","to":"up"}"# => Event::Scroll,
        r#"{"kind":"drop"}"# => Event::Unknown,
    }
}

#[test]
fn numbers_and_booleans_are_compared_by_their_json() {
    use discriminator_integer::models::{Base, Constant, Defaulted, Either, Mapped, Switch};
    reads! {
        r#"{"kind":1,"b":"b"}"# => Base::A,
        r#"{"kind":2,"a":"a"}"# => Base::B,
        r#"{"kind":3,"a":"a"}"# => Base::Unknown,
        r#"{"kind":"1","a":"a"}"# => Base::Unknown,
        r#"{"id":1,"x":"x"}"# => Mapped::X,
        r#"{"id":2,"x":"x"}"# => Mapped::Y,
        r#"{"version":1,"a":"a"}"# => Constant::V1,
        r#"{"version":2,"a":"a"}"# => Constant::V2,
        r#"{"version":3,"a":"a"}"# => Constant::Unknown,
        r#"{"version":1,"a":"a"}"# => Defaulted::D1,
        r#"{"version":2,"a":"a"}"# => Defaulted::D2,
        r#"{"on":true,"since":"s"}"# => Switch::On,
        r#"{"on":false,"since":"s"}"# => Switch::Off,
        r#"{"tag":1}"# => Either::E1,
        r#"{"tag":"2"}"# => Either::E2,
    }
    assert!(matches!(serde_json::from_str(r#"{"id":2.0}"#).unwrap(), Mapped::Y(_)));
}

#[test]
fn two_names_of_one_type_are_two_variants() {
    use discriminator_aliases::models::Demo;
    reads! {
        r#"{"type":"type1","name":"n"}"# => Demo::Base,
        r#"{"type":"type2","name":"n"}"# => Demo::Create,
        r#"{"type":"type3","name":"n"}"# => Demo::Update,
        r#"{"type":"Update"}"# => Demo::Update,
        r#"{"type":"type4","name":"n"}"# => Demo::Unknown,
    }
}

#[test]
fn subtypes_are_selected_by_the_discriminator_of_their_supertype() {
    use discriminator_of_parent::models::{Drawable, Figure};
    reads! {
        r#"{"kind":"circle","a":1}"# => Drawable::Circle,
        r#"{"kind":"square","r":1}"# => Drawable::Square,
        r#"{"kind":"dot"}"# => Drawable::Unknown,
        r#"{"kind":"square","r":1}"# => Figure::Drawable,
        r#"{"kind":"Label"}"# => Figure::Label,
        r#"{"kind":"Line"}"# => Figure::Unknown,
    }
    let figure: Figure = read(r#"{"kind":"square"}"#);
    let Figure::Drawable(drawable) = figure else { panic!("{figure:?}") };
    assert!(matches!(drawable, Drawable::Square(_)));
}

#[test]
fn unions_of_constants_and_null_are_one_enum() {
    use one_of_constants_nullable::models::{Color, Wall};
    use specwright_runtime::Presence;
    let mut wall: Wall = read(r#"{"color":"red","trim":null}"#);
    assert_eq!(wall.color, Color::Red);
    wall.trim = Presence::Value(wall.color.clone());
    assert_eq!(serde_json::to_string(&wall).unwrap(), r#"{"color":"red","trim":"red"}"#);
}

/// Decoding does not decide here: each enum accepts the values of the other.
#[test]
fn nested_constants_select_variants() {
    use one_of_nested_constant::models::{Job, Resource};
    reads! {
        r#"{"data":{"type":"articles","id":"1"}}"# => Resource::Articles,
        r#"{"data":{"type":"people","id":"1","title":"Dr"}}"# => Resource::People,
        r#"{"data":{"type":"tags","id":"1"}}"# => Resource::Unknown,
        r#"{"state":{"code":2}}"# => Job::Done,
        r#"{"state":{"code":4},"text":"no disk"}"# => Job::Failed,
    }
}

#[test]
fn a_discriminator_works_next_to_variants_that_are_not_objects() {
    use discriminator_beside_scalars::models::{Filter, Limit, Match, Rule};
    reads! {
        r#"{"rule":"limit","value":1}"# => Rule::Limit,
        r#"{"rule":"match","value":1}"# => Rule::Match,
        r#""on""# => Rule::Text,
        r#"[{"rule":"match"},"off"]"# => Rule::Array,
        "0.5" => Rule::Weight,
        r#"{"rule":"other","value":1}"# => Rule::Unknown,
        "true" => Rule::Unknown,
        r#"{"rule":"limit","value":1}"# => Filter::Limit,
        r#"{"rule":"match","value":1}"# => Filter::Match,
        r#"{"value":1}"# => Filter::Object,
    }
    let write = |rule: Rule| serde_json::to_string(&rule).unwrap();
    assert_eq!(write(Limit::new(1).into()), r#"{"rule":"limit","value":1}"#);
    assert_eq!(write(Match::new().into()), r#"{"rule":"match"}"#);
}

#[test]
fn default_mapping_is_used_for_other_values() {
    use discriminator_default_mapping::models::{OtherPet, Pet, Shape};
    reads! {
        r#"{"petType":"cat","name":"n"}"# => Pet::Cat,
        r#"{"petType":"dog"}"# => Pet::Dog,
        r#"{"petType":"Dog"}"# => Pet::Dog,
        r#"{"petType":"OtherPet"}"# => Pet::Other,
        r#"{"petType":"lizard","name":"n"}"# => Pet::Other,
        r#"{"name":"n"}"# => Pet::Other,
        "{}" => Pet::Other,
        r#"{"bark":"b"}"# => Pet::Other,
        r#"["dog"]"# => Pet::Unknown,
        r#"{"kind":"circle","radius":1.5}"# => Shape::Circle,
        r#"{"kind":"square"}"# => Shape::Base,
        r#"{"radius":1.5}"# => Shape::Base,
    }
    let pet = Pet::from(OtherPet::new().pet_type("lizard"));
    assert_eq!(serde_json::to_string(&pet).unwrap(), r#"{"petType":"lizard"}"#);
    assert_eq!(serde_json::to_string(&Pet::from(OtherPet::new())).unwrap(), "{}");
}

#[test]
fn unions_convert_from_their_variants() {
    use names_without_repetition::models::{Event, EventPull, PushEvent, PushEventTo};
    assert_eq!(PushEventTo::from("a"), PushEventTo::Text("a".to_owned()));
    assert_eq!(PushEventTo::from(["a"]), PushEventTo::Array(vec!["a".to_owned()]));
    assert_eq!(PushEventTo::from(["a".to_owned()]), PushEventTo::Array(vec!["a".to_owned()]));
    assert_eq!(PushEventTo::from([1_i64]), PushEventTo::ArrayOfIntegers(vec![1]));
    assert!(matches!(Event::from(PushEvent::new(["a", "b"])), Event::Push(_)));
    assert!(matches!(Event::from(EventPull::new(["a"])), Event::Pull(_)));
}

#[test]
fn variants_with_one_value_have_no_field() {
    use union_of_constants::models::{Corner, Limit, Margin, Named, Off, Shape};
    for (text, shape) in [(r#""Point""#, Shape::Point), (r#""Line""#, Shape::Unknown("Line".into()))] {
        assert_eq!(read::<Shape>(text), shape);
    }
    reads! { r#"{"Circle":{"radius":1.5}}"# => Shape::Circle }
    for (text, limit) in [
        (r#""unlimited""#, Limit::Unlimited),
        ("5000000000", Limit::N5000000000),
        ("-1", Limit::Minus1),
        ("false", Limit::False),
        ("[1,2]", Limit::Array(vec![1, 2])),
        ("5", Limit::Unknown(5.into())),
        ("true", Limit::Unknown(true.into())),
    ] {
        assert_eq!(read::<Limit>(text), limit);
    }
    for (text, margin) in [(r#""auto""#, Margin::Auto), ("0", Margin::N0), ("true", Margin::True)] {
        assert_eq!(read::<Margin>(text), margin);
    }
    reads! { r#"{"kind":"round","radius":1.5}"# => Corner::Round, r#""blunt""# => Corner::Unknown }
    assert_eq!(read::<Corner>(r#""sharp""#), Corner::Sharp);
    assert_eq!(read::<Named>(r#""off""#), Named::Off(Off::Off));
    assert_eq!(read::<Named>(r#""1""#), Named::Enabled);
    reads! { "0.5" => Named::Number }
}

#[test]
fn a_list_of_values_among_other_types_is_a_variant_for_each() {
    use union_externally_tagged::models::{Level, LevelName, Speed};
    for (text, speed) in [
        (r#""slow""#, Speed::Slow),
        (r#""fast""#, Speed::Fast),
        ("30", Speed::Integer(30)),
        ("false", Speed::Boolean(false)),
        (r#""warp""#, Speed::Unknown("warp".into())),
    ] {
        assert_eq!(read::<Speed>(text), speed);
    }
    assert_eq!(read::<Level>(r#""high""#), Level::Name(LevelName::High));
}

#[test]
fn a_variant_holds_the_value_of_its_only_property() {
    use union_externally_tagged::models::{Circle, Figure, Shape, ShapeSquare};
    let not_a_circle = || Shape::Not(Box::new(Shape::Circle(Circle::new(1.5))));
    for (text, shape) in [
        (r#""nothing""#, Shape::Nothing),
        (r#"{"circle":{"radius":2.5}}"#, Circle::new(2.5).into()),
        (r#"{"label":"here"}"#, Shape::Label("here".to_owned())),
        (
            r#"{"group":["everything",{"not":{"circle":{"radius":1.5}}}]}"#,
            Shape::Group(vec![Shape::Everything, not_a_circle()]),
        ),
        (r#"{"square":{"side":1.0}}"#, ShapeSquare::new(1.0).into()),
        // Of a newer version of the API.
        (r#"{"triangle":{"sides":[3,4,5]}}"#, Shape::Unknown(json!({ "triangle": { "sides": [3, 4, 5] } }))),
        (r#""dotted""#, Shape::Unknown("dotted".into())),
    ] {
        assert_eq!(read::<Shape>(text), shape);
    }
    let error = serde_json::from_str::<Shape>(r#"{"group":[{"circle":{"radius":"wide"}}]}"#).unwrap_err().to_string();
    assert!(error.contains("$.group[0].circle.radius"), "{error}");
    let error = serde_json::from_str::<Shape>(r#"{"label":"here","label":"there"}"#).unwrap_err().to_string();
    assert!(error.contains("duplicate field `label`"), "{error}");
    // Its object may have further keys.
    reads! { r#"{"line":1.5,"color":"red"}"# => Figure::Line }
}

#[test]
fn the_value_of_an_only_property_is_checked_at_its_key() {
    use union_externally_tagged::models::{Circle, Shape};
    use union_externally_tagged::operations::Draw;
    let shape = Shape::Group(vec![Shape::Label("a".repeat(21)), Circle::new(-1.0).into()]);
    let expected = [
        "body at $.group[0].label must be at most 20 characters, has 21",
        "body at $.group[1].circle.radius must be at least 0, is -1",
    ];
    assert_eq!(problems(&Draw::new(shape)), expected);
}

#[test]
fn a_type_next_to_the_alternatives_does_not_exclude_a_variant() {
    use union_type_contradicts_variant::models::Contexts;
    let contexts: Contexts = read(r#"{"contexts":["ci"]}"#);
    assert!(matches!(&contexts, Contexts::Contexts(object) if object.contexts == ["ci"]), "{contexts:?}");
    let contexts: Contexts = read(r#"["ci"]"#);
    assert!(matches!(&contexts, Contexts::Array(array) if *array == ["ci"]), "{contexts:?}");
}
