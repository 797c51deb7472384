//! The value of a scalar: the core schema of YAML 1.2, with leading zeros kept as strings.

use saphyr_parser::{ScalarStyle, Tag};
use serde_json::{Number, Value};

/// The value of a scalar, or the name of the type that its tag requires and its text does not have.
pub(crate) fn value(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, String> {
    match tag.map(kind) {
        None if style == ScalarStyle::Plain => Ok(plain(text)),
        None | Some(Kind::Text) => Ok(text.into()),
        Some(Kind::Core(name)) => tagged(text, name).ok_or_else(|| name.to_owned()),
    }
}

/// The type that a tag requests.
enum Kind<'t> {
    /// The literal text: `!!str`, `!`, and every tag outside of the core schema.
    Text,
    /// A type of the core schema that has its own JSON type.
    Core(&'t str),
}

fn kind(tag: &Tag) -> Kind<'_> {
    let name = if tag.is_yaml_core_schema() {
        Some(tag.suffix.as_str())
    } else {
        tag.suffix.strip_prefix("tag:yaml.org,2002:") // written `!<…>`
    };
    match name {
        Some(name @ ("null" | "bool" | "int" | "float")) => Kind::Core(name),
        _ => Kind::Text,
    }
}

fn tagged(text: &str, name: &str) -> Option<Value> {
    match name {
        "null" => null(text),
        "bool" => boolean(text),
        "int" => integer(text),
        _ => integer(text).or_else(|| float(text)),
    }
}

fn plain(text: &str) -> Value {
    null(text)
        .or_else(|| boolean(text))
        .or_else(|| integer(text))
        .or_else(|| float(text))
        .unwrap_or_else(|| text.into())
}

fn null(text: &str) -> Option<Value> {
    matches!(text, "" | "~" | "null" | "Null" | "NULL").then_some(Value::Null)
}

fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// Beyond 64 bits the nearest float is what JSON readers make of an integer, too.
fn integer(text: &str) -> Option<Value> {
    let hexadecimal = text.strip_prefix("0x").map(|digits| (16, digits));
    let prefixed = hexadecimal.or_else(|| text.strip_prefix("0o").map(|digits| (8, digits)));
    let Some((radix, digits)) = prefixed else { return decimal(text) };
    let valid = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    let number = u64::from_str_radix(digits, radix).ok().filter(|_| valid)?;
    Some(number.into())
}

fn decimal(text: &str) -> Option<Value> {
    let digits = unsigned(text);
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !valid || padded(digits) {
        return None;
    }
    let number = text.strip_prefix('+').unwrap_or(text);
    let exact = number.parse::<u64>().map(Value::from);
    let exact = exact.or_else(|_| number.parse::<i64>().map(Value::from));
    exact.ok().or_else(|| finite(number))
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`; infinity and not-a-number have no JSON.
fn float(text: &str) -> Option<Value> {
    let (mantissa, exponent) = match unsigned(text).split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(unsigned(exponent))),
        None => (unsigned(text), None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let valid = digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent));
    if valid && !padded(whole) { finite(text) } else { None }
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

/// Codes such as `0123` lose their zero as numbers, and YAML 1.1 read them as octal: they stay text.
fn padded(digits: &str) -> bool {
    digits.len() > 1 && digits.starts_with('0')
}

fn finite(text: &str) -> Option<Value> {
    text.parse().ok().and_then(Number::from_f64).map(Value::Number)
}

#[cfg(test)]
mod tests {
    use super::plain;
    use serde_json::json;

    #[test]
    fn core_schema() {
        for (text, value) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("Null", json!(null)),
            ("nULL", json!("nULL")),
            ("true", json!(true)),
            ("FALSE", json!(false)),
            ("yes", json!("yes")),
            ("on", json!("on")),
            ("0", json!(0)),
            ("-12", json!(-12)),
            ("+12", json!(12)),
            ("0123", json!("0123")),
            ("-01", json!("-01")),
            ("00", json!("00")),
            ("0x1F", json!(31)),
            ("0o17", json!(15)),
            ("0x", json!("0x")),
            ("0x+1", json!("0x+1")),
            ("-0x1", json!("-0x1")),
            ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
            ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
            ("-9223372036854775808", json!(-9_223_372_036_854_775_808_i64)),
            ("3.0", json!(3.0)),
            (".5", json!(0.5)),
            ("-.5", json!(-0.5)),
            ("5.", json!(5.0)),
            ("1e3", json!(1000.0)),
            ("1.5E-2", json!(0.015)),
            ("1e", json!("1e")),
            ("1e+", json!("1e+")),
            (".", json!(".")),
            ("-", json!("-")),
            ("+", json!("+")),
            ("..5", json!("..5")),
            ("01.5", json!("01.5")),
            ("1e999", json!("1e999")),
            (".inf", json!(".inf")),
            (".NaN", json!(".NaN")),
            ("inf", json!("inf")),
            ("1_000", json!("1_000")),
            ("3.0.3", json!("3.0.3")),
            ("2020-01-01", json!("2020-01-01")),
            ("12:30:45", json!("12:30:45")),
            ("é", json!("é")),
        ] {
            assert_eq!(plain(text), value, "{text}");
        }
    }
}
