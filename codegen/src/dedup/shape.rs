//! Determines which types have the same shape: the same wire names, required properties, constraints, formats, defaults and
//! titles, and members with the same shape.
//!
//! A type is visited after its members (postorder), so one pass is enough. A recursive type has a unique shape, and so has
//! every named schema.

use crate::analysis::{received, sent};
use crate::ir::{Additional, Api, Enum, Scalar, SchemaPosition, TypeDef, TypeId, TypeKind, TypeRef};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

/// The shape of each type, by its id. `None` for a named schema and for one that is not needed: neither is shared.
pub(super) fn classes(api: &Api) -> Vec<Option<usize>> {
    let mut shapes = Shapes {
        api,
        sent: sent(api),
        received: received(api),
        known: HashMap::new(),
        classes: vec![State::New; api.types.0.len()],
    };
    for (id, _) in api.types.iter() {
        shapes.visit(id);
    }
    let class = |state: State| match state {
        State::Of(class) => Some(class),
        State::New | State::Open | State::Named => None,
    };
    shapes.classes.into_iter().map(class).collect()
}

/// The state of a type.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    New,
    /// Its members are being visited.
    Open,
    /// It is a named schema, or not needed.
    Named,
    /// Its shape.
    Of(usize),
}

struct Shapes<'a> {
    api: &'a Api,
    sent: BTreeSet<TypeId>,
    received: BTreeSet<TypeId>,
    known: HashMap<String, usize>,
    classes: Vec<State>,
}

impl Shapes<'_> {
    /// An explicit stack, as documents may be deeply nested.
    fn visit(&mut self, root: TypeId) {
        let mut stack = vec![(root, false)];
        while let Some((id, ready)) = stack.pop() {
            let def = &self.api.types[id];
            match (self.classes[id.0], ready) {
                (State::Open, true) => {
                    let shape = self.describe(id, def);
                    let next = self.known.len();
                    self.classes[id.0] = State::Of(*self.known.entry(shape).or_insert(next));
                }
                (State::New, _) if is_named(self.api, id) => self.classes[id.0] = State::Named,
                (State::New, _) => {
                    self.classes[id.0] = State::Open;
                    stack.push((id, true));
                    stack.extend(def.kind.uses().into_iter().map(|value| (value.id, false)));
                }
                (State::Open | State::Named | State::Of(_), _) => {}
            }
        }
    }

    fn describe(&self, id: TypeId, def: &TypeDef) -> String {
        let mut text = format!("{:?} {:?} {:?} {}", def.title, def.constraints, def.default, def.deprecated);
        let _ = match &def.kind {
            TypeKind::Enum(list) => {
                write!(text, " {:?} {} {}", list.name, list.is_open, in_any_order(enum_values(list)))
            }
            TypeKind::Array(element) => write!(text, " array {}", self.value(*element)),
            TypeKind::Map(value) => write!(text, " map {}", self.value(*value)),
            TypeKind::Tuple(elements) => {
                let elements = elements.iter().map(|element| self.value(*element));
                write!(text, " tuple {:?}", elements.collect::<Vec<_>>())
            }
            TypeKind::Object(_) => self.describe_object(id, def, &mut text),
            TypeKind::Union(union) => {
                let variants = union.variants.iter().map(|variant| (self.value(variant.value), &variant.component));
                write!(text, " union {:?} {:?}", variants.collect::<Vec<_>>(), union.selection)
            }
            kind @ (TypeKind::Any
            | TypeKind::Boolean
            | TypeKind::Integer(_)
            | TypeKind::Number(_)
            | TypeKind::String(_)
            | TypeKind::External(_)) => write!(text, " {kind:?}"),
        };
        text
    }

    /// Describes an object. If it has properties that are only sent or only received, its direction is part of the shape.
    fn describe_object(&self, id: TypeId, def: &TypeDef, text: &mut String) -> std::fmt::Result {
        let TypeKind::Object(object) = &def.kind else { return Ok(()) };
        let properties = object.properties.iter().map(|property| {
            let value = self.value(property.value);
            let (name, required, default) = (&property.name, property.required, &property.default);
            let sides = (property.deprecated, property.read_only, property.write_only);
            format!("{name:?} {value} {required} {default:?} {sides:?} {:?}", property.known)
        });
        write!(text, " {}", in_any_order(properties.collect()))?;
        match object.additional {
            Additional::Any => write!(text, " any")?,
            Additional::Typed(value) => write!(text, " typed {}", self.value(value))?,
            Additional::Forbidden => write!(text, " closed")?,
        }
        if object.properties.iter().any(|property| property.read_only || property.write_only) {
            write!(text, " {} {}", self.sent.contains(&id), self.received.contains(&id))?;
        }
        Ok(())
    }

    fn value(&self, value: TypeRef) -> String {
        let null = if value.nullable { "?" } else { "" };
        match self.classes[value.id.0] {
            State::Of(class) => format!("{class}{null}"),
            State::New | State::Open | State::Named => format!("#{}{null}", value.id.0),
        }
    }
}

/// The types that a type uses, in the same order in all types of one shape.
pub(super) fn contained_types(kind: &TypeKind) -> Vec<TypeRef> {
    let mut values = kind.uses();
    if let TypeKind::Object(object) = kind {
        let mut properties: Vec<_> = object.properties.iter().collect();
        properties.sort_by_key(|property| &property.name);
        let rest = values.split_off(properties.len());
        values = properties.into_iter().map(|property| property.value).chain(rest).collect();
    }
    values
}

fn enum_values(list: &Enum) -> Vec<String> {
    let title = |index: usize| list.docs.get(index).and_then(|words| words.title.as_ref());
    let value = |(index, value): (usize, Scalar)| format!("{value:?} {:?}", title(index));
    list.values.scalars().into_iter().enumerate().map(value).collect()
}

/// The order of properties and enum values has no meaning in JSON Schema.
fn in_any_order(mut descriptions: Vec<String>) -> String {
    descriptions.sort_unstable();
    descriptions.join(" ")
}

/// Whether the schema is a component, or is not needed.
fn is_named(api: &Api, id: TypeId) -> bool {
    matches!(api.types[id].position, SchemaPosition::Component(_) | SchemaPosition::SharedPart(_))
        || api.omitted.contains(&id)
}
