//! Merging the changes of one property, which may be a field, a setter and an argument.

use crate::diff::delta::{Delta, Noun, Verb};

/// Removes the changes of setters that were added or removed with their constructor.
pub(super) fn absorbed(mut deltas: Vec<Delta>) -> Vec<Delta> {
    let is_constructor = |delta: &Delta| delta.nouns == [Noun::Constructor] && delta.verb != Verb::Changed;
    let Some(index) = deltas.iter().position(is_constructor) else { return deltas };
    let verb = deltas[index].verb;
    let is_setter = |delta: &Delta| delta.verb == verb && delta.nouns == [Noun::Setter];
    let also_broken: Vec<String> =
        deltas.iter().filter(|delta| is_setter(delta)).flat_map(|delta| delta.broken.clone()).collect();
    deltas[index].broken.extend(also_broken);
    deltas.retain(|delta| !is_setter(delta));
    deltas
}

/// The changes, merged by property, which may be a field, a setter and an argument.
pub(super) fn merged(deltas: Vec<Delta>) -> Vec<Delta> {
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
