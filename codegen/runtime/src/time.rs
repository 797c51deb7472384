//! Waiting, on whatever executor there is.

use std::time::Duration;

/// Returns when the time is over.
///
/// Within a tokio runtime tokio's timer does it, so that its paused time holds here as well; anywhere else a thread of its
/// own, which is started when it is first needed.
pub(crate) async fn sleep(duration: Duration) {
    #[cfg(feature = "reqwest")]
    if tokio::runtime::Handle::try_current().is_ok() {
        return tokio::time::sleep(duration).await;
    }
    futures_timer::Delay::new(duration).await;
}

/// Carries a future to its end even if nobody waits for it any more, where there is an executor that does so.
pub(crate) fn drive(future: impl Future<Output = ()> + Send + 'static) {
    #[cfg(feature = "reqwest")]
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(future);
        return;
    }
    drop(future);
}
