//! Reading a file of settings.

use super::table::keys;
use super::{DateTimeLibrary, Entry, Filter, MapType, MaxArguments, Names, Power, Settings};
use crate::diagnostics::{Allow, Code, Diagnostic, Diagnostics, Level, Place, Source, Strictness, similar};
use crate::ir::Foreign;
use crate::load::Mapping;
use crate::text::keyword::is_keyword;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the settings in the file at `path`. Everything that is wrong with them is reported; what is left is sound.
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

    fn entry(&mut self, key: &Key, value: &Value) {
        if let Some(power) = Power::of(key.get_ref()) {
            let entry = Entry { key: key.get_ref().to_string(), value: power, place: self.place(key.span()) };
            self.settings.powers.push(entry);
        }
        match key.get_ref().as_ref() {
            "strict" => {
                if self.truth(value) {
                    self.settings.strictness = Strictness::Strict;
                }
            }
            "allow" => self.settings.allow = self.allowed(value),
            "pagination" => self.settings.pagination = self.values(value),
            "auth-schemes" => self.settings.auth_schemes = self.auth_schemes(value),
            "send-defaults" => self.settings.send_defaults = self.members(value),
            "required" => self.settings.required = self.members(value),
            "optional" => self.settings.optional = self.members(value),
            "nullable" => self.settings.nullable = self.members(value),
            "non-nullable" => self.settings.non_nullable = self.members(value),
            "features-by-tag" => self.settings.features_by_tag = self.truth(value),
            "keep-operation-ids" => self.settings.keep_operation_ids = self.truth(value),
            "max-arguments" => self.max_arguments(value),
            "require-defaults" => self.settings.require_defaults = self.truth(value),
            "service" => self.settings.service = self.truth(value),
            "separate-types" => self.settings.separate_types = self.truth(value),
            "tags" => self.settings.filter.tags = self.patterns(value),
            "operations" => self.settings.filter.operations = self.patterns(value),
            "exclude" => self.settings.filter.exclude = self.patterns(value),
            "read-from" => {
                let files = self.files(value);
                self.settings.options.folders.extend(files);
            }
            "further" => {
                let files = self.files(value);
                self.settings.options.further.extend(files);
            }
            "overlays" => {
                let files = self.files(value);
                self.settings.options.overlays.extend(files);
            }
            "references" => {
                for (prefix, folder) in self.texts_by_key(value) {
                    let folder = self.beside(&folder.value);
                    self.settings.options.mappings.add(Mapping { prefix, folder });
                }
            }
            "names" => self.names(value),
            "types" => self.settings.types = self.foreign_types(value),
            "formats" => self.settings.formats = self.foreign_types(value),
            "date-time" => self.date_time(value),
            "maps" => self.maps(value),
            "derives" => self.settings.derives = self.lists(value, TRAIT, is_path),
            "attributes" => {
                self.settings.attributes = self.lists(value, ATTRIBUTE, is_attribute);
            }
            "dependencies" => self.dependencies(value),
            _ => self.unknown(key, "", &top_level()),
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

    /// Patterns, each an entry of its own.
    fn patterns(&mut self, value: &Value) -> Vec<Entry<()>> {
        let mut entries = Vec::new();
        for (text, span) in self.texts(value) {
            match glob::Pattern::new(&text) {
                Ok(_) => entries.push(Entry { key: text, value: (), place: self.place(span) }),
                Err(error) => {
                    let message = format!("`{text}` is not a pattern: {}", error.msg);
                    self.error(Code::InvalidSetting, span, message).help(PATTERN);
                }
            }
        }
        entries
    }

    /// Names of properties and parameters, each an entry of its own.
    fn members(&mut self, value: &Value) -> Vec<Entry<()>> {
        let names = self.texts(value).into_iter();
        names.map(|(key, span)| Entry { key, value: (), place: self.place(span) }).collect()
    }

    /// Values by key, which are checked as the extensions of the document are.
    fn values(&mut self, value: &Value) -> Vec<Entry<serde_json::Value>> {
        let Some(table) = self.table(value) else { return Vec::new() };
        let entry = |(key, value): (&Key, &Value)| Entry {
            key: key.get_ref().to_string(),
            value: json(value.get_ref()),
            place: self.place(value.span()),
        };
        table.iter().map(entry).collect()
    }

    fn auth_schemes(&mut self, value: &Value) -> Vec<Entry<String>> {
        let texts = self.texts_by_key(value).into_iter();
        texts.map(|(key, text)| Entry { key, value: text.value, place: self.place(text.span) }).collect()
    }

    fn allowed(&mut self, value: &Value) -> Vec<Entry<()>> {
        let mut entries = Vec::new();
        for (text, span) in self.texts(value) {
            match Allow::parse(&text) {
                Ok(_) => entries.push(Entry { key: text, value: (), place: self.place(span) }),
                Err(refused) => {
                    self.error(Code::InvalidSetting, span, refused.message).help(refused.help);
                }
            }
        }
        entries
    }

    fn identifiers(&mut self, value: &Value) -> Vec<Entry<String>> {
        let mut entries = Vec::new();
        for (key, value) in self.texts_by_key(value) {
            if is_identifier(&value.value) {
                entries.push(Entry { key, value: value.value, place: self.place(value.key_span) });
            } else {
                let message = format!("`{}` is not a valid name in Rust", value.value);
                self.error(Code::InvalidSetting, value.span, message).help(NAME);
            }
        }
        entries
    }

    fn foreign_types(&mut self, value: &Value) -> Vec<Entry<Foreign>> {
        let Some(table) = self.table(value) else { return Vec::new() };
        let mut entries = Vec::new();
        for (key, value) in table {
            if let Some(foreign) = self.foreign(value) {
                entries.push(Entry { key: key.get_ref().to_string(), value: foreign, place: self.place(key.span()) });
            }
        }
        entries
    }

    /// `"path::Type"` or `{ path = "path::Type", eq = true }`.
    fn foreign(&mut self, value: &Value) -> Option<Foreign> {
        let (mut path, mut eq) = (None, false);
        match value.get_ref() {
            DeValue::Table(table) => {
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        "path" => path = Some(self.text(value)?),
                        "eq" => eq = self.truth(value),
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
            self.error(Code::InvalidSetting, span, format!("unknown type `{path}` as Rust writes it")).help(TYPE);
            return None;
        }
        Some(Foreign { path, eq })
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
        if let Some(number) = number.filter(|number| *number <= MaxArguments::MOST) {
            self.settings.max_arguments = MaxArguments(number);
        } else {
            let expected = format!("an integer from 0 to {}", MaxArguments::MOST);
            self.wrong_type(value, &expected, "`4`, without quotes");
        }
    }

    fn one_of<T: Copy>(&mut self, value: &Value, choices: &[(&str, T)]) -> Option<T> {
        let (text, span) = self.text(value)?;
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*choice);
        }
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
        let similar = similar(&text, choices.iter().map(|(name, _)| (*name).to_owned()));
        let diagnostic = self.error(Code::InvalidSetting, span, format!("`{text}` is not one of {}", names.join(", ")));
        diagnostic.help(match similar {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => "write one of these, or omit the setting for the first".to_owned(),
        });
        None
    }

    /// Lists of strings by key, or a single string for a list of one.
    fn lists(&mut self, value: &Value, (what, remedy): (&str, &str), is: fn(&str) -> bool) -> Vec<Entry<Vec<String>>> {
        let Some(table) = self.table(value) else { return Vec::new() };
        let mut entries = Vec::new();
        for (key, value) in table {
            let mut list = Vec::new();
            let texts =
                if value.get_ref().is_str() { self.text(value).into_iter().collect() } else { self.texts(value) };
            for (text, span) in texts {
                if is(&text) {
                    list.push(text);
                } else {
                    self.error(Code::InvalidSetting, span, format!("`{text}` is not {what}")).help(remedy);
                }
            }
            entries.push(Entry { key: key.get_ref().to_string(), value: list, place: self.place(key.span()) });
        }
        entries
    }

    /// The text of each, as it stands in the file.
    fn dependencies(&mut self, value: &Value) {
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
            let place = self.place(key.span());
            self.settings.dependencies.push(Entry { key: key.get_ref().to_string(), value: text, place });
        }
    }

    fn texts_by_key(&mut self, value: &Value) -> Vec<(String, Text)> {
        let Some(table) = self.table(value) else { return Vec::new() };
        let mut texts = Vec::new();
        for (key, value) in table {
            if let Some((text, span)) = self.text(value) {
                texts.push((key.get_ref().to_string(), Text { value: text, span, key_span: key.span() }));
            }
        }
        texts
    }

    fn texts(&mut self, value: &Value) -> Vec<(String, Range<usize>)> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(value, "an array of strings", "`[\"one\", \"two\"]`");
            return Vec::new();
        };
        list.iter().filter_map(|value| self.text(value)).collect()
    }

    fn text(&mut self, value: &Value) -> Option<(String, Range<usize>)> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(value, "a string", "`\"text\"`, in quotes");
            return None;
        };
        Some((text.to_owned(), value.span()))
    }

    fn truth(&mut self, value: &Value) -> bool {
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(value, "`true` or `false`", "`true`, without quotes");
            false
        })
    }

    fn table<'t, 'v>(&mut self, value: &'t Value<'v>) -> Option<&'t DeTable<'v>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, "a table", "`{ name = \"value\" }`");
        }
        table
    }

    fn wrong_type(&mut self, value: &Value, expected: &str, example: &str) {
        let found = value.get_ref().type_str();
        let diagnostic = self.error(Code::InvalidSetting, value.span(), format!("expected {expected}, found {found}"));
        diagnostic.help(format!("write, for example, {example}"));
    }

    fn unknown(&mut self, key: &Key, prefix: &str, known: &[&str]) {
        let name = key.get_ref();
        let similar = similar(name, known.iter().map(|known| (*known).to_owned()));
        let diagnostic = self.error(Code::UnknownSetting, key.span(), format!("`{prefix}{name}` is not a setting"));
        diagnostic.help(match similar {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => format!("the settings here are {}", known.join(", ")),
        });
    }

    fn error(&mut self, code: Code, span: Range<usize>, message: String) -> &mut Diagnostic {
        let place = self.place(span);
        self.diagnostics.push(Diagnostic::new(Level::Error, code, place, message))
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::Bytes(Arc::clone(self.source), span)
    }

    /// A path of the file, which is relative to its folder.
    /// Paths that count from the folder of the settings.
    fn files(&mut self, value: &Value) -> Vec<std::path::PathBuf> {
        self.texts(value).iter().map(|(path, _)| self.beside(path)).collect()
    }

    fn beside(&self, path: &str) -> std::path::PathBuf {
        self.source.path.parent().unwrap_or(Path::new("")).join(path)
    }
}

/// Reports the values that a program gives and that cannot be, as those of a file are on reading it.
pub(crate) fn check_values(settings: &Settings, diagnostics: &mut Diagnostics) {
    let mut refuse = |place: &Place, message: String, remedy: &str| {
        diagnostics.push(Diagnostic::new(Level::Error, Code::InvalidSetting, place.clone(), message)).help(remedy);
    };
    for entry in &settings.allow {
        if let Err(refused) = Allow::parse(&entry.key) {
            refuse(&entry.place, refused.message, &refused.help);
        }
    }
    let Filter { tags, operations, exclude } = &settings.filter;
    for entry in tags.iter().chain(operations).chain(exclude) {
        if let Err(error) = glob::Pattern::new(&entry.key) {
            refuse(&entry.place, format!("`{}` is not a pattern: {}", entry.key, error.msg), PATTERN);
        }
    }
    let Names { types, properties, variants, operations, modules } = &settings.names;
    let names = [types, properties, variants, operations, modules].into_iter().flatten();
    for entry in names.filter(|entry| !is_identifier(&entry.value)) {
        refuse(&entry.place, format!("`{}` is not a valid name in Rust", entry.value), NAME);
    }
    for entry in settings.types.iter().chain(&settings.formats).filter(|entry| !is_type(&entry.value.path)) {
        refuse(&entry.place, format!("unknown type `{}` as Rust writes it", entry.value.path), TYPE);
    }
    for entry in settings.derives.iter().filter(|entry| !entry.value.iter().all(|path| is_path(path))) {
        refuse(&entry.place, format!("`{}` is not {}", entry.value.join(", "), TRAIT.0), TRAIT.1);
    }
    for entry in settings.attributes.iter().filter(|entry| !entry.value.iter().all(|text| is_attribute(text))) {
        refuse(&entry.place, format!("`{}` is not {}", entry.value.join(" "), ATTRIBUTE.0), ATTRIBUTE.1);
    }
    for entry in &settings.dependencies {
        let line = format!("it = {}", entry.value);
        if entry.value.contains('\n') || DeTable::parse(&line).is_err() {
            refuse(&entry.place, format!("`{}` is not a valid dependency", entry.value), DEPENDENCY);
        }
    }
}

/// A value of TOML as the document would have it.
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

/// A value as a file of settings has it on the right side of `=`; the text itself where it is none.
pub(crate) fn value(text: &str) -> serde_json::Value {
    let line = format!("it = {text}");
    let table = DeTable::parse(&line).ok();
    let value = table.as_ref().and_then(|table| table.get_ref().iter().next());
    value.map_or_else(|| text.into(), |(_, value)| json(value.get_ref()))
}

const PATTERN: &str = "write a name, with `*` for any characters and `?` for one";

const NAME: &str = "write letters, digits and `_`, starting with a letter, and no keyword of Rust";

const TYPE: &str = "write the full path of a type without a lifetime, such as `\"uuid::Uuid\"`";

/// What a derive is in words, and what to write for one.
const TRAIT: (&str, &str) = ("a path of a trait", "write, for example, `\"Hash\"` or `\"schemars::JsonSchema\"`");

const ATTRIBUTE: (&str, &str) = ("an attribute, such as `#[must_use]`", "write all of it, with `#[` and `]`");

const DEPENDENCY: &str = "write, for example, `uuid = \"1\"` or `uuid = { version = \"1\", features = [\"serde\"] }`";

/// A text under a key.
struct Text {
    value: String,
    span: Range<usize>,
    key_span: Range<usize>,
}

fn top_level() -> Vec<&'static str> {
    let mut names: Vec<&str> = keys().map(|key| key.split('.').next().unwrap_or(key)).collect();
    names.dedup();
    names
}

fn nested(prefix: &str) -> Vec<&'static str> {
    keys().filter_map(|key| key.strip_prefix(prefix)).collect()
}

fn is_identifier(text: &str) -> bool {
    !is_keyword(text) && syn::parse_str::<proc_macro2::Ident>(text).is_ok()
}

fn is_type(text: &str) -> bool {
    syn::parse_str::<syn::TypePath>(text).is_ok()
}

fn is_path(text: &str) -> bool {
    syn::parse_str::<syn::Path>(text).is_ok()
}

fn is_attribute(text: &str) -> bool {
    let item = format!("{text} struct S;");
    text.starts_with("#[") && syn::parse_str::<syn::ItemStruct>(&item).is_ok_and(|item| !item.attrs.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{is_attribute, is_identifier, is_type, nested, top_level};

    #[test]
    fn what_goes_into_code_is_code() {
        assert!(is_identifier("Animal") && !is_identifier("type") && !is_identifier("a b") && !is_identifier(""));
        assert!(is_type("chrono::DateTime<chrono::Utc>") && !is_type("&str") && !is_type("a; fn b() {}"));
        assert!(is_attribute("#[must_use]") && !is_attribute("must_use") && !is_attribute("#[a] struct T; #[b]"));
    }

    #[test]
    fn keys_are_found_by_their_tables() {
        assert!(top_level().contains(&"names") && top_level().contains(&"date-time"));
        assert_eq!(nested("names."), ["types", "properties", "variants", "operations", "modules"]);
    }
}
