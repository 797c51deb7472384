//! Words an identifier may not be.

/// Every strict and reserved keyword of the 2024 edition.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that a model may not have. Those of the prelude: a schema called `Option` must not shadow it, neither in the
/// models nor for who imports all of them. And those that files of models import.
pub(super) const TAKEN_MODELS: &[&str] = &[
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Box",
    "Bytes",
    "Check",
    "Checker",
    "Clone",
    "Copy",
    "Date",
    "DateTime",
    "Default",
    "Deserialize",
    "Deserializer",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "HashMap",
    "IndexMap",
    "Into",
    "IntoIterator",
    "Iterator",
    "LenientDateTime",
    "Map",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Password",
    "Presence",
    "Result",
    "Rules",
    "Send",
    "Serialize",
    "Serializer",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Value",
    "Vec",
];

/// Names that an operation may not have, beside those of [`TAKEN_MODELS`]: what files of operations use.
pub(super) const TAKEN_OPERATIONS: &[&str] = &[
    "Body",
    "ByteStream",
    "C",
    "Client",
    "D",
    "Error",
    "EventShape",
    "EventStream",
    "File",
    "FormEncoding",
    "Infallible",
    "JsonLines",
    "Method",
    "Multipart",
    "MultipartForm",
    "Operation",
    "OperationInfo",
    "RawResponse",
    "RequestWriter",
    "Response",
    "Style",
    "TypedBody",
];

/// Names that a property may not have, since its setter has the same: that of the constructor, of traits that
/// everybody calls, and of what clippy takes for operators.
pub(super) const TAKEN_PROPERTIES: &[&str] =
    &["add", "bitand", "bitor", "bitxor", "clone", "div", "into", "mul", "new", "rem", "shl", "shr", "sub"];

/// Names that a parameter may not have, for the same reasons or because the request has a field of that name.
pub(super) const TAKEN_INPUTS: &[&str] = {
    let (taken, _) = TAKEN_INPUTS_OF_LISTS.split_at(TAKEN_INPUTS_OF_LISTS.len() - 2);
    taken
};

/// The same, and the methods of a list that comes in pages.
pub(super) const TAKEN_INPUTS_OF_LISTS: &[&str] = &[
    "add",
    "bind",
    "bitand",
    "bitor",
    "bitxor",
    "client",
    "clone",
    "div",
    "into",
    "mul",
    "new",
    "rem",
    "send",
    "send_for_response",
    "shl",
    "shr",
    "sub",
    "to_request",
    // These two last.
    "items",
    "pages",
];

/// Whether `word` is a keyword.
pub(crate) fn is_keyword(word: &str) -> bool {
    word == "_" || KEYWORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, is_keyword};

    #[test]
    fn the_list_is_sorted_and_found() {
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
