//! A report for programs.

use super::{Entry, Report};
use crate::diagnostics::{Effect, Level};
use crate::ir::Api;
use serde_json::{Value, json};

impl Report {
    /// The report as one line of JSON: `generated` with the numbers of `operations`, `models` and `tags` (`null` when
    /// nothing was), and `diagnostics`, each with `level`, `code`, `effect` (`fallback`, `skipped` or `null`), `message`,
    /// `path`, `line`, `column` (`null` for a file as a whole) and `help`.
    #[must_use]
    pub fn json(&self, api: Option<&Api>) -> String {
        let generated = api.map(|api| {
            let counts = super::summary::Counts::of(api);
            json!({ "operations": counts.operations, "models": counts.models, "tags": counts.tags })
        });
        let diagnostics: Vec<Value> = self.entries.iter().map(diagnostic).collect();
        json!({ "generated": generated, "diagnostics": diagnostics }).to_string()
    }
}

fn diagnostic(entry: &Entry) -> Value {
    let known = |number: usize| (number > 0).then_some(number);
    json!({
        "level": match entry.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        },
        "code": entry.code.as_str(),
        "effect": entry.effect.map(|effect| match effect {
            Effect::Fallback => "fallback",
            Effect::Skipped => "skipped",
        }),
        "message": entry.message,
        "path": entry.path.display().to_string(),
        "line": known(entry.line),
        "column": known(entry.column),
        "help": entry.help,
    })
}
