//! The constraints of a schema: `minLength`, `maximum` and others.

use super::pattern::{Unrunnable, runnable};
use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{Bound, Constraints, JsonType, Limit};
use crate::lower::read::expected::Expected;
use crate::lower::read::fields::Fields;
use crate::lower::schema::draft::TypeKind;
use crate::resolve::Node;
use serde_json::{Number, Value};

/// Whether a keyword is there. A boolean `required` is reported as such.
fn has_effect(keyword: &str, value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => keyword != "required",
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::String(_) | Value::Number(_) => true,
    }
}

/// The constraints of one schema, with exact numbers, which determine the width of integers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Limits {
    pub(crate) constraints: Constraints,
    pub(crate) lowest: Option<Number>,
    pub(crate) highest: Option<Number>,
}

/// Each constraint with the types it applies to.
const APPLIES: [(&str, &[JsonType]); 17] = [
    ("minLength", &[JsonType::String]),
    ("maxLength", &[JsonType::String]),
    ("pattern", &[JsonType::String]),
    ("minimum", &[JsonType::Integer, JsonType::Number]),
    ("maximum", &[JsonType::Integer, JsonType::Number]),
    ("exclusiveMinimum", &[JsonType::Integer, JsonType::Number]),
    ("exclusiveMaximum", &[JsonType::Integer, JsonType::Number]),
    ("multipleOf", &[JsonType::Integer, JsonType::Number]),
    ("minItems", &[JsonType::Array]),
    ("maxItems", &[JsonType::Array]),
    ("uniqueItems", &[JsonType::Array]),
    ("minProperties", &[JsonType::Object]),
    ("maxProperties", &[JsonType::Object]),
    ("items", &[JsonType::Array]),
    ("prefixItems", &[JsonType::Array]),
    ("properties", &[JsonType::Object]),
    ("required", &[JsonType::Object]),
];

impl Limits {
    /// Reads the constraints of a schema. An unsatisfiable limit is reported.
    pub(crate) fn read(fields: &mut Fields<'_, '_>, node: &Node<'_>) -> Self {
        let (minimum, lowest) = bound(fields, "minimum", "exclusiveMinimum");
        let (maximum, highest) = bound(fields, "maximum", "exclusiveMaximum");
        let mut constraints = Constraints {
            min_length: fields.count("minLength"),
            max_length: fields.count("maxLength"),
            pattern: pattern(fields),
            minimum,
            maximum,
            multiple_of: step(fields),
            min_items: fields.count("minItems"),
            max_items: fields.count("maxItems"),
            unique_items: fields.flag("uniqueItems"),
            min_properties: fields.count("minProperties"),
            max_properties: fields.count("maxProperties"),
        };
        check_order(&mut constraints, node, fields.diagnostics());
        Self { constraints, lowest, highest }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.constraints == Constraints::default()
    }

    /// Reports a constraint on values of another type, which never applies.
    pub(crate) fn check_types(types: Option<&[JsonType]>, node: &Node<'_>, diagnostics: &mut Diagnostics) {
        let Some(types) = types.filter(|types| !types.is_empty()) else { return };
        for (keyword, applicable) in APPLIES {
            let Some(value) = node.get(keyword).filter(|found| has_effect(keyword, found.value)) else { continue };
            // One diagnostic is enough for an object under another type.
            let is_reported = keyword == "required" && node.get("properties").is_some();
            if is_reported || types.iter().any(|json_type| applicable.contains(json_type)) {
                continue;
            }
            let stated = types.iter().map(|json_type| json_type.describe()).collect::<Vec<_>>().join(" or ");
            let message = format!("`{keyword}` does not apply to {stated}");
            // Generators of documents write it next to everything. A single value has nothing that could repeat.
            let diagnostic = if keyword == "uniqueItems" {
                diagnostics.note(Code::InapplicableKeyword, &value.origin, message)
            } else {
                diagnostics.warning(Code::InapplicableKeyword, &value.origin, message)
            };
            diagnostic.at_key().help(remedy(keyword, value.value, types, applicable, node));
        }
    }

    /// Both: the narrower of each.
    pub(crate) fn and(&mut self, other: &Self) {
        let (merged, added) = (&mut self.constraints, &other.constraints);
        merged.min_length = merged.min_length.max(added.min_length);
        merged.max_length = least(merged.max_length, added.max_length);
        merged.pattern = added.pattern.clone().or(merged.pattern.take());
        merged.minimum = narrower(merged.minimum, added.minimum, |new, old| new > old);
        merged.maximum = narrower(merged.maximum, added.maximum, |new, old| new < old);
        merged.multiple_of = added.multiple_of.or(merged.multiple_of);
        merged.min_items = merged.min_items.max(added.min_items);
        merged.max_items = least(merged.max_items, added.max_items);
        merged.unique_items |= added.unique_items;
        merged.min_properties = merged.min_properties.max(added.min_properties);
        merged.max_properties = least(merged.max_properties, added.max_properties);
        self.lowest = other.lowest.clone().or(self.lowest.take());
        self.highest = other.highest.clone().or(self.highest.take());
    }

    /// The keywords that apply to a JSON type.
    pub(crate) fn for_kind(&self, kind: &TypeKind) -> Constraints {
        let all = &self.constraints;
        match kind {
            TypeKind::String(_) => Constraints {
                min_length: all.min_length,
                max_length: all.max_length,
                pattern: all.pattern.clone(),
                ..Constraints::default()
            },
            TypeKind::Integer(_) | TypeKind::Number(_) => Constraints {
                minimum: all.minimum,
                maximum: all.maximum,
                multiple_of: all.multiple_of,
                ..Constraints::default()
            },
            TypeKind::Array(_) => Constraints {
                min_items: all.min_items,
                max_items: all.max_items,
                unique_items: all.unique_items,
                ..Constraints::default()
            },
            TypeKind::Map(_) | TypeKind::Object(_) => Constraints {
                min_properties: all.min_properties,
                max_properties: all.max_properties,
                ..Constraints::default()
            },
            // Constants do not need constraints, a tuple has its length, and variants of a union have their own.
            TypeKind::Any
            | TypeKind::Boolean
            | TypeKind::Enum(_)
            | TypeKind::Tuple(_)
            | TypeKind::Union(_)
            | TypeKind::External(_) => Constraints::default(),
        }
    }
}

/// What to write instead of a keyword that does not apply to the types of its schema.
fn remedy(keyword: &str, value: &Value, types: &[JsonType], applicable: &[JsonType], node: &Node<'_>) -> String {
    if let Some(suggestion) = counterpart(keyword, types) {
        return format!("did you mean `{suggestion}`?");
    }
    let names: Vec<&str> = applicable.iter().map(|json_type| json_type.describe()).collect();
    let names = names.join(" or ");
    match (keyword, types) {
        ("minLength" | "maxLength", [JsonType::Integer]) => match limit_of_digits(keyword, value) {
            Some(limit) => format!("remove it: it applies to {names}; to limit the digits, write `{limit}`"),
            None => format!("remove it: it applies to {names}"),
        },
        (_, [JsonType::Array]) if node.get("items").is_some_and(|items| items.value.is_object()) => {
            format!("if it is about the elements, move it into `items`: it applies to {names}")
        }
        ("items" | "prefixItems", [_]) => "write `type: array` if the values are arrays, or remove it".to_owned(),
        ("properties", [_]) => "write `type: object` if the values are objects, or remove it".to_owned(),
        (_, _) => format!("remove it: it applies to {names}"),
    }
}

/// The limit of an integer whose notation has a number of digits.
fn limit_of_digits(keyword: &str, digits: &Value) -> Option<String> {
    let digits = u32::try_from(digits.as_u64()?).ok()?;
    match keyword {
        "minLength" => Some(format!("minimum: {}", 10_i64.checked_pow(digits.checked_sub(1)?)?)),
        _ => Some(format!("maximum: {}", 10_i64.checked_pow(digits)?.checked_sub(1)?)),
    }
}

/// The keyword for these types that corresponds to another one. The length of a number is that of its notation, which no
/// keyword limits.
fn counterpart(keyword: &str, types: &[JsonType]) -> Option<&'static str> {
    let (low, high) = match types {
        [JsonType::String] => ("minLength", "maxLength"),
        [JsonType::Array] => ("minItems", "maxItems"),
        [JsonType::Object] => ("minProperties", "maxProperties"),
        [JsonType::Integer | JsonType::Number] => ("minimum", "maximum"),
        [..] => return None,
    };
    let is_number = matches!(types, [JsonType::Integer | JsonType::Number]);
    match keyword {
        "minLength" | "maxLength" if is_number => None,
        "minLength" | "minimum" | "minItems" | "minProperties" => Some(low),
        "maxLength" | "maximum" | "maxItems" | "maxProperties" => Some(high),
        _ => None,
    }
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    one.into_iter().chain(other).min()
}

fn narrower(one: Option<Bound>, other: Option<Bound>, beats: impl Fn(Limit, Limit) -> bool) -> Option<Bound> {
    let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
    let same = !beats(one.value, other.value) && !beats(other.value, one.value);
    let other_wins = beats(other.value, one.value) || (same && other.exclusive);
    Some(if other_wins { other } else { one })
}

/// A limit, and its exact number. `exclusive…` is a boolean next to the limit in 3.0, and the limit itself in 3.1.
fn bound(fields: &mut Fields<'_, '_>, inclusive: &str, exclusive: &str) -> (Option<Bound>, Option<Number>) {
    let limit: Option<Number> = fields.get(inclusive, Expected::Number);
    let strict: Option<Value> = fields.get(exclusive, Expected::Limit);
    let value = Limit::new;
    match (limit, strict) {
        (_, Some(Value::Number(number))) => {
            (value(&number).map(|value| Bound { value, exclusive: true }), Some(number))
        }
        (Some(number), mark) => {
            let exclusive = mark == Some(Value::Bool(true));
            (value(&number).map(|value| Bound { value, exclusive }), Some(number))
        }
        (None, Some(Value::Bool(true))) => {
            report_lone_mark(fields, inclusive, exclusive);
            (None, None)
        }
        (None, _) => (None, None),
    }
}

/// Reports a boolean `exclusive…` without the limit that it is about.
fn report_lone_mark(fields: &mut Fields<'_, '_>, inclusive: &str, exclusive: &str) {
    let Some(mark) = fields.node(exclusive).filter(|_| !fields.has(inclusive)) else { return };
    let message = format!("`{exclusive}: true` has no effect without `{inclusive}`");
    let diagnostic = fields.diagnostics().mistake(Code::InapplicableKeyword, &mark.origin, message).skipped();
    diagnostic.help(format!("add the limit as `{inclusive}`, or remove `{exclusive}`"));
}

/// `multipleOf`; an impossible one is reported and omitted.
fn step(fields: &mut Fields<'_, '_>) -> Option<Limit> {
    let number: Number = fields.get("multipleOf", Expected::Number)?;
    let step = Limit::new(&number).filter(|step| *step > Limit::Whole(0));
    if let (false, Some(node)) = (step.is_some(), fields.node("multipleOf")) {
        let message = format!("`multipleOf` must be above zero, not {}", node.value);
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message).skipped();
        match number.as_f64().filter(|number| *number < 0.0) {
            Some(negative) => diagnostic.help(format!("write `multipleOf: {}`", -negative)),
            None => diagnostic.help("write a positive number, such as `multipleOf: 1`, or remove it"),
        };
    }
    step
}

/// A pattern that the client can run; others are reported and omitted.
fn pattern(fields: &mut Fields<'_, '_>) -> Option<String> {
    let text = fields.string("pattern")?;
    let node = fields.node("pattern")?;
    match runnable(&text) {
        Ok(pattern) => Some(pattern),
        Err(Unrunnable { reason, remedy, .. }) => {
            let message = format!("this pattern is not checked before sending: {reason}");
            fields.diagnostics().warning(Code::UncheckedPattern, &node.origin, message).skipped().help(remedy);
            None
        }
    }
}

/// Two contradictory limits.
pub(crate) struct Disorder {
    pub(crate) low: String,
    pub(crate) high: String,
    /// The keywords that may state them, the lower first.
    pub(crate) written: &'static [&'static str],
}

impl Constraints {
    /// Removes contradictory limits, with which nothing could be sent.
    pub(crate) fn drop_disorder(&mut self) -> Vec<Disorder> {
        let counts: [(_, _, &'static [&'static str]); 3] = [
            (&mut self.min_length, &mut self.max_length, &["minLength", "maxLength"]),
            (&mut self.min_items, &mut self.max_items, &["minItems", "maxItems"]),
            (&mut self.min_properties, &mut self.max_properties, &["minProperties", "maxProperties"]),
        ];
        let mut found = Vec::new();
        for (low, high, written) in counts {
            if let (Some(least), Some(most), [low_name, high_name]) = (*low, *high, written)
                && least > most
            {
                let (low_text, high_text) = (format!("{low_name}: {least}"), format!("{high_name}: {most}"));
                found.push(Disorder { low: low_text, high: high_text, written });
                (*low, *high) = (None, None);
            }
        }
        found.extend(self.drop_disordered_bounds());
        found
    }

    fn drop_disordered_bounds(&mut self) -> Option<Disorder> {
        let (low, high) = (self.minimum?, self.maximum?);
        let excludes_all = low.value == high.value && (low.exclusive || high.exclusive);
        if low.value <= high.value && !excludes_all {
            return None;
        }
        (self.minimum, self.maximum) = (None, None);
        let name =
            |exclusive: bool, name: &str, strict: &str| if exclusive { strict.to_owned() } else { name.to_owned() };
        let low = format!("{}: {}", name(low.exclusive, "minimum", "exclusiveMinimum"), low.value);
        let high = format!("{}: {}", name(high.exclusive, "maximum", "exclusiveMaximum"), high.value);
        Some(Disorder { low, high, written: &["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"] })
    }
}

/// Reports and removes contradictory limits of one schema.
fn check_order(constraints: &mut Constraints, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    for Disorder { low, high, written } in constraints.drop_disorder() {
        let mut limits = written.iter().filter_map(|keyword| node.get(keyword));
        let (Some(limit), other) = (limits.next(), limits.next_back()) else { continue };
        let message = format!("no value satisfies both `{low}` and `{high}`");
        let diagnostic = diagnostics.mistake(Code::Contradiction, &limit.origin, message).skipped();
        if let Some(other) = other {
            diagnostic.also(&other.origin, "the other limit");
        }
        diagnostic.help("swap the two, if they are reversed");
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, narrower};
    use crate::ir::{Bound, Constraints, Limit};

    #[test]
    fn the_narrower_limit_wins() {
        let bound = |value, exclusive| Some(Bound { value: Limit::Float(value), exclusive });
        let lower = |one, other| narrower(one, other, |new, old| new > old);
        assert_eq!(lower(bound(1.0, false), bound(2.0, false)), bound(2.0, false));
        assert_eq!(lower(bound(2.0, false), bound(2.0, true)), bound(2.0, true));
        assert_eq!(lower(bound(2.0, true), bound(2.0, false)), bound(2.0, true));
        assert_eq!(lower(None, bound(2.0, false)), bound(2.0, false));
    }

    #[test]
    fn all_of_combines_constraints() {
        let with = |min_length, max_length| Limits {
            constraints: Constraints { min_length, max_length, ..Constraints::default() },
            ..Limits::default()
        };
        let mut one = with(Some(1), Some(9));
        one.and(&with(Some(3), None));
        assert_eq!((one.constraints.min_length, one.constraints.max_length), (Some(3), Some(9)));
    }
}
