//! How a parameter's value becomes text: `style`, `explode` and `allowReserved`.

use crate::diagnostics::{Code, similar};
use crate::ir::{ParameterEncoding, ParameterLocation, Style};
use crate::lower::read::expected::{Expected, alternatives};
use crate::lower::read::extensions::SKIP_URL_ENCODING;
use crate::lower::read::fields::Fields;
use crate::resolve::Node;

/// Whether the value is put into the URL unencoded, as in documents of Azure for scopes and ids that are paths.
pub(super) fn is_encoded_by_caller(node: &Node<'_>) -> bool {
    node.get(SKIP_URL_ENCODING).is_some_and(|skips| skips.value == true)
}

/// Whether a path parameter is several segments by its pattern, as gRPC-Gateway writes the template
/// `{name=shelves/*/books/*}`: `shelves/[^/]+/books/[^/]+`. The service routes by these slashes.
pub(super) fn is_resource_name(node: &Node<'_>) -> bool {
    let pattern = node.get("schema").and_then(|schema| schema.get("pattern")).and_then(|found| found.value.as_str());
    let Some(template) = pattern.map(|pattern| pattern.replace("[^/]+", "*")) else { return false };
    let is_literal = |segment: &str| segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_~".contains(&byte));
    let is_segment = |segment: &str| !segment.is_empty() && (matches!(segment, "*" | ".+") || is_literal(segment));
    template.contains('/') && template.contains(['*', '+']) && template.split('/').all(is_segment)
}

/// The encoding with reserved characters unencoded, if the URL allows them: in scalars of a path, and in queries.
pub(in crate::lower::operation) fn with_reserved(
    mut encoding: ParameterEncoding,
    location: ParameterLocation,
) -> ParameterEncoding {
    if let ParameterEncoding::Style { style, explode, allow_reserved, .. } = &mut encoding {
        let is_simple = *style == Style::Simple && !*explode;
        *allow_reserved |= location == ParameterLocation::Query || (location == ParameterLocation::Path && is_simple);
    }
    encoding
}

/// The style, which must be allowed at the location, and its options.
pub(super) fn encoding(fields: &mut Fields<'_, '_>, node: &Node<'_>, location: ParameterLocation) -> ParameterEncoding {
    let style = written_style(fields, location).unwrap_or_else(|| location.default_style());
    // "When style is form, the default value is true. For all other styles, the default value is false." 3.2 adds
    // the style `cookie` to the first.
    let explode = fields.get("explode", Expected::Boolean).unwrap_or(style.is_form());
    let allow_reserved = fields.flag("allowReserved");
    if allow_reserved && location != ParameterLocation::Query {
        let origin = node.origin.key("allowReserved");
        let message = format!("`allowReserved` has no effect on a {} parameter", location.as_str());
        let diagnostic = fields.diagnostics().warning(Code::InapplicableKeyword, &origin, message).at_key();
        diagnostic.help("remove it: only parameters with `in: query` keep reserved characters");
    }
    let allow_reserved = allow_reserved && location == ParameterLocation::Query;
    ParameterEncoding::Style { style, explode, allow_reserved, nested: Vec::new() }
}

/// The stated style, if it is allowed at the location.
fn written_style(fields: &mut Fields<'_, '_>, location: ParameterLocation) -> Option<Style> {
    let text = fields.string("style")?;
    let allowed = location.styles();
    let style = allowed.iter().copied().find(|style| style.as_str() == text);
    let words = allowed.iter().map(|style| style.as_str().to_owned());
    let suggestion =
        similar(&text, words).and_then(|suggestion| allowed.iter().copied().find(|style| style.as_str() == suggestion));
    let style = style.or(suggestion);
    let written = fields.node("style").filter(|node| node.value.is_string());
    if let (false, Some(node)) = (style.is_some_and(|style| style.as_str() == text), written) {
        let sent = style.unwrap_or_else(|| location.default_style()).as_str();
        let message = format!("invalid style `{text}` of a {} parameter: it is sent as `{sent}`", location.as_str());
        let words: Vec<&str> = allowed.iter().map(|style| style.as_str()).collect();
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
        match style {
            Some(suggestion) => diagnostic.help(format!("did you mean `{}`?", suggestion.as_str())),
            None => diagnostic.fallback().help(format!("write {}, or omit `style`", alternatives(&words))),
        };
    }
    style
}
