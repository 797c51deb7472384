//! The names of the variants of an enum: after their stated names or their values, and what distinguishes these.

use super::case::{symbol, type_word};
use super::precedence::{NameSource, Wanted};
use super::repeated;
use crate::ir::{Enum, EnumValues};
use indexmap::IndexMap;
use std::collections::HashSet;

/// The longest title that is used as a name, in characters: longer ones are sentences.
const MAX_TITLE_LENGTH: usize = 50;

/// The stated name of each constant, else its value.
pub(super) fn enum_words(list: &Enum, item: &str) -> Vec<Wanted> {
    let titles = list.docs.iter().map(|words| words.title.as_deref());
    let titles = titles.map(|title| title.filter(|title| title.chars().count() <= MAX_TITLE_LENGTH));
    let titles = titles.chain(std::iter::repeat(None));
    let named = |(word, title): (Wanted, Option<&str>)| title.map_or(word, |title| Wanted::of(title, type_word(title)));
    value_words(&list.values, item).into_iter().zip(titles).map(named).collect()
}

fn value_words(values: &EnumValues, item: &str) -> Vec<Wanted> {
    match values {
        EnumValues::Strings(strings) => {
            let words = repeated::value_words(item, &type_words(strings));
            strings.iter().zip(words).map(|(text, word)| Wanted::of(text, word)).collect()
        }
        EnumValues::Integers(numbers) => {
            numbers.iter().map(|number| Wanted::derived(type_word(&number.to_string()))).collect()
        }
        EnumValues::Numbers(numbers) => numbers.iter().map(|number| Wanted::derived(number_word(*number))).collect(),
        EnumValues::Booleans(values) => {
            values.iter().map(|value| Wanted::derived(type_word(&value.to_string()))).collect()
        }
    }
}

/// A number, with an exponent if it is very large or very small and would have hundreds of digits.
fn number_word(number: f64) -> String {
    let text = format!("{number:?}");
    type_word(&text.trim_end_matches(".0").replace("e-", "e minus "))
}

/// Type names of several strings. Signs are spelled if strings differ only in them: `GMT+1` and `GMT-1`, `name` and
/// `-name`. Separators are spelled only if nothing else differs, and not in one of the strings; strings that differ only
/// in case are named after their case, except one of them. That one is spelled like its name, or else the first.
fn type_words(strings: &[impl AsRef<str>]) -> Vec<String> {
    let plain: Vec<String> = strings.iter().map(|text| type_word(text.as_ref())).collect();
    let used: HashSet<&String> = plain.iter().collect();
    let mut words = plain.clone();
    for (signs, first) in [(Signs::Distinguishing, 0), (Signs::All, 1)] {
        for group in duplicates(&words, strings) {
            for index in group.into_iter().skip(first) {
                let word = type_word(&with_signs(strings[index].as_ref(), signs));
                if !used.contains(&word) {
                    words[index] = word;
                }
            }
        }
    }
    for group in duplicates(&words, strings) {
        let (first, others) = group.split_first().map_or((0, &[][..]), |(first, others)| (*first, others));
        let lower = strings.get(first).map(|text| text.as_ref().to_lowercase());
        for &index in others {
            let text = strings[index].as_ref();
            let case = case_of(text).filter(|_| lower.as_deref() == Some(text.to_lowercase().as_str()));
            let word = case.map(|case| format!("{}{case}", words[index]));
            if let Some(word) = word.filter(|word| !used.contains(word)) {
                words[index] = word;
            }
        }
    }
    words
}

/// The word for the case of a string that differs from others only in case.
fn case_of(text: &str) -> Option<&'static str> {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    if letters().next().is_none() {
        None
    } else if letters().all(char::is_uppercase) {
        Some("Uppercase")
    } else if letters().all(char::is_lowercase) {
        Some("Lowercase")
    } else {
        letters().next().is_some_and(char::is_uppercase).then_some("Capitalized")
    }
}

/// The indices of each repeated word, those that take precedence first.
fn duplicates(words: &[String], strings: &[impl AsRef<str>]) -> Vec<Vec<usize>> {
    let mut indices: IndexMap<&str, Vec<usize>> = IndexMap::new();
    for (index, word) in words.iter().enumerate() {
        indices.entry(word).or_default().push(index);
    }
    let mut groups: Vec<Vec<usize>> = indices.into_values().filter(|indices| indices.len() > 1).collect();
    for group in &mut groups {
        group.sort_by_key(|index| NameSource::of(strings[*index].as_ref(), &words[*index]));
    }
    groups
}

/// The signs of a string that are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signs {
    /// All except separators.
    Distinguishing,
    /// Spaces, underscores and hyphens within words, too.
    All,
}

/// The text with words in place of its signs.
fn with_signs(text: &str, signs: Signs) -> String {
    let mut spelled = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    for (index, c) in text.char_indices() {
        let after = text[index + c.len_utf8()..].chars().next();
        let is_minus =
            before.is_none_or(|before| !before.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit());
        let word = match c {
            '-' if index == 0 || is_minus => Some("minus"),
            '-' => (signs == Signs::All).then_some("dash"),
            '_' | ' ' => symbol(c).filter(|_| signs == Signs::All),
            '<' if after != Some('=') => Some("less than"),
            '>' if after != Some('=') => Some("greater than"),
            _ => symbol(c),
        };
        match word {
            Some(word) => spelled.extend([" ", word, " "]),
            None => spelled.push(c),
        }
        before = Some(c);
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::type_words;

    #[test]
    fn signs_that_distinguish_enum_values_are_spelled_out() {
        let words = |strings: &[&str]| type_words(strings).join(" ");
        for (strings, expected) in [
            (&["GMT+1", "GMT-1", "GMT+12", "UTC"][..], "GmtPlus1 GmtMinus1 Gmt12 Utc"),
            (&["name", "-name", "created_at", "-created_at"], "Name MinusName CreatedAt MinusCreatedAt"),
            (&["-name", "other"], "Name Other"),
            (&["1.5", "15", "1-5", "1,5"], "N1Dot5 N15 N1_5 N1Comma5"),
            (&["a=b", "a<b", "a>b", "a!=b", "a<=b"], "AEqualB ALessThanB AGreaterThanB ANotEqualB ALessEqualB"),
            (&["a-b", "a_b", "a b", "A-B"], "AB AUnderscoreB ASpaceB ADashB"),
            (&["name", "-name", "minus_name"], "Name Name MinusName"),
            (&["asc", "ASC", "Asc", "aSc"], "AscLowercase AscUppercase Asc ASc"),
            (&["asc", "ASC"], "Asc AscUppercase"),
            (&["Foo Bar", "FooBar"], "FooSpaceBar FooBar"),
            (&["<", "<="], "Less LessEqual"),
        ] {
            assert_eq!(words(strings), expected, "{strings:?}");
        }
    }
}
