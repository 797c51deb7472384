//! The state of a grant, and the string in which a store keeps it.

use super::error::{OAuthError, OAuthErrorKind};
use super::limit::{self, Limit};
use crate::{AccessToken, Secret};
use serde::{Deserialize, Serialize};
use std::time::{Duration, SystemTime};

/// Identifies the format of the string, so that nothing else is taken for it or overwritten.
const FORMAT: &str = "specwright oauth tokens 1";

/// The state of a grant.
#[derive(Debug, Clone)]
pub(super) struct StoredToken {
    pub(super) grant_id: GrantId,
    pub(super) access_token: Option<AccessToken>,
    pub(super) expires_at: Option<SystemTime>,
    pub(super) refresh_token: Option<Secret>,
    /// When tokens were issued, oldest first.
    pub(super) issued: Vec<SystemTime>,
}

/// Which grant of which client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GrantId {
    pub(super) client_id: String,
    /// A hash of the grant that the caller set; `None` to use any stored tokens.
    pub(super) grant: Option<String>,
}

impl StoredToken {
    pub(super) const fn nothing(grant_id: GrantId) -> Self {
        Self { grant_id, access_token: None, expires_at: None, refresh_token: None, issued: Vec::new() }
    }

    /// The access token, if it is valid at this time and not the refused one.
    pub(super) fn usable(&self, now: SystemTime, refused: Option<&AccessToken>) -> Option<&AccessToken> {
        let token = self.access_token.as_ref()?;
        let is_over = self.expires_at.is_some_and(|expires_at| expires_at <= now);
        let is_refused = refused.is_some_and(|refused| refused.is(token));
        (!is_over && !is_refused).then_some(token)
    }

    /// When to renew: `margin` before the end, but not in the first half of the token's life.
    pub(super) fn renew_at(&self, margin: Duration) -> Option<SystemTime> {
        let expires_at = self.expires_at?;
        let lifetime = self.issued.last().and_then(|issued| expires_at.duration_since(*issued).ok());
        let margin = lifetime.map_or(margin, |lifetime| margin.min(lifetime / 2));
        expires_at.checked_sub(margin)
    }

    /// The later of two states of the same grant, with the issue times of both.
    pub(super) fn merged(stored: Option<Self>, known: Option<Self>) -> Option<Self> {
        let (stored, known) = match (stored, known) {
            (Some(stored), Some(known)) => (stored, known),
            (one, other) => return one.or(other),
        };
        let issued = limit::union(&stored.issued, &known.issued);
        let later = if known.issued.last() >= stored.issued.last() { known } else { stored };
        Some(Self { issued, ..later })
    }

    /// Removes times that no longer count.
    pub(super) fn prune(&mut self, limit: Option<Limit>, now: SystemTime) {
        let last = self.issued.last().copied();
        self.issued.retain(|time| Some(*time) == last || limit.is_some_and(|limit| limit.counts(*time, now)));
    }

    pub(super) fn write(&self) -> Result<Secret, OAuthError> {
        let text = Text {
            format: FORMAT,
            client_id: &self.grant_id.client_id,
            grant: self.grant_id.grant.as_deref(),
            access_token: self.access_token.as_ref().map(|token| token.secret().expose()),
            expires_at: self.expires_at.map(milliseconds),
            server: self.access_token.as_ref().and_then(AccessToken::server),
            refresh_token: self.refresh_token.as_ref().map(Secret::expose),
            issued: self.issued.iter().copied().map(milliseconds).collect(),
        };
        let text = serde_json::to_string(&text);
        text.map(Secret::new).map_err(|error| OAuthError::store("the tokens cannot be written", error.into()))
    }

    /// The state of a grant, if the string has one. The state of another grant of the same client is replaced by the one
    /// that the caller set. Anything else in the store is an error.
    pub(super) fn read(text: &Secret, grant_id: &GrantId) -> Result<Option<Self>, OAuthError> {
        let text = text.expose().trim();
        if text.is_empty() {
            return Ok(None);
        }
        let foreign = |what: &str| {
            let message = format!("the token store contains {what}: use another store for this client, or empty it");
            Err(OAuthError::new(OAuthErrorKind::Store, message))
        };
        let read: OwnedText = match serde_json::from_str(text) {
            Ok(read) => read,
            // Line and column help; the rest of serde's message may contain a token.
            Err(error) if error.is_eof() => return foreign("incomplete data"),
            Err(error) => {
                return foreign(&format!("data other than tokens (line {}, column {})", error.line(), error.column()));
            }
        };
        if read.format != FORMAT {
            return foreign("data other than tokens, or tokens of another version");
        }
        if read.client_id != grant_id.client_id {
            return foreign("the tokens of another client");
        }
        if grant_id.grant.is_some() && read.grant != grant_id.grant {
            return Ok(None);
        }
        let access_token = read.access_token.map(|text| {
            let token = AccessToken::from(text);
            match read.server {
                Some(server) => token.with_server(server),
                None => token,
            }
        });
        Ok(Some(Self {
            grant_id: GrantId { client_id: read.client_id, grant: read.grant },
            access_token,
            expires_at: read.expires_at.and_then(time),
            refresh_token: read.refresh_token.map(Secret::new),
            issued: read.issued.into_iter().filter_map(time).collect(),
        }))
    }
}

#[derive(Serialize)]
struct Text<'a> {
    format: &'a str,
    client_id: &'a str,
    grant: Option<&'a str>,
    access_token: Option<&'a str>,
    expires_at: Option<u64>,
    server: Option<&'a str>,
    refresh_token: Option<&'a str>,
    issued: Vec<u64>,
}

#[derive(Deserialize)]
struct OwnedText {
    format: String,
    client_id: String,
    grant: Option<String>,
    access_token: Option<String>,
    expires_at: Option<u64>,
    server: Option<String>,
    refresh_token: Option<String>,
    issued: Vec<u64>,
}

/// Since 1970.
fn milliseconds(time: SystemTime) -> u64 {
    let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}

fn time(milliseconds: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant_id(client_id: &str, grant: Option<&str>) -> GrantId {
        GrantId { client_id: client_id.to_owned(), grant: grant.map(str::to_owned) }
    }

    fn at(second: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(second)
    }

    fn stored() -> StoredToken {
        StoredToken {
            grant_id: grant_id("id", Some("g")),
            access_token: Some(AccessToken::from("hunter2").with_server("https://a.example")),
            expires_at: Some(at(4600)),
            refresh_token: Some(Secret::from("hunter3")),
            issued: vec![at(500), at(1000)],
        }
    }

    #[test]
    fn stored_tokens_round_trip() {
        let text = stored().write().unwrap();
        let read = StoredToken::read(&text, &grant_id("id", Some("g"))).unwrap().unwrap();
        assert_eq!(read.write().unwrap().expose(), text.expose());
        assert_eq!(read.access_token.unwrap().server(), Some("https://a.example"));
        assert_eq!((read.expires_at, read.issued), (Some(at(4600)), vec![at(500), at(1000)]));
        let nothing = StoredToken::nothing(grant_id("id", None)).write().unwrap();
        assert!(StoredToken::read(&nothing, &grant_id("id", None)).unwrap().unwrap().access_token.is_none());
    }

    #[test]
    fn tokens_of_other_grants_are_kept() {
        let text = stored().write().unwrap();
        assert!(StoredToken::read(&text, &grant_id("id", None)).unwrap().is_some());
        assert!(StoredToken::read(&text, &grant_id("id", Some("other"))).unwrap().is_none());
        let error = StoredToken::read(&text, &grant_id("other", None)).unwrap_err();
        assert!(error.to_string().contains("the tokens of another client"), "{error}");
        assert!(StoredToken::read(&Secret::from(" \n"), &grant_id("id", None)).unwrap().is_none());
    }

    #[test]
    fn truncated_and_foreign_token_stores_are_errors_without_secrets() {
        let text = stored().write().unwrap();
        for end in 1..text.expose().len() {
            let error =
                StoredToken::read(&Secret::from(&text.expose()[..end]), &grant_id("id", Some("g"))).unwrap_err();
            assert_eq!(error.kind(), OAuthErrorKind::Store);
            assert!(error.to_string().contains("incomplete data"), "{error}");
        }
        for text in [
            "hunter2",
            "[\"hunter2\"]",
            "{\"a\":\"hunter2\"}",
            "{\"format\":\"x\",\"client_id\":\"hunter2\",\"issued\":[]}",
        ] {
            let error = StoredToken::read(&Secret::from(text), &grant_id("id", None)).unwrap_err();
            assert!(error.to_string().contains("data other than tokens"), "{error}");
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
        assert!(!format!("{:?}", stored()).contains("hunter"));
    }

    #[test]
    fn tokens_are_renewed_before_expiry_but_not_in_their_first_half() {
        let margin = Duration::from_secs(60);
        assert_eq!(stored().renew_at(margin), Some(at(4540)));
        assert_eq!(stored().renew_at(Duration::from_secs(9999)), Some(at(2800)));
        assert_eq!(StoredToken { expires_at: None, ..stored() }.renew_at(margin), None);
    }

    #[test]
    fn merging_stores_keeps_the_later_token_and_all_times() {
        let older = StoredToken { issued: vec![at(100), at(500)], access_token: None, ..stored() };
        let merged = StoredToken::merged(Some(older.clone()), Some(stored())).unwrap();
        assert_eq!(merged.issued, [at(100), at(500), at(1000)]);
        assert!(merged.access_token.is_some());
        assert!(StoredToken::merged(Some(stored()), Some(older.clone())).unwrap().access_token.is_some());
        assert!(StoredToken::merged(None, Some(older)).unwrap().access_token.is_none());
    }
}
