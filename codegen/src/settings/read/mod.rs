//! Reads a settings file, key by key.
//!
//! `value` and `code` have further methods of the reader that is here, so the three refer to one another.

mod code;
mod value;

pub(crate) use value::value;

use super::table::keys;
use super::valid::{ATTRIBUTE, TRAIT, is_attribute, is_path};
use super::{DateTimeLibrary, Entry, MapType, MaxArguments, Power, Settings};
use crate::diagnostics::{Allow, Code, Diagnostic, Diagnostics, Level, Place, Source, Strictness};
use crate::load::Mapping;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the settings in the file at `path`. Invalid ones are reported and omitted.
pub(crate) fn read(path: &Path, diagnostics: &mut Diagnostics) -> Settings {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("cannot read `{}`: {error}", path.display());
            let place = Place::File(path.to_path_buf());
            let diagnostic = diagnostics.push(Diagnostic::new(Level::Error, Code::UnreadableFile, place, message));
            diagnostic.help("name an existing settings file, or none");
            return Settings::default();
        }
    };
    let source = Arc::new(Source { path: path.to_path_buf(), text });
    let mut reader = Reader { source: &source, diagnostics, settings: Settings::default() };
    match DeTable::parse(&source.text) {
        Ok(table) => reader.root(table.get_ref()),
        Err(error) => reader.syntax_error(error.span().unwrap_or(0..0), error.message()),
    }
    reader.settings
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

/// Reads the value of a key.
type Read = fn(&mut Reader, &Value);

/// Every key, in the order of the documentation: its name, its power beyond describing the client, and how its value is read.
const KEYS: &[(&str, Option<Power>, Read)] = &[
    ("strict", None, |reader, value| reader.strict(value)),
    ("allow", None, |reader, value| reader.settings.allow = reader.allowed(value)),
    ("tags", None, |reader, value| reader.settings.filter.tags = reader.patterns(value)),
    ("operations", None, |reader, value| reader.settings.filter.operations = reader.patterns(value)),
    ("exclude", None, |reader, value| reader.settings.filter.exclude = reader.patterns(value)),
    ("further", Some(Power::Files), |reader, value| reader.settings.options.further = reader.files(value)),
    ("overlays", Some(Power::Files), |reader, value| reader.settings.options.overlays = reader.files(value)),
    ("references", Some(Power::Files), |reader, value| reader.references(value)),
    ("read-from", Some(Power::Files), |reader, value| reader.settings.options.folders = reader.files(value)),
    ("names", None, |reader, value| reader.names(value)),
    ("types", Some(Power::Code), |reader, value| reader.settings.types = reader.foreign_types(value)),
    ("formats", Some(Power::Code), |reader, value| reader.settings.formats = reader.formats(value)),
    ("date-time", None, |reader, value| reader.date_time(value)),
    ("maps", None, |reader, value| reader.maps(value)),
    ("derives", Some(Power::Code), |reader, value| reader.settings.derives = reader.lists(value, TRAIT, is_path)),
    ("attributes", Some(Power::Code), |reader, value| {
        reader.settings.attributes = reader.lists(value, ATTRIBUTE, is_attribute);
    }),
    ("pagination", None, |reader, value| reader.settings.corrections.pagination = reader.values(value)),
    ("send-defaults", None, |reader, value| reader.settings.corrections.send_defaults = reader.members(value)),
    ("auth-schemes", None, |reader, value| reader.settings.corrections.auth_schemes = reader.auth_schemes(value)),
    ("required", None, |reader, value| reader.settings.corrections.required = reader.members(value)),
    ("optional", None, |reader, value| reader.settings.corrections.optional = reader.members(value)),
    ("nullable", None, |reader, value| reader.settings.corrections.nullable = reader.members(value)),
    ("non-nullable", None, |reader, value| reader.settings.corrections.non_nullable = reader.members(value)),
    ("features-by-tag", None, |reader, value| reader.settings.features_by_tag = reader.boolean(value)),
    ("separate-types", None, |reader, value| reader.settings.separate_types = reader.boolean(value)),
    ("keep-operation-ids", None, |reader, value| reader.settings.keep_operation_ids = reader.boolean(value)),
    ("max-arguments", None, |reader, value| reader.max_arguments(value)),
    ("require-defaults", None, |reader, value| reader.settings.require_defaults = reader.boolean(value)),
    ("non-exhaustive", None, |reader, value| reader.settings.exhaustive = !reader.boolean(value)),
    ("service", None, |reader, value| reader.service(value)),
    ("webhooks", None, |reader, value| reader.webhooks(value)),
    ("dependencies", Some(Power::Code), |reader, value| reader.dependencies(value)),
];

struct Reader<'r> {
    source: &'r Arc<Source>,
    diagnostics: &'r mut Diagnostics,
    settings: Settings,
}

impl Reader<'_> {
    fn root(&mut self, table: &DeTable) {
        for (key, value) in table {
            self.entry(key, value);
        }
    }

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

    fn entry(&mut self, key: &Key, value: &Value) {
        let name = key.get_ref();
        let Some((_, power, read)) = KEYS.iter().find(|(known, ..)| known == name) else {
            return self.unknown(key, "", &top_level());
        };
        // `"rich"` is not code.
        if let Some(power) = power.filter(|_| name != "formats" || !value.get_ref().is_str()) {
            let entry = Entry { key: name.to_string(), value: power, place: self.place(key.span()) };
            self.settings.powers.push(entry);
        }
        read(self, value);
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

    fn names(&mut self, value: &Value) {
        let Some(table) = self.table(value) else { return };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "types" => self.settings.names.types = self.identifiers(value),
                "properties" => self.settings.names.properties = self.identifiers(value),
                "variants" => self.settings.names.variants = self.identifiers(value),
                "operations" => self.settings.names.operations = self.identifiers(value),
                "modules" => self.settings.names.modules = self.identifiers(value),
                _ => self.unknown(key, "names.", &nested("names.")),
            }
        }
    }

    fn auth_schemes(&mut self, value: &Value) -> Vec<Entry<String>> {
        let strings = self.strings_by_key(value).into_iter();
        strings.map(|(key, text)| Entry { key, value: text.value, place: self.place(text.span) }).collect()
    }

    fn allowed(&mut self, value: &Value) -> Vec<Entry<()>> {
        let mut entries = Vec::new();
        for (text, span) in self.strings(value) {
            match Allow::parse(&text) {
                Ok(_) => entries.push(Entry { key: text, value: (), place: self.place(span) }),
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

fn top_level() -> Vec<&'static str> {
    let mut names: Vec<&str> = keys().map(|key| key.split('.').next().unwrap_or(key)).collect();
    names.dedup();
    names
}

fn nested(prefix: &str) -> Vec<&'static str> {
    keys().filter_map(|key| key.strip_prefix(prefix)).collect()
}

#[cfg(test)]
mod tests {
    use super::{KEYS, Power, nested, top_level};
    use crate::settings::table::DOCUMENTATION;
    use std::collections::BTreeSet;

    /// Messages list the documented keys, so one that is read must be among them.
    #[test]
    fn keys_that_are_read_are_those_of_the_documentation() {
        assert_eq!(KEYS.iter().map(|(key, ..)| *key).collect::<Vec<_>>(), top_level());
    }

    /// The documentation warns of exactly the keys that are reported in a file that the user has not named.
    #[test]
    fn settings_with_power_are_those_that_the_documentation_lists() {
        let warning = DOCUMENTATION.split("**Settings are code.** ").nth(1).unwrap();
        let (code, files) = warning.split_once(". ").unwrap().0.split_once("; ").unwrap();
        for (listed, expected) in [(code, Power::Code), (files, Power::Files)] {
            let listed: BTreeSet<&str> = listed.split('`').skip(1).step_by(2).collect();
            let keys = KEYS.iter().filter(|(_, power, _)| *power == Some(expected)).map(|(key, ..)| *key);
            assert_eq!(listed, keys.collect());
        }
    }

    #[test]
    fn settings_are_read_from_their_tables() {
        assert_eq!(nested("names."), ["types", "properties", "variants", "operations", "modules"]);
    }
}
