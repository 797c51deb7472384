//! Types of the futures that executors provide.

use std::pin::Pin;

/// A wait that has begun.
pub(crate) type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The output of blocking work.
pub(crate) type Unblocked<T> = Pin<Box<dyn Future<Output = std::io::Result<T>> + Send>>;
