use super::runtime::__private::{object, scalar_enum, scalar_newtype, string_enum, string_newtype, union, union_enum};
use super::runtime::{Check, Checker, Date, DateTime, Map, Presence, Rules, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Portal {
    pub name: PortalName,
    pub zaid: Option<String>,
    pub created_time: Option<DateTime>,
    pub filters: Presence<Vec<Filter>>,
    pub extra: Option<Value>,
    pub additional_properties: Map<String, Value>,
}
object!(Portal { name, zaid, created_time?, filters?, extra? null, ..additional_properties });

impl Portal {
    pub fn new(name: impl Into<PortalName>, zaid: impl Into<Option<String>>) -> Self {
        Self {
            name: name.into(),
            zaid: zaid.into(),
            created_time: None,
            filters: Presence::Absent,
            extra: None,
            additional_properties: Map::new(),
        }
    }

    #[must_use]
    pub fn filters(mut self, filters: impl Into<Presence<Vec<Filter>>>) -> Self {
        self.filters = filters.into();
        self
    }
}

impl Check for Portal {
    fn check(&self, at: &mut Checker) {
        at.check("name", &self.name);
        at.rules("zaid", &self.zaid, Rules::new().pattern("^[0-9]+$"));
        at.rules("filters", &self.filters, Rules::new().max_items(2).items(&const { Rules::new().min_properties(1) }));
        at.check("filters", &self.filters);
        at.value_check(&self.additional_properties);
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PortalName(String);
string_newtype!(PortalName);

impl Check for PortalName {
    fn check(&self, at: &mut Checker) {
        at.value(&self.0, Rules::new().min_length(1).max_length(5));
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(String);
string_newtype!(RecordId);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Count(i128);
scalar_newtype!(Count, i128);

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Filter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
}

impl Filter {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

impl Check for Filter {
    fn check(&self, at: &mut Checker) {
        at.rules("field", &self.field, Rules::new().min_length(2));
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InviteType {
    Invite,
    Reinvite,
    Unknown(String),
}

string_enum!(InviteType { Invite = "invite", Reinvite = "reinvite", ..Unknown });

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Priority {
    N1,
    Unknown(i64),
}

scalar_enum!(Priority, i64 { N1 = 1, ..Unknown });

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Details {
    pub id: RecordId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Box<Pet>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cat {
    #[serde(rename = "petType")]
    pub pet_type: String,
    pub age: Count,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
}

impl Cat {
    pub fn new(age: impl Into<Count>) -> Self {
        Self { pet_type: "cat".to_owned(), age: age.into(), priority: None, details: None }
    }
}

impl Check for Cat {
    fn check(&self, at: &mut Checker) {
        at.rules("age", &self.age, Rules::new().minimum(0.0, false));
    }
}

#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Litter {
    pub pet_type: String,
    pub by_name: BTreeMap<String, Pet>,
}
object!(Litter { pet_type = "petType", ..by_name });

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Pet {
    Cat(Cat),
    Litter(Box<Litter>),
    Unknown(Value),
}

impl union::Union for Pet {
    const VARIANTS: union::Variants<Self> = &[
        (union::Test::Tag("petType", &["cat"]), |value| value.decode().map(Self::Cat)),
        (union::Test::Tag("petType", &["litter"]), |value| value.decode().map(Self::Litter)),
    ];
}

union_enum!(Pet; Cat, Litter; Unknown);

impl From<Cat> for Pet {
    fn from(value: Cat) -> Self {
        Self::Cat(value)
    }
}

impl Check for Pet {
    fn check(&self, at: &mut Checker) {
        if let Self::Cat(value) = self {
            at.value_check(value);
        }
    }
}

/// Selected by decoding, and recursive.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Tree {
    Leaf(i64),
    Left(Box<Left>),
    Right(Box<Right>),
    Unknown(Value),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Left {
    pub child: Tree,
    pub left: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Right {
    pub child: Tree,
    pub right: i64,
}

impl union::Union for Tree {
    const VARIANTS: union::Variants<Self> = &[
        (union::Test::Integer, |value| value.decode().map(Self::Leaf)),
        (union::Test::Fits(&["left"]), |value| value.decode().map(Self::Left)),
        (union::Test::Fits(&["right"]), |value| value.decode().map(Self::Right)),
    ];
}

union_enum!(Tree; Leaf, Left, Right; Unknown);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiError {
    pub code: String,
}
