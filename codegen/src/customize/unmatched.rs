//! The diagnostic of a setting that matches nothing.

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, similar};
use crate::settings::Entry;
use crate::text;

/// Reports a setting that matches nothing.
pub(super) fn unmatched<T>(
    entry: &Entry<T>,
    candidates: impl Iterator<Item = String>,
    what: &str,
    diagnostics: &mut Diagnostics,
) {
    let message = format!("the document has no {what} `{}`", entry.key);
    let known: indexmap::IndexSet<String> = candidates.collect();
    let diagnostic = diagnostics.push(Diagnostic::new(Level::Error, Code::UnusedSetting, entry.place.clone(), message));
    diagnostic.help(match similar(&entry.key, known.iter().cloned()) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None if known.is_empty() => "remove it: the document has none".to_owned(),
        None => format!("it has {}", text::listed(known.iter().map(|name| format!("`{name}`")))),
    });
}
