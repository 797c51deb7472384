//! Diagnostics and progress, printed to stderr.

use specwright::report::Report;
use specwright::{Builder, Error};
use std::io::IsTerminal;
use std::path::Path;

/// Says that cargo takes a new crate for a member of the workspace around it, which it is only if the workspace lists it.
pub fn note_workspace(folder: &Path) {
    let Ok(folder) = std::path::absolute(folder) else { return };
    let mut workspaces = folder.ancestors().skip(1).filter_map(|folder| {
        let text = std::fs::read_to_string(folder.join("Cargo.toml")).ok()?;
        text.lines().any(|line| line.trim_start().starts_with("[workspace")).then(|| (folder.to_path_buf(), text))
    });
    let Some((root, text)) = workspaces.next() else { return };
    let member = folder.strip_prefix(&root).map_or_else(|_| String::new(), |path| path.display().to_string());
    if !text.contains(&format!("\"{member}\"")) {
        let manifest = root.join("Cargo.toml");
        let manifest = manifest.display();
        println!("\nThe crate is in a workspace: add `\"{member}\"` to `members` or `exclude` in `{manifest}`.");
    }
}

/// Prints the path of a settings file that was found and not named.
pub fn name_settings(builder: &Builder, quiet: bool) {
    if let Some(path) = builder.found_config().filter(|_| !quiet) {
        eprintln!("note: using the settings in `{}`; `--no-config` ignores them", path.display());
    }
}

/// A progress line on a terminal, which is removed at the end.
pub struct Progress {
    is_visible: bool,
}

impl Progress {
    pub fn begin(spec: &Path) -> Self {
        let is_visible = std::io::stderr().is_terminal();
        if is_visible {
            eprint!("reading {} …", spec.display());
        }
        Self { is_visible }
    }

    pub fn end(self) {
        if self.is_visible {
            eprint!("\r\x1b[2K");
        }
    }
}

/// Prints why nothing was generated; if `quiet`, without the warnings.
pub fn show_error(error: &Error, quiet: bool) {
    match error {
        Error::Document { report, .. } if quiet => show(&report.only_errors()),
        Error::Document { report, .. } => show(report),
        error => eprintln!("error: {error}"),
    }
}

/// Prints the report, and the number of diagnostics of each level.
pub fn show(report: &Report) {
    eprint!("{}", report.render(std::io::stderr().is_terminal()));
    show_counts(report);
}

/// Prints at most a screenful of the report, and the number of diagnostics of each level.
pub fn show_brief(report: &Report, document: &Path) {
    let color = std::io::stderr().is_terminal();
    let text = report.brief(color, document);
    eprint!("{text}");
    // Shortened, it ends with them.
    if text == report.render(color) {
        show_counts(report);
    }
}

fn show_counts(report: &Report) {
    if let Some(summary) = summary(report) {
        eprintln!("\n{summary}");
    }
}

fn summary(report: &Report) -> Option<String> {
    let count = |number: usize, what: &str| match number {
        0 => None,
        1 => Some(format!("1 {what}")),
        number => Some(format!("{number} {what}s")),
    };
    let warnings = count(report.warnings(), "warning").map(|warnings| warnings + &kinds(report));
    let counts = [count(report.errors(), "error"), warnings, count(report.notes(), "note")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

/// The number of warnings of each kind, if there are several kinds.
fn kinds(report: &Report) -> String {
    let kinds = report.kinds();
    if kinds.len() < 2 {
        return String::new();
    }
    let kinds: Vec<String> = kinds.iter().map(|(code, count)| format!("{code} {count}")).collect();
    format!(" ({})", kinds.join(", "))
}
