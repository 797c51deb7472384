//! Lists of JSON types, as in `type`.

use crate::ir::JsonType;

/// `a string or an integer`.
pub(crate) fn type_names(types: &[JsonType]) -> String {
    types.iter().map(|one| one.describe()).collect::<Vec<_>>().join(" or ")
}

/// The types that both allow. Every integer is a number.
pub(crate) fn common_types(one: &[JsonType], other: &[JsonType]) -> Vec<JsonType> {
    let allows = |types: &[JsonType], wanted: JsonType| {
        types.contains(&wanted) || (wanted == JsonType::Integer && types.contains(&JsonType::Number))
    };
    let mut both: Vec<JsonType> = one.iter().copied().filter(|json_type| allows(other, *json_type)).collect();
    let narrower = other.iter().copied().filter(|json_type| allows(one, *json_type));
    both.extend(narrower.filter(|json_type| !one.contains(json_type)));
    both
}

#[cfg(test)]
mod tests {
    use super::common_types;
    use crate::ir::JsonType::{Boolean, Integer, Number, String};

    #[test]
    fn an_integer_is_a_number() {
        assert_eq!(common_types(&[Number], &[Integer]), [Integer]);
        assert_eq!(common_types(&[Integer], &[Number]), [Integer]);
        assert_eq!(common_types(&[Number, String], &[String, Boolean]), [String]);
        assert_eq!(common_types(&[Boolean], &[String]), []);
    }
}
