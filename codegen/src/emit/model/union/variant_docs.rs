//! The documentation of variants: what they are, and how they are recognized.

use crate::emit::{Emitter, docs};
use crate::ir::{Constants, JsonType, Selection, Test, TypeKind, Union};
use crate::name::{Name, model_name};
use indexmap::IndexSet;
use proc_macro2::TokenStream;

/// The first paragraph of the variant's title or description, and how it is recognized; else its name.
pub(super) fn lines(emitter: &Emitter, union: &Union, index: usize, name: &Name) -> TokenStream {
    let def = &emitter.api.types[union.variants[index].value.id];
    let of_value = match &def.kind {
        TypeKind::Enum(list) if list.only().is_some() => list.docs.first(),
        _ => None,
    };
    let of_value = of_value.and_then(|words| words.description.as_deref());
    let (title, description) = (def.title.as_deref(), def.description.as_deref());
    // A description says more than a title that is the name as well.
    let is_name = title.and_then(model_name).is_some_and(|title| name.as_str() == title);
    let texts = if is_name { [of_value, description, title] } else { [of_value, title, description] };
    let sole_property = emitter.sole_property(union.variants[index].value);
    let of_property = sole_property.and_then(|property| property.description.as_deref());
    let text = texts.into_iter().chain([of_property]).flatten().find_map(docs::words);
    let first = text.map(|text| docs::sentence(&docs::first_paragraph(text)));
    let known = match (emitter.constant(union.variants[index].value), sole_property) {
        (Some(constant), _) => describe_test(&Test::ValueIs(Constants::of(&[constant]))),
        (None, Some(property)) => describe_test(&Test::HasKey(property.name.clone())),
        (None, None) => selection(&union.selection, index),
    };
    let fallback = (first.is_none() && known.is_empty()).then(|| format!("The variant `{name}`."));
    docs::lines([first.as_deref(), Some(known.as_str()), fallback.as_deref()])
}

/// How a value of variant `index` is recognized.
pub(in crate::emit) fn selection(selection: &Selection, index: usize) -> String {
    match selection {
        Selection::Discriminator { property, mapping, others, .. } => {
            if selection.default_variant() == Some(index) {
                return format!("If {} is absent or selects no other variant.", docs::code(property));
            }
            if let Some((json_type, _)) = others.iter().find(|(_, target)| *target == index) {
                return describe_test(&Test::TypeIs(*json_type));
            }
            let own = mapping.iter().filter(|(_, target)| *target == index);
            let own: Vec<String> = own.map(|(value, _)| value.clone()).collect();
            if own.is_empty() { String::new() } else { format!("If {} is {}.", docs::code(property), listed(&own)) }
        }
        Selection::Tests(tests) => {
            let own = tests.iter().filter(|(_, target)| *target == index);
            any_of(own.map(|(test, _)| describe_test(test)).collect())
        }
    }
}

/// The maximal number of tests listed in the documentation of a variant: a union within it documents its own.
const MAX_TESTS: usize = 4;

/// Sentences about one variant, as one sentence.
fn any_of(sentences: IndexSet<String>) -> String {
    let further = sentences.len().saturating_sub(MAX_TESTS);
    let mut sentences = sentences.into_iter().take(MAX_TESTS);
    let Some(first) = sentences.next() else { return String::new() };
    let or = |text: String, next: String| {
        let mut characters = next.chars();
        let first: String = characters.next().into_iter().flat_map(char::to_lowercase).collect();
        format!("{}, or {first}{}", text.trim_end_matches('.'), characters.as_str())
    };
    let text = sentences.fold(first, or);
    if further == 0 { text } else { or(text, "Another value of its type.".to_owned()) }
}

fn describe_test(test: &Test) -> String {
    match test {
        Test::TypeIs(json) => format!("A JSON {}.", json_type_name(*json)),
        Test::HasKey(key) => format!("An object with the key {}.", docs::code(key)),
        Test::KeyIs(key, constants) => format!("An object whose {} is {}.", docs::code(key), quoted(constants)),
        Test::Within(key, test) => describe_nested_test(key, test),
        Test::ValueIs(Constants::Strings(strings)) => format!("The string {}.", listed(strings)),
        Test::ValueIs(Constants::NumbersAndBooleans(constants)) => format!("The value {}.", listed(constants)),
        Test::IntegerIn(i128::MIN, most) => format!("An integer up to {most}."),
        Test::IntegerIn(least, i128::MAX) => format!("An integer from {least} on."),
        Test::IntegerIn(least, most) => format!("An integer from {least} to {most}."),
        Test::ItemsIn(least, None) => format!("An array of {least} or more elements."),
        Test::ItemsIn(0, Some(most)) => format!("An array of up to {most} {}.", elements(*most)),
        Test::ItemsIn(least, Some(most)) if least == most => format!("An array of {most} {}.", elements(*most)),
        Test::ItemsIn(least, Some(most)) => format!("An array of {least} to {most} elements."),
        Test::All(tests) => match tests.as_slice() {
            [Test::TypeIs(json), ..] => format!("A JSON {} that satisfies its constraints.", json_type_name(*json)),
            [..] => VALID.to_owned(),
        },
        Test::Satisfies(_)
        | Test::Equals(_)
        | Test::IfPresent(..)
        | Test::Each(_)
        | Test::Element(..)
        | Test::Any(_) => VALID.to_owned(),
        Test::Fits(_) => "A value that matches this schema best, if no other test decides.".to_owned(),
    }
}

const VALID: &str = "A value that satisfies the constraints of this schema.";

fn elements(number: u64) -> &'static str {
    if number == 1 { "element" } else { "elements" }
}

/// A nested test, with the keys that lead to it.
fn describe_nested_test(key: &str, test: &Test) -> String {
    match test {
        Test::Within(inner, test) => describe_nested_test(&[key, inner].join("."), test),
        Test::KeyIs(inner, constants) => {
            format!("An object whose {} is {}.", docs::code(&[key, inner].join(".")), quoted(constants))
        }
        test => format!("An object whose {} is: {}", docs::code(key), describe_test(test)),
    }
}

fn quoted(constants: &Constants) -> String {
    match constants {
        Constants::Strings(constants) | Constants::NumbersAndBooleans(constants) => listed(constants),
    }
}

/// The maximal number of constants listed in the documentation of a variant: an enum documents its own.
const MAX_LISTED: usize = 8;

fn listed(constants: &[String]) -> String {
    let mut words: Vec<String> = constants.iter().take(MAX_LISTED).map(|text| docs::code(text)).collect();
    if constants.len() > MAX_LISTED {
        words.push("another of its values".to_owned());
    }
    words.join(" or ")
}

fn json_type_name(json: JsonType) -> &'static str {
    match json {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}
