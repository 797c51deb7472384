//! OAuth 2.0: tokens that are fetched, kept and renewed.
//!
//! [`OAuth`] identifies the client, and determines how tokens are granted. Passed to
//! [`ClientBuilder::oauth`](crate::ClientBuilder::oauth), it takes the URLs of the document's security scheme and the
//! client's transport, and every call then carries a valid token. The [guide](crate::guide::authentication) shows how.
//!
//! `settings` has the settings, which `authorization`, `device`, `request` and `source` read: each has the methods of [`OAuth`]
//! for its topic. `source` keeps the token and shares one renewal among all callers; `renewal` performs it.

mod authorization;
mod device;
mod error;
mod file_store;
mod limit;
mod renewal;
mod request;
mod settings;
mod source;
mod store;
mod stored_token;
mod token_response;

pub use device::DeviceAuthorization;
pub use error::{OAuthError, OAuthErrorKind};
pub use file_store::FileTokenStore;
pub(crate) use request::ENCRYPT;
pub use settings::OAuth;
pub use source::OAuthTokens;
pub use store::{MemoryTokenStore, StoreLock, TokenStore};
pub use token_response::TokenResponse;
