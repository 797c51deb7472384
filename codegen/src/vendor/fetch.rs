//! One download.

use crate::load::{Location, MAX_BYTES, Reference};
use fluent_uri::Uri;
use std::sync::LazyLock;
use std::time::Duration;
use ureq::Agent;
use ureq::http::header::LOCATION;

/// How long one request may take, with its answer.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// How often a server may send to another address.
const MAX_REDIRECTS: usize = 8;

/// What a server gave.
pub(super) struct Fetched {
    pub(super) bytes: Vec<u8>,
    /// The address that it came from, if that is another.
    pub(super) redirected_to: Option<String>,
}

static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .timeout_connect(Some(CONNECT_TIMEOUT))
        // Each is checked before it is followed.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(concat!("specwright/", env!("CARGO_PKG_VERSION")))
        .accept("application/yaml, application/json, text/plain, */*;q=0.5")
        .build()
        .into()
});

/// Fetches what has this URL. Why not, in words, when it cannot be.
pub(super) fn get(url: &str) -> Result<Fetched, String> {
    let mut address = url.to_owned();
    let local = is_local(&address);
    for _ in 0..=MAX_REDIRECTS {
        check(&address, local)?;
        let mut answer = AGENT.get(&address).call().map_err(|error| error.to_string())?;
        if let Some(next) = answer.headers().get(LOCATION).filter(|_| answer.status().is_redirection()) {
            let next = next.to_str().map_err(|_| "the server sends to an address that is none")?;
            address = Location::Url(address).join(&Reference::parse(next).target).to_string();
            continue;
        }
        if !answer.status().is_success() {
            return Err(format!("the server answered {}", answer.status()));
        }
        let bytes = answer.body_mut().with_config().limit(MAX_BYTES).read_to_vec();
        let bytes = bytes.map_err(|error| error.to_string())?;
        return Ok(Fetched { bytes, redirected_to: Some(address).filter(|address| address != url) });
    }
    Err(format!("the server sends elsewhere more than {MAX_REDIRECTS} times"))
}

/// Whether an address may be asked. What is on this machine is not asked because another machine says so.
fn check(address: &str, local: bool) -> Result<(), String> {
    let uri = Uri::parse(address).map_err(|_| format!("`{address}` is no URL"))?;
    if uri.authority().is_some_and(|authority| authority.has_userinfo()) {
        return Err(format!("`{}` holds credentials, and none are sent", without_credentials(address)));
    }
    match uri.scheme().as_str() {
        "https" => Ok(()),
        "http" if local && is_local(address) => Ok(()),
        _ => Err(format!("`{address}` is not `https`; if you have a copy of it, name its folder with `--map`")),
    }
}

fn without_credentials(address: &str) -> &str {
    address.split_once('@').map_or(address, |(_, rest)| rest)
}

/// Whether an address is one of this machine.
fn is_local(address: &str) -> bool {
    let uri = Uri::parse(address).ok();
    let host = uri.and_then(|uri| uri.authority()).map(|authority| authority.host());
    matches!(host, Some("localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::{check, is_local};

    #[test]
    fn what_may_be_asked() {
        for (address, local, allowed) in [
            ("https://example.org/a.yaml", false, true),
            ("http://example.org/a.yaml", false, false),
            ("http://example.org/a.yaml", true, false),
            ("http://localhost:1/a.yaml", true, true),
            ("http://localhost:1/a.yaml", false, false),
            ("http://localhost.example.org/a.yaml", true, false),
            ("https://user:secret@example.org/a.yaml", false, false),
            ("file:///etc/passwd", true, false),
            ("ftp://example.org/a.yaml", false, false),
        ] {
            assert_eq!(check(address, local).is_ok(), allowed, "{address}");
        }
        assert!(!check("https://user:secret@example.org/", false).unwrap_err().contains("secret"));
        assert!(is_local("http://127.0.0.1:80/"));
        assert!(!is_local("http://127.0.0.1.example.org/"));
    }
}
