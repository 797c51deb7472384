//! Structs: objects with named properties.

use super::constraints;
use crate::emit::Emitter;
use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::common::known_value;
use crate::emit::common::rust_type::Argument;
use crate::emit::docs;
use crate::ir::{Additional, Object, Presence, Property, TypeId};
use crate::name::Name;
use crate::name::TypeNames;
use proc_macro2::TokenStream;
use quote::quote;

/// A property, with the facts about its field.
pub(in crate::emit) struct Field<'a> {
    pub(in crate::emit) property: &'a Property,
    pub(in crate::emit) name: &'a Name,
    presence: Presence,
    boxed: bool,
    /// Whether requests need it though it may be absent, since responses are without it.
    required_when_sent: bool,
    /// The value that the constructor sets.
    preset: Option<TokenStream>,
    /// The default of a required property, which applies until its setter is called.
    pub(in crate::emit) prefilled: Option<TokenStream>,
    /// Whether no program sends it: a `readOnly` property, which the service sets.
    is_unset: bool,
}

/// How a field is set in a message to send.
pub(in crate::emit) enum Initializer {
    /// The constructor sets it.
    Preset(TokenStream),
    /// A setter without an argument sets its only value.
    OneChoice(TokenStream),
    /// A caller passes it as an argument.
    Argument(Argument),
    /// It is never sent in requests: only services set it.
    Unset,
}

impl Field<'_> {
    /// Whether the constructor takes it.
    pub(in crate::emit) fn is_argument(&self) -> bool {
        self.preset.is_none() && self.prefilled.is_none() && (self.required_when_sent || !self.is_optional())
    }

    /// Whether it is in a box.
    pub(in crate::emit) fn is_boxed(&self) -> bool {
        self.boxed
    }

    /// Whether a value is passed directly, without `null`.
    pub(in crate::emit) fn is_plain(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Optional)
    }

    /// Whether there may be nothing.
    fn is_optional(&self) -> bool {
        is_optional(self.presence)
    }
}

fn is_optional(presence: Presence) -> bool {
    match presence {
        Presence::Optional | Presence::OptionalNullable => true,
        Presence::Required | Presence::RequiredNullable => false,
    }
}

pub(in crate::emit) fn items(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    object: &Object,
    uses: &Uses,
) -> Vec<TokenStream> {
    let fields = fields(emitter, id, names, object, uses);
    let mut items = vec![
        declaration(emitter, id, names, &fields, object.additional, uses),
        json(emitter, names, &fields, object.additional, uses),
        construction(emitter, id, names, &fields, object.additional, uses),
    ];
    items.extend(default(&names.item, &fields));
    if emitter.analysis.is_sent(id) {
        items.extend(constraints::of_object(emitter, id, names, object, uses));
    }
    items
}

/// The fields of an object, in the document's order.
pub(in crate::emit) fn fields<'a>(
    emitter: &Emitter,
    id: TypeId,
    names: &'a TypeNames,
    object: &'a Object,
    uses: &Uses,
) -> Vec<Field<'a>> {
    let members = object.properties.iter().zip(&names.members).enumerate();
    members
        .map(|(index, (property, name))| {
            let (presence, boxed) = (emitter.analysis.presence(id, property), emitter.analysis.is_boxed(id, index));
            let preset = preset(emitter, property, presence, boxed, uses);
            let is_prefilled = !emitter.settings.require_defaults;
            let has_default = is_prefilled && preset.is_none() && presence == Presence::Required && !boxed;
            let prefilled = has_default.then(|| prefilled(emitter, property, uses)).flatten();
            let required_when_sent = emitter.analysis.is_required_when_sent(id, property);
            let is_only_sent = emitter.analysis.is_sent(id) && !emitter.is_served(id);
            let is_unset = is_only_sent && property.read_only && is_optional(presence);
            Field { property, name, presence, boxed, required_when_sent, preset, prefilled, is_unset }
        })
        .collect()
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
    let eq = emitter.analysis.is_eq(id).then(|| quote!(, Eq));
    let default = is_default_derived(fields).then(|| quote!(, Default));
    let fields = fields.iter().map(|field| declared(emitter, field, uses));
    let rest = rest(emitter, &names.rest, additional, uses);
    let non_exhaustive = emitter.non_exhaustive();
    quote! {
        #docs
        #[derive(Clone, PartialEq #eq #default)]
        #non_exhaustive
        pub struct #item {
            #(#fields,)*
            #rest
        }
    }
}

/// Whether a value without anything is one.
fn is_default_derived(fields: &[Field]) -> bool {
    fields.iter().all(|field| field.is_optional() && field.preset.is_none() && !field.required_when_sent)
}

fn declared(emitter: &Emitter, field: &Field, uses: &Uses) -> TokenStream {
    let property = field.property;
    let name = field.name;
    let field_type = field_type(emitter, field, uses);
    let needed = field.required_when_sent.then_some("Required in requests, and never part of a response.");
    let set = property.known.as_ref().filter(|known| field.preset.is_some() && emitter.has_choice(property, known));
    let set = set.map(|known| format!("Set to {} by `new`.", known_value::code(&known.value)));
    let constant = emitter.constant(property.value).map(|constant| {
        let always = if field.is_optional() { "If set, always" } else { "Always" };
        format!("{always} {}.", known_value::code(&constant))
    });
    let description = described(emitter, property, name);
    let docs = docs::lines([Some(description.as_str()), constant.as_deref(), needed, set.as_deref()]);
    let deprecated = property.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #docs
        #deprecated
        pub #name: #field_type
    }
}

/// The type of the field.
pub(in crate::emit) fn field_type(emitter: &Emitter, field: &Field, uses: &Uses) -> TokenStream {
    emitter.field_type(field.property.value, field.presence, field.boxed, uses)
}

/// The documentation of the property, else of its type, else its wire name if the field has another.
fn description(emitter: &Emitter, property: &Property, name: &Name) -> String {
    let def = &emitter.api.types[property.value.id];
    let words = |text: Option<&String>| text.and_then(|text| docs::words(text)).map(str::to_owned);
    let of_type = || {
        words(def.description.as_ref()).or_else(|| words(def.title.as_ref())).map(|text| docs::first_paragraph(&text))
    };
    words(property.description.as_ref())
        .or_else(of_type)
        .or_else(|| (*name != property.name[..]).then(|| format!("The property {}.", docs::code(&property.name))))
        .unwrap_or_default()
}

/// The documentation of the property, and the meaning of omitting it; empty if its name is sufficient.
pub(in crate::emit) fn described(emitter: &Emitter, property: &Property, name: &Name) -> String {
    let def = &emitter.api.types[property.value.id];
    docs::with_default(description(emitter, property, name), property.default.as_ref().or(def.default.as_ref()))
}

/// The short documentation, for setters.
pub(in crate::emit) fn setter_docs(emitter: &Emitter, property: &Property, name: &Name) -> TokenStream {
    let def = &emitter.api.types[property.value.id];
    let text = docs::first_paragraph(&description(emitter, property, name));
    let text = docs::with_default(text, property.default.as_ref().or(def.default.as_ref()));
    let one_choice = property.known.as_ref().filter(|known| !known.always);
    let one_choice = one_choice.map(|known| format!("Sets {}, the only value.", known_value::code(&known.value)));
    docs::lines([Some(text.as_str()), one_choice.as_deref()])
}

/// The wire names of the fields.
fn json(emitter: &Emitter, names: &TypeNames, fields: &[Field], additional: Additional, uses: &Uses) -> TokenStream {
    let (item, rest, object) = (&names.item, &names.rest, uses.private("object"));
    let fields = fields.iter().map(|field| {
        let (name, wire) = (field.name, &field.property.name);
        let key = (name.as_str() != wire.as_str()).then(|| quote!(= #wire));
        let any = emitter.is_any(field.property.value.id);
        let presence = match field.presence {
            Presence::Required | Presence::RequiredNullable => None,
            // `null` is a JSON value like any other, and not the same as no value.
            Presence::Optional | Presence::OptionalNullable if any => Some(quote!(?null)),
            Presence::Optional | Presence::OptionalNullable => Some(quote!(?)),
        };
        let constant = emitter.constant(field.property.value).map(|constant| {
            let literal = known_value::typed_literal(&constant);
            quote!(: #literal)
        });
        quote!(#name #presence #key #constant)
    });
    let rest = match additional {
        Additional::Forbidden => None,
        Additional::Any | Additional::Typed(_) => Some(quote!(..#rest)),
    };
    let members = fields.chain(rest);
    quote!(#object!(#item { #(#members),* });)
}

/// The field for keys that are not named.
fn rest(emitter: &Emitter, name: &Name, additional: Additional, uses: &Uses) -> Option<TokenStream> {
    match additional {
        Additional::Forbidden => None,
        Additional::Any => {
            let (map, json) = (uses.runtime("Map"), uses.runtime("Value"));
            Some(quote! {
                /// Additional properties, kept as received.
                pub #name: #map<String, #json>
            })
        }
        Additional::Typed(value) => {
            let map = uses.other(emitter.settings.maps.path());
            let value = emitter.rust_type(value, uses);
            Some(quote! {
                /// Additional properties.
                pub #name: #map<String, #value>
            })
        }
    }
}

/// The struct of the constructor's arguments, if they are too many for single ones.
pub(in crate::emit) fn required_struct<'a>(
    emitter: &Emitter,
    id: TypeId,
    names: &'a TypeNames,
    object: &Object,
) -> Option<&'a Name> {
    let fields = fields(emitter, id, names, object, &Uses::at(ModuleDepth::Model));
    emitter.is_named(fields.iter().filter(|field| field.is_argument()).count()).then_some(&names.required)
}

/// The constructor with the required values, and setters for the others. For types that are only received, these are for
/// tests, and not documented again.
fn construction(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    fields: &[Field],
    additional: Additional,
    uses: &Uses,
) -> TokenStream {
    let (item, rest, construct) = (&names.item, &names.rest, uses.private("construct"));
    let argument = |field: &&Field| {
        let name = field.name;
        let macro_syntax = match initializer(emitter, field, uses) {
            Initializer::Preset(value) => quote!(= #value),
            Initializer::OneChoice(value) => quote!(const #value),
            Initializer::Argument(Argument { macro_syntax, .. }) => macro_syntax,
            Initializer::Unset => quote!(unset),
        };
        quote!(#name(#macro_syntax))
    };
    let is_constructed = emitter.is_constructed(id);
    let docs = |field: &&Field| is_constructed.then(|| setter_docs(emitter, field.property, field.name));
    let other = |field: &&Field| {
        let has_setter = has_setter(emitter, field, uses);
        let docs = has_setter.then(|| docs(field)).flatten();
        let deprecated = (has_setter && field.property.deprecated).then(|| quote!(#[deprecated]));
        let argument = argument(field);
        quote!(#docs #deprecated #argument)
    };
    let (required, others): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.is_argument());
    let parameters: Vec<TokenStream> = required.iter().map(argument).collect();
    let parameters = if emitter.is_named(parameters.len()) {
        let (struct_name, docs) = (&names.required, required.iter().map(docs));
        quote!(from #struct_name { #(#docs #parameters,)* })
    } else {
        quote!((#(#parameters),*))
    };
    let rest = match additional {
        Additional::Forbidden => None,
        Additional::Any | Additional::Typed(_) => Some(quote!(..#rest)),
    };
    let others = others.iter().map(other).chain(rest);
    quote!(#construct!(#item #parameters { #(#others),* });)
}

/// Whether a field that the constructor does not take has a setter.
fn has_setter(emitter: &Emitter, field: &Field, uses: &Uses) -> bool {
    !matches!(initializer(emitter, field, uses), Initializer::Preset(_) | Initializer::Unset)
}

/// `Default`, written out, of a type without required properties that has a preset one.
fn default(item: &Name, fields: &[Field]) -> Option<TokenStream> {
    let has_arguments = fields.iter().any(Field::is_argument);
    (!has_arguments && !is_default_derived(fields)).then(|| {
        quote! {
            impl Default for #item {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    })
}

/// The value that the constructor sets for a field. Responses alone have a required property that is `readOnly`.
fn preset(emitter: &Emitter, property: &Property, presence: Presence, boxed: bool, uses: &Uses) -> Option<TokenStream> {
    let known = property.known.as_ref().filter(|known| known.always || !is_optional(presence))?;
    let value = emitter.scalar(property.value.id, &known.value, uses)?;
    let value = if boxed { quote!(Box::new(#value)) } else { value };
    Some(match presence {
        Presence::Required => value,
        Presence::RequiredNullable if emitter.is_any(property.value.id) => value,
        Presence::OptionalNullable if !emitter.is_any(property.value.id) => {
            let presence = uses.runtime("Presence");
            quote!(#presence::Value(#value))
        }
        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => quote!(Some(#value)),
    })
}

/// The default of a required property, as the field holds it.
fn prefilled(emitter: &Emitter, property: &Property, uses: &Uses) -> Option<TokenStream> {
    let default = emitter.api.types[property.value.id].scalar_default(property.default.as_ref())?;
    emitter.scalar(property.value.id, &default, uses)
}

/// How a field is set in a message to send.
pub(in crate::emit) fn initializer(emitter: &Emitter, field: &Field, uses: &Uses) -> Initializer {
    let property = field.property;
    if let Some(value) = &field.preset {
        return Initializer::Preset(value.clone());
    }
    if field.is_unset {
        return Initializer::Unset;
    }
    if let Some(value) = emitter.one_choice(property.value.id, property.known.as_ref(), uses) {
        return Initializer::OneChoice(value);
    }
    let any = emitter.is_any(property.value.id);
    let name = field.name;
    let name = quote!(#name);
    Initializer::Argument(match field.presence {
        Presence::RequiredNullable if !any => Argument::into(&field_type(emitter, field, uses), &name),
        Presence::OptionalNullable if !any => {
            Argument::presence(&emitter.field_type(property.value, Presence::Required, field.boxed, uses), &name, uses)
        }
        Presence::Required | Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
            let argument = emitter.argument(property.value.id, &name, field.boxed, uses);
            match &field.prefilled {
                Some(value) => argument.prefilled(value),
                None if field.is_argument() && field.is_optional() => argument.some(),
                None => argument,
            }
        }
    })
}
