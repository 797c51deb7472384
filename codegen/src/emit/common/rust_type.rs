//! The Rust type of a schema, and of arguments.

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::ir::{EnumValues, IntegerWidth, NumberWidth, Presence, StringFormat, TypeId, TypeKind, TypeRef};
use crate::name::Name;
use crate::settings::DateTimeLibrary;
use proc_macro2::TokenStream;
use quote::quote;

/// An argument: its type, and its conversion into the type of the field.
pub(in crate::emit) struct Argument {
    /// The type of the argument.
    pub(in crate::emit) parameter_type: TokenStream,
    /// From the argument to the value.
    pub(in crate::emit) converted: TokenStream,
    /// Both, in the syntax of the runtime's macros.
    pub(in crate::emit) macro_syntax: TokenStream,
}

impl Argument {
    /// The value itself.
    pub(in crate::emit) fn plain(of: &TokenStream, name: &TokenStream) -> Self {
        Self { parameter_type: of.clone(), converted: name.clone(), macro_syntax: of.clone() }
    }

    /// Anything that converts into the value.
    pub(in crate::emit) fn into(of: &TokenStream, name: &TokenStream) -> Self {
        Self { parameter_type: quote!(impl Into<#of>), converted: quote!(#name.into()), macro_syntax: quote!(into #of) }
    }

    /// An iterator over anything that converts into the elements.
    pub(in crate::emit) fn each(element: &TokenStream, name: &TokenStream) -> Self {
        let parameter_type = quote!(impl IntoIterator<Item = impl Into<#element>>);
        Self {
            parameter_type,
            converted: quote!(#name.into_iter().map(Into::into).collect()),
            macro_syntax: quote!(iter #element),
        }
    }

    /// A value, `None` for `null`, or nothing.
    pub(in crate::emit) fn presence(of: &TokenStream, name: &TokenStream, uses: &Uses) -> Self {
        let presence = uses.runtime("Presence");
        Self {
            parameter_type: quote!(impl Into<#presence<#of>>),
            converted: quote!(#name.into()),
            macro_syntax: quote!(presence #of),
        }
    }

    /// A required argument for a field that is an `Option`.
    pub(in crate::emit) fn some(self) -> Self {
        let Self { parameter_type, converted, macro_syntax } = self;
        Self { parameter_type, converted: quote!(Some(#converted)), macro_syntax: quote!(some (#macro_syntax)) }
    }

    /// A field that has `value` until its setter is called.
    pub(in crate::emit) fn prefilled(self, value: &TokenStream) -> Self {
        let Self { parameter_type, converted, macro_syntax } = self;
        Self { parameter_type, converted, macro_syntax: quote!(preset #value, (#macro_syntax)) }
    }

    /// A boxed argument.
    fn boxed(self) -> Self {
        let Self { parameter_type, converted, macro_syntax } = self;
        Self { parameter_type, converted: quote!(Box::new(#converted)), macro_syntax: quote!(boxed #macro_syntax) }
    }
}

impl Emitter<'_> {
    /// Whether this many required values are a struct of named fields: positional arguments could be confused without a
    /// compile error.
    pub(in crate::emit) fn is_named(&self, required: usize) -> bool {
        required > self.settings.max_arguments.0
    }

    /// The call of a constructor with these values, by name if there are many.
    pub(in crate::emit) fn constructed(
        &self,
        item: &TokenStream,
        fields: &TokenStream,
        arguments: &[(&Name, TokenStream)],
    ) -> TokenStream {
        let (names, values): (Vec<&Name>, Vec<&TokenStream>) =
            arguments.iter().map(|(name, value)| (*name, value)).unzip();
        if self.is_named(arguments.len()) {
            return quote!(#item::new(#fields { #(#names: #values),* }));
        }
        quote!(#item::new(#(#values),*))
    }

    /// The type of a use: an `Option` if it is nullable.
    pub(in crate::emit) fn rust_type(&self, value: TypeRef, uses: &Uses) -> TokenStream {
        let bare = self.type_without_option(value.id, uses);
        if value.nullable && !self.is_any(value.id) { quote!(Option<#bare>) } else { bare }
    }

    /// The type without `Option`.
    pub(in crate::emit) fn type_without_option(&self, id: TypeId, uses: &Uses) -> TokenStream {
        match self.names.of(id) {
            Some(names) => uses.model(&names.item),
            None => self.written_out(id, uses),
        }
    }

    fn string(&self, format: StringFormat, uses: &Uses) -> TokenStream {
        let name = match format {
            StringFormat::Plain => return quote!(String),
            StringFormat::DateTime if self.settings.date_time == DateTimeLibrary::Lenient => {
                uses.runtime("LenientDateTime")
            }
            StringFormat::DateTime => uses.runtime("DateTime"),
            StringFormat::Date => uses.runtime("Date"),
            StringFormat::Password => uses.runtime("Password"),
            StringFormat::Base64 => uses.runtime("Base64"),
            StringFormat::Binary => uses.runtime("Bytes"),
        };
        quote!(#name)
    }

    /// The Rust type of a schema without an item, or inside its newtype.
    pub(in crate::emit) fn written_out(&self, id: TypeId, uses: &Uses) -> TokenStream {
        match &self.api.types[id].kind {
            TypeKind::Boolean => quote!(bool),
            TypeKind::Integer(width) => integer(*width),
            TypeKind::Number(NumberWidth::F32) => quote!(f32),
            TypeKind::Number(NumberWidth::F64) => quote!(f64),
            TypeKind::String(format) => self.string(*format, uses),
            TypeKind::Array(element) => {
                let element = self.rust_type(*element, uses);
                quote!(Vec<#element>)
            }
            TypeKind::Tuple(elements) => {
                // Without the comma, `(T)` is `T`.
                let comma = (elements.len() == 1).then(|| quote!(,));
                let elements = elements.iter().enumerate().map(|(index, element)| {
                    let bare = self.type_without_option(element.id, uses);
                    let bare = if self.analysis.is_boxed(id, index) { quote!(Box<#bare>) } else { bare };
                    if element.nullable && !self.is_any(element.id) { quote!(Option<#bare>) } else { bare }
                });
                quote!((#(#elements),* #comma))
            }
            TypeKind::Map(value) if self.is_any(value.id) => {
                let (map, json) = (uses.runtime("Map"), uses.runtime("Value"));
                quote!(#map<String, #json>)
            }
            TypeKind::Map(value) => {
                let (map, value) = (uses.other(self.settings.maps.path()), self.rust_type(*value, uses));
                quote!(#map<String, #value>)
            }
            // The settings were validated.
            TypeKind::External(external) => external.path.parse().unwrap_or_default(),
            // One possible value.
            TypeKind::Enum(list) => match list.values {
                EnumValues::Strings(_) => quote!(String),
                EnumValues::Integers(_) => quote!(i64),
                EnumValues::Numbers(_) => quote!(f64),
                EnumValues::Booleans(_) => quote!(bool),
            },
            // Objects and unions always have an item; otherwise any JSON value.
            TypeKind::Any | TypeKind::Object(_) | TypeKind::Union(_) => {
                let json = uses.runtime("Value");
                quote!(#json)
            }
        }
    }

    /// The type of a field or setting.
    pub(in crate::emit) fn field_type(
        &self,
        value: TypeRef,
        presence: Presence,
        boxed: bool,
        uses: &Uses,
    ) -> TokenStream {
        let bare = self.type_without_option(value.id, uses);
        let bare = if boxed { quote!(Box<#bare>) } else { bare };
        match presence {
            Presence::Required => bare,
            Presence::RequiredNullable if self.is_any(value.id) => bare,
            Presence::RequiredNullable | Presence::Optional => quote!(Option<#bare>),
            Presence::OptionalNullable if self.is_any(value.id) => quote!(Option<#bare>),
            Presence::OptionalNullable => {
                let presence = uses.runtime("Presence");
                quote!(#presence<#bare>)
            }
        }
    }

    /// The argument for a type, without `Option`: numbers and booleans by value, lists as an iterator, everything else
    /// as anything that converts into it.
    pub(in crate::emit) fn argument(&self, id: TypeId, name: &TokenStream, boxed: bool, uses: &Uses) -> Argument {
        let bare = self.type_without_option(id, uses);
        let argument = match &self.api.types[id].kind {
            TypeKind::Array(element) if self.names.of(id).is_none() => {
                Argument::each(&self.rust_type(*element, uses), name)
            }
            // A map is anything that converts into one, such as an array of pairs.
            TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number(_) | TypeKind::Tuple(_)
                if self.names.of(id).is_none() =>
            {
                Argument::plain(&bare, name)
            }
            _ => Argument::into(&bare, name),
        };
        if boxed { argument.boxed() } else { argument }
    }

    /// Whether values of the type are any JSON, `null` included.
    pub(in crate::emit) fn is_any(&self, id: TypeId) -> bool {
        matches!(self.api.types[id].kind, TypeKind::Any)
    }
}

fn integer(width: IntegerWidth) -> TokenStream {
    match width {
        IntegerWidth::I8 => quote!(i8),
        IntegerWidth::U8 => quote!(u8),
        IntegerWidth::I16 => quote!(i16),
        IntegerWidth::U16 => quote!(u16),
        IntegerWidth::I32 => quote!(i32),
        IntegerWidth::I64 => quote!(i64),
        IntegerWidth::U32 => quote!(u32),
        IntegerWidth::U64 => quote!(u64),
        IntegerWidth::I128 => quote!(i128),
        IntegerWidth::U128 => quote!(u128),
    }
}
