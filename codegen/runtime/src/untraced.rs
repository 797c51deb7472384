//! What `trace` is where nobody asked for spans: nothing.

use crate::OperationInfo;
use crate::retry::Outcome;
use http::Uri;

pub(crate) struct CallSpan;

impl CallSpan {
    pub(crate) const fn new(_: &OperationInfo, _: &Uri) -> Self {
        Self
    }

    pub(crate) async fn within<T>(&self, future: impl Future<Output = T>) -> T {
        future.await
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

    pub(crate) async fn within<T>(&self, future: impl Future<Output = T>) -> T {
        future.await
    }

    pub(crate) const fn ended(&self, _: &Outcome) {
        let Self = self;
    }
}

pub(crate) const fn waiting(_: std::time::Duration, _: u32) {}

pub(crate) const fn renewed() {}
