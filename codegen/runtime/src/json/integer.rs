//! Reads `1.0` and `1e3` as integers: to JSON Schema any number without a fraction is one (2020-12, Validation, 6.1.1), and
//! some servers have only one number type.
//!
//! `serde_json` accepts such a number only for floats. So integers are parsed from their JSON text, exactly, which is
//! slower: [`crate::decode`] does this only after the fast pass has failed.

use crate::json::number::Decimal;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Unexpected, VariantAccess,
    Visitor,
};
use serde_json::value::RawValue;
use std::fmt;

/// Wraps a deserializer of `serde_json`, and those of nested values.
#[derive(Debug)]
pub(crate) struct Lenient<T>(pub(crate) T);

/// Integers: by their text.
macro_rules! integers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            read(self.0, visitor, |text, visitor| serde_json::Deserializer::from_str(text).$method(visitor))
        })*
    };
}

/// Anything else: unchanged, apart from nested values.
macro_rules! others {
    ($($method:ident($($name:ident: $argument:ty),*);)*) => {
        $(fn $method<V: Visitor<'de>>(self, $($name: $argument,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($name,)* Lenient(visitor))
        })*
    };
}

fn read<'de, D: Deserializer<'de>, V: Visitor<'de>>(
    deserializer: D,
    visitor: V,
    otherwise: fn(&'de str, V) -> serde_json::Result<V::Value>,
) -> Result<V::Value, D::Error> {
    let text = <&'de RawValue>::deserialize(deserializer)?.get();
    let Some(number) = Decimal::parse(text) else { return otherwise(text, visitor).map_err(D::Error::custom) };
    match number.integer() {
        Some(digits) => visit(&digits, visitor),
        None => Err(D::Error::invalid_type(Unexpected::Other(&format!("number `{text}`")), &visitor)),
    }
}

/// Passes digits as the smallest integer type that holds them.
fn visit<'de, V: Visitor<'de>, E: Error>(digits: &str, visitor: V) -> Result<V::Value, E> {
    if let Ok(number) = digits.parse() {
        return visitor.visit_i64(number);
    }
    if let Ok(number) = digits.parse() {
        return visitor.visit_u64(number);
    }
    if let Ok(number) = digits.parse() {
        return visitor.visit_i128(number);
    }
    match digits.parse() {
        Ok(number) => visitor.visit_u128(number),
        Err(_) => Err(E::invalid_value(Unexpected::Other(&format!("integer `{digits}`")), &visitor)),
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Lenient<D> {
    type Error = D::Error;

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    others! {
        deserialize_any();
        deserialize_bool();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(length: usize);
        deserialize_tuple_struct(name: &'static str, length: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

macro_rules! visits {
    ($($method:ident($value:ty);)*) => {
        $(fn $method<E: Error>(self, value: $value) -> Result<V::Value, E> {
            self.0.$method(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Lenient<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(formatter)
    }

    visits! {
        visit_bool(bool);
        visit_i64(i64);
        visit_i128(i128);
        visit_u64(u64);
        visit_u128(u128);
        visit_f64(f64);
        visit_str(&str);
        visit_borrowed_str(&'de str);
        visit_string(String);
        visit_bytes(&[u8]);
        visit_borrowed_bytes(&'de [u8]);
        visit_byte_buf(Vec<u8>);
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Lenient(deserializer))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Lenient(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Lenient(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Lenient(members))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(Lenient(variant))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Lenient<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Lenient(deserializer))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Lenient<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        self.0.next_element_seed(Lenient(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Lenient<A> {
    type Error = A::Error;

    // Keys are strings, and have no other spelling.
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(Lenient(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Lenient<A> {
    type Error = A::Error;
    type Variant = Lenient<A::Variant>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self::Variant), A::Error> {
        let (name, variant) = self.0.variant_seed(seed)?;
        Ok((name, Lenient(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Lenient<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.0.newtype_variant_seed(Lenient(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(length, Lenient(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.struct_variant(fields, Lenient(visitor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn read<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, String> {
        T::deserialize(Lenient(&mut serde_json::Deserializer::from_str(json))).map_err(|error| error.to_string())
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    enum Enum {
        One(u8),
        Two(i64, i128),
        Named { a: Option<u32> },
        Unit,
    }

    #[test]
    fn integers_are_read_in_any_notation() {
        for json in ["1", "1.0", "10e-1", "0.1E1", "1.000"] {
            assert_eq!(read(json), Ok(1_i8));
            assert_eq!(read(json), Ok(1_u64));
            assert_eq!(read(json), Ok(1_i128));
            assert_eq!(read(json), Ok(1_u128));
        }
        assert_eq!(read("-0.0"), Ok(0_u8));
        assert_eq!(read("9007199254740993.0"), Ok(9_007_199_254_740_993_i64));
        assert_eq!(read("170141183460469231731687303715884105727.0"), Ok(i128::MAX));
        assert_eq!(
            read("34028236692093846346337460743176821145500e-2"),
            Err::<u64, _>(
                "invalid type: integer `340282366920938463463374607431768211455` as u128, expected u64".to_owned()
            )
        );
        assert_eq!(read("340282366920938463463374607431768211455"), Ok(u128::MAX));
    }

    #[test]
    fn nested_integers_are_read_in_any_notation() {
        assert_eq!(read(r#"{"a":[1.0,null,2e0]}"#), Ok(BTreeMap::from([("a", vec![Some(1), None, Some(2)])])));
        assert_eq!(read("[1.0,2.0]"), Ok((1_u8, 2_i128)));
        assert_eq!(read(r#"{"One":1.0}"#), Ok(Enum::One(1)));
        assert_eq!(
            read(r#"[{"Two":[1.0,2.0]},{"Named":{"a":3.0}},"Unit"]"#),
            Ok(vec![Enum::Two(1, 2), Enum::Named { a: Some(3) }, Enum::Unit])
        );
    }

    #[test]
    fn other_values_are_unchanged() {
        assert_eq!(read("1.0"), Ok(serde_json::json!(1.0)));
        assert_eq!(read("[1, 1.5]"), Ok(vec![1.0, 1.5]));
        assert_eq!(read("\"a\""), Ok("a"));
        assert_eq!(read::<&RawValue>("1.0").unwrap().get(), "1.0");
        assert!(read::<i64>("1.5").unwrap_err().starts_with("invalid type: number `1.5`, expected i64"));
        assert!(read::<i64>("\"1\"").unwrap_err().starts_with("invalid type: string \"1\", expected i64"));
        assert!(read::<i8>("128.0").unwrap_err().starts_with("invalid value: integer `128`, expected i8"));
        assert!(read::<u8>("-1.0").unwrap_err().starts_with("invalid value: integer `-1`, expected u8"));
        assert!(read::<i64>("1e400").is_err() && read::<i128>("1e39").is_err() && read::<i128>("1.5").is_err());
    }
}
