//! `enum` and `const`: lists of constants of one type.

use super::Lowering;
use super::fields::{found, scalar_text};
use crate::diagnostics::Code;
use crate::ir::{Enum, EnumValues, JsonType, TypeKind};
use crate::pointer::Origin;
use indexmap::IndexSet;
use serde_json::Value;

/// What became of a schema's constants.
pub(super) enum Constants {
    /// They are the type.
    Kind(TypeKind),
    /// They could not be kept, which was reported; the rest of the schema decides.
    Dropped,
}

impl Lowering<'_, '_> {
    /// The constants of a schema, `null` taken out, under the types that it states.
    pub(super) fn lower_constants(
        &mut self,
        origin: &Origin,
        types: Option<&[JsonType]>,
        values: &[Value],
    ) -> Constants {
        if values.is_empty() {
            return Constants::Kind(TypeKind::Any);
        }
        let values = self.without_duplicates(origin, values);
        match types {
            Some([JsonType::String]) => self.texts(origin, &values),
            Some([JsonType::Integer]) => self.integers(origin, &values),
            Some([JsonType::Number]) => self.listed(origin, numbers(&values), "numbers"),
            Some([JsonType::Boolean]) => self.booleans(origin, &values),
            Some([JsonType::Array | JsonType::Object | JsonType::Null]) => {
                let message = "only texts, numbers and truth values can be listed: the list is not checked";
                self.diagnostics.warning(Code::Fallback, &origin.key("enum"), message).at_key();
                Constants::Dropped
            }
            Some(_) | None => self.inferred(origin, &values),
        }
    }

    /// A constant that is listed twice is likely a misspelling of another.
    fn without_duplicates(&mut self, origin: &Origin, values: &[Value]) -> Vec<Value> {
        let mut once: IndexSet<Value> = IndexSet::new();
        for value in values {
            if once.contains(value) {
                let message = format!("the list of constants has {} twice", found(value));
                self.diagnostics.warning(Code::InvalidValue, origin, message).help("remove one of them");
            } else {
                once.insert(value.clone());
            }
        }
        once.into_iter().collect()
    }

    /// YAML reads unquoted numbers and truth values as such: in a list of texts they are meant as texts.
    fn texts(&mut self, origin: &Origin, values: &[Value]) -> Constants {
        let texts: Option<Vec<String>> = values.iter().map(scalar_text).collect();
        if let Some(odd) = values.iter().find(|value| !value.is_string() && texts.is_some()) {
            let message = format!("{} in a list of texts is taken as its text", found(odd));
            self.diagnostics.warning(Code::InvalidValue, origin, message).help("put it in quotes");
        }
        // The same text may have stood there with and without quotes.
        let texts = texts.map(|texts| texts.into_iter().collect::<IndexSet<_>>().into_iter().collect());
        self.listed(origin, texts.map(EnumValues::Strings), "texts")
    }

    fn integers(&mut self, origin: &Origin, values: &[Value]) -> Constants {
        let quoted: Option<Vec<i64>> = values.iter().map(|value| value.as_str()?.parse().ok()).collect();
        if let Some(integers) = quoted {
            let message = "these integers are written as texts: they are taken as integers";
            self.diagnostics.warning(Code::InvalidValue, origin, message).help("remove the quotes");
            return Constants::Kind(TypeKind::Enum(Enum { values: once(EnumValues::Integers(integers)) }));
        }
        self.listed(origin, integers(values), "integers of 64 bits")
    }

    /// Both truth values together say no more than the type.
    fn booleans(&mut self, origin: &Origin, values: &[Value]) -> Constants {
        if values.len() == 2 && values.iter().all(Value::is_boolean) {
            return Constants::Kind(TypeKind::Boolean);
        }
        let booleans: Option<Vec<bool>> = values.iter().map(Value::as_bool).collect();
        self.listed(origin, booleans.map(EnumValues::Booleans), "truth values")
    }

    fn listed(&mut self, origin: &Origin, values: Option<EnumValues>, expected: &str) -> Constants {
        if let Some(values) = values {
            return Constants::Kind(TypeKind::Enum(Enum { values: once(values) }));
        }
        let message = format!("not all of the constants are {expected}: the list is not checked");
        let diagnostic = self.diagnostics.warning(Code::Fallback, origin, message);
        diagnostic.help("list constants of the schema's `type` only");
        Constants::Dropped
    }

    fn inferred(&mut self, origin: &Origin, values: &[Value]) -> Constants {
        let texts = || values.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<_>>();
        let found = texts().map(EnumValues::Strings).or_else(|| integers(values)).or_else(|| numbers(values));
        if let Some(values) = found {
            return Constants::Kind(TypeKind::Enum(Enum { values: once(values) }));
        }
        if values.iter().all(Value::is_boolean) {
            return self.booleans(origin, values);
        }
        let message = "the constants are not of one type: this is read as any JSON value";
        self.diagnostics
            .warning(Code::Fallback, origin, message)
            .help("list constants of one type, or give each type a schema of its own under `oneOf`");
        Constants::Kind(TypeKind::Any)
    }
}

/// The constants without those that are the same value in another spelling, such as `1` and `1.0`.
fn once(values: EnumValues) -> EnumValues {
    match values {
        EnumValues::Integers(numbers) => {
            EnumValues::Integers(numbers.into_iter().collect::<IndexSet<_>>().into_iter().collect())
        }
        EnumValues::Numbers(numbers) => {
            // Adding zero makes a negative one positive.
            let bits: IndexSet<u64> = numbers.into_iter().map(|number| (number + 0.0).to_bits()).collect();
            EnumValues::Numbers(bits.into_iter().map(f64::from_bits).collect())
        }
        EnumValues::Strings(_) | EnumValues::Booleans(_) => values,
    }
}

fn integers(values: &[Value]) -> Option<EnumValues> {
    values.iter().map(whole).collect::<Option<_>>().map(EnumValues::Integers)
}

fn numbers(values: &[Value]) -> Option<EnumValues> {
    values.iter().map(Value::as_f64).collect::<Option<_>>().map(EnumValues::Numbers)
}

/// `1.0` is a whole number too.
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
