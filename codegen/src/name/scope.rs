//! A scope hands out identifiers, each once.

use super::keyword::is_keyword;
use proc_macro2::{Ident, Span};
use std::collections::HashSet;

/// The identifiers taken so far in one namespace.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// What the emitted code uses for itself, and is never handed out.
    reserved: &'static [&'static str],
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which the emitted code uses `reserved` for itself.
    pub(super) fn with(reserved: &'static [&'static str]) -> Self {
        Self { reserved, taken: HashSet::new() }
    }

    /// `wanted`, or what comes nearest to it among what is free: a keyword or a reserved word gets an underscore
    /// (`type_`), a name that is taken a number (`Pet2`).
    pub(super) fn claim(&mut self, wanted: &str) -> Ident {
        let word = is_keyword(wanted) || self.reserved.contains(&wanted);
        let base = if word { format!("{wanted}_") } else { wanted.to_owned() };
        let mut candidate = base.clone();
        let mut number = 2;
        while !self.taken.insert(candidate.clone()) {
            candidate = format!("{base}{number}");
            number += 1;
        }
        Ident::new(&candidate, Span::call_site())
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn keywords_and_repetitions_stay_apart() {
        let mut scope = Scope::with(&["new"]);
        let names = ["type", "type", "pet", "pet", "pet2", "new", "Self"].map(|wanted| scope.claim(wanted).to_string());
        assert_eq!(names, ["type_", "type_2", "pet", "pet2", "pet22", "new_", "Self_"]);
    }
}
