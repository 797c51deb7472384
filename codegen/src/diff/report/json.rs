//! The report as JSON.

use super::Difference;
use crate::diff::{Change, Impact, Location, Noun, Verb};
use crate::text::escaped_json;
use serde_json::{Value, json};

impl Difference {
    /// The report as one line of JSON. `old` and `new` are the documents, `bump` is `major`, `minor`, `patch` or `none`,
    /// `counts` has how many changes of each impact there are, and `changes` has the changes: `impact` (`breaking`,
    /// `addition`, `behavior`), `change` (what happened, such as `removed`), `of` (to what, such as `field`), `item` (a path
    /// in the client), `name` (of the member), `before` and `after` (types, names or values; `null` without any), `label`
    /// (what the item is in the document), `message`, `advice` (`null` where nothing is to be done), and `old` and `new`
    /// (`null`, or `path`, `line` and `column`).
    #[must_use]
    pub fn json(&self) -> String {
        let changes: Vec<Value> = self.changes.iter().map(change).collect();
        let report = json!({
            "old": self.old.display().to_string(),
            "new": self.new.display().to_string(),
            "bump": self.bump().as_str(),
            "counts": {
                "breaking": self.count(Impact::Breaking),
                "addition": self.count(Impact::Addition),
                "behavior": self.count(Impact::Behavior),
            },
            "changes": changes,
        });
        escaped_json(&report.to_string())
    }
}

fn change(change: &Change) -> Value {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let nouns: Vec<&str> = change.delta.nouns.iter().map(|noun| noun_word(*noun)).collect();
    json!({
        "impact": change.impact.as_str(),
        "change": verb_word(change.delta.verb),
        "of": nouns,
        "item": change.item,
        "name": change.delta.name,
        "before": some(&change.delta.before),
        "after": some(&change.delta.after),
        "label": change.label,
        "message": change.message,
        "advice": some(&change.advice),
        "old": change.old.as_ref().map(location),
        "new": change.new.as_ref().map(location),
    })
}

fn location(location: &Location) -> Value {
    let known = |number: usize| (number > 0).then_some(number);
    json!({ "path": location.path, "line": known(location.line), "column": known(location.column) })
}

fn verb_word(verb: Verb) -> &'static str {
    match verb {
        Verb::Removed => "removed",
        Verb::Added => "added",
        Verb::Changed => "changed",
        Verb::Widened => "widened",
        Verb::Renamed => "renamed",
        Verb::Reordered => "reordered",
        Verb::Required => "required",
        Verb::Optional => "optional",
        Verb::Became => "other-kind",
        Verb::Behaves | Verb::BehavesMore | Verb::BehavesLess => "behavior",
    }
}

fn noun_word(noun: Noun) -> &'static str {
    match noun {
        Noun::Item => "item",
        Noun::Path => "path",
        Noun::Method => "method",
        Noun::Constructor => "constructor",
        Noun::Field => "field",
        Noun::Argument => "argument",
        Noun::Setter => "setter",
        Noun::Variant => "variant",
        Noun::Trait => "trait",
        Noun::Inner => "value",
        Noun::Output => "response",
        Noun::Failure => "error",
        Noun::Pages => "pages",
        Noun::Value => "constant",
        Noun::Target => "alias",
        Noun::Handler => "handler",
        Noun::Supertraits => "supertraits",
    }
}
