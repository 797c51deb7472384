//! A node of the tree of a file, and its accessors.

use crate::diagnostics::similar;
use crate::pointer::Origin;
use serde_json::Value;

/// A node of the raw tree and its position.
#[derive(Debug, Clone)]
pub struct Node<'d> {
    /// The value.
    pub value: &'d Value,
    /// Its position.
    pub origin: Origin,
}

impl<'d> Node<'d> {
    /// The value under `key`, when this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        member(self.value, key).map(|value| Self { value, origin: self.origin.key(key) })
    }

    /// The entries, in order; none when this is not an object.
    pub fn entries(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let origin = self.origin.clone();
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .map(move |(key, value)| (key.as_str(), Self { value, origin: origin.key(key) }))
    }

    /// The elements, in order; none when this is not an array.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'d> {
        let origin = self.origin.clone();
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(move |(index, value)| Self { value, origin: origin.index(index) })
    }

    /// Whether a key of the specification is missing and a misspelling of it is present, which is reported at the
    /// misspelling.
    pub(crate) fn has_misspelled(&self, key: &str) -> bool {
        self.get(key).is_none() && similar(key, self.entries().map(|(key, _)| key)).is_some()
    }

    /// The text of `$ref`, when this is an object with one that is a string.
    #[must_use]
    pub fn reference(&self) -> Option<&'d str> {
        member(self.value, "$ref")?.as_str()
    }
}

/// How many members of an object are looked at one by one, which takes less time than hashing the key.
const FEW: usize = 8;

/// The value under `key`, when `value` is an object that has it.
pub(crate) fn member<'d>(value: &'d Value, key: &str) -> Option<&'d Value> {
    let members = value.as_object()?;
    if members.len() > FEW {
        return members.get(key);
    }
    members.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}
