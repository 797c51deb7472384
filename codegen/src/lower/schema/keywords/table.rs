//! The keywords that a Schema Object has, and those that are not supported.

use crate::lower::read::object_kind::{ObjectKind, Unsupported};

/// The keywords of schemas, after the one of arrays in parameters, forms and headers of Swagger 2.0.
const KEYWORDS: &[&str] = &[
    "collectionFormat",
    "$ref",
    "title",
    "description",
    "type",
    "nullable",
    "format",
    "enum",
    "const",
    "default",
    "properties",
    "required",
    "additionalProperties",
    "unevaluatedProperties",
    "items",
    "prefixItems",
    "additionalItems",
    "unevaluatedItems",
    "patternProperties",
    "$dynamicRef",
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "readOnly",
    "writeOnly",
    "deprecated",
    "example",
    "examples",
    "externalDocs",
    "xml",
    "then",
    "else",
    "$schema",
    "$id",
    "$anchor",
    "$comment",
    "$defs",
    "definitions",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "$vocabulary",
    "$dynamicAnchor",
    "minContains",
    "maxContains",
];

/// Keywords of 3.0 and 3.1: those of the other version are normalized.
pub(super) const SCHEMA: ObjectKind = ObjectKind {
    name: "Schema Object",
    keywords: KEYWORDS.split_at(1).1,
    unsupported: &[
        Unsupported {
            keyword: "not",
            meaning: "excluded values are not rejected before sending",
            remedy: "describe the allowed values instead: `enum`, `minimum` or `pattern` are checked",
        },
        Unsupported {
            keyword: "propertyNames",
            meaning: "keys are not checked before sending",
            remedy: "check the keys before calling; where they are known, list them under `properties`",
        },
        Unsupported {
            keyword: "contains",
            meaning: "it is not checked before sending",
            remedy: "check the array before calling; the schema under `items` is checked",
        },
        Unsupported {
            keyword: "if",
            meaning: "the condition is not checked before sending",
            remedy: "if a property distinguishes the cases, use `oneOf` with a `discriminator`: each gets a type",
        },
        Unsupported {
            keyword: "dependentRequired",
            meaning: "it is not checked before sending",
            remedy: "put the properties that belong together into an object of their own, whose `required` is checked",
        },
        Unsupported {
            keyword: "dependentSchemas",
            meaning: "it is not checked before sending",
            remedy: "put the properties that belong together into an object of their own, whose schema is checked",
        },
        Unsupported {
            keyword: "dependencies",
            meaning: "it is not checked before sending",
            remedy: "put the properties that belong together into an object of their own, whose schema is checked",
        },
    ],
    extensions: &[],
};

/// Keywords of arrays at an element are reported.
const SCHEMA_2_0: ObjectKind = ObjectKind {
    name: "Schema Object",
    keywords: SCHEMA.keywords,
    unsupported: &[
        Unsupported {
            keyword: "not",
            meaning: "excluded values are not rejected before sending",
            remedy: "describe the allowed values instead: `enum`, `minimum` or `pattern` are checked",
        },
        Unsupported {
            keyword: "collectionFormat",
            meaning: "it is for arrays in parameters, forms and headers",
            remedy: "remove it",
        },
    ],
    extensions: &[],
};

/// The elements of an array in a parameter, form or header of Swagger 2.0.
const ITEMS_2_0: ObjectKind = ObjectKind {
    name: "Schema Object",
    keywords: KEYWORDS,
    unsupported: SCHEMA_2_0.unsupported.split_at(1).0,
    extensions: &[],
};

/// The keywords of a schema; `is_delimited` for the elements of an array with a `collectionFormat`.
pub(super) const fn schema_kind(is_2_0: bool, is_delimited: bool) -> &'static ObjectKind {
    match (is_2_0, is_delimited) {
        (false, _) => &SCHEMA,
        (true, false) => &SCHEMA_2_0,
        (true, true) => &ITEMS_2_0,
    }
}

/// Extensions for `nullable`, which Swagger 2.0 does not have.
pub(crate) const NULLABLE_2_0: [&str; 2] = ["x-nullable", "x-isnullable"];

pub(super) const XML: ObjectKind = ObjectKind {
    name: "XML Object",
    keywords: &["name", "namespace", "prefix", "attribute", "wrapped", "nodeType"],
    unsupported: &[],
    extensions: &[],
};

pub(super) const DISCRIMINATOR: ObjectKind = ObjectKind {
    name: "Discriminator Object",
    keywords: &["propertyName", "mapping", "defaultMapping"],
    unsupported: &[],
    extensions: &[],
};
