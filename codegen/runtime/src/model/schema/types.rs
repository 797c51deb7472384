//! The schemas of the runtime's own types.

use crate::{Base64, Date, DateTime, LenientDateTime, Password, Presence};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Implements `JsonSchema` for a type that is a string in JSON.
macro_rules! string {
    ($($name:ident { $($keyword:ident: $value:literal),* })*) => {
        $(impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn schema_id() -> Cow<'static, str> {
                Cow::Borrowed(concat!(module_path!(), "::", stringify!($name)))
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", $(stringify!($keyword): $value),* })
            }
        })*
    };
}

string! {
    Base64 { format: "byte", contentEncoding: "base64" }
    Date { format: "date" }
    DateTime { format: "date-time" }
    LenientDateTime { format: "date-time" }
    Password { format: "password" }
}

/// The schema of a present value: absent is a property that is not required.
impl<T: JsonSchema> JsonSchema for Presence<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Option::<T>::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}
