//! The keywords of one Schema Object, read once, whoever uses the schema.
//!
//! What belongs here looks at one object and at none that it refers to. Uses [`read`](crate::lower::read); the rest of
//! [`schema`](super) uses it.

pub(crate) mod constraint;
pub(crate) mod discriminator;
pub(crate) mod enum_docs;
pub(crate) mod pattern;
pub(crate) mod string_content;
pub(crate) mod value_type;

use super::json_types::common_types;
use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::JsonType;
use crate::lower::read::fields::{EXTERNAL_DOCS, Fields, ObjectKind, Unsupported, wrong_kind};
use crate::lower::read::type_keyword::{TypeWord, type_word};
use crate::lower::schema::Schemas;
use crate::lower::version::Version;
use crate::pointer::Origin;
use crate::resolve::Node;
use constraint::Limits;
use discriminator::Discriminator;
use enum_docs::WordsByConstant;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::rc::Rc;
use string_content::StringContent;

/// Keywords of 3.0 and 3.1 alike: those of the other version are brought to the same place.
const SCHEMA: ObjectKind = ObjectKind {
    name: "Schema Object",
    keywords: &[
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
    ],
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
            remedy: "check the list before calling; the schema under `items` is checked",
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

/// What is said of an element where it says something of an array alone is reported.
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
            meaning: "an array inside of another value is sent as JSON",
            remedy: "describe the array as a parameter of its own",
        },
    ],
    extensions: &[],
};

/// Vendors' words for `nullable`, which Swagger 2.0 does not have.
pub(crate) const NULLABLE_2_0: [&str; 2] = ["x-nullable", "x-isnullable"];

const XML: ObjectKind = ObjectKind {
    name: "XML Object",
    keywords: &["name", "namespace", "prefix", "attribute", "wrapped", "nodeType"],
    unsupported: &[],
    extensions: &[],
};

const DISCRIMINATOR: ObjectKind = ObjectKind {
    name: "Discriminator Object",
    keywords: &["propertyName", "mapping", "defaultMapping"],
    unsupported: &[],
    extensions: &[],
};

/// One Schema Object, its keywords decoded. Nothing is inferred here.
#[derive(Debug)]
pub(crate) struct Keywords<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) default: Option<Node<'d>>,
    /// `nullable`, a `type` list with `null`, or `null` among the constants.
    pub(crate) nullable: bool,
    /// `type` without `null`.
    pub(crate) types: Option<Vec<JsonType>>,
    pub(crate) format: Option<String>,
    pub(crate) content: StringContent<'d>,
    /// `enum` or `const` without `null`.
    pub(crate) values: Option<Vec<Value>>,
    /// What is said of each of them.
    pub(crate) constant_words: WordsByConstant,
    pub(crate) properties: Vec<(&'d str, Node<'d>)>,
    pub(crate) required: Vec<(String, Origin)>,
    pub(crate) additional: Option<AdditionalKeyword<'d>>,
    pub(crate) items: Option<Node<'d>>,
    /// `prefixItems`, or `items` as a list: what stands in each place.
    pub(crate) places: Vec<Node<'d>>,
    /// Whether no element may follow those.
    pub(crate) ends: bool,
    /// The schemas of `allOf`, and what a `$ref` with siblings names (3.1).
    pub(crate) members: Vec<Node<'d>>,
    pub(crate) alternatives: Vec<Alternatives<'d>>,
    pub(crate) discriminator: Option<(Discriminator, Origin)>,
    pub(crate) limits: Limits,
}

/// `additionalProperties`.
#[derive(Debug, Clone)]
pub(crate) enum AdditionalKeyword<'d> {
    Any,
    Forbidden,
    Schema(Node<'d>),
}

/// One `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(crate) struct Alternatives<'d> {
    pub(crate) keyword: &'static str,
    pub(crate) origin: Origin,
    pub(crate) variants: Vec<Node<'d>>,
}

impl Keywords<'_> {
    /// Whether the schema says nothing of the values beyond their types.
    pub(crate) fn says_at_most_types(&self) -> bool {
        self.says_at_most_composition() && self.members.is_empty() && self.alternatives.is_empty()
    }

    /// Whether all that the schema says of the values is their types, and what other schemas say.
    pub(crate) fn says_at_most_composition(&self) -> bool {
        self.format.is_none()
            && self.content.is_empty()
            && self.values.is_none()
            && self.properties.is_empty()
            && self.required.is_empty()
            && self.additional.is_none()
            && self.items.is_none()
            && self.places.is_empty()
            && self.limits.is_empty()
    }

    /// Whether the schema only describes: any value will do.
    pub(crate) fn is_annotation(&self) -> bool {
        self.says_at_most_types() && self.types.is_none() && !self.nullable
    }

    /// Whether all that the schema says of values of these types is that they may be `null`.
    pub(crate) fn only_allows_null(&self, types: Option<&[JsonType]>) -> bool {
        let suits = match (&self.types, types) {
            (Some(own), _) if own.is_empty() => false,
            (Some(own), Some(types)) => types.iter().all(|json_type| common_types(own, &[*json_type]) == [*json_type]),
            (None, _) | (Some(_), None) => true,
        };
        self.nullable && self.says_at_most_types() && suits
    }

    /// Whether the schema stands for `null` among others. 3.0 has no way to say so: `nullable` alone, or with an object
    /// that can have no property, is how documents get around that.
    pub(crate) fn is_null(&self) -> bool {
        let no_type = self.types.as_ref().is_some_and(Vec::is_empty);
        let no_constant = self.values.as_ref().is_some_and(Vec::is_empty);
        let nothing_else = self.says_at_most_types() && self.types.is_none();
        let closed = matches!(self.additional, Some(AdditionalKeyword::Forbidden)) && self.properties.is_empty();
        self.nullable && (no_type || no_constant || nothing_else || closed)
    }
}

impl<'d> Schemas<'_, 'd> {
    /// The keywords of the schema at a node that is not a mere reference. `None`, and reported, when it is no schema.
    pub(crate) fn keywords(&mut self, node: &Node<'d>) -> Option<Rc<Keywords<'d>>> {
        if let Some(known) = self.keywords.get(&node.origin) {
            return known.clone();
        }
        let target = if node.reference().is_some() { self.step(node) } else { self.dynamic_target(node) };
        let read = match node.value {
            Value::Bool(allowed) => Some(boolean_schema(node, *allowed, self.diagnostics)),
            _ => read_keywords(node, self.version, self.diagnostics),
        };
        let (root, version) = (self.root, self.version);
        self.other_version.check_schema(root, version, node);
        let keywords = read.map(|mut keywords| {
            keywords.members.extend(target);
            self.note_odd_values(&keywords);
            Rc::new(keywords)
        });
        self.keywords.insert(node.origin.clone(), keywords.clone());
        keywords
    }
}

fn read_keywords<'d>(node: &Node<'d>, version: Version, diagnostics: &mut Diagnostics) -> Option<Keywords<'d>> {
    if !node.value.is_object() {
        wrong_kind(node, &SCHEMA, diagnostics).fallback();
        return None;
    }
    let kind = if version.is_2_0() { &SCHEMA_2_0 } else { &SCHEMA };
    let mut fields = Fields::open(node, kind, diagnostics)?;
    fields.check_reference();
    let mut keywords = empty(node);
    keywords.title = fields.string("title");
    keywords.description = fields.string("description").filter(|text| !text.trim().is_empty());
    keywords.deprecated = fields.flag("deprecated");
    keywords.read_only = fields.flag("readOnly");
    keywords.write_only = fields.flag("writeOnly");
    keywords.default = fields.node("default");
    keywords.format = fields.string("format").filter(|text| !text.is_empty());
    keywords.content = StringContent::read(&mut fields);
    keywords.limits = Limits::read(&mut fields, node);
    fields.check_object("externalDocs", &EXTERNAL_DOCS);
    fields.check_object("xml", &XML);
    read_types(&mut fields, &mut keywords);
    read_constants(&mut fields, &mut keywords);
    read_object(&mut fields, &mut keywords);
    read_composition(&mut fields, &mut keywords, version);
    read_elements(&mut fields, &mut keywords);
    keywords.nullable |= fields.flag("nullable");
    if version.is_2_0() {
        keywords.nullable |= NULLABLE_2_0.into_iter().any(|keyword| fields.flag(keyword));
    }
    Limits::check_types(keywords.types.as_deref(), node, fields.diagnostics());
    check_null_default(&keywords, version, fields.diagnostics());
    check_format(&keywords, fields.diagnostics());
    check_null_value(&keywords, version, fields.diagnostics());
    check_null_const(&keywords, fields.diagnostics());
    Some(keywords)
}

/// The formats that have types of their own, and words near them that are others.
const TYPED_FORMATS: [&str; 10] =
    ["date-time", "date", "uuid", "binary", "byte", "int32", "int64", "float", "double", "password"];
const OTHER_FORMATS: [&str; 24] = [
    "int8",
    "int16",
    "int128",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uint",
    "int",
    "long",
    "float32",
    "float64",
    "decimal",
    "decimal128",
    "double-int",
    "url",
    "uri",
    "guid",
    "time",
    "dates",
    "data",
    "bytes",
    "bit",
    "http-date",
];

/// A format that nobody knows is no mistake; one that is nearly a known one is.
fn check_format(keywords: &Keywords<'_>, diagnostics: &mut Diagnostics) {
    let Some(format) = keywords.format.as_deref() else { return };
    check_format_of_type(keywords, diagnostics);
    if TYPED_FORMATS.contains(&format) || OTHER_FORMATS.contains(&format) {
        return;
    }
    let Some(node) = keywords.node.get("format").filter(|node| node.value.is_string()) else { return };
    if let Some(meant) = similar(format, TYPED_FORMATS.map(str::to_owned)) {
        let message = format!("unknown format `{format}`");
        let diagnostic = diagnostics.warning(Code::InvalidValue, &node.origin, message);
        diagnostic.help(format!("did you mean `{meant}`?"));
        diagnostic.fix(&keywords.node.origin, json!({ "format": meant }));
    }
}

/// Formats of strings alone; those of numbers stand for strings that hold one, too.
const STRING_FORMATS: [&str; 10] =
    ["date-time", "date", "uuid", "binary", "byte", "password", "email", "uri", "hostname", "ipv4"];

/// A format of strings under a type that has none.
fn check_format_of_type(keywords: &Keywords<'_>, diagnostics: &mut Diagnostics) {
    let (Some(format), Some([json_type])) = (keywords.format.as_deref(), keywords.types.as_deref()) else { return };
    let is_number = matches!(json_type, JsonType::Boolean | JsonType::Integer | JsonType::Number);
    let Some(node) = keywords.node.get("format").filter(|_| is_number && STRING_FORMATS.contains(&format)) else {
        return;
    };
    let message = format!("the format `{format}` is for strings, not for {}", json_type.describe());
    let diagnostic = diagnostics.warning(Code::InapplicableKeyword, &node.origin, message).skipped();
    diagnostic.help("write `type: string` if the values are strings, or remove it");
}

/// `null` among the enum values of a type that does not have it, which is either allowed or meant as a string.
fn check_null_value(keywords: &Keywords<'_>, version: Version, diagnostics: &mut Diagnostics) {
    let of = |key: &str| keywords.node.get(key);
    let allows_null = of("nullable").is_some_and(|node| node.value == &Value::Bool(true))
        || NULLABLE_2_0.iter().any(|keyword| of(keyword).is_some_and(|node| node.value == &Value::Bool(true)))
        || of("type").is_some_and(|node| node.items().any(|word| word.value.is_null() || word.value == "null"));
    if allows_null || keywords.types.as_ref().is_none_or(Vec::is_empty) {
        return;
    }
    let Some(null) = of("enum").and_then(|list| list.items().find(|value| value.value.is_null())) else { return };
    let message = "`null` is an enum value, but the `type` does not allow it: it is treated as allowed";
    let diagnostic = diagnostics.mistake(Code::InvalidValue, &null.origin, message);
    diagnostic.help(format!("allow it by {}, or put it in quotes for a string", nullable_of(version)));
}

/// `const: null` under a type that does not have it: no value is both.
fn check_null_const(keywords: &Keywords<'_>, diagnostics: &mut Diagnostics) {
    let Some(constant) = keywords.node.get("const").filter(|node| node.value.is_null()) else { return };
    let types = keywords.node.get("type").into_iter().flat_map(|node| match node.value {
        Value::Array(_) => node.items().collect(),
        _ => vec![node],
    });
    let types: Vec<Node<'_>> = types.collect();
    if types.is_empty() || types.iter().any(|word| word.value.is_null() || word.value == "null") {
        return;
    }
    let message = "`const: null` is not a value of the `type`: no value is valid";
    let diagnostic = diagnostics.mistake(Code::Contradiction, &constant.origin, message);
    diagnostic.help("write `type: 'null'`, or a constant of the `type`; the string is `const: 'null'`");
}

/// `null` as the default of what cannot be null.
fn check_null_default(keywords: &Keywords<'_>, version: Version, diagnostics: &mut Diagnostics) {
    let Some(default) = keywords.node.get("default").filter(|node| node.value.is_null()) else { return };
    let is_simple = keywords.types.is_some() && keywords.members.is_empty() && keywords.alternatives.is_empty();
    if is_simple && !keywords.nullable {
        let message = "the default is null, which the schema does not allow";
        let diagnostic = diagnostics.mistake(Code::InvalidValue, &default.origin, message).skipped();
        diagnostic.help(format!("remove it, or let the schema be null by {}", nullable_of(version)));
    }
}

/// How a schema says that it may be null.
fn nullable_of(version: Version) -> &'static str {
    if version.is_2_0() {
        "`x-nullable: true`"
    } else if version.since_3_1() {
        "`'null'` in a list of its `type`"
    } else {
        "`nullable: true`"
    }
}

fn empty<'d>(node: &Node<'d>) -> Keywords<'d> {
    Keywords {
        node: node.clone(),
        title: None,
        description: None,
        deprecated: false,
        read_only: false,
        write_only: false,
        default: None,
        nullable: false,
        types: None,
        format: None,
        content: StringContent::default(),
        values: None,
        constant_words: WordsByConstant::default(),
        properties: Vec::new(),
        required: Vec::new(),
        additional: None,
        items: None,
        places: Vec::new(),
        ends: false,
        members: Vec::new(),
        alternatives: Vec::new(),
        discriminator: None,
        limits: Limits::default(),
    }
}

/// `true` allows everything, as an empty schema does; `false` allows nothing, which no type expresses.
fn boolean_schema<'d>(node: &Node<'d>, allowed: bool, diagnostics: &mut Diagnostics) -> Keywords<'d> {
    if !allowed {
        let message = "the schema `false` allows no value: it is read as any JSON value";
        let diagnostic = diagnostics.warning(Code::Fallback, &node.origin, message).fallback();
        diagnostic.help(
            "write the schema of the values; or omit the property, and forbid others with \
             `additionalProperties: false`",
        );
    }
    empty(node)
}

/// `type`: one word, or a list of them.
fn read_types(fields: &mut Fields<'_, '_>, keywords: &mut Keywords<'_>) {
    let Some(node) = keywords.node.get("type") else { return };
    let is_list = node.value.is_array();
    let words = if is_list { node.items().collect() } else { vec![node] };
    let mut types = Vec::new();
    let mut any = false;
    for word in words {
        match type_word(&word, is_list, fields.diagnostics()) {
            TypeWord::Type(json_type, format) => {
                if !types.contains(&json_type) {
                    types.push(json_type);
                }
                keywords.format = keywords.format.take().or(format.map(str::to_owned));
            }
            TypeWord::Null => keywords.nullable = true,
            TypeWord::Any => any = true,
        }
    }
    // Of an array with one bad element the good ones are kept.
    let is_any = any && types.is_empty();
    keywords.types = (!is_any).then_some(types);
}

/// `enum` and `const`. What the constants must be depends on types that other schemas may state.
fn read_constants(fields: &mut Fields<'_, '_>, keywords: &mut Keywords<'_>) {
    let constant = keywords.node.get("const").map(|node| vec![node.value.clone()]);
    let is_list = keywords.node.get("enum").is_some_and(|node| node.value.is_array());
    let is_odd = fields.has("enum") && !is_list;
    let listed = (is_list || is_odd).then(|| fields.list("enum"));
    if is_list && listed.as_ref().is_some_and(Vec::is_empty) {
        let origin = keywords.node.origin.key("enum");
        let diagnostic = fields.diagnostics().warning(Code::InvalidValue, &origin, "an empty `enum` allows no value");
        diagnostic.at_key().skipped().help("list the values, or remove it");
    }
    let listed = listed.filter(|values| !values.is_empty());
    keywords.constant_words = WordsByConstant::read(&keywords.node);
    let listed = listed.map(|nodes| nodes.iter().map(|node| node.value.clone()).collect());
    keywords.values = constant.or(listed).map(|values: Vec<Value>| {
        keywords.nullable |= values.iter().any(Value::is_null);
        values.into_iter().filter(|value| !value.is_null()).collect()
    });
}

fn read_object<'d>(fields: &mut Fields<'_, 'd>, keywords: &mut Keywords<'d>) {
    keywords.properties = fields.map("properties");
    keywords.required = read_required(fields);
    let additional = fields.node("additionalProperties").or_else(|| fields.node("unevaluatedProperties"));
    let patterns = fields.map("patternProperties");
    // When no other key is allowed, every one is of a pattern: of which, a map of one type need not tell.
    let is_closed = additional.as_ref().is_some_and(|node| node.value == &Value::Bool(false));
    let others = additional.iter().filter(|node| !node.value.is_boolean());
    let kinds: Vec<&Node<'d>> = patterns.iter().map(|(_, schema)| schema).chain(others).collect();
    let says_nothing = |node: &Node<'d>| node.value == &Value::Bool(true) || node.value == &Value::Object(Map::new());
    if let ([first, rest @ ..], false) = (kinds.as_slice(), patterns.iter().all(|(_, schema)| says_nothing(schema))) {
        let is_said_of_all = is_closed || kinds.len() > patterns.len();
        if is_said_of_all && rest.iter().all(|schema| schema.value == first.value) {
            keywords.additional = Some(AdditionalKeyword::Schema((*first).clone()));
            return;
        }
        let message = "keys of several patterns are in one map: their values are read as any JSON value";
        let origin = keywords.node.origin.key("patternProperties");
        let diagnostic = fields.diagnostics().warning(Code::Fallback, &origin, message).at_key().fallback();
        diagnostic.help("if all keys match one pattern, add `additionalProperties: false`");
        keywords.additional = Some(AdditionalKeyword::Any);
        return;
    }
    keywords.additional = additional.map(|node| match node.value {
        Value::Bool(true) => AdditionalKeyword::Any,
        Value::Bool(false) => AdditionalKeyword::Forbidden,
        Value::Object(members) if members.is_empty() => AdditionalKeyword::Any,
        _ => AdditionalKeyword::Schema(node),
    });
}

/// `items` and what tells elements apart by their place. Before 2020-12 that was a list under `items`.
fn read_elements<'d>(fields: &mut Fields<'_, 'd>, keywords: &mut Keywords<'d>) {
    let items = fields.node("items");
    let listed = items.as_ref().filter(|node| node.value.is_array());
    keywords.places = match listed {
        Some(list) => list.items().collect(),
        None => fields.list("prefixItems"),
    };
    let rest = if listed.is_some() { fields.node("additionalItems") } else { items.clone() };
    let rest = rest.or_else(|| fields.node("unevaluatedItems").filter(|_| !keywords.places.is_empty()));
    keywords.ends = rest.as_ref().is_some_and(|node| node.value == &Value::Bool(false));
    keywords.items = rest.filter(|_| !keywords.ends);
}

/// `required`, which belongs to the object; a boolean on the property is the way of older drafts.
fn read_required(fields: &mut Fields<'_, '_>) -> Vec<(String, Origin)> {
    if let Some(node) = fields.node("required").filter(|node| node.value.is_boolean()) {
        let message = "`required` is an array of property names in the object, not a boolean in a property";
        let help = "remove it here; if the property is required, list its name in the `required` of the object";
        fields.diagnostics().warning(Code::WrongType, &node.origin, message).skipped().help(help);
        return Vec::new();
    }
    fields.strings("required").into_iter().map(|(name, node)| (name, node.origin)).collect()
}

/// Compositions without a schema, and one of `oneOf` twice, which no value then fits exactly once.
fn check_composition(fields: &mut Fields<'_, '_>, node: &Node<'_>) {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        if let Some(empty) = node.get(keyword).filter(|node| node.value.as_array().is_some_and(Vec::is_empty)) {
            let message = format!("an empty `{keyword}` is ignored");
            let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &empty.origin, message).at_key();
            diagnostic.skipped().help("list at least one schema, or remove it");
        }
    }
    let variants: Vec<Node<'_>> = node.get("oneOf").iter().flat_map(Node::items).collect();
    let mut seen = HashSet::new();
    for variant in variants.iter().filter(|variant| variant.value.as_object().is_some_and(|keys| keys.len() == 1)) {
        let Some(target) = variant.reference() else { continue };
        if !seen.insert(target) {
            let message = format!("`oneOf` lists `{target}` twice: no such value matches exactly one schema");
            let diagnostic =
                fields.diagnostics().mistake(Code::InvalidValue, &variant.origin.key("$ref"), message).skipped();
            diagnostic.help("remove it, or refer to another schema");
        }
    }
}

/// What is no schema at all is reported, and left out of what it would be a part of.
fn is_schema(node: &Node<'_>, diagnostics: &mut Diagnostics) -> bool {
    let is_schema = node.value.is_object() || node.value.is_boolean();
    if !is_schema {
        wrong_kind(node, &SCHEMA, diagnostics).skipped();
    }
    is_schema
}

fn read_composition<'d>(fields: &mut Fields<'_, 'd>, keywords: &mut Keywords<'d>, version: Version) {
    keywords.members = fields.schemas("allOf");
    check_composition(fields, &keywords.node);
    for keyword in ["oneOf", "anyOf"] {
        let mut variants = fields.schemas(keyword);
        variants.retain(|variant| is_schema(variant, fields.diagnostics()));
        if !variants.is_empty() {
            let origin = keywords.node.origin.key(keyword);
            keywords.alternatives.push(Alternatives { keyword, origin, variants });
        }
    }
    let discriminator = if version.is_2_0() { Discriminator::read_2_0(fields) } else { Discriminator::read(fields) };
    keywords.discriminator = discriminator.map(|found| (found, keywords.node.origin.key("discriminator")));
}
