//! A report for programs.

use super::{Entry, Report};
use crate::customize::proposal;
use crate::customize::proposal::Proposal;
use crate::diagnostics::{Effect, Level};
use crate::ir::Api;
use crate::text::escaped_json;
use serde_json::{Value, json};

impl Report {
    /// The report as one line of JSON: `generated` with the numbers of `operations`, `models` and `tags` (`null` when
    /// nothing was), and `diagnostics`, each with `level`, `code`, `effect` (`fallback`, `skipped` or `null`), `message`,
    /// `path`, `line`, `column` (`null` for a file as a whole) and `help`. `proposals` has what could be added to the
    /// document, each with `operation`, `route` and `yaml`; `fixes` what could be changed in it, as actions of an overlay, each with
    /// `reason`, `target` and `update`.
    #[doc(hidden)]
    #[must_use]
    pub fn json(&self, api: Option<&Api>) -> String {
        let generated = api.map(|api| {
            let counts = super::summary::Counts::of(api);
            json!({ "operations": counts.operations, "models": counts.models, "tags": counts.tags })
        });
        let diagnostics: Vec<Value> = self.entries.iter().map(diagnostic).collect();
        let proposals: Vec<Value> = api.map(proposal::paginations).iter().flatten().map(proposed).collect();
        let actions = self.actions(api);
        let fixes: Vec<Value> = actions
            .iter()
            .map(|action| json!({ "reason": action.reason, "target": action.target, "update": action.update }))
            .collect();
        let report =
            json!({ "generated": generated, "diagnostics": diagnostics, "proposals": proposals, "fixes": fixes });
        escaped_json(&report.to_string())
    }
}

fn proposed(proposal: &Proposal) -> Value {
    json!({
        "operation": proposal.operation,
        "route": proposal.route,
        "yaml": proposal::yaml(&proposal.pagination),
    })
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
