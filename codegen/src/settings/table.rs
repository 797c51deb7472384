//! Every key of a settings file: the table in the documentation is the only list of them.

const DOCUMENTATION: &str = include_str!("../../SETTINGS.md");

/// Every key, those of a table in a table with a dot, in the order of the documentation.
pub(super) fn keys() -> impl Iterator<Item = &'static str> {
    // The links of the second column lead to methods, or the documentation does not build.
    let rows = DOCUMENTATION.lines().filter(|line| line.contains("](crate::Builder::"));
    rows.filter_map(|line| line.strip_prefix("| `")?.split('`').next())
}

#[cfg(test)]
mod tests {
    use super::keys;
    use crate::diagnostics::{Code, Diagnostics};
    use crate::settings::read;
    use std::collections::HashSet;

    /// A documented key is recognized, even if its value is invalid.
    #[test]
    fn every_documented_setting_is_read() {
        assert!(keys().count() > 20);
        let path = std::env::temp_dir().join(format!("specwright-settings-{}.toml", std::process::id()));
        for key in keys() {
            std::fs::write(&path, format!("{key} = 1.5\n")).unwrap();
            let mut diagnostics = Diagnostics::default();
            read(&path, &mut diagnostics);
            let found: Vec<_> = diagnostics.list().iter().map(|diagnostic| diagnostic.code).collect();
            assert_eq!(found, [Code::InvalidSetting], "{key}");
        }
        std::fs::remove_file(path).unwrap();
    }

    /// Messages list the documented keys, so one that is read must be among them.
    #[test]
    fn every_setting_that_is_read_is_documented() {
        let reader = include_str!("read/mod.rs");
        let entry = reader.split("fn entry(").nth(1).unwrap().split("\n    }\n").next().unwrap();
        let patterns = entry.lines().filter_map(|line| Some(line.split_once("=>")?.0));
        let found: HashSet<&str> = patterns.flat_map(|pattern| pattern.split('"').skip(1).step_by(2)).collect();
        let documented: HashSet<&str> = keys().map(|key| key.split('.').next().unwrap()).collect();
        assert_eq!(found, documented);
    }
}
