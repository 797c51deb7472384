//! A fake portal service, for the tests of programs that use this crate (feature `testing`).
//!
//! [`FakePortals`] responds to the eighteen documented operations like the service, including its errors, and has
//! state: a created portal exists, and a removed user does not. It serves HTTP on a loopback port, to this client or any
//! other program, or works without a socket.
//!
//! ```
//! use zoho_crm_portals::models::InviteType;
//! use zoho_crm_portals::testing::{FakePortals, Fault};
//! use zoho_crm_portals::ResultItems;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The state before the test: a portal with its user type, and a contact who can be invited.
//! let fake = FakePortals::in_memory();
//! let user_type = fake.open_portal("ZylkerPortal");
//! let contact = fake.add_record("Contacts", "Jennifer Spears", Some("jennifer.spears@abc.com"));
//!
//! // The code under test, with a client of the fake.
//! let client = fake.client();
//! client.invite_user("Contacts", &contact, &user_type, InviteType::Invite).await?.into_one()?;
//!
//! // The requests that it sent.
//! let requests = fake.requests();
//! assert_eq!(requests.len(), 1);
//! assert_eq!(requests[0].operation(), Some("invite_user"));
//! assert_eq!(requests[0].query_value("type"), Some("invite"));
//! fake.assert_documented();
//!
//! // A fault of the service.
//! fake.fault(Fault::html(502, "<html>Bad Gateway</html>")).on("get_portals").always();
//! let error = client.get_portals().await.unwrap_err();
//! assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
//! # Ok(())
//! # }
//! ```
//!
//! `tests/caller.rs` in the repository shows tests of a caller's function.
//!
//! # State
//!
//! One organization with a few modules (Contacts, Deals, Products, Notes) and no records, which
//! [`add_record`](FakePortals::add_record) adds. Two changes happen without a request for them: invited users confirm once they
//! were listed, and an invitation job is completed when its status is requested for the second time. Times and ids are
//! counted, so that all runs are equal.
//!
//! # Requests against the document
//!
//! Each request is checked against `spec/portals.yaml`: its path, method, parameters and body. Deviations are
//! [`violations`](FakePortals::violations), and those that the service would reject are rejected with 400. Requests of
//! this client conform by construction; those of other programs, or changed by a layer, may not.
//!
//! # Faults
//!
//! A [`Fault`] replaces a response, or disturbs it on the wire. [`ServiceFault`] has errors in the form of this service. A fault
//! applies to the next request, or to those that [`on`](PlantedFault::on), [`nth`](PlantedFault::nth),
//! [`times`](PlantedFault::times) and [`always`](PlantedFault::always) select. A client that retries may recover from a single fault:
//! [`requests`](FakePortals::requests) has both attempts.
//!
//! # Tokens
//!
//! [`client`](FakePortals::client) has a valid token. To test fetching and renewing tokens,
//! [`accounts_host`](FakePortals::accounts_host) issues tokens like the service's: errors have the status 200, and at most ten
//! tokens are issued in ten minutes.
//!
//! ```
//! # use zoho_crm_portals::testing::FakePortals;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fake = FakePortals::in_memory();
//! let client = fake.anonymous().oauth(fake.oauth()).build()?;
//! client.get_portals().await?;
//! fake.accounts_host().expire_tokens();
//! client.get_portals().await?;
//! assert_eq!(fake.accounts_host().tokens_issued(), 2);
//! # Ok(())
//! # }
//! ```

mod backend;
mod fault;
mod service;
mod tokens;

pub use crate::runtime::service::{FakeAuthorizationServer, Fault, PlantedFault, RecordedRequest, Violation};
pub use fault::ServiceFault;

use crate::models::{RecordId, UserTypeId};
use crate::runtime::ClientBuilder;
use crate::runtime::oauth::OAuth;
use crate::runtime::service::{Fake, Loopback};
use crate::{API, Client, Server};
use backend::{ApiHost, Backend};
use service::Allowance;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use tokens::accounts_host;

/// The largest request body, in bytes.
const MAX_BODY_SIZE: usize = 4 * 1024 * 1024;

/// A fake portal service. Dropping it closes its port.
pub struct FakePortals {
    fake: Fake,
    backend: Backend,
    accounts_host: FakeAuthorizationServer,
    token: String,
    url: String,
    serving: Option<Loopback>,
}

impl FakePortals {
    /// A service on a free port of the loopback interface.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub async fn start() -> Self {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into()).await
    }

    /// A service at this address, for programs that must know it in advance.
    ///
    /// # Panics
    ///
    /// When the address is not available.
    #[expect(clippy::unused_async, reason = "starting may take time in future versions")]
    pub async fn start_at(address: SocketAddr) -> Self {
        let mut fake = Self::in_memory();
        let serving = fake.fake.on_address(address).unwrap_or_else(|error| panic!("{address}: {error}"));
        fake.url = serving.url();
        fake.set_name(&format!("port.{}", serving.address().port()));
        fake.serving = Some(serving);
        fake
    }

    /// A service without a socket, for [`client`](Self::client), [`builder`](Self::builder) and
    /// [`transport`](Self::transport).
    #[must_use]
    pub fn in_memory() -> Self {
        let (accounts_host, backend) = (accounts_host(), Backend::default());
        let api_host = ApiHost::new(backend.clone(), accounts_host.clone());
        let fake = Fake::new(&API).server("").body_limit(MAX_BODY_SIZE);
        let fake = fake.authorization(accounts_host.clone()).otherwise(api_host);
        let url = "http://portals.invalid".to_owned();
        let mut fake = Self { fake, backend, accounts_host, token: String::new(), url, serving: None };
        fake.set_name("memory");
        fake
    }

    /// Sets the name in tokens, which differs for each service, and creates the first token.
    fn set_name(&mut self, name: &str) {
        let host = self.accounts_host.clone().client(format!("1000.CLIENT.{name}"), format!("secret.of.{name}"));
        let host = host.response_member("api_domain", self.url.as_str());
        host.expire_tokens();
        self.token = host.access_token();
    }

    /// A client with a valid token.
    ///
    /// # Panics
    ///
    /// When the service is on a port and no HTTP transport can be created, as without the feature `hyper`.
    #[must_use]
    pub fn client(&self) -> Client {
        self.builder().build().unwrap_or_else(|error| panic!("{error}"))
    }

    /// A client with a valid token, to be built with more settings.
    #[must_use]
    pub fn builder(&self) -> ClientBuilder<Client> {
        self.anonymous().access_token(self.token.as_str())
    }

    /// A client without a token, such as one that fetches its own with [`oauth`](Self::oauth).
    #[must_use]
    pub fn anonymous(&self) -> ClientBuilder<Client> {
        let builder = Client::builder().server(Server::default().api_domain(self.url()));
        match self.serving {
            Some(_) => builder,
            None => builder.transport(self.transport()),
        }
    }

    /// A transport to the service without a socket, whatever the host of a request is.
    #[must_use]
    pub fn transport(&self) -> Fake {
        self.fake.clone()
    }

    /// The scheme and host, which the API calls `api_domain`, without the path `/crm/v8`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A valid access token, until [`expire_tokens`](FakeAuthorizationServer::expire_tokens). Other services have
    /// other tokens.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The accounts host, which issues tokens.
    #[must_use]
    pub const fn accounts_host(&self) -> &FakeAuthorizationServer {
        &self.accounts_host
    }

    /// Settings to fetch tokens from the [`accounts_host`](Self::accounts_host) by its refresh token, and to revoke it.
    #[must_use]
    pub fn oauth(&self) -> OAuth {
        self.accounts_host.oauth(&self.url)
    }
}

/// The state before a test.
#[expect(clippy::must_use_candidate, reason = "not every test needs the id")]
impl FakePortals {
    /// Creates the portal of the organization, like `create_portal`. Returns its default user type.
    pub fn open_portal(&self, name: &str) -> UserTypeId {
        self.backend.lock().open_portal(name)
    }

    /// Adds a record to a module: a person who can be invited.
    pub fn add_record(&self, module: &str, name: &str, email: Option<&str>) -> RecordId {
        self.backend.lock().add_record(module, name, email)
    }

    /// Adds a record to Contacts, with a confirmed portal user.
    pub fn add_user(&self, user_type: &UserTypeId, name: &str, email: &str) -> RecordId {
        self.backend.lock().add_user(user_type, name, email)
    }

    /// Sets the remaining credits of the organization, and the total. Default: no limit.
    ///
    /// Each call takes one. As with the service, responses have the header `X-API-CREDITS-REMAINING`
    /// ([`Credits`](crate::Credits)) once half of them are used, and calls without a remaining one are rejected with 429
    /// `TOO_MANY_REQUESTS`. Responses of faults take no credits, and do not have the header.
    ///
    /// ```
    /// # use zoho_crm_portals::testing::FakePortals;
    /// use zoho_crm_portals::Credits;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let fake = FakePortals::in_memory();
    /// fake.set_credits(1, 5_000);
    /// let response = fake.client().get_portals().send_for_response().await?;
    /// assert_eq!(response.credits_remaining(), Some(0));
    /// assert!(fake.client().get_portals().await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_credits(&self, remaining: u32, total: u32) {
        self.backend.lock().credits = Some(Allowance { remaining, total });
    }
}

/// Faults and recorded requests.
impl FakePortals {
    /// Plants a fault: it applies to the next request, or to those that the methods of the result select. If several
    /// apply, the first planted one is used first.
    pub fn fault(&self, fault: Fault) -> PlantedFault<'_> {
        self.fake.fault(fault)
    }

    /// Removes every fault.
    pub fn heal(&self) {
        self.fake.heal();
    }

    /// The number of requests to which faults still apply. Faults without end do not count.
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

    /// All deviations of the requests so far from the document, oldest first.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.fake.violations()
    }

    /// Asserts that there are no [`violations`](Self::violations).
    ///
    /// # Panics
    ///
    /// When there are some; the message lists all.
    #[track_caller]
    pub fn assert_documented(&self) {
        self.fake.assert_documented();
    }

    /// Clears the recorded requests and their violations.
    pub fn forget_requests(&self) {
        self.fake.forget();
    }
}

/// Without credentials.
impl fmt::Debug for FakePortals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakePortals").field("url", &self.url).field("fake", &self.fake).finish_non_exhaustive()
    }
}
