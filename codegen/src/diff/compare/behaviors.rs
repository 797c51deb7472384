//! Compares behavior that types do not show.

use super::Pair;
use crate::diff::delta::{Delta, Noun, Verb};
use crate::pointer::Origin;
use crate::surface::{Behavior, EntryKind, Item};

impl Pair<'_> {
    /// The changes that types do not show.
    pub(super) fn behaviors(&self, deltas: &[Delta]) -> Vec<Delta> {
        let counterpart = |list: &'_ [Behavior], wanted: &Behavior| {
            list.iter()
                .find(|behavior| (&behavior.subject, behavior.aspect) == (&wanted.subject, wanted.aspect))
                .cloned()
        };
        let is_typed = |noun| deltas.iter().any(|delta| delta.verb == Verb::Changed && delta.nouns.contains(&noun));
        let shows = is_typed(Noun::Output) || is_typed(Noun::Failure);
        // Inputs that are added or removed with their struct are reported with the constructor that takes it.
        let is_passed = |behavior: &Behavior| is_typed(Noun::Constructor) && is_name(&behavior.subject);
        let mut found = Vec::new();
        for old in &self.old.behaviors {
            let now = counterpart(&self.new.behaviors, old);
            let value = now.as_ref().map(|now| now.value.as_str()).unwrap_or_default();
            let old_text = self.renames.text(&old.value);
            let is_reported = self.is_entry_of_one(&old.subject)
                || now.is_some() && old.aspect == "body" && shows
                || now.is_none() && is_passed(old);
            if old_text == value || is_reported || is_typed_anew(old, deltas) {
                continue;
            }
            let origin = now.as_ref().map_or(&self.new.origin, |now| &now.origin);
            found.push(delta(old, &old_text, value, &old.origin, origin));
        }
        for new in self.new.behaviors.iter().filter(|new| counterpart(&self.old.behaviors, new).is_none()) {
            let is_reported = self.is_entry_of_one(&new.subject) || is_passed(new);
            if !new.value.is_empty() && !is_reported && !is_typed_anew(new, deltas) {
                found.push(delta(new, "", &new.value, &self.old.origin, &new.origin));
            }
        }
        found.extend(self.order());
        found
    }

    /// A change of the order of common members, in which JSON is written.
    fn order(&self) -> Option<Delta> {
        let names = |item: &Item, other: &Item| -> Vec<String> {
            let fields = item.entries.iter().filter(|entry| matches!(entry.kind, EntryKind::Field(_)));
            fields.filter(|entry| other.entry("field", &entry.name).is_some()).map(|entry| entry.name.clone()).collect()
        };
        let (old_text, new_text) = (names(self.old, self.new), names(self.new, self.old));
        (old_text != new_text).then(|| {
            let delta = Delta::new(Verb::Behaves, Noun::Item, "").text("order of members", "");
            delta.at(Some(&self.old.origin), Some(&self.new.origin))
        })
    }

    /// Whether only one of the items has the subject, so that its addition or removal has been reported.
    fn is_entry_of_one(&self, subject: &str) -> bool {
        let has = |item: &Item| {
            item.entries.iter().any(|entry| match &entry.kind {
                EntryKind::Constructor(arguments) | EntryKind::Method(arguments) => {
                    arguments.iter().any(|argument| argument.name == subject)
                }
                _ => entry.name == subject,
            })
        };
        has(self.old) != has(self.new)
    }
}

/// Whether the subject of a behavior is an input or a field, and not the item or a hidden part of the request.
fn is_name(subject: &str) -> bool {
    !subject.is_empty() && !subject.contains(['`', ' '])
}

/// Whether another change of the behavior's subject already implies it, such as another type instead of a format, or an
/// argument whose value was known before.
fn is_typed_anew(behavior: &Behavior, deltas: &[Delta]) -> bool {
    deltas.iter().any(|delta| match behavior.aspect {
        "format" => delta.name == behavior.subject && delta.verb != Verb::Renamed,
        "value set by `new`" | "value set by its setter" => {
            delta.nouns.contains(&Noun::Constructor)
                || delta.name == behavior.subject && delta.nouns.contains(&Noun::Argument)
        }
        _ => false,
    })
}

fn delta(behavior: &Behavior, before: &str, after: &str, old: &Origin, new: &Origin) -> Delta {
    let verb = match (before, after) {
        ("", _) => Verb::BehavesMore,
        (_, "") => Verb::BehavesLess,
        _ => Verb::Behaves,
    };
    let name = match (behavior.subject.as_str(), behavior.aspect) {
        ("", aspect) => aspect.to_owned(),
        (subject, "body") => subject.to_owned(),
        (subject, aspect) if subject.contains('`') => format!("{aspect} of {subject}"),
        (subject, aspect) => format!("{aspect} of `{subject}`"),
    };
    Delta::new(verb, Noun::Item, &name).text(before, after).at(Some(old), Some(new))
}
