//! The string of values that are one in JSON, without writing JSON.

use serde::ser::{Error, Impossible, Serialize, Serializer};
use std::fmt;

/// Calls `read` with the string that a value is in JSON, such as that of a string, a date or an enum, also within
/// wrappers.
///
/// # Errors
/// When the value is not a string in JSON.
pub(crate) fn read<T: Serialize + ?Sized, R>(value: &T, read: impl FnOnce(&str) -> R) -> Result<R, NoText> {
    value.serialize(Reader(read))
}

struct Reader<F>(F);

/// A value that is not a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoText {
    /// A list with this number of elements.
    List(usize),
    /// Anything else, or a value that cannot be written.
    Other,
}

impl fmt::Display for NoText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no text")
    }
}

impl std::error::Error for NoText {}

impl Error for NoText {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Other
    }
}

/// Methods for values that are not strings.
macro_rules! no_text {
    ($($method:ident($($argument:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$ok, NoText> {
            Err(NoText::Other)
        })*
    };
}

impl<R, F: FnOnce(&str) -> R> Serializer for Reader<F> {
    type Ok = R;
    type Error = NoText;
    type SerializeSeq = Impossible<R, NoText>;
    type SerializeTuple = Impossible<R, NoText>;
    type SerializeTupleStruct = Impossible<R, NoText>;
    type SerializeTupleVariant = Impossible<R, NoText>;
    type SerializeMap = Impossible<R, NoText>;
    type SerializeStruct = Impossible<R, NoText>;
    type SerializeStructVariant = Impossible<R, NoText>;

    fn serialize_str(self, text: &str) -> Result<R, NoText> {
        Ok((self.0)(text))
    }

    fn serialize_char(self, character: char) -> Result<R, NoText> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<R, NoText> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<R, NoText> {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<R, NoText> {
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self::SerializeSeq, NoText> {
        Err(length.map_or(NoText::Other, NoText::List))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<R, NoText> {
        Err(NoText::Other)
    }

    no_text! {
        serialize_bool(bool) -> R;
        serialize_i8(i8) -> R;
        serialize_i16(i16) -> R;
        serialize_i32(i32) -> R;
        serialize_i64(i64) -> R;
        serialize_i128(i128) -> R;
        serialize_u8(u8) -> R;
        serialize_u16(u16) -> R;
        serialize_u32(u32) -> R;
        serialize_u64(u64) -> R;
        serialize_u128(u128) -> R;
        serialize_f32(f32) -> R;
        serialize_f64(f64) -> R;
        serialize_bytes(&[u8]) -> R;
        serialize_none() -> R;
        serialize_unit() -> R;
        serialize_unit_struct(&'static str) -> R;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct(&'static str, usize) -> Self::SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;
    use serde_json::{Number, Value, json};

    fn text<T: Serialize + ?Sized>(value: &T) -> Option<String> {
        read(value, str::to_owned).ok()
    }

    #[derive(serde::Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Unit {
        Wide,
        Of(&'static str),
    }

    #[derive(serde::Serialize)]
    struct Within(&'static str);

    #[test]
    fn sequences_report_their_length() {
        assert_eq!(read(&vec!["a", "b"], |_| ()), Err(NoText::List(2)));
        assert_eq!(read(&Some([0; 0].as_slice()), |_| ()), Err(NoText::List(0)));
        assert_eq!(read(&("a", "b"), |_| ()), Err(NoText::Other));
    }

    /// It is the text that serde_json writes, and nothing else is one.
    #[test]
    fn as_string_matches_json() {
        fn check<T: Serialize + ?Sized>(value: &T) {
            let json: Value = serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap();
            assert_eq!(text(value).as_deref(), json.as_str(), "{json}");
        }
        check("a \"b\"\n");
        check(&'é');
        check(&Some(Within("x")));
        check(&Unit::Wide);
        check(&Unit::Of("x"));
        check(&None::<&str>);
        check(&(1, "x"));
        check(&[1]);
        check(&["x"]);
        check(&1.5);
        check(&u128::MAX);
        check(&true);
        check(&json!({"a": "b"}));
        check(&json!("b"));
        check(&Number::from(1));
        check(&RawValue::from_string("1".to_owned()).unwrap());
        check(&());
        check(&format_args!("{}", 1));
        check(&std::net::Ipv4Addr::LOCALHOST);
    }
}
