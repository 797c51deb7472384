//! The portals client over each transport, and the outcome of a call, with any types.

use crate::server::Server;
use specwright_runtime::{Blocking, Error, ReqwestTransport, Retry, StatusCode, TransportErrorKind};
use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;
use zoho_crm_portals::Client;
use zoho_crm_portals::models::NewPortal;

/// The secrets that tests hand in; none of them is ever printed.
pub const TOKEN: &str = "1000.hunter2.access";
pub const SECRETS: [&str; 2] = ["hunter2", "aHVudGVy"];

pub type Builder = specwright_runtime::ClientBuilder<Client>;

/// The timeout for connecting, as in the portals client.
const CONNECT: Duration = Duration::from_secs(10);

/// A client of a server, which waits next to nothing before it tries again.
pub fn client(server: &Server) -> Builder {
    client_at(&server.url())
}

pub fn client_at(url: &str) -> Builder {
    let retry = Retry::default().first_wait(Duration::from_millis(2));
    Client::builder().server(format!("{url}/crm/v8")).access_token(TOKEN).retry(retry).timeout(Duration::from_secs(8))
}

/// A client and what drives it.
pub enum Caller {
    Async(Box<Runtime>, Client, &'static str),
    Blocking(Client<Blocking>),
}

impl Caller {
    /// The same client over each transport: those that it brings by itself in both modes, and reqwest.
    pub fn each(builder: impl Fn() -> Builder) -> [Self; 3] {
        let reqwest = ReqwestTransport::connecting_within(CONNECT).unwrap();
        [
            Self::over_hyper(builder()),
            Self::transport_name("reqwest", builder().transport(reqwest)),
            Self::Blocking(builder().build_blocking().unwrap()),
        ]
    }

    pub fn over_hyper(builder: Builder) -> Self {
        Self::transport_name("hyper", builder)
    }

    pub fn transport_name(transport: &'static str, builder: Builder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self::Async(Box::new(runtime), builder.build().unwrap(), transport)
    }

    /// An idempotent call.
    pub fn read(&self) -> Result<String, Failed> {
        match self {
            Self::Async(runtime, client, _) => outcome(runtime.block_on(client.get_portals().send())),
            Self::Blocking(client) => outcome(client.get_portals().send()),
        }
    }

    /// A call that must not be made twice.
    pub fn write(&self) -> Result<String, Failed> {
        let portal = || NewPortal::new("Zylker");
        match self {
            Self::Async(runtime, client, _) => outcome(runtime.block_on(client.create_portal(portal()).send())),
            Self::Blocking(client) => outcome(client.create_portal(portal()).send()),
        }
    }

    pub fn transport(&self) -> &'static str {
        match self {
            Self::Async(_, _, transport) => transport,
            Self::Blocking(_) => "ureq",
        }
    }
}

pub fn outcome<A: Debug, E: Debug + 'static>(result: Result<A, Error<E>>) -> Result<String, Failed> {
    result.map(|response| format!("{response:?}")).map_err(|error| Failed::of(&error))
}

/// What kind of error it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Credential,
    Transport(TransportErrorKind),
    Failure,
    Undocumented,
    Decode,
    Input,
}

/// An error that printed no secret.
#[derive(Debug)]
pub struct Failed {
    pub kind: Kind,
    pub status: Option<StatusCode>,
    pub body: Vec<u8>,
    /// What `Display` prints.
    pub message: String,
}

impl Failed {
    pub fn of<E: Debug + 'static>(error: &Error<E>) -> Self {
        keeps_secrets(&printed(error));
        let kind = match error {
            Error::Credential(_) => Kind::Credential,
            Error::Transport(error) => Kind::Transport(error.error.kind()),
            Error::Failure(_) => Kind::Failure,
            Error::Undocumented(_) => Kind::Undocumented,
            Error::Decode(_) => Kind::Decode,
            _ => Kind::Input,
        };
        let body = error.body().map(|body| body.to_vec()).unwrap_or_default();
        Self { kind, status: error.status(), body, message: error.to_string() }
    }
}

/// All that can be printed of an error and of its causes.
pub fn printed(error: &(dyn StdError + 'static)) -> String {
    let mut text = String::new();
    let mut cause = Some(error);
    while let Some(error) = cause {
        write!(text, "{error}\n{error:?}\n{error:#?}\n").unwrap();
        cause = error.source();
    }
    text
}

pub fn keeps_secrets(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// Runs a test, which must come to an end.
pub fn in_time(test: impl FnOnce() + Send + 'static) {
    // Far more than any of them takes, even where many share a machine.
    let time = Duration::from_secs(60);
    let (done, is_done) = mpsc::channel();
    let thread = thread::spawn(move || {
        test();
        let _ = done.send(());
    });
    match is_done.recv_timeout(time) {
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("not done after {time:?}"),
        // A panic has dropped the sender.
        _ => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
    }
}
