//! Operation ids that a framework makes from a function, the path and the method, shortened to the function.
//!
//! FastAPI writes `search_search_get` for the function `search` of `GET /search`. If all ids of a document have this form,
//! they are replaced by the functions, except those whose functions have the same name. The component for the body of such an
//! operation, `Body_search_search_get`, is shortened with it.

use crate::ir::{Api, Operation};
use std::collections::HashMap;

/// Shortens the ids, if all have this form.
pub(super) fn shorten(api: &mut Api) {
    if api.outgoing().any(|(_, operation)| function(operation).is_none()) {
        return;
    }
    let functions: Vec<Option<String>> =
        api.operations.iter().map(|operation| function(operation).map(str::to_owned)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for function in functions.iter().flatten() {
        *counts.entry(function).or_default() += 1;
    }
    for (operation, function) in api.operations.iter_mut().zip(&functions) {
        if let Some(function) = function.as_deref().filter(|function| counts.get(function) == Some(&1)) {
            function.clone_into(&mut operation.name);
            api.short_keys.insert(format!("Body_{}", operation.id), format!("{function}_body"));
        }
    }
}

/// The function of an id that ends with the path and the method.
fn function(operation: &Operation) -> Option<&str> {
    // Webhooks have a key in place of a path.
    let path = operation.incoming.as_ref().map_or_else(|| operation.path.text(), |incoming| incoming.name().to_owned());
    let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let suffix = format!("{}_{}", path.chars().map(word).collect::<String>(), operation.method.as_str().to_lowercase());
    let function = operation.id.strip_suffix(&suffix)?;
    function.chars().any(char::is_alphanumeric).then_some(function)
}
