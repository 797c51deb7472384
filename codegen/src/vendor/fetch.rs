//! One download.

use super::address::{Guard, Reach, Seen, is_public};
use crate::load::{FileLocation, MAX_BYTES, Reference};
use fluent_uri::Uri;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;
use ureq::http::header::LOCATION;
use ureq::unversioned::transport::DefaultConnector;

/// How long one request may take, with its response.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// The maximal number of redirects.
const MAX_REDIRECTS: usize = 8;

/// The response of a server.
pub(super) struct Fetched {
    pub(super) bytes: Vec<u8>,
    /// The final address after redirects, if it differs.
    pub(super) redirected_to: Option<String>,
    /// Whether it was downloaded from this machine or a private network.
    pub(super) local: bool,
}

/// An agent for one request: the addresses of reused connections would not be checked again.
fn agent(reach: Reach, seen: Arc<Seen>) -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .timeout_connect(Some(CONNECT_TIMEOUT))
        // Each is checked before it is followed.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(concat!("specwright/", env!("CARGO_PKG_VERSION")))
        .accept("application/yaml, application/json, text/plain, */*;q=0.5")
        .build();
    Agent::with_parts(config, DefaultConnector::default(), Guard { reach, seen })
}

/// Fetches a URL, with at most this many bytes after decompression. Errors are messages.
///
/// Redirects lead from public addresses to public ones alone, unless `allow_local` is set.
pub(super) fn get(url: &str, mut reach: Reach, allow_local: bool, limit: u64) -> Result<Fetched, String> {
    let mut address = url.to_owned();
    for _ in 0..=MAX_REDIRECTS {
        check(&address, reach)?;
        let seen = Arc::new(Seen::default());
        let response = agent(reach, Arc::clone(&seen)).get(&address).call();
        let mut response = response.map_err(|error| reason(&error, &seen, &address))?;
        let local = seen.local();
        if let Some(next) = response.headers().get(LOCATION).filter(|_| response.status().is_redirection()) {
            let next = next.to_str().map_err(|_| "the server redirects to an invalid URL")?;
            address = FileLocation::Url(address).join(&Reference::parse(next).target).to_string();
            reach = if local || allow_local { reach } else { Reach::Public };
            continue;
        }
        if !response.status().is_success() {
            return Err(format!("the server responded with {}", response.status()));
        }
        let bytes = read(response.body_mut().as_reader(), limit)?;
        return Ok(Fetched { bytes, redirected_to: Some(address).filter(|address| address != url), local });
    }
    Err(format!("the server redirects more than {MAX_REDIRECTS} times"))
}

/// Reads a body; the limit applies to the decompressed bytes.
fn read(body: impl Read, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    body.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > limit {
        return Err(format!("the document and the files that it refers to have more than {MAX_BYTES} bytes"));
    }
    Ok(bytes)
}

/// The reason why there is no response, for a message.
fn reason(error: &ureq::Error, seen: &Seen, address: &str) -> String {
    if seen.refused() { refusal(address) } else { error.to_string() }
}

fn refusal(address: &str) -> String {
    format!(
        "`{address}` is an address of this machine or of a private network, in a file that was downloaded; to allow it: `--allow-local`"
    )
}

/// Whether an address is allowed, as far as known before its host is resolved.
fn check(address: &str, reach: Reach) -> Result<(), String> {
    let uri = Uri::parse(address).map_err(|_| format!("`{address}` is not a URL"))?;
    if uri.authority().is_some_and(|authority| authority.has_userinfo()) {
        return Err(format!("`{}` contains credentials, which are not sent", without_credentials(address)));
    }
    match uri.scheme().as_str() {
        "https" | "http" if reach == Reach::Public && is_private(address) => Err(refusal(address)),
        "https" => Ok(()),
        "http" if is_local(address) => Ok(()),
        _ => Err(format!("`{address}` is not `https`; to use a copy of it, name its folder with `--map`")),
    }
}

fn without_credentials(address: &str) -> &str {
    address.split_once('@').map_or(address, |(_, rest)| rest)
}

fn host(address: &str) -> Option<&str> {
    Some(Uri::parse(address).ok()?.authority()?.host())
}

/// Whether an address is one of this machine.
fn is_local(address: &str) -> bool {
    matches!(host(address), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Whether an address is written as one of this machine or of a private network.
fn is_private(address: &str) -> bool {
    let literal = host(address).and_then(|host| host.trim_matches(['[', ']']).parse().ok());
    is_local(address) || literal.is_some_and(|literal| !is_public(literal))
}

#[cfg(test)]
mod tests {
    use super::{Reach, check, is_local, read};

    #[test]
    fn only_public_https_urls_are_downloaded() {
        use Reach::{Anywhere, Public};
        for (address, reach, allowed) in [
            ("https://example.org/a.yaml", Public, true),
            ("http://example.org/a.yaml", Public, false),
            ("http://example.org/a.yaml", Anywhere, false),
            ("http://localhost:1/a.yaml", Anywhere, true),
            ("http://localhost:1/a.yaml", Public, false),
            ("https://localhost/a.yaml", Public, false),
            ("https://169.254.169.254/latest", Public, false),
            ("https://[::1]/a.yaml", Public, false),
            ("https://[::1]/a.yaml", Anywhere, true),
            ("http://localhost.example.org/a.yaml", Anywhere, false),
            ("https://user:secret@example.org/a.yaml", Public, false),
            ("file:///etc/passwd", Anywhere, false),
            ("ftp://example.org/a.yaml", Anywhere, false),
        ] {
            assert_eq!(check(address, reach).is_ok(), allowed, "{address}");
        }
        assert!(!check("https://user:secret@example.org/", Public).unwrap_err().contains("secret"));
        assert!(is_local("http://127.0.0.1:80/"));
        assert!(!is_local("http://127.0.0.1.example.org/"));
    }

    #[test]
    fn downloads_may_be_as_long_as_the_limit() {
        assert_eq!(read(&b"abc"[..], 3).unwrap(), b"abc");
        assert!(read(&b"abcd"[..], 3).is_err());
        assert!(read(std::io::repeat(0), 1 << 20).is_err());
    }
}
