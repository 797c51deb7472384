//! A fixture's document, as a JSON Schema validator reads it.

use crate::dialect::translate;
use crate::{fixture, values};
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use specwright::ir::TypeRef;
use specwright::sample::Sampler;
use specwright::validate::Direction;

use std::fs;
use std::path::Path;

/// Neither direction: `readOnly` and `writeOnly` properties are required as in the document.
const DIRECTION: Direction = Direction::Received;

pub(crate) struct Document {
    /// Its components, as JSON Schema 2020-12 would have them.
    root: Value,
    /// A value of each component of which one can be made.
    samples: Vec<Value>,
}

impl Document {
    pub(crate) fn of(name: &str) -> Self {
        let path = fixture::document(&Path::new(fixture::FIXTURES).join(name));
        let text = fs::read_to_string(&path).unwrap();
        let read = fixture::builder(&path).read().unwrap();
        let mut diagnostics = specwright::diagnostics::Diagnostics::new(specwright::diagnostics::Strictness::Lenient);
        let document = specwright::load::document(&path, &specwright::load::Options::default(), &mut diagnostics);
        let mut root = document.unwrap_or_else(|| panic!("{text}")).node(&read.api.origin).cloned().unwrap();
        let whole = root.clone();
        translate(&mut root, &whole, DIRECTION);
        let maker = Sampler::new(&read.api.types, DIRECTION);
        let is_component =
            |pointer: &str| pointer.strip_prefix("/components/schemas/").is_some_and(|name| !name.contains('/'));
        let components = read.api.types.iter().filter(|(_, def)| is_component(def.origin.pointer.as_str()));
        let samples = components.filter_map(|(id, _)| maker.value(TypeRef { id, nullable: false })).collect();
        Self { root: without_limits(root), samples }
    }

    /// The names of its schemas.
    pub(crate) fn components(&self) -> Vec<String> {
        self.root["components"]["schemas"].as_object().unwrap().keys().cloned().collect()
    }

    /// What judges values by the schema of this name.
    pub(crate) fn validator(&self, component: &str) -> Validator {
        let schema =
            json!({ "components": self.root["components"], "$ref": format!("#/components/schemas/{component}") });
        jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{component}: {error}"))
    }

    /// The sample of every schema, and variations of it with one change; each with its change.
    pub(crate) fn values(&self) -> Vec<(Value, String)> {
        let own = self.samples.iter().map(|value| (value.clone(), "as it is".to_owned()));
        own.chain(self.samples.iter().flat_map(values::changed)).collect()
    }
}

/// Keywords that limit the values of a type. How long an array is stays: it is what makes a tuple.
const LIMITS: [&str; 8] =
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern"];

/// A schema without the constraints that a type cannot express.
pub(crate) fn without_limits(schema: Value) -> Value {
    match schema {
        Value::Array(items) => items.into_iter().map(without_limits).collect(),
        Value::Object(members) => {
            let is_limit = |key: &str, value: &Value| LIMITS.contains(&key) && (value.is_number() || value.is_string());
            let remaining = members.into_iter().filter(|(key, value)| !is_limit(key, value));
            Value::Object(remaining.map(|(key, value)| (key, without_limits(value))).collect::<Map<_, _>>())
        }
        other => other,
    }
}
