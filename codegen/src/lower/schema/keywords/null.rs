//! `null` where the type does not allow it: as an enum value, a constant or a default.

use super::schema_object::Keywords;
use super::table::NULLABLE_2_0;
use crate::diagnostics::{Code, Diagnostics};
use crate::lower::version::Version;
use crate::resolve::Node;
use serde_json::Value;

/// Reports `null` among the enum values of a type without it, which means either `null` or a string.
pub(super) fn check_enum(keywords: &Keywords<'_>, version: Version, diagnostics: &mut Diagnostics) {
    let of = |key: &str| keywords.node.get(key);
    let allows_null = of("nullable").is_some_and(|node| node.value == &Value::Bool(true))
        || NULLABLE_2_0.iter().any(|keyword| of(keyword).is_some_and(|node| node.value == &Value::Bool(true)))
        || of("type").is_some_and(|node| node.items().any(|word| word.value.is_null() || word.value == "null"));
    if allows_null || keywords.types.as_ref().is_none_or(Vec::is_empty) {
        return;
    }
    let Some(null) = of("enum").and_then(|list| list.items().find(|value| value.value.is_null())) else { return };
    let message = "`null` is an enum value, although the `type` does not allow it: it is accepted";
    let diagnostic = diagnostics.mistake(Code::InvalidValue, &null.origin, message);
    diagnostic.help(format!("add {}, or put it in quotes if it is a string", nullable_of(version)));
}

/// Reports `const: null` with a type without it: no value can satisfy both.
pub(super) fn check_const(keywords: &Keywords<'_>, diagnostics: &mut Diagnostics) {
    let Some(constant) = keywords.node.get("const").filter(|node| node.value.is_null()) else { return };
    let types = keywords.node.get("type").into_iter().flat_map(|node| match node.value {
        Value::Array(_) => node.items().collect(),
        _ => vec![node],
    });
    let types: Vec<Node<'_>> = types.collect();
    if types.is_empty() || types.iter().any(|word| word.value.is_null() || word.value == "null") {
        return;
    }
    let message = "no value satisfies both `const: null` and the `type`";
    let diagnostic = diagnostics.mistake(Code::Contradiction, &constant.origin, message);
    diagnostic.help("write `type: 'null'`, or a constant of the `type`, such as the string `const: 'null'`");
}

/// Reports `null` as a default of a type that does not allow it.
pub(super) fn check_default(keywords: &Keywords<'_>, version: Version, diagnostics: &mut Diagnostics) {
    let Some(default) = keywords.node.get("default").filter(|node| node.value.is_null()) else { return };
    let is_simple = keywords.types.is_some() && keywords.members.is_empty() && keywords.alternatives.is_empty();
    if is_simple && !keywords.nullable {
        let message = "the default is null, which the schema does not allow";
        let diagnostic = diagnostics.mistake(Code::InvalidValue, &default.origin, message).skipped();
        diagnostic.help(format!("remove it, or add {}", nullable_of(version)));
    }
}

/// How to mark a schema as nullable.
fn nullable_of(version: Version) -> &'static str {
    if version.is_2_0() {
        "`x-nullable: true`"
    } else if version.since_3_1() {
        "`'null'` to its `type`"
    } else {
        "`nullable: true`"
    }
}
