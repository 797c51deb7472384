//! The nearest existing node of a JSONPath that selects nothing.

use super::target::Target;
use crate::diagnostics::{Diagnostic, similar};
use crate::pointer::Pointer;
use crate::text::listed;
use serde_json::Value;

/// Reports the first segment that selects nothing, and similar keys.
pub(crate) fn explain(target: &Target, root: &Value, diagnostic: &mut Diagnostic) {
    let text = target.text();
    let cuts = boundaries(text);
    let led = cuts.iter().rev().find_map(|cut| {
        let prefix = Target::parse(text.get(..*cut)?).ok()?;
        let nodes = prefix.select(root);
        (!nodes.is_empty()).then_some((prefix, nodes, text.get(*cut..)?))
    });
    let Some((prefix, nodes, rest)) = led else {
        diagnostic.help("correct the target, or remove the action");
        return;
    };
    let keys = keys(root, &nodes);
    let next = name(rest);
    if let Some(next) = next {
        diagnostic.label(format!("`{}` has no `{next}`", prefix.text()));
    }
    match next.and_then(|next| similar(next, keys.iter().cloned())) {
        Some(key) => diagnostic.help(format!("did you mean `{key}`?")),
        None if keys.is_empty() => diagnostic.help(format!("`{}` is the nearest existing node", prefix.text())),
        None => {
            diagnostic.help(format!("`{}` has {}", prefix.text(), listed(keys.iter().map(|key| format!("`{key}`")))))
        }
    };
}

/// The ends of the segments of the path: before each `.` and `[` outside of brackets and quotes.
fn boundaries(text: &str) -> Vec<usize> {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    let mut found = Vec::new();
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if open == character => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '[') => {
                found.extend((depth == 0).then_some(at));
                depth += 1;
            }
            (None, ']') => depth = depth.saturating_sub(1),
            (None, '.') if depth == 0 => found.push(at),
            (Some(_) | None, _) => {}
        }
    }
    found
}

/// The name that a segment selects, when it selects one.
fn name(segment: &str) -> Option<&str> {
    let end = boundaries(segment).get(1).copied().unwrap_or(segment.len());
    let segment = segment.get(..end)?;
    let quoted = |quote| segment.strip_prefix('[')?.strip_prefix(quote)?.strip_suffix(']')?.strip_suffix(quote);
    let short = || segment.strip_prefix('.').filter(|name| !name.is_empty() && *name != "*");
    quoted('\'').or_else(|| quoted('"')).or_else(short)
}

fn keys(root: &Value, nodes: &[Pointer]) -> Vec<String> {
    let objects = nodes.iter().filter_map(|node| root.pointer(node.as_str())?.as_object());
    let mut keys: Vec<String> = objects.flat_map(|object| object.keys().cloned()).collect();
    keys.sort();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::{boundaries, name};

    #[test]
    fn segments_end_outside_of_brackets_and_quotes() {
        let segments = |text: &str| -> Vec<String> {
            let cuts = boundaries(text);
            let ends = cuts.iter().skip(1).copied().chain([text.len()]);
            cuts.iter().zip(ends).map(|(start, end)| text[*start..end].to_owned()).collect()
        };
        assert_eq!(segments("$.paths['/a.b[c]'].get"), [".paths", "['/a.b[c]']", ".get"]);
        assert_eq!(segments("$.servers[?(@.a == 'x]')].url"), [".servers", "[?(@.a == 'x]')]", ".url"]);
        assert_eq!(segments(r"$['it\'s.'].b"), [r"['it\'s.']", ".b"]);
        assert_eq!(segments("$"), Vec::<String>::new());
    }

    #[test]
    fn a_segment_may_select_one_name() {
        assert_eq!(name(".paths.x"), Some("paths"));
        assert_eq!(name("['/a.b'].get"), Some("/a.b"));
        assert_eq!(name("[\"a\"]"), Some("a"));
        assert_eq!([name(".*"), name("[0]"), name("[?@.a]"), name("..a")], [None; 4]);
    }
}
