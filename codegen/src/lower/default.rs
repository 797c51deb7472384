//! `default`: whether it is a value of its schema.

use super::Lowering;
use super::fields::found;
use crate::diagnostics::Code;
use crate::ir::{EnumValues, TypeKind};
use serde_json::Value;

impl Lowering<'_, '_> {
    /// A default that its own schema rules out is reported and left out. One that was stated elsewhere, and is ruled
    /// out by what was brought together with it, is only left out.
    pub(super) fn check_defaults(&mut self) {
        for (id, origin) in std::mem::take(&mut self.schemas.defaults) {
            let Some(def) = self.schemas.types.0.get_mut(id.0) else { continue };
            let Some(value) = def.default.take_if(|value| !suits(&def.kind, value)) else { continue };
            if origin.parent() == def.origin {
                let message = format!("the default is {}, which its schema does not allow", found(&value));
                let diagnostic = self.diagnostics.warning(Code::InvalidValue, &origin, message);
                diagnostic.skipped().help("write a value of the schema, or remove it");
            }
        }
        self.drop_foreign_defaults();
    }

    /// What a property gives as its default and its schema rules out was reported there.
    fn drop_foreign_defaults(&mut self) {
        let types = &mut self.schemas.types.0;
        let mut foreign = Vec::new();
        for (owner, def) in types.iter().enumerate() {
            let TypeKind::Object(object) = &def.kind else { continue };
            for (index, property) in object.properties.iter().enumerate() {
                let kind = types.get(property.value.id.0).map(|def| &def.kind);
                if property.default.as_ref().is_some_and(|value| kind.is_none_or(|kind| !suits(kind, value))) {
                    foreign.push((owner, index));
                }
            }
        }
        for (owner, index) in foreign {
            if let Some(TypeKind::Object(object)) = types.get_mut(owner).map(|def| &mut def.kind)
                && let Some(property) = object.properties.get_mut(index)
            {
                property.default = None;
            }
        }
    }
}

fn suits(kind: &TypeKind, value: &Value) -> bool {
    match kind {
        TypeKind::Any | TypeKind::Union(_) | TypeKind::Foreign(_) => true,
        TypeKind::Boolean => value.is_boolean(),
        TypeKind::Integer(_) => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        TypeKind::Number(_) => value.is_number(),
        TypeKind::String(_) => value.is_string(),
        TypeKind::Array(_) | TypeKind::Tuple(_) => value.is_array(),
        TypeKind::Map(_) | TypeKind::Object(_) => value.is_object(),
        TypeKind::Enum(list) => match &list.values {
            EnumValues::Strings(texts) => value.as_str().is_some_and(|text| texts.iter().any(|known| known == text)),
            EnumValues::Integers(numbers) => value.as_i64().is_some_and(|number| numbers.contains(&number)),
            EnumValues::Numbers(numbers) => value.as_f64().is_some_and(|number| numbers.contains(&number)),
            EnumValues::Booleans(values) => value.as_bool().is_some_and(|truth| values.contains(&truth)),
        },
    }
}
