//! The models that are judged: those of fixtures with objects, enums, unions, maps, tuples and types that hold themselves.

use arbitrary::{Arbitrary, Unstructured};
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A named schema of a fixture, and what its type does.
pub struct Model {
    /// The name of the schema.
    pub component: &'static str,
    /// Its schema.
    pub schema: fn() -> Value,
    /// Whether a value is made of these data; as an error, what is written of one that is read as another.
    pub keeps: fn(&[u8]) -> Result<bool, String>,
    /// What is written of the value that is made of these data.
    pub written: fn(&[u8]) -> Option<Value>,
}

/// Declares the client of each fixture, and lists its models.
macro_rules! models {
    ($($fixture:ident { $($model:ident),* })*) => {
        $(#[doc = "The client of a fixture."] pub mod $fixture {
            include!(concat!(env!("OUT_DIR"), "/served/", stringify!($fixture), "/mod.rs"));
        })*

        /// The models of each fixture.
        pub const MODELS: &[(&str, &[Model])] = &[$((stringify!($fixture), &[$(Model {
            component: stringify!($model),
            schema: schema::<$fixture::models::$model>,
            keeps: keeps::<$fixture::models::$model>,
            written: written::<$fixture::models::$model>,
        }),*])),*];
    };
}

models! {
    additional_properties_forbidden { Point, Nothing }
    additional_properties_typed { Translation, Measures }
    all_of_merge { Animal, Dog, Puppy }
    all_of_null { Item, Color, Holder }
    any_of { Contact, ByMail, ByTelephone, Shop }
    arrays_of_arrays { Cell }
    constants { Beta, TaskNode, DecisionNode, StopNode, Node }
    union_of_constants { Drawing, Shape, Limit, Named, Off, Corner, Edge, Round, Cut, Margin }
    discriminator_heirs { Pet, Cat, Dog, Puppy, Event, Made, Log }
    enum_boolean { AlwaysTrue, Both }
    enum_integer { Level, Untyped }
    enum_mixed_types { Row }
    enum_nullable { Colour, Paint }
    enum_number { Zoom, Frame }
    enum_open { Model, SharedModel, Voice, KnownVoice, Choice, Request }
    enum_string { LampState }
    formats_password { Login }
    formats_string { Event }
    integer_widths { Widths }
    maps { Match }
    maps_by_pattern { Headers, Extended }
    maps_free_form { Labels }
    named_scalars { UserId, PageNumber, Active, Latitude }
    names_of_properties { Odd }
    nullable_elements { Samples, Place }
    one_of_constant { Success, Failed }
    one_of_discriminator { Pet, Cat, Dog }
    one_of_discriminator_base { Vehicle, Car, Bike }
    one_of_discriminator_constant { Shape, Circle, Polygon }
    one_of_discriminator_mapping { Event, UserAdded, UserRemoved, Other }
    one_of_json_type { Formula, Context }
    one_of_nullable { Answer, Maybe }
    one_of_required_key { Payment, Card, Transfer }
    presence { Reading }
    properties_any { Setting }
    read_only_write_only { User, Team, Received }
    recursion_direct { Folder }
    recursion_list_of_itself { Nested, Registry }
    recursion_mutual { Employee, Team }
    recursion_through_all_of { Base, Node }
    recursion_through_array { Tree }
    recursion_through_map { Menu, Scope }
    recursion_through_union { Expression, Negation, Sum }
    settings_date_time_lenient { Event }
    settings_formats_rich { Invoice }
    settings_maps_index { Stock, Count }
    tuples { Line, Tree, Chain }
    union_externally_tagged { Circle, Shape, Figure, Speed, Level }
    union_best_fit { Found, Small, Large, Other }
    union_by_optional_key { Person, Author, Editor }
}

/// Schemas that have no type of their own: arrays, maps, what is any value, and what is an alias of another.
pub const WITHOUT_TYPE: &[(&str, &[&str])] = &[
    ("arrays_of_arrays", &["Matrix", "Row"]),
    ("formats_password", &["Key"]),
    ("maps", &["Scores", "Round"]),
    ("maps_by_pattern", &["Prices", "Loose", "Same"]),
    ("maps_free_form", &["Anything", "AnyJson"]),
    ("named_scalars", &["Since"]),
    ("one_of_constant", &["Result"]),
    ("one_of_json_type", &["Value"]),
    ("settings_formats_rich", &["InvoiceId"]),
    ("tuples", &["Point", "Version", "Mixed", "Former", "Pair"]),
];

/// Models of which there is one value.
pub const OF_ONE_VALUE: &[(&str, &str)] = &[("additional_properties_forbidden", "Nothing")];

fn schema<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

fn arbitrary_value<T: for<'a> Arbitrary<'a>>(data: &[u8]) -> Option<T> {
    T::arbitrary(&mut Unstructured::new(data)).ok()
}

fn keeps<T: for<'a> Arbitrary<'a> + Serialize + DeserializeOwned + PartialEq>(data: &[u8]) -> Result<bool, String> {
    let Some(value) = arbitrary_value::<T>(data) else { return Ok(false) };
    let json = serde_json::to_string(&value).map_err(|error| error.to_string())?;
    match serde_json::from_str::<T>(&json) {
        Ok(read) if read == value => Ok(true),
        Ok(_) => Err(json),
        Err(error) => Err(format!("{error}: {json}")),
    }
}

/// What is written of the value that is made of these data.
#[must_use]
pub fn written<T: for<'a> Arbitrary<'a> + Serialize>(data: &[u8]) -> Option<Value> {
    arbitrary_value::<T>(data).and_then(|value| serde_json::to_value(value).ok())
}
