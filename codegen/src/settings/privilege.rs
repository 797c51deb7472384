//! Settings that add code to the client, or extend the files that a document may read.
//!
//! A file that the user named may have them. A file that was merely found next to the document may come from its
//! author, so its privileges are reported.

use super::Settings;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, Location};

/// The privilege of a setting beyond describing the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privilege {
    /// It becomes code of the client, which runs when the client is compiled or used.
    Code,
    /// The document may read files that it could not read otherwise.
    Files,
}

impl Privilege {
    fn message(self, key: &str) -> String {
        match self {
            Self::Code => format!("`{key}` adds code to the client, but the settings file was not named explicitly"),
            Self::Files => {
                format!("`{key}` lets the document read other files, but the settings file was not named explicitly")
            }
        }
    }
}

/// Reports the privileges of settings that were found next to the document.
pub(crate) fn report_privileges(settings: &Settings, diagnostics: &mut Diagnostics) {
    for entry in &settings.privileges {
        let message = entry.value.message(&entry.key);
        let diagnostic = Diagnostic::new(Level::Warning, Code::UnnamedSettings, entry.location.clone(), message);
        let diagnostic = diagnostics.push(diagnostic);
        let path = match &entry.location {
            Location::Bytes(source, _) => source.path.display().to_string(),
            _ => super::FILE.to_owned(),
        };
        diagnostic.help(format!(
            "to trust the settings, name the file: `--config {path}`, or in a build script `.config({path:?})`"
        ));
        diagnostic.help("to ignore them: `--no-config`, or `.no_config()`");
    }
}
