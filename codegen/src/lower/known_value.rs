//! Values that a document leaves no choice of, found when every type is known.

use crate::ir::{KnownValue, Operation, TypeKind, Types};

/// Sets [`KnownValue`]s of properties and parameters.
pub(super) fn set(mut operations: Vec<Operation>, types: &mut Types) -> Vec<Operation> {
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        let always = parameter.required;
        parameter.known = types.constant(parameter.value).map(|value| KnownValue { value, always });
    }
    set_constants(types);
    operations
}

fn set_constants(types: &mut Types) {
    for index in 0..types.0.len() {
        let TypeKind::Object(object) = &types.0[index].kind else { continue };
        let constants: Vec<Option<KnownValue>> = object
            .properties
            .iter()
            .map(|property| {
                let always = property.required && !property.read_only;
                types.constant(property.value).map(|value| KnownValue { value, always })
            })
            .collect();
        let TypeKind::Object(object) = &mut types.0[index].kind else { continue };
        for (property, known) in object.properties.iter_mut().zip(constants) {
            property.known = known;
        }
    }
}
