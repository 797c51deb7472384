//! Keywords of Rust.

/// Every strict and reserved keyword of the 2024 edition.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether `word` is a keyword.
pub(crate) fn is_keyword(word: &str) -> bool {
    word == "_" || KEYWORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, is_keyword};

    #[test]
    fn keywords_are_sorted_for_binary_search() {
        assert!(KEYWORDS.is_sorted());
        assert!(KEYWORDS.iter().all(|word| is_keyword(word)));
    }

    #[test]
    fn no_keyword_parses_as_an_identifier() {
        for word in KEYWORDS {
            let parsed = syn::parse_str::<syn::Ident>(word);
            // `gen` is reserved in the 2024 edition only; syn reads it as an identifier.
            assert!(parsed.is_err() || *word == "gen", "{word}");
        }
    }
}
