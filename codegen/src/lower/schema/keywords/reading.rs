//! From a Schema Object to its keywords.

use super::constraint::Limits;
use super::discriminator::Discriminator;
use super::enum_docs::{EXTENSIBLE, WordsByConstant};
use super::pattern::runnable;
use super::schema_object::{AdditionalKeyword, Alternatives, Keywords};
use super::string_content::StringContent;
use super::table::{NULLABLE_2_0, SCHEMA, XML};
use super::{format, null};
use crate::diagnostics::{Code, Diagnostics};
use crate::ir::JsonType;
use crate::lower::read::expected::Expected;
use crate::lower::read::fields::{Fields, wrong_kind, wrong_value};
use crate::lower::read::indentation;
use crate::lower::read::object_kind::{EXTERNAL_DOCS, ObjectKind};
use crate::lower::read::type_keyword::{TypeWord, type_word};
use crate::lower::version::Version;
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The format of Kubernetes for strings that may also be integers.
const INTEGER_OR_STRING: &str = "int-or-string";

/// `has_type` is whether `type` is a JSON type, and not the name of a schema.
pub(super) fn keywords<'d>(
    node: &Node<'d>,
    version: Version,
    kind: &'static ObjectKind,
    has_type: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Keywords<'d>> {
    if !node.value.is_object() {
        wrong_kind(node, &SCHEMA, diagnostics).fallback();
        return None;
    }
    let mut fields = Fields::open(node, kind, diagnostics)?;
    fields.check_reference();
    let mut keywords = empty(node);
    keywords.title = fields.string("title");
    keywords.description = fields.string("description").filter(|text| !text.trim().is_empty());
    keywords.deprecated = fields.flag("deprecated");
    keywords.read_only = fields.flag("readOnly");
    keywords.write_only = fields.flag("writeOnly");
    keywords.default = fields.node("default");
    keywords.examples = examples(node);
    if let Some(named) = fields.node("examples").filter(|node| !node.value.is_array()) {
        wrong_value(fields.diagnostics(), &named, "examples", Expected::Array);
    }
    keywords.format = fields.string("format").filter(|text| !text.is_empty());
    keywords.content = StringContent::read(&mut fields);
    keywords.limits = Limits::read(&mut fields, node);
    fields.check_object("externalDocs", &EXTERNAL_DOCS);
    fields.check_object("xml", &XML);
    if has_type {
        read_types(&mut fields, &mut keywords);
    }
    read_constants(&mut fields, &mut keywords);
    read_object(&mut fields, &mut keywords);
    read_composition(&mut fields, &mut keywords, version);
    read_elements(&mut fields, &mut keywords);
    keywords.nullable |= fields.flag("nullable");
    if version.is_2_0() {
        keywords.nullable |= NULLABLE_2_0.into_iter().any(|keyword| fields.flag(keyword));
    }
    Limits::check_types(keywords.types.as_deref(), node, fields.diagnostics());
    null::check_default(&keywords, version, fields.diagnostics());
    format::check(&keywords, fields.diagnostics());
    null::check_enum(&keywords, version, fields.diagnostics());
    null::check_const(&keywords, fields.diagnostics());
    Some(keywords)
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
        examples: Vec::new(),
        nullable: false,
        types: None,
        format: None,
        content: StringContent::default(),
        values: None,
        known_strings: Vec::new(),
        constant_words: WordsByConstant::default(),
        properties: Vec::new(),
        required: Vec::new(),
        additional: None,
        items: None,
        prefix_items: Vec::new(),
        ends: false,
        members: Vec::new(),
        alternatives: Vec::new(),
        discriminator: None,
        limits: Limits::default(),
    }
}

/// `true` allows everything, like an empty schema; `false` allows nothing, which no type expresses.
pub(super) fn boolean<'d>(node: &Node<'d>, allowed: bool, diagnostics: &mut Diagnostics) -> Keywords<'d> {
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

/// `example` and `examples`. In Swagger 2.0 and OpenAPI 3.0 schemas have only the first.
pub(crate) fn examples<'d>(node: &Node<'d>) -> Vec<&'d Value> {
    let listed = node.get("examples").into_iter().flat_map(|list| list.items().collect::<Vec<_>>());
    node.get("example").into_iter().chain(listed).map(|example| example.value).collect()
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
    if keywords.format.as_deref() == Some(INTEGER_OR_STRING) && types == [JsonType::String] {
        types = vec![JsonType::String, JsonType::Integer];
    }
    // Bad elements of an array are omitted.
    let is_any = any && types.is_empty();
    keywords.types = (!is_any).then_some(types);
}

/// `enum` and `const`. Their types are checked later, as other schemas may state them.
fn read_constants(fields: &mut Fields<'_, '_>, keywords: &mut Keywords<'_>) {
    let constant = keywords.node.get("const").map(|node| vec![node.value.clone()]);
    let is_list = keywords.node.get("enum").is_some_and(|node| node.value.is_array());
    let is_malformed = fields.has("enum") && !is_list;
    let listed = (is_list || is_malformed).then(|| fields.list("enum"));
    if is_list && listed.as_ref().is_some_and(Vec::is_empty) {
        let origin = keywords.node.origin.key("enum");
        let diagnostic = fields.diagnostics().warning(Code::InvalidValue, &origin, "an empty `enum` allows no value");
        diagnostic.at_key().skipped().help("list the values, or remove it");
    }
    let listed = listed.filter(|values| !values.is_empty());
    keywords.known_strings = keywords.node.value.get(EXTENSIBLE).map(strings).unwrap_or_default();
    keywords.constant_words = WordsByConstant::read(&keywords.node);
    check_constant(fields, listed.as_deref());
    let listed = listed.map(|nodes| nodes.iter().map(|node| node.value.clone()).collect());
    keywords.values = constant.or(listed).map(|values: Vec<Value>| {
        keywords.nullable |= values.iter().any(Value::is_null);
        values.into_iter().filter(|value| !value.is_null()).collect()
    });
}

/// The strings of a list.
fn strings(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A `const` must be among the values of an `enum` next to it.
fn check_constant(fields: &mut Fields<'_, '_>, listed: Option<&[Node<'_>]>) {
    let (Some(constant), Some(listed)) = (fields.node("const"), listed) else { return };
    if listed.iter().any(|node| node.value == constant.value) {
        return;
    }
    let message = "the `const` is not one of the values of the `enum`: no value satisfies both";
    let diagnostic = fields.diagnostics().mistake(Code::Contradiction, &constant.origin, message);
    diagnostic.help("remove the `enum`, or write one of its values");
}

/// An empty Schema Object, for one whose keys are not indented: any value.
static ANY: Value = Value::Bool(true);

/// The entries of a map of schemas.
pub(crate) fn schema_entries<'d>(node: &Node<'d>, diagnostics: &mut Diagnostics) -> Vec<(&'d str, Node<'d>)> {
    let is_schema = |_: &str, value: &Value| value.is_object() || value.is_boolean();
    indentation::entries(node, &SCHEMA, &ANY, is_schema, diagnostics)
}

fn read_object<'d>(fields: &mut Fields<'_, 'd>, keywords: &mut Keywords<'d>) {
    keywords.properties = match fields.node("properties").filter(|node| node.value.is_object()) {
        Some(node) => schema_entries(&node, fields.diagnostics()),
        None => fields.map("properties"),
    };
    keywords.required = read_required(fields);
    let additional = fields.node("additionalProperties").or_else(|| fields.node("unevaluatedProperties"));
    let patterns = fields.map("patternProperties");
    let invalid = check_patterns(fields, &patterns);
    // If no other keys are allowed, every key matches a pattern, and a map of one type does not depend on which.
    let is_closed = additional.as_ref().is_some_and(|node| node.value == &Value::Bool(false));
    let others = additional.iter().filter(|node| !node.value.is_boolean());
    let kinds: Vec<&Node<'d>> = patterns.iter().map(|(_, schema)| schema).chain(others).collect();
    let is_unconstrained =
        |node: &Node<'d>| node.value == &Value::Bool(true) || node.value == &Value::Object(Map::new());
    if let ([first, rest @ ..], false) = (kinds.as_slice(), patterns.iter().all(|(_, schema)| is_unconstrained(schema)))
    {
        let applies_to_all =
            is_closed || kinds.len() > patterns.len() || patterns.iter().any(|(pattern, _)| matches_all(pattern));
        if applies_to_all && rest.iter().all(|schema| schema.value == first.value) {
            keywords.additional = Some(AdditionalKeyword::Schema((*first).clone()));
            return;
        }
        let (message, help) = if kinds.len() == 1 {
            let message = "keys that do not match the pattern may have any value: all are read as any JSON value";
            (message, "if all keys match the pattern, add `additionalProperties: false`")
        } else {
            let message = "several patterns apply to the keys of this map: the values are read as any JSON value";
            (message, "if their values have one type, describe it with the same schema everywhere")
        };
        if !invalid {
            let origin = keywords.node.origin.key("patternProperties");
            fields.diagnostics().warning(Code::Fallback, &origin, message).at_key().fallback().help(help);
        }
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

/// Reports keys of `patternProperties` that are not regular expressions.
fn check_patterns(fields: &mut Fields<'_, '_>, patterns: &[(&str, Node<'_>)]) -> bool {
    let mut is_any_invalid = false;
    for (pattern, schema) in patterns {
        let Some(invalid) = runnable(pattern).err().filter(|unrunnable| unrunnable.is_invalid) else { continue };
        is_any_invalid = true;
        let message = format!("invalid pattern `{pattern}`: {}", invalid.reason);
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &schema.origin, message).at_key();
        diagnostic.fallback().help("write a regular expression, such as `^x-`");
    }
    is_any_invalid
}

/// Whether every key is of a pattern, such as that of TypeBox for the keys of a map.
fn matches_all(pattern: &str) -> bool {
    ["", "^", "^.*$", "^(.*)$", ".*", "(.*)", "^.*", ".*$"].contains(&pattern)
}

/// `items` and `prefixItems`. Before 2020-12 the latter was a list under `items`.
fn read_elements<'d>(fields: &mut Fields<'_, 'd>, keywords: &mut Keywords<'d>) {
    let items = fields.node("items");
    let listed = items.as_ref().filter(|node| node.value.is_array());
    keywords.prefix_items = match listed {
        Some(list) => list.items().collect(),
        None => fields.list("prefixItems"),
    };
    let rest = if listed.is_some() { fields.node("additionalItems") } else { items.clone() };
    let rest = rest.or_else(|| fields.node("unevaluatedItems").filter(|_| !keywords.prefix_items.is_empty()));
    keywords.ends = rest.as_ref().is_some_and(|node| node.value == &Value::Bool(false));
    keywords.items = rest.filter(|_| !keywords.ends);
}

/// `required`, which belongs to the object; older drafts have a boolean on the property.
fn read_required(fields: &mut Fields<'_, '_>) -> Vec<(String, Origin)> {
    if let Some(node) = fields.node("required").filter(|node| node.value.is_boolean()) {
        let message = "`required` is an array of property names in the object, not a boolean in a property";
        let help = "remove it here; if the property is required, list its name in the `required` of the object";
        fields.diagnostics().warning(Code::WrongType, &node.origin, message).skipped().help(help);
        return Vec::new();
    }
    let mut required: IndexMap<String, Origin> = IndexMap::new();
    for (name, node) in fields.strings("required") {
        if let Some(first) = required.get(&name) {
            let message = format!("`required` lists `{name}` twice");
            let diagnostic = fields.diagnostics().warning(Code::InvalidValue, &node.origin, message);
            diagnostic.also(first, "first used here").help("remove one of them, or correct its name");
        } else {
            required.insert(name, node.origin);
        }
    }
    required.into_iter().collect()
}

/// Reports compositions without schemas, and repeated schemas in `oneOf`, which no value can match exactly once.
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

/// Whether a value is a schema. Others are reported and omitted.
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
