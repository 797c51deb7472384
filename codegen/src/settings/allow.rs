//! Warnings that the settings allow.

use super::{Entry, Settings};
use crate::diagnostics::{Allow, Code, Diagnostic, Diagnostics, Level};

/// The allowed codes. They were validated when they were read.
pub(crate) fn allowed(settings: &Settings) -> impl Iterator<Item = Allow> {
    read(settings).map(|(_, allow)| allow)
}

fn read(settings: &Settings) -> impl Iterator<Item = (&Entry<()>, Allow)> {
    settings.allow.iter().filter_map(|entry| Some((entry, Allow::parse(&entry.key).ok()?)))
}

/// Downgrades allowed warnings to notes, and reports entries of `allow` that match none.
pub(crate) fn demote_allowed(settings: &Settings, diagnostics: &mut Diagnostics) {
    let allowed: Vec<(&Entry<()>, Allow)> = read(settings).collect();
    let mut used = vec![false; allowed.len()];
    for diagnostic in diagnostics.list_mut().iter_mut().filter(|diagnostic| diagnostic.level != Level::Error) {
        for ((_, allow), used) in allowed.iter().zip(&mut used) {
            if allow.covers(diagnostic.code, &diagnostic.location) {
                *used = true;
                diagnostic.level = Level::Note;
            }
        }
    }
    if diagnostics.has_errors() {
        // After errors the diagnostics are incomplete, so unused settings are not reported.
        return;
    }
    for ((entry, _), _) in allowed.iter().zip(used).filter(|(_, used)| !used) {
        let message = format!("no diagnostic matches `{}` in `allow`", entry.key);
        let location = entry.location.clone();
        let diagnostic = diagnostics.push(Diagnostic::new(Level::Warning, Code::UnusedSetting, location, message));
        diagnostic.help("remove it, or copy a code and a position from the output of `specwright check`");
    }
}
