//! The report as text.

use super::{Difference, SECTIONS, bump, counts, groups, locations};
use crate::text::in_message;
use std::fmt::{self, Write as _};

impl Difference {
    /// The report as text: breaking changes first, by operation and type, each change with advice and both positions.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (impact, title) in SECTIONS {
            let groups = groups(self, impact);
            if groups.is_empty() {
                continue;
            }
            let _ = writeln!(out, "{title}\n");
            for (owner, label, changes) in groups {
                let _ = writeln!(out, "  {owner} ({})", in_message(label));
                for change in changes {
                    let advice = if change.advice.is_empty() { String::new() } else { format!(": {}", change.advice) };
                    let _ = writeln!(out, "    - {}{advice}\n      {}", change.message, locations(change));
                }
                out.push('\n');
            }
        }
        let _ = writeln!(out, "{}\nversion bump: {}", counts(self), bump(self.bump()));
        out
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
