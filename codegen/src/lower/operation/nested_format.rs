//! `collectionFormat` of the arrays within an array, in Swagger 2.0.

use super::collection_format::{Collection, style_of};
use crate::diagnostics::Code;
use crate::ir::Style;
use crate::lower::operation::Operations;
use crate::resolve::Node;

/// The formats that separate one string, each by another character.
const JOINED: [(Style, &str); 4] = [
    (Style::PipeDelimited, "pipes"),
    (Style::SpaceDelimited, "ssv"),
    (Style::TabDelimited, "tsv"),
    (Style::Simple, "csv"),
];

impl<'d> Operations<'_, 'd> {
    /// The styles of the arrays within an array in style `outer`, from the outside in. None, and reported, if two
    /// levels have the same delimiter: such arrays are sent as JSON.
    pub(crate) fn nested_formats(&mut self, array: &Node<'d>, outer: (Style, bool)) -> Vec<Style> {
        let (style, explode) = outer;
        let mut used: Vec<char> = if explode { Vec::new() } else { vec![style.delimiter()] };
        let mut styles = Vec::new();
        let mut items = self.merge_schema(array).items.first().cloned();
        while let Some(node) = items {
            self.schemas.delimited.insert(node.origin.clone());
            let merged = self.merge_schema(&node);
            let Some(inner) = merged.items.first() else { break };
            let style = self.format_within(&node);
            if used.contains(&style.delimiter()) {
                self.report_same_delimiter(&node, &used);
                return Vec::new();
            }
            used.push(style.delimiter());
            styles.push(style);
            items = Some(inner.clone());
        }
        styles
    }

    fn format_within(&mut self, items: &Node<'d>) -> Style {
        let format = items.get("collectionFormat").filter(|format| format.value.is_string());
        format.map_or(Style::Simple, |format| style_of(&format, Collection::Items, self.diagnostics).0)
    }

    fn report_same_delimiter(&mut self, items: &Node<'d>, used: &[char]) {
        let written = items.get("collectionFormat");
        let origin = written.map_or_else(|| items.origin.clone(), |format| format.origin);
        let message = "an array has the delimiter of the array that contains it: arrays within it are sent as JSON";
        let diagnostic = self.diagnostics.warning(Code::Fallback, &origin, message).fallback();
        let free = JOINED.iter().find(|(style, _)| !used.contains(&style.delimiter()));
        diagnostic.help(match free {
            Some((_, format)) => {
                format!("give each level its own, such as `collectionFormat: {format}` in this `items`")
            }
            None => "describe it as `type: string` and serialize it before the call".to_owned(),
        });
    }
}
