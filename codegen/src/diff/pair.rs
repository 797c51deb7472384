//! Matching items of the old client with those of the new one: by name, or else by clear evidence.

use crate::surface::{EntryKind, Item, ItemKind, Surface};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The least number of common fields or variants for an item to count as renamed.
const MIN_COMMON_MEMBERS: usize = 2;

/// The items of two surfaces.
pub(super) struct Pairs<'a> {
    /// Items in both, the old one first.
    pub(super) both: Vec<(&'a Item, &'a Item)>,
    /// Removed items.
    pub(super) removed: Vec<&'a Item>,
    /// Added items.
    pub(super) added: Vec<&'a Item>,
    /// The paths of renamed items.
    pub(super) renames: Renames,
}

/// New paths by old paths.
#[derive(Debug, Default)]
pub(super) struct Renames {
    /// The paths of renamed items.
    paths: HashMap<String, String>,
    /// The models of aliases in the new client.
    aliases: HashMap<String, String>,
}

impl Renames {
    /// The new path of `path`.
    pub(super) fn path(&self, path: &str) -> String {
        self.paths.get(path).cloned().unwrap_or_else(|| path.to_owned())
    }

    /// A string of the old client with the new paths in it.
    pub(super) fn text(&self, text: &str) -> String {
        if self.paths.is_empty() && self.aliases.is_empty() {
            return text.to_owned();
        }
        words(text, |word| {
            let path = self.paths.get(word).map(String::as_str);
            self.aliases.get(path.unwrap_or(word)).map(String::as_str).or(path)
        })
    }

    /// Tokens of the old client with the new names in them.
    pub(super) fn tokens(&self, tokens: &str) -> String {
        if self.paths.is_empty() && self.aliases.is_empty() {
            return tokens.to_owned();
        }
        let last = |path: &'_ str| path.rsplit("::").next().unwrap_or_default().to_owned();
        let names: HashMap<String, String> =
            self.aliases.iter().chain(&self.paths).map(|(old, new)| (last(old), last(new))).collect();
        words(tokens, |word| names.get(word).map(String::as_str))
    }
}

/// The text with another word in place of some. `::` is part of a word.
fn words<'a>(text: &str, replace: impl Fn(&str) -> Option<&'a str>) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_word(c)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(replace(word).unwrap_or(word));
        rest = after;
    }
    out + rest
}

impl<'a> Pairs<'a> {
    pub(super) fn of(old: &'a Surface, new: &'a Surface) -> Self {
        let by_path: HashMap<&str, &Item> = new.items.iter().map(|item| (item.path.as_str(), item)).collect();
        let mut found: HashMap<&str, &Item> = HashMap::new();
        for item in &old.items {
            if let Some(now) = by_path.get(item.path.as_str()) {
                found.insert(&item.path, now);
            }
        }
        let mut matched: HashSet<&str> = found.values().map(|item| item.path.as_str()).collect();
        for key in [Key::Role, Key::Shape] {
            let removed = unique(old.items.iter().filter(|item| !found.contains_key(item.path.as_str())), key);
            let added = unique(new.items.iter().filter(|item| !matched.contains(item.path.as_str())), key);
            for (text, item) in removed {
                if let Some(now) = added.get(&text).filter(|now| key == Key::Shape || is_alike(item, now)) {
                    found.insert(&item.path, now);
                    matched.insert(&now.path);
                }
            }
        }
        let moved = found.iter().filter(|(path, now)| **path != now.path);
        let aliases = new.items.iter().filter_map(|item| Some((item.path.clone(), item.target()?.to_owned())));
        let renames = Renames {
            paths: moved.map(|(path, now)| ((*path).to_owned(), now.path.clone())).collect(),
            aliases: aliases.collect(),
        };
        Self {
            both: old.items.iter().filter_map(|item| Some((item, *found.get(item.path.as_str())?))).collect(),
            removed: old.items.iter().filter(|item| !found.contains_key(item.path.as_str())).collect(),
            added: new.items.iter().filter(|item| !matched.contains(item.path.as_str())).collect(),
            renames,
        }
    }
}

/// The evidence that two items are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// Both have the same position in the document.
    Role,
    /// Both have the same members.
    Shape,
}

/// The items by key, if the key is unique.
fn unique<'a>(items: impl Iterator<Item = &'a Item>, key: Key) -> BTreeMap<String, &'a Item> {
    let mut known: BTreeMap<String, Vec<&Item>> = BTreeMap::new();
    for item in items {
        let text = match key {
            Key::Role => Some(format!("{} {}", item.kind.as_str(), item.role)),
            Key::Shape => shape(item),
        };
        if let Some(text) = text {
            known.entry(text).or_default().push(item);
        }
    }
    let single = known.into_iter().filter_map(|(text, items)| match items.as_slice() {
        [item] => Some((text, *item)),
        _ => None,
    });
    single.collect()
}

/// The members of a model, with their types. `None` if they are too few to identify it.
fn shape(item: &Item) -> Option<String> {
    if !item.path.starts_with("models::") {
        return None;
    }
    let members = members(item);
    let itself = |text: &str| words(text, |word| (word == item.path).then_some("Self"));
    let text: Vec<String> =
        members.iter().map(|(name, entry_type)| format!("{name}: {}", itself(entry_type))).collect();
    (members.len() >= MIN_COMMON_MEMBERS).then(|| format!("{} {}", item.kind.as_str(), text.join(", ")))
}

/// The fields or variants, without the one for unlisted keys or values.
fn members(item: &Item) -> Vec<(&str, &str)> {
    let members = item.entries.iter().filter(|entry| !entry.wire.is_empty()).filter_map(|entry| match &entry.kind {
        EntryKind::Field(entry_type) => Some((entry.name.as_str(), entry_type.as_str())),
        EntryKind::Variant(entry_type) => Some((entry.name.as_str(), entry_type.as_deref().unwrap_or_default())),
        _ => None,
    });
    members.collect()
}

/// Whether two items with the same position may be the same: most members of either are in the other. Items without
/// members, such as operations, are identified by their position.
fn is_alike(old: &Item, new: &Item) -> bool {
    let (before, after) = (members(old), members(new));
    if old.kind == ItemKind::Operation || before.is_empty() && after.is_empty() {
        return true;
    }
    let common = before.iter().filter(|(name, _)| after.iter().any(|(other, _)| other == name)).count();
    2 * common >= before.len().max(after.len())
}

#[cfg(test)]
mod tests {
    use super::Renames;

    #[test]
    fn only_whole_paths_are_renamed() {
        let one = |old: &str, new: &str| [(old.to_owned(), new.to_owned())].into();
        let renames = Renames { paths: one("models::Pet", "models::Animal"), ..Renames::default() };
        assert_eq!(
            renames.text("Option<Vec<models::Pet>>, models::PetId, Pet"),
            "Option<Vec<models::Animal>>, models::PetId, Pet"
        );
        let aliases = Renames { paths: one("models::A", "models::B"), aliases: one("models::B", "models::C") };
        assert_eq!(aliases.text("models::A, models::B"), "models::C, models::C");
        assert_eq!(renames.tokens("struct Pet { a : models :: Pet }"), "struct Animal { a : models :: Animal }");
    }
}
