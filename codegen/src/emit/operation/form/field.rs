//! One part of a form, and the field that holds it.

use crate::emit::Emitter;
use crate::emit::common::identifier::identifier;
use crate::emit::common::imports::Uses;
use crate::emit::common::known_value;
use crate::emit::common::rust_type::Argument;
use crate::emit::operation::checks::checks_with;
use crate::emit::operation::style::{nested_value, style_name};
use crate::ir::{Part, PartContent, PartIdentity, Property, Scalar};
use crate::name::Name;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A part with the property that it is made of.
pub(super) struct Field<'a> {
    pub(super) emitter: &'a Emitter<'a>,
    pub(super) property: &'a Property,
    pub(super) part: &'a Part,
    pub(super) name: &'a Name,
}

impl Field<'_> {
    /// Whether the form is nothing without it: a part that holds `null` is left out.
    pub(super) fn is_required(&self) -> bool {
        self.property.required && !self.property.value.nullable
    }

    /// The default of a required part, which applies until its setter is called.
    fn prefilled(&self, uses: &Uses) -> Option<TokenStream> {
        let is_value = matches!(self.part.content, PartContent::Value { .. });
        if !is_value || !self.is_required() || self.emitter.settings.require_defaults {
            return None;
        }
        let id = self.property.value.id;
        let default = self.emitter.api.types[id].scalar_default(self.property.default.as_ref())?;
        self.emitter.scalar(id, &default, uses)
    }

    /// Whether the constructor takes it.
    pub(super) fn is_argument(&self, uses: &Uses) -> bool {
        self.is_required() && self.prefilled(uses).is_none()
    }

    /// The argument of its setter, in the notation of the runtime's macros.
    pub(super) fn set(&self, uses: &Uses) -> TokenStream {
        let macro_syntax = self.argument(uses).macro_syntax;
        match (self.one_choice(uses), self.prefilled(uses)) {
            (Some(value), _) => quote!(const #value),
            (None, Some(value)) => quote!(preset #value, (#macro_syntax)),
            (None, None) => macro_syntax,
        }
    }

    /// The fixed value of the part.
    pub(super) fn known(&self) -> Option<&Scalar> {
        let known = self.property.known.as_ref().filter(|_| matches!(self.part.content, PartContent::Value { .. }));
        known.filter(|known| known.always).map(|known| &known.value)
    }

    /// The one value that it can hold, where the caller decides whether it is there.
    pub(super) fn one_choice(&self, uses: &Uses) -> Option<TokenStream> {
        self.emitter.one_choice(self.property.value.id, self.property.known.as_ref(), uses)
    }

    /// The index of its part, or of the first of its parts, if it has no name.
    pub(super) fn index(&self) -> Option<usize> {
        match self.part.identity {
            PartIdentity::Name => None,
            PartIdentity::Index(index) | PartIdentity::From(index) => Some(index),
        }
    }

    pub(super) fn has_position(&self) -> bool {
        self.index().is_some()
    }

    pub(super) fn is_file(&self) -> bool {
        matches!(self.part.content, PartContent::File { .. })
    }

    pub(super) fn field_type(&self, uses: &Uses) -> TokenStream {
        match &self.part.content {
            PartContent::Value { .. } | PartContent::Encoded { .. } | PartContent::Array { .. } => {
                self.emitter.type_without_option(self.property.value.id, uses)
            }
            PartContent::File { many, .. } => {
                let file = uses.runtime("File");
                if *many { quote!(Vec<#file>) } else { quote!(#file) }
            }
        }
    }

    pub(super) fn argument(&self, uses: &Uses) -> Argument {
        let name = self.name;
        match &self.part.content {
            PartContent::Value { .. } | PartContent::Encoded { .. } | PartContent::Array { .. } => {
                self.emitter.argument(self.property.value.id, &quote!(#name), false, uses)
            }
            PartContent::File { many, .. } => {
                let file = uses.runtime("File");
                let (file, name) = (quote!(#file), quote!(#name));
                if *many { Argument::each(&file, &name) } else { Argument::plain(&file, &name) }
            }
        }
    }

    /// The expression for its optional value, in tests with inputs as JSON.
    pub(super) fn given_as_json(&self, uses: &Uses) -> TokenStream {
        let wire = &self.property.name;
        match &self.part.content {
            PartContent::Value { .. } | PartContent::Encoded { .. } | PartContent::Array { .. } => {
                let field_type = self.field_type(uses);
                quote!(form.field::<#field_type>(#wire)?)
            }
            PartContent::File { many: false, .. } => quote!(form.file(#wire)?),
            PartContent::File { many: true, .. } => quote!(form.files(#wire)?),
        }
    }

    /// The statements that check it and write its part.
    pub(super) fn write_statement(&self, uses: &Uses) -> TokenStream {
        match self.part.identity {
            PartIdentity::Name => self.write_by_name(uses),
            PartIdentity::Index(index) => self.write_at(index, false, uses),
            PartIdentity::From(index) => self.write_at(index, true, uses),
        }
    }

    /// A part without a name, or a part for each element of a list.
    fn write_at(&self, index: usize, is_list: bool, uses: &Uses) -> TokenStream {
        let index = Literal::usize_unsuffixed(index);
        let (name, wire) = (self.name, &self.property.name);
        let method = |one: &str, each: &str| identifier(if is_list { each } else { one });
        match &self.part.content {
            PartContent::File { media_type, .. } => quote!(parts.at(#index, #wire).file(&self.#name, #media_type);),
            PartContent::Encoded { media_type, encoding } => {
                let (checked, method) = (self.checked(uses), method("encoded", "each_encoded"));
                quote!(#checked parts.at(#index, #wire).#method(&self.#name, #media_type, #encoding);)
            }
            PartContent::Value { media_type } => {
                let known = self.known().map(known_value::reference);
                let checked = known.is_none().then(|| self.checked(uses));
                let value = known.unwrap_or_else(|| quote!(&self.#name));
                let (method, media_type) =
                    (method("value", "each_value"), media_type.as_deref().unwrap_or("text/plain"));
                quote!(#checked parts.at(#index, #wire).#method(#value, #media_type);)
            }
            // Arrays in a style are of Swagger 2.0, whose parts have names.
            PartContent::Array { .. } => TokenStream::new(),
        }
    }

    fn write_by_name(&self, uses: &Uses) -> TokenStream {
        let (name, wire) = (self.name, &self.property.name);
        match &self.part.content {
            PartContent::File { media_type, .. } => quote!(parts.file(#wire, &self.#name, #media_type);),
            PartContent::Value { media_type } => {
                let known = self.known().map(known_value::reference);
                let checked = known.is_none().then(|| self.checked(uses));
                let value = known.unwrap_or_else(|| quote!(&self.#name));
                if let Some(media_type) = media_type {
                    quote!(#checked parts.field_as(#wire, #value, #media_type);)
                } else {
                    quote!(#checked parts.field(#wire, #value);)
                }
            }
            PartContent::Array { style, explode, nested } => {
                let (checked, style) = (self.checked(uses), style_name(*style, uses));
                let value = nested_value(&quote!(&self.#name), nested, uses);
                if *explode {
                    quote!(#checked parts.field(#wire, #value);)
                } else {
                    quote!(#checked parts.field_joined(#wire, #value, #style);)
                }
            }
            PartContent::Encoded { media_type, encoding } => {
                let checked = self.checked(uses);
                quote!(#checked parts.field_encoded(#wire, &self.#name, #media_type, #encoding);)
            }
        }
    }

    /// How a service reads its part: a method of the reader and its arguments.
    pub(super) fn received(&self, uses: &Uses) -> TokenStream {
        match self.part.identity {
            PartIdentity::Name => self.received_by_name(uses),
            PartIdentity::Index(index) => self.received_at(index, ("field_at", "file_at")),
            PartIdentity::From(index) => self.received_at(index, ("fields_from", "files_from")),
        }
    }

    fn received_at(&self, index: usize, (field, file): (&str, &str)) -> TokenStream {
        let (index, wire) = (Literal::usize_unsuffixed(index), &self.property.name);
        if self.is_file() {
            let method = identifier(file);
            return quote!(#method(#index, #wire));
        }
        let (method, shape) = (identifier(field), self.emitter.shape(self.property.value.id, false));
        quote!(#method(#index, #wire, #shape))
    }

    fn received_by_name(&self, uses: &Uses) -> TokenStream {
        let wire = &self.property.name;
        let shape = || self.emitter.shape(self.property.value.id, false);
        match &self.part.content {
            PartContent::File { many: false, .. } => quote!(file(#wire)),
            PartContent::File { many: true, .. } => quote!(files(#wire)),
            PartContent::Value { .. } | PartContent::Encoded { .. } => {
                let shape = shape();
                quote!(field(#wire, #shape))
            }
            PartContent::Array { style, explode, nested } => {
                let shape = self.emitter.shape_of_array(self.property.value.id, nested, uses);
                if *explode {
                    return quote!(field(#wire, #shape));
                }
                let style = style_name(*style, uses);
                quote!(field_joined(#wire, #shape, #style))
            }
        }
    }

    fn checked(&self, uses: &Uses) -> TokenStream {
        let (name, wire) = (self.name, &self.property.name);
        checks_with(self.emitter, self.property.value.id, wire, &quote!(&self.#name), &quote!(parts), uses)
    }
}
