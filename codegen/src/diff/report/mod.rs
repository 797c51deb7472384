//! Reports of a difference, as text, Markdown and JSON.

mod json;
mod markdown;
mod text;

use super::{Bump, Change, Difference, Impact, Location};

/// The sections of a report, in order.
const SECTIONS: [(Impact, &str); 3] =
    [(Impact::Breaking, "breaking"), (Impact::Addition, "additions"), (Impact::Behavior, "behavior")];

/// The changes of one impact, grouped by item, in order.
fn groups(difference: &Difference, impact: Impact) -> Vec<(&str, &str, Vec<&Change>)> {
    let mut groups: Vec<(&str, &str, Vec<&Change>)> = Vec::new();
    for change in difference.changes.iter().filter(|change| change.impact == impact) {
        match groups.iter_mut().find(|(owner, _, _)| *owner == change.owner) {
            Some((_, _, changes)) => changes.push(change),
            None => groups.push((&change.owner, &change.label, vec![change])),
        }
    }
    groups
}

/// The number of changes of each impact: `1 breaking change, 2 additions`.
fn counts(difference: &Difference) -> String {
    let count = |impact, one: &str, many: &str| match difference.count(impact) {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let counts = [
        count(Impact::Breaking, "breaking change", "breaking changes"),
        count(Impact::Addition, "addition", "additions"),
        count(Impact::Behavior, "change of behavior", "changes of behavior"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() { "no changes".to_owned() } else { counts.join(", ") }
}

/// The version bump in words.
fn bump(bump: Bump) -> String {
    match bump {
        Bump::None => "none".to_owned(),
        bump => format!("{} (before 1.0: {})", bump.as_str(), bump.before_one().as_str()),
    }
}

/// Both locations, the old one first.
fn locations(change: &Change) -> String {
    let location = |location: &Location| {
        if location.line == 0 {
            location.path.clone()
        } else {
            format!("{}:{}:{}", location.path, location.line, location.column)
        }
    };
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{} -> {}", location(old), location(new)),
        (Some(old), None) => format!("{} -> (gone)", location(old)),
        (None, Some(new)) => format!("(new) -> {}", location(new)),
        (None, None) => String::new(),
    }
}
