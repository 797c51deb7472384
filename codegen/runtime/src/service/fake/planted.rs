//! Selecting the requests of a fault.

use super::Fake;
use super::rule::Rule;
use crate::syntax::nearest;
use std::fmt;

/// A planted fault: it applies to the next request, unless these methods select others.
pub struct PlantedFault<'f> {
    pub(super) fake: &'f Fake,
    pub(super) index: usize,
}

#[expect(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "the fault is planted already")]
impl PlantedFault<'_> {
    /// Applies only to requests for the operation with this id.
    ///
    /// # Panics
    /// When there is no such operation.
    pub fn on(self, operation: &str) -> Self {
        let known = self.fake.operations();
        let similar = nearest::names(operation, &known);
        let hint =
            if similar.is_empty() { String::new() } else { format!(": did you mean `{}`?", similar.join("` or `")) };
        assert!(known.contains(&operation), "the document has no operation `{operation}`{hint}");
        self.change(|rule| rule.operation = Some(operation.to_owned()))
    }

    /// Applies first to the nth matching request from now, counted from 1.
    pub fn nth(self, n: usize) -> Self {
        self.change(|rule| rule.skip = n.saturating_sub(1))
    }

    /// Applies to this many requests in a row. Default: one.
    pub fn times(self, times: usize) -> Self {
        self.change(|rule| rule.remaining = Some(times))
    }

    /// Applies to every matching request from then on.
    pub fn always(self) -> Self {
        self.change(|rule| rule.remaining = None)
    }

    fn change(self, change: impl FnOnce(&mut Rule)) -> Self {
        if let Some(rule) = self.fake.state().rules.get_mut(self.index) {
            change(rule);
        }
        self
    }
}

impl fmt::Debug for PlantedFault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlantedFault").field("rule", &self.fake.state().rules.get(self.index)).finish()
    }
}
