//! Media types: matching a `Content-Type` against documented media types.

/// Type and subtype without parameters such as `charset`.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// The index of the group that matches a `Content-Type` best; the first if none does or there is no `Content-Type`. A
/// group is a comma-separated list, as in `Accept`.
pub(crate) fn choose(groups: &[&str], content_type: Option<&str>) -> usize {
    let Some(content_type) = content_type else { return 0 };
    let mut best = (0, 0);
    for (index, group) in groups.iter().enumerate() {
        let fit = group.split(',').map(|one| fit(one, content_type)).max().unwrap_or_default();
        if fit > best.1 {
            best = (index, fit);
        }
    }
    best.0
}

/// Whether a media type is within a range such as `image/*`.
pub(crate) fn is_within(media_type: &str, range: &str) -> bool {
    fit(range, media_type) > 1
}

/// Whether it is a single media type, and not a range such as `image/*`.
pub(crate) fn is_concrete(media_type: &str) -> bool {
    let is_name = |half: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+%'`|~".contains(&byte);
        !half.is_empty() && half.bytes().all(allowed)
    };
    let (main, sub) = type_and_subtype(essence(media_type));
    is_name(main) && is_name(sub)
}

/// How well `found` matches a documented media type: equal, with the same structured syntax, in a range, in `*/*`.
pub(crate) fn fit(documented: &str, found: &str) -> u8 {
    let (documented, found) = (essence(documented), essence(found));
    if documented.eq_ignore_ascii_case(found) {
        return 5;
    }
    match type_and_subtype(documented) {
        ("*", "*") => 2,
        (main, "*") if type_and_subtype(found).0.eq_ignore_ascii_case(main) => 3,
        _ if is_json(documented) && is_json(found) => 4,
        // `text/html` instead of `text/plain`, as gateways respond.
        (main, _) if main == "text" && type_and_subtype(found).0 == "text" => 1,
        _ => 0,
    }
}

fn type_and_subtype(media_type: &str) -> (&str, &str) {
    media_type.split_once('/').unwrap_or((media_type, ""))
}

/// Whether the media type is one of JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let sub = type_and_subtype(essence(media_type)).1.to_ascii_lowercase();
    sub == "json" || sub.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_media_type_is_chosen() {
        let groups = ["application/json, application/scim+json", "text/event-stream", "image/*", "*/*"];
        for (content_type, index) in [
            (None, 0),
            (Some("application/json; charset=utf-8"), 0),
            (Some("Application/SCIM+JSON"), 0),
            (Some("application/problem+json"), 0),
            (Some("text/event-stream;charset=utf-8"), 1),
            (Some("image/png"), 2),
            (Some("audio/ogg"), 3),
        ] {
            assert_eq!(choose(&groups, content_type), index, "{content_type:?}");
        }
        assert_eq!(choose(&["application/json", "text/plain"], Some("text/html")), 1);
        assert_eq!(choose(&["application/json", "image/png"], Some("")), 0);
        assert_eq!(choose(&["application/json", "application/vnd.a+json"], Some("application/vnd.a+json")), 1);
    }

    #[test]
    fn media_type_ranges_are_not_media_types() {
        for (media_type, expected) in
            [("image/png", true), ("text/plain; charset=utf-8", true), ("image/*", false), ("png", false), ("", false)]
        {
            assert_eq!(is_concrete(media_type), expected, "{media_type}");
        }
    }

    #[test]
    fn media_type_ranges_match_their_media_types() {
        assert!(is_within("image/png", "image/*"));
        assert!(is_within("audio/ogg", "*/*"));
        assert!(!is_within("audio/ogg", "image/*"));
    }
}
