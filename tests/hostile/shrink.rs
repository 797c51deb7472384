//! Shrinks a document that fails, as long as it fails in the same way.

use crate::random::Random;
use crate::{seeds, text};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long it may take: a failure that is long is better than none.
const LIMIT: Duration = Duration::from_secs(20);

/// The shortest text that was found.
pub fn document(path: &Path, fails: impl Fn(&str) -> bool) -> String {
    let written = std::fs::read_to_string(path).unwrap_or_default();
    let as_yaml = seeds::tree(path).map(|tree| text::yaml(&tree, &mut Random::new(0), 0));
    let best = as_yaml.filter(|text| fails(text)).unwrap_or(written);
    fewer_lines(&best, &fails)
}

/// Leaves out lines, first many at once, then single ones.
fn fewer_lines(text: &str, fails: &impl Fn(&str) -> bool) -> String {
    let start = Instant::now();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(ToOwned::to_owned).collect();
    let mut size = lines.len().div_ceil(2);
    while size > 0 {
        let before = lines.len();
        let mut at = 0;
        while at < lines.len() && start.elapsed() < LIMIT {
            let end = (at + size).min(lines.len());
            let rest: String = lines[..at].iter().chain(&lines[end..]).map(String::as_str).collect();
            if fails(&rest) {
                lines.drain(at..end);
            } else {
                at += size;
            }
        }
        size = if lines.len() < before && size == 1 { 1 } else { size / 2 };
    }
    lines.concat()
}
