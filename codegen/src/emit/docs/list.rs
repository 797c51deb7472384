//! Which lines begin items of lists, and how far the text of these is indented.

/// A line that underlines a heading or divides: `---`, `===`, `***`.
pub(super) fn is_rule(text: &str) -> bool {
    text.len() >= 2 && ['-', '=', '*', '_'].iter().any(|mark| text.chars().all(|c| c == *mark || c == ' '))
}

/// The width of a list marker with the space after it.
pub(super) fn list_marker(text: &str) -> Option<usize> {
    if ["- ", "* ", "+ "].iter().any(|marker| text.starts_with(marker)) {
        return Some(2);
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let ordered = text[digits..].starts_with(". ") || text[digits..].starts_with(") ");
    // Markdown takes more digits for text.
    ((1..=9).contains(&digits) && ordered).then_some(digits + 2)
}

/// The length of the list markers that the line begins with, indentation included.
pub(super) fn list_markers(line: &str) -> usize {
    list_items(line).last().copied().unwrap_or_else(|| line.len() - line.trim_start().len())
}

/// How far the text is indented of each list item that the line begins.
pub(super) fn list_items(line: &str) -> Vec<usize> {
    let mut items = Vec::new();
    let mut length = line.len() - line.trim_start().len();
    while let Some(marker) = list_marker(&line[length..]).filter(|_| !is_rule(&line[length..])) {
        length += marker;
        length += line[length..].len() - line[length..].trim_start().len();
        items.push(length);
    }
    items
}
