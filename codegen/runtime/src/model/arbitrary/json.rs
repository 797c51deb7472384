//! Arbitrary JSON, for values that the document does not describe.

use super::{ArbitraryWithin, Depth};
use crate::{Map, Value};
use ::arbitrary::{Result, Unstructured};

impl ArbitraryWithin for Value {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        let depth = depth.deeper()?;
        let kinds = if depth.is_deep(u) { 4 } else { 6 };
        Ok(match u.int_in_range(0..=kinds)? {
            0 => Self::Null,
            1 => bool::arbitrary_within(u, depth)?.into(),
            2 => i64::arbitrary_within(u, depth)?.into(),
            3 => f64::arbitrary_within(u, depth)?.into(),
            4 => String::arbitrary_within(u, depth)?.into(),
            5 => Self::Array(Vec::arbitrary_within(u, depth)?),
            _ => Self::Object(Map::arbitrary_within(u, depth)?),
        })
    }
}

impl ArbitraryWithin for Map<String, Value> {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        super::types::members(u, depth)
    }
}
