//! The portal service in miniature: real HTTP on a loopback port, its state in memory.
//!
//! It answers the eighteen documented operations as the service does, refusals included, and anything else with the
//! error that the service has for it. It knows one organisation with a few modules and no records: those are added
//! with [`FakePortals::add_record`].
//!
//! Two things happen by themselves: a person accepts the invitation once the portal users were listed, and a job of
//! invitations is done from the second time that somebody asks for it.

mod body;
mod call;
mod crm;
mod invitations;
mod portals;
mod refusal;
mod route;
mod serve;
mod state;
mod user_type_modules;
mod user_types;
mod users;

use state::State;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running service, which stops when this is dropped.
#[derive(Debug)]
pub(crate) struct FakePortals {
    address: SocketAddr,
    token: String,
    state: Shared,
    serving: JoinHandle<()>,
}

impl FakePortals {
    /// Starts a service of its own on a free port of the loopback interface.
    ///
    /// # Panics
    ///
    /// When no such port can be had.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a loopback port is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let token = format!("1000.of.port.{}", address.port());
        let state = Shared(Arc::new(Mutex::new(State::new(&token))));
        let serving = tokio::spawn(serve::serve(listener, state.clone()));
        Self { address, token, state, serving }
    }

    /// Scheme and host, what the API calls `api_domain`: the path goes on with `/crm/v8`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The one access token that the service takes; another service has another.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Adds a record, the person that an invitation can go to, and gives its id.
    pub(crate) fn add_record(&self, module: &str, name: &str, email: Option<&str>) -> String {
        self.state.lock().add_record(module, name, email)
    }
}

impl Drop for FakePortals {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The state, held by the service and by every connection.
#[derive(Debug, Clone)]
struct Shared(Arc<Mutex<State>>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // No request may panic; should one do so all the same, the others go on.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
