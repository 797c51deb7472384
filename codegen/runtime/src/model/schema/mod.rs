//! JSON schemas of models, for the feature `schemars`.
//!
//! A model's schema is that of its document, as far as the model represents it: names on the wire, required properties, `null` only if
//! the document allows it, the listed values of an enum. Constraints (`maxLength`, `pattern`) and descriptions are not part of
//! it.

mod field;
mod types;

pub use field::*;

use crate::model::union::Tag;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

/// `JsonSchema` for a model.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_schema {
    (object $name:ident { $($field:ident ($($presence:tt)*)),* } $($rest:ident)?) => {
        $crate::__private::json_schema!(@ $name, generator => $crate::__private::schema::object(
            generator,
            <Self as $crate::__private::object::Object>::KEYS,
            &[$($crate::__private::json_schema!(@property $name $field $($presence)*)),*],
            $crate::__private::json_schema!(@rest $name $($rest)?),
        ));
    };
    (newtype $name:ident) => {
        $crate::__private::json_schema!(@ $name, generator => {
            (&&$crate::__private::FieldType::of(|it: &$name| &it.0)).schema(generator)
        });
    };
    (string_enum $name:ident $strings:ident [$($text:literal),*]) => {
        $crate::__private::json_schema!(@ $name, _generator => $crate::__private::schema::$strings(&[$($text),*]));
    };
    (scalar_enum $name:ident, $inner:ident [$($value:literal),*]) => {
        $crate::__private::json_schema!(@ $name, _generator => {
            let values: &[$inner] = &[$($value),*];
            $crate::__private::schema::listed(<$inner as $crate::__private::schema::Scalar>::NAME, values)
        });
    };
    (
        union $name:ident by $property:literal; $($variant:ident $(in $key:literal)? $(= [$($tag:literal),+])?),*;
        $rest:ident $(; $($unit:ident = $constant:literal),+)?
    ) => {
        $crate::__private::json_schema!(@ $name, generator => {
            let variants = [
                $((
                    $crate::__private::json_schema!(
                        @within (&&$crate::__private::FieldType::payload($name::$variant)).schema(generator) $(, $key)?
                    ),
                    &[$($($crate::__private::union::Tag::from($tag)),+)?] as &[$crate::__private::union::Tag],
                ),)*
                $($((
                    $crate::__private::schema::constant($constant),
                    &[] as &[$crate::__private::union::Tag],
                ),)+)?
            ];
            $crate::__private::schema::union($property, variants)
        });
    };
    (@within $schema:expr) => {
        $schema
    };
    // The only property of an object.
    (@within $schema:expr, $key:literal) => {
        $crate::__private::schema::sole_property($key, &$schema)
    };
    // `()` is a required property, `?` an optional one, `? null` an optional one of which `null` is a value like any other.
    (@property $name:ident $field:ident) => {
        $crate::__private::schema::Property {
            is_required: true,
            schema: |generator| (&&$crate::__private::FieldType::of(|it: &$name| &it.$field)).schema(generator),
        }
    };
    (@property $name:ident $field:ident ? $($null:ident)?) => {
        $crate::__private::schema::Property {
            is_required: false,
            schema: |generator| {
                let field = $crate::__private::FieldType::of(|it: &$name| &it.$field);
                (&&$crate::__private::schema::IfPresent(field)).schema(generator)
            },
        }
    };
    // With one possible value.
    (@property $name:ident $field:ident : $constant:literal) => {
        $crate::__private::schema::Property {
            is_required: true,
            schema: |_| $crate::__private::schema::constant($constant),
        }
    };
    (@property $name:ident $field:ident ? : $constant:literal) => {
        $crate::__private::schema::Property {
            is_required: false,
            schema: |_| $crate::__private::schema::constant($constant),
        }
    };
    (@rest $name:ident) => {
        ::core::option::Option::None
    };
    (@rest $name:ident $rest:ident) => {
        ::core::option::Option::Some(|generator| {
            let rest = $crate::__private::FieldType::of(|it: &$name| &it.$rest);
            (&&$crate::__private::schema::Members(rest)).schema(generator)
        })
    };
    (@ $name:ident, $generator:ident => $schema:expr) => {
        impl $crate::__private::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::core::stringify!($name))
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::core::concat!(::core::module_path!(), "::", ::core::stringify!($name)))
            }

            #[allow(deprecated, unused_imports)]
            fn json_schema($generator: &mut $crate::__private::schemars::SchemaGenerator) -> $crate::__private::schemars::Schema {
                use $crate::__private::schema::{OfAny as _, OfSchema as _};
                $schema
            }
        }
    };
}

/// Makes the schema of a type.
pub type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

/// A property of an object.
#[doc(hidden)]
#[derive(Debug)]
pub struct Property {
    /// Whether it is required.
    pub is_required: bool,
    /// The schema of its value.
    pub schema: MakeSchema,
}

/// The schema of an object: its properties, by their names in JSON, and that of the others, if there may be any.
#[doc(hidden)]
#[must_use]
pub fn object(
    generator: &mut SchemaGenerator,
    keys: &[&str],
    properties: &[Property],
    rest: Option<MakeSchema>,
) -> Schema {
    let mut schema = json_schema!({ "type": "object" });
    let members = keys.iter().zip(properties);
    let described: Map<String, Value> =
        members.clone().map(|(key, property)| ((*key).to_owned(), (property.schema)(generator).to_value())).collect();
    let required: Vec<&str> = members.filter(|(_, property)| property.is_required).map(|(key, _)| *key).collect();
    if !described.is_empty() {
        schema.insert("properties".to_owned(), described.into());
    }
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    let additional = rest.map_or(Value::Bool(false), |schema| schema(generator).to_value());
    // Any value is allowed by default.
    if additional != Value::Bool(true) {
        schema.insert("additionalProperties".to_owned(), additional);
    }
    schema
}

/// The schema of an enum of strings.
#[doc(hidden)]
#[must_use]
pub fn listed_string(values: &[&str]) -> Schema {
    listed("string", values)
}

/// The schema of an enum next to which the document allows any string.
#[doc(hidden)]
#[must_use]
pub fn any_string(values: &[&str]) -> Schema {
    json_schema!({ "anyOf": [listed_string(values), { "type": "string" }] })
}

/// The schema of an enum: the values that the document lists. The type accepts others, for a service that is newer than
/// the document, but a schema is there for values to write.
#[doc(hidden)]
#[must_use]
pub fn listed<T: Clone + Into<Value>>(name: &str, values: &[T]) -> Schema {
    json_schema!({ "type": name, "enum": values.iter().cloned().map(Into::into).collect::<Vec<Value>>() })
}

/// The schema of a property with one possible value.
#[doc(hidden)]
#[must_use]
pub fn constant(value: impl Into<Value>) -> Schema {
    json_schema!({ "const": value.into() })
}

/// The schema of an object with one property and no others.
#[doc(hidden)]
#[must_use]
pub fn sole_property(key: &str, value: &Schema) -> Schema {
    json_schema!({
        "type": "object",
        "properties": { key: value },
        "required": [key],
        "additionalProperties": false,
    })
}

/// The JSON type of the values of an enum, other than strings.
#[doc(hidden)]
pub trait Scalar {
    /// The name of their type.
    const NAME: &'static str;
}

impl Scalar for i64 {
    const NAME: &'static str = "integer";
}

impl Scalar for f64 {
    const NAME: &'static str = "number";
}

impl Scalar for bool {
    const NAME: &'static str = "boolean";
}

/// The schema of a union: one of its variants. With a discriminator, no value matches two of them.
#[doc(hidden)]
#[must_use]
pub fn union<const N: usize>(property: &str, variants: [(Schema, &[Tag]); N]) -> Schema {
    let keyword = if variants.iter().all(|(_, tags)| !tags.is_empty()) { "oneOf" } else { "anyOf" };
    let variants: Vec<Value> =
        variants.into_iter().map(|(schema, tags)| tagged(schema, property, tags).to_value()).collect();
    let mut schema = Schema::default();
    schema.insert(keyword.to_owned(), variants.into());
    schema
}

/// A variant with its discriminator.
fn tagged(schema: Schema, property: &str, tags: &[Tag]) -> Schema {
    if tags.is_empty() {
        return schema;
    }
    let values: Vec<Value> = tags.iter().map(|tag| tag.value()).collect();
    json_schema!({
        "allOf": [schema, { "properties": { property: { "enum": values } }, "required": [property] }],
    })
}
