//! Classes of values that do not come back, each with the reason: what HTTP cannot carry, and what the specification leaves open.

use super::calls::Inputs;
use super::values::Values;
use serde_json::Value;
use specwright::ir::{Content, Operation};

/// Why the client sends no such inputs, or the service reads none, where that is as it must be.
pub fn refused(values: &Values, inputs: &Inputs, answer: &Value) -> Option<&'static str> {
    let _ = (values, inputs, answer);
    None
}

/// The inputs that a request carries in place of these, where it cannot carry all of them.
pub fn sent<'a>(inputs: &Inputs<'a>) -> Option<(&'static str, Inputs<'a>)> {
    let _ = inputs;
    None
}

/// Why a response is not read as it was meant, where that is as it must be.
pub fn response(
    values: &Values,
    operation: &Operation,
    content: Option<&Content>,
    given: &Value,
    answer: &Value,
) -> Option<&'static str> {
    let _ = (values, operation, content, given, answer);
    None
}
