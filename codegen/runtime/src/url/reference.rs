//! Resolving references (RFC 3986), and comparing origins.

use crate::json::excerpt;
use http::Uri;

/// Resolves `reference` against `base`: a URL, or a path if `base` is one.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    let origin = &base[..end_of_origin(base)];
    if scheme(reference).is_some() {
        let (origin, path) = reference.split_at(end_of_origin(reference));
        return if path.starts_with('/') { format!("{origin}{}", without_dots(path)) } else { reference.to_owned() };
    }
    if reference.starts_with("//") {
        return scheme(base)
            .map_or_else(|| reference.to_owned(), |scheme| resolve("", &format!("{scheme}:{reference}")));
    }
    if reference.starts_with('/') {
        return format!("{origin}{}", without_dots(reference));
    }
    let path = base.split('?').next().unwrap_or_default();
    if reference.is_empty() {
        return base.to_owned();
    }
    if reference.starts_with('?') {
        return format!("{path}{reference}");
    }
    let folder = path[origin.len()..].rfind('/').map_or(origin, |at| &path[..origin.len() + at]);
    let folder = &folder[origin.len()..];
    format!("{origin}{}", without_dots(&format!("{folder}/{reference}")))
}

/// A path and its query, with `.` and `..` applied (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let mut segments_kept: Vec<&str> = Vec::new();
    let segments = path.split('/').skip(1);
    for segment in segments.clone() {
        match segment {
            "." => {}
            ".." => {
                segments_kept.pop();
            }
            other => segments_kept.push(other),
        }
    }
    // Dot segments refer to folders.
    if segments.last().is_some_and(|last| matches!(last, "." | "..")) {
        segments_kept.push("");
    }
    format!("/{}{query}", segments_kept.join("/"))
}

fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then_some(scheme)
}

fn end_of_origin(url: &str) -> usize {
    let Some(authority) = url.find("://").map(|at| at + 3).filter(|_| scheme(url).is_some()) else { return 0 };
    url[authority..].find(['/', '?']).map_or(url.len(), |at| authority + at)
}

/// The path and the query of a URL.
pub(crate) fn without_origin(url: &str) -> &str {
    match &url[end_of_origin(url)..] {
        "" => "/",
        rest => rest,
    }
}

/// Scheme and authority of a URL, unless they name a user.
pub(crate) fn server(url: &str) -> Option<&str> {
    let server = &url[..end_of_origin(url)];
    (!server.is_empty() && !server.contains('@')).then_some(server)
}

/// Like [`server`], for messages about a URL from a service.
pub(crate) fn server_in_message(url: &str) -> String {
    match server(url) {
        Some(server) => format!("`{}`", excerpt::line(server, MAX_SERVER_LENGTH)),
        None => "another server".to_owned(),
    }
}

/// The most characters of a server in a message.
const MAX_SERVER_LENGTH: usize = 100;

/// Whether two URLs have the same origin: the same scheme, host and port, and no user.
pub(crate) fn is_same_origin(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (origin(one), origin(other)) else { return false };
    one == other
}

/// Scheme, host and port of a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) scheme: String,
    pub(crate) host: String,
    pub(crate) port: u16,
}

/// The origin of a URL, unless it names a user.
pub(crate) fn origin(url: &str) -> Option<Origin> {
    let uri: Uri = url.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?.to_ascii_lowercase(), uri.authority()?);
    let usual = if scheme == "https" { 443 } else { 80 };
    // A user, which some parsers take for the host.
    let is_plain = !authority.as_str().contains('@') && !url.contains('\\');
    let port = match authority.as_str().strip_prefix(authority.host()) {
        Some("" | ":") => usual,
        _ => authority.port_u16()?,
    };
    is_plain.then(|| Origin { scheme, host: authority.host().to_ascii_lowercase(), port })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_references_resolve_against_their_base() {
        let base = "https://a.example:81/v1/users?page=1";
        for (reference, expected) in [
            ("https://b.example/x", "https://b.example/x"),
            ("https://b.example/x/../y/./?a=/..#top", "https://b.example/y/?a=/.."),
            ("https://b.example?a=/..", "https://b.example?a=/.."),
            ("//b.example/x/../y", "https://b.example/y"),
            ("/v2?page=2#top", "https://a.example:81/v2?page=2"),
            ("?page=2", "https://a.example:81/v1/users?page=2"),
            ("more?at=http://c", "https://a.example:81/v1/more?at=http://c"),
            ("../v2/./x/..?a=/../b", "https://a.example:81/v2/?a=/../b"),
            ("./", "https://a.example:81/v1/"),
            ("/../../x//y/..", "https://a.example:81/x//"),
            ("mailto:x", "mailto:x"),
            ("", base),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference}");
        }
        assert_eq!(resolve("https://a.example", "x"), "https://a.example/x");
        assert_eq!(resolve("https://a.example?q", "?p"), "https://a.example?p");
        assert_eq!(resolve("/v1/users?page=1", "?page=2"), "/v1/users?page=2");
    }

    /// Sections 5.4.1 and 5.4.2 of RFC 3986, without the fragments, which are not sent.
    #[test]
    fn references_resolve_as_in_the_examples_of_rfc_3986() {
        let base = "http://a/b/c/d;p?q";
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q"),
            ("g#s", "http://a/b/c/g"),
            ("g?y#s", "http://a/b/c/g?y"),
            (";x", "http://a/b/c/;x"),
            ("g;x", "http://a/b/c/g;x"),
            ("g;x?y#s", "http://a/b/c/g;x?y"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("../../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            (".g", "http://a/b/c/.g"),
            ("g..", "http://a/b/c/g.."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/./x", "http://a/b/c/g?y/./x"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("g#s/./x", "http://a/b/c/g"),
            ("g#s/../x", "http://a/b/c/g"),
            ("http:g", "http:g"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference}");
        }
    }

    #[test]
    fn urls_without_origin_keep_their_path() {
        for (url, rest) in [("https://a.example:81/v1?p=2", "/v1?p=2"), ("https://a.example", "/"), ("/v1", "/v1")] {
            assert_eq!(without_origin(url), rest);
        }
    }

    #[test]
    fn origins_contain_no_credentials() {
        for (url, expected) in [
            ("https://a.example:81/v1?key=2", Some("https://a.example:81")),
            ("https://a.example", Some("https://a.example")),
            ("https://ann:hunter2@a.example/", None),
            ("/v1", None),
            ("", None),
        ] {
            assert_eq!(server(url), expected, "{url}");
        }
    }

    #[test]
    fn origins_are_compared_exactly() {
        let base = "https://api.example/v1";
        for same in ["https://api.example/v2?x", "HTTPS://API.EXAMPLE:443/", "https://api.example"] {
            assert!(is_same_origin(base, same), "{same}");
        }
        for other in [
            "http://api.example/v1",
            "https://api.example:444/v1",
            "https://api.example.evil/v1",
            "https://api.example@evil/v1",
            "https://user@api.example/v1",
            "https://evil\\@api.example/",
            "https://evil/\\api.example",
            "//api.example/v1",
            "/v1",
            "",
        ] {
            assert!(!is_same_origin(base, other), "{other}");
        }
    }
}
