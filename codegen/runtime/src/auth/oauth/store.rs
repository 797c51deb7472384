//! Token stores, which keep tokens between runs and between processes.

use crate::{BoxError, BoxFuture, Secret};
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Stores the state of one grant: its tokens, their lifetimes, and the times at which tokens were issued.
///
/// The state is one string, which the runtime writes and reads. It contains the tokens in plain text, so anyone who can
/// read the store can use them. Nothing else writes tokens anywhere.
///
/// A store that several processes share should have a [`lock`](Self::lock): then only one of them requests a new token,
/// and the others find it in the store.
pub trait TokenStore: Send + Sync + 'static {
    /// Loads the string, if there is one.
    fn load(&self) -> BoxFuture<'_, Result<Option<Secret>, BoxError>>;

    /// Replaces the string atomically: entirely or not at all, however the process ends.
    fn save(&self, text: Secret) -> BoxFuture<'_, Result<(), BoxError>>;

    /// Waits for the lock, and takes it. By default, nothing is locked.
    ///
    /// The future may be dropped at any time. It needs no timeout of its own.
    fn lock(&self) -> BoxFuture<'_, Result<StoreLock, BoxError>> {
        Box::pin(async { Ok(StoreLock::none()) })
    }
}

/// The lock of a store, which is released on drop.
pub struct StoreLock {
    _guard: Option<Box<dyn Send + Sync>>,
}

impl StoreLock {
    /// Creates a lock that is released when `guard` is dropped.
    #[must_use]
    pub fn new(guard: impl Send + Sync + 'static) -> Self {
        Self { _guard: Some(Box::new(guard)) }
    }

    /// The lock of a store that has none.
    #[must_use]
    pub const fn none() -> Self {
        Self { _guard: None }
    }
}

impl fmt::Debug for StoreLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreLock").finish_non_exhaustive()
    }
}

/// Keeps tokens in memory. The default store.
#[derive(Default)]
pub struct MemoryTokenStore {
    text: Mutex<Option<Secret>>,
}

impl MemoryTokenStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl TokenStore for MemoryTokenStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Secret>, BoxError>> {
        let text = self.text.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async { Ok(text) })
    }

    fn save(&self, text: Secret) -> BoxFuture<'_, Result<(), BoxError>> {
        *self.text.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
        Box::pin(async { Ok(()) })
    }
}

/// Without the text.
impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenStore").finish_non_exhaustive()
    }
}

impl<T: TokenStore + ?Sized> TokenStore for std::sync::Arc<T> {
    fn load(&self) -> BoxFuture<'_, Result<Option<Secret>, BoxError>> {
        (**self).load()
    }

    fn save(&self, text: Secret) -> BoxFuture<'_, Result<(), BoxError>> {
        (**self).save(text)
    }

    fn lock(&self) -> BoxFuture<'_, Result<StoreLock, BoxError>> {
        (**self).lock()
    }
}
