//! `collectionFormat` of Swagger 2.0: the delimiter of arrays.

use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::{ParameterLocation, Style};
use crate::lower::read::expected::alternatives;
use crate::lower::read::fields::Fields;
use crate::resolve::Node;

const FORMATS: [&str; 5] = ["csv", "ssv", "tsv", "pipes", "multi"];

/// The kinds of objects with an array as value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Collection {
    Parameter(ParameterLocation),
    /// A `formData` parameter.
    Field,
    /// A header of a response.
    Header,
    /// The elements of an array.
    Items,
}

impl Collection {
    fn describe(self) -> &'static str {
        match self {
            Self::Parameter(ParameterLocation::Path) => "a path parameter",
            Self::Parameter(ParameterLocation::Query) => "a query parameter",
            Self::Parameter(ParameterLocation::Header) => "a header parameter",
            Self::Parameter(ParameterLocation::Cookie) => "a cookie",
            Self::Field => "a formData parameter",
            Self::Header => "a header",
            Self::Items => "an array within an array",
        }
    }

    /// The style of commas.
    fn commas(self) -> Style {
        match self {
            Self::Parameter(ParameterLocation::Path | ParameterLocation::Header) | Self::Header | Self::Items => {
                Style::Simple
            }
            Self::Parameter(ParameterLocation::Query | ParameterLocation::Cookie) | Self::Field => Style::Form,
        }
    }

    /// Whether it may be repeated.
    fn repeats(self) -> bool {
        matches!(self, Self::Parameter(ParameterLocation::Query | ParameterLocation::Cookie) | Self::Field)
    }
}

/// The `collectionFormat` that is equivalent to a style.
pub(super) const fn collection_format_of(style: Style, explode: bool) -> &'static str {
    match style {
        Style::SpaceDelimited => "ssv",
        Style::TabDelimited => "tsv",
        Style::PipeDelimited => "pipes",
        _ if explode => "multi",
        _ => "csv",
    }
}

/// The style and `explode` equivalent to `collectionFormat`. Commas are the default.
pub(crate) fn collection_format(fields: &mut Fields<'_, '_>, of: Collection) -> (Style, bool) {
    let node = fields.string("collectionFormat").and_then(|_| fields.node("collectionFormat"));
    node.map_or_else(|| (of.commas(), false), |node| style_of(&node, of, fields.diagnostics()))
}

/// The same, of the string at this node.
pub(super) fn style_of(node: &Node<'_>, of: Collection, diagnostics: &mut Diagnostics) -> (Style, bool) {
    let commas = (of.commas(), false);
    let (message, help) = match node.value.as_str().unwrap_or_default() {
        "csv" => return commas,
        "ssv" => return (Style::SpaceDelimited, false),
        "tsv" => return (Style::TabDelimited, false),
        "pipes" => return (Style::PipeDelimited, false),
        "multi" if of.repeats() => return (Style::Form, true),
        "multi" => {
            let message = format!(
                "`collectionFormat: multi` does not apply to {}: its elements are separated by commas",
                of.describe()
            );
            (message, "write `collectionFormat: csv`: `multi` is for query and formData parameters".to_owned())
        }
        other => {
            let message = format!("invalid `collectionFormat` `{other}`: the elements are separated by commas");
            let help = match similar(other, FORMATS) {
                Some(suggestion) => format!("did you mean `{suggestion}`?"),
                None => format!("write {}", alternatives(&FORMATS)),
            };
            (message, help)
        }
    };
    diagnostics.mistake(Code::InvalidValue, &node.origin, message).fallback().help(help);
    commas
}
