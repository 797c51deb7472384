//! The types that the schemas of a document describe.

mod constraint;
mod enumeration;
mod object;
mod scalar;
mod string_format;
mod union;
mod violation;

pub use constraint::*;
pub use enumeration::*;
pub use object::*;
pub use scalar::*;
pub use string_format::*;
pub use union::*;

use super::{OperationId, StatusRange};
use crate::pointer::{Origin, Pointer};
use serde_json::Value;

/// The position of a schema in [`Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A use of a schema: which one, and whether `null` is allowed instead.
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
/// `S` is the information about how to select the variants of unions: complete after all schemas are lowered.
#[derive(Debug, Clone)]
pub struct Types<S = Selection>(pub Vec<TypeDef<S>>);

impl<S> Default for Types<S> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<S> Types<S> {
    /// Every schema with its id, in the order in which references lead to them.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef<S>)> {
        self.0.iter().enumerate().map(|(index, def)| (TypeId(index), def))
    }

    /// The one value that a use of a schema can have: that of a `const`, or of an `enum` with one value. What may be
    /// `null` as well leaves a choice.
    #[must_use]
    pub fn constant(&self, value: TypeRef) -> Option<Scalar> {
        match &self[value.id].kind {
            TypeKind::Enum(list) if !value.nullable => list.only(),
            _ => None,
        }
    }

    /// The type within this many levels of arrays; `None` if there are fewer.
    #[must_use]
    pub fn element_within(&self, id: TypeId, levels: usize) -> Option<TypeId> {
        (0..levels).try_fold(id, |id, _| match &self[id].kind {
            TypeKind::Array(element) => Some(element.id),
            _ => None,
        })
    }

    /// The same types, with the selections of all unions converted.
    pub fn map_selections<T>(self, mut map: impl FnMut(TypeId, S) -> T) -> Types<T> {
        let defs = self.0.into_iter().enumerate();
        Types(defs.map(|(index, def)| def.map_selection(|selection| map(TypeId(index), selection))).collect())
    }

    /// Adds a plain text type, for a value without a schema of that form.
    pub fn add_text(&mut self, origin: &Origin, position: SchemaPosition) -> TypeRef {
        let id = TypeId(self.0.len());
        self.0.push(TypeDef::new(origin.clone(), position, TypeKind::String(StringFormat::Plain)));
        TypeRef { id, nullable: false }
    }
}

impl Types {
    /// The property of an anonymous variant whose objects have that property alone, such as `{"circle": {…}}`: the variants
    /// of enums that serde writes by default. The variant holds the value of the property.
    #[must_use]
    pub fn sole_property(&self, id: TypeId) -> Option<&Property> {
        let def = &self[id];
        let TypeKind::Object(Object { properties, additional: Additional::Forbidden }) = &def.kind else { return None };
        let [property] = properties.as_slice() else { return None };
        let SchemaPosition::Variant { owner, .. } = def.position else { return None };
        let TypeKind::Union(Union { selection: Selection::Tests(_), .. }) = &self[owner].kind else { return None };
        let is_plain = property.required && !property.value.nullable && !property.read_only && !property.write_only;
        (def.title.is_none() && is_plain && property.known.is_none()).then_some(property)
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
    /// Its original position, if that differs: a value in Swagger 2.0 is described in the parameter, and
    /// overlays move nodes.
    pub written: Option<Pointer>,
    /// How it is reached in the document, which determines its name.
    pub position: SchemaPosition,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The kind of its values.
    pub kind: TypeKind<S>,
    /// Its only values, where its kind is [`TypeKind::Any`]: `null`, arrays, objects, and numbers that no enum has.
    pub listed: Vec<Value>,
    /// The document's `format`, whether or not it has a type of its own.
    pub format: Option<String>,
    /// Its constraints.
    pub constraints: Constraints,
    /// `default`.
    pub default: Option<Value>,
    /// `example` and `examples`, not validated.
    pub examples: Vec<Value>,
    /// Further Schema Objects of this shape, which are this type as well.
    pub also: Vec<Origin>,
}

impl<S> TypeDef<S> {
    /// A type of a kind, without anything that a Schema Object may add.
    #[must_use]
    pub fn new(origin: Origin, position: SchemaPosition, kind: TypeKind<S>) -> Self {
        Self {
            origin,
            written: None,
            position,
            title: None,
            description: None,
            deprecated: false,
            kind,
            listed: Vec::new(),
            format: None,
            constraints: Constraints::default(),
            default: None,
            examples: Vec::new(),
            also: Vec::new(),
        }
    }

    /// The default as a constant: that of the use of the type, if it has one, or else that of the type. `None` for a
    /// type whose values cannot be constants.
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
        TypeDef {
            origin: self.origin,
            written: self.written,
            position: self.position,
            title: self.title,
            description: self.description,
            deprecated: self.deprecated,
            kind: self.kind.map_selection(map),
            listed: self.listed,
            format: self.format,
            constraints: self.constraints,
            default: self.default,
            examples: self.examples,
            also: self.also,
        }
    }
}

/// How a schema is reached in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaPosition {
    /// `components.schemas` under this key.
    Component(String),
    /// Part of another kind of component: its key, such as that of a parameter or response.
    SharedPart(String),
    /// Several positions of one shape.
    Shared {
        /// The name that they have in common.
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
        /// Its position, from zero.
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

impl SchemaPosition {
    /// The schema that contains it.
    #[must_use]
    pub fn owner(&self) -> Option<TypeId> {
        match self {
            Self::Property { owner, .. }
            | Self::Items { owner }
            | Self::Element { owner, .. }
            | Self::Values { owner }
            | Self::Variant { owner, .. } => Some(*owner),
            Self::Component(_)
            | Self::SharedPart(_)
            | Self::Shared { .. }
            | Self::Parameter { .. }
            | Self::RequestBody { .. }
            | Self::ResponseBody { .. } => None,
        }
    }
}

/// The kind of a schema's values.
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
    /// Any value: a type of the user's own, from the settings.
    External(ExternalType),
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
            Self::External(external) => TypeKind::External(external),
        }
    }
}

/// A type of another crate. It implements `Serialize`, `Deserialize`, `Debug`, `Clone` and `PartialEq`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalType {
    /// The type as Rust writes it.
    pub path: String,
    /// Whether it is `Eq`, too.
    pub eq: bool,
}

/// The most elements of a tuple: Rust's traits are implemented for no longer one.
pub const LONGEST_TUPLE: usize = 12;
