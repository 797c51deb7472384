//! The diagnostic of a setting that matches nothing in the document.

use super::Entry;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, similar};
use crate::text::listed;
use indexmap::IndexSet;

/// Reports a setting that matches none of the `candidates`, the names that it may have.
pub(crate) fn unmatched<T>(
    entry: &Entry<T>,
    candidates: impl IntoIterator<Item = String>,
    what: &str,
    diagnostics: &mut Diagnostics,
) {
    let message = format!("the document has no {what} `{}`", entry.key);
    let known: IndexSet<String> = candidates.into_iter().collect();
    let diagnostic = Diagnostic::new(Level::Error, Code::UnusedSetting, entry.location.clone(), message);
    diagnostics.push(diagnostic).help(remedy(&entry.key, &known));
}

fn remedy(key: &str, known: &IndexSet<String>) -> String {
    if known.is_empty() {
        return "remove it: the document has none".to_owned();
    }
    match of_nearest_owner(key, known).or_else(|| nearest(key, known)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("it has {}", listed(alternatives(key, known).map(|name| format!("`{name}`")))),
    }
}

/// The most similar name, or the only one that continues the key: frameworks append path and method to the id of an
/// operation.
fn nearest(key: &str, known: &IndexSet<String>) -> Option<String> {
    let longer = || known.iter().filter(|name| !key.is_empty() && name.starts_with(key));
    let only = || longer().next().filter(|_| longer().count() == 1);
    similar(key, known).or_else(only).cloned()
}

/// The member with this name of the owner whose name is nearest.
fn of_nearest_owner(key: &str, known: &IndexSet<String>) -> Option<String> {
    let (owner, member) = key.rsplit_once('.')?;
    let owners = known.iter().filter_map(|name| Some(name.rsplit_once('.')?.0.to_owned())).collect();
    let name = format!("{}.{member}", nearest(owner, &owners)?);
    known.contains(&name).then_some(name)
}

/// The names to list: those with the same owner if there are any, and pointers only in place of a pointer.
fn alternatives<'k>(key: &str, known: &'k IndexSet<String>) -> impl Iterator<Item = &'k String> {
    let owner = key.rsplit_once('.').map(|(owner, _)| format!("{owner}."));
    let has_owner = |name: &&String| owner.as_ref().is_some_and(|owner| name.starts_with(owner.as_str()));
    let has_form = |name: &&String| name.starts_with('#') == key.starts_with('#');
    let mut names: Vec<&String> = known.iter().filter(has_owner).collect();
    if names.is_empty() {
        names = known.iter().filter(has_form).collect();
    }
    if names.is_empty() {
        names = known.iter().collect();
    }
    names.into_iter()
}

#[cfg(test)]
mod tests {
    use super::remedy;

    #[test]
    fn unmatched_settings_suggest_the_nearest_name() {
        let known = ["Pet.name", "#/components/schemas/Pet.name", "Pet.kind", "read_pets_pets__get", "GET /pets"];
        let known =
            known.into_iter().chain(["read_pets_pets__get.limit", "GET /pets.limit"]).map(str::to_owned).collect();
        for (key, expected) in [
            ("Pet.nmae", "did you mean `Pet.name`?"),
            ("Pte.name", "did you mean `Pet.name`?"),
            ("Pet.colour", "it has `Pet.name`, `Pet.kind`"),
            ("read_pets.limit", "did you mean `read_pets_pets__get.limit`?"),
            ("#/paths/~1pets", "it has `#/components/schemas/Pet.name`"),
            (
                "owners",
                "it has `Pet.name`, `Pet.kind`, `read_pets_pets__get`, `GET /pets`, `read_pets_pets__get.limit`, `GET /pets.limit`",
            ),
        ] {
            assert_eq!(remedy(key, &known), expected, "{key}");
        }
        let operations = ["read_pets_pets__get", "GET /pets"].map(str::to_owned).into_iter().collect();
        assert_eq!(remedy("read_pets", &operations), "did you mean `read_pets_pets__get`?");
        assert_eq!(remedy("", &operations), "it has `read_pets_pets__get`, `GET /pets`");
        assert_eq!(remedy("Pet", &[].into_iter().collect()), "remove it: the document has none");
    }
}
