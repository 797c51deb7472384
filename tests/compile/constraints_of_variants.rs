//! Unions whose variants only constraints, enum values, discriminators of parents or sizes tell apart.

use crate::fixtures::{
    discriminators_of_parents, integers_of_128_bits, union_by_written_key, union_of_constraints, union_of_listed_values,
};
use crate::unions::reads;

#[test]
fn a_value_is_read_as_the_variant_whose_constraints_it_satisfies() {
    use union_of_constraints::models::{Elements, IntegerOrNumber, Items, Labels, Length, Multiple, Number};
    use union_of_constraints::models::{Overlap, Pattern};
    reads! {
        r#""abc""# => Length::Code,
        r#""abcd""# => Length::Name,
        r#""12""# => Pattern::Digits,
        r#""ab""# => Pattern::Word,
        "9.5" => Number::Low,
        "10.5" => Number::High,
        "4" => Overlap::Low,
        "10" => Overlap::High,
        "4" => Multiple::Even,
        "9" => Multiple::Third,
        "10" => IntegerOrNumber::Small,
        "25.5" => IntegerOrNumber::Large,
        "[]" => Items::Few,
        r#"["a","b","c","d"]"# => Items::Many,
        r#"["a","abc"]"# => Elements::Short,
        r#"["abcd","abcde"]"# => Elements::Long,
        r#"{"a":"b"}"# => Labels::One,
        r#"{"a":"b","c":"d"}"# => Labels::More,
    }
}

#[test]
fn an_object_is_read_as_the_variant_whose_properties_satisfy_their_constraints() {
    use union_of_constraints::models::{Command, Field, Person, Range, Release, Shirt, Ticket};
    reads! {
        r#"{"age":17,"name":"n"}"# => Person::Minor,
        r#"{"age":18,"name":"n"}"# => Person::Adult,
        r#"{"low":3,"high":9}"# => Range::Narrow,
        r#"{"low":3,"high":10}"# => Range::Wide,
        r#"{"low":11}"# => Range::Wide,
        r#"{"closed_at":null,"title":"t"}"# => Ticket::Open,
        r#"{"closed_at":"now","title":"t"}"# => Ticket::Closed,
        r#"{"size":"s"}"# => Shirt::Plain,
        r#"{"size":"l"}"# => Shirt::Printed,
        r#"{"value":"v"}"# => Field::Input,
        r#"{"value":1}"# => Field::Input,
        r#"{"value":true}"# => Field::Choice,
        r#"{"value":[1]}"# => Field::Choice,
        r#"["go",1]"# => Command::Go,
        r#"["put",1]"# => Command::Put,
        r#"{"version":1.5}"# => Release::Old,
        r#"{"version":2}"# => Release::New,
    }
}

/// Services break constraints: such a value is still read.
#[test]
fn a_value_that_violates_the_constraints_of_all_variants_is_read() {
    use union_of_constraints::models::{Items, Pattern};
    reads! {
        r#""A-1""# => Pattern::Digits,
        r#"["a","b"]"# => Items::Few,
    }
}

#[test]
fn subtypes_among_other_variants_have_the_discriminator_values_of_their_parents() {
    use discriminators_of_parents::models::{Pet, Thing};
    reads! {
        r#"{"kind":"canine","name":"n"}"# => Pet::Dog,
        r#"{"kind":"Cat","name":"n"}"# => Pet::Cat,
        r#""rex""# => Pet::Text,
        r#"{"kind":"newt","name":"n"}"# => Pet::Unknown,
        r#"{"kind":"feline","name":"n"}"# => Thing::Cat,
        r#"{"family":"beech","name":"n"}"# => Thing::Oak,
        r#"{"family":"birch","name":"n"}"# => Thing::Alder,
        r#"{"kind":"newt","name":"n"}"# => Thing::Rock,
        r#"{"name":"n"}"# => Thing::Rock,
    }
}

#[test]
fn constants_that_are_arrays_objects_or_large_integers_select_variants() {
    use union_of_listed_values::models::{Marker, Origin, Token};
    reads! {
        r#"{"x":0}"# => Origin::Any,
        r#"{"x":1}"# => Origin::Any2,
        r#""here""# => Origin::Text,
        r#"{"at":[]}"# => Marker::Min,
        r#"{"at":18446744073709551615}"# => Marker::Max,
        r#"{"x":2}"# => Origin::Any,
        r#"{"code":3,"uses":5}"# => Token::Free,
        r#"{"code":[1],"uses":6}"# => Token::Coded,
        r#"{"code":null,"uses":6}"# => Token::Coded,
    }
}

/// A response has none of the keys that are only sent.
#[test]
fn keys_that_are_only_sent_do_not_select_the_variant_of_a_response() {
    use union_by_written_key::models::Login;
    reads! {
        r#"{"user":"u"}"# => Login::Basic,
        r#"{"issuer":"i"}"# => Login::Token,
        r#"{"password":"p"}"# => Login::Basic,
        r#"{"secret":"s","issuer":"i"}"# => Login::Token,
    }
}

#[test]
fn integers_up_to_128_bits_keep_every_digit() {
    use integers_of_128_bits::models::{Size, Sizes};
    let text =
        r#"{"signed":-170141183460469231731687303715884105728,"unsigned":340282366920938463463374607431768211455}"#;
    let sizes: Sizes = serde_json::from_str(text).unwrap();
    assert_eq!((sizes.signed, sizes.unsigned), (Some(i128::MIN), Some(u128::MAX)));
    assert_eq!(serde_json::to_string(&sizes).unwrap(), text);
    assert!(serde_json::from_str::<Sizes>(r#"{"unsigned":-1}"#).is_err());
    let size = |text: &str| serde_json::from_str::<Size>(text).unwrap();
    assert_eq!(size("18446744073709551615"), Size::Small(u64::MAX));
    assert_eq!(size("18446744073709551616"), Size::Large(1 << 64));
    assert_eq!(size("340282366920938463463374607431768211455"), Size::Large(u128::MAX));
}
