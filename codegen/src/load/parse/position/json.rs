//! The positions of the children of a JSON node.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use std::ops::Range;

/// A child of an array or object.
pub(super) struct Child {
    /// The key; nothing in an array.
    pub(super) name: Option<String>,
    /// The range of the key, with its quotes.
    pub(super) key: Option<Range<usize>>,
    pub(super) value: Range<usize>,
}

/// The children of the node at `node`; empty unless it is an array or an object.
///
/// Only this level is parsed, and nothing is copied: `serde_json` borrows slices of the text, whose addresses are their
/// positions.
pub(super) fn children(text: &str, node: Range<usize>) -> Vec<Child> {
    let slice = text.get(node).unwrap_or_default();
    if !slice.starts_with(['{', '[']) {
        return Vec::new();
    }
    let slices = serde_json::from_str::<Slices<'_>>(slice);
    let slices = slices.map(|slices| slices.0).unwrap_or_default();
    slices.into_iter().map(|(key, value)| child(text, key, value)).collect()
}

fn child(text: &str, key: Option<&RawValue>, value: &RawValue) -> Child {
    Child {
        name: key.map(|key| serde_json::from_str(key.get()).unwrap_or_default()),
        key: key.map(|key| range(text, key)),
        value: range(text, value),
    }
}

fn range(text: &str, slice: &RawValue) -> Range<usize> {
    let slice = slice.get();
    let start = slice.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    start..start + slice.len()
}

/// The keys and values of one level, unread.
struct Slices<'t>(Vec<(Option<&'t RawValue>, &'t RawValue)>);

impl<'de> Deserialize<'de> for Slices<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(SlicesVisitor)
    }
}

struct SlicesVisitor;

impl<'de> Visitor<'de> for SlicesVisitor {
    type Value = Slices<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut slices = Vec::new();
        while let Some(value) = items.next_element()? {
            slices.push((None, value));
        }
        Ok(Slices(slices))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut slices = Vec::new();
        while let Some((key, value)) = entries.next_entry()? {
            slices.push((Some(key), value));
        }
        Ok(Slices(slices))
    }
}
