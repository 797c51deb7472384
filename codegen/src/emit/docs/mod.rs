//! Documentation: a document's Markdown as rustdoc may show it.
//!
//! Descriptions are never copied. They are parsed, and the result is written in canonical form: text is escaped, code is
//! a block of `text`, only web links are kept, HTML tags are removed. So text cannot become code or markup, and no
//! description runs as a test. The tests parse the output again, and compare.

mod blocks;
mod clean;
mod escape;
mod html;
mod inline;
mod part;
mod url;
mod words;
mod wrap;

pub(crate) use clean::clean;
pub(crate) use escape::{code_in_cell, plain};
pub(super) use words::{begins_a_list, first_sentence, is_line, words};
pub(crate) use words::{first_paragraph, one_line, sentence};

use crate::text::visible;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

/// The longest default that is displayed, in characters of its code span.
const MAX_DEFAULT_LENGTH: usize = 60;

/// `///` lines for the paragraphs that are there, a blank line between them: one attribute for all of them.
pub(super) fn lines<'a>(paragraphs: impl IntoIterator<Item = Option<&'a str>>) -> TokenStream {
    lines_of(&[join(paragraphs)])
}

/// Like [`lines`], for text that is Markdown already, from these functions or from the generator.
pub(super) fn lines_of(paragraphs: &[String]) -> TokenStream {
    let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let text = paragraphs.join("\n\n");
    if text.is_empty() {
        return TokenStream::new();
    }
    let mut lines = String::with_capacity(text.len() + text.len() / 16 + 1);
    for line in text.lines() {
        if !lines.is_empty() {
            lines.push('\n');
        }
        if !line.is_empty() {
            lines.push(' ');
            lines.push_str(line);
        }
    }
    let lines = literal(&lines);
    quote!(#[doc = #lines])
}

/// The text as a raw literal, which is much faster than escaping it, unless it contains the end of one.
fn literal(text: &str) -> Literal {
    let raw = || format!("r#\"{text}\"#").parse().ok();
    let literal = if text.contains("\"#") { None } else { raw() };
    literal.unwrap_or_else(|| Literal::string(text))
}

/// The paragraphs that are there as one cleaned text.
pub(crate) fn join<'a>(paragraphs: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let cleaned = paragraphs.into_iter().flatten().map(clean).filter(|text| !text.is_empty());
    cleaned.collect::<Vec<_>>().join("\n\n")
}

/// The paragraph on something that is deprecated, unless its documentation begins with that.
pub(super) fn deprecated(is_deprecated: bool, texts: [Option<&str>; 2]) -> Option<&'static str> {
    let begins = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.next().is_some_and(|word| word.eq_ignore_ascii_case("deprecated"))
    };
    (is_deprecated && !texts.into_iter().flatten().any(begins)).then_some("Deprecated.")
}

/// A description with the default of an omitted value: on the same line, if the description has only one. A description
/// that mentions a default is unchanged, and an empty default is left out.
pub(super) fn with_default(mut text: String, default: Option<&Value>) -> String {
    let default = match default {
        Some(Value::String(default)) if !default.is_empty() => code(default),
        Some(default @ (Value::Bool(_) | Value::Number(_))) => code(&default.to_string()),
        Some(Value::String(_) | Value::Null | Value::Array(_) | Value::Object(_)) | None => return text,
    };
    if default.chars().count() > MAX_DEFAULT_LENGTH || text.to_lowercase().contains("default") {
        return text;
    }
    text.truncate(text.trim_end().len());
    if text.is_empty() {
        return format!("Default: {default}.");
    }
    let gap = match (text.contains('\n'), text.ends_with(['.', '!', '?', ':', ';'])) {
        (true, _) => "\n\n",
        (false, true) => " ",
        (false, false) => ". ",
    };
    text + gap + &format!("Default: {default}.")
}

/// A list item: its subject and the description.
pub(super) fn item(subject: &str, text: &str) -> String {
    let text = sentence(text);
    let indented = |line: &str| if line.trim().is_empty() { String::new() } else { format!("  {line}") };
    let lines: Vec<String> = text.lines().map(indented).collect();
    let lines = lines.join("\n");
    // Blocks other than paragraphs, such as lists and tables, begin on a new line.
    let is_paragraph = text.lines().next().is_some_and(|line| is_line(line) && !line.starts_with(['`', '~', '<', '=']));
    if is_paragraph { format!("- {subject}: {}", lines.trim_start()) } else { format!("- {subject}:\n\n{lines}") }
}

/// A string of the document, with any characters, as a code span.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    // Markdown strips one space at each end.
    let is_padded = text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty();
    match longest {
        _ if text.is_empty() => "`\"\"`".to_owned(),
        0 if is_padded => format!("` {text} `"),
        0 => format!("`{text}`"),
        ticks => {
            let fence = "`".repeat(ticks + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn code_spans_keep_any_text() {
        for (text, expected) in [("a", "`a`"), ("", "`\"\"`"), ("`", "`` ` ``"), ("a``b", "``` a``b ```")] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn any_text_becomes_a_code_span() {
        for (text, span) in [
            ("a", "`a`"),
            ("a\r\nb", "`a  b`"),
            ("\u{202e}", "`\\u{202e}`"),
            ("`", "`` ` ``"),
            ("`` [x] `", "``` `` [x] ` ```"),
        ] {
            assert_eq!(code(text), span);
        }
    }
}
