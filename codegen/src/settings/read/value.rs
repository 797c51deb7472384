//! The values of a settings file: strings, arrays, tables, and the errors for other values.

use super::{Key, Reader, Value};
use crate::diagnostics::{Code, Diagnostic, Level, Location, similar};
use crate::load::SettingLocation;
use crate::settings::valid::PATTERN;
use crate::settings::{Entry, Member, NamedFile, Structured};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// A string under a key.
pub(super) struct Text {
    pub(super) value: String,
    pub(super) span: Range<usize>,
    pub(super) key_span: Range<usize>,
}

impl Reader<'_> {
    pub(super) fn strings_by_key(&mut self, value: &Value) -> Vec<(String, Text)> {
        let Some(table) = self.table(value) else { return Vec::new() };
        let mut strings = Vec::new();
        for (key, value) in table {
            if let Some((text, span)) = self.text(value) {
                strings.push((key.get_ref().to_string(), Text { value: text, span, key_span: key.span() }));
            }
        }
        strings
    }

    pub(super) fn strings(&mut self, value: &Value) -> Vec<(String, Range<usize>)> {
        let Some(list) = value.get_ref().as_array() else {
            let example = match value.get_ref().as_str() {
                Some(text) => format!("`[{text:?}]`"),
                None => "`[\"one\", \"two\"]`".to_owned(),
            };
            self.wrong_type(value, "an array of strings", &example);
            return Vec::new();
        };
        list.iter().filter_map(|value| self.text(value)).collect()
    }

    pub(super) fn text(&mut self, value: &Value) -> Option<(String, Range<usize>)> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(value, "a string", "`\"text\"`, in quotes");
            return None;
        };
        Some((text.to_owned(), value.span()))
    }

    pub(super) fn boolean(&mut self, value: &Value) -> bool {
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(value, "`true` or `false`", "`true`, without quotes");
            false
        })
    }

    pub(super) fn table<'t, 'v>(&mut self, value: &'t Value<'v>) -> Option<&'t DeTable<'v>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, "a table", "`{ name = \"value\" }`");
        }
        table
    }

    pub(super) fn wrong_type(&mut self, value: &Value, expected: &str, example: &str) {
        let found = described(value.get_ref());
        let diagnostic = self.error(Code::InvalidSetting, value.span(), format!("expected {expected}, found {found}"));
        diagnostic.help(format!("write, for example, {example}"));
    }

    pub(super) fn unknown(&mut self, key: &Key, prefix: &str, known: &[&str]) {
        let name = key.get_ref();
        let similar = similar(name, known.iter().map(|known| (*known).to_owned()));
        let diagnostic = self.error(Code::UnknownSetting, key.span(), format!("`{prefix}{name}` is not a setting"));
        diagnostic.help(match similar {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => format!("the settings of this table are {}", known.join(", ")),
        });
    }

    pub(super) fn error(&mut self, code: Code, span: Range<usize>, message: String) -> &mut Diagnostic {
        let location = self.location(span);
        self.diagnostics.push(Diagnostic::new(Level::Error, code, location, message))
    }

    pub(super) fn location(&self, span: Range<usize>) -> Location {
        Location::Bytes(Arc::clone(self.source), span)
    }

    /// Paths relative to the folder of the settings.
    pub(super) fn files(&mut self, value: &Value) -> Vec<std::path::PathBuf> {
        let files: Vec<_> =
            self.strings(value).into_iter().map(|(path, span)| (self.relative_path(&path), span)).collect();
        for (file, span) in &files {
            let location = self.location(span.clone());
            self.settings.named_files.push(NamedFile { path: file.clone(), location });
        }
        files.into_iter().map(|(file, _)| file).collect()
    }

    pub(super) fn relative_path(&self, path: &str) -> std::path::PathBuf {
        self.source.path.parent().unwrap_or(Path::new("")).join(path)
    }

    pub(super) fn one_of<T: Copy>(&mut self, value: &Value, choices: &[(&str, T)]) -> Option<T> {
        let (text, span) = self.text(value)?;
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*choice);
        }
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
        let similar = similar(&text, choices.iter().map(|(name, _)| (*name).to_owned()));
        let diagnostic = self.error(Code::InvalidSetting, span, format!("`{text}` is not one of {}", names.join(", ")));
        diagnostic.help(match similar {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => "write one of these, or omit the setting to use the first".to_owned(),
        });
        None
    }

    /// Lists of strings by key, or a single string for a list of one.
    pub(super) fn lists(
        &mut self,
        value: &Value,
        (what, remedy): (&str, &str),
        is: fn(&str) -> bool,
    ) -> Vec<Entry<Vec<String>>> {
        let Some(table) = self.table(value) else { return Vec::new() };
        let mut entries = Vec::new();
        for (key, value) in table {
            let mut list = Vec::new();
            let strings =
                if value.get_ref().is_str() { self.text(value).into_iter().collect() } else { self.strings(value) };
            for (text, span) in strings {
                if is(&text) {
                    list.push(text);
                } else {
                    self.error(Code::InvalidSetting, span, format!("`{text}` is not {what}")).help(remedy);
                }
            }
            entries.push(Entry { key: key.get_ref().to_string(), value: list, location: self.location(key.span()) });
        }
        entries
    }

    /// Patterns, each an entry of its own.
    pub(super) fn patterns(&mut self, value: &Value) -> Vec<Entry<()>> {
        let mut entries = Vec::new();
        for (text, span) in self.strings(value) {
            match glob::Pattern::new(&text) {
                Ok(_) => entries.push(Entry { key: text, value: (), location: self.location(span) }),
                Err(error) => {
                    let message = format!("`{text}` is not a pattern: {}", error.msg);
                    self.error(Code::InvalidSetting, span, message).help(PATTERN);
                }
            }
        }
        entries
    }

    /// Names of properties and parameters, each an entry of its own.
    pub(super) fn members(&mut self, value: &Value) -> Vec<Entry<()>> {
        let names = self.strings(value).into_iter();
        names.map(|(key, span)| Entry { key, value: (), location: self.location(span) }).collect()
    }

    /// Values by key, which are checked as the extensions of the document are.
    pub(super) fn values(&mut self, value: &Value) -> Vec<Entry<Structured>> {
        let Some(table) = self.table(value) else { return Vec::new() };
        table.iter().map(|(key, value)| self.structured(key, value)).collect()
    }

    /// A value of any form, which its user checks.
    pub(super) fn structured(&self, key: &Key, value: &Value) -> Entry<Structured> {
        let location = SettingLocation { key: self.location(key.span()), value: self.location(value.span()) };
        let whole = Member { keys: Vec::new(), location };
        let members = std::iter::once(whole).chain(self.located(value)).collect();
        Entry {
            key: key.get_ref().to_string(),
            value: Structured { value: json(value.get_ref()), members },
            location: self.location(key.span()),
        }
    }

    /// All members and elements with their locations, at any depth, which the parser limits.
    fn located(&self, value: &Value) -> Vec<Member> {
        let member = |key: String, key_span: Range<usize>, value: &Value| {
            let location = SettingLocation { key: self.location(key_span), value: self.location(value.span()) };
            let within = |mut member: Member| {
                member.keys.insert(0, key.clone());
                member
            };
            let inner: Vec<Member> = self.located(value).into_iter().map(within).collect();
            std::iter::once(Member { keys: vec![key], location }).chain(inner).collect::<Vec<_>>()
        };
        match value.get_ref() {
            DeValue::Table(table) => {
                table.iter().flat_map(|(key, value)| member(key.get_ref().to_string(), key.span(), value)).collect()
            }
            DeValue::Array(elements) => {
                let elements = elements.iter().enumerate();
                elements.flat_map(|(index, value)| member(index.to_string(), value.span(), value)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A value in a message.
fn described(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => format!("the string `{text}`"),
        DeValue::Boolean(value) => format!("`{value}`"),
        DeValue::Integer(number) => format!("`{}`", number.as_str()),
        DeValue::Float(number) => format!("`{}`", number.as_str()),
        DeValue::Datetime(_) => "a date or time".to_owned(),
        DeValue::Array(_) => "an array".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// A value of TOML as JSON.
fn json(value: &DeValue) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Boolean(value) => (*value).into(),
        DeValue::Integer(number) => number.as_str().parse::<i64>().map_or_else(|_| number.as_str().into(), Into::into),
        DeValue::Array(elements) => elements.iter().map(|element| json(element.get_ref())).collect(),
        DeValue::Table(members) => {
            members.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect()
        }
        DeValue::Float(number) => number.as_str().into(),
        DeValue::Datetime(time) => time.to_string().into(),
    }
}

/// A value in the notation of a settings file; the text itself if it is invalid.
pub(crate) fn value(text: &str) -> serde_json::Value {
    let line = format!("it = {text}");
    let table = DeTable::parse(&line).ok();
    let value = table.as_ref().and_then(|table| table.get_ref().iter().next());
    value.map_or_else(|| text.into(), |(_, value)| json(value.get_ref()))
}
