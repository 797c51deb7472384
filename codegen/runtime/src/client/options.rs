//! Settings of calls: those of a client, and what single calls have otherwise.

use crate::{Presence, Retry};
use std::time::Duration;

/// What calls have otherwise than their client: see [`Client::with`](crate::Client::with). A timeout of None is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use = "options do nothing until a client has them"]
pub struct CallOptions {
    timeout: Presence<Duration>,
    attempt_timeout: Presence<Duration>,
    read_timeout: Presence<Duration>,
    max_response_size: Option<usize>,
    max_redirects: Option<u32>,
    retry: Option<Retry>,
}

impl CallOptions {
    /// Nothing otherwise.
    pub const fn new() -> Self {
        Self {
            timeout: Presence::Absent,
            attempt_timeout: Presence::Absent,
            read_timeout: Presence::Absent,
            max_response_size: None,
            max_redirects: None,
            retry: None,
        }
    }

    /// How long a call may take altogether: see [`ClientBuilder::timeout`](crate::ClientBuilder::timeout).
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = said(timeout.into());
        self
    }

    /// How long each attempt may take: see [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = said(timeout.into());
        self
    }

    /// How long to wait for a piece of a response: see [`ClientBuilder::read_timeout`](crate::ClientBuilder::read_timeout).
    pub fn read_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.read_timeout = said(timeout.into());
        self
    }

    /// How many bytes a response may have: see [`ClientBuilder::max_response_size`](crate::ClientBuilder::max_response_size).
    pub const fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = Some(bytes);
        self
    }

    /// How many redirects a request follows: see [`ClientBuilder::max_redirects`](crate::ClientBuilder::max_redirects).
    pub const fn max_redirects(mut self, redirects: u32) -> Self {
        self.max_redirects = Some(redirects);
        self
    }

    /// When a request is sent again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }
}

fn said(timeout: Option<Duration>) -> Presence<Duration> {
    timeout.map_or(Presence::Null, Presence::Value)
}

fn changed(timeout: Option<Duration>, said: Presence<Duration>) -> Option<Duration> {
    match said {
        Presence::Absent => timeout,
        Presence::Null => None,
        Presence::Value(timeout) => Some(timeout),
    }
}

/// The settings of calls.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) read_timeout: Option<Duration>,
    pub(super) max_response_size: usize,
    pub(super) max_redirects: u32,
    pub(super) strict_statuses: bool,
    pub(super) retry: Retry,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(30)),
            attempt_timeout: None,
            connect_timeout: Some(Duration::from_secs(10)),
            read_timeout: Some(Duration::from_secs(30)),
            max_response_size: 64 * 1024 * 1024,
            max_redirects: 10,
            strict_statuses: false,
            retry: Retry::default(),
        }
    }
}

impl Settings {
    pub(super) fn changed(&self, options: CallOptions) -> Self {
        Self {
            timeout: changed(self.timeout, options.timeout),
            attempt_timeout: changed(self.attempt_timeout, options.attempt_timeout),
            connect_timeout: self.connect_timeout,
            read_timeout: changed(self.read_timeout, options.read_timeout),
            max_response_size: options.max_response_size.unwrap_or(self.max_response_size),
            max_redirects: options.max_redirects.unwrap_or(self.max_redirects),
            strict_statuses: self.strict_statuses,
            retry: options.retry.unwrap_or_else(|| self.retry.clone()),
        }
    }
}
