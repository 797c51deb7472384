//! From text to tree, in the language that the text turns out to be written in.
//!
//! Belongs here: parsing a text, independently of files: the two languages, their limits, syntax errors, and the
//! positions of nodes. Everything else in [`load`](super) uses it.

pub(crate) mod json;
pub(crate) mod limit;
pub(crate) mod position;
pub(crate) mod problem;
pub(crate) mod step;
mod syntax;
pub(crate) mod yaml;

pub use syntax::Syntax;

use limit::Budget;
use problem::Problem;
use serde_json::Value;
use std::path::Path;

/// A text that could be read.
pub(crate) struct Parsed {
    pub(crate) syntax: Syntax,
    pub(crate) root: Value,
    pub(crate) warnings: Vec<Problem>,
}

/// Reads a text as JSON or YAML.
///
/// A text that begins with a bracket is first parsed as JSON, regardless of its name, which is several times faster,
/// and then as YAML unless the name ends in `.json`: YAML would accept comments and stray commas that JSON parsers
/// reject. Any other text is YAML.
pub(crate) fn parse(path: &Path, text: &str, budget: &mut Budget) -> Result<Parsed, Vec<Problem>> {
    if text.trim().is_empty() {
        return Err(vec![Problem::empty()]);
    }
    if !text.trim_start().starts_with(['{', '[']) {
        return parse_yaml(text, budget);
    }
    match json::parse(text, budget) {
        Ok((root, warnings)) => Ok(Parsed { syntax: Syntax::Json, root, warnings }),
        Err(_) if named_yaml(path) => parse_yaml(text, budget),
        Err(problem) => Err(vec![problem]),
    }
}

fn parse_yaml(text: &str, budget: &mut Budget) -> Result<Parsed, Vec<Problem>> {
    let root = yaml::parse(text, budget)?;
    Ok(Parsed { syntax: Syntax::Yaml, root, warnings: Vec::new() })
}

fn named_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"))
}
