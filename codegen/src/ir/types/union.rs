//! Unions, and the selection of their variants.

use super::{Constraints, JsonType, Scalar, TypeRef};
use crate::pointer::Origin;

/// One of several schemas, or of the values of an anonymous `enum` among them.
#[derive(Debug, Clone)]
pub struct Union<S = Selection> {
    /// The variants.
    pub variants: Vec<Variant>,
    /// How to distinguish them when reading.
    pub selection: S,
}

/// A variant of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The variant's schema or reference.
    pub origin: Origin,
    /// Its type. Never nullable: `null` among the variants makes the union nullable.
    pub value: TypeRef,
    /// The component's key when the variant is a reference to one.
    pub component: Option<String>,
}

/// How to distinguish the variants of a union when reading.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// By the value of a property (`discriminator`).
    Discriminator {
        /// The property's wire name.
        property: String,
        /// The values that the document states, each with the index of the variant that it means, those of the
        /// `mapping` first. A variant may have several. A number or boolean is its JSON text.
        mapping: Vec<(String, usize)>,
        /// Names of components whose variant has other values: they are read, and never written.
        names: Vec<(String, usize)>,
        /// The JSON types of the values.
        kind: DiscriminatorKind,
        /// Fallbacks by JSON type: variants that are not objects, and for other objects the variant of
        /// `defaultMapping`.
        others: Vec<(JsonType, usize)>,
    },
    /// By the first test that holds and whose variant can be read. What passes none of them is read as the variant of a
    /// [`Test::Fits`] that fits it best.
    Tests(Vec<(Test, usize)>),
}

impl Selection {
    /// The variant of an object without a discriminator value that means another (`defaultMapping`).
    #[must_use]
    pub fn default_variant(&self) -> Option<usize> {
        let Self::Discriminator { others, .. } = self else { return None };
        others.iter().find(|(json_type, _)| *json_type == JsonType::Object).map(|(_, index)| *index)
    }
}

/// The type of a discriminator property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscriminatorKind {
    /// Strings.
    Strings,
    /// Numbers or booleans.
    NumbersAndBooleans,
    /// Either: it is not stated, or there are several types.
    Both,
}

/// A test on a JSON value that distinguishes a variant from later ones.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The value is of this JSON type.
    TypeIs(JsonType),
    /// The value is an object that has this key.
    HasKey(String),
    /// The value is an object whose property holds one of these.
    KeyIs(String, Constants),
    /// The value is an object whose property passes this test.
    Within(String, Box<Test>),
    /// The value is one of these.
    ValueIs(Constants),
    /// The value is an integer within these bounds, both included.
    IntegerIn(i128, i128),
    /// The value is an array with a number of elements in this range, both included; `None` is no upper limit.
    ItemsIn(u64, Option<u64>),
    /// The value satisfies these constraints. Each applies only to values of its JSON type.
    Satisfies(Box<Constraints>),
    /// The value equals one of these, which are JSON.
    Equals(Vec<String>),
    /// The value is not an object with this property, or the property passes this test.
    IfPresent(String, Box<Test>),
    /// Every element of the array, or every value of the object, passes this test.
    Each(Box<Test>),
    /// The value is not an array with an element at this index, or the element passes this test.
    Element(usize, Box<Test>),
    /// The value passes all of these.
    All(Vec<Test>),
    /// The value passes one of these.
    Any(Vec<Test>),
    /// The value can be read as the variant.
    Fits(Fit),
}

/// How closely a value fits a variant that is only recognized by reading. Of several such variants, a value is read as
/// the one that describes most of its keys, and of these, as one whose schema allows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fit {
    /// The keys of the variant that not every such variant describes.
    pub keys: Vec<String>,
    /// Those assertions of its schema that reading does not enforce and that not every such variant has, such as
    /// `maxLength`: a valid value passes all of them.
    pub assertions: Vec<Test>,
}

/// Constants that distinguish values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constants {
    /// Strings.
    Strings(Vec<String>),
    /// The JSON of numbers and booleans.
    NumbersAndBooleans(Vec<String>),
}

impl Constants {
    /// These values, which are all of one type.
    #[must_use]
    pub fn of(values: &[Scalar]) -> Self {
        let texts = values.iter().map(Scalar::text).collect();
        if matches!(values, [Scalar::String(_), ..]) { Self::Strings(texts) } else { Self::NumbersAndBooleans(texts) }
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Strings(constants) | Self::NumbersAndBooleans(constants) => constants.is_empty(),
        }
    }
}
