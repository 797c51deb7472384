//! Every key of a file of settings.

/// Every key, those of a table in a table with a dot, in the order of the documentation.
pub(super) const KEYS: &[&str] = &[
    "strict",
    "allow",
    "tags",
    "operations",
    "exclude",
    "further",
    "overlays",
    "references",
    "read-from",
    "names.types",
    "names.properties",
    "names.variants",
    "names.operations",
    "names.modules",
    "types",
    "formats",
    "date-time",
    "maps",
    "derives",
    "attributes",
    "features-by-tag",
    "separate-types",
    "keep-operation-ids",
    "service",
    "dependencies",
];

#[cfg(test)]
mod tests {
    use super::KEYS;

    /// The links of its second column lead to methods, or the documentation does not build.
    #[test]
    fn the_table_of_the_documentation_has_every_setting() {
        let lines = include_str!("../../SETTINGS.md").lines();
        let rows = lines.filter(|line| line.contains("](crate::Builder::"));
        let keys: Vec<&str> = rows.filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        assert_eq!(keys, KEYS);
    }
}
