//! Reads a settings file, key by key.
//!
//! `keys` says which method reads which key, and `value` and `code` have further methods of the reader that is here, so the
//! four refer to one another.

mod code;
mod keys;
mod value;

pub(crate) use value::value;

use super::{DateTimeLibrary, Entry, MapType, MaxArguments, Settings, Structured};
use crate::diagnostics::{Allow, Code, Diagnostic, Diagnostics, Level, Location, Source, Strictness};
use crate::load::Mapping;
use keys::{Known, below, is_group, known};
use std::ops::Range;
use std::path::{Component, Path};
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the settings in the file at `path`. Invalid ones are reported and omitted.
pub(crate) fn read(path: &Path, diagnostics: &mut Diagnostics) -> Settings {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("cannot read `{}`: {error}", path.display());
            let location = Location::File(path.to_path_buf());
            let diagnostic = diagnostics.push(Diagnostic::new(Level::Error, Code::UnreadableFile, location, message));
            diagnostic.help("name an existing settings file, or none");
            return Settings::default();
        }
    };
    let source = Arc::new(Source { path: path.to_path_buf(), text });
    let mut reader = Reader { source: &source, diagnostics, settings: Settings::default() };
    match DeTable::parse(&source.text) {
        Ok(table) => reader.entries("", table.get_ref()),
        Err(error) => reader.syntax_error(error.span().unwrap_or(0..0), error.message()),
    }
    reader.settings
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

struct Reader<'r> {
    source: &'r Arc<Source>,
    diagnostics: &'r mut Diagnostics,
    settings: Settings,
}

impl Reader<'_> {
    fn syntax_error(&mut self, at: Range<usize>, message: &str) {
        let bare = bare_word(&self.source.text, at.start).filter(|_| !message.starts_with("duplicate"));
        if let Some(word) = bare {
            let message = format!("`{word}` is not a value");
            let help = format!("write a string in quotes: `\"{word}\"`");
            self.error(Code::Syntax, at.start..at.start + word.len(), message).help(help);
            return;
        }
        let diagnostic = self.error(Code::Syntax, at, message.replace('\n', " "));
        diagnostic.help("write a setting as in `date-time = \"chrono\"`; a table starts with its name in brackets");
    }

    fn note_privilege(&mut self, known: &Known, key: &Key, value: &Value) {
        let is_harmless = match known.name {
            // `"rich"` is not code.
            "formats" => value.get_ref().is_str(),
            "further" | "overlays" => self.names_files_beside(value.get_ref()),
            _ => false,
        };
        if let Some(privilege) = known.privilege.filter(|_| !is_harmless) {
            let entry = Entry { key: known.name.to_owned(), value: privilege, location: self.location(key.span()) };
            self.settings.privileges.push(entry);
        }
    }

    /// Whether a list names only files that the document could refer to as well: those in the folder of the settings that are
    /// not hidden.
    fn names_files_beside(&self, value: &DeValue) -> bool {
        let folder =
            self.source.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let is_plain = |component: Component| matches!(component, Component::Normal(name) if !name.as_encoded_bytes().starts_with(b"."));
        // A symbolic link may lead out of the folder. A file that does not exist is another error.
        let stays = |path: &Path| match (folder.canonicalize(), folder.join(path).canonicalize()) {
            (Ok(folder), Ok(file)) => file.starts_with(folder),
            _ => true,
        };
        let is_beside = |path: &str| Path::new(path).components().all(is_plain) && stays(Path::new(path));
        value.as_array().is_some_and(|list| list.iter().all(|item| item.get_ref().as_str().is_some_and(is_beside)))
    }

    /// Reads a table, whose keys start with `prefix` in the list of keys.
    fn entries(&mut self, prefix: &str, table: &DeTable) {
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            if let Some(known) = known(&name) {
                self.note_privilege(known, key, value);
                (known.read)(self, value);
            } else if !is_group(&name) {
                self.unknown(key, prefix, &below(prefix));
            } else if let Some(table) = self.table(value) {
                self.entries(&format!("{name}."), table);
            }
        }
    }

    fn strict(&mut self, value: &Value) {
        if self.boolean(value) {
            self.settings.strictness = Strictness::Strict;
        }
    }

    fn references(&mut self, value: &Value) {
        for (prefix, folder) in self.strings_by_key(value) {
            let folder = self.relative_path(&folder.value);
            self.settings.options.mappings.add(Mapping { prefix, folder });
        }
    }

    /// `true`, or `"by-tag"`.
    fn service(&mut self, value: &Value) {
        match value.get_ref() {
            DeValue::Boolean(service) => self.settings.service = *service,
            DeValue::String(text) if text == "by-tag" => {
                (self.settings.service, self.settings.traits_by_tag) = (true, true);
            }
            _ => self.wrong_type(value, "`true`, `false` or `\"by-tag\"`", "`true`, without quotes, or `\"by-tag\"`"),
        }
    }

    /// `true`, or patterns of names.
    fn webhooks(&mut self, value: &Value) {
        match value.get_ref() {
            DeValue::Boolean(all) => self.settings.webhooks.all = *all,
            DeValue::Array(_) => self.settings.webhooks.named = self.patterns(value),
            _ => self.wrong_type(value, "`true` or an array of strings", "`true`, or `[\"one\", \"two-*\"]`"),
        }
    }

    fn auth_schemes(&mut self, value: &Value) -> Vec<Entry<Structured>> {
        let Some(table) = self.table(value) else { return Vec::new() };
        let strings: Vec<_> = table.iter().filter(|(_, value)| self.text(value).is_some()).collect();
        strings.into_iter().map(|(key, value)| self.structured(key, value)).collect()
    }

    fn allowed(&mut self, value: &Value) -> Vec<Entry<()>> {
        let mut entries = Vec::new();
        for (text, span) in self.strings(value) {
            match Allow::parse(&text) {
                Ok(_) => entries.push(Entry { key: text, value: (), location: self.location(span) }),
                Err(refused) => {
                    self.error(Code::InvalidSetting, span, refused.message).help(refused.help);
                }
            }
        }
        entries
    }

    fn date_time(&mut self, value: &Value) {
        let libraries = [
            ("text", DateTimeLibrary::Text),
            ("lenient", DateTimeLibrary::Lenient),
            ("chrono", DateTimeLibrary::Chrono),
            ("jiff", DateTimeLibrary::Jiff),
        ];
        self.settings.date_time = self.one_of(value, &libraries).unwrap_or_default();
    }

    fn maps(&mut self, value: &Value) {
        let types = [("BTreeMap", MapType::BTreeMap), ("HashMap", MapType::HashMap), ("IndexMap", MapType::IndexMap)];
        self.settings.maps = self.one_of(value, &types).unwrap_or_default();
    }

    fn max_arguments(&mut self, value: &Value) {
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        if let Some(number) = number.filter(|number| *number <= MaxArguments::MAX) {
            self.settings.max_arguments = MaxArguments(number);
        } else {
            let expected = format!("an integer from 0 to {}", MaxArguments::MAX);
            self.wrong_type(value, &expected, "`4`");
        }
    }
}

/// The word at this position, if it is in the place of a value. A string without quotes is the most frequent mistake.
fn bare_word(text: &str, start: usize) -> Option<&str> {
    let (before, rest) = text.split_at_checked(start)?;
    let before = before.trim_end_matches([' ', '\t']);
    let is_header =
        before.ends_with('[') && before.lines().last().is_some_and(|line| line.trim_matches(['[', ' ']).is_empty());
    let is_value = before.ends_with(['=', '[', ',']) && !is_header;
    let end = rest.find(|c: char| !c.is_alphanumeric() && !"_-:".contains(c)).unwrap_or(rest.len());
    let word = rest.get(..end).filter(|word| word.starts_with(char::is_alphabetic));
    word.filter(|word| is_value && !["true", "false"].contains(word))
}
