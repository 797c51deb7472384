//! Comparing the old and the new version of an item.
//!
//! `arguments` compares the arguments of constructors and methods, `behaviors` the behaviors that types do not show; `property` merges
//! the changes of one property.

mod arguments;
mod behaviors;
mod property;

use super::Change;
use super::delta::{Delta, Noun, Verb};
use super::pair::Renames;
use crate::surface::{Entry, EntryKind, Item, ItemKind, Surface};
use std::collections::HashSet;

/// All differences.
pub(super) fn items(old: &Item, new: &Item, renames: &Renames, now: &Surface) -> Vec<Delta> {
    // An alias of a shared model has the methods of that model.
    let is_shared = old.kind != ItemKind::Alias && new.kind == ItemKind::Alias;
    let target = new.target().filter(|_| is_shared).and_then(|path| now.item(path));
    let new = target.unwrap_or(new);
    let located = |delta: Delta| delta.at(Some(&old.origin), Some(&new.origin));
    let every_key = || old.entries.iter().map(Entry::key).collect();
    if old.kind != new.kind {
        // Some traits every kind has.
        let is_lost =
            |entry: &&Entry| new.entry(entry.kind.as_str(), &entry.name).is_none_or(|now| now.kind != entry.kind);
        let broken = old.entries.iter().filter(is_lost).map(Entry::key).collect();
        let delta = located(Delta::new(Verb::Became, Noun::Item, &old.path)).text(old.kind.as_str(), new.kind.as_str());
        return vec![Delta { broken, ..delta }];
    }
    let mut deltas = Vec::new();
    if old.path != new.path && target.is_none() {
        let delta = located(Delta::new(Verb::Renamed, Noun::Item, &old.path)).text(&old.path, &new.path);
        deltas.push(Delta { broken: every_key(), ..delta });
    }
    let is_renamed = !deltas.is_empty();
    let pair = Pair { old, new, renames, now };
    deltas.extend(pair.constructors());
    deltas.extend(pair.entries());
    // With the request, its method has another name.
    deltas.retain(|delta| !(is_renamed && delta.verb == Verb::Renamed && delta.nouns == [Noun::Method]));
    let mut deltas = property::merged(property::absorbed(deltas));
    let literal = old.entries.iter().find(|entry| matches!(entry.kind, EntryKind::Literal(_)));
    if let Some(literal) = literal {
        // A struct literal has every field.
        deltas.iter_mut().filter(|delta| delta.nouns.contains(&Noun::Field)).for_each(|delta| {
            delta.broken.push(literal.key());
        });
    }
    deltas.extend(pair.behaviors(&deltas));
    deltas
}

struct Pair<'a> {
    old: &'a Item,
    new: &'a Item,
    renames: &'a Renames,
    /// The new client.
    now: &'a Surface,
}

impl Pair<'_> {
    /// The name under which to look for an old entry.
    fn name(&self, entry: &Entry) -> String {
        match entry.kind {
            EntryKind::Trait => self.renames.text(&entry.name),
            EntryKind::Path => match entry.name.rsplit_once("::") {
                Some((module, _)) => format!("{module}::{}", self.new.name()),
                None => entry.name.clone(),
            },
            _ => entry.name.clone(),
        }
    }

    /// Compares fields, variants, setters and other named entries.
    fn entries(&self) -> Vec<Delta> {
        let is_simple = |entry: &&Entry| !matches!(entry.kind, EntryKind::Constructor(_) | EntryKind::Literal(_));
        let mut removed: Vec<&Entry> = Vec::new();
        let mut deltas = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        for entry in self.old.entries.iter().filter(is_simple) {
            let name = self.name(entry);
            match self.new.entry(entry.kind.as_str(), &name) {
                Some(now) => {
                    seen.insert(now.key());
                    deltas.extend(self.changed(entry, now));
                }
                None => removed.push(entry),
            }
        }
        let mut added: Vec<&Entry> =
            self.new.entries.iter().filter(is_simple).filter(|entry| !seen.contains(&entry.key())).collect();
        deltas.extend(self.renamed(&mut removed, &mut added));
        deltas.extend(removed.into_iter().map(|entry| {
            let entry_type = entry_type(&entry.kind);
            let delta = Delta::new(Verb::Removed, noun(&entry.kind), &entry.name).text(entry_type, "");
            delta.at(Some(&entry.origin), Some(&self.new.origin)).breaks(entry)
        }));
        deltas.extend(added.into_iter().map(|entry| {
            let delta = Delta::new(Verb::Added, noun(&entry.kind), &entry.name).text("", entry_type(&entry.kind));
            delta.at(Some(&self.old.origin), Some(&entry.origin))
        }));
        deltas
    }

    /// Entries that were renamed: the same in the document, and of the same type.
    fn renamed(&self, removed: &mut Vec<&Entry>, added: &mut Vec<&Entry>) -> Vec<Delta> {
        let mut deltas = Vec::new();
        removed.retain(|entry| {
            let same = |now: &&&Entry| {
                let by_kind = matches!(entry.kind, EntryKind::Path | EntryKind::Method(_));
                let by_wire = !entry.wire.is_empty() && entry.wire == now.wire;
                noun(&entry.kind) == noun(&now.kind)
                    && (by_kind || by_wire && self.renames.text(&entry_type(&entry.kind)) == entry_type(&now.kind))
            };
            let Some(index) = added.iter().position(|now| same(&now)) else { return true };
            let now = added.remove(index);
            let delta = Delta::new(Verb::Renamed, noun(&entry.kind), &entry.name).text(&entry.name, &now.name);
            deltas.push(delta.at(Some(&entry.origin), Some(&now.origin)).breaks(entry));
            false
        });
        deltas
    }

    /// An entry with another type.
    fn changed(&self, old: &Entry, new: &Entry) -> Option<Delta> {
        // Changes of a method's arguments are reported for the constructor, which has the same ones.
        if matches!(old.kind, EntryKind::Method(_)) {
            return None;
        }
        let (before, after) = (entry_type(&old.kind), entry_type(&new.kind));
        let old_text = self.renames.text(&before);
        (old_text != after).then(|| {
            let is_wider = matches!(old.kind, EntryKind::Setter(Some(_))) && self.is_accepted(&old_text, &after);
            let verb = if is_wider { Verb::Widened } else { Verb::Changed };
            let delta = Delta::new(verb, noun(&old.kind), &old.name).text(before, after);
            let delta = delta.at(Some(&old.origin), Some(&new.origin));
            if is_wider { delta } else { delta.breaks(old) }
        })
    }
}

fn noun(kind: &EntryKind) -> Noun {
    match kind {
        EntryKind::Path => Noun::Path,
        EntryKind::Method(_) => Noun::Method,
        EntryKind::Constructor(_) | EntryKind::Literal(_) => Noun::Constructor,
        EntryKind::Setter(_) => Noun::Setter,
        EntryKind::Field(_) => Noun::Field,
        EntryKind::Variant(_) => Noun::Variant,
        EntryKind::Trait => Noun::Trait,
        EntryKind::Inner(_) => Noun::Inner,
        EntryKind::Output(_) => Noun::Output,
        EntryKind::Failure(_) => Noun::Failure,
        EntryKind::Pages { .. } => Noun::Pages,
        EntryKind::Value(_) => Noun::Value,
        EntryKind::Target(_) => Noun::Target,
        EntryKind::Handler { .. } => Noun::Handler,
        EntryKind::Supertraits(_) => Noun::Supertraits,
    }
}

/// The type of an entry.
fn entry_type(kind: &EntryKind) -> String {
    match kind {
        EntryKind::Path
        | EntryKind::Method(_)
        | EntryKind::Constructor(_)
        | EntryKind::Literal(_)
        | EntryKind::Trait => String::new(),
        EntryKind::Setter(entry_type) | EntryKind::Variant(entry_type) => entry_type.clone().unwrap_or_default(),
        EntryKind::Field(entry_type)
        | EntryKind::Inner(entry_type)
        | EntryKind::Output(entry_type)
        | EntryKind::Failure(entry_type)
        | EntryKind::Target(entry_type)
        | EntryKind::Supertraits(entry_type)
        | EntryKind::Value(entry_type) => entry_type.clone(),
        EntryKind::Pages { page, item } => format!("{page}, {item}"),
        EntryKind::Handler { request, response } => format!("{request}, {response}"),
    }
}

/// An unexplained difference.
pub(super) fn other(old: &Item, new: &Item) -> Delta {
    Delta::new(Verb::Behaves, Noun::Item, "").at(Some(&old.origin), Some(&new.origin)).text("generated code", "")
}

/// The pairs whose tokens differ without a reported change.
pub(super) fn unexplained<'a>(
    pairs: &[(&'a Item, &'a Item)],
    renames: &Renames,
    changes: &[Change],
) -> Vec<(&'a Item, &'a Item)> {
    let explained: HashSet<&str> = changes.iter().map(|change| change.owner.as_str()).collect();
    let open = pairs.iter().filter(|(_, new)| !explained.contains(new.owner.as_str()));
    // Changed constraints of nested values are reported for their own types.
    let open = open.filter(|(old, new)| old.checked == new.checked);
    let open = open.filter(|(old, new)| old.kind == new.kind);
    open.filter(|(old, new)| renames.tokens(&old.tokens) != new.tokens).copied().collect()
}
