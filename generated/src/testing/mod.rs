//! A portal service of your own, for the tests of what you build on this crate (feature `testing`).
//!
//! [`FakePortals`] answers the eighteen documented operations as the service does, refusals included, and remembers what
//! it was told: a portal that was created is there, and a user who was removed is gone. It is reached over HTTP on a
//! loopback port, by this client or by any other program, or without a socket.
//!
//! ```
//! use zoho_crm_portals::models::InviteType;
//! use zoho_crm_portals::testing::{FakePortals, Fault};
//! use zoho_crm_portals::ResultItems;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // What there is before the test: a portal with its user type, and a contact who can be invited.
//! let fake = FakePortals::in_memory();
//! let user_type = fake.open_portal("ZylkerPortal");
//! let contact = fake.add_record("Contacts", "Jennifer Spears", Some("jennifer.spears@abc.com"));
//!
//! // What is tested: your code, with a client of the fake service.
//! let client = fake.client();
//! client.invite_user("Contacts", &contact, &user_type, InviteType::Invite).await?.into_one()?;
//!
//! // What it did.
//! let requests = fake.requests();
//! assert_eq!(requests.len(), 1);
//! assert_eq!(requests[0].operation(), Some("invite_user"));
//! assert_eq!(requests[0].query_value("type"), Some("invite"));
//! fake.assert_documented();
//!
//! // And what it does on a bad day.
//! fake.fault(Fault::html(502, "<html>Bad Gateway</html>")).on("get_portals").always();
//! let error = client.get_portals().await.unwrap_err();
//! assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
//! # Ok(())
//! # }
//! ```
//!
//! `tests/caller.rs` in the repository shows tests of a function of a caller's.
//!
//! # What it knows
//!
//! One organisation with a few modules (Contacts, Deals, Products, Notes) and no records: those are added with
//! [`add_record`](FakePortals::add_record). Two things happen by themselves: a person accepts the invitation once the
//! portal users were listed, and a job of invitations is done from the second time that somebody asks for it. Time is its
//! own, and ids count up, so that two runs are the same.
//!
//! # Requests against the document
//!
//! Each request is compared with `spec/portals.yaml`: its path, method, parameters and body. What does not fit is among
//! the [`violations`](FakePortals::violations), and what the service would refuse is refused with 400. Requests of the
//! client fit by construction; those of other programs, and of clients changed by hand, may not.
//!
//! # Faults
//!
//! A [`Fault`] is an answer in place of the service's, or something that happens to its answer on the way. It meets the
//! next request, or those that [`on`](PlantedFault::on), [`nth`](PlantedFault::nth), [`times`](PlantedFault::times) and
//! [`always`](PlantedFault::always) say. A client that tries again may never notice a fault that comes once: look at
//! [`requests`](FakePortals::requests) to see both tries.
//!
//! | fault | on a connection | without one |
//! |---|---|---|
//! | [`status`](Fault::status), [`json`](Fault::json), [`html`](Fault::html), [`body`](Fault::body), [`refusal`](Fault::refusal), [`too_many_requests`](Fault::too_many_requests), [`internal_error`](Fault::internal_error), [`invalid_token`](Fault::invalid_token) | the answer | the answer |
//! | [`delay`](Fault::delay), [`after`](Fault::after) | comes late | comes late |
//! | [`reset`](Fault::reset), [`answer_lost`](Fault::answer_lost), [`reset_in_headers`](Fault::reset_in_headers) | reset | an error of the transport |
//! | [`reset_in_body`](Fault::reset_in_body), [`truncated`](Fault::truncated), [`truncated_chunk`](Fault::truncated_chunk) | half a body, then reset or closed | half a body, then an error |
//! | [`wrong_length`](Fault::wrong_length) | another `Content-Length` | the body cut short, or an error after it |
//! | [`garbage`](Fault::garbage), [`garbage_of`](Fault::garbage_of) | bytes that are no HTTP | an error of the transport |
//! | [`drip`](Fault::drip) | the answer bit by bit | the body bit by bit |
//!
//! # Tokens
//!
//! [`client`](FakePortals::client) has a token that is good from the start. To test how tokens are fetched and renewed,
//! there is a token URL, with credentials for it. It answers as the accounts host does: errors with 200, ten tokens in
//! ten minutes, tokens that end. [`expire_tokens`](FakePortals::expire_tokens) ends them all at once, and
//! [`tokens_issued`](FakePortals::tokens_issued) says how many were given out. A refresh token that was revoked
//! ([`OAuthTokens::revoke`](crate::runtime::oauth::OAuthTokens::revoke)) gives no others.
//!
//! ```
//! # use zoho_crm_portals::testing::FakePortals;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fake = FakePortals::in_memory();
//! let client = fake.anonymous().oauth(fake.oauth()).build()?;
//! client.get_portals().await?;
//! fake.expire_tokens();
//! client.get_portals().await?;
//! assert_eq!(fake.tokens_issued(), 2);
//! # Ok(())
//! # }
//! ```

mod backend;
mod fault;
mod service;

pub use crate::runtime::service::{PlantedFault, RecordedRequest, Violation};
pub use fault::Fault;

use crate::models::{RecordId, UserTypeId};
use crate::runtime::http::{Request, Response};
use crate::runtime::oauth::OAuth;
use crate::runtime::service::{Fake, Loopback};
use crate::runtime::{Body, BoxFuture, ClientBuilder, Transport, TransportError};
use crate::{API, Client, Server};
use backend::{Allowance, Backend, Hosts};
use service::{State, Tokens};
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// The access token of a service, its client and what else belongs to it are named after this where there is no port.
const NOWHERE: &str = "memory";

/// A portal service of your own. It stops when this is dropped.
pub struct FakePortals {
    fake: Fake,
    hosts: Hosts,
    token: String,
    url: String,
    serving: Option<Loopback>,
}

/// A larger body is refused.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// What a client can send with in place of HTTP: it reaches a [`FakePortals`] without a socket, whatever host the request is for.
///
/// What would happen to an answer on a connection becomes the error or the broken body that a client would see.
#[derive(Debug, Clone)]
pub struct FakeTransport(Fake);

impl Transport for FakeTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.0.send(request)
    }
}

impl FakePortals {
    /// A service on a free port of the loopback interface.
    ///
    /// # Panics
    ///
    /// When no such port can be had.
    pub async fn start() -> Self {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into()).await
    }

    /// A service at this address, for programs that have to know it beforehand.
    ///
    /// # Panics
    ///
    /// When the address cannot be had.
    #[expect(clippy::unused_async, reason = "it was not always ready at once")]
    pub async fn start_at(address: SocketAddr) -> Self {
        let mut fake = Self::in_memory();
        let serving = fake.fake.on_address(address).unwrap_or_else(|error| panic!("{address}: {error}"));
        fake.url = serving.url();
        fake.be_known_as(&format!("port.{}", serving.address().port()));
        fake.serving = Some(serving);
        fake
    }

    /// A service without a socket, which only [`client`](Self::client), [`builder`](Self::builder) and
    /// [`transport`](Self::transport) reach.
    #[must_use]
    pub fn in_memory() -> Self {
        let url = "http://portals.invalid";
        let hosts = Hosts::new(Backend::new(State::new(Tokens::new(NOWHERE, url))));
        let fake = Fake::new(&API).server("").body_limit(LARGEST_BODY).otherwise(hosts.clone());
        let token = hosts.backend.lock().state.tokens.first();
        Self { fake, hosts, token, url: url.to_owned(), serving: None }
    }

    /// Names the token and the credentials, before anybody asks for them.
    fn be_known_as(&mut self, name: &str) {
        let tokens = Tokens::new(name, &self.url);
        self.token = tokens.first();
        self.hosts.backend.lock().state.tokens = tokens;
    }

    /// A client of the service, with a token that is good.
    ///
    /// # Panics
    ///
    /// When it is on a connection and HTTP cannot be set up, as without the feature `hyper`.
    #[must_use]
    pub fn client(&self) -> Client {
        self.builder().build().unwrap_or_else(|error| panic!("{error}"))
    }

    /// A client of the service, with a token that is good, to be built with more settings.
    #[must_use]
    pub fn builder(&self) -> ClientBuilder<Client> {
        self.anonymous().access_token(self.token.as_str())
    }

    /// The same without a token, as for a client that fetches its own with [`oauth`](Self::oauth).
    #[must_use]
    pub fn anonymous(&self) -> ClientBuilder<Client> {
        let builder = Client::builder().server(Server::default().api_domain(self.url()));
        match self.serving {
            Some(_) => builder,
            None => builder.transport(self.transport()),
        }
    }

    /// What a client can send with in place of HTTP: it reaches the service without a socket.
    #[must_use]
    pub fn transport(&self) -> FakeTransport {
        FakeTransport(self.fake.clone())
    }

    /// Scheme and host, what the API calls `api_domain`: the path goes on with `/crm/v8`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// What there is before a test.
#[expect(clippy::must_use_candidate, reason = "the ids are there for those who need them")]
impl FakePortals {
    /// Opens the portal of the organisation, as `create_portal` does, and gives the user type that it comes with.
    pub fn open_portal(&self, name: &str) -> UserTypeId {
        self.hosts.backend.lock().state.open_portal(name)
    }

    /// Adds a record of a module, the person that an invitation can go to.
    pub fn add_record(&self, module: &str, name: &str, email: Option<&str>) -> RecordId {
        self.hosts.backend.lock().state.add_record(module, name, email)
    }

    /// Adds a record of Contacts whose person was invited and has accepted.
    pub fn add_user(&self, user_type: &UserTypeId, name: &str, email: &str) -> RecordId {
        self.hosts.backend.lock().state.add_user(user_type, name, email)
    }
}

/// Credits.
impl FakePortals {
    /// How many credits the organisation has left, and of how many. Default: no limit.
    ///
    /// Each call takes one. As with the service, `X-API-CREDITS-REMAINING` ([`Credits`](crate::Credits)) says how many are
    /// left once half of them are used, and without any a call is refused with 429 `TOO_MANY_REQUESTS`. The answers of
    /// faults take none, and say nothing of them.
    ///
    /// ```
    /// # use zoho_crm_portals::testing::FakePortals;
    /// use zoho_crm_portals::Credits;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let fake = FakePortals::in_memory();
    /// fake.set_credits(1, 5_000);
    /// let answer = fake.client().get_portals().send_for_response().await?;
    /// assert_eq!(answer.credits_remaining(), Some(0));
    /// assert!(fake.client().get_portals().await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_credits(&self, left: u32, of: u32) {
        self.hosts.backend.lock().credits = Some(Allowance { left, of });
    }
}

/// Faults, and what came.
impl FakePortals {
    /// Plants a fault: the next request meets it, or those that the result is told. Where several fit, the one that was
    /// planted first goes first.
    pub fn fault(&self, fault: Fault) -> PlantedFault<'_> {
        self.fake.fault(fault.0)
    }

    /// Takes away every fault.
    pub fn heal(&self) {
        self.fake.heal();
    }

    /// How many requests the faults have still to meet. Those that are for ever do not count.
    #[must_use]
    pub fn faults_left(&self) -> usize {
        self.fake.faults_left()
    }

    /// Every request so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.fake.recorded()
    }

    /// The requests so far for an operation, oldest first.
    #[must_use]
    pub fn requests_for(&self, operation: &str) -> Vec<RecordedRequest> {
        let requests = self.requests().into_iter();
        requests.filter(|request| request.operation() == Some(operation)).collect()
    }

    /// Whatever of the requests so far is not as the document says, oldest first.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.fake.violations()
    }

    /// Asserts that every request so far is as the document says.
    ///
    /// # Panics
    ///
    /// When one is not. Lists all [`violations`](Self::violations).
    #[track_caller]
    pub fn assert_documented(&self) {
        self.fake.assert_documented();
    }

    /// Forgets requests and violations.
    pub fn forget_requests(&self) {
        self.fake.forget();
    }
}

/// Tokens.
impl FakePortals {
    /// An access token that is good, until [`expire_tokens`](Self::expire_tokens). That of another service is not.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// How to fetch tokens here, by the refresh token, and how to revoke it.
    #[must_use]
    pub fn oauth(&self) -> OAuth {
        OAuth::new(self.client_id(), self.client_secret())
            .refresh_token(self.refresh_token())
            .token_url(self.token_url())
            .refresh_url(self.token_url())
            .revocation_url(format!("{}/revoke", self.token_url()))
            .revocation_in_query()
            .allow_http()
    }

    /// Where tokens are fetched.
    #[must_use]
    pub fn token_url(&self) -> String {
        format!("{}/oauth/v2/token", self.url)
    }

    /// The client id that the token URL knows.
    #[must_use]
    pub fn client_id(&self) -> String {
        self.hosts.backend.lock().state.tokens.client_id.clone()
    }

    /// The client secret that the token URL knows.
    #[must_use]
    pub fn client_secret(&self) -> String {
        self.hosts.backend.lock().state.tokens.client_secret.clone()
    }

    /// The refresh token that the token URL gives access tokens for.
    #[must_use]
    pub fn refresh_token(&self) -> String {
        self.hosts.backend.lock().state.tokens.refresh_token.clone()
    }

    /// A new grant code, which can be exchanged once.
    #[must_use]
    pub fn grant_code(&self) -> String {
        self.hosts.backend.lock().state.tokens.new_code()
    }

    /// How long access tokens that are fetched from now on are valid. Default: an hour.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.hosts.backend.lock().state.tokens.lifetime = lifetime;
    }

    /// Ends every access token: each answers 401 `INVALID_TOKEN` from now on.
    pub fn expire_tokens(&self) {
        self.hosts.backend.lock().state.tokens.expire();
    }

    /// How many access tokens the token URL has given out.
    #[must_use]
    pub fn tokens_issued(&self) -> usize {
        self.hosts.backend.lock().state.tokens.issued()
    }
}

/// Without credentials.
impl fmt::Debug for FakePortals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakePortals").field("url", &self.url).field("fake", &self.fake).finish_non_exhaustive()
    }
}
