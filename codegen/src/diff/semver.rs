//! Whether a change breaks callers, by Rust's rules of semantic versioning.

use super::delta::{Delta, Noun, Verb};
use crate::surface::Item;

/// The impact of a change on callers, in the order of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Some program no longer compiles, or has another meaning.
    Breaking,
    /// Something was added; every program compiles as before.
    Addition,
    /// Every program compiles as before, but requests, responses or messages may differ.
    Behavior,
}

impl Impact {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Addition => "addition",
            Self::Behavior => "behavior",
        }
    }
}

/// The part of the client's version to increase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// None.
    None,
    /// `1.2.3` is followed by `1.2.4`.
    Patch,
    /// `1.2.3` is followed by `1.3.0`.
    Minor,
    /// `1.2.3` is followed by `2.0.0`.
    Major,
}

impl Bump {
    pub(super) fn of(impacts: impl Iterator<Item = Impact>) -> Self {
        let bump = |impact| match impact {
            Impact::Breaking => Self::Major,
            Impact::Addition => Self::Minor,
            Impact::Behavior => Self::Patch,
        };
        impacts.map(bump).max().unwrap_or(Self::None)
    }

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The bump of a version `0.y.z`, whose `y` cargo treats as the major part.
    #[must_use]
    pub fn before_one(self) -> Self {
        match self {
            Self::Major => Self::Minor,
            Self::Minor => Self::Patch,
            other => other,
        }
    }
}

/// The impact of a change of `item`.
pub(super) fn impact(delta: &Delta, item: &Item) -> Impact {
    delta.nouns.iter().map(|noun| impact_on(delta.verb, *noun, item.non_exhaustive)).min().unwrap_or(Impact::Behavior)
}

fn impact_on(verb: Verb, noun: Noun, non_exhaustive: bool) -> Impact {
    match (verb, noun) {
        // Names of arguments are never written.
        (Verb::Behaves | Verb::BehavesMore | Verb::BehavesLess, _) | (Verb::Renamed, Noun::Argument) => {
            Impact::Behavior
        }
        // Exhaustive literals and patterns break.
        (Verb::Added, Noun::Field | Noun::Variant) if !non_exhaustive => Impact::Breaking,
        (Verb::Added, noun) if noun != Noun::Argument => Impact::Addition,
        (Verb::Widened, _) => Impact::Addition,
        (
            Verb::Added
            | Verb::Removed
            | Verb::Changed
            | Verb::Renamed
            | Verb::Reordered
            | Verb::Required
            | Verb::Optional
            | Verb::Became,
            _,
        ) => Impact::Breaking,
    }
}

#[cfg(test)]
mod tests {
    use super::{Bump, Impact, Noun, Verb, impact_on};

    #[test]
    fn additions_break_only_exhaustive_code() {
        for noun in [Noun::Item, Noun::Setter, Noun::Trait, Noun::Constructor, Noun::Pages, Noun::Method] {
            assert_eq!(impact_on(Verb::Added, noun, false), Impact::Addition, "{noun:?}");
        }
        for noun in [Noun::Field, Noun::Variant] {
            assert_eq!(impact_on(Verb::Added, noun, true), Impact::Addition, "{noun:?}");
            assert_eq!(impact_on(Verb::Added, noun, false), Impact::Breaking, "{noun:?}");
        }
        assert_eq!(impact_on(Verb::Added, Noun::Argument, true), Impact::Breaking);
        assert_eq!(impact_on(Verb::Widened, Noun::Argument, true), Impact::Addition);
    }

    #[test]
    fn removals_and_changes_are_breaking() {
        for verb in [Verb::Removed, Verb::Changed, Verb::Renamed, Verb::Required, Verb::Optional, Verb::Reordered] {
            for noun in [Noun::Item, Noun::Setter, Noun::Field, Noun::Variant, Noun::Trait, Noun::Output, Noun::Inner] {
                assert_eq!(impact_on(verb, noun, true), Impact::Breaking, "{verb:?} {noun:?}");
            }
        }
    }

    #[test]
    fn changes_of_behavior_are_not_breaking() {
        assert_eq!(impact_on(Verb::Behaves, Noun::Item, false), Impact::Behavior);
        assert_eq!(impact_on(Verb::Renamed, Noun::Argument, false), Impact::Behavior);
    }

    #[test]
    fn the_version_bump_is_that_of_the_greatest_impact() {
        use Impact::{Addition, Behavior, Breaking};
        for (impacts, bump, before_one) in [
            (vec![], Bump::None, Bump::None),
            (vec![Behavior], Bump::Patch, Bump::Patch),
            (vec![Behavior, Addition], Bump::Minor, Bump::Patch),
            (vec![Addition, Breaking, Behavior], Bump::Major, Bump::Minor),
        ] {
            let found = Bump::of(impacts.into_iter());
            assert_eq!((found, found.before_one()), (bump, before_one));
        }
    }
}
