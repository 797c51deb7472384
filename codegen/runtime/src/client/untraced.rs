//! Replaces `trace` without the feature `tracing`: does nothing.

use crate::OperationInfo;
use crate::response::read::Outcome;
use http::Uri;

pub(crate) struct CallSpan;

impl CallSpan {
    pub(crate) const fn new(_: &OperationInfo, _: &Uri) -> Self {
        Self
    }

    pub(crate) fn within<F: Future + Unpin>(&self, future: F) -> F {
        let Self = self;
        future
    }

    pub(crate) const fn ended(&self, _: &Outcome, _: u32) {
        let Self = self;
    }

    pub(crate) const fn not_sent(&self) {
        let Self = self;
    }
}

pub(crate) struct AttemptSpan;

impl AttemptSpan {
    pub(crate) const fn new(_: &OperationInfo, _: &Uri, _: u32) -> Self {
        Self
    }

    pub(crate) fn within<F: Future + Unpin>(&self, future: F) -> F {
        let Self = self;
        future
    }

    pub(crate) fn in_scope<T>(&self, action: impl FnOnce() -> T) -> T {
        let Self = self;
        action()
    }

    pub(crate) const fn ended(&self, _: &Outcome) {
        let Self = self;
    }
}

pub(crate) const fn waiting(_: std::time::Duration, _: u32) {}

pub(crate) const fn renewed() {}
