//! Enums of several schemas: the reader states the facts that tell the variants apart, the runtime does the work.

use super::Emitter;
use super::docs;
use super::limits;
use super::uses::Uses;
use crate::ir::{JsonType, Selection, Test, TypeId, Union};
use crate::name::TypeNames;
use indexmap::IndexMap;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

pub(super) fn items(emitter: &Emitter, id: TypeId, names: &TypeNames, union: &Union, uses: &Uses) -> Vec<TokenStream> {
    let mut items = vec![
        declaration(emitter, id, names, union, uses),
        reader(names, union, uses),
        writer(emitter, id, names, union, uses),
    ];
    if emitter.facts.is_sent(id) {
        items.extend(conversions(emitter, id, names, union, uses));
        items.extend(limits::of_union(emitter, id, names, union, uses));
    }
    items
}

/// The type that variant `index` holds.
fn held(emitter: &Emitter, id: TypeId, union: &Union, index: usize, uses: &Uses) -> TokenStream {
    let value = union.variants[index].value;
    let bare = emitter.bare(value.id, uses);
    if is_boxed(emitter, id, union, index) { quote!(Box<#bare>) } else { bare }
}

fn is_boxed(emitter: &Emitter, id: TypeId, union: &Union, index: usize) -> bool {
    emitter.facts.is_boxed(id, index) || emitter.facts.is_large(union.variants[index].value.id)
}

fn declaration(emitter: &Emitter, id: TypeId, names: &TypeNames, union: &Union, uses: &Uses) -> TokenStream {
    let (item, rest) = (&names.item, &names.rest);
    let docs = super::type_docs::lines(emitter, id);
    let eq = emitter.facts.is_eq(id).then(|| quote!(, Eq));
    let variants = names.members.iter().enumerate().map(|(index, name)| {
        let held = held(emitter, id, union, index, uses);
        let docs = variant_docs(emitter, union, index);
        quote!(#docs #name(#held))
    });
    let json = uses.runtime("Value");
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq #eq)]
        #[non_exhaustive]
        pub enum #item {
            #(#variants,)*
            /// A variant that the document does not describe, kept as it came.
            #rest(#json),
        }
    }
}

/// The first paragraph of what the document says of the variant, and how a reader knows it.
fn variant_docs(emitter: &Emitter, union: &Union, index: usize) -> TokenStream {
    let def = &emitter.api.types[union.variants[index].value.id];
    let said = def.title.clone().or_else(|| def.description.clone()).unwrap_or_default();
    let first = docs::first_paragraph(&said);
    let known = known_by(&union.selection, index);
    docs::lines([Some(docs::sentence(&first).as_str()), Some(known.as_str())])
}

fn known_by(selection: &Selection, index: usize) -> String {
    match selection {
        Selection::Discriminator { property, mapping } => {
            let texts: Vec<String> =
                mapping.iter().filter(|(_, target)| *target == index).map(|(text, _)| docs::code(text)).collect();
            format!("Where {} is {}.", docs::code(property), texts.join(" or "))
        }
        Selection::Tests(tests) => {
            let found = tests.iter().find(|(_, target)| *target == index);
            found.map_or_else(String::new, |(test, _)| test_in_words(test))
        }
    }
}

fn test_in_words(test: &Test) -> String {
    let quoted = |texts: &[String]| texts.iter().map(|text| docs::code(text)).collect::<Vec<_>>().join(" or ");
    match test {
        Test::Is(json) => format!("A JSON {}.", json_word(*json)),
        Test::HasKey(key) => format!("An object with the key {}.", docs::code(key)),
        Test::KeyIs(key, texts) => format!("An object whose {} is {}.", docs::code(key), quoted(texts)),
        Test::TextIs(texts) => format!("The text {}.", quoted(texts)),
        Test::Decodes => "What can be read as this, where nothing before it fits.".to_owned(),
    }
}

fn json_word(json: JsonType) -> &'static str {
    match json {
        JsonType::Null => "null",
        JsonType::Boolean => "truth value",
        JsonType::Integer => "whole number",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}

fn reader(names: &TypeNames, union: &Union, uses: &Uses) -> TokenStream {
    let item = &names.item;
    let (deserialize, deserializer) = (uses.other("serde::Deserialize"), uses.other("serde::Deserializer"));
    let runtime_union = uses.runtime("union");
    let selection = match &union.selection {
        Selection::Discriminator { property, mapping } => by_discriminator(names, property, mapping),
        Selection::Tests(tests) => by_tests(names, tests),
    };
    quote! {
        impl<'de> #deserialize<'de> for #item {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = #runtime_union::read(deserializer)?;
                #selection
            }
        }
    }
}

fn by_discriminator(names: &TypeNames, property: &str, mapping: &[(String, usize)]) -> TokenStream {
    let rest = &names.rest;
    let arms = names.members.iter().enumerate().filter_map(|(index, name)| {
        let texts: Vec<&String> = mapping.iter().filter(|(_, target)| *target == index).map(|(text, _)| text).collect();
        (!texts.is_empty()).then(|| quote!(Some(#(#texts)|*) => value.decode().map(Self::#name)))
    });
    quote! {
        match value.text(#property).as_deref() {
            #(#arms,)*
            _ => value.unknown().map(Self::#rest),
        }
    }
}

fn by_tests(names: &TypeNames, tests: &[(Test, usize)]) -> TokenStream {
    let rest = &names.rest;
    let steps = tests.iter().filter_map(|(test, index)| {
        let name = names.members.get(*index)?;
        let decoded = quote!(value.decode().map(Self::#name));
        let Some(condition) = condition(test) else {
            return Some(quote!(if let Some(found) = value.try_decode() { return Ok(Self::#name(found)); }));
        };
        Some(quote!(if #condition { return #decoded; }))
    });
    quote! {
        #(#steps)*
        value.unknown().map(Self::#rest)
    }
}

/// The test as an expression; none for one that is made by reading.
fn condition(test: &Test) -> Option<TokenStream> {
    Some(match test {
        Test::Is(JsonType::Null) => quote!(value.is_null()),
        Test::Is(JsonType::Boolean) => quote!(value.is_boolean()),
        Test::Is(JsonType::Integer) => quote!(value.is_integer()),
        Test::Is(JsonType::Number) => quote!(value.is_number()),
        Test::Is(JsonType::String) => quote!(value.is_string()),
        Test::Is(JsonType::Array) => quote!(value.is_array()),
        Test::Is(JsonType::Object) => quote!(value.is_object()),
        Test::HasKey(key) => quote!(value.has_key(#key)),
        Test::KeyIs(key, texts) => quote!(value.text_is(#key, &[#(#texts),*])),
        Test::TextIs(texts) => quote!(value.is_one_of(&[#(#texts),*])),
        Test::Decodes => return None,
    })
}

fn writer(emitter: &Emitter, id: TypeId, names: &TypeNames, union: &Union, uses: &Uses) -> TokenStream {
    let (item, rest) = (&names.item, &names.rest);
    let (serialize, serializer) = (uses.other("serde::Serialize"), uses.other("serde::Serializer"));
    let json = uses.runtime("Value");
    let held = (0..union.variants.len()).map(|index| held(emitter, id, union, index, uses).to_string());
    // Variants of one type share an arm.
    let mut arms: IndexMap<String, Vec<&Ident>> = IndexMap::new();
    for (held, name) in held.zip(&names.members).chain([(json.to_string(), rest)]) {
        arms.entry(held).or_default().push(name);
    }
    let arms = arms.values().map(|names| quote!(#(Self::#names(value))|* => value.serialize(serializer)));
    quote! {
        impl #serialize for #item {
            fn serialize<S: #serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { #(#arms,)* }
            }
        }
    }
}

/// `From` for every variant whose type no other variant has.
fn conversions(emitter: &Emitter, id: TypeId, names: &TypeNames, union: &Union, uses: &Uses) -> Vec<TokenStream> {
    let types: Vec<TokenStream> = union.variants.iter().map(|variant| emitter.bare(variant.value.id, uses)).collect();
    let item = &names.item;
    let spelled: Vec<String> = types.iter().map(ToString::to_string).collect();
    let alone = |index: usize| spelled.iter().filter(|other| **other == spelled[index]).count() == 1;
    let of_variant = |(index, (inner, name)): (usize, (&TokenStream, &Ident))| {
        let value = if is_boxed(emitter, id, union, index) { quote!(Box::new(value)) } else { quote!(value) };
        quote! {
            impl From<#inner> for #item {
                fn from(value: #inner) -> Self {
                    Self::#name(#value)
                }
            }
        }
    };
    types.iter().zip(&names.members).enumerate().filter(|(index, _)| alone(*index)).map(of_variant).collect()
}
