//! YAML text to a tree of JSON values.
//!
//! The parser's events are folded with an explicit stack, so no document can exhaust the call stack. YAML 1.2 with
//! the core schema ([`scalar`]), aliases, merge keys (`<<`), and keys that are not text taken as they are written.

pub(crate) mod bracket_workaround;
mod builder;
pub(crate) mod chars;
mod explain;
mod open;
mod plain_scalars;
mod scalar;

use super::limit::Budget;
use super::problem::Problem;
use bracket_workaround::BracketWorkaround;
use builder::{Builder, Stop};
use serde_json::Value;

/// Reads one YAML document.
///
/// # Errors
///
/// All problems, in the order of the text; the last may be the one that ended parsing.
pub(crate) fn parse(text: &str, budget: &mut Budget) -> Result<Value, Vec<Problem>> {
    let mut workaround = BracketWorkaround::new(text);
    let before = budget.clone();
    loop {
        budget.clone_from(&before);
        let text = workaround.text();
        let mut builder = Builder::new(&workaround, budget);
        match builder.run(&text) {
            Err(Stop::Syntax(error)) if workaround.apply(&error, builder.chars.byte(error.marker().index())) => {}
            stop => return builder.finish(stop),
        }
    }
}

#[cfg(test)]
mod tests;
