//! Text of the document to Rust words: `UpperCamelCase` for types and variants, `snake_case` for fields and functions.

use super::capitals::uniform_capitals;
use super::precedence::Wanted;
use heck::{ToSnakeCase, ToUpperCamelCase};
use std::borrow::Cow;
use unicode_security::GeneralSecurityProfile;
use unicode_security::mixed_script::{AugmentedScriptSet, is_potential_mixed_script_confusable_char};

/// A type or variant name: never empty, never starting with a digit, always a legal identifier except for keywords.
/// Separated digits stay separated, as in `1.12` and `11.2`.
pub(super) fn type_word(text: &str) -> String {
    let sanitized = sanitized(text);
    let pieces: Vec<String> = apart_at_digits(&sanitized).iter().map(|piece| piece.to_upper_camel_case()).collect();
    let word = valid_identifier(&pieces.join("_"), "N");
    // A letter without an upper case, such as the prefix of `valid_identifier`.
    if word.starts_with(char::is_lowercase) { format!("N{word}") } else { word }
}

/// A field, function or module name, under the same conditions.
pub(super) fn value_word(text: &str) -> String {
    valid_identifier(&uniform_capitals(&sanitized(text)).to_snake_case(), "n_")
}

/// The words for fields, arguments or variables with these names in the document.
pub(super) fn wanted_values<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Wanted> {
    names.map(|name| Wanted::of(name, value_word(name))).collect()
}

/// The longest file name, in characters: less than any file system's limit, with room for additions.
const MAX_FILE_LENGTH: usize = 100;

/// The name of a module in a file of that name: rustc only finds files with ASCII names.
pub(super) fn file_word(text: &str) -> String {
    let word = ascii(&value_word(text));
    word.chars().take(MAX_FILE_LENGTH).collect()
}

/// The text split where only separators are between two digits.
fn apart_at_digits(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous: Option<(usize, char)> = None;
    for (index, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        if let Some((last, digit)) = previous
            && last + digit.len_utf8() < index
            && digit.is_ascii_digit()
            && c.is_ascii_digit()
        {
            pieces.push(&text[start..index]);
            start = index;
        }
        previous = Some((index, c));
    }
    pieces.push(&text[start..]);
    pieces
}

/// The text with a space for every character that identifiers cannot have, or a word if only the character
/// distinguishes two strings: `+1` and `-1`, `<` and `>`.
fn sanitized(text: &str) -> String {
    let spelled_out = |c: char| symbol(c).map_or_else(|| format!(" U{:X} ", u32::from(c)), |word| format!(" {word} "));
    if text.is_empty() {
        return "empty".to_owned();
    }
    if !text.chars().any(char::is_alphanumeric) {
        return text.chars().map(spelled_out).collect();
    }
    let text: Cow<str> = if text.is_ascii() {
        text.into()
    } else {
        let replacement: String = text.chars().map(|c| replacement(c).unwrap_or_else(|| c.to_string())).collect();
        without_confusables(replacement).into()
    };
    let mut sanitized = String::with_capacity(text.len());
    for (index, c) in text.char_indices() {
        let rest = &text[index + c.len_utf8()..];
        let sign = index == 0 && rest.starts_with(|next: char| next.is_ascii_digit());
        match symbol(c) {
            Some(word) if sign => sanitized.extend([word, " "]),
            _ if fits(c) => sanitized.push(c),
            _ => sanitized.push(' '),
        }
    }
    sanitized
}

fn fits(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// `text` without characters that identifiers cannot have, and `prefix` before a leading digit.
fn valid_identifier(text: &str, prefix: &str) -> String {
    let valid: String = text.chars().filter(|c| fits(*c)).collect();
    let parses = |candidate: &str| syn::parse_str::<proc_macro2::Ident>(candidate).is_ok();
    let candidate = if valid.is_empty() || valid.starts_with(|c: char| !c.is_alphabetic()) {
        format!("{prefix}{valid}")
    } else {
        valid
    };
    if is_plain(&candidate) || parses(&candidate) || crate::text::keyword::is_keyword(&candidate) {
        return candidate;
    }
    ascii(&candidate)
}

/// Whether it is sure to be an identifier, or a keyword.
fn is_plain(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric())
}

/// The identifier with code points in place of non-ASCII characters.
fn ascii(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("u{:x}", u32::from(c)) }).collect()
}

/// The replacement of a letter that Unicode excludes from identifiers, such as compatibility characters, phonetic letters
/// and those of historic scripts: rustc warns about them, and normalizes some.
fn replacement(c: char) -> Option<String> {
    Some(match c {
        'ª' => "a".to_owned(),
        'º' => "o".to_owned(),
        'µ' => "micro".to_owned(),
        // Fullwidth forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0)?.to_string(),
        _ if fits(c) && !c.is_ascii() && !c.identifier_allowed() => format!("u{:x}", u32::from(c)),
        _ => return None,
    })
}

/// The text with code points in place of the letters of a script if all of them look like letters of another: `а` looks like `a`,
/// and rustc warns about it.
fn without_confusables(text: String) -> String {
    let scripts = |is_distinct: bool| {
        text.chars().filter(move |c| fits(*c) && has_distinct_script(*c) == is_distinct).map(script)
    };
    let distinct_scripts: Vec<AugmentedScriptSet> = scripts(true).chain([script('a')]).collect();
    let confusable_scripts: Vec<AugmentedScriptSet> =
        scripts(false).filter(|script| !distinct_scripts.contains(script)).collect();
    if confusable_scripts.is_empty() {
        return text;
    }
    let is_confusable = |c: char| fits(c) && !c.is_ascii() && confusable_scripts.contains(&script(c));
    text.chars().map(|c| if is_confusable(c) { format!("u{:x}", u32::from(c)) } else { c.to_string() }).collect()
}

fn script(c: char) -> AugmentedScriptSet {
    AugmentedScriptSet::for_char(c)
}

/// Whether a letter does not look like one of another script, in either case.
fn has_distinct_script(c: char) -> bool {
    let mut forms = std::iter::once(c).chain(c.to_lowercase()).chain(c.to_uppercase());
    c.is_ascii() || !forms.any(is_potential_mixed_script_confusable_char)
}

/// The word for a sign that may be the whole text.
pub(super) fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '&' => "and",
        '|' => "or",
        '%' => "percent",
        '$' => "dollar",
        '#' => "hash",
        '@' => "at",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '^' => "caret",
        '~' => "tilde",
        '_' => "underscore",
        ' ' => "space",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{file_word, type_word, value_word};

    #[test]
    fn names_are_split_into_words() {
        for (text, expected_type, expected_value) in [
            ("user_type", "UserType", "user_type"),
            ("transfer_To", "TransferTo", "transfer_to"),
            ("Source__s", "SourceS", "source_s"),
            ("_delete", "Delete", "delete"),
            ("X-Request-ID", "XRequestId", "x_request_id"),
            ("en_US", "EnUs", "en_us"),
            ("404", "N404", "n_404"),
            ("2.25", "N2_25", "n_2_25"),
            ("v1.12-rc", "V1_12Rc", "v1_12_rc"),
            ("2022-11-28", "N2022_11_28", "n_2022_11_28"),
            ("+1", "Plus1", "plus_1"),
            ("-1", "Minus1", "minus_1"),
            ("", "Empty", "empty"),
            ("<=", "LessEqual", "less_equal"),
            ("größe", "Größe", "größe"),
            ("名前", "名前", "名前"),
            ("a b/c", "ABC", "a_b_c"),
            ("☃", "U2603", "u2603"),
            ("µg", "Microg", "microg"),
            ("ＩＤ", "Id", "id"),
            ("²", "Ub2", "ub2"),
            ("ﬁ", "Ufb01", "ufb01"),
            ("ʿayn", "U2bfayn", "u2bfayn"),
            ("имя", "Имя", "имя"),
            ("α", "U3b1", "u3b1"),
            ("λόγος", "Λόγος", "λόγος"),
            ("а-ｏ", "U430O", "u430_o"),
        ] {
            assert_eq!(type_word(text), expected_type, "type of {text:?}");
            assert_eq!(value_word(text), expected_value, "value of {text:?}");
        }
    }

    #[test]
    fn module_files_have_valid_names() {
        assert_eq!(file_word("Größe"), "gruf6udfe");
        assert_eq!(file_word(&"a".repeat(300)).len(), 100);
    }

    #[test]
    fn type_names_do_not_start_in_lower_case() {
        for text in ["ª", "²x", "ß", "ŉ", "ǆ", "ﷺ", "ḁ̀"] {
            assert!(!type_word(text).starts_with(char::is_lowercase), "{text}: {}", type_word(text));
        }
    }
}
