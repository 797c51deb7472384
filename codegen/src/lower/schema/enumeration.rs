//! `enum` and `const`: lists of constants of one type, or of several.

use super::keywords::enum_docs::WordsByConstant;
use crate::diagnostics::Code;
use crate::ir::{Enum, EnumValues, JsonType, SchemaPosition, StringFormat, TypeId};
use crate::lower::read::value::{found, scalar_text};
use crate::lower::schema::Schemas;
use crate::lower::schema::draft::{DraftSelection, TypeKind, union_of};
use crate::lower::schema::merge::Merged;
use crate::pointer::Origin;
use indexmap::IndexSet;
use serde_json::Value;

/// The result of lowering a schema's constants.
pub(crate) enum LoweredEnum {
    /// They became the type.
    Kind(TypeKind),
    /// They were dropped, which was reported; the rest of the schema decides.
    Dropped,
}

/// The constants of a schema and their documentation.
pub(crate) struct Listed<'l> {
    /// The schema that becomes the type.
    pub(crate) id: TypeId,
    /// Its position.
    pub(crate) origin: &'l Origin,
    /// Its stated types.
    pub(crate) types: Option<&'l [JsonType]>,
    /// The constants without `null`.
    pub(crate) values: &'l [Value],
    /// Their documentation.
    pub(crate) words: &'l WordsByConstant,
    /// Whether the schema allows any other string as well.
    pub(crate) is_open: bool,
}

impl Schemas<'_, '_> {
    /// The constants of a schema, with its stated types.
    pub(crate) fn lower_constants(&mut self, listed: &Listed<'_>) -> LoweredEnum {
        if listed.values.is_empty() {
            return LoweredEnum::Kind(TypeKind::Any);
        }
        let values = self.without_duplicates(listed);
        match listed.types {
            Some([JsonType::String]) => self.strings(listed, &values),
            Some([JsonType::Integer]) => self.integers(listed, &values),
            Some([JsonType::Number]) => self.one_list(listed, numbers(&values), "numbers", Value::is_number),
            Some([JsonType::Boolean]) => self.booleans(listed, &values),
            Some([json_type @ (JsonType::Array | JsonType::Object | JsonType::Null)]) => {
                self.report_unlisted(listed, &values, *json_type);
                LoweredEnum::Dropped
            }
            Some(_) | None => self.inferred(listed, &values),
        }
    }

    /// Reports lists and objects, which cannot be constants in Rust. The constants of a list often belong to its
    /// elements.
    fn report_unlisted(&mut self, listed: &Listed<'_>, values: &[Value], json_type: JsonType) {
        let kind = json_type.describe();
        if values.iter().any(|value| value.is_array() || value.is_object()) {
            let message = "enum values cannot be arrays or objects in Rust: this `enum` is ignored";
            let origin = self.origin_of(listed, |value| value.is_array() || value.is_object(), 0);
            let diagnostic = self.diagnostics.warning(Code::Fallback, &origin, message).fallback();
            diagnostic.help("give the schemas of the elements or properties an `enum`");
            return;
        }
        let message = format!("none of the enum values is {kind}, as `type` requires: this `enum` is ignored");
        let origin = self.origin_of(listed, |_| true, 0);
        let diagnostic = self.diagnostics.warning(Code::InvalidValue, &origin, message).skipped();
        if json_type == JsonType::Array {
            diagnostic.help("if they are values of the elements, move `enum` into `items`");
        } else {
            diagnostic.help("list values of the schema's `type` only");
        }
    }

    /// Reports repeated constants, which are often misspellings.
    fn without_duplicates(&mut self, listed: &Listed<'_>) -> Vec<Value> {
        let mut once: IndexSet<Value> = IndexSet::new();
        for value in listed.values {
            if once.contains(value) {
                let message = format!("duplicate enum value `{}`", text_of(value));
                let origin = self.origin_of(listed, |one| one == value, 1);
                let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &origin, message);
                diagnostic.help("remove it, or replace it with another value");
            } else {
                once.insert(value.clone());
            }
        }
        once.into_iter().collect()
    }

    /// The origin of a value in the schema's `enum` or `const`, or else the schema.
    fn origin_of(&self, listed: &Listed<'_>, fits: impl Fn(&Value) -> bool, skipped: usize) -> Origin {
        let origin = listed.origin.key("enum");
        let values = self.resolver.document().node(&origin).and_then(Value::as_array);
        let at = values.and_then(|values| {
            let fitting = values.iter().enumerate().filter(|(_, value)| fits(value));
            fitting.map(|(index, _)| index).nth(skipped)
        });
        let constant = listed.origin.key("const");
        match at {
            Some(index) => origin.index(index),
            None if self.resolver.document().node(&constant).is_some() => constant,
            None if values.is_some() => origin,
            None => listed.origin.clone(),
        }
    }

    /// YAML reads unquoted numbers and booleans as such: in a list of strings they mean strings.
    fn strings(&mut self, listed: &Listed<'_>, values: &[Value]) -> LoweredEnum {
        let strings: Option<Vec<String>> = values.iter().map(scalar_text).collect();
        if let Some(exception) = values.iter().find(|value| !value.is_string() && strings.is_some()) {
            let message = if values.iter().any(Value::is_string) {
                format!("the enum values are strings, except for {}", found(exception))
            } else {
                format!("the enum values are strings by their `type`, but {} is not one", found(exception))
            };
            let origin = self.origin_of(listed, |one| one == exception, 0);
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &origin, message);
            diagnostic.read_as("it is read as a string").help(quoted(exception));
        }
        self.one_list(listed, strings.map(EnumValues::Strings), "strings", Value::is_string)
    }

    fn integers(&mut self, listed: &Listed<'_>, values: &[Value]) -> LoweredEnum {
        let unquoted = |value: &Value| whole(value).or_else(|| value.as_str()?.trim().parse().ok());
        let integers: Option<Vec<i64>> = values.iter().map(unquoted).collect();
        if integers.is_some() && values.iter().any(Value::is_string) {
            let message = "the enum values are integers, but written as strings";
            let origin = self.origin_of(listed, Value::is_string, 0);
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &origin, message);
            diagnostic.read_as("they are read as integers").help("remove the quotes");
        }
        if integers.is_none() && values.iter().all(is_whole) {
            return self.report_large(listed);
        }
        self.one_list(listed, integers.map(EnumValues::Integers), "integers", Value::is_i64)
    }

    /// Integers beyond 64 bits are not listed; the type has the width that they need.
    fn report_large(&mut self, listed: &Listed<'_>) -> LoweredEnum {
        let origin = self.origin_of(listed, |value| is_whole(value) && whole(value).is_none(), 0);
        let keyword = if origin.pointer.last().is_some_and(|last| last == "const") { "const" } else { "enum" };
        let message = format!("an integer beyond 64 bits: this `{keyword}` is ignored");
        let diagnostic = self.diagnostics.warning(Code::Fallback, &origin, message).fallback();
        diagnostic.help("compare the value in the program: every integer is accepted");
        LoweredEnum::Dropped
    }

    /// Both booleans together are the same as the type.
    fn booleans(&mut self, listed: &Listed<'_>, values: &[Value]) -> LoweredEnum {
        let booleans: Option<Vec<bool>> = values.iter().map(boolean_of).collect();
        if let (Some(exception), Some(intended)) = (values.iter().find(|value| value.is_string()), &booleans) {
            let message = format!("the enum values are booleans, except for {}", found(exception));
            let origin = self.origin_of(listed, |one| one == exception, 0);
            let intended = values.iter().position(|value| value == exception).and_then(|index| intended.get(index));
            let intended = intended.copied().unwrap_or_default();
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &origin, message);
            diagnostic.read_as("it is read as a boolean").help(format!("write `{intended}`"));
        }
        if booleans.as_ref().is_some_and(|both| both.contains(&true) && both.contains(&false)) {
            return LoweredEnum::Kind(TypeKind::Boolean);
        }
        self.one_list(listed, booleans.map(EnumValues::Booleans), "booleans", Value::is_boolean)
    }

    fn one_list(
        &mut self,
        listed: &Listed<'_>,
        values: Option<EnumValues>,
        expected: &str,
        fits: fn(&Value) -> bool,
    ) -> LoweredEnum {
        if let Some(values) = values {
            return LoweredEnum::Kind(enumeration(values, listed));
        }
        let message = format!("not all of the enum values are {expected}: this `enum` is ignored");
        let origin = self.origin_of(listed, |value| !fits(value) && !value.is_null(), 0);
        let diagnostic = self.diagnostics.warning(Code::Fallback, &origin, message).fallback();
        diagnostic.help("list values of the schema's `type` only");
        LoweredEnum::Dropped
    }

    /// LoweredEnum without a type, or of several: one list, or a union of lists by type.
    fn inferred(&mut self, listed: &Listed<'_>, values: &[Value]) -> LoweredEnum {
        if let Some(kind) = self.list_of_one_type(listed, values) {
            return LoweredEnum::Kind(kind);
        }
        let is_scalar = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
        if !values.iter().all(is_scalar) {
            let is_const = self.resolver.document().node(&listed.origin.key("const")).is_some();
            let (what, keyword) = if is_const {
                ("a constant cannot be an array or object", "const")
            } else {
                ("enum values cannot be arrays or objects", "enum")
            };
            let message = format!("{what} in Rust: this is read as any JSON value");
            let diagnostic = self.diagnostics.warning(Code::Fallback, listed.origin, message).fallback();
            diagnostic.help(format!("describe the arrays or objects with a schema instead of the `{keyword}`"));
            return LoweredEnum::Kind(TypeKind::Any);
        }
        let mut variants = Vec::new();
        for of_type in [Value::is_string, Value::is_number, Value::is_boolean] {
            let some: Vec<Value> = values.iter().filter(|value| of_type(value)).cloned().collect();
            let Some(kind) = self.list_of_one_type(listed, &some) else { continue };
            let position = SchemaPosition::Variant { owner: listed.id, index: variants.len() };
            variants.push((listed.origin.clone(), self.plain_type(listed.origin, position, kind), None));
        }
        if variants.is_empty() {
            let message = "these enum values are too large for a type: this is read as any JSON value";
            let diagnostic = self.diagnostics.warning(Code::Fallback, listed.origin, message).fallback();
            diagnostic.help("write them as strings, or as integers from -9223372036854775808 to 9223372036854775807");
            return LoweredEnum::Kind(TypeKind::Any);
        }
        LoweredEnum::Kind(union_of(variants, DraftSelection::Tests(None)))
    }

    /// Strings of which the document lists some (`x-extensible-enum`).
    pub(crate) fn lower_known_strings(&mut self, id: TypeId, merged: &Merged<'_>) -> Option<TypeKind> {
        let is_text = merged.single_type() == Some(JsonType::String)
            && StringFormat::of_keyword(merged.format.as_deref()) == StringFormat::Plain;
        if merged.known_strings.is_empty() || !is_text {
            return None;
        }
        let values: Vec<Value> = merged.known_strings.iter().map(|string| Value::from(*string)).collect();
        let (origin, words) = (&merged.origin, &merged.constant_words);
        match self.lower_constants(&Listed { id, origin, types: None, values: &values, words, is_open: true }) {
            LoweredEnum::Kind(kind) => Some(kind),
            LoweredEnum::Dropped => None,
        }
    }

    fn list_of_one_type(&mut self, listed: &Listed<'_>, values: &[Value]) -> Option<TypeKind> {
        let strings = || values.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<_>>();
        let found = strings().map(EnumValues::Strings).or_else(|| integers(values)).or_else(|| numbers(values));
        if let Some(found) = found.filter(|_| !values.is_empty()) {
            return Some(enumeration(found, listed));
        }
        if values.is_empty() || !values.iter().all(Value::is_boolean) {
            return None;
        }
        match self.booleans(listed, values) {
            LoweredEnum::Kind(kind) => Some(kind),
            LoweredEnum::Dropped => None,
        }
    }
}

/// The boolean of a value, also by YAML 1.1.
fn boolean_of(value: &Value) -> Option<bool> {
    if let Some(boolean) = value.as_bool() {
        return Some(boolean);
    }
    match value.as_str()?.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// The list without constants that are equal in another spelling, such as `1` and `1.0`, or with quotes and without.
fn enumeration(values: EnumValues, listed: &Listed<'_>) -> TypeKind {
    let (values, json): (EnumValues, Vec<String>) = match values {
        EnumValues::Strings(strings) => {
            let strings: IndexSet<String> = strings.into_iter().collect();
            let json = strings.iter().map(|string| Value::from(string.as_str()).to_string()).collect();
            (EnumValues::Strings(strings.into_iter().collect()), json)
        }
        EnumValues::Integers(numbers) => {
            let numbers: IndexSet<i64> = numbers.into_iter().collect();
            let json = numbers.iter().map(ToString::to_string).collect();
            (EnumValues::Integers(numbers.into_iter().collect()), json)
        }
        EnumValues::Numbers(numbers) => {
            // Adding zero turns negative zero into positive zero.
            let bits: IndexSet<u64> = numbers.into_iter().map(|number| (number + 0.0).to_bits()).collect();
            let numbers: Vec<f64> = bits.into_iter().map(f64::from_bits).collect();
            let json = numbers.iter().map(|number| Value::from(*number).to_string()).collect();
            (EnumValues::Numbers(numbers), json)
        }
        EnumValues::Booleans(booleans) => {
            let booleans: IndexSet<bool> = booleans.into_iter().collect();
            let json = booleans.iter().map(ToString::to_string).collect();
            (EnumValues::Booleans(booleans.into_iter().collect()), json)
        }
    };
    let name = listed.words.name().map(str::to_owned);
    let docs = json.iter().map(|json| listed.words.of(json)).collect();
    TypeKind::Enum(Enum { values, docs, name, is_open: listed.is_open })
}

/// The remedy for a value that YAML or JSON does not read as a string. YAML 1.1 reads `no` and `off` as `false`.
fn quoted(value: &Value) -> String {
    format!("put it in quotes: `'{}'`", scalar_text(value).unwrap_or_default())
}

/// A value for messages.
fn text_of(value: &Value) -> String {
    scalar_text(value).unwrap_or_else(|| value.to_string())
}

fn integers(values: &[Value]) -> Option<EnumValues> {
    values.iter().map(whole).collect::<Option<_>>().map(EnumValues::Integers)
}

/// Numbers that a float can represent exactly.
fn numbers(values: &[Value]) -> Option<EnumValues> {
    let exact = |value: &Value| value.as_f64().filter(|_| !(value.is_i64() || value.is_u64()) || whole_float(value));
    values.iter().map(exact).collect::<Option<_>>().map(EnumValues::Numbers)
}

fn whole_float(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.abs() <= 9_007_199_254_740_992.0)
}

/// Whether a value is an integer, of any size.
fn is_whole(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// `1.0` is an integer too.
fn whole(value: &Value) -> Option<i64> {
    if let Some(number) = value.as_i64() {
        return Some(number);
    }
    let number = value.as_f64()?;
    // The limit keeps the cast exact: 2^53.
    let exact = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation)] // just tested
    exact.then_some(number as i64)
}
