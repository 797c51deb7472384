//! Waiting: timers and deadlines on whatever executor the caller has, and driving a future without one.
//!
//! Belongs here: code that depends on tokio or the waiting thread, and not on HTTP.
//!
//! Uses: no other module. Used by: `__private`, `auth`, `client`, `service`, `transport`, `wait`.

#[cfg(any(feature = "blocking", test))]
pub(crate) mod blocking;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
pub(crate) mod executor;
#[cfg(not(any(feature = "hyper", feature = "reqwest")))]
#[path = "no_executor.rs"]
pub(crate) mod executor;
pub(crate) mod future;
pub(crate) mod time;
