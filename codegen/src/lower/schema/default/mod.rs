//! `default`: whether it is a value of its schema.

mod objection;

use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{TypeId, TypeKind, Types};
use crate::lower::read::value::found;
use crate::pointer::Origin;
use objection::{Objection, objection};

/// Reports and removes a default that its own schema rules out. One that only a merged schema rules out is removed
/// without a report.
pub(crate) fn check(types: &mut Types, defaults: Vec<(TypeId, Origin)>, diagnostics: &mut Diagnostics) {
    for (id, origin) in defaults {
        let Some(value) = types.0.get(id.0).and_then(|def| def.default.clone()) else { continue };
        let Some(objection) = objection(types, id, &value, &origin) else { continue };
        let Some(def) = types.0.get_mut(id.0) else { continue };
        def.default = None;
        if origin.parent() == def.origin {
            let Objection { value, at, because } = objection;
            let subject = if at == origin { "the default" } else { "an element of the default" };
            let message = format!("{subject} is {}, {because}", found(value));
            let diagnostic = diagnostics.warning(Code::InvalidValue, &at, message);
            diagnostic.skipped().help("write a value that the schema allows, or remove it");
        }
    }
    drop_invalid_defaults(types);
}

/// Removes defaults of properties that their schemas rule out, which was reported there.
fn drop_invalid_defaults(types: &mut Types) {
    let mut invalid = Vec::new();
    for (owner, def) in types.iter() {
        let TypeKind::Object(object) = &def.kind else { continue };
        for (index, property) in object.properties.iter().enumerate() {
            let Some(value) = &property.default else { continue };
            if objection(types, property.value.id, value, &property.origin).is_some() {
                invalid.push((owner, index));
            }
        }
    }
    for (owner, index) in invalid {
        if let Some(TypeKind::Object(object)) = types.0.get_mut(owner.0).map(|def| &mut def.kind)
            && let Some(property) = object.properties.get_mut(index)
        {
            property.default = None;
        }
    }
}
