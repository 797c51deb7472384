//! Matching paths against templates, and the values in them.

use crate::request::template;
use percent_encoding::percent_decode_str;
use std::cmp::Reverse;

/// The values of parameters by name, as received.
pub(crate) type Captures = Vec<(&'static str, String)>;

/// A path template.
#[derive(Debug)]
pub(crate) struct Template {
    segments: Vec<Segment>,
    /// Parameters that may span several segments. With any, the path is matched as a whole, and `segments` has one
    /// element.
    spanning: &'static [&'static str],
    /// The names and values of a template's query.
    query: Vec<(String, Segment)>,
}

/// A segment of a template: literals and parameters in turn.
#[derive(Debug)]
struct Segment(Vec<Part>);

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Parameter(&'static str),
}

/// The generality of a segment: a literal one precedes one with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Specificity {
    Literal,
    Mixed,
    Parameter,
    Path,
}

impl Template {
    pub(crate) fn new(template: &'static str, spanning: &'static [&'static str]) -> Self {
        let (path, query) = template.split_at(template::start_of_query(template));
        let query = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        let path = path.strip_prefix('/').unwrap_or(path);
        let segments = if spanning.is_empty() { path.split('/').collect() } else { vec![path] };
        Self {
            segments: segments.into_iter().map(Segment::new).collect(),
            spanning,
            query: query
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (name.to_owned(), Segment::new(value))
                })
                .collect(),
        }
    }

    /// Whether a path with this number of segments may match.
    pub(crate) fn has_length(&self, segments: usize) -> bool {
        !self.spanning.is_empty() || self.segments.len() == segments
    }

    /// Whether its path has no parameters.
    pub(crate) fn is_literal(&self) -> bool {
        self.segments.iter().all(|segment| segment.specificity() == Specificity::Literal)
    }

    /// The generality of each segment; a query makes a template more specific, and so do more literals.
    pub(crate) fn specificity(&self) -> (Vec<Specificity>, Reverse<usize>, Reverse<usize>) {
        let path = vec![Specificity::Path];
        let segments = || self.segments.iter().map(Segment::specificity).collect();
        let literals = self.segments.iter().map(Segment::literal_length).sum();
        (if self.spanning.is_empty() { segments() } else { path }, Reverse(self.query.len()), Reverse(literals))
    }

    /// The names in its query.
    pub(crate) fn query_names(&self) -> impl Iterator<Item = &str> {
        self.query.iter().map(|(name, _)| name.as_str())
    }

    /// The values in a path and query that match this template.
    pub(crate) fn captures(&self, path: &str, query: &str) -> Option<Captures> {
        let mut captures = Captures::new();
        let path = path.strip_prefix('/').unwrap_or(path);
        let values: Vec<&str> = if self.spanning.is_empty() { path.split('/').collect() } else { vec![path] };
        if values.len() != self.segments.len() {
            return None;
        }
        for (segment, text) in self.segments.iter().zip(values) {
            segment.capture(text, &mut captures)?;
        }
        let is_one_segment = |(name, text): &(&str, String)| self.spanning.contains(name) || !text.contains('/');
        if !captures.iter().all(is_one_segment) {
            return None;
        }
        for (name, value) in &self.query {
            let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            let mut found = pairs.filter(|(known, _)| known == name);
            found.find_map(|(_, text)| value.capture(text, &mut captures))?;
        }
        Some(captures)
    }
}

impl Segment {
    fn new(template: &'static str) -> Self {
        let (mut parts, mut rest) = (Vec::new(), template);
        while let Some((literal, name, after)) = template::next_parameter(rest) {
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.to_owned()));
            }
            parts.push(Part::Parameter(name));
            rest = after;
        }
        if !rest.is_empty() || parts.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        Self(parts)
    }

    fn specificity(&self) -> Specificity {
        match self.0.as_slice() {
            [Part::Literal(_)] => Specificity::Literal,
            [Part::Parameter(_)] => Specificity::Parameter,
            _ => Specificity::Mixed,
        }
    }

    fn literal_length(&self) -> usize {
        let length = |part: &Part| match part {
            Part::Literal(text) => text.len(),
            Part::Parameter(_) => 0,
        };
        self.0.iter().map(length).sum()
    }

    /// A parameter ends at the first occurrence of the literal after it; the last literal must end the text.
    fn capture(&self, text: &str, captures: &mut Captures) -> Option<()> {
        if let [Part::Literal(literal)] = self.0.as_slice() {
            return decoded(text).eq(decoded(literal)).then_some(());
        }
        let (parts, mut rest) = match self.0.split_last() {
            Some((Part::Literal(last), parts)) => (parts, text.strip_suffix(last.as_str())?),
            _ => (self.0.as_slice(), text),
        };
        for (index, part) in parts.iter().enumerate() {
            match part {
                Part::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
                Part::Parameter(name) => {
                    let end = match parts.get(index + 1) {
                        Some(Part::Literal(literal)) => rest.get(1..)?.find(literal.as_str())? + 1,
                        Some(Part::Parameter(_)) => rest.char_indices().nth(1)?.0,
                        None => rest.len(),
                    };
                    let (value, after) = rest.split_at_checked(end).filter(|(value, _)| !value.is_empty())?;
                    captures.push((name, value.to_owned()));
                    rest = after;
                }
            }
        }
        rest.is_empty().then_some(())
    }
}

/// The percent-decoded bytes of a string.
fn decoded(text: &str) -> impl Iterator<Item = u8> {
    percent_decode_str(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn captured(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Template::new(template, &[]).captures(path, query)
    }

    fn one(template: &'static str, path: &str) -> Option<String> {
        captured(template, path).map(|captures| captures[0].1.clone())
    }

    #[test]
    fn path_captures_keep_their_encoding() {
        assert_eq!(one("/a/{x}/b", "/a/1%2F2/b").unwrap(), "1%2F2");
        assert_eq!(captured("/{x}.{y}:act", "/1.2:act").unwrap(), [("x", "1".to_owned()), ("y", "2".to_owned())]);
        assert_eq!(captured("/a b", "/a%20b").unwrap(), []);
        assert_eq!(captured("/", "/").unwrap(), []);
        assert_eq!(one("/{id}.json", "/a.json.json").unwrap(), "a.json");
        assert_eq!(one("/u{x}", "/uä").as_deref(), Some("ä"));
    }

    #[test]
    fn unmatched_paths_have_no_route() {
        for (template, path) in [
            ("/a/{x}", "/a/"),
            ("/a/{x}", "/a"),
            ("/a/{x}", "/a/1/2"),
            ("/a", "/a/"),
            ("/{x}.json", "/.json"),
            ("/{x}-{y}", "/ä"),
        ] {
            assert_eq!(captured(template, path), None, "{template} {path}");
        }
    }

    #[test]
    fn route_templates_may_have_a_query() {
        assert_eq!(captured("/a?kind=b", "/a?x=1&kind=b").unwrap(), []);
        assert_eq!(captured("/a?kind=b", "/a?kind=c"), None);
        assert_eq!(one("/a?next={x}", "/a?next=%2F").unwrap(), "%2F");
    }

    #[test]
    fn route_parameters_may_match_several_segments() {
        let template = Template::new("/{scope}/locks/{lock}", &["scope"]);
        let expected = [("scope", "groups/1".to_owned()), ("lock", "a".to_owned())];
        assert_eq!(template.captures("/groups/1/locks/a", "").unwrap(), expected);
        assert_eq!(template.captures("/groups/1/locks/a/b", ""), None);
        assert!(template.specificity() > Template::new("/{a}/locks/{b}", &[]).specificity());
    }

    #[test]
    fn literal_segments_take_precedence_over_parameters() {
        let specificity = |template| Template::new(template, &[]).specificity();
        assert!(specificity("/pets/mine") < specificity("/pets/{id}.json"));
        assert!(specificity("/pets/{id}.json") < specificity("/pets/{id}"));
        assert!(specificity("/a?x=1") < specificity("/a"));
        let spanning = |template| Template::new(template, &["name"]).specificity();
        assert!(spanning("/v1/{name}/topics") < spanning("/v1/{name}"));
        assert!(spanning("/v1/{name}:publish") < spanning("/v1/{name}"));
    }
}
