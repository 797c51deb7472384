//! Settings that add code to the client, or extend the files that a document may read.
//!
//! A file that the user named may have them. A file that was merely found next to the document may come from its
//! author, so its powers are reported.

use super::Settings;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, Place};

/// The power of a setting beyond describing the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Power {
    /// It becomes code of the client, which runs when the client is compiled or used.
    Code,
    /// The document may read files that it could not read otherwise.
    Files,
}

impl Power {
    /// The power of the setting with this key, if any.
    pub(crate) fn of(key: &str) -> Option<Self> {
        match key {
            "attributes" | "dependencies" | "derives" | "formats" | "types" => Some(Self::Code),
            "further" | "overlays" | "read-from" | "references" => Some(Self::Files),
            _ => None,
        }
    }

    fn message(self, key: &str) -> String {
        match self {
            Self::Code => format!("`{key}` adds code to the client, but the settings file was not named explicitly"),
            Self::Files => {
                format!("`{key}` lets the document read other files, but the settings file was not named explicitly")
            }
        }
    }
}

/// Reports the powers of settings that were found next to the document.
pub(crate) fn report_powers(settings: &Settings, diagnostics: &mut Diagnostics) {
    for entry in &settings.powers {
        let message = entry.value.message(&entry.key);
        let diagnostic = Diagnostic::new(Level::Warning, Code::UnnamedSettings, entry.place.clone(), message);
        let diagnostic = diagnostics.push(diagnostic);
        let path = match &entry.place {
            Place::Bytes(source, _) => source.path.display().to_string(),
            _ => super::FILE.to_owned(),
        };
        diagnostic.help(format!(
            "to trust the settings, name the file: `--config {path}`, or in a build script `.config({path:?})`"
        ));
        diagnostic.help("to ignore them: `--no-config`, or `.no_config()`");
    }
}

#[cfg(test)]
mod tests {
    use super::Power;
    use crate::settings::table::keys;

    /// The match is exhaustive, so a new setting must be classified here.
    #[test]
    fn every_setting_has_a_declared_power() {
        let mut plain: Vec<&str> = keys().map(|key| key.split('.').next().unwrap()).collect();
        plain.retain(|key| Power::of(key).is_none());
        plain.sort_unstable();
        plain.dedup();
        assert_eq!(
            plain,
            [
                "allow",
                "auth-schemes",
                "date-time",
                "exclude",
                "features-by-tag",
                "keep-operation-ids",
                "maps",
                "max-arguments",
                "names",
                "non-exhaustive",
                "non-nullable",
                "nullable",
                "operations",
                "optional",
                "pagination",
                "require-defaults",
                "required",
                "send-defaults",
                "separate-types",
                "service",
                "strict",
                "tags",
                "webhooks"
            ]
        );
    }
}
