//! Validates the values of settings.

use super::{Filter, FormatType, Names, Settings};
use crate::diagnostics::{Allow, Code, Diagnostic, Diagnostics, Level, Location};
use crate::text::keyword::is_keyword;
use toml::de::DeTable;

/// Reports invalid values set by a program; those of a file are reported when it is read.
pub(crate) fn check_values(settings: &Settings, diagnostics: &mut Diagnostics) {
    let mut refuse = |location: &Location, message: String, remedy: &str| {
        diagnostics.push(Diagnostic::new(Level::Error, Code::InvalidSetting, location.clone(), message)).help(remedy);
    };
    for entry in &settings.allow {
        if let Err(refused) = Allow::parse(&entry.key) {
            refuse(&entry.location, refused.message, &refused.help);
        }
    }
    let Filter { tags, operations, exclude } = &settings.filter;
    for entry in tags.iter().chain(operations).chain(exclude) {
        if let Err(error) = glob::Pattern::new(&entry.key) {
            refuse(&entry.location, format!("`{}` is not a pattern: {}", entry.key, error.msg), PATTERN);
        }
    }
    let Names { types, properties, variants, operations, modules } = &settings.names;
    let names = [types, properties, variants, operations, modules].into_iter().flatten();
    for entry in names.filter(|entry| !is_identifier(&entry.value)) {
        refuse(&entry.location, format!("`{}` is not a valid name in Rust", entry.value), NAME);
    }
    let of_formats = settings.formats.iter().filter_map(|entry| match &entry.value {
        FormatType::Own(external) => Some((&entry.location, external)),
        FormatType::Rich => None,
    });
    let types = settings.types.iter().map(|entry| (&entry.location, &entry.value)).chain(of_formats);
    for (location, external) in types.filter(|(_, external)| !is_type(&external.path)) {
        refuse(location, format!("`{}` is not the path of a Rust type", external.path), TYPE);
    }
    for entry in settings.derives.iter().filter(|entry| !entry.value.iter().all(|path| is_path(path))) {
        refuse(&entry.location, format!("`{}` is not {}", entry.value.join(", "), TRAIT.0), TRAIT.1);
    }
    for entry in settings.attributes.iter().filter(|entry| !entry.value.iter().all(|text| is_attribute(text))) {
        refuse(&entry.location, format!("`{}` is not {}", entry.value.join(" "), ATTRIBUTE.0), ATTRIBUTE.1);
    }
    for entry in &settings.dependencies {
        let line = format!("it = {}", entry.value);
        if entry.value.contains('\n') || DeTable::parse(&line).is_err() {
            refuse(&entry.location, format!("`{}` is not a valid dependency", entry.value), DEPENDENCY);
        }
    }
}

pub(super) const PATTERN: &str = "write a name, with `*` for any characters and `?` for one";

pub(super) const NAME: &str = "write letters, digits and `_`, starting with a letter; keywords of Rust are not allowed";

pub(super) const TYPE: &str = "write the full path of a type without a lifetime, such as `\"uuid::Uuid\"`";

/// The description of a derive, and the help for an invalid one.
pub(super) const TRAIT: (&str, &str) = ("a path of a trait", "write, for example, `\"Hash\"` or `\"std::hash::Hash\"`");

pub(super) const ATTRIBUTE: (&str, &str) =
    ("an attribute, such as `#[must_use]`", "write the entire attribute, with `#[` and `]`");

pub(super) const DEPENDENCY: &str =
    "write, for example, `uuid = \"1\"` or `uuid = { version = \"1\", features = [\"serde\"] }`";

pub(super) fn is_identifier(text: &str) -> bool {
    !is_keyword(text) && syn::parse_str::<proc_macro2::Ident>(text).is_ok()
}

pub(super) fn is_type(text: &str) -> bool {
    syn::parse_str::<syn::TypePath>(text).is_ok()
}

pub(super) fn is_path(text: &str) -> bool {
    syn::parse_str::<syn::Path>(text).is_ok()
}

pub(super) fn is_attribute(text: &str) -> bool {
    let item = format!("{text} struct S;");
    text.starts_with("#[") && syn::parse_str::<syn::ItemStruct>(&item).is_ok_and(|item| !item.attrs.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{is_attribute, is_identifier, is_type};

    #[test]
    fn settings_that_become_code_are_validated() {
        assert!(is_identifier("Animal") && !is_identifier("type") && !is_identifier("a b") && !is_identifier(""));
        assert!(is_type("chrono::DateTime<chrono::Utc>") && !is_type("&str") && !is_type("a; fn b() {}"));
        assert!(is_attribute("#[must_use]") && !is_attribute("must_use") && !is_attribute("#[a] struct T; #[b]"));
    }
}
