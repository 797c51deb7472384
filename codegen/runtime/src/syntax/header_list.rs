//! Lists in headers: elements between commas (RFC 9110, section 5.6.1).

/// The elements of a list, without surrounding spaces, including empty ones. A comma within a quoted string (RFC 9110,
/// section 5.6.4) is part of it; quotes and escapes are kept, since their meaning differs between headers.
pub(crate) fn elements(text: &str) -> impl Iterator<Item = &str> {
    // Unbalanced quotes are ordinary characters: `5", 3"`.
    let in_quotes = pairs_up(text);
    let (mut quoted, mut escaped) = (false, false);
    let elements = text.split(move |character| match character {
        _ if escaped => {
            escaped = false;
            false
        }
        '\\' if quoted => {
            escaped = true;
            false
        }
        '"' if in_quotes => {
            quoted = !quoted;
            false
        }
        character => character == ',' && !quoted,
    });
    elements.map(|element| element.trim_matches([' ', '\t']))
}

/// Whether every quoted string has an end.
fn pairs_up(text: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ => {}
        }
    }
    !quoted
}

/// Whether a list of these elements is read back as the same elements.
pub(crate) fn is_kept<'a>(parts: impl Iterator<Item = &'a str> + Clone) -> bool {
    let text = parts.clone().collect::<Vec<_>>().join(",");
    elements(&text).eq(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<&str> {
        elements(text).collect()
    }

    #[test]
    fn header_lists_are_split_at_commas() {
        assert_eq!(list("a, b ,\tc"), ["a", "b", "c"]);
        assert_eq!(list(r#""a, b", W/"c,d";q="\",", e"#), [r#""a, b""#, r#"W/"c,d";q="\",""#, "e"]);
        assert_eq!(list(r#"5", 3, 7"#), [r#"5""#, "3", "7"]);
        // The examples of RFC 9110, 5.6.1.2.
        for valid in ["foo,bar", "foo ,bar,", "foo , ,bar,charlie"] {
            let elements = list(valid).into_iter().filter(|element| !element.is_empty()).collect::<Vec<_>>();
            assert_eq!(elements[..2], ["foo", "bar"], "{valid}");
        }
        for empty in ["", ",", ",   ,"] {
            assert!(list(empty).iter().all(|element| element.is_empty()), "{empty}");
        }
    }

    #[test]
    fn values_that_a_header_list_cannot_contain_are_detected() {
        for kept in [&["a", "b"][..], &[r#""a,b""#, "c"], &["a b"], &["a", "5\""]] {
            assert!(is_kept(kept.iter().copied()), "{kept:?}");
        }
        for lost in [&["a,b"][..], &[" a"], &["a\t"], &[r#""a"#, r#"b""#], &["\"a,b", "c"]] {
            assert!(!is_kept(lost.iter().copied()), "{lost:?}");
        }
    }
}
