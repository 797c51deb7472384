//! The recognizable features of a variant's values.

use crate::ir::{
    Additional, Bound, Constants, Constraints, DiscriminatorKind, EnumValues, IntegerWidth, JsonType, Property,
    Selection, StringFormat, TypeId,
};
use crate::lower::schema::draft::{DraftSelection, Tag, Tagged, TypeKind, Types, Union};

use indexmap::IndexMap;
use serde_json::Value;

/// The maximal depth of nested unions.
const MAX_SHAPE_DEPTH: usize = 4;

/// The maximal number of variants of inner unions for one variant.
const MAX_LEAVES: usize = 64;

/// One shape of a variant's values: that of the variant, or that of a variant of an inner union.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    /// The variant it belongs to.
    pub(crate) variant: usize,
    /// Whether it is part of an inner union. Reading that never fails, since it preserves unknown values.
    pub(crate) inner: bool,
    /// Whether it is any JSON value.
    pub(crate) any: bool,
    /// Every JSON type the values may have. Numbers include integers.
    pub(crate) json_types: Vec<JsonType>,
    /// The properties of an object.
    pub(crate) keys: IndexMap<String, Key>,
    /// The elements of an array, or the values of a map.
    pub(crate) element: Option<TypeId>,
    /// The elements of a tuple.
    pub(crate) tuple_elements: Vec<TypeId>,
    /// The constants of a list.
    pub(crate) constants: Option<Constants>,
    /// Whether the object drops undescribed keys.
    pub(crate) closed: bool,
    /// The form that strings must have.
    pub(crate) text_format: Option<StringFormat>,
    /// The range of integers.
    pub(crate) integer_width: Option<IntegerWidth>,
    /// The least and the greatest integer that the limits of the schema allow, where they are integers.
    pub(crate) integers: Option<(i128, i128)>,
    /// The least and the greatest number of elements of an array.
    pub(crate) lengths: Option<(u64, u64)>,
    /// The only values of a schema that is read as any JSON value.
    pub(crate) listed: Vec<Value>,
    /// The constraints of the schema.
    pub(crate) constraints: Constraints,
}

/// A property.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) name: String,
    /// Whether it is in every value, received or sent.
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) value: TypeId,
    pub(crate) constants: Option<Constants>,
    /// Whether the constants are those of a discriminator, which mean this variant and no other.
    pub(crate) is_tag: bool,
}

impl Tagged {
    /// The property that distinguishes values of a type.
    pub(crate) fn of(&self, id: TypeId) -> Option<Key> {
        let Tag { property, values } = self.0.get(&id)?;
        Some(Key {
            name: property.clone(),
            required: true,
            nullable: false,
            value: id,
            constants: Some(values.clone()),
            is_tag: true,
        })
    }
}

/// The leaves of a variant.
pub(crate) fn leaves(types: &Types, id: TypeId, variant: usize) -> Vec<Leaf> {
    let mut found = Vec::new();
    let mut pending: Vec<(TypeId, usize, Option<Key>)> = vec![(id, 0, None)];
    while let Some((id, depth, tag)) = pending.pop() {
        if found.len() >= MAX_LEAVES {
            return vec![Leaf::any(variant)];
        }
        match types.0.get(id.0).map(|def| &def.kind) {
            Some(TypeKind::Union(union)) if depth < MAX_SHAPE_DEPTH => {
                let inner = inner_variants(union).into_iter().rev();
                pending.extend(inner.map(|(id, tag)| (id, depth + 1, tag)));
            }
            Some(TypeKind::Union(_)) | None => return vec![Leaf::any(variant)],
            Some(kind) => {
                let mut leaf = Leaf::of(types, id, kind, variant);
                leaf.inner = depth > 0;
                found.push(tag.into_iter().fold(leaf, Leaf::tagged));
            }
        }
    }
    found
}

/// The variants of an inner union, each with the property that its discriminator adds.
fn inner_variants(union: &Union) -> Vec<(TypeId, Option<Key>)> {
    let tag = |index: usize, value: TypeId| match &union.selection {
        DraftSelection::Tests(_) | DraftSelection::Discriminator(Selection::Tests(_)) => None,
        DraftSelection::Discriminator(selection) if selection.default_variant() == Some(index) => None,
        DraftSelection::Discriminator(Selection::Discriminator { property, mapping, names, kind, .. }) => {
            let own = mapping.iter().chain(names).filter(|(_, mapped)| *mapped == index);
            let own: Vec<String> = own.map(|(value, _)| value.clone()).collect();
            let constants = match kind {
                DiscriminatorKind::Strings => Some(Constants::Strings(own)),
                DiscriminatorKind::NumbersAndBooleans => Some(Constants::NumbersAndBooleans(own)),
                DiscriminatorKind::Both => None,
            };
            Some(Key { name: property.clone(), required: true, nullable: false, value, constants, is_tag: false })
        }
    };
    let variants = union.variants.iter().enumerate();
    variants.map(|(index, variant)| (variant.value.id, tag(index, variant.value.id))).collect()
}

impl Leaf {
    fn any(variant: usize) -> Self {
        Self {
            variant,
            inner: false,
            any: true,
            json_types: all_types(),
            keys: IndexMap::new(),
            element: None,
            tuple_elements: Vec::new(),
            constants: None,
            closed: false,
            text_format: None,
            integer_width: None,
            integers: None,
            lengths: None,
            listed: Vec::new(),
            constraints: Constraints::default(),
        }
    }

    /// The leaf, which has this property too where it is an object.
    pub(crate) fn tagged(mut self, tag: Key) -> Self {
        if self.json_types == [JsonType::Object] {
            self.keys.shift_remove(&tag.name);
            self.keys.insert(tag.name.clone(), tag);
        }
        self
    }

    fn of(types: &Types, id: TypeId, kind: &TypeKind, variant: usize) -> Self {
        let constraints = types.0.get(id.0).map(|def| def.constraints.clone()).unwrap_or_default();
        let mut leaf = Self { any: false, json_types: json_types(types, id, 0), constraints, ..Self::any(variant) };
        match kind {
            TypeKind::Object(object) => {
                let properties = object.properties.iter();
                leaf.keys = properties.map(|property| (property.name.clone(), Key::of(types, property))).collect();
                leaf.closed = object.additional == Additional::Forbidden;
            }
            TypeKind::Array(element) => {
                leaf.element = Some(element.id);
                leaf.lengths = Some(lengths(&leaf.constraints));
            }
            TypeKind::Map(element) => leaf.element = Some(element.id),
            TypeKind::Tuple(elements) => {
                let length = u64::try_from(elements.len()).unwrap_or(u64::MAX);
                leaf.lengths = Some((length, length));
                leaf.tuple_elements = elements.iter().map(|element| element.id).collect();
            }
            TypeKind::Any if types.0.get(id.0).is_some_and(|def| !def.listed.is_empty()) => {
                leaf.listed = types.0.get(id.0).map(|def| def.listed.clone()).unwrap_or_default();
            }
            TypeKind::Any | TypeKind::Union(_) | TypeKind::External(_) => leaf.any = true,
            TypeKind::String(format) => leaf.text_format = Some(*format),
            TypeKind::Integer(width) => {
                leaf.integer_width = Some(*width);
                leaf.integers = Some(integers(&leaf.constraints));
            }
            TypeKind::Enum(list) if list.is_open => leaf.text_format = Some(StringFormat::Plain),
            TypeKind::Enum(_) => leaf.constants = constants(types, id),
            TypeKind::Boolean | TypeKind::Number(_) => {}
        }
        leaf
    }

    /// The leaf of a type itself; a union only has JSON types.
    pub(crate) fn single(types: &Types, id: TypeId) -> Option<Self> {
        let kind = &types.0.get(id.0)?.kind;
        let mut leaf = Self::of(types, id, kind, 0);
        leaf.inner = leaf.any && leaf.json_types.len() < all_types().len();
        leaf.any &= !leaf.inner;
        Some(leaf)
    }

    pub(crate) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.get(name)
    }

    pub(crate) fn required_count(&self) -> usize {
        self.keys.values().filter(|key| key.required).count()
    }
}

impl Key {
    fn of(types: &Types, property: &Property) -> Self {
        let nullable = property.value.nullable;
        Self {
            name: property.name.clone(),
            required: property.required && !property.read_only && !property.write_only,
            nullable,
            value: property.value.id,
            constants: if nullable { None } else { constants(types, property.value.id) },
            is_tag: false,
        }
    }
}

/// The minimal and the maximal integer within limits. A limit that is not an integer is ignored.
fn integers(limits: &Constraints) -> (i128, i128) {
    let bound = |bound: &Option<Bound>, inwards: i128| {
        let Bound { value, exclusive } = (*bound)?;
        value.integer()?.checked_add(if exclusive { inwards } else { 0 })
    };
    (bound(&limits.minimum, 1).unwrap_or(i128::MIN), bound(&limits.maximum, -1).unwrap_or(i128::MAX))
}

/// The least and the greatest number of elements within limits.
fn lengths(limits: &Constraints) -> (u64, u64) {
    (limits.min_items.unwrap_or(0), limits.max_items.unwrap_or(u64::MAX))
}

/// The values of an enum that allows no others.
pub(super) fn constants(types: &Types, id: TypeId) -> Option<Constants> {
    let TypeKind::Enum(list) = &types.0.get(id.0)?.kind else { return None };
    (!list.is_open).then(|| Constants::of(&list.values.scalars()))
}

impl Constants {
    /// Whether both have something in common.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Strings(one), Self::Strings(other))
            | (Self::NumbersAndBooleans(one), Self::NumbersAndBooleans(other)) => {
                one.iter().any(|constant| other.contains(constant))
            }
            (Self::Strings(_), Self::NumbersAndBooleans(_)) | (Self::NumbersAndBooleans(_), Self::Strings(_)) => false,
        }
    }
}

/// Every JSON type that values of a schema may have.
fn json_types(types: &Types, id: TypeId, depth: usize) -> Vec<JsonType> {
    let Some(def) = types.0.get(id.0).filter(|_| depth <= MAX_SHAPE_DEPTH) else { return all_types() };
    match &def.kind {
        TypeKind::Any if !def.listed.is_empty() => {
            let once: std::collections::BTreeSet<JsonType> = def.listed.iter().map(json_type).collect();
            once.into_iter().collect()
        }
        TypeKind::Any | TypeKind::External(_) => all_types(),
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
        TypeKind::Array(_) | TypeKind::Tuple(_) => vec![JsonType::Array],
        TypeKind::Map(_) | TypeKind::Object(_) => vec![JsonType::Object],
        TypeKind::Union(union) => {
            let inner = union
                .variants
                .iter()
                .take(MAX_LEAVES)
                .flat_map(|variant| json_types(types, variant.value.id, depth + 1));
            let distinct: std::collections::BTreeSet<JsonType> = inner.collect();
            distinct.into_iter().collect()
        }
    }
}

fn json_type(value: &Value) -> JsonType {
    match value {
        Value::Null => JsonType::Null,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(number) if number.is_f64() => JsonType::Number,
        Value::Number(_) => JsonType::Integer,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
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
