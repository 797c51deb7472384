//! The URL of a server.

use http::Uri;

/// A base URL without its trailing slash, or what is wrong with it.
pub(crate) fn checked(url: &str) -> Result<String, String> {
    let problem = |what: &str| Err(format!("the server URL {what}, such as `https://api.example.com/v1`"));
    // http::Uri drops fragments without a word.
    if url.contains(['?', '#']) {
        return problem("must have neither query nor fragment");
    }
    let Ok(uri) = url.parse::<Uri>() else {
        return problem("must be a URL");
    };
    if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none_or(str::is_empty) {
        return problem("must be absolute and begin with http:// or https://");
    }
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return problem("must not hold credentials");
    }
    Ok(url.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_http_urls_are_servers() {
        assert_eq!(checked("https://api.example/crm/v8/").unwrap(), "https://api.example/crm/v8");
        assert_eq!(checked("http://127.0.0.1:8080").unwrap(), "http://127.0.0.1:8080");
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
        ] {
            assert!(checked(url).is_err(), "{url}");
        }
    }

    #[test]
    fn credentials_in_a_url_are_not_repeated() {
        assert!(!checked("https://user:hunter2@a/").unwrap_err().contains("hunter2"));
    }
}
