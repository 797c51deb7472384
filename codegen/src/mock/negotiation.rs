//! `Accept`, `Content-Type` and `Prefer`.

/// Whether a media type is within a range such as `text/*`, ignoring parameters.
pub(super) fn is_within(media_type: &str, range: &str) -> bool {
    let (media_type, range) = (essence(media_type), essence(range));
    let split = |text: &str| text.split_once('/').map(|(one, other)| (one.to_owned(), other.to_owned()));
    let (Some((kind, subtype)), Some((range_kind, range_subtype))) = (split(&media_type), split(&range)) else {
        return media_type == range;
    };
    let is = |text: &str, range: &str| range == "*" || text == range;
    is(&kind, &range_kind) && is(&subtype, &range_subtype)
}

/// A media type without parameters, in lower case.
fn essence(text: &str) -> String {
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The quality of a media type by `Accept`, from 0 (not acceptable) to 1. The most specific range applies.
pub(super) fn quality(accept: Option<&str>, media_type: &str) -> f64 {
    let Some(accept) = accept.filter(|accept| !accept.trim().is_empty()) else { return 1.0 };
    let ranges = accept.split(',').filter(|range| is_within(media_type, range) || is_within(range, media_type));
    ranges.min_by_key(|range| essence(range).matches('*').count()).map_or(0.0, weight)
}

/// `q`.
fn weight(range: &str) -> f64 {
    let mut parameters = range.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let q = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    q.and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(1.0)
}

/// The preferences in `Prefer` (RFC 7240), as in Prism.
#[derive(Debug, Default)]
pub(super) struct Preference {
    /// `code=404`.
    pub(super) code: Option<u16>,
    /// `example=name`.
    pub(super) example: Option<String>,
}

impl Preference {
    pub(super) fn read(header: Option<&str>) -> Self {
        let mut preference = Self::default();
        for part in header.unwrap_or_default().split([',', ';']) {
            let Some((name, value)) = part.split_once('=') else { continue };
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "code" => preference.code = value.parse().ok(),
                "example" => preference.example = Some(value.to_owned()),
                _ => {}
            }
        }
        preference
    }
}
