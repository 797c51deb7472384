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
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            let diagnostic = reader.error(Code::Syntax, at, error.message().replace('\n', " "));
            diagnostic.help("write a setting as in `date-time = \"chrono\"`; a table starts with its name in brackets");
        }
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
    fn root(&mut self, table: &DeTable) {
        for (key, value) in table {
            self.entry(key, value);
        }
    }

    /// Records a key with powers.
    fn note_power(&mut self, key: &Key, value: &Value) {
        // `"rich"` is not code.
        let is_code = |_: &Power| key.get_ref() != "formats" || !value.get_ref().is_str();
        if let Some(power) = Power::of(key.get_ref()).filter(is_code) {
            let entry = Entry { key: key.get_ref().to_string(), value: power, place: self.place(key.span()) };
            self.settings.powers.push(entry);
        }
    }

    fn entry(&mut self, key: &Key, value: &Value) {
        self.note_power(key, value);
        match key.get_ref().as_ref() {
            "strict" if self.boolean(value) => self.settings.strictness = Strictness::Strict,
            "strict" => {}
            "read-from" | "further" | "overlays" | "references" => self.files_of(key.get_ref(), value),
            "allow" => self.settings.allow = self.allowed(value),
            "pagination" => self.settings.corrections.pagination = self.values(value),
            "auth-schemes" => self.settings.corrections.auth_schemes = self.auth_schemes(value),
            "send-defaults" => self.settings.corrections.send_defaults = self.members(value),
            "required" => self.settings.corrections.required = self.members(value),
            "optional" => self.settings.corrections.optional = self.members(value),
            "nullable" => self.settings.corrections.nullable = self.members(value),
            "non-nullable" => self.settings.corrections.non_nullable = self.members(value),
            "features-by-tag" => self.settings.features_by_tag = self.boolean(value),
            "keep-operation-ids" => self.settings.keep_operation_ids = self.boolean(value),
            "max-arguments" => self.max_arguments(value),
            "non-exhaustive" => self.settings.exhaustive = !self.boolean(value),
            "require-defaults" => self.settings.require_defaults = self.boolean(value),
            "service" => self.service(value),
            "webhooks" => self.webhooks(value),
            "separate-types" => self.settings.separate_types = self.boolean(value),
            "tags" => self.settings.filter.tags = self.patterns(value),
            "operations" => self.settings.filter.operations = self.patterns(value),
            "exclude" => self.settings.filter.exclude = self.patterns(value),
            "names" => self.names(value),
            "types" => self.settings.types = self.foreign_types(value),
            "formats" => self.settings.formats = self.formats(value),
            "date-time" => self.date_time(value),
            "maps" => self.maps(value),
            "derives" => self.settings.derives = self.lists(value, TRAIT, is_path),
            "attributes" => self.settings.attributes = self.lists(value, ATTRIBUTE, is_attribute),
            "dependencies" => self.dependencies(value),
            _ => self.unknown(key, "", &top_level()),
        }
    }

    /// The keys that name files and folders to be read.
    fn files_of(&mut self, key: &str, value: &Value) {
        if key == "references" {
            for (prefix, folder) in self.strings_by_key(value) {
                let folder = self.relative_path(&folder.value);
                self.settings.options.mappings.add(Mapping { prefix, folder });
            }
            return;
        }
        let files = self.files(value);
        let options = &mut self.settings.options;
        match key {
            "read-from" => options.folders.extend(files),
            "further" => options.further.extend(files),
            _ => options.overlays.extend(files),
        }
    }

    /// `true`, or `"by-tag"`.
    fn service(&mut self, value: &Value) {
        if value.get_ref().is_str() {
            let is_known = value.get_ref().as_str() == Some("by-tag");
            (self.settings.traits_by_tag, self.settings.service) = (is_known, true);
            if !is_known {
                self.wrong_type(value, "`true`, `false` or `\"by-tag\"`", "`true`, without quotes");
            }
        } else if let Some(service) = value.get_ref().as_bool() {
            self.settings.service = service;
        } else {
            self.wrong_type(value, "`true`, `false` or `\"by-tag\"`", "`true`, without quotes");
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
            self.wrong_type(value, &expected, "`4`, without quotes");
        }
    }
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
    use super::{nested, top_level};

    #[test]
    fn settings_are_read_from_their_tables() {
        assert!(top_level().contains(&"names") && top_level().contains(&"date-time"));
        assert_eq!(nested("names."), ["types", "properties", "variants", "operations", "modules"]);
    }
}
