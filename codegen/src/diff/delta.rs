//! A change of one thing, as data.

use crate::pointer::Origin;
use crate::surface::{Entry, Item};

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
    /// The model that an alias stands for.
    Target,
    /// A method that a service implements.
    Handler,
    /// The traits that a service has to implement.
    Supertraits,
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

impl Delta {
    pub(super) fn new(verb: Verb, noun: Noun, name: &str) -> Self {
        let (before, after) = (String::new(), String::new());
        Self { verb, nouns: vec![noun], name: name.to_owned(), before, after, old: None, new: None, broken: Vec::new() }
    }

    pub(super) fn at(self, old: Option<&Origin>, new: Option<&Origin>) -> Self {
        Self { old: old.cloned(), new: new.cloned(), ..self }
    }

    pub(super) fn text(self, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { before: before.into(), after: after.into(), ..self }
    }

    pub(super) fn breaks(mut self, entry: &Entry) -> Self {
        self.broken.push(entry.key());
        self
    }
}
