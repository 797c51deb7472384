//! Settings whose values become code: names, types, dependencies.

use super::{Key, Reader, Value};
use crate::diagnostics::Code;
use crate::ir::ExternalType;
use crate::settings::Entry;
use crate::settings::formats::{EVERY, FormatType, RICH, Rich};
use crate::settings::valid::{DEPENDENCY, NAME, TYPE, is_identifier, is_type};
use toml::de::DeValue;

impl Reader<'_> {
    pub(super) fn identifiers(&mut self, value: &Value) -> Vec<Entry<String>> {
        let mut entries = Vec::new();
        for (key, value) in self.strings_by_key(value) {
            if is_identifier(&value.value) {
                entries.push(Entry { key, value: value.value, location: self.location(value.key_span) });
            } else {
                let message = format!("`{}` is not a valid name in Rust", value.value);
                self.error(Code::InvalidSetting, value.span, message).help(NAME);
            }
        }
        entries
    }

    pub(super) fn external_types(&mut self, value: &Value) -> Vec<Entry<ExternalType>> {
        let Some(table) = self.table(value) else { return Vec::new() };
        let mut entries = Vec::new();
        for (key, value) in table {
            if let Some(external_type) = self.external_type(value) {
                entries.push(Entry {
                    key: key.get_ref().to_string(),
                    value: external_type,
                    location: self.location(key.span()),
                });
            }
        }
        entries
    }

    /// `"rich"` for all formats, or a table in which a format has this or a type.
    pub(super) fn formats(&mut self, value: &Value) -> Vec<Entry<FormatType>> {
        if value.get_ref().as_str() == Some(RICH) {
            return vec![Entry {
                key: EVERY.to_owned(),
                value: FormatType::Rich,
                location: self.location(value.span()),
            }];
        }
        if value.get_ref().as_table().is_none() {
            self.wrong_type(
                value,
                "a table, or `\"rich\"`",
                "`formats = \"rich\"`, or `uuid = \"uuid::Uuid\"` in `[formats]`",
            );
            return Vec::new();
        }
        let mut entries = Vec::new();
        for (key, value) in value.get_ref().as_table().into_iter().flatten() {
            let chosen = match value.get_ref().as_str() {
                Some(RICH) => self.rich(key),
                _ => self.external_type(value).map(FormatType::Own),
            };
            if let Some(chosen) = chosen {
                let location = self.location(key.span());
                entries.push(Entry { key: key.get_ref().to_string(), value: chosen, location });
            }
        }
        entries
    }

    /// The type that is made for a format, if there is one.
    pub(super) fn rich(&mut self, key: &Key) -> Option<FormatType> {
        let format = key.get_ref();
        if format == EVERY || Rich::of(format).is_some() {
            return Some(FormatType::Rich);
        }
        let known: Vec<String> = Rich::FORMATS.iter().map(|(name, _)| format!("`{name}`")).collect();
        let message = format!("there is no `\"rich\"` type for the format `{format}`");
        self.error(Code::InvalidSetting, key.span(), message)
            .help(format!("write the path of a type of your own; `\"rich\"` is available for {}", known.join(", ")));
        None
    }

    /// `"path::Type"` or `{ path = "path::Type", eq = true }`.
    pub(super) fn external_type(&mut self, value: &Value) -> Option<ExternalType> {
        let (mut path, mut eq) = (None, false);
        match value.get_ref() {
            DeValue::Table(table) => {
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        "path" => path = Some(self.text(value)?),
                        "eq" => eq = self.boolean(value),
                        _ => self.unknown(key, "", &["path", "eq"]),
                    }
                }
            }
            _ => path = Some(self.text(value)?),
        }
        let Some((path, span)) = path else {
            let message = "the `path` of the type is missing".to_owned();
            self.error(Code::InvalidSetting, value.span(), message).help(TYPE);
            return None;
        };
        if !is_type(&path) {
            self.error(Code::InvalidSetting, span, format!("`{path}` is not the path of a Rust type")).help(TYPE);
            return None;
        }
        Some(ExternalType { path, eq })
    }

    /// The source text of each in the file.
    pub(super) fn dependencies(&mut self, value: &Value) {
        let Some(table) = self.table(value) else { return };
        for (key, value) in table {
            let span = value.span();
            let inline = value.get_ref().is_str() || self.source.text[span.clone()].starts_with('{');
            if !inline {
                let message = "write a dependency in one line: a version, or a table in braces".to_owned();
                self.error(Code::InvalidSetting, span, message).help(DEPENDENCY);
                continue;
            }
            let text = self.source.text[span].to_owned();
            let location = self.location(key.span());
            self.settings.dependencies.push(Entry { key: key.get_ref().to_string(), value: text, location });
        }
    }
}
