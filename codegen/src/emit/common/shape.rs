//! The JSON types of parameters, for the server side: the text of a parameter does not determine whether it is a number.

use crate::emit::Emitter;
use crate::emit::common::identifier::identifier;
use crate::ir::{Additional, EnumValues, Object, TypeId, TypeKind};
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
            TypeKind::Object(object) => self.object(object, levels),
            TypeKind::Union(_) if levels == 0 => quote!(#name::Any),
            TypeKind::Union(union) => {
                let shapes = union.variants.iter().map(|variant| self.of(variant.value.id, levels - 1));
                quote!(#name::OneOf(&[#(#shapes),*]))
            }
            // The values of a user's own type are not known.
            TypeKind::Any | TypeKind::Foreign(_) => quote!(#name::Any),
        }
    }

    fn inside(&self, id: TypeId, levels: usize) -> TokenStream {
        let name = &self.name;
        if levels == 0 { quote!(#name::Any) } else { self.of(id, levels - 1) }
    }

    fn object(&self, object: &Object, levels: usize) -> TokenStream {
        let name = &self.name;
        if levels == 0 {
            return quote!(#name::Object(&[], &#name::Any));
        }
        let members = object.properties.iter().map(|property| {
            let (wire, shape) = (&property.name, self.inside(property.value.id, levels));
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
