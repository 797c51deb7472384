//! Links: the `Link` header (RFC 8288), and what a reference means where it is found (RFC 3986).

use http::header::LINK;
use http::{HeaderMap, Uri};

/// The target of the first link whose relation is `next`. Links about something else than the answer (`anchor`) do not
/// count.
pub(super) fn next(headers: &HeaderMap) -> Option<&str> {
    let values = headers.get_all(LINK).into_iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| Links { rest: value })
        .find(|link| link.is_next && !link.is_elsewhere)
        .map(|link| link.target)
}

struct Link<'a> {
    target: &'a str,
    is_next: bool,
    is_elsewhere: bool,
}

/// The links of one header. What is not written as RFC 8288 has it ends them.
struct Links<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Links<'a> {
    type Item = Link<'a>;

    fn next(&mut self) -> Option<Link<'a>> {
        let rest = self.rest.trim_start_matches([' ', '\t', ',']);
        let (target, rest) = rest.strip_prefix('<')?.split_once('>')?;
        let mut link = Link { target: target.trim(), is_next: false, is_elsewhere: false };
        let mut has_relation = false;
        self.rest = rest;
        while let Some((name, value)) = self.parameter() {
            match name.to_ascii_lowercase().as_str() {
                // "Occurrences after the first MUST be ignored by parsers."
                "rel" if !has_relation => {
                    has_relation = true;
                    link.is_next = value.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"));
                }
                "anchor" => link.is_elsewhere = true,
                _ => {}
            }
        }
        if !self.rest.trim_start().starts_with(',') {
            self.rest = "";
        }
        Some(link)
    }
}

impl<'a> Links<'a> {
    /// The next parameter of the link at hand: its name, and its value with the escapes of a quoted one.
    fn parameter(&mut self) -> Option<(&'a str, &'a str)> {
        let rest = self.rest.trim_start().strip_prefix(';')?.trim_start();
        let end = rest.find(['=', ';', ',']).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        let Some(rest) = rest.strip_prefix('=') else {
            self.rest = rest;
            return Some((name.trim(), ""));
        };
        let rest = rest.trim_start();
        let (value, rest) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let end = end_of_quotation(quoted)?;
                (&quoted[..end], &quoted[end + 1..])
            }
            None => rest.split_at(rest.find([';', ',']).unwrap_or(rest.len())),
        };
        self.rest = rest;
        Some((name.trim(), value.trim()))
    }
}

fn end_of_quotation(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}

/// What `reference` means in what was found at `base`: a URL, or a path where `base` is one.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    let origin = &base[..end_of_origin(base)];
    if reference.contains("://") && scheme(reference).is_some() {
        return reference.to_owned();
    }
    if reference.starts_with("//") {
        return scheme(base).map_or_else(|| reference.to_owned(), |scheme| format!("{scheme}:{reference}"));
    }
    if reference.starts_with('/') {
        return format!("{origin}{reference}");
    }
    let path = base.split('?').next().unwrap_or_default();
    if reference.is_empty() {
        return base.to_owned();
    }
    if reference.starts_with('?') {
        return format!("{path}{reference}");
    }
    let folder = path[origin.len()..].rfind('/').map_or(origin, |at| &path[..origin.len() + at]);
    format!("{folder}/{reference}")
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
pub(super) fn without_origin(url: &str) -> &str {
    match &url[end_of_origin(url)..] {
        "" => "/",
        rest => rest,
    }
}

/// Whether two URLs lead to one server: scheme, host and port are the same, and nothing else is said of it.
pub(crate) fn is_same_origin(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (origin(one), origin(other)) else { return false };
    one == other
}

fn origin(url: &str) -> Option<(String, String, u16)> {
    let uri: Uri = url.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?.to_ascii_lowercase(), uri.authority()?);
    let usual = if scheme == "https" { 443 } else { 80 };
    // A user, whom some take for the host.
    let is_plain = !authority.as_str().contains('@') && !url.contains('\\');
    let port = match authority.as_str().strip_prefix(authority.host()) {
        Some("" | ":") => usual,
        _ => authority.port_u16()?,
    };
    is_plain.then(|| (scheme, authority.host().to_ascii_lowercase(), port))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn next_of(headers: &[&str]) -> Option<String> {
        let mut map = HeaderMap::new();
        for header in headers {
            map.append(LINK, HeaderValue::from_str(header).unwrap());
        }
        next(&map).map(str::to_owned)
    }

    #[test]
    fn the_next_page_is_found_among_links() {
        let found = |header: &str| next_of(&[header]);
        assert_eq!(
            found(r#"<https://a/?page=2>; rel="next", <https://a/?page=9>; rel="last""#).unwrap(),
            "https://a/?page=2"
        );
        assert_eq!(found(r#"<https://a/?page=1>; rel="prev", </p?x=1,2&y=;>; rel=next"#).unwrap(), "/p?x=1,2&y=;");
        assert_eq!(found(r#"<b>; title="c, <d>; rel=\"next\"", <e> ; REL = "last Next" ; x"#).unwrap(), "e");
        assert_eq!(next_of(&["<a>; rel=first", "<b>;rel=next"]).unwrap(), "b");
    }

    #[test]
    fn what_is_no_link_to_the_next_page_is_none() {
        for header in [
            "",
            "<a>",
            "next",
            r#"<a>; rel="nextish""#,
            r#"<a>; rel="prev"; rel="next""#,
            r##"<a>; rel="next"; anchor="#other""##,
            r#"<a>; title="rel=next"#,
            "<a; rel=next",
            "<a> rel=next",
        ] {
            assert_eq!(next_of(&[header]), None, "{header}");
        }
    }

    #[test]
    fn references_are_resolved_against_where_they_are_found() {
        let base = "https://a.example:81/v1/users?page=1";
        for (reference, expected) in [
            ("https://b.example/x", "https://b.example/x"),
            ("//b.example/x", "https://b.example/x"),
            ("/v2?page=2#top", "https://a.example:81/v2?page=2"),
            ("?page=2", "https://a.example:81/v1/users?page=2"),
            ("more?at=http://c", "https://a.example:81/v1/more?at=http://c"),
            ("", base),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference}");
        }
        assert_eq!(resolve("https://a.example", "x"), "https://a.example/x");
        assert_eq!(resolve("https://a.example?q", "?p"), "https://a.example?p");
        assert_eq!(resolve("/v1/users?page=1", "?page=2"), "/v1/users?page=2");
    }

    #[test]
    fn a_url_without_its_origin_is_a_path_on_another() {
        for (url, rest) in [("https://a.example:81/v1?p=2", "/v1?p=2"), ("https://a.example", "/"), ("/v1", "/v1")] {
            assert_eq!(without_origin(url), rest);
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
