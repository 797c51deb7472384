//! Types: what the schemas of a document say.

use super::{OperationId, StatusRange};
use crate::pointer::{Origin, Pointer};
use serde_json::Value;

/// The place of a schema in [`Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A use of a schema: which one, and whether `null` may stand in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeRef {
    /// The schema.
    pub id: TypeId,
    /// Whether the value may be `null`.
    pub nullable: bool,
}

/// Every schema of the document, named or inline, each once: schemas refer to each other by [`TypeId`], so that a
/// recursive schema is finite data.
///
/// `S` is what is known of how a reader tells the variants of unions apart: all of it, once every schema was read.
#[derive(Debug, Clone)]
pub struct Types<S = Selection>(pub Vec<TypeDef<S>>);

impl<S> Default for Types<S> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<S> Types<S> {
    /// Every schema with its id, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef<S>)> {
        self.0.iter().enumerate().map(|(index, def)| (TypeId(index), def))
    }

    /// The one value that a use of a schema can have: that of a `const`, or of an `enum` with one value. What may be
    /// `null` as well leaves a choice.
    #[must_use]
    pub fn constant(&self, value: TypeRef) -> Option<Scalar> {
        match &self[value.id].kind {
            TypeKind::Enum(list) if !value.nullable => list.values.only(),
            _ => None,
        }
    }

    /// The same types, with the selection of each union made of what was known of it.
    pub fn map_selections<T>(self, mut map: impl FnMut(TypeId, S) -> T) -> Types<T> {
        let defs = self.0.into_iter().enumerate();
        Types(defs.map(|(index, def)| def.map_selection(|selection| map(TypeId(index), selection))).collect())
    }

    /// Adds plain text, for a value that no schema of the document describes as it is read.
    pub fn add_text(&mut self, origin: &Origin, place: Place) -> TypeRef {
        let id = TypeId(self.0.len());
        self.0.push(TypeDef {
            origin: origin.clone(),
            written: None,
            place,
            title: None,
            description: None,
            deprecated: false,
            kind: TypeKind::String(StringFormat::Plain),
            constraints: Constraints::default(),
            default: None,
            also: Vec::new(),
        });
        TypeRef { id, nullable: false }
    }
}

impl<S> std::ops::Index<TypeId> for Types<S> {
    type Output = TypeDef<S>;

    fn index(&self, id: TypeId) -> &TypeDef<S> {
        &self.0[id.0]
    }
}

/// A schema.
#[derive(Debug, Clone)]
pub struct TypeDef<S = Selection> {
    /// The Schema Object.
    pub origin: Origin,
    /// Where its file has it, if that is another place: what a parameter of Swagger 2.0 says of its value stands in the
    /// parameter, and overlays move things.
    pub written: Option<Pointer>,
    /// How the document leads to it, from which its name is made.
    pub place: Place,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// What its values are.
    pub kind: TypeKind<S>,
    /// What its values must satisfy beyond their kind.
    pub constraints: Constraints,
    /// `default`.
    pub default: Option<Value>,
    /// Further Schema Objects of this shape, which are this type as well.
    pub also: Vec<Origin>,
}

impl<S> TypeDef<S> {
    /// The default as a constant: that of the place where the type is used, if it has one, else that of the type. None for a type
    /// whose values are no constants.
    pub fn scalar_default(&self, own: Option<&Value>) -> Option<Scalar> {
        match (own.or(self.default.as_ref())?, &self.kind) {
            (
                Value::String(text),
                TypeKind::String(StringFormat::Plain) | TypeKind::Enum(Enum { values: EnumValues::Strings(_), .. }),
            ) => Some(Scalar::String(text.clone())),
            (
                Value::Number(number),
                TypeKind::Integer(_) | TypeKind::Enum(Enum { values: EnumValues::Integers(_), .. }),
            ) => number.as_i64().map(Scalar::Integer),
            (Value::Bool(value), TypeKind::Boolean | TypeKind::Enum(Enum { values: EnumValues::Booleans(_), .. })) => {
                Some(Scalar::Boolean(*value))
            }
            _ => None,
        }
    }

    fn map_selection<T>(self, map: impl FnOnce(S) -> T) -> TypeDef<T> {
        let Self { origin, written, place, title, description, deprecated, kind, constraints, default, also } = self;
        let kind = kind.map_selection(map);
        TypeDef { origin, written, place, title, description, deprecated, kind, constraints, default, also }
    }
}

/// How the document leads to a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `components.schemas` under this key.
    Component(String),
    /// Part of another kind of component: its key, such as that of a parameter or response.
    SharedPart(String),
    /// Several places of one shape.
    Shared {
        /// What they have in common.
        name: String,
    },
    /// A property of an object schema.
    Property {
        /// The object.
        owner: TypeId,
        /// The property's wire name.
        name: String,
    },
    /// The elements of an array schema.
    Items {
        /// The array.
        owner: TypeId,
    },
    /// An element of a tuple.
    Element {
        /// The tuple.
        owner: TypeId,
        /// Its place, from zero.
        index: usize,
    },
    /// The values of a map schema, or an object's additional properties.
    Values {
        /// The map or object.
        owner: TypeId,
    },
    /// A variant of a union schema.
    Variant {
        /// The union.
        owner: TypeId,
        /// Its index there.
        index: usize,
    },
    /// A parameter's value.
    Parameter {
        /// The operation.
        operation: OperationId,
        /// The parameter's wire name.
        name: String,
    },
    /// An operation's request body.
    RequestBody {
        /// The operation.
        operation: OperationId,
    },
    /// An operation's response body.
    ResponseBody {
        /// The operation.
        operation: OperationId,
        /// Its status.
        status: StatusRange,
    },
}

/// What the values of a schema are.
#[derive(Debug, Clone)]
pub enum TypeKind<S = Selection> {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer(IntegerWidth),
    /// A number.
    Number(NumberWidth),
    /// Text.
    String(StringFormat),
    /// One of a list of constants.
    Enum(Enum),
    /// A list.
    Array(TypeRef),
    /// A list of exactly these, each in its place: at most [`LONGEST_TUPLE`].
    Tuple(Vec<TypeRef>),
    /// An object whose keys are data: no property is named.
    Map(TypeRef),
    /// An object with named properties.
    Object(Object),
    /// One of several schemas.
    Union(Union<S>),
    /// Whatever a type of the user's own reads and writes, which the settings put here.
    Foreign(Foreign),
}

impl<S> TypeKind<S> {
    fn map_selection<T>(self, map: impl FnOnce(S) -> T) -> TypeKind<T> {
        match self {
            Self::Any => TypeKind::Any,
            Self::Boolean => TypeKind::Boolean,
            Self::Integer(width) => TypeKind::Integer(width),
            Self::Number(width) => TypeKind::Number(width),
            Self::String(format) => TypeKind::String(format),
            Self::Enum(list) => TypeKind::Enum(list),
            Self::Array(element) => TypeKind::Array(element),
            Self::Tuple(elements) => TypeKind::Tuple(elements),
            Self::Map(value) => TypeKind::Map(value),
            Self::Object(object) => TypeKind::Object(object),
            Self::Union(Union { variants, selection }) => {
                TypeKind::Union(Union { variants, selection: map(selection) })
            }
            Self::Foreign(foreign) => TypeKind::Foreign(foreign),
        }
    }
}

/// A type that somebody else wrote. It reads and writes JSON, and is `Debug`, `Clone` and `PartialEq`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The type as Rust writes it.
    pub path: String,
    /// Whether it is `Eq`, too.
    pub eq: bool,
}

/// The most elements of a tuple: Rust's traits are implemented for no longer one.
pub const LONGEST_TUPLE: usize = 12;

/// The Rust integer that holds every value the schema allows, from its `format` and bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntegerWidth {
    /// `format: int8`.
    I8,
    /// `format: uint8`.
    U8,
    /// `format: int16`.
    I16,
    /// `format: uint16`.
    U16,
    /// `format: int32`.
    I32,
    /// The usual.
    I64,
    /// `format: uint32`.
    U32,
    /// `format: uint64`, or an upper bound that needs it.
    U64,
    /// Bounds beyond 64 bits.
    I128,
}

/// The Rust number that holds the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberWidth {
    /// `format: float`.
    F32,
    /// The usual.
    F64,
}

/// The kind of text. A format without a type of its own is [`StringFormat::Plain`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringFormat {
    /// Any text.
    Plain,
    /// `date-time` of RFC 3339.
    DateTime,
    /// `full-date` of RFC 3339.
    Date,
    /// `password`: text that must not be printed.
    Password,
    /// Bytes; only as a whole body.
    Binary,
}

/// A list of constants. The client keeps values that are not listed.
#[derive(Debug, Clone)]
pub struct Enum {
    /// What the constants are.
    pub values: EnumValues,
    /// What the document says of each, in their order.
    pub words: Vec<EnumValueDocs>,
}

/// What a document says of a constant.
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
    /// The value, if there is but one: that of a `const`, or of an `enum` that leaves no choice.
    #[must_use]
    pub fn only(&self) -> Option<Scalar> {
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

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of a value in the list.
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

/// An object with named properties.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its properties.
    pub properties: Vec<Property>,
    /// What other keys may hold.
    pub additional: Additional,
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// The property's schema or reference, where it stands.
    pub origin: Origin,
    /// Its wire name.
    pub name: String,
    /// Its value's type; `nullable` there is half of [`Property::presence`].
    pub value: TypeRef,
    /// Whether the key must be there.
    pub required: bool,
    /// What the document says at this place; without it the type's own words serve.
    pub description: Option<String>,
    /// `default` at this place; without it that of the type serves.
    pub default: Option<Value>,
    /// `deprecated` at this place.
    pub deprecated: bool,
    /// `readOnly`: never sent.
    pub read_only: bool,
    /// `writeOnly`: never received.
    pub write_only: bool,
    /// The value that the document leaves no choice of, so that no caller is asked for it.
    pub known: Option<KnownValue>,
}

impl Property {
    /// Whether the key may be left out, and whether `null` may stand in place of the value.
    #[must_use]
    pub fn presence(&self) -> Presence {
        match (self.required, self.value.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        }
    }
}

/// The one value that a document allows somewhere. It is what is sent; what is received may be another.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownValue {
    /// The value.
    pub value: Scalar,
    /// Whether it is sent in any case: where it is required. Elsewhere the caller decides whether it is sent.
    pub always: bool,
}

/// A value that is no list and no object.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// A string.
    String(String),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A boolean.
    Boolean(bool),
}

/// Required or optional, nullable or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always a value: `T`.
    Required,
    /// A value or `null`: `Option<T>`.
    RequiredNullable,
    /// A value or nothing: `Option<T>`, left out when absent.
    Optional,
    /// A value, `null` or nothing, which are three things.
    OptionalNullable,
}

/// What the keys of an object that are not named may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additional {
    /// Nothing said, or `true`: any JSON value, kept.
    Any,
    /// Values of a schema.
    Typed(TypeRef),
    /// `false`: there are none.
    Forbidden,
}

/// One of several schemas.
#[derive(Debug, Clone)]
pub struct Union<S = Selection> {
    /// The variants.
    pub variants: Vec<Variant>,
    /// How a reader tells them apart.
    pub selection: S,
}

/// A variant of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The variant's schema or reference, where it stands.
    pub origin: Origin,
    /// Its type. Never nullable: `null` among the variants makes the union nullable.
    pub value: TypeRef,
    /// The component's key when the variant is a reference to one.
    pub component: Option<String>,
}

/// How a reader tells the variants of a union apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// By the value of a property (`discriminator`).
    Discriminator {
        /// The property's wire name.
        property: String,
        /// The values that the document states, each with the index of the variant that it means, those of the
        /// `mapping` first. A variant may go by several. A number or boolean is its JSON text.
        mapping: Vec<(String, usize)>,
        /// Names of components that mean a variant which goes by other values: they are read, and never written.
        names: Vec<(String, usize)>,
        /// What kind of JSON the values are.
        kind: DiscriminatorKind,
        /// What no value tells, by its JSON type: variants that are no objects and so have no such property, and for
        /// all other objects the variant of `defaultMapping`.
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

/// What the property of a discriminator holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscriminatorKind {
    /// Strings.
    Strings,
    /// Numbers or booleans.
    Bare,
    /// Either: nothing is said of it, or several types are.
    Both,
}

/// A test on a JSON value that tells a variant from those after it.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The value is of this JSON type.
    Is(JsonType),
    /// The value is an object that has this key.
    HasKey(String),
    /// The value is an object whose property holds one of these.
    KeyIs(String, Constants),
    /// The value is an object whose property passes this test.
    Within(String, Box<Test>),
    /// The value is one of these.
    ValueIs(Constants),
    /// The value can be read as the variant. Of several, the one that describes most of the keys that the value has;
    /// these are those of the variant that not every such variant describes.
    Fits(Vec<String>),
}

/// Constants by which something is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constants {
    /// Strings.
    Strings(Vec<String>),
    /// The JSON of integers and booleans.
    Bare(Vec<String>),
}

impl Constants {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Strings(constants) | Self::Bare(constants) => constants.is_empty(),
        }
    }
}

/// A JSON type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// Text.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// The type in words, with its article.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// What a schema's values must satisfy beyond their kind. Checked before sending, never on reading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    /// `minLength`, in Unicode code points.
    pub min_length: Option<u64>,
    /// `maxLength`, in Unicode code points.
    pub max_length: Option<u64>,
    /// `pattern`, one that the client's regular expressions can run.
    pub pattern: Option<String>,
    /// `minimum`, `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum`, `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`.
    pub multiple_of: Option<Limit>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
}

/// A numeric limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The limit.
    pub value: Limit,
    /// Whether the limit itself is out.
    pub exclusive: bool,
}

/// A number that others are compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// An integer that 64 bits hold, exact.
    Whole(i128),
    /// Any other number.
    Float(f64),
}

impl Limit {
    /// The number of a document; none when it is beyond what a float holds.
    #[must_use]
    pub fn new(number: &serde_json::Number) -> Option<Self> {
        let signed = number.as_i64().map(i128::from);
        let whole = signed.or_else(|| number.as_u64().map(i128::from));
        whole.map(Self::Whole).or_else(|| number.as_f64().map(Self::Float))
    }

    /// The nearest float.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // the nearest is asked for
    pub fn float(self) -> f64 {
        match self {
            Self::Whole(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

impl PartialOrd for Limit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.partial_cmp(other),
            _ => self.float().partial_cmp(&other.float()),
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}
