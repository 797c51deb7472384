//! Known values (`const`), as Rust expressions.

use super::number;
use crate::emit::common::imports::Uses;
use crate::emit::{Emitter, docs};
use crate::ir::{KnownValue, NumberWidth, Property, Scalar, StringFormat, TypeId, TypeKind, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

impl Emitter<'_> {
    /// A known value of the type `id`; `None` for a type that is not made from a scalar, such as a user's own.
    pub(in crate::emit) fn scalar(&self, id: TypeId, value: &Scalar, uses: &Uses) -> Option<TokenStream> {
        let literal = literal(value);
        let item = self.names.of(id).map(|names| (names, uses.model(&names.item)));
        match (&self.api.types[id].kind, value, item) {
            (TypeKind::Enum(list), _, Some((names, item))) => {
                let member = list.values.position(value).and_then(|index| names.members.get(index));
                Some(member.map_or_else(|| quote!(#item::from(#literal)), |member| quote!(#item::#member)))
            }
            (TypeKind::String(StringFormat::Plain), Scalar::String(_), Some((_, item)))
            | (TypeKind::Integer(_), Scalar::Integer(_), Some((_, item)))
            | (TypeKind::Boolean, Scalar::Boolean(_), Some((_, item))) => Some(quote!(#item::from(#literal))),
            (TypeKind::String(StringFormat::Plain) | TypeKind::Enum(_), Scalar::String(_), None) => {
                Some(quote!(#literal.to_owned()))
            }
            (TypeKind::Integer(_), Scalar::Integer(_), None)
            | (TypeKind::Boolean, Scalar::Boolean(_), None)
            | (TypeKind::Number(NumberWidth::F64), Scalar::Number(_), None)
            | (TypeKind::Enum(_), _, None) => Some(literal),
            (TypeKind::Any, _, None) => {
                let json = uses.runtime("Value");
                Some(quote!(#json::from(#literal)))
            }
            _ => None,
        }
    }

    /// The only possible value of a property or variant whose type is not an enum in Rust.
    pub(in crate::emit) fn constant(&self, value: TypeRef) -> Option<Scalar> {
        let has_item = self.names.of(value.id).is_some();
        self.api.types.constant(value).filter(|_| !has_item)
    }

    /// The only property of the objects of a variant, if the variant holds its value.
    pub(in crate::emit) fn sole_property(&self, variant: TypeRef) -> Option<&Property> {
        let has_item = self.names.of(variant.id).is_some();
        self.api.types.sole_property(variant.id).filter(|_| !has_item)
    }

    /// Whether the type of a property has further values.
    pub(in crate::emit) fn has_choice(&self, property: &Property, known: &KnownValue) -> bool {
        self.api.types.constant(property.value).is_none_or(|constant| constant != known.value)
    }

    /// The only value of a type, if the caller decides whether it is sent.
    pub(in crate::emit) fn one_choice(
        &self,
        id: TypeId,
        known: Option<&KnownValue>,
        uses: &Uses,
    ) -> Option<TokenStream> {
        known.filter(|known| !known.always).and_then(|known| self.scalar(id, &known.value, uses))
    }
}

/// The value as a literal.
pub(in crate::emit) fn literal(value: &Scalar) -> TokenStream {
    match value {
        Scalar::String(text) => quote!(#text),
        Scalar::Integer(number) => number::whole(*number),
        Scalar::Number(number) => number::float(*number),
        Scalar::Boolean(value) => quote!(#value),
    }
}

/// The value as a literal of the type that holds it.
pub(in crate::emit) fn typed_literal(value: &Scalar) -> TokenStream {
    let literal = literal(value);
    let suffix = match value {
        Scalar::String(_) | Scalar::Boolean(_) => return literal,
        Scalar::Integer(_) => "i64",
        Scalar::Number(_) => "f64",
    };
    format!("{literal}_{suffix}").parse().unwrap_or(literal)
}

/// The value as an argument: a string literal is already a reference.
pub(in crate::emit) fn reference(value: &Scalar) -> TokenStream {
    let literal = literal(value);
    match value {
        Scalar::String(_) => literal,
        // Without a suffix it would be an `i32`.
        Scalar::Integer(number) if i32::try_from(*number).is_err() => {
            let typed: TokenStream = format!("{literal}_i64").parse().unwrap_or(literal);
            quote!(&#typed)
        }
        Scalar::Integer(_) | Scalar::Number(_) | Scalar::Boolean(_) => quote!(&#literal),
    }
}

/// The value as a code span in documentation.
pub(in crate::emit) fn code(value: &Scalar) -> String {
    docs::code(&value.text())
}
