//! Arbitrary values of unions.

use super::{ArbitraryWithin, Depth, is_unlisted};
use ::arbitrary::{Error, Result, Unstructured};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Makes a value of a variant.
type Make<T> = fn(&mut Unstructured<'_>, Depth) -> Result<T>;

/// A value of a union: mostly of one of its variants, and always as it is read back. A value that matches two variants is read
/// as the one that describes it best, whichever variant it was made from.
///
/// # Errors
/// When no value of the union can be made.
#[doc(hidden)]
pub fn union<T: Serialize + DeserializeOwned>(
    u: &mut Unstructured<'_>,
    depth: Depth,
    variants: &[Make<T>],
    rest: fn(Value) -> T,
) -> Result<T> {
    if !depth.is_deep(u) && !variants.is_empty() && !is_unlisted(u)? {
        let made = u.choose(variants)?(u, depth)?;
        if let Some(value) = as_read(&made) {
            return Ok(value);
        }
    }
    // `null` is left out: a field that holds a union reads it as no value.
    let other = Some(Value::arbitrary_within(u, depth)?).filter(|value| !value.is_null());
    let others = other.into_iter().chain([json!({}), json!(""), json!(0), json!(false), json!([])]);
    others.map(rest).find_map(|value| as_read(&value)).ok_or(Error::IncorrectFormat)
}

/// The value that is read from a written one; `None` on an error.
fn as_read<T: Serialize + DeserializeOwned>(value: &T) -> Option<T> {
    serde_json::from_str(&serde_json::to_string(value).ok()?).ok()
}
