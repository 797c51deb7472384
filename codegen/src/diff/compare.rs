//! What differs in two items that are one.

use super::Change;
use super::pair::Renames;
use crate::pointer::Origin;
use crate::surface::{Argument, Entry, EntryKind, Fact, Item, Surface};
use std::collections::HashSet;

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// It is gone.
    Removed,
    /// It is new.
    Added,
    /// Its type is another.
    Changed,
    /// It takes more types, the former among them.
    Widened,
    /// Its name is another.
    Renamed,
    /// Arguments are in another order.
    Reordered,
    /// What a setter set is an argument now.
    Required,
    /// What was an argument has a setter now.
    Optional,
    /// It is another kind of item, such as an enum in place of a struct.
    Became,
    /// It does something else, and no type shows it.
    Behaves,
    /// It does something more, and no type shows it.
    BehavesMore,
    /// It does something no longer, and no type shows it.
    BehavesLess,
}

/// What something is, as callers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noun {
    /// The item as a whole.
    Item,
    /// A further path of it, by its module.
    Path,
    /// The method of the client.
    Method,
    /// `new`.
    Constructor,
    /// A field.
    Field,
    /// An argument of the method and of `new`.
    Argument,
    /// A setter.
    Setter,
    /// A variant.
    Variant,
    /// A trait.
    Trait,
    /// What a newtype holds.
    Inner,
    /// What `send` gives.
    Output,
    /// What a documented error gives.
    Failure,
    /// `pages` and `items`.
    Pages,
    /// A constant.
    Value,
}

/// A change of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// What happened.
    pub verb: Verb,
    /// To what. A property is a field, a setter or argument at once.
    pub nouns: Vec<Noun>,
    /// Its name; of what no type shows, the part that it is about.
    pub name: String,
    /// What it was: a type, a name, a value.
    pub before: String,
    /// What it is.
    pub after: String,
    /// Where the old document has it.
    pub old: Option<Origin>,
    /// Where the new one has it.
    pub new: Option<Origin>,
    /// The keys of the old entries that nobody can use any more as they are. Empty where programs compile all the same.
    pub broken: Vec<String>,
}

/// An item that is gone.
pub(super) fn removed(item: &Item) -> Delta {
    let broken = item.entries.iter().map(Entry::key).collect();
    let delta = Delta::new(Verb::Removed, Noun::Item, &item.path).at(Some(&item.origin), None);
    Delta { broken, ..delta }
}

/// An item that is new.
pub(super) fn added(item: &Item) -> Delta {
    Delta::new(Verb::Added, Noun::Item, &item.path).at(None, Some(&item.origin))
}

/// A difference that nothing else explains.
pub(super) fn other(old: &Item, new: &Item) -> Delta {
    Delta::new(Verb::Behaves, Noun::Item, "").at(Some(&old.origin), Some(&new.origin)).text("generated code", "")
}

/// The pairs whose tokens differ though nothing was said of them.
pub(super) fn unexplained<'a>(
    pairs: &[(&'a Item, &'a Item)],
    renames: &Renames,
    changes: &[Change],
) -> Vec<(&'a Item, &'a Item)> {
    let explained: HashSet<&str> = changes.iter().map(|change| change.owner.as_str()).collect();
    let open = pairs.iter().filter(|(_, new)| !explained.contains(new.owner.as_str()));
    // That values inside are checked by other limits is said of their own types.
    let open = open.filter(|(old, new)| old.checked == new.checked);
    open.filter(|(old, new)| renames.tokens(&old.tokens) != new.tokens).copied().collect()
}

impl Delta {
    fn new(verb: Verb, noun: Noun, name: &str) -> Self {
        let (before, after) = (String::new(), String::new());
        Self { verb, nouns: vec![noun], name: name.to_owned(), before, after, old: None, new: None, broken: Vec::new() }
    }

    fn at(self, old: Option<&Origin>, new: Option<&Origin>) -> Self {
        Self { old: old.cloned(), new: new.cloned(), ..self }
    }

    fn text(self, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { before: before.into(), after: after.into(), ..self }
    }

    fn breaks(mut self, entry: &Entry) -> Self {
        self.broken.push(entry.key());
        self
    }
}

/// Everything that differs.
pub(super) fn items(old: &Item, new: &Item, renames: &Renames, now: &Surface) -> Vec<Delta> {
    let places = |delta: Delta| delta.at(Some(&old.origin), Some(&new.origin));
    let every_key = || old.entries.iter().map(Entry::key).collect();
    if old.kind != new.kind {
        // Some traits every kind has.
        let is_kept =
            |entry: &&Entry| new.entry(entry.kind.as_str(), &entry.name).is_none_or(|now| now.kind != entry.kind);
        let broken = old.entries.iter().filter(is_kept).map(Entry::key).collect();
        let delta = places(Delta::new(Verb::Became, Noun::Item, &old.path)).text(old.kind.as_str(), new.kind.as_str());
        return vec![Delta { broken, ..delta }];
    }
    let mut deltas = Vec::new();
    if old.path != new.path {
        let delta = places(Delta::new(Verb::Renamed, Noun::Item, &old.path)).text(&old.path, &new.path);
        deltas.push(Delta { broken: every_key(), ..delta });
    }
    let is_renamed = !deltas.is_empty();
    let pair = Pair { old, new, renames, now };
    deltas.extend(pair.constructors());
    deltas.extend(pair.entries());
    // With the request, its method has another name.
    deltas.retain(|delta| !(is_renamed && delta.verb == Verb::Renamed && delta.nouns == [Noun::Method]));
    let mut deltas = merged(absorbed(deltas));
    deltas.extend(pair.facts(&deltas));
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
    /// The name of an old entry under which to look for it.
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

    /// Fields, variants, setters and whatever else is known by its name.
    fn entries(&self) -> Vec<Delta> {
        let is_simple = |entry: &&Entry| !matches!(entry.kind, EntryKind::Constructor(_));
        let mut gone: Vec<&Entry> = Vec::new();
        let mut deltas = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        for entry in self.old.entries.iter().filter(is_simple) {
            let name = self.name(entry);
            match self.new.entry(entry.kind.as_str(), &name) {
                Some(now) => {
                    seen.insert(now.key());
                    deltas.extend(self.changed(entry, now));
                }
                None => gone.push(entry),
            }
        }
        let mut come: Vec<&Entry> =
            self.new.entries.iter().filter(is_simple).filter(|entry| !seen.contains(&entry.key())).collect();
        deltas.extend(self.renamed(&mut gone, &mut come));
        deltas.extend(gone.into_iter().map(|entry| {
            let held = held(&entry.kind);
            let delta = Delta::new(Verb::Removed, noun(&entry.kind), &entry.name).text(held, "");
            delta.at(Some(&entry.origin), Some(&self.new.origin)).breaks(entry)
        }));
        deltas.extend(come.into_iter().map(|entry| {
            let delta = Delta::new(Verb::Added, noun(&entry.kind), &entry.name).text("", held(&entry.kind));
            delta.at(Some(&self.old.origin), Some(&entry.origin))
        }));
        deltas
    }

    /// The entries that are what they were under another name: the same in the document, and of the same type.
    fn renamed(&self, gone: &mut Vec<&Entry>, come: &mut Vec<&Entry>) -> Vec<Delta> {
        let mut deltas = Vec::new();
        gone.retain(|entry| {
            let same = |now: &&&Entry| {
                let by_place = matches!(entry.kind, EntryKind::Path | EntryKind::Method(_));
                let by_wire = !entry.wire.is_empty() && entry.wire == now.wire;
                noun(&entry.kind) == noun(&now.kind)
                    && (by_place || by_wire && self.renames.text(&held(&entry.kind)) == held(&now.kind))
            };
            let Some(index) = come.iter().position(|now| same(&now)) else { return true };
            let now = come.remove(index);
            let delta = Delta::new(Verb::Renamed, noun(&entry.kind), &entry.name).text(&entry.name, &now.name);
            deltas.push(delta.at(Some(&entry.origin), Some(&now.origin)).breaks(entry));
            false
        });
        deltas
    }

    /// An entry whose type is another.
    fn changed(&self, old: &Entry, new: &Entry) -> Option<Delta> {
        // What is a method's is said of the constructor, which has the same arguments.
        if matches!(old.kind, EntryKind::Method(_)) {
            return None;
        }
        let (before, after) = (held(&old.kind), held(&new.kind));
        let was = self.renames.text(&before);
        (was != after).then(|| {
            let is_wider = matches!(old.kind, EntryKind::Setter(Some(_))) && self.is_taken(&was, &after);
            let verb = if is_wider { Verb::Widened } else { Verb::Changed };
            let delta = Delta::new(verb, noun(&old.kind), &old.name).text(before, after);
            let delta = delta.at(Some(&old.origin), Some(&new.origin));
            if is_wider { delta } else { delta.breaks(old) }
        })
    }

    /// Whether every value of the type that an argument had may be given for the type that it has.
    fn is_taken(&self, was: &str, is: &str) -> bool {
        let target = is.strip_prefix("impl Into<").and_then(|rest| rest.strip_suffix('>'));
        was == is
            || !was.starts_with("impl ")
                && target.is_some_and(|target| {
                    let conversion = format!("From<{was}>");
                    [was.to_owned(), format!("Option<{was}>"), format!("Presence<{was}>")]
                        .iter()
                        .any(|one| one == target)
                        || self.now.item(target).is_some_and(|item| item.entry("trait", &conversion).is_some())
                })
    }

    /// The arguments of `new`, which are those of the client's method too.
    fn constructors(&self) -> Vec<Delta> {
        let find = |item: &'_ Item| item.entry("constructor", "new").cloned();
        match (find(self.old), find(self.new)) {
            (Some(old), Some(new)) => {
                let (EntryKind::Constructor(before), EntryKind::Constructor(after)) = (&old.kind, &new.kind) else {
                    return Vec::new();
                };
                self.arguments(before, after)
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

    fn arguments(&self, before: &[Argument], after: &[Argument]) -> Vec<Delta> {
        let taken = |argument: &Argument| self.renames.text(&argument.taken);
        let is_same = before.len() == after.len()
            && before.iter().zip(after).all(|(old, new)| self.is_taken(&taken(old), &new.taken));
        let broken: Vec<String> = if is_same { Vec::new() } else { self.callables() };
        let mut deltas = Vec::new();
        let delta = |verb, argument: &Argument, old: &Origin, new: &Origin| {
            let delta = Delta::new(verb, Noun::Argument, &argument.name).at(Some(old), Some(new));
            Delta { broken: broken.clone(), ..delta }
        };
        let find = |list: &[Argument], name: &str| list.iter().position(|argument| argument.name == name);
        for (index, old) in before.iter().enumerate() {
            match find(after, &old.name).and_then(|index| after.get(index)) {
                Some(new) if taken(old) != new.taken => {
                    let is_wider = self.is_taken(&taken(old), &new.taken);
                    let verb = if is_wider { Verb::Widened } else { Verb::Changed };
                    deltas.push(delta(verb, old, &old.origin, &new.origin).text(&old.taken, &new.taken));
                }
                Some(_) => {}
                None => match after.get(index).filter(|new| is_same && find(before, &new.name).is_none()) {
                    Some(new) => {
                        deltas.push(delta(Verb::Renamed, old, &old.origin, &new.origin).text(&old.name, &new.name));
                    }
                    None => {
                        deltas.push(delta(Verb::Removed, old, &old.origin, &self.new.origin).text(&old.taken, ""));
                    }
                },
            }
        }
        let is_renamed = |name: &str| deltas.iter().any(|known| known.verb == Verb::Renamed && known.after == name);
        let fresh: Vec<&Argument> =
            after.iter().filter(|new| find(before, &new.name).is_none() && !is_renamed(&new.name)).collect();
        deltas.extend(
            fresh.into_iter().map(|new| delta(Verb::Added, new, &self.old.origin, &new.origin).text("", &new.taken)),
        );
        deltas.extend(self.reordered(before, after, &broken));
        deltas
    }

    /// What the change of an argument breaks.
    fn callables(&self) -> Vec<String> {
        let callable = |entry: &&Entry| matches!(entry.kind, EntryKind::Constructor(_) | EntryKind::Method(_));
        self.old.entries.iter().filter(callable).map(Entry::key).collect()
    }

    fn reordered(&self, before: &[Argument], after: &[Argument], broken: &[String]) -> Option<Delta> {
        let names = |list: &[Argument], others: &[Argument]| -> Vec<String> {
            let common = list.iter().filter(|one| others.iter().any(|other| other.name == one.name));
            common.map(|argument| argument.name.clone()).collect()
        };
        let (was, is) = (names(before, after), names(after, before));
        (was != is).then(|| {
            let delta = Delta::new(Verb::Reordered, Noun::Argument, "").text(was.join(", "), is.join(", "));
            Delta { broken: broken.to_vec(), ..delta.at(Some(&self.old.origin), Some(&self.new.origin)) }
        })
    }

    /// What no type shows.
    fn facts(&self, deltas: &[Delta]) -> Vec<Delta> {
        let fact = |list: &'_ [Fact], wanted: &Fact| {
            list.iter().find(|fact| (&fact.subject, fact.aspect) == (&wanted.subject, wanted.aspect)).cloned()
        };
        let is_typed = |noun| deltas.iter().any(|delta| delta.verb == Verb::Changed && delta.nouns.contains(&noun));
        let shows = is_typed(Noun::Output) || is_typed(Noun::Failure);
        let mut found = Vec::new();
        for old in &self.old.facts {
            let now = fact(&self.new.facts, old);
            let value = now.as_ref().map(|now| now.value.as_str()).unwrap_or_default();
            let was = self.renames.text(&old.value);
            let is_said = self.is_entry_of_one(&old.subject) || now.is_some() && old.aspect == "body" && shows;
            if was == value || is_said || is_typed_anew(old, deltas) {
                continue;
            }
            let origin = now.as_ref().map_or(&self.new.origin, |now| &now.origin);
            found.push(behavior(old, &was, value, &old.origin, origin));
        }
        for new in self.new.facts.iter().filter(|new| fact(&self.old.facts, new).is_none()) {
            if !new.value.is_empty() && !self.is_entry_of_one(&new.subject) && !is_typed_anew(new, deltas) {
                found.push(behavior(new, "", &new.value, &self.old.origin, &new.origin));
            }
        }
        found.extend(self.order());
        found
    }

    /// The order of the members that both have, in which JSON is written.
    fn order(&self) -> Option<Delta> {
        let names = |item: &Item, other: &Item| -> Vec<String> {
            let fields = item.entries.iter().filter(|entry| matches!(entry.kind, EntryKind::Field(_)));
            fields.filter(|entry| other.entry("field", &entry.name).is_some()).map(|entry| entry.name.clone()).collect()
        };
        let (was, is) = (names(self.old, self.new), names(self.new, self.old));
        (was != is).then(|| {
            let delta = Delta::new(Verb::Behaves, Noun::Item, "").text("order of members", "");
            delta.at(Some(&self.old.origin), Some(&self.new.origin))
        })
    }

    /// Whether something is a member of one of the items only: that it came or went is said already.
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

/// Whether a change of the fact's subject says already what became of it: another type says more than a format, and an
/// argument that the constructor does not know the value.
fn is_typed_anew(fact: &Fact, deltas: &[Delta]) -> bool {
    deltas.iter().any(|delta| match fact.aspect {
        "format" => delta.name == fact.subject && delta.verb != Verb::Renamed,
        "value set by `new`" | "value set by its setter" => {
            delta.nouns.contains(&Noun::Constructor)
                || delta.name == fact.subject && delta.nouns.contains(&Noun::Argument)
        }
        _ => false,
    })
}

fn behavior(fact: &Fact, before: &str, after: &str, old: &Origin, new: &Origin) -> Delta {
    let verb = match (before, after) {
        ("", _) => Verb::BehavesMore,
        (_, "") => Verb::BehavesLess,
        _ => Verb::Behaves,
    };
    let name = if fact.subject.is_empty() {
        fact.aspect.to_owned()
    } else if fact.aspect == "body" {
        fact.subject.clone()
    } else if fact.subject.contains('`') {
        format!("{} of {}", fact.aspect, fact.subject)
    } else {
        format!("{} of `{}`", fact.aspect, fact.subject)
    };
    Delta::new(verb, Noun::Item, &name).text(before, after).at(Some(old), Some(new))
}

fn noun(kind: &EntryKind) -> Noun {
    match kind {
        EntryKind::Path => Noun::Path,
        EntryKind::Method(_) => Noun::Method,
        EntryKind::Constructor(_) => Noun::Constructor,
        EntryKind::Setter(_) => Noun::Setter,
        EntryKind::Field(_) => Noun::Field,
        EntryKind::Variant(_) => Noun::Variant,
        EntryKind::Trait => Noun::Trait,
        EntryKind::Inner(_) => Noun::Inner,
        EntryKind::Output(_) => Noun::Output,
        EntryKind::Failure(_) => Noun::Failure,
        EntryKind::Pages { .. } => Noun::Pages,
        EntryKind::Value(_) => Noun::Value,
    }
}

/// The type of an entry.
fn held(kind: &EntryKind) -> String {
    match kind {
        EntryKind::Path | EntryKind::Method(_) | EntryKind::Constructor(_) | EntryKind::Trait => String::new(),
        EntryKind::Setter(held) | EntryKind::Variant(held) => held.clone().unwrap_or_default(),
        EntryKind::Field(held)
        | EntryKind::Inner(held)
        | EntryKind::Output(held)
        | EntryKind::Failure(held)
        | EntryKind::Value(held) => held.clone(),
        EntryKind::Pages { page, item } => format!("{page}, {item}"),
    }
}

/// A constructor that came or went brought or took the setters with it.
fn absorbed(mut deltas: Vec<Delta>) -> Vec<Delta> {
    let is_constructor = |delta: &Delta| delta.nouns == [Noun::Constructor];
    let Some(index) = deltas.iter().position(is_constructor) else { return deltas };
    let verb = deltas[index].verb;
    let is_setter = |delta: &Delta| delta.verb == verb && delta.nouns == [Noun::Setter];
    let taken: Vec<String> =
        deltas.iter().filter(|delta| is_setter(delta)).flat_map(|delta| delta.broken.clone()).collect();
    deltas[index].broken.extend(taken);
    deltas.retain(|delta| !is_setter(delta));
    deltas
}

/// The changes with one for each property, which may be a field, a setter and an argument at once.
fn merged(deltas: Vec<Delta>) -> Vec<Delta> {
    const OF_PROPERTY: [Noun; 3] = [Noun::Field, Noun::Argument, Noun::Setter];
    let (properties, mut others): (Vec<Delta>, Vec<Delta>) = deltas
        .into_iter()
        .partition(|delta| delta.nouns.iter().all(|noun| OF_PROPERTY.contains(noun)) && !delta.name.is_empty());
    let mut names: Vec<String> = Vec::new();
    for delta in &properties {
        if !names.contains(&delta.name) {
            names.push(delta.name.clone());
        }
    }
    for name in names {
        let own: Vec<Delta> = properties.iter().filter(|delta| delta.name == name).cloned().collect();
        others.extend(of_property(own));
    }
    others
}

/// The changes of one property.
fn of_property(mut own: Vec<Delta>) -> Vec<Delta> {
    own.sort_by_key(|delta| delta.nouns.clone());
    let has = |verb, noun| own.iter().any(|delta| delta.verb == verb && delta.nouns == [noun]);
    let verb = match () {
        () if has(Verb::Added, Noun::Argument) && has(Verb::Removed, Noun::Setter) => Some(Verb::Required),
        () if has(Verb::Removed, Noun::Argument) && has(Verb::Added, Noun::Setter) => Some(Verb::Optional),
        () => None,
    };
    if let Some(verb) = verb {
        let field = own.iter().find(|delta| delta.nouns == [Noun::Field]).cloned();
        let first = own.iter().find(|delta| delta.nouns == [Noun::Argument]).cloned();
        let Some(mut one) = field.or(first) else { return own };
        one.verb = verb;
        one.nouns = own.iter().flat_map(|delta| delta.nouns.clone()).collect();
        one.old = own.iter().filter(|delta| delta.verb != Verb::Added).find_map(|delta| delta.old.clone());
        one.new = own.iter().filter(|delta| delta.verb != Verb::Removed).find_map(|delta| delta.new.clone());
        one.broken = own.iter().flat_map(|delta| delta.broken.clone()).collect();
        return vec![one];
    }
    let mut merged: Vec<Delta> = Vec::new();
    for delta in own {
        let same = |known: &&mut Delta| {
            known.verb == delta.verb && (delta.verb != Verb::Renamed || known.after == delta.after)
        };
        match merged.iter_mut().find(same) {
            Some(known) => {
                known.nouns.extend(delta.nouns);
                known.broken.extend(delta.broken);
            }
            None => merged.push(delta),
        }
    }
    merged
}
