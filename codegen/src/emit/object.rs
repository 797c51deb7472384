//! Structs: objects with named properties.

use super::Emitter;
use super::attributes;
use super::docs;
use super::limits;
use super::uses::Uses;
use crate::ir::{Additional, Object, Presence, Property, TypeId};
use crate::name::TypeNames;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// A property with all that is known of it.
struct Field<'a> {
    property: &'a Property,
    name: &'a Ident,
    presence: Presence,
    boxed: bool,
}

pub(super) fn items(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    object: &Object,
    uses: &Uses,
) -> Vec<TokenStream> {
    let members = object.properties.iter().zip(&names.members).enumerate();
    let fields: Vec<Field> = members
        .map(|(index, (property, name))| Field {
            property,
            name,
            presence: emitter.facts.presence(id, property),
            boxed: emitter.facts.is_boxed(id, index),
        })
        .collect();
    let mut items = vec![
        declaration(emitter, id, names, &fields, object.additional, uses),
        json(emitter, names, &fields, object.additional, uses),
    ];
    if emitter.facts.is_sent(id) {
        items.push(construction(emitter, names, &fields, object.additional, uses));
        items.extend(limits::of_object(emitter, id, names, object, uses));
    }
    items
}

fn declaration(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    fields: &[Field],
    additional: Additional,
    uses: &Uses,
) -> TokenStream {
    let item = &names.item;
    let docs = super::type_docs::lines(emitter, id);
    let eq = emitter.facts.is_eq(id).then(|| quote!(, Eq));
    let default = fields.iter().all(|field| optional(field.presence)).then(|| quote!(, Default));
    let fields = fields.iter().map(|field| declared(emitter, field, uses));
    let rest = rest(emitter, &names.rest, additional, uses);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq #eq #default)]
        #[non_exhaustive]
        pub struct #item {
            #(#fields,)*
            #rest
        }
    }
}

fn optional(presence: Presence) -> bool {
    match presence {
        Presence::Optional | Presence::OptionalNullable => true,
        Presence::Required | Presence::RequiredNullable => false,
    }
}

fn declared(emitter: &Emitter, field: &Field, uses: &Uses) -> TokenStream {
    let property = field.property;
    let name = field.name;
    let held = emitter.held(property.value, field.presence, field.boxed, uses);
    let docs = docs::lines([Some(description(emitter, property).as_str())]);
    let deprecated = property.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #docs
        #deprecated
        pub #name: #held
    }
}

/// What the document says of the property, else of its type, else its wire name: a field is never undocumented.
pub(super) fn description(emitter: &Emitter, property: &Property) -> String {
    let def = &emitter.api.types[property.value.id];
    let words = |text: Option<&String>| text.and_then(|text| docs::words(text)).map(str::to_owned);
    let of_type = || {
        words(def.description.as_ref()).or_else(|| words(def.title.as_ref())).map(|text| docs::first_paragraph(&text))
    };
    words(property.description.as_ref())
        .or_else(of_type)
        .unwrap_or_else(|| format!("The property {}.", docs::code(&property.name)))
}

/// How the struct is read and written, one name a field.
fn json(emitter: &Emitter, names: &TypeNames, fields: &[Field], additional: Additional, uses: &Uses) -> TokenStream {
    let (item, rest, runtime) = (&names.item, &names.rest, uses.runtime_module());
    let fields = fields.iter().map(|field| {
        let (name, wire) = (field.name, &field.property.name);
        let key = (name != wire).then(|| quote!(= #wire));
        let any = emitter.is_any(field.property.value.id);
        let presence = match field.presence {
            Presence::Required | Presence::RequiredNullable => None,
            // `null` is a JSON value like any other, and not the same as no value.
            Presence::Optional | Presence::OptionalNullable if any => Some(quote!(?null)),
            Presence::Optional | Presence::OptionalNullable => Some(quote!(?)),
        };
        quote!(#name #presence #key)
    });
    let rest = match additional {
        Additional::Forbidden => None,
        Additional::Any | Additional::Typed(_) => Some(quote!(..#rest)),
    };
    let members = fields.chain(rest);
    quote!(#runtime::object!(#item { #(#members),* });)
}

/// The field for keys that are not named.
fn rest(emitter: &Emitter, name: &Ident, additional: Additional, uses: &Uses) -> Option<TokenStream> {
    match additional {
        Additional::Forbidden => None,
        Additional::Any => {
            let (map, json) = (uses.runtime("Map"), uses.runtime("Value"));
            Some(quote! {
                /// Properties that the document does not name, kept as they came.
                pub #name: #map<String, #json>
            })
        }
        Additional::Typed(value) => {
            let map = uses.other(emitter.settings.maps.path());
            let value = emitter.spelled(value, uses);
            Some(quote! {
                /// The properties that have no name in the document.
                pub #name: #map<String, #value>
            })
        }
    }
}

/// The constructor, which takes what is required, and a setter for everything else.
fn construction(
    emitter: &Emitter,
    names: &TypeNames,
    fields: &[Field],
    additional: Additional,
    uses: &Uses,
) -> TokenStream {
    let item = &names.item;
    let constructor = constructor(emitter, names, fields, additional, uses);
    let setters = fields.iter().filter(|field| optional(field.presence)).map(|field| setter(emitter, field, uses));
    quote! {
        impl #item {
            #constructor
            #(#setters)*
        }
    }
}

fn constructor(
    emitter: &Emitter,
    names: &TypeNames,
    fields: &[Field],
    additional: Additional,
    uses: &Uses,
) -> TokenStream {
    let required: Vec<&Field> = fields.iter().filter(|field| !optional(field.presence)).collect();
    if required.is_empty() {
        let empty = empty_value(fields.iter().map(|field| field.name));
        return quote! {
            /// Without any of its properties, which are all optional.
            #[must_use]
            pub fn new() -> Self {
                #empty
            }
        };
    }
    let names_taken = required.iter().map(|field| field.name);
    let (taken, given): (Vec<TokenStream>, Vec<TokenStream>) =
        required.iter().map(|field| required_argument(emitter, field, uses)).unzip();
    let left_out = fields.iter().filter(|field| optional(field.presence)).map(|field| {
        let name = field.name;
        let absent = absent(emitter, field);
        quote!(#name: #absent)
    });
    let rest = match additional {
        Additional::Forbidden => None,
        Additional::Any => Some((&names.rest, quote!(Map::new()))),
        Additional::Typed(_) => {
            let map = uses.other(emitter.settings.maps.path());
            Some((&names.rest, quote!(#map::new())))
        }
    };
    let rest = rest.map(|(name, empty)| quote!(#name: #empty,));
    let deprecated = fields.iter().any(|field| field.property.deprecated).then(attributes::expect_deprecated);
    let many = attributes::many_arguments(0, &taken);
    quote! {
        /// With its required properties; the others are set one by one.
        #many
        #deprecated
        #[must_use]
        pub fn new(#(#names_taken: #taken),*) -> Self {
            Self { #(#given,)* #(#left_out,)* #rest }
        }
    }
}

/// The value without anything. What is called `default` has a setter of that name, which would be taken for the
/// function of the trait.
pub(super) fn empty_value<'a>(names: impl IntoIterator<Item = &'a Ident>) -> TokenStream {
    let shadowed = names.into_iter().any(|name| name == "default");
    if shadowed { quote!(<Self as Default>::default()) } else { quote!(Self::default()) }
}

fn absent(emitter: &Emitter, field: &Field) -> TokenStream {
    match field.presence {
        Presence::OptionalNullable if !emitter.is_any(field.property.value.id) => quote!(Presence::Absent),
        _ => quote!(None),
    }
}

/// The type of the constructor's argument, and the field with its value.
fn required_argument(emitter: &Emitter, field: &Field, uses: &Uses) -> (TokenStream, TokenStream) {
    let name = field.name;
    if field.presence == Presence::RequiredNullable && !emitter.is_any(field.property.value.id) {
        let held = emitter.held(field.property.value, field.presence, field.boxed, uses);
        return (quote!(impl Into<#held>), quote!(#name: #name.into()));
    }
    let argument = emitter.argument(field.property.value.id, &quote!(#name), field.boxed, uses);
    let (taken, converted) = (argument.taken, argument.converted);
    let given = if *name == converted.to_string() { quote!(#name) } else { quote!(#name: #converted) };
    (taken, given)
}

fn setter(emitter: &Emitter, field: &Field, uses: &Uses) -> TokenStream {
    let name = field.name;
    let wire = &field.property.name;
    let docs = docs::lines([Some(format!("Sets {}.", docs::code(wire)).as_str())]);
    let deprecated = field.property.deprecated.then(|| {
        let expected = attributes::expect_deprecated();
        quote!(#[deprecated] #expected)
    });
    let three_states = field.presence == Presence::OptionalNullable && !emitter.is_any(field.property.value.id);
    let (taken, value) = if three_states {
        let held = emitter.held(field.property.value, field.presence, field.boxed, uses);
        (quote!(impl Into<#held>), quote!(#name.into()))
    } else {
        let argument = emitter.argument(field.property.value.id, &quote!(#name), field.boxed, uses);
        let converted = argument.converted;
        (argument.taken, quote!(Some(#converted)))
    };
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #name(mut self, #name: #taken) -> Self {
            self.#name = #value;
            self
        }
    }
}
