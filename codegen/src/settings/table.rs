//! Every key of a settings file: the table in the documentation is the only list of them.

pub(super) const DOCUMENTATION: &str = include_str!("../../SETTINGS.md");

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
}
