//! The accounts host: access tokens for a refresh token, and which of them are good.

use crate::runtime::serde_json::json;
use crate::runtime::{StatusCode, Value};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// How long an access token is good.
const LIFETIME: Duration = Duration::from_secs(3600);

/// As many access tokens as can be had for a refresh token within [`WINDOW`].
const MOST_ISSUED: usize = 10;
const WINDOW: Duration = Duration::from_secs(600);

/// One more ends the oldest.
const MOST_ALIVE: usize = 15;

#[derive(Debug)]
pub(in crate::testing) struct Tokens {
    pub(in crate::testing) client_id: String,
    pub(in crate::testing) client_secret: String,
    pub(in crate::testing) refresh_token: String,
    /// What the answer calls `api_domain`.
    pub(in crate::testing) api_domain: String,
    pub(in crate::testing) lifetime: Duration,
    /// Grant codes that nobody has exchanged yet.
    codes: Vec<String>,
    alive: VecDeque<Token>,
    issued: Vec<Instant>,
    is_revoked: bool,
    last: usize,
}

/// A status and JSON.
type Answer = (StatusCode, Value);

/// The parameters of a request: of the form in its body or, as old clients send them, of its query.
pub(in crate::testing) type Form = Vec<(String, String)>;

fn given<'f>(form: &'f Form, name: &str) -> &'f str {
    form.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

#[derive(Debug)]
struct Token {
    text: String,
    /// `None` for the token that the service starts with, which is good until all are ended.
    until: Option<Instant>,
}

impl Tokens {
    /// With one access token, which does not count as issued.
    pub(in crate::testing) fn new(service: &str, api_domain: &str) -> Self {
        let first = Token { text: format!("1000.of.{service}"), until: None };
        Self {
            client_id: format!("1000.CLIENT.{service}"),
            client_secret: format!("secret.of.{service}"),
            refresh_token: format!("1000.refresh.{service}"),
            api_domain: api_domain.to_owned(),
            lifetime: LIFETIME,
            codes: Vec::new(),
            alive: VecDeque::from([first]),
            issued: Vec::new(),
            is_revoked: false,
            last: 0,
        }
    }

    /// The access token that is good from the start.
    pub(in crate::testing) fn first(&self) -> String {
        self.alive.front().map(|token| token.text.clone()).unwrap_or_default()
    }

    pub(in crate::testing) fn is_good(&self, token: &str) -> bool {
        let now = Instant::now();
        self.alive.iter().any(|known| known.text == token && known.until.is_none_or(|until| now < until))
    }

    pub(in crate::testing) fn issued(&self) -> usize {
        self.issued.len()
    }

    pub(in crate::testing) fn expire(&mut self) {
        self.alive.clear();
    }

    /// A code for one exchange.
    pub(in crate::testing) fn new_code(&mut self) -> String {
        self.last += 1;
        let code = format!("1000.code.{}.{}", self.last, self.client_id);
        self.codes.push(code.clone());
        code
    }

    /// `POST /oauth/v2/token`. Errors come with 200.
    pub(in crate::testing) fn exchange(&mut self, form: &Form) -> Answer {
        let given = |name| given(form, name);
        let is_code = match given("grant_type") {
            "refresh_token" => false,
            "authorization_code" => true,
            _ => return error("unsupported_grant_type"),
        };
        if given("client_id") != self.client_id {
            return error("invalid_client");
        }
        if given("client_secret") != self.client_secret {
            return error("invalid_client_secret");
        }
        if is_code {
            let code = given("code");
            let Some(place) = self.codes.iter().position(|known| *known == code) else { return error("invalid_code") };
            self.codes.remove(place);
        } else if self.is_revoked || given("refresh_token") != self.refresh_token {
            return error("invalid_code");
        }
        self.issue(is_code)
    }

    /// `POST /oauth/v2/token/revoke`.
    pub(in crate::testing) fn revoke(&mut self, form: &Form) -> Answer {
        if given(form, "token") != self.refresh_token {
            return (StatusCode::BAD_REQUEST, json!({ "error": "invalid_token" }));
        }
        self.is_revoked = true;
        (StatusCode::OK, json!({ "status": "success" }))
    }

    fn issue(&mut self, with_refresh_token: bool) -> Answer {
        let now = Instant::now();
        let recent = self.issued.iter().filter(|then| now.duration_since(**then) < WINDOW).count();
        if recent >= MOST_ISSUED {
            let description = "You have made too many requests continuously. Please try again after some time.";
            let body = json!({ "error": "Access Denied", "error_description": description, "status": "failure" });
            return (StatusCode::BAD_REQUEST, body);
        }
        self.issued.push(now);
        self.last += 1;
        let text = format!("1000.{}.{}", self.last, self.client_id);
        self.alive.push_back(Token { text: text.clone(), until: Some(now + self.lifetime) });
        if self.alive.len() > MOST_ALIVE {
            self.alive.pop_front();
        }
        let mut body = json!({
            "access_token": text,
            "api_domain": self.api_domain,
            "token_type": "Bearer",
            "expires_in": self.lifetime.as_secs(),
            "scope": "ZohoCRM.settings.clientportal.ALL",
        });
        if with_refresh_token {
            body["refresh_token"] = json!(self.refresh_token);
        }
        (StatusCode::OK, body)
    }
}

fn error(code: &str) -> Answer {
    (StatusCode::OK, json!({ "error": code }))
}
