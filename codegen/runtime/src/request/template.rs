//! Path templates: `/portals/{portal_name}` is filled with values, none of which can change the rest of the path.

use crate::request::percent::is_unreserved;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Characters that are encoded in a path or query. A `%` in a template begins an encoded character.
const LITERAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A parameter's name and what is wrong with its value.
pub(crate) type Problem = (String, &'static str);

/// Appends a path to a URL: the template with encoded values filled in. A parameter without a value is a problem, and so is a
/// value that makes its segment empty or a dot segment, which URL parsers and servers resolve, so that the request would reach
/// another resource. The path starts with a slash, even if the template does not. Some templates have a query, in which values
/// cannot change the path.
pub(crate) fn fill(url: &mut String, template: &str, values: &[(&'static str, String)], problems: &mut Vec<Problem>) {
    // An operation without a path, such as a webhook, is sent to the URL itself.
    if template.is_empty() {
        return;
    }
    let (path, query) = template.split_at(start_of_query(template));
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        url.push('/');
        fill_segment(url, segment, values, problems);
    }
    push_filled(url, query, values, problems);
}

/// The end of the path of a template. The name of a parameter may contain any character.
pub(crate) fn start_of_query(template: &str) -> usize {
    let mut is_name = false;
    let ends_path = |character: char| {
        is_name = (is_name || character == '{') && character != '}';
        character == '?' && !is_name
    };
    template.find(ends_path).unwrap_or(template.len())
}

fn fill_segment(url: &mut String, segment: &str, values: &[(&'static str, String)], problems: &mut Vec<Problem>) {
    let start = url.len();
    if let Some(name) = push_filled(url, segment, values, problems) {
        problems.extend(dangerous(&url[start..]).map(|problem| (name.to_owned(), problem)));
    }
}

/// Appends a part of a template, and returns the first parameter in it that has a value.
fn push_filled<'t>(
    url: &mut String,
    mut rest: &'t str,
    values: &[(&'static str, String)],
    problems: &mut Vec<Problem>,
) -> Option<&'t str> {
    let mut first = None;
    while let Some((literal, name, after)) = next_parameter(rest) {
        push_literal(url, literal);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => {
                // Only a value that spans segments begins with a slash, which the template has already.
                url.push_str(value.strip_prefix('/').filter(|_| url.ends_with('/')).unwrap_or(value));
                first = first.or(Some(name));
            }
            None => problems.push((name.to_owned(), "has no value")),
        }
        rest = after;
    }
    push_literal(url, rest);
    first
}

/// The text before the next name in braces, the name, and the rest.
pub(crate) fn next_parameter(text: &str) -> Option<(&str, &str, &str)> {
    // Most segments are a parameter, or contain none.
    let (literal, rest) = match text.strip_prefix('{') {
        Some(rest) => ("", rest),
        None => text.split_once('{')?,
    };
    let (name, after) = rest.split_once('}')?;
    Some((literal, name, after))
}

fn push_literal(url: &mut String, literal: &str) {
    if literal.bytes().all(is_unreserved) {
        url.push_str(literal);
    } else {
        url.extend(utf8_percent_encode(literal, LITERAL));
    }
}

fn dangerous(segment: &str) -> Option<&'static str> {
    if segment.is_empty() {
        return Some("must not be empty: it is a segment of the path");
    }
    has_dot_segment(segment).then_some("must not form a path segment `.` or `..`, which would change the path")
}

/// Whether any reader could take a segment of a path for `.` or `..`: URL parsers, which treat `%2e` as a dot; servers that
/// decode the path once or repeatedly before they split it at slashes of either kind; and servers that treat text after a
/// semicolon as parameters of the segment.
pub(crate) fn has_dot_segment(path: &str) -> bool {
    // Most values are names and numbers.
    if !path.bytes().any(|byte| matches!(byte, b'.' | b'%')) {
        return false;
    }
    let decoded = decoded_fully(path);
    let mut segments = decoded.split(|byte| matches!(byte, b'/' | b'\\'));
    segments.any(|segment| matches!(segment.split(|byte| *byte == b';').next(), Some(b"." | b"..")))
}

/// Percent-decodes repeatedly: `%252e` is encoded twice.
fn decoded_fully(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let mut digits = after;
        while let Some(more) = digits.strip_prefix(b"25").filter(|_| *first == b'%') {
            digits = more;
        }
        let byte = if *first == b'%' { hexadecimal(digits) } else { None };
        decoded.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &digits[2..] } else { after };
    }
    decoded
}

/// The byte of two hexadecimal digits.
fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digit = |index: usize| char::from(*digits.get(index)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, values: &[(&'static str, &str)]) -> Result<String, Vec<Problem>> {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let (mut path, mut problems) = (String::new(), Vec::new());
        fill(&mut path, template, &values, &mut problems);
        if problems.is_empty() { Ok(path) } else { Err(problems) }
    }

    #[test]
    fn path_templates_are_filled_in() {
        assert_eq!(filled("/a/{x}/b", &[("x", "1")]).unwrap(), "/a/1/b");
        assert_eq!(filled("/a/{x}.{y}:act/", &[("y", "2"), ("x", "1")]).unwrap(), "/a/1.2:act/");
        assert_eq!(filled("no slash#{}", &[("", "1")]).unwrap(), "/no%20slash%231");
        assert_eq!(filled("/", &[]).unwrap(), "/");
    }

    #[test]
    fn multi_segment_values_keep_their_slashes() {
        assert_eq!(filled("/{x}/b", &[("x", "/a/c")]).unwrap(), "/a/c/b");
        assert_eq!(filled("/v{x}/b", &[("x", "/a")]).unwrap(), "/v/a/b");
        for leading_elsewhere in ["a/../c", "/..", "a/%2e/c"] {
            assert_eq!(filled("/{x}/b", &[("x", leading_elsewhere)]).unwrap_err().len(), 1, "{leading_elsewhere}");
        }
        assert_eq!(filled("/{x}/b", &[("x", "/")]).unwrap_err().len(), 1);
    }

    #[test]
    fn path_values_cannot_change_the_path() {
        for (template, values) in [
            ("/{x}", &[("x", "")][..]),
            ("/{x}", &[("x", ".")]),
            ("/{x}", &[("x", "..")]),
            ("/{x}{y}", &[("x", "."), ("y", ".")]),
            ("/.{x}", &[("x", ".")]),
            ("/%2e{x}", &[("x", ".")]),
            ("/%2E{x}", &[("x", "")]),
            ("/%2e%2E{x}", &[("x", "")]),
        ] {
            let problems = filled(template, values).unwrap_err();
            assert_eq!(problems.len(), 1, "{template}: {problems:?}");
            assert_eq!(problems[0].0, "x");
        }
        for unlike in ["...", "%2e%2e%2e", ".a", "%2f", "%2ea", "e", "a%3B..", "%25", "a..b", "..%252"] {
            assert_eq!(filled("/{x}", &[("x", unlike)]).unwrap(), format!("/{unlike}"));
        }
    }

    #[test]
    fn encoded_dot_segments_are_rejected() {
        for template in ["/files/{x}?raw=1", "/files/{x}?", "/files/{x};v=1", "/files/{x}/b?a=/c", "/{y?}/{x}?raw=1"] {
            for dots in [".", "..", "%2e", "%2E.", "%252e%252E", "..%2Fa", "a%2F..", "a%5C..%5Cb", "a%252F%252e.%252Fb"]
            {
                let problems = filled(template, &[("x", dots), ("y?", "1")]).unwrap_err();
                let expected = "must not form a path segment `.` or `..`, which would change the path";
                assert_eq!(problems, [("x".to_owned(), expected)], "{template} {dots}");
            }
            assert!(filled(template, &[("x", "a..b%2Fc"), ("y?", "1")]).is_ok(), "{template}");
        }
        assert_eq!(filled("/files/{x}?raw=1", &[("x", "")]).unwrap_err().len(), 1);
        assert_eq!(filled("/a?next={x}/b", &[("x", "..")]).unwrap(), "/a?next=../b");
    }

    #[test]
    fn many_percent_signs_take_linear_time() {
        assert!(has_dot_segment(&format!("%{}2e", "25".repeat(1_000_000))));
        assert!(!has_dot_segment(&"%25".repeat(1_000_000)));
    }

    #[test]
    fn all_missing_path_values_are_named() {
        let problems = filled("/{a}/{b}", &[]).unwrap_err();
        assert_eq!(problems, [("a".to_owned(), "has no value"), ("b".to_owned(), "has no value")]);
    }
}
