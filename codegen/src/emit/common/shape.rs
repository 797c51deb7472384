//! The JSON types of parameters, for the server side: the text of a parameter does not determine whether it is a number.

use crate::emit::Emitter;
use crate::emit::common::identifier::identifier;
use crate::emit::common::imports::Uses;
use crate::emit::operation::style::style_name;
use crate::ir::{Additional, EnumValues, FormEncoding, Object, Property, Style, TypeId, TypeKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::cell::Cell;

/// The depth to which a style applies: deeper values are JSON.
const LEVELS: usize = 3;

/// The number of levels for `deepObject`, which applies to nested values.
const DEEP_LEVELS: usize = 8;

/// The most types in the shape of a parameter. Further ones are read by their text.
const MAX_TYPES: usize = 256;

impl Emitter<'_> {
    /// The shape of a parameter's value.
    pub(in crate::emit) fn shape(&self, id: TypeId, is_deep: bool) -> TokenStream {
        let shapes = Shapes { emitter: self, name: identifier("Shape"), remaining: Cell::new(MAX_TYPES) };
        shapes.of(id, if is_deep { DEEP_LEVELS } else { LEVELS })
    }

    /// The shape of an array in which each level of arrays has a style.
    pub(in crate::emit) fn shape_of_array(&self, id: TypeId, nested: &[Style], uses: &Uses) -> TokenStream {
        let (TypeKind::Array(element), Some((style, further))) = (&self.api.types[id].kind, nested.split_first())
        else {
            return self.shape(id, false);
        };
        let (name, element) = (identifier("Shape"), self.joined(element.id, *style, further, uses));
        quote!(#name::Array(&#element))
    }

    /// The shape of an array that is one string in this style.
    fn joined(&self, id: TypeId, style: Style, further: &[Style], uses: &Uses) -> TokenStream {
        let TypeKind::Array(element) = &self.api.types[id].kind else { return self.shape(id, false) };
        let element = match further.split_first() {
            Some((style, further)) => self.joined(element.id, *style, further, uses),
            None => self.shape(element.id, false),
        };
        let (name, style) = (identifier("Shape"), style_name(style, uses));
        quote!(#name::Joined(#style, &#element))
    }

    /// The shape of a form with these encodings.
    pub(in crate::emit) fn shape_of_form(&self, id: TypeId, encodings: &[FormEncoding], uses: &Uses) -> TokenStream {
        let nested = |name: &str| encodings.iter().find(|encoding| encoding.property == name)?.nested();
        let is_deep = encodings.iter().any(|encoding| encoding.style() == Some(Style::DeepObject));
        let TypeKind::Object(object) = &self.api.types[id].kind else { return self.shape(id, is_deep) };
        let levels = if is_deep { DEEP_LEVELS } else { LEVELS };
        let shapes = Shapes { emitter: self, name: identifier("Shape"), remaining: Cell::new(MAX_TYPES) };
        shapes.object(
            object,
            &|property| match nested(&property.name) {
                Some(nested) => self.shape_of_array(property.value.id, nested, uses),
                None => shapes.inside(property.value.id, levels),
            },
            levels,
        )
    }
}

struct Shapes<'a> {
    emitter: &'a Emitter<'a>,
    name: Ident,
    remaining: Cell<usize>,
}

impl Shapes<'_> {
    fn of(&self, id: TypeId, levels: usize) -> TokenStream {
        let name = &self.name;
        self.remaining.set(self.remaining.get().saturating_sub(1));
        let levels = if self.remaining.get() == 0 { 0 } else { levels };
        match &self.emitter.api.types[id].kind {
            TypeKind::String(_) => quote!(#name::String),
            TypeKind::Integer(_) | TypeKind::Number(_) => quote!(#name::Number),
            TypeKind::Boolean => quote!(#name::Boolean),
            TypeKind::Enum(list) => match list.values {
                EnumValues::Strings(_) => quote!(#name::String),
                EnumValues::Integers(_) | EnumValues::Numbers(_) => quote!(#name::Number),
                EnumValues::Booleans(_) => quote!(#name::Boolean),
            },
            TypeKind::Array(element) => {
                let element = self.inside(element.id, levels);
                quote!(#name::Array(&#element))
            }
            TypeKind::Tuple(elements) => {
                let elements = elements.iter().map(|element| self.inside(element.id, levels));
                quote!(#name::Tuple(&[#(#elements),*]))
            }
            TypeKind::Map(value) => {
                let value = self.inside(value.id, levels);
                quote!(#name::Object(&[], &#value))
            }
            TypeKind::Object(object) => self.object(object, &|property| self.inside(property.value.id, levels), levels),
            TypeKind::Union(_) if levels == 0 => quote!(#name::Any),
            TypeKind::Union(union) => {
                let shapes = union.variants.iter().map(|variant| self.of(variant.value.id, levels - 1));
                quote!(#name::OneOf(&[#(#shapes),*]))
            }
            // The values of a user's own type are not known.
            TypeKind::Any | TypeKind::External(_) => quote!(#name::Any),
        }
    }

    fn inside(&self, id: TypeId, levels: usize) -> TokenStream {
        let name = &self.name;
        if levels == 0 { quote!(#name::Any) } else { self.of(id, levels - 1) }
    }

    fn object(&self, object: &Object, member: &dyn Fn(&Property) -> TokenStream, levels: usize) -> TokenStream {
        let name = &self.name;
        if levels == 0 {
            return quote!(#name::Object(&[], &#name::Any));
        }
        let members = object.properties.iter().map(|property| {
            let (wire, shape) = (&property.name, member(property));
            quote!((#wire, #shape))
        });
        let others = match object.additional {
            Additional::Any => quote!(#name::Any),
            Additional::Typed(value) => self.inside(value.id, levels),
            Additional::Forbidden => quote!(#name::Nothing),
        };
        quote!(#name::Object(&[#(#members),*], &#others))
    }
}
