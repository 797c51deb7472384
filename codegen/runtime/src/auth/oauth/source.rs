//! The source of tokens, which shares one renewal among all callers that wait, even if some of them are dropped.

use super::error::{OAuthError, OAuthErrorKind};
use super::renewal::{Core, Outcome};
use super::request;
use super::settings::OAuth;
use super::stored_token::StoredToken;
use super::token_response::TokenResponse;
use crate::exec::time;
use crate::url::server;
use crate::{AccessToken, BoxError, BoxFuture, SecurityScheme, TokenSource, Transport};
use futures_util::FutureExt as _;
use futures_util::future::Shared;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, SystemTime};

impl OAuth {
    /// Creates a source of tokens that several clients can share, for
    /// [`ClientBuilder::token_source`](crate::ClientBuilder::token_source).
    ///
    /// # Errors
    /// When the URL of the token endpoint is neither set nor [documented](Self::described_by), or is invalid.
    pub fn source(self, transport: impl Transport) -> Result<OAuthTokens, OAuthError> {
        self.bound(Arc::new(transport))
    }

    pub(crate) fn bound(self, transport: Arc<dyn Transport>) -> Result<OAuthTokens, OAuthError> {
        request::url(&self, self.token_url.as_deref())?;
        Ok(OAuthTokens::new(self, transport))
    }

    /// Like [`bound`](Self::bound), for a scheme of an API whose server is at this URL.
    pub(crate) fn bound_to(
        self,
        scheme: &SecurityScheme,
        server: &str,
        transport: Arc<dyn Transport>,
    ) -> Result<OAuthTokens, String> {
        if !self.allows_http && server::is_open(server) {
            return Err(format!("tokens are not sent to `{server}` without encryption: {}", request::ENCRYPT));
        }
        self.described_by_scheme(scheme, server).bound(transport).map_err(|error| error.to_string())
    }
}

/// How long a permanent error is returned to further callers instead of trying again.
const HOLD: Duration = Duration::from_secs(60);

/// How long to wait after a failed early renewal before trying again, while the token is still valid.
const EARLY_HOLD: Duration = Duration::from_secs(30);

/// A source of tokens, which are kept while they are valid and renewed in time. Cheap to clone; clones share the
/// tokens.
///
/// However many callers wait for a token, one request is sent. If a caller is dropped meanwhile, the others, or the
/// next one, continue the same request. A token that will expire soon is used until the new one is there, or until it
/// expires if the renewal fails.
#[derive(Clone)]
pub struct OAuthTokens {
    shared: Arc<SharedState>,
}

struct SharedState {
    core: Arc<Core>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    known: Option<Arc<StoredToken>>,
    /// When to renew the known token.
    due: Option<SystemTime>,
    renewal: Option<Renewal>,
    failed_renewal: Option<FailedRenewal>,
    renewals: u64,
}

/// A renewal that has begun.
#[derive(Clone)]
struct Renewal {
    number: u64,
    outcome: Shared<BoxFuture<'static, Outcome>>,
    /// When it is abandoned, since the task that polls it may have been stopped.
    deadline: SystemTime,
    /// Alive while a caller waits for it.
    driver: Weak<()>,
}

/// A renewal that failed.
struct FailedRenewal {
    error: OAuthError,
    until: SystemTime,
    /// Whether it prevents another attempt even without a valid token.
    lasts: bool,
}

/// The next step of a caller.
enum Step {
    Have(AccessToken),
    Fail(OAuthError),
    Wait(Renewal, Arc<()>),
}

impl OAuthTokens {
    pub(super) fn new(oauth: OAuth, transport: Arc<dyn Transport>) -> Self {
        let margin = oauth.margin.saturating_add((oauth.margin / 4).mul_f64(fastrand::f64()));
        let core = Core { grant_id: oauth.grant_id(), margin, oauth, transport, unsaved: Mutex::default() };
        Self { shared: Arc::new(SharedState { core: Arc::new(core), state: Mutex::default() }) }
    }

    /// Returns a valid token.
    ///
    /// # Errors
    /// When there is none, and none can be fetched.
    pub async fn access_token(&self) -> Result<AccessToken, OAuthError> {
        let token = self.other_than(None).await?;
        token.ok_or_else(|| {
            OAuthError::new(OAuthErrorKind::Response, "the token endpoint returns tokens that have expired")
        })
    }

    /// Ends the grant: has the service revoke the refresh token, or the access token if there is no other, and removes both,
    /// from the store as well. If the revocation fails, both are kept.
    ///
    /// Further calls fail, unless the grant lets the client get tokens without the user.
    ///
    /// ```no_run
    /// # use specwright_runtime::oauth::{OAuth, OAuthError};
    /// # async fn log_out(oauth: OAuth, transport: specwright_runtime::MemoryTransport) -> Result<(), OAuthError> {
    /// let tokens = oauth.revocation_url("https://accounts.example/revoke").source(transport)?;
    /// // Client::builder().token_source(tokens.clone())…
    /// tokens.revoke().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When there is no token, or the [`revocation_url`](OAuth::revocation_url) is not set; or see [`OAuthErrorKind`].
    pub async fn revoke(&self) -> Result<(), OAuthError> {
        // The token of a renewal in progress must be revoked as well.
        let renewal = self.shared.state().renewal.clone();
        if let Some(renewal) = renewal {
            let _ = self.shared.outcome(&renewal).await;
        }
        let known = self.shared.state().known.clone();
        self.shared.core.revoke(known).await?;
        // A renewal that has begun since has found the old tokens, which are revoked.
        let State { known, due, renewal, failed_renewal, .. } = &mut *self.shared.state();
        (*known, *due, *renewal, *failed_renewal) = (None, None, None, None);
        Ok(())
    }

    pub(super) fn oauth(&self) -> &OAuth {
        &self.shared.core.oauth
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        &*self.shared.core.transport
    }

    /// Replaces the tokens with those of a new grant.
    pub(super) async fn replace(&self, response: TokenResponse) -> Result<(), OAuthError> {
        let known = self.shared.state().known.clone();
        let stored = self.shared.core.replace(known, response).await?;
        let State { known, due, renewal, failed_renewal, .. } = &mut *self.shared.state();
        *due = stored.renew_at(self.shared.core.margin);
        (*known, *renewal, *failed_renewal) = (Some(Arc::new(stored)), None, None);
        Ok(())
    }

    /// A valid token other than the refused one. `None` if the service issues the same one again.
    async fn other_than(&self, refused: Option<&AccessToken>) -> Result<Option<AccessToken>, OAuthError> {
        // The first renewal may have been started by callers without a refused token, and have found that token in the
        // store.
        for _ in 0..2 {
            let (renewal, driver) = match self.step(refused) {
                Step::Have(token) => return Ok(Some(token)),
                Step::Fail(error) => return Err(error),
                Step::Wait(renewal, driver) => (renewal, driver),
            };
            let outcome = self.shared.outcome(&renewal).await;
            drop(driver);
            let now = self.shared.core.oauth.now();
            match outcome {
                Ok(stored) => {
                    // Valid according to the response, even if the clock differs.
                    let token = stored.access_token.as_ref();
                    if let Some(token) = token.filter(|token| !refused.is_some_and(|refused| refused.is(token))) {
                        return Ok(Some(token.clone()));
                    }
                }
                Err(error) => {
                    let state = self.shared.state();
                    let known = state.known.as_ref().and_then(|known| known.usable(now, refused)).cloned();
                    return known.map(Some).ok_or(error);
                }
            }
        }
        Ok(None)
    }

    fn step(&self, refused: Option<&AccessToken>) -> Step {
        let now = self.shared.core.oauth.now();
        let mut state = self.shared.state();
        let usable = state.known.as_ref().and_then(|known| known.usable(now, refused)).cloned();
        if let Some(token) = usable.as_ref().filter(|_| state.due.is_none_or(|due| now < due)) {
            return Step::Have(token.clone());
        }
        if let Some(renewal) = state.renewal.as_mut().filter(|renewal| now < renewal.deadline) {
            let driver = renewal.driver.upgrade();
            if let (Some(token), Some(_)) = (usable, &driver) {
                return Step::Have(token);
            }
            let driver = driver.unwrap_or_default();
            renewal.driver = Arc::downgrade(&driver);
            return Step::Wait(renewal.clone(), driver);
        }
        if let Some(failed_renewal) = state.failed_renewal.as_ref().filter(|failed_renewal| now < failed_renewal.until)
        {
            match usable {
                Some(token) => return Step::Have(token),
                None if failed_renewal.lasts => return Step::Fail(failed_renewal.error.clone()),
                None => {}
            }
        }
        let driver = Arc::new(());
        let renewal = self.shared.begin(&mut state, now, refused, &driver);
        Step::Wait(renewal, driver)
    }
}

impl SharedState {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, state: &mut State, now: SystemTime, refused: Option<&AccessToken>, driver: &Arc<()>) -> Renewal {
        let renew = Arc::clone(&self.core).renew(state.known.clone(), refused.cloned());
        // A store or a transport of the caller may panic, and no other caller could then wait for this renewal.
        let outcome = AssertUnwindSafe(renew).catch_unwind().map(|outcome| outcome.unwrap_or_else(|_| Err(panicked())));
        let outcome = outcome.boxed().shared();
        time::drive(outcome.clone().map(|_| ()));
        state.renewals += 1;
        let deadline = now + self.core.max_wait();
        let renewal = Renewal { number: state.renewals, outcome, deadline, driver: Arc::downgrade(driver) };
        state.renewal = Some(renewal.clone());
        renewal
    }

    /// Waits for a renewal, and keeps its outcome.
    async fn outcome(&self, renewal: &Renewal) -> Outcome {
        let max_wait = renewal.deadline.duration_since(self.core.oauth.now()).unwrap_or_default();
        let late = || Err(OAuthError::new(OAuthErrorKind::Transport, "requesting a token timed out"));
        let outcome = time::within(max_wait, renewal.outcome.clone()).await.unwrap_or_else(late);
        self.land(renewal.number, &outcome);
        outcome
    }

    fn land(&self, number: u64, outcome: &Outcome) {
        let mut state = self.state();
        // Another caller has done it already, and there may be a new renewal.
        if state.renewal.take_if(|renewal| renewal.number == number).is_none() {
            return;
        }
        let now = self.core.oauth.now();
        match outcome {
            Ok(stored) => {
                state.due = stored.renew_at(self.core.margin);
                state.known = Some(Arc::clone(stored));
                state.failed_renewal = None;
            }
            Err(error) => {
                let lasts = matches!(error.kind(), OAuthErrorKind::Refused | OAuthErrorKind::Throttled);
                let hold = if lasts { error.retry_after().unwrap_or(HOLD).min(10 * HOLD) } else { EARLY_HOLD };
                state.failed_renewal = Some(FailedRenewal { error: error.clone(), until: now + hold, lasts });
            }
        }
    }
}

fn panicked() -> OAuthError {
    OAuthError::new(OAuthErrorKind::Transport, "requesting a token panicked")
}

impl TokenSource for OAuthTokens {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        Box::pin(async { Ok(self.access_token().await?) })
    }

    fn renewed<'a>(&'a self, refused: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, BoxError>> {
        Box::pin(async { Ok(self.other_than(Some(refused)).await?) })
    }
}

/// Without the tokens.
impl fmt::Debug for OAuthTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthTokens").field("oauth", &self.shared.core.oauth).finish_non_exhaustive()
    }
}
