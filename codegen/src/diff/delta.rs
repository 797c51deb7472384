//! A change, as data.

use crate::pointer::Origin;
use crate::surface::{Entry, Item};

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// It has been removed.
    Removed,
    /// It is new.
    Added,
    /// It has another type.
    Changed,
    /// It accepts more types, including the former one.
    Widened,
    /// It has another name.
    Renamed,
    /// Arguments are in another order.
    Reordered,
    /// A setter became an argument.
    Required,
    /// An argument became a setter.
    Optional,
    /// It became another kind of item, such as an enum in place of a struct.
    Became,
    /// Its behavior changed, which types do not show.
    Behaves,
    /// It has additional behavior, which types do not show.
    BehavesMore,
    /// It lacks former behavior, which types do not show.
    BehavesLess,
}

/// The kind of thing that changed, as seen by callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noun {
    /// The item as a whole.
    Item,
    /// Another path of the item, by its module.
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
    /// The type inside a newtype.
    Inner,
    /// The type of a success.
    Output,
    /// The type of a documented error.
    Failure,
    /// `pages` and `items`.
    Pages,
    /// A constant.
    Value,
    /// The model of an alias.
    Target,
    /// A method that a service implements.
    Handler,
    /// The traits that a service has to implement.
    Supertraits,
}

/// A change of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// The kind of change.
    pub verb: Verb,
    /// The items that changed: a property may be a field, a setter and an argument.
    pub nouns: Vec<Noun>,
    /// Its name; for behavior, the part that it concerns.
    pub name: String,
    /// The old type, name or value.
    pub before: String,
    /// The new one.
    pub after: String,
    /// Its position in the old document.
    pub old: Option<Origin>,
    /// Its position in the new document.
    pub new: Option<Origin>,
    /// The keys of the old entries that callers can no longer use. Empty if programs compile as before.
    pub broken: Vec<String>,
}

/// An item that has been removed.
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
