//! Values as Rust expressions.

use super::literal::{any_map, is_shown, json, position, scalar};
use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::model::object::{self, Field, Initializer};
use crate::emit::model::union::{converted, is_boxed};
use crate::emit::{Emitter, docs};
use crate::ir::{
    Content, IntegerWidth, NumberWidth, Object, Parameter, Property, StringFormat, TypeId, TypeKind, TypeRef, Union,
};
use crate::name::TypeNames;
use crate::sample::Sampler;
use crate::settings::DateTimeLibrary;
use crate::validate::{Direction, is_valid};
use serde_json::Value;

/// The deepest nesting of values.
const MAX_DEPTH: usize = 6;

/// The number of elements in a list, and of properties or parts in an object or form without required ones.
pub(super) const MAX_SHOWN: usize = 2;

/// The longest body, in characters.
const MAX_BODY_LENGTH: usize = 500;

/// A string without a format or constraints; a second one gets a number.
const PLACEHOLDER: &str = "string";

/// The usage of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueUsage {
    /// An argument, which converts it.
    Argument,
    /// An argument that converts a model into the union that it is a variant of, and takes anything else exactly.
    Model,
    /// An element of a list argument, which is converted: its type is not inferred, so numbers need a suffix.
    Element,
    /// A field of a struct literal, or an element of its list.
    Field,
}

impl ValueUsage {
    /// The constructor for this number of required values.
    pub(super) fn of(emitter: &Emitter, required: usize) -> Self {
        if emitter.is_named(required) { Self::Field } else { Self::Argument }
    }

    /// The text, with a conversion if it is not converted otherwise.
    pub(super) fn converted(self, text: String) -> String {
        if self == Self::Field { text + ".into()" } else { text }
    }
}

/// The arguments of a call: single values, or a struct with named fields if there are many.
pub(super) fn argument_list(emitter: &Emitter, named: &str, arguments: Vec<(String, String)>) -> String {
    if ValueUsage::of(emitter, arguments.len()) == ValueUsage::Argument {
        let values: Vec<String> = arguments.into_iter().map(|(_, value)| value).collect();
        return values.join(", ");
    }
    let field = |(name, value): (String, String)| if name == value { name } else { format!("{name}: {value}") };
    let fields: Vec<String> = arguments.into_iter().map(field).collect();
    format!("{named} {{ {} }}", fields.join(", "))
}

/// Writes values of the document's types.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    emitter: &'a Emitter<'a>,
    sampler: Sampler<'a>,
}

impl<'a> Values<'a> {
    pub(super) fn of(emitter: &'a Emitter<'a>) -> Self {
        Self { emitter, sampler: Sampler::new(&emitter.api.types, Direction::Sent) }
    }

    /// A value of a required parameter.
    pub(super) fn parameter(self, parameter: &Parameter, usage: ValueUsage) -> Option<String> {
        let value = self.sampler.parameter(parameter)?;
        self.without_null(&parameter.name, parameter.value, &value, usage)
    }

    /// The document's example of an optional parameter.
    pub(super) fn example(self, parameter: &Parameter) -> Option<String> {
        let mut examples = parameter.examples.iter();
        let value = examples.find_map(|example| self.sampler.example(example, parameter.value))?;
        self.without_null(&parameter.name, parameter.value, &value, ValueUsage::Argument)
    }

    /// A value of a body.
    pub(super) fn content(self, content: &Content, usage: ValueUsage) -> Option<String> {
        self.body(content, content.value, usage)
    }

    /// A value of a body for which `null` means none.
    pub(super) fn content_without_null(self, content: &Content, usage: ValueUsage) -> Option<String> {
        self.body(content, TypeRef { nullable: false, ..content.value }, usage)
    }

    /// The document's example, or a made-up value where that is long or is not written.
    fn body(self, content: &Content, of: TypeRef, usage: ValueUsage) -> Option<String> {
        let values = [self.sampler.content(content), self.sampler.value(content.value)].into_iter().flatten();
        let written = |value: Value| self.writer("body", usage).written(of, &value);
        values
            .filter(|value| of.nullable || !value.is_null())
            .filter_map(written)
            .find(|text| text.len() < MAX_BODY_LENGTH)
    }

    /// The properties of a body that is an object.
    pub(super) fn members(self, content: &Content) -> Option<serde_json::Map<String, Value>> {
        match self.sampler.content(content)? {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// This value of a property that is a part of a form.
    pub(super) fn part(self, property: &Property, value: &Value, usage: ValueUsage) -> Option<String> {
        self.without_null(&property.name, property.value, value, usage)
    }

    /// A value of something that is omitted if it is `null`, so that it is not an `Option`.
    fn without_null(self, wire: &str, of: TypeRef, value: &Value, usage: ValueUsage) -> Option<String> {
        self.writer(wire, usage).written(TypeRef { nullable: false, ..of }, value)
    }

    fn writer<'w>(self, wire: &'w str, usage: ValueUsage) -> ValueWriter<'w>
    where
        'a: 'w,
    {
        ValueWriter { emitter: self.emitter, wire, usage, depth: 0 }
    }
}

/// Writes a value for a usage.
#[derive(Clone, Copy)]
struct ValueWriter<'a> {
    emitter: &'a Emitter<'a>,
    /// The name of the value.
    wire: &'a str,
    usage: ValueUsage,
    depth: usize,
}

impl<'a> ValueWriter<'a> {
    /// The value within this one.
    fn inner<'i>(&self, wire: &'i str, usage: ValueUsage) -> ValueWriter<'i>
    where
        'a: 'i,
    {
        ValueWriter { emitter: self.emitter, wire, usage, depth: self.depth + 1 }
    }

    /// The inner value, where the type of the outer one determines its type.
    fn as_field(&self) -> ValueWriter<'a> {
        self.inner(self.wire, ValueUsage::Field)
    }

    fn written(&self, type_ref: TypeRef, value: &Value) -> Option<String> {
        let id = type_ref.id;
        let kind = &self.emitter.api.types[id].kind;
        if self.depth > MAX_DEPTH {
            return None;
        }
        if type_ref.nullable && !matches!(kind, TypeKind::Any) {
            return self.nullable(id, value);
        }
        match (kind, self.emitter.names.of(id)) {
            (TypeKind::Any, None) => self.any(id, value),
            (TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number(_), None) => {
                scalar(kind, value).map(|text| text + self.suffix(id))
            }
            (TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number(_), Some(names)) => {
                Some(format!("models::{}::from({})", names.item, scalar(kind, value)?))
            }
            (TypeKind::String(StringFormat::Plain | StringFormat::Password), _) => {
                Some(self.usage.converted(self.text(id, value)?))
            }
            (TypeKind::String(format), None) => self.time(id, *format, value),
            (TypeKind::Enum(list), Some(names)) => {
                let member = names.members.get(position(&list.values, value)?)?;
                Some(format!("models::{}::{member}", names.item))
            }
            (TypeKind::Array(element), None) => self.list(id, *element, value),
            (TypeKind::Tuple(elements), None) => self.tuple(id, elements, value),
            (TypeKind::Map(of), None) => self.map(*of, value),
            (TypeKind::Object(object), Some(names)) => self.object(id, object, names, value),
            (TypeKind::Union(union), Some(names)) => self.union(id, union, names, value),
            _ => None,
        }
    }

    /// A nullable value, which is an `Option`.
    fn nullable(&self, id: TypeId, value: &Value) -> Option<String> {
        match self.usage {
            // The type of a missing value cannot be inferred.
            ValueUsage::Argument | ValueUsage::Element if value.is_null() => None,
            ValueUsage::Field if value.is_null() => Some("None".to_owned()),
            ValueUsage::Element => None,
            ValueUsage::Argument | ValueUsage::Model | ValueUsage::Field => {
                let as_field = self.as_field().written(TypeRef { id, nullable: false }, value)?;
                Some(format!("Some({as_field})"))
            }
        }
    }

    /// The suffix of a number, if rustc would infer another type.
    fn suffix(&self, id: TypeId) -> &'static str {
        match &self.emitter.api.types[id].kind {
            TypeKind::Integer(width) if self.usage == ValueUsage::Element => match width {
                IntegerWidth::I8 => "_i8",
                IntegerWidth::U8 => "_u8",
                IntegerWidth::I16 => "_i16",
                IntegerWidth::U16 => "_u16",
                IntegerWidth::U32 => "_u32",
                IntegerWidth::U64 => "_u64",
                IntegerWidth::U128 => "_u128",
                IntegerWidth::I32 | IntegerWidth::I64 | IntegerWidth::I128 => "",
            },
            TypeKind::Number(NumberWidth::F32) if self.usage == ValueUsage::Element => "_f32",
            _ => "",
        }
    }

    /// The string, or the name of the value if it has no format, or is long or has unusual characters. `None` if that is not a
    /// value of the type.
    fn text(&self, id: TypeId, value: &Value) -> Option<String> {
        let text = value.as_str()?;
        let number = text.strip_prefix(PLACEHOLDER).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        let called = || docs::one_line(self.wire) + number.unwrap_or_default();
        let is_value = |text: &String| {
            let type_ref = TypeRef { id, nullable: false };
            is_valid(&self.emitter.api.types, type_ref, &Value::String(text.clone()), Direction::Sent)
        };
        let own = Some(text.to_owned()).filter(|text| is_shown(text));
        let text = if number.is_some() {
            Some(called()).filter(is_value).or(own)
        } else {
            own.or_else(|| Some(called()).filter(is_value))
        };
        text.map(|text| format!("{text:?}"))
    }

    /// Any JSON.
    fn any(&self, id: TypeId, value: &Value) -> Option<String> {
        let text = match value {
            Value::Bool(_) => value.to_string(),
            Value::Number(number) => number.as_i64().filter(|number| i32::try_from(*number).is_ok())?.to_string(),
            Value::String(_) => self.text(id, value)?,
            Value::Null => return None,
            Value::Array(_) | Value::Object(_) => return json(value),
        };
        Some(self.usage.converted(text))
    }

    fn time(&self, id: TypeId, format: StringFormat, value: &Value) -> Option<String> {
        let of = match format {
            StringFormat::DateTime if self.emitter.settings.date_time == DateTimeLibrary::Text => "DateTime",
            StringFormat::Date => "Date",
            StringFormat::DateTime
            | StringFormat::Plain
            | StringFormat::Password
            | StringFormat::Base64
            | StringFormat::Binary => return None,
        };
        let text = self.text(id, value)?;
        Some(if self.usage == ValueUsage::Field {
            format!("{text}.parse()?")
        } else {
            format!("{text}.parse::<{of}>()?")
        })
    }

    fn list(&self, id: TypeId, element: TypeRef, value: &Value) -> Option<String> {
        let usage = if self.usage == ValueUsage::Argument { ValueUsage::Element } else { ValueUsage::Field };
        let least = self.emitter.api.types[id].constraints.min_items.unwrap_or_default();
        let elements = value.as_array()?.iter().take(MAX_SHOWN.max(usize::try_from(least).unwrap_or(usize::MAX)));
        let elements: Vec<&Value> = elements.collect();
        // All elements of an array literal have one type.
        let is_json = self.emitter.is_any(element.id) && (usage == ValueUsage::Field || !are_alike(&elements));
        let written = |value: &&Value| {
            if is_json { json(value) } else { self.inner(self.wire, usage).written(element, value) }
        };
        let elements: Vec<String> = elements.iter().map(written).collect::<Option<_>>()?;
        match self.usage {
            // The type of the elements of an empty list is not inferred.
            ValueUsage::Argument | ValueUsage::Element if elements.is_empty() => None,
            ValueUsage::Argument => Some(format!("[{}]", elements.join(", "))),
            ValueUsage::Model | ValueUsage::Field if elements.is_empty() => Some("Vec::new()".to_owned()),
            ValueUsage::Element | ValueUsage::Model | ValueUsage::Field => {
                Some(format!("Vec::from([{}])", elements.join(", ")))
            }
        }
    }

    fn tuple(&self, id: TypeId, of: &[TypeRef], value: &Value) -> Option<String> {
        let values = value.as_array().filter(|values| values.len() == of.len())?;
        let is_boxed = |index| self.emitter.analysis.is_boxed(id, index);
        let elements = of.iter().zip(values).enumerate().filter(|(index, _)| !is_boxed(*index));
        let elements: Vec<String> =
            elements.map(|(_, (of, value))| self.as_field().written(*of, value)).collect::<Option<_>>()?;
        let comma = if elements.len() == 1 { "," } else { "" };
        (elements.len() == of.len()).then(|| format!("({}{comma})", elements.join(", ")))
    }

    /// Pairs, which become any kind of map.
    fn map(&self, of: TypeRef, value: &Value) -> Option<String> {
        if self.emitter.is_any(of.id) {
            return any_map(value.as_object()?);
        }
        let members = value.as_object().filter(|members| !members.is_empty())?;
        let pairs = members.iter().take(MAX_SHOWN).map(|(key, value)| {
            let key = Some(key).filter(|key| is_shown(key))?;
            Some(format!("({key:?}.to_owned(), {})", self.as_field().written(of, value)?))
        });
        let pairs: Vec<String> = pairs.collect::<Option<_>>()?;
        Some(self.usage.converted(format!("[{}]", pairs.join(", "))))
    }

    /// The object with the arguments of its constructor; if there are none, with the first few optional properties.
    fn object(&self, id: TypeId, object: &Object, names: &TypeNames, value: &Value) -> Option<String> {
        let members = value.as_object()?;
        let uses = Uses::at(ModuleDepth::Root);
        let fields = object::fields(self.emitter, id, names, object, &uses);
        let required: Vec<&Field> = fields.iter().filter(|field| field.is_argument()).collect();
        let usage = ValueUsage::of(self.emitter, required.len());
        let arguments = required.iter().map(|field| {
            let property = field.property;
            // A setter boxes a value, but not one within an `Option`.
            let is_passed = !field.is_boxed() || field.is_plain() && usage == ValueUsage::Argument;
            let value = members.get(&property.name).filter(|_| is_passed)?;
            let value = self.inner(&property.name, usage).written(property.value, value)?;
            Some((field.name.to_string(), value))
        });
        let arguments: Vec<(String, String)> = arguments.collect::<Option<_>>()?;
        let is_set = |field: &&Field| {
            let is_passed = matches!(object::initializer(self.emitter, field, &uses), Initializer::Argument(_));
            required.is_empty() && is_passed && self.is_set(field) && !field.property.deprecated
        };
        let setters = fields.iter().filter(is_set).filter_map(|field| {
            let (property, name) = (field.property, field.name);
            let type_ref = TypeRef { nullable: property.value.nullable && field.is_plain(), ..property.value };
            let value = members.get(&property.name).filter(|value| !value.is_null())?;
            let is_union = matches!(self.emitter.api.types[property.value.id].kind, TypeKind::Union(_));
            let usage = if is_union && !field.is_plain() { ValueUsage::Model } else { ValueUsage::Argument };
            let value = self.inner(&property.name, usage).written(type_ref, value)?;
            Some(format!(".{name}({value})"))
        });
        let setters: String = setters.take(MAX_SHOWN).collect();
        let argument_list = argument_list(self.emitter, &format!("models::{}", names.required), arguments);
        Some(format!("models::{}::new({argument_list}){setters}", names.item))
    }

    /// Whether the setter accepts the value as written here. If it also accepts `null`, the type of a number or array
    /// literal cannot be inferred.
    fn is_set(&self, field: &Field) -> bool {
        let id = field.property.value.id;
        let is_inferred = match &self.emitter.api.types[id].kind {
            TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_) => true,
            // A newtype has no conversion from text that keeps `null` apart.
            TypeKind::String(StringFormat::Plain) => self.emitter.names.of(id).is_none(),
            _ => false,
        };
        field.is_plain() || is_inferred && !field.is_boxed()
    }

    /// The conversion of a variant's value into the union, if an argument accepts that alone; `None` if the type of a
    /// number or array literal cannot be inferred.
    fn variant_usage(&self, id: TypeId, union: &Union, index: usize) -> Option<ValueUsage> {
        let mut converted = converted(self.emitter, id, union, &Uses::at(ModuleDepth::Root)).into_iter();
        let converts = matches!(self.usage, ValueUsage::Argument | ValueUsage::Model);
        let is_converted = converts && converted.any(|(converted, _)| converted == index);
        let variant = union.variants.get(index).filter(|_| is_converted)?.value;
        // The call site shows which property it is.
        let id = self.emitter.sole_property(variant).is_none().then_some(variant.id)?;
        match (&self.emitter.api.types[id].kind, self.emitter.names.of(id)) {
            (TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_), Some(_)) => Some(ValueUsage::Field),
            (TypeKind::String(StringFormat::Plain), None) if self.usage == ValueUsage::Argument => {
                Some(ValueUsage::Argument)
            }
            _ => None,
        }
    }

    /// The first variant that the value is valid for.
    fn union(&self, id: TypeId, union: &Union, names: &TypeNames, value: &Value) -> Option<String> {
        let types = &self.emitter.api.types;
        let mut variants = union.variants.iter().enumerate();
        let is_valid_for = |of: TypeRef| is_valid(types, of, value, Direction::Sent);
        let (index, variant) = variants.find(|(_, variant)| is_valid_for(variant.value))?;
        let name = names.members.get(index)?;
        if self.emitter.constant(variant.value).is_some() {
            return Some(format!("models::{}::{name}", names.item));
        }
        if let Some(usage) = self.variant_usage(id, union, index) {
            return self.inner(self.wire, usage).written(variant.value, value);
        }
        let inner = match self.emitter.sole_property(variant.value) {
            Some(property) => {
                let value = value.get(&property.name)?;
                self.inner(&property.name, ValueUsage::Field).written(property.value, value)?
            }
            None => self.as_field().written(variant.value, value)?,
        };
        let inner = if is_boxed(self.emitter, id, union, index) { format!("Box::new({inner})") } else { inner };
        Some(format!("models::{}::{name}({inner})", names.item))
    }
}

/// Whether values of any type have one type as literals.
fn are_alike(values: &[&Value]) -> bool {
    let literal = |value: &Value| match value {
        Value::Array(_) | Value::Object(_) | Value::Null => None,
        scalar => Some(std::mem::discriminant(scalar)),
    };
    values.windows(2).all(|pair| literal(pair[0]) == literal(pair[1]))
}
