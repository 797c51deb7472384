//! The text within a line: what rustdoc would take for HTML or for links to items.

/// The line with everything escaped that rustdoc would take for HTML, for a link to an item, or complain of as a bare
/// link; code spans stay as they are.
pub(super) fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    loop {
        // An `h` may begin a link.
        let special = |byte: u8| matches!(byte, b'`' | b'\\' | b'[' | b']' | b'<' | b'h');
        let plain = rest.bytes().position(special).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
        let Some(c) = rest.chars().next() else { return out };
        let taken = code_span(rest)
            .map(|length| (rest[..length].to_owned(), length))
            .or_else(|| escape_sequence(rest))
            .or_else(|| inline_link(rest))
            .or_else(|| bare_link(rest, &out))
            .or_else(|| line_break(rest));
        let (text, length) = taken.unwrap_or_else(|| (escape(c), c.len_utf8()));
        out.push_str(&text);
        rest = &rest[length..];
    }
}

fn escape(c: char) -> String {
    match c {
        '<' | '[' | ']' | '`' => format!("\\{c}"),
        c => c.to_string(),
    }
}

/// A backslash and what it escapes, as they stand.
pub(super) fn escape_sequence(text: &str) -> Option<(String, usize)> {
    let mut chars = text.chars();
    let escaped = chars.next().filter(|c| *c == '\\').and_then(|_| chars.next())?;
    escaped.is_ascii_punctuation().then(|| (text[..2].to_owned(), 2))
}

/// The length of the code span that `text` begins with.
pub(super) fn code_span(text: &str) -> Option<usize> {
    let ticks = text.chars().take_while(|c| *c == '`').count();
    if ticks == 0 {
        return None;
    }
    let mut from = ticks;
    while let Some(found) = text[from..].find('`') {
        let start = from + found;
        let run = text[start..].chars().take_while(|c| *c == '`').count();
        if run == ticks {
            return Some(start + run);
        }
        from = start + run;
    }
    None
}

/// `[text](https://…)` as it stands; `[text](anything else)` as plain text, since rustdoc would look for an item of
/// that name.
fn inline_link(text: &str) -> Option<(String, usize)> {
    let label_end = text.strip_prefix('[')?.find(']')? + 1;
    let label = &text[1..label_end];
    let target = text[label_end + 1..].strip_prefix('(')?;
    let target = &target[..target.find(')')?];
    if label.contains('[') {
        return None;
    }
    let length = label_end + 1 + target.len() + 2;
    let shown = escaped_label(label);
    if is_web(target) && !target.contains(['<', '>', ' ']) {
        return Some((format!("[{shown}]({target})"), length));
    }
    Some((shown, length))
}

fn escaped_label(label: &str) -> String {
    if label.contains("://") { label.replace("://", ":\\//") } else { escaped(label) }
}

/// A web address in angle brackets, whether or not it had them.
fn bare_link(text: &str, before: &str) -> Option<(String, usize)> {
    if let Some(inner) = text.strip_prefix('<').filter(|inner| is_web(inner)) {
        let end = inner.find('>')?;
        let address = &inner[..end];
        return (!address.contains([' ', '<'])).then(|| (format!("<{address}>"), end + 2));
    }
    let inside_word = before.chars().next_back().is_some_and(char::is_alphanumeric);
    if !is_web(text) || inside_word {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || "<>()[]\"'`{}|\\".contains(c)).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    Some((format!("<{address}>"), address.len()))
}

fn is_web(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        text.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// `<br>` in any spelling: a space, since a line of a paragraph ends where it likes.
fn line_break(text: &str) -> Option<(String, usize)> {
    ["<br>", "<br/>", "<br />", "<BR>"]
        .iter()
        .find(|tag| text.starts_with(**tag))
        .map(|tag| (" ".to_owned(), tag.len()))
}

#[cfg(test)]
mod tests {
    use crate::emit::docs::clean;

    #[test]
    fn links_and_markup_stay_text() {
        for (given, expected) in [
            ("see https://a.example/b.", "see <https://a.example/b>."),
            ("<https://a.example>", "<https://a.example>"),
            ("[here](https://a.example)", "[here](https://a.example)"),
            ("[Pet](Pet)", "Pet"),
            ("an [Option] of Vec<T>", "an \\[Option\\] of Vec\\<T>"),
            ("`Vec<T>` and `[x]`", "`Vec<T>` and `[x]`"),
            ("a<br>b", "a b"),
            ("one ` tick", "one \\` tick"),
            ("\\[kept\\]", "\\[kept\\]"),
        ] {
            assert_eq!(clean(given), expected, "{given}");
        }
    }
}
