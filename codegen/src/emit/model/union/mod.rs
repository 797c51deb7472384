//! Enums of several schemas: the emitted code states the tests of the variants, and the runtime applies them.

use super::constraints;
use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::emit::common::{known_value, number};
use crate::emit::docs;
use crate::ir::{Constants, DiscriminatorKind, Fit, JsonType, Scalar, Selection, Test, TypeId, TypeKind, Union};
use crate::name::{Name, TypeNames, model_name};
use indexmap::IndexSet;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

pub(in crate::emit) fn items(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    union: &Union,
    uses: &Uses,
) -> Vec<TokenStream> {
    let mut items = vec![
        declaration(emitter, id, names, union, uses),
        facts(emitter, names, union, uses),
        implementations(emitter, names, union, uses),
    ];
    if emitter.is_made(id) {
        items.extend(conversions(emitter, id, names, union, uses));
    }
    if emitter.facts.is_sent(id) {
        items.extend(constraints::of_union(emitter, id, names, union, uses));
    }
    items
}

/// The type of the field of variant `index`; `None` for a variant with one possible value.
fn payload_type(emitter: &Emitter, id: TypeId, union: &Union, index: usize, uses: &Uses) -> Option<TokenStream> {
    let value = union.variants[index].value;
    if emitter.constant(value).is_some() {
        return None;
    }
    let bare = emitter.bare(value.id, uses);
    Some(if is_boxed(emitter, id, union, index) { quote!(Box<#bare>) } else { bare })
}

/// Whether the variant is in a box: it holds itself, or is much larger than others.
pub(in crate::emit) fn is_boxed(emitter: &Emitter, id: TypeId, union: &Union, index: usize) -> bool {
    emitter.facts.is_boxed(id, index) || emitter.facts.is_large(union.variants[index].value.id)
}

fn declaration(emitter: &Emitter, id: TypeId, names: &TypeNames, union: &Union, uses: &Uses) -> TokenStream {
    let (item, rest) = (&names.item, &names.rest);
    let docs = super::type_docs::lines(emitter, id);
    let eq = emitter.facts.is_eq(id).then(|| quote!(, Eq));
    let variants = names.members.iter().enumerate().map(|(index, name)| {
        let payload_type = payload_type(emitter, id, union, index, uses).map(|payload_type| quote!((#payload_type)));
        let docs = variant_docs(emitter, union, index, name);
        quote!(#docs #name #payload_type)
    });
    let json = uses.runtime("Value");
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq #eq)]
        #[non_exhaustive]
        pub enum #item {
            #(#variants,)*
            /// A variant that the document does not describe, kept as received.
            #rest(#json),
        }
    }
}

/// The first paragraph of the variant's title or description, and how it is recognized; else its name.
fn variant_docs(emitter: &Emitter, union: &Union, index: usize, name: &Name) -> TokenStream {
    let def = &emitter.api.types[union.variants[index].value.id];
    let of_value = match &def.kind {
        TypeKind::Enum(list) if list.only().is_some() => list.words.first(),
        _ => None,
    };
    let of_value = of_value.and_then(|words| words.description.as_deref());
    let (title, description) = (def.title.as_deref(), def.description.as_deref());
    // A description says more than a title that is the name as well.
    let is_name = title.and_then(model_name).is_some_and(|title| name.as_str() == title);
    let texts = if is_name { [of_value, description, title] } else { [of_value, title, description] };
    let text = texts.into_iter().flatten().find_map(docs::words);
    let first = text.map(|text| docs::sentence(&docs::first_paragraph(text)));
    let known = match emitter.constant(union.variants[index].value) {
        Some(constant) => describe_test(&Test::ValueIs(Constants::of(&[constant]))),
        None => selection_docs(&union.selection, index),
    };
    let fallback = (first.is_none() && known.is_empty()).then(|| format!("The variant `{name}`."));
    docs::lines([first.as_deref(), Some(known.as_str()), fallback.as_deref()])
}

pub(in crate::emit) fn selection_docs(selection: &Selection, index: usize) -> String {
    match selection {
        Selection::Discriminator { property, mapping, others, .. } => {
            if selection.default_variant() == Some(index) {
                return format!("If {} is absent or selects no other variant.", docs::code(property));
            }
            if let Some((json_type, _)) = others.iter().find(|(_, target)| *target == index) {
                return describe_test(&Test::Is(*json_type));
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
        Test::Is(json) => format!("A JSON {}.", json_type_name(*json)),
        Test::HasKey(key) => format!("An object with the key {}.", docs::code(key)),
        Test::KeyIs(key, constants) => format!("An object whose {} is {}.", docs::code(key), quoted(constants)),
        Test::Within(key, test) => describe_nested_test(key, test),
        Test::ValueIs(Constants::Strings(strings)) => format!("The string {}.", listed(strings)),
        Test::ValueIs(Constants::Bare(constants)) => format!("The value {}.", listed(constants)),
        Test::IntegerIn(i128::MIN, most) => format!("An integer up to {most}."),
        Test::IntegerIn(least, i128::MAX) => format!("An integer from {least} on."),
        Test::IntegerIn(least, most) => format!("An integer from {least} to {most}."),
        Test::ItemsIn(least, None) => format!("An array of {least} or more elements."),
        Test::ItemsIn(0, Some(most)) => format!("An array of up to {most} {}.", elements(*most)),
        Test::ItemsIn(least, Some(most)) if least == most => format!("An array of {most} {}.", elements(*most)),
        Test::ItemsIn(least, Some(most)) => format!("An array of {least} to {most} elements."),
        Test::All(tests) => match tests.as_slice() {
            [Test::Is(json), ..] => format!("A JSON {} that satisfies its constraints.", json_type_name(*json)),
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
        Constants::Strings(constants) | Constants::Bare(constants) => listed(constants),
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

/// How the variants are distinguished.
fn facts(emitter: &Emitter, names: &TypeNames, union: &Union, uses: &Uses) -> TokenStream {
    let item = &names.item;
    let module = uses.private("union");
    let tests: Vec<(TokenStream, usize)> = match &union.selection {
        Selection::Discriminator { property, mapping, names: components, kind, others } => {
            let values = |index: usize| mapping.iter().chain(components).filter(move |(_, target)| *target == index);
            let of_variant = |index: usize| {
                let strings: Vec<&String> = values(index).map(|(value, _)| value).collect();
                let bare: Vec<&String> = strings.iter().copied().filter(|value| is_bare(value)).collect();
                let strings = (*kind != DiscriminatorKind::Bare && !strings.is_empty())
                    .then(|| (quote!(Tag(#property, &[#(#strings),*])), index));
                let bare = (*kind != DiscriminatorKind::Strings && !bare.is_empty())
                    .then(|| (quote!(BareTag(#property, &[#(#bare),*])), index));
                [strings, bare].into_iter().flatten()
            };
            let others = others.iter().map(|(json_type, index)| (condition(&Test::Is(*json_type), uses), *index));
            (0..names.members.len()).flat_map(of_variant).chain(others).collect()
        }
        Selection::Tests(tests) => tests.iter().map(|(test, index)| (condition(test, uses), *index)).collect(),
    };
    let mut units = BTreeSet::new();
    let variants = tests.iter().filter_map(|(test, index)| {
        let (name, variant) = (names.members.get(*index)?, union.variants.get(*index)?);
        let Some(constant) = emitter.constant(variant.value) else {
            return Some(quote!((#module::Test::#test, |value| value.decode().map(Self::#name))));
        };
        let test = condition(&Test::ValueIs(Constants::of(&[constant])), uses);
        units.insert(*index).then(|| quote!((#module::Test::#test, |_| Ok(Self::#name))))
    });
    quote! {
        impl #module::Union for #item {
            const VARIANTS: #module::Variants<Self> = &[#(#variants,)*];
        }
    }
}

/// Whether a value is the JSON text of a number or boolean.
fn is_bare(value: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(value).is_ok_and(|json| json.is_number() || json.is_boolean())
}

fn condition(test: &Test, uses: &Uses) -> TokenStream {
    let module = uses.private("union");
    match test {
        Test::Is(json_type) => type_condition(*json_type),
        Test::HasKey(key) => quote!(HasKey(#key)),
        Test::KeyIs(key, Constants::Strings(strings)) => quote!(KeyIs(#key, &[#(#strings),*])),
        Test::KeyIs(key, Constants::Bare(constants)) => quote!(KeyIsBare(#key, &[#(#constants),*])),
        Test::Within(key, test) => {
            let test = condition(test, uses);
            quote!(Within(#key, &#module::Test::#test))
        }
        Test::Equals(values) => quote!(Equals(&[#(#values),*])),
        Test::IfPresent(key, test) => {
            let test = condition(test, uses);
            quote!(IfPresent(#key, &#module::Test::#test))
        }
        Test::Each(test) => {
            let test = condition(test, uses);
            quote!(Each(&#module::Test::#test))
        }
        Test::Element(index, test) => {
            let (index, test) = (number::whole(u32::try_from(*index).unwrap_or(u32::MAX)), condition(test, uses));
            quote!(Element(#index, &#module::Test::#test))
        }
        Test::All(tests) => {
            let tests = conditions(tests, uses);
            quote!(All(&[#tests]))
        }
        Test::Any(tests) => {
            let tests = conditions(tests, uses);
            quote!(Any(&[#tests]))
        }
        Test::Satisfies(constraints) => {
            let (rules, calls) = (uses.runtime("Rules"), constraints::rules(constraints));
            quote!(Satisfies(&const { #rules::new() #calls }))
        }
        Test::ValueIs(Constants::Strings(strings)) => quote!(Is(&[#(#strings),*])),
        Test::ValueIs(Constants::Bare(constants)) => quote!(IsBare(&[#(#constants),*])),
        Test::IntegerIn(least, most) => {
            let [least, most] = [least, most].map(|limit| bound(*limit));
            quote!(IntegerIn(#least, #most))
        }
        Test::ItemsIn(least, most) => {
            let least = number::whole(i128::from(*least));
            let most = most.map_or_else(|| quote!(u64::MAX), |most| number::whole(i128::from(most)));
            quote!(ItemsIn(#least, #most))
        }
        Test::Fits(Fit { keys, assertions }) if assertions.is_empty() => quote!(Fits(&[#(#keys),*])),
        Test::Fits(Fit { keys, assertions }) => {
            let assertions = conditions(assertions, uses);
            quote!(FitsIf(&[#(#keys),*], &[#assertions]))
        }
    }
}

fn type_condition(json_type: JsonType) -> TokenStream {
    match json_type {
        JsonType::Null => quote!(IsBare(&["null"])),
        JsonType::Boolean => quote!(Boolean),
        JsonType::Integer => quote!(Integer),
        JsonType::Number => quote!(Number),
        JsonType::String => quote!(String),
        JsonType::Array => quote!(Array),
        JsonType::Object => quote!(Object),
    }
}

/// Several tests, separated by commas.
fn conditions(tests: &[Test], uses: &Uses) -> TokenStream {
    let module = uses.private("union");
    let tests = tests.iter().map(|test| condition(test, uses));
    quote!(#(#module::Test::#tests),*)
}

/// A bound of integers; `i128::MIN` and `i128::MAX` mean that there is none.
fn bound(limit: i128) -> TokenStream {
    match limit {
        i128::MIN => quote!(i128::MIN),
        i128::MAX => quote!(i128::MAX),
        limit => number::whole(limit),
    }
}

fn implementations(emitter: &Emitter, names: &TypeNames, union: &Union, uses: &Uses) -> TokenStream {
    let (item, rest, union_enum) = (&names.item, &names.rest, uses.private("union_enum"));
    let (property, tags) = tags(emitter, union).unzip();
    let by = property.map(|property| quote!(by #property));
    let tags = tags.into_iter().flatten().chain(std::iter::repeat(Vec::new()));
    let (mut members, mut units) = (Vec::new(), Vec::new());
    for ((name, variant), tags) in names.members.iter().zip(&union.variants).zip(tags) {
        if let Some(constant) = emitter.constant(variant.value) {
            let literal = match constant {
                // Without a suffix it would be an `i32`.
                Scalar::Integer(number) if i32::try_from(number).is_err() => known_value::typed_literal(&constant),
                _ => known_value::literal(&constant),
            };
            units.push(quote!(#name = #literal));
            continue;
        }
        let tags = (!tags.is_empty()).then(|| quote!(= [#(#tags),*]));
        members.push(quote!(#name #tags));
    }
    let units = (!units.is_empty()).then(|| quote!(; #(#units),*));
    quote!(#union_enum!(#item #by; #(#members),*; #rest #units);)
}

/// The discriminator property, and its values for each variant. All of them are read as the variant and written unchanged;
/// the first is written if there is none.
fn tags<'u>(emitter: &Emitter, union: &'u Union) -> Option<(&'u String, Vec<Vec<TokenStream>>)> {
    let Selection::Discriminator { property, mapping, names, kind: values, .. } = &union.selection else { return None };
    let kinds = union.variants.iter().map(|variant| &emitter.api.types[variant.value.id].kind);
    let of_variant = |(index, kind): (usize, &TypeKind)| {
        // The default variant is read from any other value, and without one: its content is preserved.
        if union.selection.default_variant() == Some(index) {
            return Vec::new();
        }
        // Values with the name of a component are written with it.
        let own = mapping.iter().chain(names).filter(|(_, target)| *target == index);
        let own: Vec<TokenStream> = own.flat_map(|(value, _)| tag(value, *values)).collect();
        // An inner union selects its own variants.
        if matches!(kind, TypeKind::Union(_)) && own.len() > 1 { Vec::new() } else { own }
    };
    Some((property, kinds.enumerate().map(of_variant).collect()))
}

/// A discriminator value in its possible JSON types: a string, and a number or boolean.
fn tag(value: &str, kind: DiscriminatorKind) -> impl Iterator<Item = TokenStream> {
    let string = (kind != DiscriminatorKind::Bare).then(|| quote!(#value));
    let bare = kind != DiscriminatorKind::Strings && is_bare(value);
    string.into_iter().chain(bare.then(|| bare_literal(value)).flatten())
}

/// The JSON of a number or boolean as a literal.
fn bare_literal(json: &str) -> Option<TokenStream> {
    let integer = || json.parse().ok().map(|number: i64| number::whole(number));
    let boolean = || json.parse().ok().map(|value: bool| quote!(#value));
    let number = || json.parse().ok().filter(|number: &f64| number.is_finite()).map(number::float);
    boolean().or_else(integer).or_else(number)
}

/// `From` for every variant whose type no other variant has.
fn conversions(emitter: &Emitter, id: TypeId, names: &TypeNames, union: &Union, uses: &Uses) -> Option<TokenStream> {
    let converted = converted(emitter, union, uses);
    if converted.is_empty() {
        return None;
    }
    let variants = converted.iter().filter_map(|(index, _)| {
        let (name, held) = (names.members.get(*index)?, payload_type(emitter, id, union, *index, uses)?);
        Some(quote!(#name(#held)))
    });
    let (item, union_from) = (&names.item, uses.private("union_from"));
    Some(quote!(#union_from!(#item; #(#variants),*);))
}

/// The variants that can be converted from their values, because no other variant has that type.
pub(in crate::emit) fn converted(emitter: &Emitter, union: &Union, uses: &Uses) -> Vec<(usize, TokenStream)> {
    let types: Vec<TokenStream> = union.variants.iter().map(|variant| emitter.bare(variant.value.id, uses)).collect();
    let spelled: Vec<String> = types.iter().map(ToString::to_string).collect();
    let is_unit = |index: usize| emitter.constant(union.variants[index].value).is_some();
    let alone = |index: usize| {
        let mut others = spelled.iter().enumerate().filter(|(other, _)| *other != index && !is_unit(*other));
        !is_unit(index) && others.all(|(_, other)| *other != spelled[index])
    };
    types.into_iter().enumerate().filter(|(index, _)| alone(*index)).collect()
}
