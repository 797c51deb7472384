//! The URL of a server.

use http::Uri;
use std::net::IpAddr;

/// Checks a base URL, and removes its trailing slash.
pub(crate) fn checked(url: &str) -> Result<String, String> {
    let problem = |what: &str| Err(format!("the server URL {what}, such as `https://api.example.com/v1`"));
    // `http::Uri` silently drops fragments.
    if url.contains(['?', '#']) {
        return problem("must have neither query nor fragment");
    }
    let Ok(uri) = url.parse::<Uri>() else {
        return problem("must be a URL");
    };
    if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none_or(str::is_empty) {
        return problem("must be absolute and begin with http:// or https://");
    }
    let Some(authority) = uri.authority().map(http::uri::Authority::as_str) else {
        return problem("must be absolute and begin with http:// or https://");
    };
    if authority.contains('@') {
        return problem("must not contain credentials");
    }
    let port = authority.strip_prefix(uri.host().unwrap_or_default()).and_then(|port| port.strip_prefix(':'));
    if port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_err()) {
        return problem("must have a port of at most 65535");
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// Resolves a documented URL for a caller whose server is at `base`: itself if it is absolute, and on the host of
/// `base` if it is a path. A `base` with its own path is used as it is.
pub(crate) fn resolved(documented: &str, base: &str) -> String {
    if !is_relative(documented) {
        return documented.to_owned();
    }
    let host = base.find("://").map_or(0, |at| at + 3);
    let end = base[host..].find('/').map_or(base.len(), |at| host + at);
    let path = documented.trim_start_matches(['.', '/']);
    format!("{}/{path}", &base[..end])
}

/// Whether a URL is only a path, such as that of a server on the host of the document.
pub(crate) fn is_relative(url: &str) -> bool {
    !url.contains("://")
}

/// Whether a base URL has no path.
pub(crate) fn is_host(url: &str) -> bool {
    let (_, rest) = url.split_once("://").unwrap_or_default();
    !rest.trim_end_matches('/').contains('/')
}

/// Whether requests to a URL leave this machine without encryption.
pub(crate) fn is_open(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_here = address.map_or(host.eq_ignore_ascii_case("localhost"), |address| address.is_loopback());
    uri.scheme_str() == Some("http") && !is_here
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_is_unencrypted_except_on_loopback() {
        for url in ["http://api.example", "HTTP://10.0.0.1:80/x", "http://localhost.example", "http://[fe80::1]/"] {
            assert!(is_open(url), "{url}");
        }
        for url in ["https://api.example", "http://localhost:1", "http://127.0.0.2/x", "http://[::1]:80/", "/token"] {
            assert!(!is_open(url), "{url}");
        }
    }

    #[test]
    fn only_absolute_http_urls_are_servers() {
        assert_eq!(checked("https://api.example/crm/v8/").unwrap(), "https://api.example/crm/v8");
        assert_eq!(checked("http://127.0.0.1:8080").unwrap(), "http://127.0.0.1:8080");
        assert_eq!(checked("http://[::1]:8080/").unwrap(), "http://[::1]:8080");
        for url in [
            "",
            "/",
            "/v1",
            "api.example",
            "ftp://api.example",
            "https://",
            "https://a/?x=1",
            "https://a/#b",
            "https://u:p@a/",
            "https://a:99999/",
        ] {
            assert!(checked(url).is_err(), "{url}");
        }
    }

    #[test]
    fn relative_server_urls_resolve_against_the_host() {
        assert_eq!(resolved("/v2", "https://a.example"), "https://a.example/v2");
        assert_eq!(resolved("/v2", "https://a.example/v1/"), "https://a.example/v2");
        assert_eq!(resolved("./v2/", "http://localhost:80/"), "http://localhost:80/v2/");
        assert_eq!(resolved("/", "https://a.example/v1"), "https://a.example/");
        assert_eq!(resolved("https://b.example", "https://a.example"), "https://b.example");
        assert!(is_host("https://a.example/") && !is_host("https://a.example/v1"));
    }

    #[test]
    fn errors_do_not_repeat_credentials_of_urls() {
        assert!(!checked("https://user:hunter2@a/").unwrap_err().contains("hunter2"));
    }
}
