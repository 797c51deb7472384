//! Arbitrary values of unions.

use super::{ArbitraryWithin, Depth, is_unlisted};
use ::arbitrary::{Error, Result, Unstructured};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Makes a value of a variant.
type Make<T> = fn(&mut Unstructured<'_>, Depth) -> Result<T>;

/// A value of a union: mostly of one of its variants, and always as it is read. What fits two variants is read as the one that
/// describes it best, whichever it was made as.
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
    // `null` is left out: around a union it means that there is none.
    let other = Some(Value::arbitrary_within(u, depth)?).filter(|value| !value.is_null());
    let others = other.into_iter().chain([json!({}), json!(""), json!(0), json!(false), json!([])]);
    others.map(rest).find_map(|value| as_read(&value)).ok_or(Error::IncorrectFormat)
}

/// What is read where a value is written; none where that is an error.
fn as_read<T: Serialize + DeserializeOwned>(value: &T) -> Option<T> {
    serde_json::from_str(&serde_json::to_string(value).ok()?).ok()
}
