//! Nested values, which most styles cannot express.

use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{Operation, Parameter, ParameterEncoding, ParameterLocation, Style, TypeKind, Types};
use crate::lower::operation::Operations;
use crate::lower::operation::collection_format::collection_format_of;
use crate::lower::operation::nesting;
use std::collections::HashSet;

impl Operations<'_, '_> {
    /// Reports nested values that the styles of parameters cannot express, after all schemas are known.
    pub(crate) fn report_nested_values(&mut self, operations: &[Operation], types: &Types) {
        let mut seen = HashSet::new();
        for parameter in operations.iter().flat_map(|operation| &operation.parameters) {
            let ParameterEncoding::Style { style, explode, nested: formats, .. } = &parameter.encoding else {
                continue;
            };
            let (style, explode) = (*style, *explode);
            // Arrays with the same delimiter have been reported.
            if formats.is_empty() && self.version.is_2_0() && types.element_within(parameter.value.id, 2).is_some() {
                continue;
            }
            let Some(delimited) = types.element_within(parameter.value.id, formats.len()) else { continue };
            if style == Style::DeepObject && seen.insert(&parameter.origin) {
                report_deep(self.diagnostics, parameter, &types[parameter.value.id].kind);
            }
            let nested = style != Style::DeepObject
                && seen.insert(&parameter.origin)
                && nesting::is_nested(types, delimited, explode && style.is_form());
            if nested {
                let message = format!(
                    "{} does not support nested values in `{}`: they are sent as JSON",
                    self.style_words(style, explode),
                    parameter.name
                );
                let origin = &types[parameter.value.id].origin;
                let help = if self.version.is_2_0() {
                    "if the service expects another format, describe it as `type: string` and serialize it before the call"
                } else if is_deep_possible(parameter, types) {
                    "if the service expects another format, describe it with `content: { application/json: … }` or \
                     `style: deepObject`"
                } else {
                    "describe it with `content: { application/json: … }` if the service expects JSON, and as a string \
                     of the expected format otherwise"
                };
                let diagnostic = self.diagnostics.warning(Code::Fallback, origin, message).fallback();
                diagnostic.also(&parameter.origin, "the parameter").help(help);
            }
        }
    }

    /// A style as the document calls it.
    fn style_words(&self, style: Style, explode: bool) -> String {
        if self.version.is_2_0() {
            format!("`collectionFormat: {}`", collection_format_of(style, explode))
        } else {
            format!("the style `{}`", style.as_str())
        }
    }
}

/// Whether the parameter may have the style `deepObject`, which is for objects in a query.
fn is_deep_possible(parameter: &Parameter, types: &Types) -> bool {
    let is_object = matches!(types[parameter.value.id].kind, TypeKind::Object(_) | TypeKind::Map(_));
    is_object && parameter.location == ParameterLocation::Query
}

/// `deepObject` is defined for objects only. Arrays are sent with their indices, as the query parsers of PHP, Rails and
/// Node.js read them; other values as with `style: form`.
fn report_deep(diagnostics: &mut Diagnostics, parameter: &Parameter, kind: &TypeKind) {
    let name = &parameter.name;
    let style = parameter.origin.key("style");
    let found = match kind {
        TypeKind::Array(_) | TypeKind::Tuple(_) => {
            let message = format!(
                "the style `deepObject` is defined for objects only: the array `{name}` is sent as `{name}[0]=…&{name}[1]=…`"
            );
            let diagnostic = diagnostics.warning(Code::Fallback, &style, message).fallback();
            diagnostic.help(format!("if the service expects `{name}=…&{name}=…`, write `style: form`"));
            return;
        }
        TypeKind::String(_) => "a string",
        TypeKind::Boolean => "a boolean",
        TypeKind::Integer(_) | TypeKind::Number(_) => "a number",
        TypeKind::Enum(_) => "one of the values of an enum",
        TypeKind::Any | TypeKind::Union(_) | TypeKind::Map(_) | TypeKind::Object(_) | TypeKind::External(_) => return,
    };
    let message = format!("the style `deepObject` requires an object, but `{name}` is {found}");
    diagnostics.mistake(Code::InvalidValue, &style, message).help("write `style: form`");
}
