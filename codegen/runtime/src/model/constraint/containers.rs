//! Lists, maps and other containers of values with constraints.

use super::{Check, Checker};
use crate::Presence;
use crate::json::json_path;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

impl<T: Check> Check for Vec<T> {
    fn check(&self, at: &mut Checker) {
        for (index, element) in self.iter().enumerate() {
            at.within(|path| json_path::push_index(path, index), |at| element.check(at));
        }
    }
}

impl<T: Check> Check for BTreeMap<String, T> {
    fn check(&self, at: &mut Checker) {
        for (key, value) in self {
            at.check(key, value);
        }
    }
}

impl<T: Check, S> Check for HashMap<String, T, S> {
    fn check(&self, at: &mut Checker) {
        // Sorted by key, so that messages are reproducible.
        let members: BTreeMap<&String, &T> = self.iter().collect();
        for (key, value) in members {
            at.check(key, value);
        }
    }
}

#[cfg(feature = "indexmap")]
impl<T: Check, S> Check for indexmap::IndexMap<String, T, S> {
    fn check(&self, at: &mut Checker) {
        for (key, value) in self {
            at.check(key, value);
        }
    }
}

impl Check for Map<String, Value> {
    /// Values of no described type have no constraints.
    fn check(&self, _: &mut Checker) {}
}

impl<T: Check> Check for Option<T> {
    fn check(&self, at: &mut Checker) {
        if let Some(value) = self {
            value.check(at);
        }
    }
}

impl<T: Check> Check for Presence<T> {
    fn check(&self, at: &mut Checker) {
        if let Some(value) = self.value() {
            value.check(at);
        }
    }
}

impl<T: Check + ?Sized> Check for Box<T> {
    fn check(&self, at: &mut Checker) {
        (**self).check(at);
    }
}

impl<T: Check + ?Sized> Check for &T {
    fn check(&self, at: &mut Checker) {
        (**self).check(at);
    }
}
