//! Words for media types, for the names of the variants of bodies.

use super::case::type_word;

/// The usual word for a media type, else its subtype.
pub(super) fn word(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (main, sub) = essence.split_once('/').unwrap_or(("", &essence));
    let word = match (main, sub) {
        ("*" | "application", "*") => "Any",
        (main, "*") => main,
        ("application", "x-www-form-urlencoded") => "Form",
        ("multipart", "form-data") => "Multipart",
        ("multipart", sub) => return type_word(&format!("multipart {sub}")),
        ("text", "plain") => "Text",
        (_, "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines" | "json-lines" | "json-seq") => {
            "JsonLines"
        }
        (_, sub) => {
            let sub = sub.strip_prefix("x-").unwrap_or(sub);
            sub.strip_suffix("+json").filter(|rest| !rest.is_empty()).unwrap_or(sub)
        }
    };
    type_word(word)
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn media_types_have_short_names() {
        for (media_type, expected) in [
            ("application/json", "Json"),
            ("application/json; charset=utf-8", "Json"),
            ("application/merge-patch+json", "MergePatch"),
            ("application/problem+json", "Problem"),
            ("application/x-www-form-urlencoded", "Form"),
            ("multipart/form-data", "Multipart"),
            ("multipart/mixed", "MultipartMixed"),
            ("application/octet-stream", "OctetStream"),
            ("text/plain", "Text"),
            ("text/event-stream", "EventStream"),
            ("application/x-ndjson", "JsonLines"),
            ("image/png", "Png"),
            ("image/*", "Image"),
            ("*/*", "Any"),
            ("application/sdp", "Sdp"),
        ] {
            assert_eq!(word(media_type), expected, "{media_type}");
        }
    }
}
