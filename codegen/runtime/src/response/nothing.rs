//! Reading an empty body.

use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::error::Error as JsonError;

/// The value for an empty body, if the schema allows `null`: many servers send an empty body for `null`. A type for any JSON
/// value does not count: an empty body is not JSON.
pub(super) fn read<T: DeserializeOwned>() -> Option<T> {
    T::deserialize(Nothing).ok()
}

/// A deserializer that only an `Option` accepts.
struct Nothing;

impl<'de> Deserializer<'de> for Nothing {
    type Error = JsonError;

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_none()
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("there is nothing"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::Value;
    use std::collections::BTreeMap;

    #[test]
    fn an_empty_body_is_read_only_as_a_nullable_type() {
        assert_eq!(read::<Option<bool>>(), Some(None));
        assert_eq!(read::<Option<Value>>(), Some(None));
        assert_eq!(read::<Value>(), None);
        assert_eq!(read::<()>(), None);
        assert_eq!(read::<Vec<bool>>(), None);
        assert_eq!(read::<BTreeMap<String, bool>>(), None);
        assert_eq!(read::<String>(), None);
    }
}
