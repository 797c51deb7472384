//! A fault, and the requests that it applies to.

use super::fault::Fault;

/// A fault with the requests that it applies to.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) fault: Fault,
    pub(super) operation: Option<String>,
    /// The number of matching requests before it applies.
    pub(super) skip: usize,
    /// `None` for all further requests.
    pub(super) remaining: Option<usize>,
}

impl Rule {
    pub(super) const fn new(fault: Fault) -> Self {
        Self { fault, operation: None, skip: 0, remaining: Some(1) }
    }

    /// The number of requests to which it still applies; zero for a fault without end.
    pub(super) fn remaining(&self) -> usize {
        self.remaining.unwrap_or_default()
    }

    pub(super) const fn heal(&mut self) {
        self.remaining = Some(0);
    }

    /// The fault, if it applies to this request, which it counts.
    pub(super) fn apply(&mut self, operation: Option<&str>) -> Option<Fault> {
        let is_for = self.operation.is_none() || self.operation.as_deref() == operation;
        if !is_for || self.remaining == Some(0) {
            return None;
        }
        if let Some(skip) = self.skip.checked_sub(1) {
            self.skip = skip;
            return None;
        }
        self.remaining = self.remaining.map(|remaining| remaining - 1);
        Some(self.fault.clone())
    }
}
