//! Arrays within an array, of which each level has its own delimiter: the `collectionFormat` of `items` in Swagger 2.0.

use super::{Style, check_delimited, delimiter, values};
use crate::json;
use crate::request::argument::Argument;
use serde::ser::{Error, Serialize, Serializer};

/// An array whose elements are arrays: it is serialized as an array of strings, in which the delimiters of the styles
/// separate the elements of the inner arrays, from the outside in.
#[derive(Debug, Clone, Copy)]
pub struct Nested<'a, T: ?Sized> {
    value: &'a T,
    styles: &'a [Style],
}

impl<'a, T: ?Sized> Nested<'a, T> {
    /// The array `value`, with the style of each level of arrays within it.
    pub const fn new(value: &'a T, styles: &'a [Style]) -> Self {
        Self { value, styles }
    }
}

impl<T: Serialize + ?Sized> Serialize for Nested<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = json::text(self.value).map_err(|violation| S::Error::custom(violation.reason))?;
        match Argument::parse(&json).and_then(|argument| joined_within(argument, self.styles)) {
            Ok(Argument::List(elements)) => serializer.collect_seq(values(&elements)),
            Ok(other) => other.as_text().serialize(serializer),
            Err(reason) => Err(S::Error::custom(format!("at $: {reason}"))),
        }
    }
}

/// The value with each array within it as one string.
pub(crate) fn joined_within(value: Argument, styles: &[Style]) -> Result<Argument, String> {
    let Argument::List(elements) = value else { return Ok(value) };
    let elements = elements.into_iter().map(|element| joined(element, styles));
    Ok(Argument::List(elements.collect::<Result<_, _>>()?))
}

fn joined(element: Argument, styles: &[Style]) -> Result<Argument, String> {
    let (Argument::List(_), Some((style, further))) = (&element, styles.split_first()) else { return Ok(element) };
    let Argument::List(parts) = joined_within(element, further)? else { return Ok(Argument::Nothing) };
    let parts = values(&parts);
    let delimiter = delimiter(*style).unwrap_or(',');
    check_delimited(&parts, delimiter)?;
    if parts.len() == 1 && parts.iter().all(|part| part.is_empty()) {
        return Err(
            "must not have an empty string as the only element of an array: it is sent like an empty one".to_owned()
        );
    }
    Ok(Argument::Text(parts.join(delimiter.encode_utf8(&mut [0; 4]))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn written(value: &serde_json::Value, styles: &[Style]) -> Result<serde_json::Value, String> {
        serde_json::to_value(Nested::new(value, styles)).map_err(|error| error.to_string())
    }

    #[test]
    fn each_level_has_its_delimiter() {
        let value = json!([[[1, 2], [3]], [[4]], []]);
        let styles = [Style::PipeDelimited, Style::Simple];
        assert_eq!(written(&value, &styles), Ok(json!(["1,2|3", "4", ""])));
        assert_eq!(written(&json!([["a b", "c"]]), &[Style::TabDelimited]), Ok(json!(["a b\tc"])));
        assert_eq!(written(&json!(null), &styles), Ok(json!(null)));
    }

    #[test]
    fn ambiguous_elements_are_rejected() {
        let styles = [Style::PipeDelimited];
        assert_eq!(
            written(&json!([["a|b"]]), &styles).unwrap_err(),
            "at $: must not contain `|`, which separates its elements"
        );
        assert!(written(&json!([[""]]), &styles).unwrap_err().contains("empty string"));
        let nested = [Style::PipeDelimited, Style::Simple];
        assert!(written(&json!([[["a|b"]]]), &nested).unwrap_err().contains("`|`"));
    }
}
