//! Media types: the format that their names imply.

use crate::diagnostics::similar;

/// The format of bodies of a media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MediaKind {
    Json,
    JsonLines,
    Events,
    Form,
    Multipart,
    /// Text without a typed form, such as `text/csv` and XML.
    Text,
    /// `*/*` and `application/*`, which likely include JSON: the schema decides.
    WideRange,
    /// A range of text, or of something else.
    Range,
    Binary,
}

/// The kind of a media type; `None` if it is invalid.
pub(crate) fn kind(media_type: &str) -> Option<MediaKind> {
    let (main, sub) = type_and_subtype(media_type);
    let (main, sub) = (main.to_ascii_lowercase(), sub.to_ascii_lowercase());
    if !is_name(&main) || !is_name(&sub) {
        return None;
    }
    Some(match (main.as_str(), sub.as_str()) {
        ("*" | "application", "*") => MediaKind::WideRange,
        (_, "*") => MediaKind::Range,
        // SVG is XML, but also an image.
        ("image" | "audio" | "video" | "font", _) => MediaKind::Binary,
        ("text", "event-stream") => MediaKind::Events,
        ("multipart", _) => MediaKind::Multipart,
        (_, "x-www-form-urlencoded") => MediaKind::Form,
        (_, "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines" | "json-lines" | "json-seq") => {
            MediaKind::JsonLines
        }
        (_, sub) if sub.ends_with("+json-seq") => MediaKind::JsonLines,
        (_, sub) if is_json_name(sub) => MediaKind::Json,
        ("text", _) => MediaKind::Text,
        (_, sub) if is_text_name(sub) => MediaKind::Text,
        (_, _) => MediaKind::Binary,
    })
}

/// Type and subtype, without parameters such as `charset`.
pub(crate) fn type_and_subtype(media_type: &str) -> (&str, &str) {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.split_once('/').unwrap_or((essence, ""))
}

/// The media types for which misspellings are recognized.
const USUAL: [&str; 5] = [
    "application/json",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/event-stream",
];

/// The types of media types, as IANA lists them, with those that many use.
const TYPES: [&str; 13] = [
    "*",
    "application",
    "audio",
    "chemical",
    "example",
    "font",
    "haptics",
    "image",
    "message",
    "model",
    "multipart",
    "text",
    "video",
];

/// The greatest distance of a misspelled type or subtype from the right one.
const MOST_TYPOS: usize = 2;

/// The common media type that an unknown one is probably a misspelling of.
pub(crate) fn similar_media_type(media_type: &str) -> Option<&'static str> {
    let (main, sub) = type_and_subtype(media_type);
    let (main, sub) = (main.to_ascii_lowercase(), sub.to_ascii_lowercase());
    let is_known_type = TYPES.contains(&main.as_str()) || main.starts_with("x-");
    if is_known_type && !matches!(kind(media_type)?, MediaKind::Binary | MediaKind::Multipart) {
        return None;
    }
    // A media type of someone else's, such as `application/octocat-stream`, differs in more letters.
    let is_nearly = |one: &str, other: &'static str| {
        one == other || (similar(one, [other]).is_some() && strsim::osa_distance(one, other) <= MOST_TYPOS)
    };
    USUAL.into_iter().find(|usual| {
        let (usual_main, usual_sub) = type_and_subtype(usual);
        let is_it = main == usual_main && sub == usual_sub;
        // Formats that go by names like JSON's, such as BSON and JSON5, are others.
        let is_other = sub != usual_sub && (sub == "bson" || sub.contains("json"));
        let is_other_type = main != usual_main && is_known_type;
        !is_it && !is_other && !is_other_type && is_nearly(&main, usual_main) && is_nearly(&sub, usual_sub)
    })
}

/// Whether a media type is JSON text.
pub(crate) fn is_json(media_type: &str) -> bool {
    kind(media_type) == Some(MediaKind::Json)
}

/// Whether a media type is that of HTML forms.
pub(crate) fn is_form(media_type: &str) -> bool {
    kind(media_type) == Some(MediaKind::Form)
}

/// Whether the effect of a request depends on the media type and not on the body alone.
pub(crate) fn is_patch(media_type: &str) -> bool {
    type_and_subtype(media_type).1.to_ascii_lowercase().contains("patch")
}

fn is_name(half: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+*%'`|~".contains(&byte);
    !half.is_empty() && half.bytes().all(allowed)
}

fn is_json_name(sub: &str) -> bool {
    // `application/json+sarif` is what some write for `application/sarif+json`.
    sub == "json" || sub.ends_with("+json") || sub.starts_with("json+")
}

fn is_text_name(sub: &str) -> bool {
    let names = ["xml", "yaml", "x-yaml", "javascript", "ecmascript", "graphql", "sql", "toml", "jwt", "sdp", "x-sh"];
    names.contains(&sub) || sub.ends_with("+xml") || sub.ends_with("+yaml")
}

#[cfg(test)]
mod tests {
    use super::{MediaKind, kind};

    #[test]
    fn media_types_determine_body_formats() {
        for (name, expected) in [
            ("application/json", Some(MediaKind::Json)),
            ("Application/JSON; charset=utf-8", Some(MediaKind::Json)),
            ("application/vnd.github.v3+json", Some(MediaKind::Json)),
            ("application/json+sarif", Some(MediaKind::Json)),
            ("application/x-ndjson", Some(MediaKind::JsonLines)),
            ("application/geo+json-seq", Some(MediaKind::JsonLines)),
            ("text/event-stream", Some(MediaKind::Events)),
            ("text/csv", Some(MediaKind::Text)),
            ("application/atom+xml", Some(MediaKind::Text)),
            ("application/x-www-form-urlencoded", Some(MediaKind::Form)),
            ("multipart/mixed", Some(MediaKind::Multipart)),
            ("*/*", Some(MediaKind::WideRange)),
            ("image/*", Some(MediaKind::Range)),
            ("image/svg+xml", Some(MediaKind::Binary)),
            ("nonsense", None),
            ("openapi/python/client", None),
            ("", None),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }

    #[test]
    fn misspelled_media_types_are_recognized() {
        for (name, expected) in [
            ("aplication/json", Some("application/json")),
            ("application/jsn", Some("application/json")),
            ("multipart/formdata", Some("multipart/form-data")),
            ("application/x-www-form-url-encoded", Some("application/x-www-form-urlencoded")),
            ("application/octetstream", Some("application/octet-stream")),
            ("application/octocat-stream", None),
            ("application/json", None),
            ("application/JSON; charset=utf-8", None),
            ("application/bson", None),
            ("application/json5", None),
            ("application/cbor", None),
            ("text/json", None),
            ("multipart/mixed", None),
            ("multipart/form-data", None),
            ("x-custom/json", None),
            ("nonsense", None),
        ] {
            assert_eq!(super::similar_media_type(name), expected, "{name}");
        }
    }
}
