//! The server of the calls: the caller's, or else the documented one.

use crate::url::server;
use crate::{Api, ServerUrl};

/// The caller's server, or else the documented one.
pub(super) fn server_url(api: &Api, configured: Option<ServerUrl>) -> Result<String, String> {
    match configured.map(filled).transpose()? {
        Some(url) if server::is_relative(api.server) && server::is_host(&url) => {
            server::checked(&server::resolved(api.server, &url))
        }
        Some(url) => server::checked(&url),
        None if server::is_relative(api.server) => {
            Err("the document has no host: set the URL of the API with `ClientBuilder::server`".to_owned())
        }
        None => server::checked(api.server),
    }
}

pub(super) fn checked(url: ServerUrl) -> Result<String, String> {
    server::checked(&filled(url)?)
}

fn filled(url: ServerUrl) -> Result<String, String> {
    url.into_result().map_err(|error| error.to_string())
}
