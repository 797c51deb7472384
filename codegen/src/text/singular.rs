//! The singular of English words, for names.

/// Words whose plural has another ending than its letters suggest.
const REGULAR: [&str; 4] = ["movies", "cookies", "calories", "caches"];

/// Endings after which a plural has `es`.
const SIBILANTS: [&str; 8] = ["sses", "shes", "ches", "xes", "zzes", "statuses", "bonuses", "viruses"];

/// Words that end like a plural.
const NO_PLURALS: [&str; 5] = ["ss", "us", "is", "series", "species"];

/// The text with its last word in the singular; `None` if that is no plural.
pub(crate) fn singular(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let ends_with = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    let singular = if ends_with(&NO_PLURALS) {
        None
    } else if ends_with(&REGULAR) {
        text.strip_suffix('s').map(str::to_owned)
    } else if let Some(stem) = text.strip_suffix("ies") {
        Some(format!("{stem}y"))
    } else if ends_with(&SIBILANTS) {
        text.strip_suffix("es").map(str::to_owned)
    } else {
        text.strip_suffix('s').map(str::to_owned)
    };
    singular.filter(|word| word.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_have_a_singular() {
        for (plural, one) in [
            ("UserTypeModules", "UserTypeModule"),
            ("Entries", "Entry"),
            ("Addresses", "Address"),
            ("matches", "match"),
            ("taxes", "tax"),
            ("OrderStatuses", "OrderStatus"),
            ("Movies", "Movie"),
            ("caches", "cache"),
            ("databases", "database"),
        ] {
            assert_eq!(singular(plural).as_deref(), Some(one));
        }
        for word in ["Address", "Status", "Analysis", "TimeSeries", "Data", "as"] {
            assert_eq!(singular(word), None, "{word}");
        }
    }
}
