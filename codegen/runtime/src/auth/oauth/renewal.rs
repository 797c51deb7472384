//! One renewal of a token: from the store if another process has put one there, else from the token endpoint.

use super::error::{OAuthError, OAuthErrorKind};
use super::request;
use super::settings::{Grant, OAuth};
use super::store::StoreLock;
use super::stored_token::{GrantId, StoredToken};
use super::token_response::TokenResponse;
use crate::exec::time;
use crate::{AccessToken, Transport};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// The longest timeout: a longer one would overflow when it is added to the time of day.
const MAX_DURATION: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

pub(super) type Outcome = Result<Arc<StoredToken>, OAuthError>;

/// The data that a renewal needs. It must not refer back to the renewal, or neither would ever be dropped.
pub(super) struct Core {
    pub(super) oauth: OAuth,
    pub(super) grant_id: GrantId,
    /// The margin that the caller set, plus a random part.
    pub(super) margin: Duration,
    pub(super) transport: Arc<dyn Transport>,
    /// A token that the service issued and that could not be saved to the store.
    pub(super) unsaved: Mutex<Option<StoredToken>>,
}

impl Core {
    /// The timeout of a whole renewal, including waits for another process, for the limit and for the service.
    pub(super) fn max_wait(&self) -> Duration {
        (self.max_duration() * 2).saturating_add(Duration::from_secs(5))
    }

    fn max_duration(&self) -> Duration {
        self.oauth.timeout.saturating_add(self.oauth.longest_wait).min(MAX_DURATION)
    }

    /// Returns a token from the store, where another process may have put one, or else from the service.
    pub(super) async fn renew(
        self: Arc<Self>,
        known: Option<Arc<StoredToken>>,
        refused: Option<AccessToken>,
    ) -> Outcome {
        let is_usable = |stored: &StoredToken| {
            let now = self.oauth.now();
            let is_due = stored.renew_at(self.margin).is_some_and(|due| due <= now);
            stored.usable(now, refused.as_ref()).is_some() && !is_due
        };
        if let Some(stored) = self.load().await?.filter(is_usable) {
            return Ok(Arc::new(stored));
        }
        let lock = self.lock().await?;
        let stored = self.latest(known).await?;
        let stored = if is_usable(&stored) { stored } else { self.request_token(stored).await? };
        self.save_last(&stored).await?;
        drop(lock);
        Ok(Arc::new(stored))
    }

    /// The latest state, in memory or in the store.
    async fn latest(&self, known: Option<Arc<StoredToken>>) -> Result<StoredToken, OAuthError> {
        let unsaved = self.unsaved().clone();
        let known = unsaved.or_else(|| known.map(|known| StoredToken::clone(&known)));
        Ok(StoredToken::merged(self.load().await?, known)
            .unwrap_or_else(|| StoredToken::nothing(self.grant_id.clone())))
    }

    pub(super) async fn revoke(&self, known: Option<Arc<StoredToken>>) -> Result<(), OAuthError> {
        let lock = self.lock().await?;
        let stored = self.latest(known).await?;
        let configured = match &self.oauth.grant {
            Grant::RefreshToken(token) => Some(token),
            _ => None,
        };
        let access_token = stored.access_token.as_ref().map(AccessToken::secret);
        let Some(token) = stored.refresh_token.as_ref().or(configured).or(access_token) else {
            return Err(OAuthError::settings("there is no token to revoke, neither in the settings nor in the store"));
        };
        request::revoke(&self.oauth, &*self.transport, token).await?;
        *self.unsaved() = None;
        // The tokens issued so far still count for the limit.
        self.save(&StoredToken { issued: stored.issued, ..StoredToken::nothing(stored.grant_id) }).await?;
        drop(lock);
        Ok(())
    }

    /// Stores the tokens of a new grant. Tokens issued before still count for the limit.
    pub(super) async fn replace(
        &self,
        known: Option<Arc<StoredToken>>,
        response: TokenResponse,
    ) -> Result<StoredToken, OAuthError> {
        let lock = self.lock().await?;
        let StoredToken { mut issued, .. } = self.latest(known).await?;
        let now = self.oauth.now();
        issued.push(now);
        let mut stored = StoredToken { issued, ..StoredToken::nothing(self.grant_id.clone()) };
        stored.prune(self.oauth.limit, now);
        stored.take(response, now, now);
        self.save_last(&stored).await?;
        drop(lock);
        Ok(stored)
    }

    /// Requests a token from the service. The attempt is saved first, so that a store that cannot be written to is
    /// noticed before a token is lost, and so that the attempt counts even if the process ends in between.
    async fn request_token(&self, mut stored: StoredToken) -> Result<StoredToken, OAuthError> {
        if let (Grant::AuthorizationCode(_), Some(_), None) =
            (&self.oauth.grant, &stored.access_token, &stored.refresh_token)
        {
            let message = "the access token has expired, and there is no refresh token: the user must authorize again";
            return Err(OAuthError::settings(message));
        }
        self.wait_for_limit(&stored).await?;
        let before = self.oauth.now();
        stored.issued.push(before);
        stored.prune(self.oauth.limit, before);
        self.save(&stored).await?;
        match request::send(&self.oauth, &*self.transport, stored.refresh_token.as_ref()).await {
            Ok(response) => {
                stored.take(response, before, self.oauth.now());
                Ok(stored)
            }
            Err(error) => {
                if !error.may_have_been_issued() {
                    stored.issued.pop();
                    // The first error is the one that is reported.
                    let _ = self.save(&stored).await;
                }
                Err(error)
            }
        }
    }

    /// Saves a state that must not be lost: the refresh token may be new, and the previous one no longer valid.
    async fn save_last(&self, stored: &StoredToken) -> Result<(), OAuthError> {
        *self.unsaved() = Some(stored.clone());
        self.save(stored).await?;
        *self.unsaved() = None;
        Ok(())
    }

    fn unsaved(&self) -> MutexGuard<'_, Option<StoredToken>> {
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn wait_for_limit(&self, stored: &StoredToken) -> Result<(), OAuthError> {
        let Some(limit) = self.oauth.limit else { return Ok(()) };
        let wait = limit.wait(&stored.issued, self.oauth.now());
        if wait > self.oauth.longest_wait {
            let message = format!(
                "{} tokens were fetched within {} seconds, which is the limit of the service; the next one is available in {} seconds",
                limit.count,
                limit.per.as_secs(),
                wait.as_secs_f64().ceil()
            );
            return Err(OAuthError::new(OAuthErrorKind::Limit, message).retry_after_is(Some(wait)));
        }
        if !wait.is_zero() {
            time::sleep(wait).await;
        }
        Ok(())
    }

    async fn load(&self) -> Result<Option<StoredToken>, OAuthError> {
        match self.oauth.store.load().await {
            Ok(Some(text)) => StoredToken::read(&text, &self.grant_id),
            Ok(None) => Ok(None),
            Err(error) => Err(OAuthError::store("the token store cannot be read", error)),
        }
    }

    async fn save(&self, stored: &StoredToken) -> Result<(), OAuthError> {
        let saved = self.oauth.store.save(stored.write()?).await;
        saved.map_err(|error| OAuthError::store("the token store cannot be written to", error))
    }

    async fn lock(&self) -> Result<StoreLock, OAuthError> {
        let Some(lock) = time::within(self.max_duration(), self.oauth.store.lock()).await else {
            let late = "another process holds the lock of the token store, and does not release it";
            return Err(OAuthError::new(OAuthErrorKind::Store, late));
        };
        lock.map_err(|error| OAuthError::store("the token store cannot be locked", error))
    }
}

impl StoredToken {
    /// Takes the response to a request that was sent at `sent`. The service issued the token at some time between then and
    /// now: its lifetime counts from `sent`, and for the limit it counts from now. A new refresh token replaces the
    /// previous one.
    fn take(&mut self, response: TokenResponse, sent: SystemTime, now: SystemTime) {
        if let Some(issued) = self.issued.last_mut() {
            *issued = now;
        }
        self.access_token = Some(response.access_token);
        self.expires_at = response.expires_in.and_then(|lifetime| sent.checked_add(lifetime));
        self.refresh_token = response.refresh_token.or_else(|| self.refresh_token.take());
    }
}
