//! Saying which requests a fault is for.

use super::Fake;
use super::rule::Rule;
use std::fmt;

/// A fault that was planted: it applies to the next request, unless these methods say otherwise.
pub struct PlantedFault<'f> {
    pub(super) fake: &'f Fake,
    pub(super) index: usize,
}

#[expect(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "the fault is planted already")]
impl PlantedFault<'_> {
    /// Only requests for the operation of this id count.
    ///
    /// # Panics
    /// When there is no such operation.
    pub fn on(self, operation: &str) -> Self {
        assert!(self.fake.has_operation(operation), "the document has no operation `{operation}`");
        self.change(|rule| rule.operation = Some(operation.to_owned()))
    }

    /// It first applies to the nth request from now that counts, from 1.
    pub fn nth(self, n: usize) -> Self {
        self.change(|rule| rule.skip = n.saturating_sub(1))
    }

    /// How many requests in a row it affects. Default: one.
    pub fn times(self, times: usize) -> Self {
        self.change(|rule| rule.left = Some(times))
    }

    /// It applies to every request from then on.
    pub fn always(self) -> Self {
        self.change(|rule| rule.left = None)
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
