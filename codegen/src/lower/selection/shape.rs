//! What a reader can see of a variant's values.

use crate::ir::{EnumValues, JsonType, StringFormat, TypeId, TypeKind, Types};

/// How many unions within unions are looked into.
const DEEPEST: usize = 6;

/// What a reader can see of a schema's values.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// Every JSON type they may have. Numbers include integers.
    pub(super) json_types: Vec<JsonType>,
    /// Whether reading never fails, since what is not known is kept.
    pub(super) takes_anything: bool,
    /// The properties of an object.
    pub(super) keys: Vec<Key>,
    /// What the elements of an array, or the values of a map, may be.
    pub(super) elements: Vec<JsonType>,
    /// The constants of a list of texts.
    pub(super) texts: Option<Vec<String>>,
    /// Whether texts must have the form of a date or time.
    pub(super) is_date: bool,
}

/// A property.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) json_types: Vec<JsonType>,
    pub(super) texts: Option<Vec<String>>,
}

impl Shape {
    pub(super) fn of(types: &Types, id: TypeId) -> Self {
        let mut shape = Self {
            json_types: json_types(types, id, 0),
            takes_anything: false,
            keys: Vec::new(),
            elements: Vec::new(),
            texts: texts(types, id),
            is_date: false,
        };
        match types.0.get(id.0).map(|def| &def.kind) {
            Some(TypeKind::Object(object)) => {
                shape.keys = object.properties.iter().map(|property| Key::of(types, property)).collect();
            }
            Some(TypeKind::Array(element) | TypeKind::Map(element)) => {
                shape.elements = json_types(types, element.id, 0);
            }
            Some(TypeKind::Union(_) | TypeKind::Any) | None => shape.takes_anything = true,
            Some(TypeKind::String(format)) => {
                shape.is_date = match format {
                    StringFormat::Date | StringFormat::DateTime => true,
                    StringFormat::Plain | StringFormat::Binary => false,
                };
            }
            Some(TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number(_) | TypeKind::Enum(_)) => {}
        }
        shape
    }

    pub(super) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(super) fn required_count(&self) -> usize {
        self.keys.iter().filter(|key| key.required).count()
    }
}

impl Key {
    fn of(types: &Types, property: &crate::ir::Property) -> Self {
        let mut json_types = json_types(types, property.value.id, 0);
        if property.value.nullable {
            json_types.push(JsonType::Null);
        }
        let texts = if property.value.nullable { None } else { texts(types, property.value.id) };
        Self { name: property.name.clone(), required: property.required, json_types, texts }
    }
}

fn texts(types: &Types, id: TypeId) -> Option<Vec<String>> {
    let TypeKind::Enum(list) = &types.0.get(id.0)?.kind else { return None };
    match &list.values {
        EnumValues::Strings(texts) => Some(texts.clone()),
        EnumValues::Integers(_) | EnumValues::Numbers(_) | EnumValues::Booleans(_) => None,
    }
}

/// Every JSON type that values of a schema may have.
fn json_types(types: &Types, id: TypeId, depth: usize) -> Vec<JsonType> {
    let Some(def) = types.0.get(id.0).filter(|_| depth < DEEPEST) else { return all_types() };
    match &def.kind {
        TypeKind::Any => all_types(),
        TypeKind::Boolean => vec![JsonType::Boolean],
        TypeKind::Integer(_) => vec![JsonType::Integer],
        TypeKind::Number(_) => vec![JsonType::Integer, JsonType::Number],
        TypeKind::String(_) => vec![JsonType::String],
        TypeKind::Enum(list) => match &list.values {
            EnumValues::Strings(_) => vec![JsonType::String],
            EnumValues::Integers(_) => vec![JsonType::Integer],
            EnumValues::Numbers(_) => vec![JsonType::Integer, JsonType::Number],
            EnumValues::Booleans(_) => vec![JsonType::Boolean],
        },
        TypeKind::Array(_) => vec![JsonType::Array],
        TypeKind::Map(_) | TypeKind::Object(_) => vec![JsonType::Object],
        TypeKind::Union(union) => {
            let inner = union.variants.iter().flat_map(|variant| json_types(types, variant.value.id, depth + 1));
            let once: std::collections::BTreeSet<JsonType> = inner.collect();
            once.into_iter().collect()
        }
    }
}

fn all_types() -> Vec<JsonType> {
    vec![
        JsonType::Null,
        JsonType::Boolean,
        JsonType::Integer,
        JsonType::Number,
        JsonType::String,
        JsonType::Array,
        JsonType::Object,
    ]
}
