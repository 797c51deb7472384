//! The client, and its codes and tokens.

use super::{Parameters, TokenRefusal};
use crate::exec::time::now;
use serde_json::{Map, Value, json};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

pub(super) struct Tokens {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    pub(super) grant_types: Vec<&'static str>,
    pub(super) lifetime: Duration,
    /// The number of tokens that may be issued in any period of this length.
    pub(super) limit: Option<(usize, Duration)>,
    pub(super) max_valid: Option<usize>,
    /// Additional members of responses.
    pub(super) members: Map<String, Value>,
    /// Codes that have not been exchanged.
    codes: Vec<String>,
    /// Oldest first.
    active: VecDeque<AccessToken>,
    issued: Vec<Instant>,
    is_revoked: bool,
    last_number: usize,
}

struct AccessToken {
    text: String,
    /// `None` if it does not expire by itself.
    expires_at: Option<Instant>,
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            client_id: "client".to_owned(),
            client_secret: "client-secret".to_owned(),
            grant_types: vec!["authorization_code", "client_credentials", "refresh_token"],
            lifetime: Duration::from_secs(3600),
            limit: None,
            max_valid: None,
            members: Map::new(),
            codes: Vec::new(),
            active: VecDeque::new(),
            issued: Vec::new(),
            is_revoked: false,
            last_number: 0,
        }
    }
}

impl Tokens {
    pub(super) fn refresh_token(&self) -> String {
        format!("refresh.{}", self.client_id)
    }

    pub(super) fn new_code(&mut self) -> String {
        let code = self.new_name("code");
        self.codes.push(code.clone());
        code
    }

    /// A name that differs from those of other clients and is the same in each run.
    fn new_name(&mut self, kind: &str) -> String {
        self.last_number += 1;
        format!("{kind}.{}.{}", self.last_number, self.client_id)
    }

    pub(super) fn accepts(&self, access_token: &str) -> bool {
        let is_valid = |token: &AccessToken| token.expires_at.is_none_or(|end| now() < end);
        self.active.iter().any(|token| token.text == access_token && is_valid(token))
    }

    pub(super) fn issued(&self) -> usize {
        self.issued.len()
    }

    pub(super) fn expire(&mut self) {
        self.active.clear();
    }

    /// Adds an access token. One with an end beyond the range of the clock does not expire by itself.
    pub(super) fn add(&mut self, lifetime: Option<Duration>) -> String {
        let text = self.new_name("token");
        let expires_at = lifetime.and_then(|lifetime| now().checked_add(lifetime));
        self.active.push_back(AccessToken { text: text.clone(), expires_at });
        if self.max_valid.is_some_and(|most| self.active.len() > most) {
            self.active.pop_front();
        }
        text
    }

    /// Responds to a request for a token.
    pub(super) fn exchange(&mut self, parameters: &Parameters) -> Result<Value, TokenRefusal> {
        let grant_type = parameters.get("grant_type");
        if !self.grant_types.contains(&grant_type) {
            return Err(TokenRefusal::UnsupportedGrantType);
        }
        if parameters.get("client_id") != self.client_id {
            return Err(TokenRefusal::UnknownClient);
        }
        if parameters.get("client_secret") != self.client_secret {
            return Err(TokenRefusal::WrongSecret);
        }
        let is_code = grant_type == "authorization_code";
        if is_code {
            let code = parameters.get("code");
            let index = self.codes.iter().position(|known| known == code).ok_or(TokenRefusal::InvalidGrant)?;
            self.codes.remove(index);
        } else if grant_type == "refresh_token"
            && (self.is_revoked || parameters.get("refresh_token") != self.refresh_token())
        {
            return Err(TokenRefusal::InvalidGrant);
        }
        self.issue(is_code)
    }

    fn issue(&mut self, with_refresh_token: bool) -> Result<Value, TokenRefusal> {
        let now = now();
        if let Some((count, per)) = self.limit
            && self.issued.iter().filter(|time| now.duration_since(**time) < per).count() >= count
        {
            return Err(TokenRefusal::TooManyTokens);
        }
        self.issued.push(now);
        let mut body = self.members.clone();
        body.insert("access_token".to_owned(), self.add(Some(self.lifetime)).into());
        body.insert("token_type".to_owned(), "Bearer".into());
        body.insert("expires_in".to_owned(), self.lifetime.as_secs().into());
        if with_refresh_token {
            body.insert("refresh_token".to_owned(), self.refresh_token().into());
        }
        Ok(body.into())
    }

    /// Responds to a request to revoke a token.
    pub(super) fn revoke(&mut self, parameters: &Parameters) -> Result<Value, TokenRefusal> {
        let token = parameters.get("token");
        if token == self.refresh_token() {
            self.is_revoked = true;
        } else if self.accepts(token) {
            self.active.retain(|known| known.text != token);
        } else {
            return Err(TokenRefusal::UnknownToken);
        }
        Ok(json!({ "status": "success" }))
    }
}
