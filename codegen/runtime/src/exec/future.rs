//! What executors give to wait for.

use std::pin::Pin;

/// A wait that has begun.
pub(crate) type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Work that blocks, and what it gives.
pub(crate) type Unblocked<T> = Pin<Box<dyn Future<Output = std::io::Result<T>> + Send>>;
