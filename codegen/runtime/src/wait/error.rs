//! The error of a wait.

use crate::Error;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// Why a wait ended without a result. `S` is the state of the unfinished job, `E` the documented error of the call that
/// polls.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<S, E> {
    /// A call failed. The job may still be running.
    Call(Error<E>),
    /// The service does not know the job.
    Unknown,
    /// The job was not done in time.
    Deadline {
        /// How long the wait took.
        waited: Duration,
        /// The last known state of the job.
        last: Option<S>,
    },
    /// The wait was cancelled.
    Cancelled {
        /// The last known state of the job.
        last: Option<S>,
    },
}

impl<S, E> WaitError<S, E> {
    /// The last known state of the job.
    #[must_use]
    pub const fn last(&self) -> Option<&S> {
        match self {
            Self::Call(_) | Self::Unknown => None,
            Self::Deadline { last, .. } | Self::Cancelled { last } => last.as_ref(),
        }
    }
}

impl<S, E> fmt::Display for WaitError<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Unknown => f.write_str("the service does not know the job that is waited for"),
            Self::Deadline { waited, .. } => write!(f, "not done after {} seconds", waited.as_secs()),
            Self::Cancelled { .. } => f.write_str("the wait was cancelled"),
        }
    }
}

impl<S: fmt::Debug, E: fmt::Debug> StdError for WaitError<S, E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            Self::Unknown | Self::Deadline { .. } | Self::Cancelled { .. } => None,
        }
    }
}
