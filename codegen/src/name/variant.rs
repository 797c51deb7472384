//! The names of the variants of a union: after their types, and what distinguishes them.

use super::case::type_word;
use super::precedence::Wanted;
use super::preferred::component_word;
use crate::ir::{
    Api, Constants, EnumValues, Fit, Object, Scalar, SchemaPosition, Selection, StringFormat, Test, TypeId, TypeKind,
    Union, Variant,
};

/// The component, else the discriminator's text, else the title, else what distinguishes it, else the JSON type.
pub(super) fn variant_word(api: &Api, union: &Union, index: usize) -> Wanted {
    let Some(variant) = union.variants.get(index) else { return Wanted::derived("") };
    let def = &api.types[variant.value.id];
    if let SchemaPosition::Variant { owner, .. } = def.position
        && api.types[owner].origin == def.origin
        && matches!(&union.selection, Selection::Discriminator { .. })
    {
        // The base of the other variants.
        return Wanted::derived("Base");
    }
    if let Some(component) = &variant.component {
        return Wanted::of(component, type_word(component));
    }
    if let Selection::Discriminator { mapping, .. } = &union.selection
        && let Some((text, _)) = mapping.iter().find(|(_, target)| *target == index)
    {
        return Wanted::of(text, type_word(text));
    }
    if let Some(title) = def.title.as_deref().or_else(|| title_of_value(&def.kind)) {
        return Wanted::of(title, type_word(title));
    }
    let word = distinguishing_word(&union.selection, index, &def.kind)
        .or_else(|| word_of_variant(api, union, index))
        .or_else(|| further_array(api, union, index));
    Wanted::derived(word.unwrap_or_else(|| json_word(api, variant.value.id).to_owned()))
}

/// The title of the only value.
fn title_of_value(kind: &TypeKind) -> Option<&str> {
    let TypeKind::Enum(list) = kind else { return None };
    only(&list.docs)?.title.as_deref()
}

/// A list after another one is called by its elements, too: `Array` and `ArrayOfIntegers`.
fn further_array(api: &Api, union: &Union, index: usize) -> Option<String> {
    let element = |variant: &Variant| match &api.types[variant.value.id].kind {
        TypeKind::Array(element) => Some(*element),
        _ => None,
    };
    union.variants.iter().take(index).find_map(element)?;
    let element = element(union.variants.get(index)?)?;
    let word = match &api.types[element.id].position {
        SchemaPosition::Component(key) => component_word(api, key),
        // Alone, the word would be that of Rust's own type.
        _ => json_word(api, element.id).replace("Text", "String"),
    };
    Some(format!("ArrayOf{}", if word.ends_with('s') { word } else { word + "s" }))
}

/// One word that distinguishes a variant: the constant of its property, the key that only it has, its only string.
fn distinguishing_word(selection: &Selection, index: usize, kind: &TypeKind) -> Option<String> {
    let Selection::Tests(tests) = selection else { return None };
    let mut own = tests.iter().filter(|(_, target)| *target == index).map(|(test, _)| innermost(test));
    match (own.next()?, own.next(), kind) {
        (Test::KeyIs(_, Constants::Strings(constants)) | Test::ValueIs(Constants::Strings(constants)), None, _) => {
            only(constants).map(|text| type_word(text))
        }
        (Test::KeyIs(key, Constants::NumbersAndBooleans(constants)), None, _) => {
            only(constants).map(|constant| type_word(&format!("{key} {constant}")))
        }
        (Test::HasKey(key), None, TypeKind::Object(_)) => Some(type_word(key)),
        (Test::Fits(Fit { keys, .. }), None, TypeKind::Object(_)) => {
            let others = |key: &String| {
                let others = tests.iter().filter(|(_, target)| *target != index);
                others.map(|(test, _)| test).any(|test| matches!(test, Test::Fits(fit) if fit.keys.contains(key)))
            };
            keys.iter().find(|key| !others(key)).map(|key| type_word(key))
        }
        _ => None,
    }
}

fn only<T>(values: &[T]) -> Option<&T> {
    match values {
        [value] => Some(value),
        [] | [_, _, ..] => None,
    }
}

/// The innermost test.
fn innermost(test: &Test) -> &Test {
    if let Test::Within(_, test) = test { innermost(test) } else { test }
}

/// A word from the variant itself: its only value, or that of a property; the key that only it requires.
fn word_of_variant(api: &Api, union: &Union, index: usize) -> Option<String> {
    let id = union.variants.get(index)?.value.id;
    match &api.types[id].kind {
        TypeKind::Enum(list) => match list.only()? {
            Scalar::String(text) => Some(type_word(&text)),
            Scalar::Integer(number) if number < 0 => Some(type_word(&format!("minus {}", number.unsigned_abs()))),
            Scalar::Integer(number) => Some(type_word(&number.to_string())),
            Scalar::Boolean(value) => Some(type_word(&value.to_string())),
            Scalar::Number(_) => None,
        },
        TypeKind::Object(object) => {
            let constant = constant_of(api, object);
            constant.map(|text| type_word(&text)).or_else(|| {
                let key = only_required(object)?;
                let mut others = union.variants.iter().filter(|variant| variant.value.id != id);
                let is_alone = others.all(|other| required_key(api, other.value.id) != Some(key));
                is_alone.then(|| type_word(key))
            })
        }
        _ => None,
    }
}

/// The text of a required property with only one value. A URL, such as that of a vocabulary, is no name.
fn constant_of(api: &Api, object: &Object) -> Option<String> {
    let required = object.properties.iter().filter(|property| property.required);
    required.filter_map(|property| api.types.constant(property.value)).find_map(|constant| match constant {
        Scalar::String(text) => Some(text).filter(|text| !text.contains("://")),
        Scalar::Integer(_) | Scalar::Number(_) | Scalar::Boolean(_) => None,
    })
}

fn required_key(api: &Api, id: TypeId) -> Option<&str> {
    match &api.types[id].kind {
        TypeKind::Object(object) => only_required(object),
        _ => None,
    }
}

fn only_required(object: &Object) -> Option<&str> {
    let mut required = object.properties.iter().filter(|property| property.required);
    required.next().filter(|_| required.next().is_none()).map(|property| property.name.as_str())
}

fn json_word(api: &Api, id: TypeId) -> &'static str {
    match &api.types[id].kind {
        TypeKind::Any => "Any",
        TypeKind::Boolean => "Boolean",
        TypeKind::Integer(_) => "Integer",
        TypeKind::Number(_) => "Number",
        TypeKind::String(StringFormat::Plain) => "Text",
        TypeKind::String(StringFormat::DateTime) => "DateTime",
        TypeKind::String(StringFormat::Date) => "Date",
        TypeKind::String(StringFormat::Password) => "Password",
        TypeKind::String(StringFormat::Base64 | StringFormat::Binary) => "Bytes",
        TypeKind::Enum(list) => match list.values {
            EnumValues::Strings(_) => "Constant",
            EnumValues::Integers(_) => "Integer",
            EnumValues::Numbers(_) => "Number",
            EnumValues::Booleans(_) => "Boolean",
        },
        TypeKind::Array(_) => "Array",
        TypeKind::Tuple(_) => "Tuple",
        TypeKind::Map(_) => "Map",
        TypeKind::External(_) => "Value",
        TypeKind::Object(_) => "Object",
        TypeKind::Union(_) => "Union",
    }
}
