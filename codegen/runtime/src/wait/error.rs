//! Why a wait ended without what was waited for.

use crate::Error;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// Why a wait came to nothing. `S` is the state of what is not done, `E` the documented error of the call that asks.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<S, E> {
    /// A call failed. What was waited for may go on.
    Call(Error<E>),
    /// The service does not know of what was waited for.
    Unknown,
    /// It was not done in time.
    Deadline {
        /// How long it was waited for.
        waited: Duration,
        /// How far it was when it was last asked for.
        last: Option<S>,
    },
    /// The wait was called off.
    Cancelled {
        /// How far it was when it was last asked for.
        last: Option<S>,
    },
}

impl<S, E> WaitError<S, E> {
    /// How far it was when it was last asked for.
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
            Self::Unknown => f.write_str("the service does not know of what was waited for"),
            Self::Deadline { waited, .. } => write!(f, "not done after {} seconds", waited.as_secs()),
            Self::Cancelled { .. } => f.write_str("the wait was called off"),
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
