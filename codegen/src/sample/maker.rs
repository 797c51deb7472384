//! Values of arrays, objects, maps and unions.

use super::string::MAX_LENGTH;
use super::{number, string};
use crate::ir::{
    Additional, EnumValues, ExternalType, KnownValue, Object, Property, Scalar, Selection, TypeDef, TypeId, TypeKind,
    TypeRef, Types, Union,
};
use crate::validate::{Direction, is_valid, tag_text};
use serde_json::{Map, Value, json};

/// The maximal nesting of values.
const MAX_DEPTH: usize = 32;

/// Below this depth, and beyond this many values, there are only required members.
const SHALLOW: usize = 4;
const MANY: usize = 250;

/// The maximal number of steps: schemas may require each other without end.
const MAX_STEPS: usize = 20_000;

/// The number of distinct values that are tried for lists with unique elements.
const SPARE: u64 = 20;

/// Makes one value.
pub(super) struct Maker<'a> {
    types: &'a Types,
    direction: Direction,
    /// Whether there are optional members, and down to which depth.
    everything: bool,
    shallow: usize,
    /// The index of the value to make, so that elements of a list can differ.
    turn: u64,
    /// The types that the value being made is in.
    open: Vec<TypeId>,
    values: usize,
    steps: usize,
}

impl<'a> Maker<'a> {
    pub(super) fn new(types: &'a Types, direction: Direction, everything: bool) -> Self {
        Self { types, direction, everything, shallow: SHALLOW, turn: 0, open: Vec::new(), values: 0, steps: 0 }
    }

    /// A value of the type; `None` if there is no finite one.
    pub(super) fn value(&mut self, type_ref: TypeRef) -> Option<Value> {
        self.steps += 1;
        if self.steps > MAX_STEPS || self.open.len() > MAX_DEPTH {
            return None;
        }
        let def = &self.types[type_ref.id];
        if let Some(own) = self.own(def, type_ref) {
            return Some(own);
        }
        // A schema of only `null` is any nullable value.
        if type_ref.nullable && matches!(def.kind, TypeKind::Any) {
            return Some(Value::Null);
        }
        self.open.push(type_ref.id);
        let sampled = self.sample(type_ref.id, def);
        self.open.pop();
        self.values += 1;
        sampled.or_else(|| type_ref.nullable.then_some(Value::Null))
    }

    /// A valid example or default of the schema.
    fn own(&self, def: &TypeDef, type_ref: TypeRef) -> Option<Value> {
        let own = def.examples.iter().chain(&def.default).filter(|value| !value.is_null());
        self.turned(own.filter(|value| is_valid(self.types, type_ref, value, self.direction)))
    }

    /// The value of this turn; later turns may have none.
    fn turned<'v>(&self, mut values: impl Iterator<Item = &'v Value>) -> Option<Value> {
        values.nth(usize::try_from(self.turn).ok()?).cloned()
    }

    fn sample(&mut self, id: TypeId, def: &TypeDef) -> Option<Value> {
        match &def.kind {
            TypeKind::Any => Some(json!({})),
            TypeKind::Boolean => Some(json!(self.turn.is_multiple_of(2))),
            TypeKind::Integer(width) => number::integer(&def.constraints, *width, self.turn),
            TypeKind::Number(_) => number::number(&def.constraints, self.turn),
            TypeKind::String(kind) => string::of(def, *kind, self.turn),
            TypeKind::Enum(list) => self.listed(&list.values),
            TypeKind::Array(element) => self.array(id, *element),
            TypeKind::Tuple(elements) => elements.iter().map(|element| self.value(*element)).collect(),
            TypeKind::Map(values) => self.additional(id, Map::new(), Some(*values)).map(Value::Object),
            TypeKind::Object(object) => self.object(id, object),
            TypeKind::Union(union) => self.union(id, union),
            TypeKind::External(ExternalType { .. }) => {
                string::of_format(def.format.as_deref(), self.turn).map(Value::String)
            }
        }
    }

    fn listed(&self, values: &EnumValues) -> Option<Value> {
        let turn = usize::try_from(self.turn).ok()?;
        let at = turn.checked_rem(values.len())?;
        match values {
            EnumValues::Strings(known) => known.get(at).map(|value| json!(value)),
            EnumValues::Integers(known) => known.get(at).map(|value| json!(value)),
            EnumValues::Numbers(known) => known.get(at).map(|value| json!(value)),
            EnumValues::Booleans(known) => known.get(at).map(|value| json!(value)),
        }
    }

    /// Whether the value is nested in another one of the same type.
    fn is_within_itself(&self, id: TypeId) -> bool {
        self.open.iter().filter(|open| **open == id).count() > 1
    }

    fn array(&mut self, id: TypeId, element: TypeRef) -> Option<Value> {
        let limits = &self.types[id].constraints;
        let least = limits.min_items.unwrap_or(0);
        let length = if self.is_within_itself(id) { least } else { least.max(1) };
        let length = limits.max_items.map_or(length, |most| length.min(most));
        if least > MAX_LENGTH {
            return None;
        }
        let (mut elements, before) = (Vec::<Value>::new(), self.turn);
        let tries = length + if limits.unique_items { SPARE } else { 0 };
        for turn in 0..tries {
            if elements.len() as u64 >= length {
                break;
            }
            self.turn = if limits.unique_items { before + turn } else { before };
            let Some(element) = self.value(element) else { break };
            if !limits.unique_items || !elements.contains(&element) {
                elements.push(element);
            }
        }
        self.turn = before;
        (elements.len() as u64 >= least).then_some(Value::Array(elements))
    }

    fn object(&mut self, id: TypeId, object: &Object) -> Option<Value> {
        // Recursive members are omitted, or this would not terminate.
        if self.is_within_itself(id) {
            return None;
        }
        let mut members = Map::new();
        let is_shallow = self.everything && self.open.len() <= self.shallow;
        let direction = self.direction;
        for property in object.properties.iter().filter(|property| !property.is_absent(direction)) {
            let is_shown = property.required || (is_shallow && self.values < MANY);
            if !is_shown {
                continue;
            }
            match self.property(property) {
                Some(Value::Null) | None if !property.required => {}
                Some(value) => drop(members.insert(property.name.clone(), value)),
                None => return None,
            }
        }
        let values = match object.additional {
            Additional::Typed(values) => Some(values),
            Additional::Any => None,
            Additional::Forbidden => return Some(Value::Object(members)),
        };
        self.additional(id, members, values).map(Value::Object)
    }

    fn property(&mut self, property: &Property) -> Option<Value> {
        if let Some(KnownValue { value, .. }) = &property.known {
            return Some(value.to_json());
        }
        let own = property.examples.iter().chain(&property.default).filter(|value| !value.is_null());
        let own = own.filter(|value| is_valid(self.types, property.value, value, self.direction));
        self.turned(own).or_else(|| self.value(property.value))
    }

    /// The object with the required number of additional members.
    fn additional(
        &mut self,
        id: TypeId,
        mut members: Map<String, Value>,
        values: Option<TypeRef>,
    ) -> Option<Map<String, Value>> {
        let least = self.types[id].constraints.min_properties.unwrap_or(0);
        if least > MAX_LENGTH {
            return None;
        }
        for index in 1.. {
            if members.len() as u64 >= least {
                break;
            }
            let value = match values {
                Some(values) => self.value(values)?,
                None => json!("string"),
            };
            members.insert(format!("key{index}"), value);
        }
        Some(members)
    }

    /// A value of the first variant that fits no other one; if all fit several, of the first variant with a value.
    fn union(&mut self, id: TypeId, union: &Union) -> Option<Value> {
        // Unions of unions may lead back here without a value in between.
        if self.open.iter().filter(|open| **open == id).count() > 2 {
            return None;
        }
        let shallow = self.shallow;
        let mut first = None;
        // Optional members may distinguish the variants.
        for depth in [shallow, shallow.max(self.open.len() + 1)] {
            self.shallow = depth;
            let found = self.distinct_variant(union, &mut first);
            self.shallow = shallow;
            if found.is_some() {
                return found;
            }
        }
        first
    }

    /// A value of exactly one variant; keeps the first value of any.
    fn distinct_variant(&mut self, union: &Union, first: &mut Option<Value>) -> Option<Value> {
        let (types, direction, count) = (self.types, self.direction, union.variants.len());
        for index in 0..count {
            let at = usize::try_from(self.turn).map_or(index, |turn| (index + turn) % count);
            let Some(value) = self.variant(union, at) else { continue };
            let mut others = union.variants.iter().enumerate().filter(|(other, _)| *other != at);
            if !others.any(|(_, other)| is_valid(types, other.value, &value, direction)) {
                return Some(value);
            }
            first.get_or_insert(value);
        }
        None
    }

    /// A value of a variant, with the discriminator's value for it.
    fn variant(&mut self, union: &Union, at: usize) -> Option<Value> {
        let mut value = self.value(union.variants.get(at)?.value)?;
        let (Selection::Discriminator { property, mapping, names, .. }, Value::Object(members)) =
            (&union.selection, &mut value)
        else {
            return Some(value);
        };
        let is_meant = |(_, index): &&(String, usize)| *index == at;
        let current = members.get(property).and_then(tag_text);
        if mapping.iter().filter(is_meant).any(|(tag, _)| Some(tag) == current.as_ref()) {
            return Some(value);
        }
        if let Some((tag, _)) = mapping.iter().find(is_meant).or_else(|| names.iter().find(is_meant)) {
            let is_string = members.get(property).is_none_or(Value::is_string);
            let bare = serde_json::from_str(tag).ok().filter(|_| !is_string);
            members.insert(property.clone(), bare.unwrap_or_else(|| json!(tag)));
        }
        Some(value)
    }
}

impl Scalar {
    /// The value as JSON.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::String(value) => json!(value),
            Self::Integer(value) => json!(value),
            Self::Number(value) => json!(value),
            Self::Boolean(value) => json!(value),
        }
    }
}
