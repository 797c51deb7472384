//! Path templates: `/portals/{portal_name}` and values become a path that no value can leave.

use crate::style::is_unreserved;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What cannot stand in a path or query as it is. A template's `%` begins an encoded character already.
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

/// Appends a template's path to a URL, with encoded values in it. A parameter without a value is a problem, and so is a value
/// that makes its segment empty, `.` or `..`: URL parsers and servers resolve such segments, and the request would reach
/// another resource. The path starts with a slash, whether or not the template does.
pub(crate) fn fill(url: &mut String, template: &str, values: &[(&'static str, String)], problems: &mut Vec<Problem>) {
    for segment in template.strip_prefix('/').unwrap_or(template).split('/') {
        url.push('/');
        fill_segment(url, segment, values, problems);
    }
}

fn fill_segment(url: &mut String, mut rest: &str, values: &[(&'static str, String)], problems: &mut Vec<Problem>) {
    let (start, mut first) = (url.len(), None);
    while let Some((literal, name, after)) = next_parameter(rest) {
        push_literal(url, literal);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => {
                url.push_str(value);
                first = first.or(Some(name));
            }
            None => problems.push((name.to_owned(), "has no value")),
        }
        rest = after;
    }
    push_literal(url, rest);
    if let Some(name) = first {
        problems.extend(dangerous(&url[start..]).map(|problem| (name.to_owned(), problem)));
    }
}

fn next_parameter(text: &str) -> Option<(&str, &str, &str)> {
    // A segment mostly is a parameter, or has none.
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
    // Two dots, encoded.
    if segment.len() > 6 {
        return None;
    }
    let dots = segment.split_inclusive(['.', 'e', 'E']);
    let is_dots = dots.clone().all(|dot| matches!(dot, "." | "%2e" | "%2E"));
    match dots.count() {
        0 => Some("must not be empty: it is a segment of the path"),
        1 | 2 if is_dots => Some("must not make a path segment `.` or `..`: it would lead elsewhere"),
        _ => None,
    }
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
    fn values_stand_where_the_template_says() {
        assert_eq!(filled("/a/{x}/b", &[("x", "1")]).unwrap(), "/a/1/b");
        assert_eq!(filled("/a/{x}.{y}:act/", &[("y", "2"), ("x", "1")]).unwrap(), "/a/1.2:act/");
        assert_eq!(filled("no slash#{}", &[("", "1")]).unwrap(), "/no%20slash%231");
        assert_eq!(filled("/", &[]).unwrap(), "/");
    }

    #[test]
    fn a_segment_never_resolves_to_another() {
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
        for unlike in ["...", "%2e%2e%2e", ".a", "%2f", "%2ea", "%252e", "e"] {
            assert_eq!(filled("/{x}", &[("x", unlike)]).unwrap(), format!("/{unlike}"));
        }
    }

    #[test]
    fn every_missing_value_is_named() {
        let problems = filled("/{a}/{b}", &[]).unwrap_err();
        assert_eq!(problems, [("a".to_owned(), "has no value"), ("b".to_owned(), "has no value")]);
    }
}
