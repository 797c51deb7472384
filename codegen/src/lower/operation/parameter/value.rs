//! The type of a parameter's value: of `schema`, or else of `content`.

use crate::diagnostics::{Code, similar};
use crate::ir::{Example, OperationId, ParameterEncoding, ParameterLocation, SchemaPosition, StringFormat, TypeRef};
use crate::lower::operation::Operations;
use crate::lower::read::media_type::{is_form, is_json};
use crate::lower::read::misplaced;
use crate::lower::schema::draft::TypeKind;
use crate::resolve::Node;

impl<'d> Operations<'_, 'd> {
    /// Type, encoding and examples: of `schema`, or else of `content`.
    pub(super) fn lower_parameter_value(
        &mut self,
        operation: OperationId,
        node: &Node<'d>,
        name: &str,
        style: ParameterEncoding,
        location: ParameterLocation,
    ) -> Option<(TypeRef, ParameterEncoding, Vec<Example>)> {
        let member = |key: &str| node.get(key).filter(|node| !node.value.is_null());
        let (schema, content) = (member("schema"), member("content"));
        let media_type = content.as_ref().and_then(|content| self.parameter_media_type(content));
        let position = match self.component_key(&node.origin) {
            Some(key) => SchemaPosition::SharedPart(key),
            None => SchemaPosition::Parameter { operation, name: name.to_owned() },
        };
        let is_misspelled = schema.is_none() && self.has_misplaced_schema(node);
        if schema.is_some() == content.is_some() && !is_misspelled {
            self.report_schema_and_content(node, name, schema.is_some());
        }
        match (schema, media_type) {
            (Some(schema), _) => Some((self.lower_schema(&schema, position), style, self.lower_examples(node))),
            (None, Some(media_type)) => {
                if node.get("in").is_some_and(|location| location.value == "querystring") {
                    self.report_whole_query(&media_type, name);
                }
                self.lower_parameter_content(&media_type, position, style, location)
            }
            (None, None) => {
                let string = TypeKind::String(StringFormat::Plain);
                Some((self.plain_type(&node.origin, position, string), style, self.lower_examples(node)))
            }
        }
    }

    /// Whether the keywords of a schema are in place of `schema`, or `schema` is misspelled. Either has a message of its own.
    pub(crate) fn has_misplaced_schema(&self, node: &Node<'d>) -> bool {
        let mut keys = node.entries().map(|(key, _)| key);
        !self.version.is_2_0() && keys.any(|key| misplaced::is_of_schema(key) || is_near_schema(key))
    }

    /// `schema` is for encoding by style, `content` by media type: there must be one of the two.
    fn report_schema_and_content(&mut self, node: &Node<'d>, name: &str, both: bool) {
        if both {
            let message = format!("the parameter `{name}` has both `schema` and `content`: `content` is ignored");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin.key("content"), message);
            diagnostic.at_key().skipped().help("keep the one that defines its serialization");
        } else if self.version.is_2_0() {
            let message = format!("the parameter `{name}` has no `type`: any string is sent");
            let diagnostic = self.diagnostics.mistake(Code::MissingField, &node.origin, message);
            diagnostic.fallback().help("add one, such as `type: string`");
        } else {
            let message = format!("the parameter `{name}` has no `schema`: any string is sent");
            let diagnostic = self.diagnostics.mistake(Code::MissingField, &node.origin, message);
            diagnostic.fallback().help("add one, such as `schema: { type: string }`");
        }
    }

    /// The one media type of a parameter's `content`: JSON, if there are several, which is invalid.
    pub(crate) fn parameter_media_type(&mut self, content: &Node<'d>) -> Option<Node<'d>> {
        let entries: Vec<(&str, Node<'d>)> = content.entries().collect();
        if entries.len() != 1 {
            let message = "the `content` of a parameter or header must have exactly one media type";
            let second = entries.get(1).map_or(&content.origin, |(_, node)| &node.origin);
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, second, message);
            if entries.is_empty() {
                diagnostic.fallback()
            } else {
                diagnostic.at_key().skipped()
            };
            diagnostic.help("keep the one that the service accepts, such as `application/json`");
        }
        entries.iter().find(|(name, _)| is_json(name)).or(entries.first()).map(|(_, node)| node.clone())
    }

    /// A parameter for the whole query is sent as a form with repeated arrays. Other descriptions are reported.
    fn report_whole_query(&mut self, media_type: &Node<'d>, parameter: &str) {
        let name = media_type.origin.pointer.last().unwrap_or_default();
        if is_json(&name) {
            let message =
                format!("the media type `{name}` is not supported for the entire query: it is sent as `{parameter}=…`");
            let diagnostic = self.diagnostics.warning(Code::UnsupportedMediaType, &media_type.origin, message);
            let help = "describe it as `application/x-www-form-urlencoded` if the service accepts that";
            diagnostic.at_key().fallback().help(help);
        } else if let Some(encoding) = media_type.get("encoding").filter(|node| node.entries().next().is_some()) {
            let message = "`encoding` is not supported for the entire query: an array is sent as `name=a&name=b`";
            let diagnostic = self.diagnostics.warning(Code::UnsupportedKeyword, &encoding.origin, message);
            let help = "describe each part of the query with `in: query`, with its `style` and `explode`";
            diagnostic.at_key().fallback().help(help);
        }
    }

    /// Text and form data are what styles produce; other unsupported formats use the style.
    fn lower_parameter_content(
        &mut self,
        media_type: &Node<'d>,
        position: SchemaPosition,
        style: ParameterEncoding,
        location: ParameterLocation,
    ) -> Option<(TypeRef, ParameterEncoding, Vec<Example>)> {
        let name = media_type.origin.pointer.last().unwrap_or_default();
        let encoding = if is_json(&name) {
            ParameterEncoding::Json
        } else {
            let is_form = is_form(&name) && location == ParameterLocation::Query;
            if !is_form && !name.to_ascii_lowercase().starts_with("text/") {
                let message = format!(
                    "the media type `{name}` is not supported for a parameter: it is sent as if it had a `schema`"
                );
                let diagnostic = self.diagnostics.warning(Code::UnsupportedMediaType, &media_type.origin, message);
                let remedy = "write `application/json` if it is JSON, or use `schema` instead of `content`";
                diagnostic.at_key().fallback().help(remedy);
            }
            style
        };
        let (value, examples) = self.lower_media_type(media_type, position)?;
        Some((value, encoding, examples))
    }
}

/// A key that was reported as a misspelling of `schema`.
fn is_near_schema(key: &str) -> bool {
    similar(key, ["schema".to_owned()]).is_some()
}
