//! Comparing the arguments of constructors and methods.

use super::Pair;
use crate::diff::delta::{Delta, Noun, Verb};
use crate::pointer::Origin;
use crate::surface::{Argument, Entry, EntryKind, Item};

impl Pair<'_> {
    /// The arguments of `new`, which are those of the client's method too.
    pub(super) fn constructors(&self) -> Vec<Delta> {
        let find = |item: &'_ Item| item.entry("constructor", "new").cloned();
        match (find(self.old), find(self.new)) {
            (Some(old), Some(new)) => {
                let (EntryKind::Constructor(before), EntryKind::Constructor(after)) = (&old.kind, &new.kind) else {
                    return Vec::new();
                };
                if named(before).is_some() != named(after).is_some() {
                    return vec![self.passed_differently(before, after)];
                }
                Arguments::of(self, before, after).deltas()
            }
            (Some(old), None) => {
                let delta = Delta::new(Verb::Removed, Noun::Constructor, "new");
                vec![delta.at(Some(&self.old.origin), Some(&self.new.origin)).breaks(&old)]
            }
            (None, Some(_)) => {
                let delta = Delta::new(Verb::Added, Noun::Constructor, "new");
                vec![delta.at(Some(&self.old.origin), Some(&self.new.origin))]
            }
            (None, None) => Vec::new(),
        }
    }

    /// Arguments that became the fields of a struct, or the other way round.
    fn passed_differently(&self, before: &[Argument], after: &[Argument]) -> Delta {
        let text = |arguments: &[Argument]| {
            let names: Vec<&str> = arguments.iter().map(|argument| argument.name.as_str()).collect();
            named(arguments).map_or_else(|| names.join(", "), str::to_owned)
        };
        let callable = |entry: &&Entry| matches!(entry.kind, EntryKind::Constructor(_) | EntryKind::Method(_));
        let broken = self.old.entries.iter().filter(callable).map(Entry::key).collect();
        let delta = Delta::new(Verb::Changed, Noun::Constructor, "new").text(text(before), text(after));
        Delta { broken, ..delta.at(Some(&self.old.origin), Some(&self.new.origin)) }
    }

    /// Whether every value of the old type of an argument is accepted for the new type.
    pub(super) fn is_accepted(&self, old_text: &str, new_text: &str) -> bool {
        let target = new_text.strip_prefix("impl Into<").and_then(|rest| rest.strip_suffix('>'));
        old_text == new_text
            || !old_text.starts_with("impl ")
                && target.is_some_and(|target| {
                    let conversion = format!("From<{old_text}>");
                    [old_text.to_owned(), format!("Option<{old_text}>"), format!("Presence<{old_text}>")]
                        .iter()
                        .any(|one| one == target)
                        || self.now.item(target).is_some_and(|item| item.entry("trait", &conversion).is_some())
                })
    }
}

/// The path of the struct of named fields, if the arguments are one: conversions are written `impl Into<…>`.
fn named(arguments: &[Argument]) -> Option<&str> {
    match arguments {
        [one] if one.parameter_type.starts_with("models::") || one.parameter_type.starts_with("operations::") => {
            Some(&one.parameter_type)
        }
        _ => None,
    }
}

/// The old and the new arguments of a constructor.
struct Arguments<'a> {
    pair: &'a Pair<'a>,
    before: &'a [Argument],
    after: &'a [Argument],
    /// The calls that break; none if all compile as before, since names of arguments do not matter.
    broken: Vec<String>,
}

impl<'a> Arguments<'a> {
    fn of(pair: &'a Pair, before: &'a [Argument], after: &'a [Argument]) -> Self {
        let is_accepted = |(old, new): (&Argument, &Argument)| {
            pair.is_accepted(&pair.renames.text(&old.parameter_type), &new.parameter_type)
        };
        let compiles = before.len() == after.len() && before.iter().zip(after).all(is_accepted);
        let callable = |entry: &&Entry| matches!(entry.kind, EntryKind::Constructor(_) | EntryKind::Method(_));
        let callables = pair.old.entries.iter().filter(callable).map(Entry::key);
        Self { pair, before, after, broken: if compiles { Vec::new() } else { callables.collect() } }
    }

    fn deltas(&self) -> Vec<Delta> {
        let before = self.before.iter().enumerate();
        let mut deltas: Vec<Delta> = before.filter_map(|(index, old)| self.of_old(index, old)).collect();
        let is_renamed = |new: &&Argument| deltas.iter().any(|one| one.verb == Verb::Renamed && one.after == new.name);
        let fresh = self.after.iter().filter(|new| find(self.before, &new.name).is_none());
        let fresh: Vec<&Argument> = fresh.filter(|new| !is_renamed(new)).collect();
        deltas.extend(
            fresh.into_iter().map(|new| {
                self.delta(Verb::Added, new, &self.pair.old.origin, &new.origin).text("", &new.parameter_type)
            }),
        );
        deltas.extend(self.reordered());
        deltas
    }

    /// The change of an argument; `None` if it is unchanged.
    fn of_old(&self, index: usize, old: &Argument) -> Option<Delta> {
        let old_text = self.pair.renames.text(&old.parameter_type);
        if let Some(new) = find(self.after, &old.name) {
            let verb =
                if self.pair.is_accepted(&old_text, &new.parameter_type) { Verb::Widened } else { Verb::Changed };
            let delta = self.delta(verb, old, &old.origin, &new.origin).text(&old.parameter_type, &new.parameter_type);
            return (old_text != new.parameter_type).then_some(delta);
        }
        let at_index = self.after.get(index).filter(|new| find(self.before, &new.name).is_none());
        Some(match at_index.filter(|_| self.broken.is_empty()) {
            Some(new) => self.delta(Verb::Renamed, old, &old.origin, &new.origin).text(&old.name, &new.name),
            None => self.delta(Verb::Removed, old, &old.origin, &self.pair.new.origin).text(&old.parameter_type, ""),
        })
    }

    fn delta(&self, verb: Verb, argument: &Argument, old: &Origin, new: &Origin) -> Delta {
        let delta = Delta::new(verb, Noun::Argument, &argument.name).at(Some(old), Some(new));
        Delta { broken: self.broken.clone(), ..delta }
    }

    /// A change of the order of common arguments.
    fn reordered(&self) -> Option<Delta> {
        let names = |list: &[Argument], others: &[Argument]| -> String {
            let common = list.iter().filter(|one| find(others, &one.name).is_some());
            common.map(|argument| argument.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let (old_text, new_text) = (names(self.before, self.after), names(self.after, self.before));
        let delta = Delta::new(Verb::Reordered, Noun::Argument, "").text(&old_text, &new_text);
        let delta = delta.at(Some(&self.pair.old.origin), Some(&self.pair.new.origin));
        (old_text != new_text).then(|| Delta { broken: self.broken.clone(), ..delta })
    }
}

fn find<'a>(list: &'a [Argument], name: &str) -> Option<&'a Argument> {
    list.iter().find(|argument| argument.name == name)
}
