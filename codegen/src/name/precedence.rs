//! Decides which entry of the document has a name that several would have.
//!
//! One that the settings name takes precedence, then one that the document spells as Rust does, as `id` next to `_id`. The
//! others follow in the order of the document, and are numbered: so an addition only takes the name of an entry if
//! it is spelled like that name.

use super::scope::{Name, Scope};
use std::collections::HashMap;

/// Where the word for an entry is from; the first source takes precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameSource {
    /// The settings.
    Setting,
    /// The document, which spells it so.
    Spelling,
    /// Another spelling in the document, or what the entry is.
    Derived,
}

impl NameSource {
    /// The source of the word for this text of the document.
    pub(super) fn of(text: &str, word: &str) -> Self {
        if text == word { Self::Spelling } else { Self::Derived }
    }
}

/// The word for an entry, before it is a name.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) word: String,
    pub(super) source: NameSource,
}

impl Wanted {
    /// The word for this text of the document.
    pub(super) fn of(text: &str, word: String) -> Self {
        Self { source: NameSource::of(text, &word), word }
    }

    /// A word that is no text of the document.
    pub(super) fn derived(word: impl Into<String>) -> Self {
        Self { word: word.into(), source: NameSource::Derived }
    }

    /// A name of the settings.
    pub(super) fn chosen(word: impl Into<String>) -> Self {
        Self { word: word.into(), source: NameSource::Setting }
    }
}

/// Calls `name` with each entry and its index, those that take precedence first; the results are in the order of the entries.
pub(super) fn in_precedence<N>(wanted: &[Wanted], mut name: impl FnMut(usize, &Wanted) -> N) -> Vec<N> {
    let mut named: Vec<(usize, N)> =
        by_precedence(wanted).into_iter().map(|(index, wanted)| (index, name(index, wanted))).collect();
    named.sort_unstable_by_key(|(index, _)| *index);
    named.into_iter().map(|(_, name)| name).collect()
}

/// A name for each entry, in the order of the entries.
pub(super) fn claim_all(scope: &mut Scope, wanted: &[Wanted]) -> Vec<Name> {
    in_precedence(wanted, |_, wanted| scope.claim(&wanted.word))
}

/// The index of each entry whose word another one has, after the index of that one.
pub(super) fn numbered(wanted: &[Wanted]) -> impl Iterator<Item = (usize, usize)> {
    let mut holders: HashMap<&str, usize> = HashMap::new();
    for (index, wanted) in by_precedence(wanted) {
        holders.entry(&wanted.word).or_insert(index);
    }
    let pairs = wanted.iter().enumerate().map(move |(index, wanted)| (holders[wanted.word.as_str()], index));
    pairs.filter(|(holder, index)| holder != index)
}

fn by_precedence(wanted: &[Wanted]) -> Vec<(usize, &Wanted)> {
    let mut entries: Vec<(usize, &Wanted)> = wanted.iter().enumerate().collect();
    entries.sort_by_key(|(_, wanted)| wanted.source);
    entries
}

#[cfg(test)]
mod tests {
    use super::{Scope, Wanted, claim_all, numbered};

    fn names(wanted: &[Wanted]) -> Vec<String> {
        claim_all(&mut Scope::default(), wanted).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_entry_that_is_spelled_as_its_name_has_it() {
        let wanted =
            ["_id", "ID", "id", "id2"].map(|text| Wanted::of(text, text.trim_start_matches('_').to_lowercase()));
        assert_eq!(names(&wanted), ["id3", "id4", "id", "id2"]);
        assert_eq!(numbered(&wanted).collect::<Vec<_>>(), [(2, 0), (2, 1)]);
    }

    #[test]
    fn the_settings_take_precedence() {
        let wanted = [Wanted::of("id", "id".to_owned()), Wanted::chosen("id"), Wanted::derived("id")];
        assert_eq!(names(&wanted), ["id2", "id", "id3"]);
        assert_eq!(numbered(&wanted).collect::<Vec<_>>(), [(1, 0), (1, 2)]);
    }
}
