//! Every key of a settings file.
//!
//! `UPDATE_EXPECT=1 cargo test --workspace settings` writes them into the table of the documentation.

use super::{Reader, Value};
use crate::settings::Privilege;
use crate::settings::valid::{ATTRIBUTE, TRAIT, is_attribute, is_path};

/// A key that a settings file can have.
pub(super) struct Known {
    /// Its name; that of a key within a table has a dot.
    pub(super) name: &'static str,
    /// The methods of `Builder` with the same effect.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with the documentation"))]
    methods: &'static [&'static str],
    /// Its effect, in Markdown.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with the documentation"))]
    effect: &'static str,
    /// Its privilege beyond describing the client.
    pub(super) privilege: Option<Privilege>,
    /// Reads its value.
    pub(super) read: fn(&mut Reader, &Value),
}

/// The key of this name.
pub(super) fn known(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.name == name)
}

/// Whether this is the name of a table with keys of its own.
pub(super) fn is_group(name: &str) -> bool {
    KNOWN.iter().any(|known| known.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

/// The names of the keys that start with `prefix`, without it, in the order of the documentation.
pub(super) fn below(prefix: &str) -> Vec<&'static str> {
    let rest = KNOWN.iter().filter_map(|known| known.name.strip_prefix(prefix));
    let mut names: Vec<&str> = rest.map(|rest| rest.split('.').next().unwrap_or(rest)).collect();
    names.dedup();
    names
}

/// All keys, in the order of the documentation.
const KNOWN: &[Known] = &[
    Known {
        name: "strict",
        methods: &["strict"],
        effect: "Mistakes in the document are errors.",
        privilege: None,
        read: |reader, value| reader.strict(value),
    },
    Known {
        name: "allow",
        methods: &["allow"],
        effect: "Warnings to treat as notes, by code, by position or by both.",
        privilege: None,
        read: |reader, value| reader.settings.allow = reader.allowed(value),
    },
    Known {
        name: "tags",
        methods: &["tag"],
        effect: "Generate only operations with one of these tags.",
        privilege: None,
        read: |reader, value| reader.settings.filter.tags = reader.patterns(value),
    },
    Known {
        name: "operations",
        methods: &["operation"],
        effect: "Generate only these operations, by id or as `GET /pets/*`.",
        privilege: None,
        read: |reader, value| reader.settings.filter.operations = reader.patterns(value),
    },
    Known {
        name: "exclude",
        methods: &["exclude"],
        effect: "Leave out operations with these tags or names; schemas with these names become any JSON value.",
        privilege: None,
        read: |reader, value| reader.settings.filter.exclude = reader.patterns(value),
    },
    Known {
        name: "further",
        methods: &["further"],
        effect: "Further documents of the same API, for one client.",
        privilege: Some(Privilege::Files),
        read: |reader, value| reader.settings.options.further = reader.files(value),
    },
    Known {
        name: "overlays",
        methods: &["overlay"],
        effect: "Overlays to apply to the document first, in this order.",
        privilege: Some(Privilege::Files),
        read: |reader, value| reader.settings.options.overlays = reader.files(value),
    },
    Known {
        name: "references",
        methods: &["map"],
        effect: "Folders in place of URLs, by URL prefix.",
        privilege: Some(Privilege::Files),
        read: |reader, value| reader.references(value),
    },
    Known {
        name: "read-from",
        methods: &["read_from"],
        effect: "Further folders with files that the document may refer to.",
        privilege: Some(Privilege::Files),
        read: |reader, value| reader.settings.options.folders = reader.files(value),
    },
    Known {
        name: "names.types",
        methods: &["rename_type"],
        effect: "The name of a type, by schema.",
        privilege: None,
        read: |reader, value| reader.settings.names.types = reader.identifiers(value),
    },
    Known {
        name: "names.properties",
        methods: &["rename_property"],
        effect: "The name of a field, by `Schema.property`.",
        privilege: None,
        read: |reader, value| reader.settings.names.properties = reader.identifiers(value),
    },
    Known {
        name: "names.variants",
        methods: &["rename_variant"],
        effect: "The name of a variant, by `Schema.value`.",
        privilege: None,
        read: |reader, value| reader.settings.names.variants = reader.identifiers(value),
    },
    Known {
        name: "names.operations",
        methods: &["rename_operation"],
        effect: "The name of a method and of its request, by operation.",
        privilege: None,
        read: |reader, value| reader.settings.names.operations = reader.identifiers(value),
    },
    Known {
        name: "names.modules",
        methods: &["rename_module"],
        effect: "The name of a module of operations, by tag.",
        privilege: None,
        read: |reader, value| reader.settings.names.modules = reader.identifiers(value),
    },
    Known {
        name: "types",
        methods: &["replace_type"],
        effect: "A type of your own in place of a schema.",
        privilege: Some(Privilege::Code),
        read: |reader, value| reader.settings.types = reader.external_types(value),
    },
    Known {
        name: "formats",
        methods: &["replace_format"],
        effect: r#"A type of your own in place of a `format`; `"rich"` for dedicated types."#,
        privilege: Some(Privilege::Code),
        read: |reader, value| reader.settings.formats = reader.formats(value),
    },
    Known {
        name: "date-time",
        methods: &["date_time"],
        effect: "The types of `date-time` and `date`: `text`, `lenient`, `chrono`, `jiff`.",
        privilege: None,
        read: |reader, value| reader.date_time(value),
    },
    Known {
        name: "maps",
        methods: &["maps"],
        effect: "The type of maps: `BTreeMap`, `HashMap`, `IndexMap`.",
        privilege: None,
        read: |reader, value| reader.maps(value),
    },
    Known {
        name: "derives",
        methods: &["derive"],
        effect: "Additional traits to derive, by schema; `*` for all types.",
        privilege: Some(Privilege::Code),
        read: |reader, value| reader.settings.derives = reader.lists(value, TRAIT, is_path),
    },
    Known {
        name: "attributes",
        methods: &["attribute"],
        effect: "Attributes of types, by schema; `*` for all types.",
        privilege: Some(Privilege::Code),
        read: |reader, value| reader.settings.attributes = reader.lists(value, ATTRIBUTE, is_attribute),
    },
    Known {
        name: "pagination",
        methods: &["pagination"],
        effect: "The pagination of an operation.",
        privilege: None,
        read: |reader, value| reader.settings.corrections.pagination = reader.values(value),
    },
    Known {
        name: "send-defaults",
        methods: &["send_default"],
        effect: "Parameters whose default is sent if the caller sets no value.",
        privilege: None,
        read: |reader, value| reader.settings.corrections.send_defaults = reader.members(value),
    },
    Known {
        name: "auth-schemes",
        methods: &["auth_scheme"],
        effect: "The authentication scheme before a token, such as `Bearer`, by security scheme.",
        privilege: None,
        read: |reader, value| reader.settings.corrections.auth_schemes = reader.auth_schemes(value),
    },
    Known {
        name: "required",
        methods: &["require"],
        effect: "Properties and parameters that are required.",
        privilege: None,
        read: |reader, value| reader.settings.corrections.required = reader.members(value),
    },
    Known {
        name: "optional",
        methods: &["optional"],
        effect: "Properties and parameters that may be left out.",
        privilege: None,
        read: |reader, value| reader.settings.corrections.optional = reader.members(value),
    },
    Known {
        name: "nullable",
        methods: &["nullable"],
        effect: "Properties that may be `null`.",
        privilege: None,
        read: |reader, value| reader.settings.corrections.nullable = reader.members(value),
    },
    Known {
        name: "non-nullable",
        methods: &["non_nullable"],
        effect: "Properties that are never `null`.",
        privilege: None,
        read: |reader, value| reader.settings.corrections.non_nullable = reader.members(value),
    },
    Known {
        name: "features-by-tag",
        methods: &["features_by_tag"],
        effect: "A Cargo feature for each tag.",
        privilege: None,
        read: |reader, value| reader.settings.features_by_tag = reader.boolean(value),
    },
    Known {
        name: "separate-types",
        methods: &["separate_types"],
        effect: "Generate a type for every anonymous schema, without merging equivalent ones.",
        privilege: None,
        read: |reader, value| reader.settings.separate_types = reader.boolean(value),
    },
    Known {
        name: "keep-operation-ids",
        methods: &["keep_operation_ids"],
        effect: "Keep operation ids that a framework has made from function, path and method: `search_search_get`.",
        privilege: None,
        read: |reader, value| reader.settings.keep_operation_ids = reader.boolean(value),
    },
    Known {
        name: "max-arguments",
        methods: &["max_arguments"],
        effect: "The most required inputs that are positional arguments, from 0 to 6, by default 4; more are a struct of named fields.",
        privilege: None,
        read: |reader, value| reader.max_arguments(value),
    },
    Known {
        name: "require-defaults",
        methods: &["require_defaults"],
        effect: "Required inputs with a `default` are arguments as well.",
        privilege: None,
        read: |reader, value| reader.settings.require_defaults = reader.boolean(value),
    },
    Known {
        name: "non-exhaustive",
        methods: &["non_exhaustive"],
        effect: "With `false`, structs are not `#[non_exhaustive]`: `Pet { name, ..Pet::default() }` compiles, and a new property may break callers.",
        privilege: None,
        read: |reader, value| reader.settings.exhaustive = !reader.boolean(value),
    },
    Known {
        name: "service",
        methods: &["service", "service_by_tag"],
        effect: r#"Also generate the server side: operations are read from requests, and a trait has a method for each; with `"by-tag"`, there is a trait for each tag. Needs the runtime's feature `service`."#,
        privilege: None,
        read: |reader, value| reader.service(value),
    },
    Known {
        name: "webhooks",
        methods: &["webhooks", "webhook"],
        effect: "Also generate receivers of webhooks and callbacks: `true`, or names. Needs the runtime's feature `service`.",
        privilege: None,
        read: |reader, value| reader.webhooks(value),
    },
    Known {
        name: "dependencies",
        methods: &["dependency"],
        effect: "Further dependencies of the emitted manifest, in its syntax.",
        privilege: Some(Privilege::Code),
        read: |reader, value| reader.dependencies(value),
    },
];

#[cfg(test)]
mod tests {
    use super::{KNOWN, Known, below};
    use crate::diagnostics::{Code, Diagnostics};
    use crate::settings::{Privilege, read};
    use std::collections::BTreeSet;
    use std::path::Path;

    const DOCUMENTATION: &str = include_str!("../../../SETTINGS.md");

    fn row(known: &Known) -> String {
        let methods: Vec<String> =
            known.methods.iter().map(|method| format!("[`{method}`](crate::Builder::{method})")).collect();
        format!("| `{}` | {} | {} |\n", known.name, methods.join(", "), known.effect)
    }

    #[test]
    fn the_documentation_lists_every_setting() {
        let (before, rest) = DOCUMENTATION.split_once("|---|---|---|\n").unwrap();
        let (table, after) = rest.split_once("\n\n").unwrap();
        let expected: String = KNOWN.iter().map(row).collect();
        if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("SETTINGS.md");
            std::fs::write(path, format!("{before}|---|---|---|\n{expected}\n{after}")).unwrap();
        } else {
            assert_eq!(format!("{table}\n"), expected, "UPDATE_EXPECT=1 writes the table");
        }
    }

    #[test]
    fn a_value_of_the_wrong_type_is_reported_for_every_setting() {
        let path = std::env::temp_dir().join(format!("specwright-settings-{}.toml", std::process::id()));
        for known in KNOWN {
            std::fs::write(&path, format!("{} = 1.5\n", known.name)).unwrap();
            let mut diagnostics = Diagnostics::default();
            read(&path, &mut diagnostics);
            let found: Vec<_> = diagnostics.list().iter().map(|diagnostic| diagnostic.code).collect();
            assert_eq!(found, [Code::InvalidSetting], "{}", known.name);
        }
        std::fs::remove_file(path).unwrap();
    }

    /// The documentation warns of exactly the keys that are reported in a file that the user has not named.
    #[test]
    fn settings_with_privileges_are_those_that_the_documentation_lists() {
        let warning = DOCUMENTATION.split("**Settings are code.** ").nth(1).unwrap();
        let (code, files) = warning.split_once(". ").unwrap().0.split_once("; ").unwrap();
        for (listed, expected) in [(code, Privilege::Code), (files, Privilege::Files)] {
            let listed: BTreeSet<&str> = listed.split('`').skip(1).step_by(2).collect();
            let privileged = KNOWN.iter().filter(|known| known.privilege == Some(expected));
            assert_eq!(listed, privileged.map(|known| known.name).collect());
        }
    }

    #[test]
    fn keys_of_tables_are_listed_without_the_name_of_the_table() {
        assert_eq!(below("names."), ["types", "properties", "variants", "operations", "modules"]);
        assert!(below("").contains(&"names"));
    }
}
