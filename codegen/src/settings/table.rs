//! Every key of a file of settings.

/// A key and what it is for.
pub(super) struct Key {
    /// Its name; of a table in a table with a dot.
    pub(super) name: &'static str,
    /// The method of `Builder` that says the same.
    pub(super) method: &'static str,
    /// What it does, in a line.
    pub(super) meaning: &'static str,
}

const fn key(name: &'static str, method: &'static str, meaning: &'static str) -> Key {
    Key { name, method, meaning }
}

/// Every key, in the order of the documentation.
pub(super) const KEYS: &[Key] = &[
    key("strict", "strict", "Mistakes in the document are errors."),
    key("tags", "tag", "Only operations with one of these tags."),
    key("operations", "operation", "Only these operations, by id or as `GET /pets/*`."),
    key("exclude", "exclude", "No operations with these tags or names; schemas of these names become any JSON value."),
    key("references", "map", "Folders in place of URLs, by the beginning of the URL."),
    key("read-from", "read_from", "Further folders whose files the document may refer to."),
    key("names.types", "rename_type", "The name of a type, by schema."),
    key("names.properties", "rename_property", "The name of a field, by `Schema.property`."),
    key("names.variants", "rename_variant", "The name of a variant, by `Schema.value`."),
    key("names.operations", "rename_operation", "The name of a method and of its request, by operation."),
    key("names.modules", "rename_module", "The name of a module of operations, by tag."),
    key("types", "replace_type", "A type of your own in place of a schema."),
    key("formats", "replace_format", "A type of your own in place of a `format`."),
    key("date-time", "date_time", "What `date-time` and `date` become: `text`, `chrono`, `jiff`."),
    key("maps", "maps", "What holds an object's members: `BTreeMap`, `HashMap`, `IndexMap`."),
    key("derives", "derive", "Traits to derive besides, by schema; `*` for all types."),
    key("attributes", "attribute", "Attributes to put on types, by schema; `*` for all types."),
    key("features-by-tag", "features_by_tag", "A Cargo feature for each tag."),
    key("dependencies", "dependency", "Further dependencies of the emitted manifest, as a manifest has them."),
];

#[cfg(test)]
mod tests {
    use super::KEYS;
    use std::fmt::Write as _;

    /// The documentation has this table, to the letter.
    #[test]
    fn every_setting_is_documented() {
        let mut table = String::from("| key | method of `Builder` | what it does |\n|---|---|---|\n");
        for key in KEYS {
            let _ = writeln!(
                table,
                "| `{}` | [`{}`](crate::Builder::{}) | {} |",
                key.name, key.method, key.method, key.meaning
            );
        }
        let text = include_str!("../../SETTINGS.md");
        assert!(text.contains(&table), "SETTINGS.md must hold this table:\n\n{table}");
    }
}
