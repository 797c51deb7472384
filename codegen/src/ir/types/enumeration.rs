//! Lists of constants.

use super::Scalar;

/// A list of constants. The client keeps values that are not listed.
#[derive(Debug, Clone)]
pub struct Enum {
    /// The values and their type.
    pub values: EnumValues,
    /// The documentation of each, in their order.
    pub docs: Vec<EnumValueDocs>,
    /// The name of the enum in the extension `x-ms-enum`.
    pub name: Option<String>,
    /// Whether the schema allows any other string as well, as `anyOf: [{ enum: [a] }, { type: string }]` does.
    pub is_open: bool,
}

impl Enum {
    /// The value, if there is but one: that of a `const`, or of an `enum` that leaves no choice.
    #[must_use]
    pub fn only(&self) -> Option<Scalar> {
        self.values.only().filter(|_| !self.is_open)
    }
}

/// The documentation of a constant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnumValueDocs {
    /// `title`, or its entry in `x-enum-varnames`.
    pub title: Option<String>,
    /// `description`, or its entry in `x-enum-descriptions`.
    pub description: Option<String>,
}

/// The constants, all of one type, each once.
#[derive(Debug, Clone, PartialEq)]
pub enum EnumValues {
    /// Text.
    Strings(Vec<String>),
    /// Integers.
    Integers(Vec<i64>),
    /// Numbers.
    Numbers(Vec<f64>),
    /// booleans.
    Booleans(Vec<bool>),
}

impl EnumValues {
    /// The value, if it is the only one in the list.
    fn only(&self) -> Option<Scalar> {
        match self {
            Self::Strings(values) => only(values).cloned().map(Scalar::String),
            Self::Integers(values) => only(values).copied().map(Scalar::Integer),
            Self::Numbers(values) => only(values).copied().map(Scalar::Number),
            Self::Booleans(values) => only(values).copied().map(Scalar::Boolean),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Strings(values) => values.len(),
            Self::Integers(values) => values.len(),
            Self::Numbers(values) => values.len(),
            Self::Booleans(values) => values.len(),
        }
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each of them, in their order.
    #[must_use]
    pub fn scalars(&self) -> Vec<Scalar> {
        match self {
            Self::Strings(values) => values.iter().cloned().map(Scalar::String).collect(),
            Self::Integers(values) => values.iter().copied().map(Scalar::Integer).collect(),
            Self::Numbers(values) => values.iter().copied().map(Scalar::Number).collect(),
            Self::Booleans(values) => values.iter().copied().map(Scalar::Boolean).collect(),
        }
    }

    /// The position of a value in the list.
    #[must_use]
    pub fn position(&self, value: &Scalar) -> Option<usize> {
        match (self, value) {
            (Self::Strings(values), Scalar::String(value)) => values.iter().position(|known| known == value),
            (Self::Integers(values), Scalar::Integer(value)) => values.iter().position(|known| known == value),
            (Self::Numbers(values), Scalar::Number(value)) => {
                values.iter().position(|known| known.total_cmp(value).is_eq())
            }
            (Self::Booleans(values), Scalar::Boolean(value)) => values.iter().position(|known| known == value),
            _ => None,
        }
    }
}

fn only<T>(values: &[T]) -> Option<&T> {
    match values {
        [value] => Some(value),
        [] | [_, _, ..] => None,
    }
}
