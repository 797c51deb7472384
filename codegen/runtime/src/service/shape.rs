//! The JSON type of a value: a parameter is text, and only its schema determines whether `5` is a number or a string.

use crate::Style;

/// The JSON type of a parameter, and of nested values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An array with this type of elements.
    Array(&'static Self),
    /// An array within an array, as one string: the delimiter of the style separates its elements.
    Joined(Style, &'static Self),
    /// An array with these types of elements, by position.
    Tuple(&'static [Self]),
    /// An object: its properties, and the type of additional ones.
    Object(&'static [(&'static str, Self)], &'static Self),
    /// One of these types. Text that is a number is read as one if possible.
    OneOf(&'static [Self]),
    /// Any type: a number, a boolean or JSON if the text is one, else a string.
    Any,
    /// No value: additional properties are not allowed.
    Nothing,
}

/// The JSON types of a scalar.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scalars {
    pub(crate) string: bool,
    pub(crate) number: bool,
    pub(crate) boolean: bool,
}

impl Shape {
    /// The scalar types of a value.
    pub(crate) fn scalars(&self) -> Scalars {
        match self {
            Self::String => Scalars { string: true, ..Scalars::default() },
            Self::Number => Scalars { number: true, ..Scalars::default() },
            Self::Boolean => Scalars { boolean: true, ..Scalars::default() },
            Self::Any => Scalars { string: true, number: true, boolean: true },
            Self::OneOf(shapes) => shapes.iter().map(Self::scalars).fold(Scalars::default(), Scalars::or),
            Self::Array(_) | Self::Joined(..) | Self::Tuple(_) | Self::Object(..) | Self::Nothing => Scalars::default(),
        }
    }

    /// Whether a value may be a scalar.
    pub(crate) fn is_scalar(&self) -> bool {
        let Scalars { string, number, boolean } = self.scalars();
        string || number || boolean
    }

    /// The shape of an array, if the value may be one.
    pub(crate) fn as_array(&self) -> Option<&Self> {
        match self {
            Self::Array(_) | Self::Tuple(_) | Self::Any => Some(self),
            Self::OneOf(shapes) => shapes.iter().find_map(Self::as_array),
            Self::String | Self::Number | Self::Boolean | Self::Joined(..) | Self::Object(..) | Self::Nothing => None,
        }
    }

    /// The shape of an object, if the value may be one.
    pub(crate) fn as_object(&self) -> Option<&Self> {
        match self {
            Self::Object(..) | Self::Any => Some(self),
            Self::OneOf(shapes) => shapes.iter().find_map(Self::as_object),
            Self::String
            | Self::Number
            | Self::Boolean
            | Self::Array(_)
            | Self::Joined(..)
            | Self::Tuple(_)
            | Self::Nothing => None,
        }
    }

    /// The shape of an element.
    pub(crate) fn element(&self, index: usize) -> &Self {
        match self {
            Self::Array(element) | Self::Joined(_, element) => element,
            Self::Tuple(elements) => elements.get(index).unwrap_or(&Self::Any),
            _ => &Self::Any,
        }
    }

    /// The shape of the value of a property.
    pub(crate) fn member(&self, name: &str) -> &Self {
        match (self.members().iter().find(|(known, _)| *known == name), self.others()) {
            (Some((_, shape)), _) => shape,
            (None, Some(others)) => others,
            (None, None) => &Self::Any,
        }
    }

    /// The shape of additional properties, if they are allowed.
    pub(crate) fn others(&self) -> Option<&'static Self> {
        match self {
            Self::Object(_, Self::Nothing) => None,
            Self::Object(_, others) => Some(others),
            _ => Some(&Self::Any),
        }
    }

    /// The declared properties.
    pub(crate) fn members(&self) -> &'static [(&'static str, Self)] {
        match self {
            Self::Object(members, _) => members,
            _ => &[],
        }
    }
}

impl Scalars {
    const fn or(self, other: Self) -> Self {
        Self {
            string: self.string || other.string,
            number: self.number || other.number,
            boolean: self.boolean || other.boolean,
        }
    }
}
