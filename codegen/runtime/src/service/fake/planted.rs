//! Which requests a fault is for.

use super::Fake;
use super::fault::Fault;
use std::fmt;

/// A fault with the requests that it is for.
#[derive(Debug)]
pub(super) struct Rule {
    fault: Fault,
    operation: Option<String>,
    /// Fitting requests to let through before.
    skip: usize,
    /// `None` for all that come.
    left: Option<usize>,
}

impl Rule {
    pub(super) const fn new(fault: Fault) -> Self {
        Self { fault, operation: None, skip: 0, left: Some(1) }
    }

    /// How many requests it will still meet; those of a fault without end do not count.
    pub(super) fn left(&self) -> usize {
        self.left.unwrap_or_default()
    }

    pub(super) const fn heal(&mut self) {
        self.left = Some(0);
    }

    /// The fault, if it is for this request. Counts it.
    pub(super) fn meet(&mut self, operation: Option<&str>) -> Option<Fault> {
        let is_for = self.operation.is_none() || self.operation.as_deref() == operation;
        if !is_for || self.left == Some(0) {
            return None;
        }
        if let Some(skip) = self.skip.checked_sub(1) {
            self.skip = skip;
            return None;
        }
        self.left = self.left.map(|left| left - 1);
        Some(self.fault.clone())
    }
}

/// A fault that was planted: it meets the next request. Say more about which ones it is to meet.
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

    /// The first to meet it is the nth from now that counts, from 1.
    pub fn nth(self, n: usize) -> Self {
        self.change(|rule| rule.skip = n.saturating_sub(1))
    }

    /// How many requests in a row it affects. Default: one.
    pub fn times(self, times: usize) -> Self {
        self.change(|rule| rule.left = Some(times))
    }

    /// Every request meets it from then on.
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
