//! The report as Markdown.

use super::{Difference, SECTIONS, bump, counts, groups, locations};
use crate::text::in_message;
use std::fmt::Write as _;

impl Difference {
    /// The report as Markdown, with the same content as [`text`](Self::text).
    #[must_use]
    pub fn markdown(&self) -> String {
        let path = |path: &std::path::Path| code(&in_message(&path.display().to_string()));
        let mut out = format!("# {} to {}\n\n", path(&self.old), path(&self.new));
        let _ = writeln!(out, "{}. Version bump: {}.", capital(&counts(self)), bump(self.bump()));
        for (impact, title) in SECTIONS {
            let groups = groups(self, impact);
            if !groups.is_empty() {
                let _ = writeln!(out, "\n## {}", capital(title));
            }
            for (owner, label, changes) in groups {
                let _ = writeln!(out, "\n### {} ({})\n", code(owner), escaped(&in_message(label)));
                for change in changes {
                    let advice = if change.advice.is_empty() { String::new() } else { format!(": {}", change.advice) };
                    let line = escaped(&format!("{}{advice}", change.message));
                    let _ = writeln!(out, "- {line}  \n  {}", code(&locations(change)));
                }
            }
        }
        out
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// A code span, with any backticks in its text.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    if longest == 0 { format!("`{text}`") } else { format!("{fence} {text} {fence}") }
}

/// The text with its code spans, and nothing else that Markdown takes for more than characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        if index % 2 == 1 {
            out.push_str(part);
            continue;
        }
        for character in part.chars() {
            if "\\*_[]<>#|~&".contains(character) {
                out.push('\\');
            }
            out.push(character);
        }
    }
    out
}
