//! Whether calls are futures or block.

use std::fmt::Debug;

/// Whether the calls of a client are futures ([`Async`]) or block until they are done (`Blocking`, with the feature
/// `blocking`).
pub trait Mode: sealed::Sealed + Debug + Clone + Copy + Send + Sync + 'static {}

/// The calls of a client are futures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Async {}

impl Mode for Async {}

/// The calls of a client block the thread until they are done.
#[cfg(feature = "blocking")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocking {}

#[cfg(feature = "blocking")]
impl Mode for Blocking {}

/// A client in one mode, with the type of the same client in the other.
#[cfg(feature = "blocking")]
pub trait InMode {
    /// The client whose calls block.
    type Blocking: From<crate::Client<Blocking>>;
}

#[cfg(feature = "blocking")]
impl<M> InMode for crate::Client<M> {
    type Blocking = crate::Client<Blocking>;
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Async {}

    #[cfg(feature = "blocking")]
    impl Sealed for super::Blocking {}
}
