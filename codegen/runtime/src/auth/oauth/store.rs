//! Where tokens are kept between runs, and between processes.

use crate::{BoxError, BoxFuture, Secret};
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Keeps what is known of one grant: its tokens, how long they are good, and when tokens were given.
///
/// It is one text, which the runtime writes and reads. It holds the tokens in clear, so whoever can read the store can
/// use them: that it is written is deliberate, and the only way in which tokens leave the memory.
///
/// A store that several processes share should have a [`lock`](Self::lock): then only one of them asks for a new token,
/// and the others find it here.
pub trait TokenStore: Send + Sync + 'static {
    /// The text, if there is one.
    fn load(&self) -> BoxFuture<'_, Result<Option<Secret>, BoxError>>;

    /// Puts a string in the place of the one before: whole or not at all, however the process ends.
    fn save(&self, text: Secret) -> BoxFuture<'_, Result<(), BoxError>>;

    /// Waits until nobody else has the lock, and takes it. Nothing is locked unless a store says otherwise.
    ///
    /// It may be dropped at any time, waiting or holding. How long it waits is not its concern.
    fn lock(&self) -> BoxFuture<'_, Result<StoreLock, BoxError>> {
        Box::pin(async { Ok(StoreLock::none()) })
    }
}

/// The right to write to a store, until it is dropped.
pub struct StoreLock {
    _guard: Option<Box<dyn Send + Sync>>,
}

impl StoreLock {
    /// A lock that ends when `guard` is dropped.
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

/// Keeps tokens as long as the process lives. What is used unless another store is given.
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
