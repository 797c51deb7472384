//! `default`: whether it is a value of its schema.

use super::Lowering;
use super::fields::found;
use crate::diagnostics::Code;
use crate::ir::{EnumValues, TypeDef, TypeKind};
use serde_json::Value;

impl Lowering<'_, '_> {
    /// A default that its own schema rules out is reported and left out.
    pub(super) fn check_defaults(&mut self) {
        for def in &mut self.schemas.types.0 {
            let Some(value) = def.default.as_ref().filter(|value| !suits(def, value)) else { continue };
            let message = format!("the default is {}, which its schema does not allow", found(value));
            self.diagnostics.warning(Code::InvalidValue, &def.origin.key("default"), message);
            def.default = None;
        }
    }
}

fn suits(def: &TypeDef, value: &Value) -> bool {
    match &def.kind {
        TypeKind::Any | TypeKind::Union(_) => true,
        TypeKind::Boolean => value.is_boolean(),
        TypeKind::Integer(_) => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        TypeKind::Number(_) => value.is_number(),
        TypeKind::String(_) => value.is_string(),
        TypeKind::Array(_) => value.is_array(),
        TypeKind::Map(_) | TypeKind::Object(_) => value.is_object(),
        TypeKind::Enum(list) => match &list.values {
            EnumValues::Strings(texts) => value.as_str().is_some_and(|text| texts.iter().any(|known| known == text)),
            EnumValues::Integers(numbers) => value.as_i64().is_some_and(|number| numbers.contains(&number)),
            EnumValues::Numbers(numbers) => value.as_f64().is_some_and(|number| numbers.contains(&number)),
            EnumValues::Booleans(values) => value.as_bool().is_some_and(|truth| values.contains(&truth)),
        },
    }
}
