//! Path templates: `/portals/{portal_name}` and values become a path that no value can leave.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::fmt::Write as _;

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

/// Puts encoded values into a template. A parameter without a value is a problem, and so is a value that makes its
/// segment empty, `.` or `..`: URL parsers and servers resolve such segments, and the request would reach another
/// resource. It starts with a slash, whether or not the template does.
pub(crate) fn fill(template: &str, values: &[(String, String)], problems: &mut Vec<Problem>) -> String {
    let mut path = String::new();
    for segment in template.strip_prefix('/').unwrap_or(template).split('/') {
        path.push('/');
        path.push_str(&fill_segment(segment, values, problems));
    }
    path
}

fn fill_segment(mut rest: &str, values: &[(String, String)], problems: &mut Vec<Problem>) -> String {
    let mut segment = String::new();
    let mut names = Vec::new();
    while let Some((literal, name, after)) = next_parameter(rest) {
        push_literal(&mut segment, literal);
        match values.iter().find(|(known, _)| known == name) {
            Some((_, value)) => {
                segment.push_str(value);
                names.push(name);
            }
            None => problems.push((name.to_owned(), "has no value")),
        }
        rest = after;
    }
    push_literal(&mut segment, rest);
    if let Some(problem) = dangerous(&segment) {
        problems.extend(names.first().map(|name| ((*name).to_owned(), problem)));
    }
    segment
}

fn next_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((literal, name, after))
}

fn push_literal(segment: &mut String, literal: &str) {
    let _ = write!(segment, "{}", utf8_percent_encode(literal, LITERAL));
}

fn dangerous(segment: &str) -> Option<&'static str> {
    match segment.replace("%2e", ".").replace("%2E", ".").as_str() {
        "" => Some("must not be empty: it is a segment of the path"),
        "." | ".." => Some("must not make a path segment `.` or `..`: it would lead elsewhere"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, values: &[(&str, &str)]) -> Result<String, Vec<Problem>> {
        let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut problems = Vec::new();
        let path = fill(template, &values, &mut problems);
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
        ] {
            let problems = filled(template, values).unwrap_err();
            assert_eq!(problems.len(), 1, "{template}: {problems:?}");
            assert_eq!(problems[0].0, "x");
        }
        assert_eq!(filled("/{x}", &[("x", "...")]).unwrap(), "/...");
    }

    #[test]
    fn every_missing_value_is_named() {
        let problems = filled("/{a}/{b}", &[]).unwrap_err();
        assert_eq!(problems, [("a".to_owned(), "has no value"), ("b".to_owned(), "has no value")]);
    }
}
