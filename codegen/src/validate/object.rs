//! Objects and maps.

use super::{Direction, Validator};
use crate::ir::{Additional, Object, Property, TypeRef};
use serde_json::{Map, Value};
use std::collections::HashMap;

impl Property {
    /// Whether values in this direction must have the key.
    pub(crate) fn is_required(&self, direction: Direction) -> bool {
        self.required && !self.is_absent(direction)
    }

    /// Whether values in this direction do not have the key.
    pub(crate) fn is_absent(&self, direction: Direction) -> bool {
        match direction {
            Direction::Sent => self.read_only,
            Direction::Received => self.write_only,
        }
    }
}

impl Validator<'_> {
    pub(super) fn map(&mut self, expected: TypeRef, value: &Value, depth: usize) {
        let Value::Object(members) = value else { return self.report("must be an object") };
        for (key, value) in members {
            self.within(key, |validator| validator.value(expected, value, depth + 1));
        }
    }

    pub(super) fn object(&mut self, object: &Object, value: &Value, depth: usize) {
        let Value::Object(members) = value else { return self.report("must be an object") };
        let direction = self.direction;
        for property in object.properties.iter().filter(|property| property.is_required(direction)) {
            if !members.contains_key(&property.name) {
                self.within(&property.name, |validator| validator.report("is required"));
            }
        }
        self.members(object, members, depth);
    }

    /// Every member, by its property or as an additional one.
    fn members(&mut self, object: &Object, members: &Map<String, Value>, depth: usize) {
        let known: HashMap<&str, &Property> =
            object.properties.iter().map(|property| (property.name.as_str(), property)).collect();
        for (key, value) in members {
            if self.is_done(depth) {
                return;
            }
            match (known.get(key.as_str()), object.additional) {
                (Some(property), _) => self.within(key, |validator| validator.value(property.value, value, depth + 1)),
                (None, Additional::Any) => {}
                (None, Additional::Typed(expected)) => {
                    self.within(key, |validator| validator.value(expected, value, depth + 1));
                }
                (None, Additional::Forbidden) => {
                    self.within(key, |validator| validator.report("must not be present: the document has no such key"));
                }
            }
        }
    }
}
