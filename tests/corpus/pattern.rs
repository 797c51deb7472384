//! Strings that match a pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How often something is repeated at most beyond what a pattern asks for.
const MAX_EXTRA: u32 = 64;

/// Patterns that nest deeper, or whose strings are longer, are not worth the trouble.
const LONG: usize = 4096;

/// A string that matches the pattern, with a length within the bounds, as far as one is found.
pub fn matching(pattern: &str, least: usize, most: usize) -> Option<String> {
    let parsed = regex_syntax::Parser::new().parse(pattern).ok()?;
    let mut strings = (0..=MAX_EXTRA).map(|extra| {
        let mut string = String::new();
        write(&parsed, extra, &mut string);
        string
    });
    strings.find(|string| (least..=most).contains(&string.chars().count()))
}

/// Writes the first choice of everything, repeated `extra` times more than it must be where it may be.
fn write(hir: &Hir, extra: u32, string: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => string.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => string.extend(member(class)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let times = repetition.min.saturating_add(extra).min(most);
            for _ in 0..times {
                if string.len() < LONG {
                    write(&repetition.sub, extra, string);
                }
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, extra, string),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, extra, string)),
        HirKind::Alternation(choices) => choices.iter().take(1).for_each(|choice| write(choice, extra, string)),
    }
}

/// A letter or digit of the class, or else its first character.
fn member(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else {
        let Class::Bytes(class) = class else { return None };
        return class.ranges().first().map(|range| char::from(range.start()));
    };
    let contains = |c: &char| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(c));
    let usual = ('a'..='z').chain('A'..='Z').chain('0'..='9').find(contains);
    usual.or_else(|| class.ranges().first().map(regex_syntax::hir::ClassUnicodeRange::start))
}
