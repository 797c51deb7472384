//! Servers that a token may send requests to.

use crate::url::{reference, server};

/// A server, or all hosts of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenServer {
    origin: reference::Origin,
    is_domain: bool,
}

impl TokenServer {
    /// Reads `https://api.example`, or `https://*.api.example` for every host below that domain.
    pub(crate) fn parse(url: &str) -> Result<Self, String> {
        let named = url.replacen("://*.", "://", 1);
        let origin = server::checked(&named).ok().and_then(|named| reference::origin(&named));
        let Some(origin) = origin.filter(|origin| !origin.host.contains('*')) else {
            return Err(format!(
                "`{}` is not a server that can be allowed: write `https://api.example.com`, or `https://*.example.com` for all hosts of a domain",
                url.escape_debug()
            ));
        };
        Ok(Self { origin, is_domain: named != url })
    }

    pub(crate) fn allows(&self, server: &str) -> bool {
        let Some(other) = reference::origin(server) else { return false };
        let Self { origin, is_domain } = self;
        let is_below =
            || other.host.strip_suffix(&origin.host).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'));
        let is_host = if *is_domain { is_below() } else { other.host == origin.host };
        is_host && (&other.scheme, other.port) == (&origin.scheme, origin.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_servers_match_exactly_or_by_wildcard_domain() {
        let allows = |named: &str, server: &str| TokenServer::parse(named).unwrap().allows(server);
        for (named, server) in [
            ("https://api.example/ignored", "https://API.example:443/x"),
            ("https://*.api.example", "https://eu.api.example"),
            ("https://*.api.example:8443", "https://a.b.api.example:8443"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
        ] {
            assert!(allows(named, server), "{named} {server}");
        }
        for (named, server) in [
            ("https://api.example", "https://eu.api.example"),
            ("https://api.example", "http://api.example"),
            ("https://api.example", "https://api.example:444"),
            ("https://api.example", "https://api.example@evil.example"),
            ("https://*.api.example", "https://api.example"),
            ("https://*.api.example", "https://.api.example"),
            ("https://*.api.example", "https://evilapi.example"),
            ("https://*.api.example", "https://eu.api.example.evil"),
            ("https://*.api.example", "https://eu.api.example:444"),
            ("https://*.api.example", "javascript:x"),
        ] {
            assert!(!allows(named, server), "{named} {server}");
        }
        for none in
            ["", "api.example", "https://*", "https://a.*.example", "https://*.*.example", "ftp://a", "https://u@a"]
        {
            assert!(TokenServer::parse(none).is_err(), "{none}");
        }
    }
}
