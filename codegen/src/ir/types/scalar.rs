//! Scalars, and the types of JSON.

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
    /// The default.
    I64,
    /// `format: uint32`.
    U32,
    /// `format: uint64`, or an upper bound that needs it.
    U64,
    /// Bounds beyond 64 bits.
    I128,
    /// `format: uint128`, or an upper bound that needs it.
    U128,
}

impl IntegerWidth {
    /// The least and the greatest integer, as far as an `i128` can represent them.
    pub(crate) fn range(self) -> (i128, i128) {
        match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::U8 => (u8::MIN.into(), u8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::U16 => (u16::MIN.into(), u16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::U32 => (u32::MIN.into(), u32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U64 => (u64::MIN.into(), u64::MAX.into()),
            Self::I128 => (i128::MIN, i128::MAX),
            Self::U128 => (0, i128::MAX),
        }
    }
}

/// The Rust number that holds the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberWidth {
    /// `format: float`.
    F32,
    /// The default.
    F64,
}

/// A scalar.
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

impl Scalar {
    /// Its JSON, but a string without quotes: as parameters hold it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::String(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => without_zero_fraction(&serde_json::Value::from(*number).to_string()),
            Self::Boolean(value) => value.to_string(),
        }
    }
}

/// The JSON of a number, without a fraction if it is an integer.
fn without_zero_fraction(json: &str) -> String {
    json.strip_suffix(".0").unwrap_or(json).to_owned()
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
    /// A string.
    String,
    /// An array.
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
