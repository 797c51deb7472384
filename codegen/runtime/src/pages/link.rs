//! Links: the `Link` header (RFC 8288).

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link whose relation is `next`. Links with another context than the response (`anchor`) are
/// ignored.
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

/// The links of one header. They end where the syntax is not that of RFC 8288.
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
    /// The next parameter of the current link: its name, and its value, with escapes if it is quoted.
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
    fn link_header_selects_rel_next() {
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
    fn link_header_without_rel_next_ends_the_list() {
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
}
