//! Encoding Objects of `application/x-www-form-urlencoded` bodies.

use crate::diagnostics::{Code, similar};
use crate::ir::{BodyFormat, FormEncoding, JsonType, ParameterEncoding, ParameterLocation, PartContent, Style};
use crate::lower::operation::Operations;
use crate::lower::operation::collection_format::{Collection, collection_format};
use crate::lower::read::fields::Fields;
use crate::lower::read::media_type::{MediaKind, kind};
use crate::lower::read::object_kind::{ObjectKind, Unsupported};
use crate::resolve::Node;

pub(crate) const ENCODING: ObjectKind = ObjectKind {
    name: "Encoding Object",
    keywords: &["contentType", "headers", "style", "explode", "allowReserved"],
    unsupported: &[
        Unsupported {
            keyword: "encoding",
            meaning: "the content of the part is sent unchanged",
            remedy: "encode the content of the part before passing it",
        },
        Unsupported {
            keyword: "prefixEncoding",
            meaning: "the content of the part is sent unchanged",
            remedy: "encode the content of the part before passing it",
        },
        Unsupported {
            keyword: "itemEncoding",
            meaning: "the content of the part is sent unchanged",
            remedy: "encode the content of the part before passing it",
        },
    ],
    extensions: &[],
};

/// The equivalent for `formData` parameters of Swagger 2.0.
const ENCODING_2_0: ObjectKind =
    ObjectKind { name: "Parameter Object", keywords: &["collectionFormat"], unsupported: &[], extensions: &[] };

/// The default of scalars and lists.
const DEFAULT_ENCODING: ParameterEncoding =
    ParameterEncoding::Style { style: Style::Form, explode: true, allow_reserved: false, nested: Vec::new() };

impl<'d> Operations<'_, 'd> {
    /// The form of a Media Type Object.
    pub(crate) fn form(&mut self, node: &Node<'d>) -> BodyFormat {
        let encodings = self.encodings(node);
        let schema = node.get("schema").map(|schema| self.merge_schema(&schema));
        let mut non_default = Vec::new();
        for (property, node) in encodings {
            let schemas = schema.as_ref().and_then(|schema| schema.properties.get(property));
            let is_object = schemas.and_then(|all| all.last()).is_none_or(|schema| {
                !matches!(self.merge_schema(schema).single_type(), Some(json_type) if json_type != JsonType::Object)
            });
            let described = schemas.and_then(|all| all.last());
            let encoding = self.form_encoding(property, &node, described);
            non_default.extend(encoding.filter(|one| is_object || one.encoding != DEFAULT_ENCODING));
        }
        BodyFormat::Form(non_default)
    }

    /// The Encoding Objects of a Media Type Object, each with the property it is for.
    pub(crate) fn encodings(&mut self, node: &Node<'d>) -> Vec<(&'d str, Node<'d>)> {
        let Some(encoding) = node.get("encoding").filter(|node| !node.value.is_null()) else { return Vec::new() };
        if !encoding.value.is_object() {
            let message = "`encoding` must be an object that maps properties to Encoding Objects";
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &encoding.origin, message).skipped();
            diagnostic.help("give each property as a key: `encoding: { photo: { contentType: image/png } }`");
        }
        let schema = node.get("schema").map(|schema| self.merge_schema(&schema));
        let mut encodings = Vec::new();
        for (property, node) in encoding.entries() {
            let properties = schema.as_ref().map(|schema| &schema.properties);
            let is_united = schema.as_ref().is_some_and(|schema| !schema.alternatives.is_empty());
            let is_known = is_united || properties.is_none_or(|all| all.is_empty() || all.contains_key(property));
            if is_known {
                encodings.push((property, node));
                continue;
            }
            let message = format!("`encoding` has the key `{property}`, which is not declared under `properties`");
            let diagnostic = self.diagnostics.warning(Code::UnknownProperty, &node.origin, message).at_key().skipped();
            let names = properties.into_iter().flat_map(|all| all.keys()).map(|key| (*key).to_owned());
            diagnostic.help(match similar(property, names) {
                Some(suggestion) => format!("did you mean `{suggestion}`?"),
                None => format!("declare `{property}` under the `properties` of the schema, or remove the key"),
            });
        }
        encodings
    }

    /// The encoding of an array in a multipart form, in Swagger 2.0, unless each element is a part.
    pub(crate) fn array_part(&mut self, node: &Node<'d>, schema: Option<&Node<'d>>) -> Option<PartContent> {
        let mut fields = Fields::open(node, &ENCODING_2_0, self.diagnostics)?;
        let (style, explode) = collection_format(&mut fields, Collection::Field);
        let nested = schema.map(|schema| self.nested_formats(schema, (style, explode))).unwrap_or_default();
        (!explode || !nested.is_empty()).then_some(PartContent::Array { style, explode, nested })
    }

    /// `None` for the default of the value.
    fn form_encoding(&mut self, property: &str, node: &Node<'d>, schema: Option<&Node<'d>>) -> Option<FormEncoding> {
        if self.version.is_2_0() {
            let mut fields = Fields::open(node, &ENCODING_2_0, self.diagnostics)?;
            let (style, explode) = collection_format(&mut fields, Collection::Field);
            let nested = schema.map(|schema| self.nested_formats(schema, (style, explode))).unwrap_or_default();
            let encoding = ParameterEncoding::Style { style, explode, allow_reserved: false, nested };
            return Some(FormEncoding { property: property.to_owned(), encoding });
        }
        let mut fields = Fields::open(node, &ENCODING, self.diagnostics)?;
        let content_type = fields.string("contentType");
        let style = fields.string("style");
        let explode = if fields.has("explode") { Some(fields.flag("explode")) } else { None };
        let allow_reserved = fields.flag("allowReserved");
        let encoding = if style.is_some() || explode.is_some() || allow_reserved {
            let style = self.form_style(node, style.as_deref());
            let explode = explode.unwrap_or(style.is_form());
            ParameterEncoding::Style { style, explode, allow_reserved, nested: Vec::new() }
        } else {
            match kind(&content_type?) {
                Some(MediaKind::Json) => ParameterEncoding::Json,
                Some(MediaKind::Text) => return None,
                _ => {
                    let message = format!("`{property}` cannot be written in this media type");
                    let node = node.get("contentType")?;
                    let diagnostic = self.diagnostics.warning(Code::UnsupportedMediaType, &node.origin, message);
                    diagnostic.fallback().help("use `text/plain` for a scalar, and `application/json` for an object");
                    return None;
                }
            }
        };
        Some(FormEncoding { property: property.to_owned(), encoding })
    }

    pub(crate) fn form_style(&mut self, node: &Node<'d>, name: Option<&str>) -> Style {
        let Some(name) = name else { return Style::Form };
        // A form has the styles of a query.
        let style = ParameterLocation::Query.styles().iter().find(|style| style.as_str() == name).copied();
        style.unwrap_or_else(|| {
            let origin = node.origin.key("style");
            let message = format!("invalid form style `{name}`");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &origin, message);
            diagnostic.fallback().help("write `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`");
            Style::Form
        })
    }
}
