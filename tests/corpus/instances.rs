//! Values of a schema, generated from the document's schema, independently of the generator.
//!
//! A value is made by a row of decisions: is this property there, which variant is it, how long is this array. First each
//! decision is made as usual, once with everything optional and once with nothing; then, starting from everything, each
//! decision in turn is made otherwise.

use crate::merged::{Additional, Merged};
use crate::pattern;
use serde_json::Value;
use specwright::diagnostics::{Diagnostics, Strictness};
use specwright::resolve::{Node, Resolver};
use specwright_tests::json::Json;
use std::collections::{BTreeMap, BTreeSet};

/// How many values are made of one schema.
const MAX_VALUES: usize = 300;

/// Below this nothing is made that need not be there.
const DEEP: usize = 5;

/// Below this nothing is made at all: the schema has no finite value, or none that is found this way.
const MAX_DEPTH: usize = 24;

/// A string is made as long as its schema allows up to here.
const LONG_STRING: usize = 300;

/// How many elements are many.
const LONG_LIST: usize = 40;

/// Strings with characters that have a meaning in URLs, headers, cookies or forms.
const HARD_TO_SEND: [&str; 12] = [
    "text",
    "",
    "a b",
    "/?#[]@!$&'()*+,;=% \"",
    "a/b?c#d&e=f+g%20;h",
    "e\u{301} \"\\ \n\u{1f469}\u{200d}\u{1f467} </script>",
    "\u{e4}\u{20ac}\u{1d11e}",
    "100%",
    "null",
    "00",
    "[1]",
    "a.b;c|d",
];

/// Decisions further down belong to other schemas, mostly named ones that have their turn.
const DECIDED: usize = 3;

/// Beyond this number of nodes, only required values are generated.
const MANY: usize = 400;

/// Distinct values of a schema: first the one with all properties, then the one with only the required ones.
pub fn of(resolver: Resolver<'_>, schema: &Node<'_>) -> Vec<Json> {
    without(resolver, schema, None)
}

/// The same without properties that have this keyword: `readOnly` for what is sent.
pub fn without(resolver: Resolver<'_>, schema: &Node<'_>, excluded: Option<&'static str>) -> Vec<Json> {
    all(schema, |everything, other| Maker { excluded, ..Maker::new(resolver, everything, other) })
}

/// The same, with strings that a URL, a header or a form must not confuse with its own syntax, long lists, and `null` where the whole value
/// may be that. This is about more than a validator needs to see, and so not among the values of schemas.
pub fn for_the_wire(resolver: Resolver<'_>, schema: &Node<'_>, excluded: &'static str) -> Vec<Json> {
    let excluded = Some(excluded);
    all(schema, |everything, other| Maker { excluded, for_the_wire: true, ..Maker::new(resolver, everything, other) })
}

fn all<'d>(schema: &Node<'d>, maker: impl Fn(bool, Option<(usize, usize)>) -> Maker<'d>) -> Vec<Json> {
    let mut seen = BTreeSet::new();
    let mut values = Vec::new();
    let mut keep = |value: Option<Json>| {
        values.extend(value.filter(|value| seen.insert(value.to_string())));
    };
    let (value, decisions) = maker(true, None).make(schema);
    keep(value);
    keep(maker(false, None).make(schema).0);
    let otherwise: Vec<(usize, usize)> =
        decisions.iter().enumerate().flat_map(|(at, count)| (1..*count).map(move |choice| (at, choice))).collect();
    let stride = otherwise.len().div_ceil(MAX_VALUES).max(1);
    for other in otherwise.into_iter().step_by(stride) {
        keep(maker(true, Some(other)).make(schema).0);
    }
    values
}

/// A part of the constraints of a value.
#[derive(Clone)]
enum Demand<'d> {
    Schema(Node<'d>),
    /// The value of a discriminator.
    Text(String),
}

/// Makes one value.
struct Maker<'d> {
    resolver: Resolver<'d>,
    everything: bool,
    /// The keyword of properties that are left out, required or not.
    excluded: Option<&'static str>,
    /// Whether strings and lists are made that are hard to send.
    for_the_wire: bool,
    /// The decision that is made otherwise, and how.
    other: Option<(usize, usize)>,
    /// Of each decision so far, how many choices there were.
    decisions: Vec<usize>,
    nodes: usize,
}

impl<'d> Maker<'d> {
    fn new(resolver: Resolver<'d>, everything: bool, other: Option<(usize, usize)>) -> Self {
        Self { resolver, everything, excluded: None, for_the_wire: false, other, decisions: Vec::new(), nodes: 0 }
    }

    fn make(mut self, schema: &Node<'d>) -> (Option<Json>, Vec<usize>) {
        let value = self.value(&[Demand::Schema(schema.clone())], 0, self.for_the_wire);
        (value, self.decisions)
    }

    /// One of a number of choices: the first, or another one in turn.
    fn choose(&mut self, count: usize, depth: usize) -> usize {
        if depth > DECIDED {
            return 0;
        }
        let at = self.decisions.len();
        self.decisions.push(count);
        self.other.filter(|(other, _)| *other == at).map_or(0, |(_, choice)| choice)
    }

    fn is_spare(&self, depth: usize) -> bool {
        !self.everything || depth > DEEP || self.nodes > MANY
    }

    fn value(&mut self, demands: &[Demand<'d>], depth: usize, may_be_null: bool) -> Option<Json> {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            return None;
        }
        let merged = self.merged(demands, depth)?;
        if let Some(text) = merged.text {
            return Some(Json::text(&text));
        }
        let kinds = merged.kinds();
        if may_be_null && (merged.null || merged.nullable()) && self.choose(2, depth) == 1 {
            return Some(Json::null());
        }
        if let Some(listed) = merged.listed() {
            let only_null = listed.iter().all(|value| *value == Json::null());
            let may_be_null = may_be_null || only_null;
            let listed: Vec<_> = listed.into_iter().filter(|value| may_be_null || *value != Json::null()).collect();
            let choice = self.choose(listed.len().min(20), depth);
            return listed.get(choice).cloned();
        }
        let real: Vec<&str> = kinds.iter().copied().filter(|kind| *kind != "null").collect();
        if real.is_empty() {
            return Some(Json::null());
        }
        let kind = real[self.choose(real.len(), depth)];
        match kind {
            "object" => self.object(&merged, depth),
            "array" => self.array(&merged, depth),
            "string" => Some(self.string(&merged, depth)),
            "integer" => Some(self.integer(&merged, depth)),
            "number" => Some(self.number(&merged, depth)),
            "boolean" => Some(Json::Bare(["true", "false"][self.choose(2, depth)].to_owned())),
            _ => {
                let choices = ["\"any\"", "12", "{\"any\":[null,{\"deep\":true}]}", "[1,\"a\"]", "false", "-0.5"];
                Some(Json::parse(choices[self.choose(choices.len(), depth)]))
            }
        }
    }

    /// Follows references, flattens `allOf` and chooses alternatives.
    fn merged(&mut self, demands: &[Demand<'d>], depth: usize) -> Option<Merged<'d>> {
        let mut merged = Merged::default();
        let mut seen = BTreeSet::new();
        // Each schema with the key of the component that refers to it, if any.
        let mut waiting: Vec<(Node<'d>, Option<String>)> = Vec::new();
        for demand in demands {
            match demand {
                Demand::Schema(node) => waiting.push((node.clone(), component(node))),
                Demand::Text(text) => merged.text = Some(text.clone()),
            }
        }
        waiting.reverse();
        while let Some((node, name)) = waiting.pop() {
            if node.value == &Value::Bool(false) {
                return None;
            }
            if !seen.insert(node.origin.clone()) {
                continue;
            }
            if let Some(reference) = node.reference() {
                let target = self.resolver.named(reference, &node.origin.key("$ref"), &mut discarded())?;
                let name =
                    name.clone().filter(|_| node.value.get("discriminator").is_none()).or_else(|| component(&target));
                waiting.push((target, name));
                if self.is_3_0() {
                    continue;
                }
            }
            let alternatives = ["oneOf", "anyOf"].map(|key| node.get(key).map(|list| list.items().collect::<Vec<_>>()));
            let discriminator = node.get("discriminator");
            let mut decided = false;
            for list in alternatives.into_iter().flatten().filter(|list| !list.is_empty()) {
                decided = true;
                merged.null |= list.iter().any(is_null);
                let real: Vec<_> = list.into_iter().filter(|item| !is_null(item) && merged.allows(item)).collect();
                if real.is_empty() {
                    continue;
                }
                let choice = if depth > DEEP { self.shallow(&real, depth) } else { self.choose(real.len(), depth) };
                let variant = real.get(choice)?.clone();
                if let Some(discriminator) = &discriminator {
                    self.discriminate(discriminator, Some(&variant), None, &mut merged);
                }
                let name = component(&variant);
                waiting.push((variant, name));
            }
            if let Some(discriminator) = discriminator.filter(|_| !decided) {
                self.discriminate(&discriminator, None, name.as_deref(), &mut merged);
            }
            let parts: Vec<_> = node.get("allOf").iter().flat_map(Node::items).collect();
            waiting.extend(parts.into_iter().rev().map(|part| (part, name.clone())));
            merged.schemas.push(node);
        }
        Some(merged)
    }

    /// Far down, the first alternative that ends.
    fn shallow(&mut self, alternatives: &[Node<'d>], depth: usize) -> usize {
        let ends = |node: &Node<'d>| {
            let mut probe = Maker::new(self.resolver, false, None);
            probe.value(&[Demand::Schema(node.clone())], depth + DEEP, false).is_some()
        };
        if depth + DEEP > MAX_DEPTH { 0 } else { alternatives.iter().position(ends).unwrap_or(0) }
    }

    /// What the discriminator's property holds: the word for the variant, or for the component that is being made.
    fn discriminate(
        &self,
        discriminator: &Node<'d>,
        variant: Option<&Node<'d>>,
        name: Option<&str>,
        merged: &mut Merged<'d>,
    ) {
        let property = discriminator.value.get("propertyName").and_then(Value::as_str);
        let Some(property) = property else { return };
        let mapping = discriminator.get("mapping");
        let target = variant.and_then(|variant| self.resolver.target(variant, &mut discarded()));
        let mapped = mapping.iter().flat_map(Node::entries).find_map(|(word, reference)| {
            let text = reference.value.as_str()?;
            let named = self.resolver.named(text, &reference.origin, &mut discarded());
            let same = match (&named, &target) {
                (Some(named), Some(target)) => named.origin == target.origin,
                (Some(named), None) => component(named).as_deref() == name && name.is_some(),
                (None, Some(target)) => component(target).as_deref() == Some(text),
                (None, None) => name == Some(text),
            };
            same.then(|| word.to_owned())
        });
        let word = mapped
            .or_else(|| variant.and_then(|_| component(target.as_ref()?)))
            .or_else(|| name.map(ToOwned::to_owned));
        if let Some(word) = word {
            merged.constants.entry(property.to_owned()).or_insert(word);
        }
    }

    fn is_3_0(&self) -> bool {
        let version = self.resolver.root().value.get("openapi").and_then(Value::as_str);
        version.is_some_and(|version| version.starts_with("3.0"))
    }

    fn is_excluded(&self, demand: &Demand<'d>) -> bool {
        let (Some(keyword), Demand::Schema(schema)) = (self.excluded, demand) else { return false };
        let target = self.resolver.follow(schema, &mut discarded());
        target.is_some_and(|target| target.value.get(keyword) == Some(&Value::Bool(true)))
    }

    fn object(&mut self, merged: &Merged<'d>, depth: usize) -> Option<Json> {
        let mut properties: Vec<(&str, Vec<Demand<'d>>)> = Vec::new();
        for (key, schema) in
            merged.schemas.iter().filter_map(|node| node.get("properties")).flat_map(|node| node.entries())
        {
            match properties.iter_mut().find(|(known, _)| *known == key) {
                Some((_, demands)) => demands.push(Demand::Schema(schema)),
                None => properties.push((key, vec![Demand::Schema(schema)])),
            }
        }
        let mut required = merged.required();
        properties.retain(|(key, demands)| {
            let excluded = demands.iter().any(|demand| self.is_excluded(demand));
            required.retain(|required| !excluded || required != key);
            !excluded
        });
        let mut members = BTreeMap::new();
        for (key, mut demands) in properties {
            let needed = required.contains(key) || merged.constants.contains_key(key);
            if !needed && (self.is_spare(depth) || self.choose(2, depth) == 1) {
                continue;
            }
            demands.extend(merged.constants.get(key).cloned().filter(|_| !constant(&demands)).map(Demand::Text));
            match self.value(&demands, depth + 1, true) {
                Some(value) => {
                    members.insert(key.to_owned(), value);
                }
                None if needed => return None,
                None => {}
            }
        }
        for key in required.iter().filter(|key| !members.contains_key(**key)).collect::<Vec<_>>() {
            let value = match merged.additional() {
                Additional::Schema(schema) => self.value(&[Demand::Schema(schema)], depth + 1, true)?,
                Additional::Any => Json::text("required"),
                Additional::None => return None,
            };
            members.insert((*key).to_owned(), value);
        }
        self.additional_members(merged, &mut members, depth);
        Some(Json::Object(members))
    }

    /// A member that has no name in the document.
    fn additional_members(&mut self, merged: &Merged<'d>, members: &mut BTreeMap<String, Json>, depth: usize) {
        let key = merged.key();
        if members.contains_key(&key) {
            return;
        }
        match merged.additional() {
            Additional::Schema(schema) => {
                let least = usize::from(members.is_empty() && merged.number("minProperties") > Some(0.0));
                let count = if self.is_spare(depth) { least } else { 1 - self.choose(2, depth) };
                if count.max(least) == 1
                    && let Some(value) = self.value(&[Demand::Schema(schema)], depth + 1, true)
                {
                    members.insert(key, value);
                }
            }
            Additional::Any => {
                let values = ["null", "[1,{\"a\":2.5}]", "\"unknown\""];
                match self.choose(values.len() + 1, depth) {
                    0 => {}
                    choice => {
                        members.insert(key, Json::parse(values[choice - 1]));
                    }
                }
            }
            Additional::None => {}
        }
    }

    fn array(&mut self, merged: &Merged<'d>, depth: usize) -> Option<Json> {
        let prefix: Vec<Node<'d>> =
            merged.schemas.iter().filter_map(|node| node.get("prefixItems")).flat_map(|node| node.items()).collect();
        let items: Vec<Demand<'d>> = merged
            .schemas
            .iter()
            .filter_map(|node| node.get("items"))
            .filter(|node| !node.value.is_array())
            .map(Demand::Schema)
            .collect();
        let mut elements = Vec::new();
        for schema in &prefix {
            elements.push(self.value(&[Demand::Schema(schema.clone())], depth + 1, true)?);
        }
        let least = merged.count("minItems").unwrap_or(0);
        let most = merged.count("maxItems").unwrap_or(usize::MAX).max(least);
        let lengths: Vec<usize> = if self.is_spare(depth) {
            vec![least.max(prefix.len())]
        } else {
            let usual: &[usize] = if self.for_the_wire { &[1, 0, 2, LONG_LIST] } else { &[1, 0, 2] };
            usual.iter().copied().map(|length: usize| length.clamp(least, most).max(prefix.len())).collect()
        };
        let length = lengths[if lengths.len() > 1 { self.choose(lengths.len(), depth) } else { 0 }];
        let forbidden = matches!(items.first(), Some(Demand::Schema(node)) if node.value == &Value::Bool(false));
        while elements.len() < length && !forbidden && elements.len() < 50 {
            match self.value(&items, depth + 1, true) {
                Some(element) => elements.push(element),
                None if elements.len() >= least => break,
                None => return None,
            }
        }
        Some(Json::Array(elements))
    }

    fn string(&mut self, merged: &Merged<'d>, depth: usize) -> Json {
        let format = merged.text_of("format").unwrap_or_default();
        let plain =
            ["text", "", "e\u{301} \"\\ \n\u{1f469}\u{200d}\u{1f467} </script>", "00123456789012345678901234567890"];
        let choices: &[&str] = match format {
            "date-time" => &[
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:04:05.678901+05:30",
                "1999-12-31T23:59:59-08:00",
                "2026-01-02T03:04:05.100Z",
            ],
            "date" => &["2026-01-02", "1970-01-01"],
            "time" => &["03:04:05Z", "03:04:05.5+01:00"],
            "duration" => &["P1DT2H", "PT0S"],
            "uuid" => &["6f1ed002-ab5a-4a6c-8f4a-1f2e3d4c5b6a", "6F1ED002-AB5A-4A6C-8F4A-1F2E3D4C5B6A"],
            "uri" | "url" | "iri" | "uri-reference" => &["https://example.org/a?b=c#d", "https://example.org"],
            "email" | "idn-email" => &["a@example.org"],
            "hostname" => &["example.org"],
            "ipv4" => &["192.0.2.1"],
            "ipv6" => &["2001:db8::1"],
            "byte" | "base64" | "base64url" => &["aGVsbG8=", ""],
            "int64" | "int32" | "uint64" | "integer" | "bigint" => &["42", "9223372036854775807"],
            "decimal" | "number" | "double" | "float" => &["12.50", "0.1"],
            _ if is_limited(merged) => return self.limited_string(merged, depth),
            _ if self.for_the_wire => &HARD_TO_SEND,
            _ => &plain,
        };
        Json::text(choices[self.choose(choices.len(), depth)])
    }

    /// A string within its limits: as short as it may be, or as long. One that matches a pattern, where there is one.
    fn limited_string(&mut self, merged: &Merged<'d>, depth: usize) -> Json {
        let (least, most) = (merged.count("minLength").unwrap_or(0), merged.count("maxLength"));
        let most_tried = most.unwrap_or(least.max(LONG_STRING));
        let patterned = |least| match merged.text_of("pattern") {
            Some(pattern) => pattern::matching(pattern, least, most_tried),
            None => Some("text ".chars().cycle().take(least.clamp(4.min(most_tried), most_tried)).collect()),
        };
        let long = most.filter(|most| *most <= LONG_STRING).and_then(patterned);
        let choices: Vec<String> = patterned(least).into_iter().chain(long).collect();
        let choice = self.choose(choices.len().max(1), depth);
        Json::text(choices.get(choice).map_or("text", String::as_str))
    }

    fn integer(&mut self, merged: &Merged<'d>, depth: usize) -> Json {
        let format = merged.text_of("format").unwrap_or_default();
        let (mut least, mut most): (i128, i128) = match format {
            "int8" => (-128, 127),
            "uint8" => (0, 255),
            "int16" => (-32768, 32767),
            "uint16" => (0, 65535),
            "int32" => (i32::MIN.into(), i32::MAX.into()),
            "uint32" => (0, u32::MAX.into()),
            "uint64" | "uint" => (0, u64::MAX.into()),
            "uint128" => (0, i128::MAX),
            _ => (i64::MIN.into(), i64::MAX.into()),
        };
        if let Some(bound) = merged.bound("minimum", "exclusiveMinimum") {
            least = bound.0.max(least) + i128::from(bound.1);
        }
        if let Some(bound) = merged.bound("maximum", "exclusiveMaximum") {
            most = bound.0.min(most) - i128::from(bound.1);
        }
        let usual = 42.clamp(least, most.max(least));
        let choices = [usual, least, most.max(least), 0.clamp(least, most.max(least))];
        Json::Bare(choices[self.choose(choices.len(), depth)].to_string())
    }

    fn number(&mut self, merged: &Merged<'d>, depth: usize) -> Json {
        let free = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
        let bounded = free.iter().any(|key| merged.number(key).is_some());
        let least = merged.bound("minimum", "exclusiveMinimum").map_or(0, |(bound, out)| bound + i128::from(out));
        let strings = |strings: &[&str]| strings.iter().map(|text| (*text).to_owned()).collect();
        let choices: Vec<String> = match merged.text_of("format") {
            _ if bounded => vec![least.max(0).to_string(), least.to_string()],
            Some("float") => strings(&["12.5", "0", "-0.25", "1"]),
            Some("double") => strings(&["12.5", "0", "-0.1", "1", "123456789.123", "9007199254740992"]),
            // Without a format a number is one that 64 bits of floating point hold, which is what clients make of it.
            _ => strings(&["12.5", "0", "-0.1", "1", "123456789.123", "9007199254740991"]),
        };
        Json::Bare(choices[self.choose(choices.len(), depth)].clone())
    }
}

/// Whether not every string will do.
fn is_limited(merged: &Merged<'_>) -> bool {
    merged.text_of("pattern").is_some() || ["minLength", "maxLength"].iter().any(|key| merged.number(key).is_some())
}

fn is_null(schema: &Node<'_>) -> bool {
    // In 3.0, which has no such type, some write `nullable: true` alone for it.
    let mere = |(key, value): (&String, &Value)| (key == "nullable" && *value == true) || key == "description";
    let keywords = schema.value.as_object();
    let nothing_else = keywords.is_some_and(|keywords| keywords.contains_key("nullable") && keywords.iter().all(mere));
    nothing_else || schema.value.get("type").is_some_and(|kind| kind == "null")
}

/// Whether the schemas have a constant, which must include the discriminator value.
fn constant(demands: &[Demand<'_>]) -> bool {
    demands.iter().any(|demand| match demand {
        Demand::Schema(node) => {
            node.value.get("const").is_some()
                || node.value.get("enum").and_then(|list| list.as_array()).is_some_and(|list| list.len() == 1)
        }
        Demand::Text(_) => false,
    })
}

/// The key of the component that a node is or refers to.
fn component(node: &Node<'_>) -> Option<String> {
    let from = |pointer: &str| {
        pointer
            .strip_prefix("/components/schemas/")
            .filter(|key| !key.contains('/'))
            .map(|key| key.replace("~1", "/").replace("~0", "~"))
    };
    match node.reference() {
        Some(reference) => from(reference.split_once('#')?.1),
        None => from(node.origin.pointer.as_str()),
    }
}

fn discarded() -> Diagnostics {
    Diagnostics::new(Strictness::Lenient)
}
