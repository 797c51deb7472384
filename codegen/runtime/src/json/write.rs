//! Writes values as JSON: floats with an integral value are written without a fraction, and numbers that JSON does not
//! have, such as infinity, are an error, while `serde_json` writes `null`.

use crate::json::{Violation, as_string, json_path, number};
use serde::Serialize;
use serde::ser::{
    Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};
use std::fmt::Display;

/// The JSON text of a value, or the path and the reason why there is none.
pub(crate) fn text<T: Serialize + ?Sized>(value: &T) -> Result<String, Violation> {
    // As `serde_json` begins.
    let mut json = Vec::with_capacity(128);
    written(value, &mut serde_json::Serializer::new(&mut json))?;
    String::from_utf8(json).map_err(|error| unwritable(&error))
}

/// Like [`text`], with indentation.
pub(crate) fn pretty<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Violation> {
    let mut json = Vec::new();
    written(value, &mut serde_json::Serializer::pretty(&mut json))?;
    Ok(json)
}

fn written<T: Serialize + ?Sized, S: Serializer<Error = serde_json::Error>>(
    value: &T,
    serializer: S,
) -> Result<(), Violation> {
    value.serialize(Writer(serializer)).map(drop).map_err(|error| violation(&error))
}

fn violation(error: &serde_json::Error) -> Violation {
    let message = error.to_string();
    match json_path::split_message(&message) {
        Some((path, reason)) => Violation { path: path.to_owned(), reason: reason.to_owned() },
        None => unwritable(error),
    }
}

fn unwritable(error: &dyn Display) -> Violation {
    Violation::whole(format!("cannot be written as JSON: {error}"))
}

/// A value and all that is in it, to be written by a [`Writer`].
struct Written<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> Serialize for Written<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Writer(serializer))
    }
}

/// A serializer that writes floats like [`number`], and rejects those that JSON cannot represent. Values that are
/// written part by part is wrapped too, so that all parts are.
struct Writer<S>(S);

/// A list that is being written, and how many elements it has.
struct Elements<S> {
    list: S,
    index: usize,
}

impl<S> Elements<S> {
    const fn of(list: S) -> Self {
        Self { list, index: 0 }
    }

    fn next<E: Error>(&mut self, write: impl FnOnce(&mut S) -> Result<(), E>) -> Result<(), E> {
        let index = self.index;
        self.index += 1;
        write(&mut self.list).map_err(|error| within(error, |path| json_path::push_index(path, index)))
    }
}

/// An error, one step further out.
#[cold]
fn within<E: Error>(error: E, step: impl FnOnce(&mut String)) -> E {
    let message = error.to_string();
    let Some((path, reason)) = json_path::split_message(&message) else { return error };
    let mut outer = json_path::ROOT.to_owned();
    step(&mut outer);
    E::custom(format_args!("at {}: {reason}", json_path::join(&outer, path)))
}

fn within_key<E: Error, K: Serialize + ?Sized>(error: E, key: &K) -> E {
    within(error, |path| {
        let _ = as_string::read(key, |key| json_path::push_key(path, key));
    })
}

#[cold]
fn not_finite<E: Error>() -> E {
    E::custom(format_args!("at {}: must be finite", json_path::ROOT))
}

/// Methods of values that are written as they are.
macro_rules! forward {
    ($($method:ident($($name:ident: $argument:ty),*);)*) => {
        $(#[inline]
        fn $method(self, $($name: $argument),*) -> Result<S::Ok, S::Error> {
            self.0.$method($($name),*)
        })*
    };
}

/// Methods that begin what is written part by part.
macro_rules! begin {
    ($($method:ident($($name:ident: $argument:ty),*) -> $compound:ident as $wrap:expr;)*) => {
        $(#[inline]
        fn $method(self, $($name: $argument),*) -> Result<Self::$compound, S::Error> {
            self.0.$method($($name),*).map($wrap)
        })*
    };
}

impl<S: Serializer> Serializer for Writer<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Elements<S::SerializeSeq>;
    type SerializeTuple = Elements<S::SerializeTuple>;
    type SerializeTupleStruct = Elements<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Elements<S::SerializeTupleVariant>;
    type SerializeMap = Writer<S::SerializeMap>;
    type SerializeStruct = Writer<S::SerializeStruct>;
    type SerializeStructVariant = Writer<S::SerializeStructVariant>;

    #[inline]
    fn serialize_f32(self, value: f32) -> Result<S::Ok, S::Error> {
        if value.is_finite() { number::write_f32(value, self.0) } else { Err(not_finite()) }
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<S::Ok, S::Error> {
        if value.is_finite() { number::write_f64(value, self.0) } else { Err(not_finite()) }
    }

    forward! {
        serialize_bool(value: bool);
        serialize_i8(value: i8);
        serialize_i16(value: i16);
        serialize_i32(value: i32);
        serialize_i64(value: i64);
        serialize_i128(value: i128);
        serialize_u8(value: u8);
        serialize_u16(value: u16);
        serialize_u32(value: u32);
        serialize_u64(value: u64);
        serialize_u128(value: u128);
        serialize_char(value: char);
        serialize_str(value: &str);
        serialize_bytes(value: &[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    #[inline]
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.collect_str(value)
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&Written(value))
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &Written(value))
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let written = self.0.serialize_newtype_variant(name, index, variant, &Written(value));
        written.map_err(|error| within_key(error, variant))
    }

    begin! {
        serialize_seq(length: Option<usize>) -> SerializeSeq as Elements::of;
        serialize_tuple(length: usize) -> SerializeTuple as Elements::of;
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct as Elements::of;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> SerializeTupleVariant as Elements::of;
        serialize_map(length: Option<usize>) -> SerializeMap as Writer;
        serialize_struct(name: &'static str, length: usize) -> SerializeStruct as Writer;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> SerializeStructVariant as Writer;
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Lists: each element is wrapped.
macro_rules! lists {
    ($($compound:ident $method:ident;)*) => {
        $(impl<S: $compound> $compound for Elements<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                self.next(|list| list.$method(&Written(value)))
            }

            #[inline]
            fn end(self) -> Result<S::Ok, S::Error> {
                self.list.end()
            }
        })*
    };
}

lists! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

/// Structs: the value of each field is wrapped.
macro_rules! structs {
    ($($compound:ident)*) => {
        $(impl<S: $compound> $compound for Writer<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
                self.0.serialize_field(key, &Written(value)).map_err(|error| within_key(error, key))
            }

            #[inline]
            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        })*
    };
}

structs! { SerializeStruct SerializeStructVariant }

impl<S: SerializeMap> SerializeMap for Writer<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.0.serialize_key(key)
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&Written(value))
    }

    #[inline]
    fn serialize_entry<K: Serialize + ?Sized, T: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &T,
    ) -> Result<(), S::Error> {
        self.0.serialize_entry(key, &Written(value)).map_err(|error| within_key(error, key))
    }

    #[inline]
    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[derive(Serialize)]
    enum Enum {
        Unit,
        One(f64),
        Two(f64, f32),
        Named { a: f64 },
    }

    #[derive(Serialize)]
    struct Fields {
        a: Option<f64>,
        b: (f32, Enum),
    }

    fn refused<T: Serialize + ?Sized>(value: &T) -> String {
        let Violation { path, reason } = text(value).unwrap_err();
        format!("{path} {reason}")
    }

    #[test]
    fn floats_without_a_fraction_are_written_as_integers_at_any_depth() {
        assert_eq!(text(&300.0).unwrap(), "300");
        assert_eq!(text(&vec![Some(1.0), None, Some(0.5)]).unwrap(), "[1,null,0.5]");
        assert_eq!(text(&BTreeMap::from([("a b", [1e16])])).unwrap(), r#"{"a b":[10000000000000000]}"#);
        let fields = Fields { a: Some(2.0), b: (3.0, Enum::One(4.0)) };
        assert_eq!(text(&fields).unwrap(), r#"{"a":2,"b":[3,{"One":4}]}"#);
        let variants = [Enum::Unit, Enum::Two(1.0, 2.0), Enum::Named { a: 3.0 }];
        assert_eq!(text(&variants).unwrap(), r#"["Unit",{"Two":[1,2]},{"Named":{"a":3}}]"#);
        assert_eq!(text(&json!({"a": 8.0})).unwrap(), r#"{"a":8}"#);
    }

    #[test]
    fn other_values_are_written_as_by_serde_json() {
        let value = json!({"a": [1, -2, 0.5, "ä\"\n", null, true, {}, []], "b": u64::MAX});
        assert_eq!(text(&value).unwrap(), value.to_string());
        assert_eq!(pretty(&value).unwrap(), serde_json::to_vec_pretty(&value).unwrap());
        assert_eq!(
            text(&(u128::MAX, i128::MIN, 'c', ())).unwrap(),
            format!("[{},{},\"c\",null]", u128::MAX, i128::MIN)
        );
        let raw = RawValue::from_string(r#"{"n": 1.0}"#.to_owned()).unwrap();
        assert_eq!(text(&BTreeMap::from([(1, raw)])).unwrap(), r#"{"1":{"n": 1.0}}"#);
        assert_eq!(text(&std::net::Ipv4Addr::LOCALHOST).unwrap(), "\"127.0.0.1\"");
        assert_eq!(text(&Value::Null).unwrap(), "null");
    }

    #[test]
    fn non_finite_floats_are_an_error_with_their_json_path() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(refused(&number), "$ must be finite");
        }
        assert_eq!(refused(&f32::NAN), "$ must be finite");
        assert_eq!(refused(&BTreeMap::from([("a b", vec![1.0, f64::NAN])])), r#"$["a b"][1] must be finite"#);
        let fields = Fields { a: None, b: (1.0, Enum::Two(1.0, f32::INFINITY)) };
        assert_eq!(refused(&fields), "$.b[1][1] must be finite");
        assert_eq!(refused(&Enum::Named { a: f64::NAN }), "$.a must be finite");
        assert_eq!(refused(&Enum::One(f64::NAN)), "$.One must be finite");
        assert_eq!(refused(&BTreeMap::from([(vec![1], 2)])), "$ cannot be written as JSON: key must be a string");
    }
}
