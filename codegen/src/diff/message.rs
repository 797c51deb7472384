//! Describing a change, with advice to callers.

use super::delta::{Delta, Noun, Verb};
use crate::surface::{Entry, EntryKind, Item, ItemKind};
use crate::text::in_message;

/// The change, and advice to callers, which is empty if they need not do anything. `item` is the old item, and `now`
/// the new one, if both clients have it.
pub(super) fn of(item: &Item, now: Option<&Item>, delta: &Delta) -> (String, String) {
    (in_message(&message(item, now, delta)), in_message(&advice(item, now, delta)))
}

fn message(item: &Item, now: Option<&Item>, delta: &Delta) -> String {
    let Delta { verb, before, after, .. } = delta;
    let subject = subject(item, delta);
    match verb {
        Verb::Removed if is_several(delta) => format!("{subject} were removed"),
        Verb::Removed => format!("{subject} was removed"),
        Verb::Added if delta.nouns.contains(&Noun::Argument) => format!("{subject} is new and required"),
        Verb::Added if is_several(delta) => format!("{subject} are new"),
        Verb::Added => format!("{subject} is new"),
        Verb::Widened => format!("{subject} accepts more types: {}, previously {}", quoted(after), quoted(before)),
        Verb::Changed if delta.nouns == [Noun::Constructor] => {
            format!("the arguments of {} changed from {} to {}", calls(item), quoted(before), quoted(after))
        }
        Verb::Changed => format!("{subject} changed from {} to {}", quoted(before), quoted(after)),
        Verb::Renamed if delta.nouns == [Noun::Path] => {
            format!("it moved from the module `{}` to `{}`", module(before), module(after))
        }
        Verb::Renamed if delta.nouns == [Noun::Argument] => {
            format!("{subject} was renamed to `{after}`, and calls compile unchanged")
        }
        Verb::Renamed => {
            let after = now.filter(|_| delta.nouns == [Noun::Item]).and_then(Item::method);
            let after = after.map_or_else(|| delta.after.clone(), |method| format!("Client::{method}"));
            format!("{subject} was renamed to `{after}`")
        }
        Verb::Reordered => format!("the order of the arguments changed from `{before}` to `{after}`"),
        Verb::Required => format!("{subject} is required now"),
        Verb::Optional => format!("{subject} is optional now"),
        Verb::Became => format!("{subject} changed from {} to {}", article(before), article(after)),
        Verb::Behaves if delta.name.is_empty() && before == "order of members" => {
            "the order of the fields has changed".to_owned()
        }
        Verb::Behaves if delta.name.is_empty() && item.kind == ItemKind::Enum => {
            "variants are selected by other criteria: some values may be read as another variant".to_owned()
        }
        Verb::Behaves if delta.name.is_empty() => "the generated code differs in a way that no type shows".to_owned(),
        Verb::Behaves | Verb::BehavesMore | Verb::BehavesLess => behavior(delta),
    }
}

/// The change of a behavior, which the name describes: an aspect, and the part that has it.
fn behavior(Delta { verb, name, before, after, .. }: &Delta) -> String {
    let (aspect, part) = name.split_once(" of ").unwrap_or((name, "it"));
    if aspect == "deprecated" {
        let is = if after == "yes" { "is deprecated" } else { "is no longer deprecated" };
        return format!("{part} {is}");
    }
    let subject = if name.starts_with("response ") { name.clone() } else { format!("the {name}") };
    let was = if aspect.ends_with('s') { "were" } else { "was" };
    match verb {
        Verb::BehavesMore => format!("{subject} {was} added: {}", quoted(after)),
        Verb::BehavesLess => format!("{subject} {was} removed: {}", quoted(before)),
        _ => format!("{subject} changed from {} to {}", quoted(before), quoted(after)),
    }
}

/// The subject of the sentence.
fn subject(item: &Item, delta: &Delta) -> String {
    let name = &delta.name;
    let method = item.method().map(|method| format!("`Client::{method}`"));
    match delta.nouns.as_slice() {
        [Noun::Item] => method.unwrap_or_else(|| format!("`{name}`")),
        [Noun::Path] => format!("the path `{name}`"),
        [Noun::Method] => format!("the method `Client::{name}`"),
        [Noun::Constructor] => "`new`, with all setters,".to_owned(),
        [Noun::Trait] => format!("`impl {name}`"),
        [Noun::Variant] => format!("the variant `{}`", declared(delta)),
        [Noun::Inner] => "the value inside".to_owned(),
        [Noun::Output] => "the response of `send`".to_owned(),
        [Noun::Failure] => "the documented error".to_owned(),
        [Noun::Pages] => "`pages` and `items`".to_owned(),
        [Noun::Value] => "the type of the constant".to_owned(),
        [Noun::Handler] => format!("the method `{name}` of the trait `{}`", item.name()),
        [Noun::Supertraits] => format!("the supertrait bound of `{}`", item.path),
        [Noun::Target] => format!("the target of the alias `{}`", item.path),
        nouns => {
            let words: Vec<&str> = nouns.iter().map(|noun| word(*noun)).collect();
            let words = match delta.verb {
                Verb::Required | Verb::Optional => property_word(item).to_owned(),
                Verb::Changed | Verb::Widened | Verb::Renamed | Verb::Removed | Verb::Added => {
                    words.first().copied().unwrap_or_default().to_owned()
                }
                _ => words.join(" and "),
            };
            format!("the {words} `{}`", declared(delta))
        }
    }
}

/// The module of a path.
fn module(path: &str) -> &str {
    path.rsplit_once("::").map_or(path, |(module, _)| module)
}

/// The name, with its type if it is new.
fn declared(delta: &Delta) -> String {
    let Delta { name, after, .. } = delta;
    match (delta.verb, delta.nouns.first()) {
        (Verb::Added, Some(Noun::Variant)) if !after.is_empty() => format!("{name}({after})"),
        (Verb::Added, Some(Noun::Setter)) => format!("{name}({after})"),
        (Verb::Added, Some(_)) if !after.is_empty() => format!("{name}: {after}"),
        _ => name.clone(),
    }
}

fn is_several(delta: &Delta) -> bool {
    delta.nouns == [Noun::Pages]
}

fn word(noun: Noun) -> &'static str {
    match noun {
        Noun::Field => "field",
        Noun::Argument => "argument",
        Noun::Setter => "setter",
        _ => "member",
    }
}

fn property_word(item: &Item) -> &'static str {
    if item.kind == ItemKind::Operation { "input" } else { "field" }
}

fn quoted(text: &str) -> String {
    match text {
        "" => "nothing".to_owned(),
        text if text.contains('`') => text.to_owned(),
        text => format!("`{text}`"),
    }
}

fn article(kind: &str) -> String {
    if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { format!("an {kind}") } else { format!("a {kind}") }
}

fn advice(item: &Item, now: Option<&Item>, delta: &Delta) -> String {
    let Delta { verb, nouns, name, after, .. } = delta;
    let calls = calls(item);
    match (verb, nouns.first().copied().unwrap_or(Noun::Item)) {
        (Verb::Behaves | Verb::BehavesMore | Verb::BehavesLess | Verb::Widened, _) => String::new(),
        (Verb::Renamed, Noun::Argument) => "check that they pass the right value".to_owned(),
        (Verb::Added, Noun::Field) if !item.non_exhaustive => {
            format!("initialize it in every `{}` literal", item.name())
        }
        (Verb::Added, Noun::Handler) => "it responds with 501 until it is implemented".to_owned(),
        (Verb::Added, _) if !nouns.contains(&Noun::Argument) => String::new(),
        (Verb::Added, _) => format!("pass it to {calls}"),
        (Verb::Removed, Noun::Item) if item.method().is_some() => "remove the calls".to_owned(),
        (Verb::Removed, Noun::Path) => format!("refer to it as `{}`", item.path),
        (Verb::Removed, Noun::Constructor) => "do not construct it: no request contains it any more".to_owned(),
        (Verb::Removed, Noun::Argument) => format!("remove it from calls to {calls}"),
        (Verb::Removed, Noun::Handler) => "remove it from the implementation".to_owned(),
        (Verb::Changed, Noun::Supertraits) => "implement each of them; an empty `impl` is enough".to_owned(),
        (Verb::Removed, Noun::Variant) => removed_variant(item, now),
        (Verb::Removed, Noun::Trait) if name == "Default" => format!("construct it with `{}::new`", item.name()),
        (Verb::Removed, Noun::Trait) if name.starts_with("From<models::") && item.kind == ItemKind::Enum => {
            "name the variant in place of calling `into`".to_owned()
        }
        (Verb::Removed, Noun::Trait) => "remove code that relies on it".to_owned(),
        (Verb::Removed, Noun::Pages) => "request each page separately".to_owned(),
        (Verb::Removed, _) => "remove its uses".to_owned(),
        (Verb::Changed, Noun::Constructor) if after.contains("::") => {
            "pass a value of this struct, with the arguments as its fields".to_owned()
        }
        (Verb::Changed, Noun::Constructor) => "pass the fields as arguments, in this order".to_owned(),
        (Verb::Changed, Noun::Argument) => format!("pass a value of this type to {calls}"),
        (Verb::Changed, Noun::Setter) if after.is_empty() => "call the setter without an argument".to_owned(),
        (Verb::Changed, Noun::Setter) => "pass a value of this type to the setter".to_owned(),
        (Verb::Changed, Noun::Output) => "adapt code that uses the result of `send`".to_owned(),
        (Verb::Changed, Noun::Failure) => "adapt code that reads `Error::Failure`".to_owned(),
        (Verb::Changed, _) => "adapt code to the new type".to_owned(),
        (Verb::Renamed, Noun::Path) => format!("refer to it there, or as `{}`", now.map_or(name, |now| &now.path)),
        (Verb::Renamed, Noun::Item) => format!("write `{after}` in place of `{name}`{}", of_method(item)),
        (Verb::Renamed, _) => format!("write `{after}` in place of `{name}`"),
        (Verb::Reordered, _) => {
            format!("pass them to {calls} in this order; the compiler does not notice if their types are the same")
        }
        (Verb::Required, _) => format!("pass it to {calls} in place of calling its setter{}", reading(delta)),
        (Verb::Optional, _) => format!("call its setter in place of passing it to {calls}{}", reading(delta)),
        (Verb::Became, _) => format!("use it as {}", article(after)),
    }
}

/// The callee of the arguments.
fn calls(item: &Item) -> String {
    let own = format!("`{}::new`", item.name());
    item.method().map_or_else(|| own.clone(), |method| format!("`Client::{method}` and {own}"))
}

fn of_method(item: &Item) -> &'static str {
    if item.method().is_some() { ", and call the method of that name" } else { "" }
}

/// The most new variants that may replace a removed one.
const MAX_REPLACEMENTS: usize = 2;

/// How the values of a removed variant are read: as a new variant, if there is one for them.
fn removed_variant(item: &Item, now: Option<&Item>) -> String {
    let rest = variants(item).find(|entry| entry.wire.is_empty());
    let is_new = |entry: &&Entry| !variants(item).any(|old| old.name == entry.name);
    let added: Vec<&Entry> = now.into_iter().flat_map(variants).filter(is_new).collect();
    match rest {
        Some(rest) if item.path.starts_with("models::") => {
            let added = added.iter().copied().filter(|_| added.len() <= MAX_REPLACEMENTS);
            let names: Vec<String> = added.chain([rest]).map(|entry| format!("`{}`", entry.name)).collect();
            format!("match and construct {}, as which such a value is read now", names.join(" or "))
        }
        _ => "remove the match arms for it".to_owned(),
    }
}

fn variants(item: &Item) -> impl Iterator<Item = &Entry> {
    item.entries.iter().filter(|entry| matches!(entry.kind, EntryKind::Variant(_)))
}

/// The type that a field is read as, if it changed.
fn reading(delta: &Delta) -> String {
    if delta.nouns.contains(&Noun::Field) && !delta.after.is_empty() {
        format!(", and read the field as `{}`", delta.after)
    } else {
        String::new()
    }
}
