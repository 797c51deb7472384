//! Multipart bodies: each property of the schema is a part.

use super::form::ENCODING;
use crate::diagnostics::Code;
use crate::ir::{Additional, BodyFormat, JsonType, Object, Part, PartContent, PartIdentity, SchemaPosition, TypeRef};
use crate::lower::operation::Operations;
use crate::lower::read::fields::Fields;
use crate::lower::read::media_type::{MediaKind, kind};
use crate::lower::schema::draft::TypeKind;
use crate::lower::schema::merge::Merged;
use crate::resolve::Node;
use crate::text::listed;
use indexmap::IndexMap;
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// The description of a multipart body.
struct Form<'d> {
    /// All schemas of each property.
    properties: IndexMap<&'d str, Vec<Node<'d>>>,
    required: HashSet<String>,
}

/// Files that a part holds.
#[derive(Debug, Default)]
struct Files {
    /// Whether there may be several.
    many: bool,
    /// Their media type, if the schema has one.
    media_type: Option<String>,
}

/// How deep lists and unions of files are looked into.
const MAX_UNION_LEVELS: usize = 4;

/// The media type of a file without a stated one.
const BYTES: &str = "application/octet-stream";

impl<'d> Operations<'_, 'd> {
    /// The parts of a Media Type Object.
    pub(crate) fn multipart(&mut self, node: &Node<'d>) -> BodyFormat {
        let Some(schema) = node.get("schema") else { return BodyFormat::Multipart(None) };
        let merged = self.merge_schema(&schema);
        let Some(form) = self.united_form(&merged) else {
            let message = "no form is generated for the alternatives of this multipart body: the caller adds each part";
            let diagnostic = self.diagnostics.warning(Code::Fallback, &schema.origin, message).fallback();
            diagnostic.help("write one schema with all properties, and make mutually exclusive ones optional");
            return BodyFormat::Multipart(None);
        };
        if form.properties.is_empty() {
            self.report_other_type(node, &schema, merged.single_type());
            return BodyFormat::Multipart(None);
        }
        if !merged.alternatives.is_empty() {
            let message = "the alternatives of this multipart body are merged into one form with the parts of all";
            let diagnostic = self.diagnostics.warning(Code::Fallback, &schema.origin, message).fallback();
            diagnostic.help("pass the parts of one alternative: this is not checked before sending");
        }
        let (mut media_types, mut arrays) = (HashMap::new(), HashMap::new());
        for (property, node) in self.encodings(node) {
            if self.version.is_2_0() {
                let schema = form.properties.get(property).and_then(|schemas| schemas.last());
                arrays.extend(self.array_part(&node, schema).map(|content| (property, content)));
                continue;
            }
            let schemas = form.properties.get(property).map_or(&[][..], Vec::as_slice);
            self.check_part_style(property, schemas, &node);
            media_types.extend(self.part_media_type(property, &node).map(|media_type| (property, media_type)));
        }
        let parts = form.properties.iter().map(|(property, schemas)| {
            let content = self.part_content(property, schemas, media_types.remove(property));
            let content = match arrays.remove(property) {
                Some(array) if matches!(content, PartContent::Value { .. }) => array,
                _ => content,
            };
            Part { property: (*property).to_owned(), identity: PartIdentity::Name, content }
        });
        BodyFormat::Multipart(Some(parts.collect()))
    }

    /// Reports a form that is not an object. Other multipart bodies may be lists of parts.
    fn report_other_type(&mut self, node: &Node<'d>, schema: &Node<'d>, json_type: Option<JsonType>) {
        let is_form = node.origin.pointer.last().is_some_and(|name| name.eq_ignore_ascii_case("multipart/form-data"));
        let Some(json_type) = json_type.filter(|json_type| is_form && *json_type != JsonType::Object) else { return };
        let message = format!("a `multipart/form-data` body must be an object, not {}", json_type.describe());
        let word = schema.get("type").map_or_else(|| schema.origin.clone(), |word| word.origin);
        let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &word, message).fallback();
        diagnostic.help("write `type: object`, and describe each part under `properties`");
    }

    /// The parts of a multipart body: those of all alternatives, if these describe equal parts equally.
    fn united_form(&mut self, merged: &Merged<'d>) -> Option<Form<'d>> {
        let required = merged.required.keys().cloned().collect();
        let mut form = Form { properties: merged.properties.clone(), required };
        for alternatives in &merged.alternatives {
            let (variants, _) = self.split_null(alternatives);
            let mut required_by_all: Option<HashSet<String>> = None;
            for variant in &variants {
                let merged = self.merge_schema(variant);
                if !matches!(merged.single_type(), None | Some(JsonType::Object)) || !merged.alternatives.is_empty() {
                    return None;
                }
                for (name, nodes) in &merged.properties {
                    let known = form.properties.entry(name).or_insert_with(|| nodes.clone());
                    let same = known.iter().map(|node| node.value).eq(nodes.iter().map(|node| node.value));
                    if !same {
                        return None;
                    }
                }
                let required: HashSet<String> = merged.required.keys().cloned().collect();
                required_by_all = Some(match required_by_all {
                    None => required,
                    Some(known) => known.intersection(&required).cloned().collect(),
                });
            }
            form.required.extend(required_by_all.unwrap_or_default());
        }
        Some(form)
    }

    /// The type of a multipart body with alternatives: an object with the properties of all.
    pub(crate) fn lower_united_form(&mut self, schema: &Node<'d>, position: SchemaPosition) -> Option<TypeRef> {
        let merged = self.merge_schema(schema);
        let form = if merged.alternatives.is_empty() { None } else { self.united_form(&merged) }?;
        let type_ref = self.plain_type(&merged.origin, position, TypeKind::Any);
        let property = |(name, nodes): (&&str, &Vec<Node<'d>>)| {
            self.lower_property(type_ref.id, name, nodes, form.required.contains(*name))
        };
        let properties = form.properties.iter().map(property).collect();
        let def = self.schemas.types.0.get_mut(type_ref.id.0)?;
        def.kind = TypeKind::Object(Object { properties, additional: Additional::Any });
        def.description.clone_from(&merged.description);
        Some(type_ref)
    }

    /// The media type of an Encoding Object, the first of several.
    pub(super) fn part_media_type(&mut self, property: &str, node: &Node<'d>) -> Option<String> {
        let mut fields = Fields::open(node, &ENCODING, self.diagnostics)?;
        let media_type = fields.string("contentType");
        let headers = fields.map("headers").into_iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        let names: Vec<String> = headers.map(|(name, _)| format!("`{name}`")).collect();
        if !names.is_empty() {
            let message = format!("no setters are generated for headers of the part `{property}`: {}", listed(names));
            let diagnostic = self.diagnostics.warning(Code::UnsupportedKeyword, &node.origin.key("headers"), message);
            diagnostic.at_key().skipped().help("set the headers of a file with `File::header`");
        }
        let media_types = media_type.as_deref().unwrap_or_default().split(',').map(str::trim);
        let first = media_types.filter(|one| !one.is_empty()).map(str::to_owned).next()?;
        if kind(&first).is_none() {
            let message = format!("invalid media type `{first}`: it is ignored");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin.key("contentType"), message);
            diagnostic.skipped().help("write a type and a subtype, such as `image/png`");
            return None;
        }
        Some(first)
    }

    /// Before 3.1 `style` has no meaning here. Since then it has; equivalents of the default are fine.
    fn check_part_style(&mut self, property: &str, schemas: &[Node<'d>], node: &Node<'d>) {
        let is_styled = ["style", "explode"].iter().any(|keyword| node.get(keyword).is_some());
        if !self.version.since_3_1() || !is_styled {
            return;
        }
        let style = node.get("style").and_then(|node| node.value.as_str());
        let style = self.form_style(node, style);
        let explode = node.get("explode").and_then(|node| node.value.as_bool()).unwrap_or(style.is_form());
        let json_type = schemas.last().and_then(|schema| self.merge_schema(schema).single_type());
        let (message, help) = match json_type {
            Some(JsonType::Array) if !explode => (
                format!("`style` is not supported for the array `{property}`: each element is sent as a part"),
                "if the service accepts repeated parts, remove `style` and `explode`; otherwise describe it as a \
                 `string` and join the elements before the call",
            ),
            Some(JsonType::Object) => (
                format!("`style` is not supported for the object `{property}`: it is sent as one JSON part"),
                "if the service accepts JSON, remove `style` and `explode`; otherwise describe its members as \
                 properties of the body",
            ),
            Some(_) | None => return,
        };
        self.diagnostics.warning(Code::UnsupportedKeyword, &node.origin, message).at_key().fallback().help(help);
    }

    pub(super) fn part_content(
        &mut self,
        property: &str,
        schemas: &[Node<'d>],
        explicit: Option<String>,
    ) -> PartContent {
        let is_bytes = explicit.as_deref().is_some_and(is_of_bytes);
        let files = schemas.iter().find_map(|schema| self.files(schema, is_bytes, 0));
        let files = files.or_else(|| self.nameless_files(property, schemas));
        if let Some(Files { many, media_type }) = files {
            let media_type = explicit.into_iter().chain(media_type).find(|media_type| !is_range(media_type));
            return PartContent::File { many, media_type: media_type.unwrap_or_else(|| BYTES.to_owned()) };
        }
        self.report_mixed(property, schemas, is_bytes);
        match schemas.iter().find_map(|schema| self.text_encoding(schema)) {
            Some(encoding) => {
                PartContent::Encoded { media_type: explicit.unwrap_or_else(|| BYTES.to_owned()), encoding }
            }
            None => PartContent::Value { media_type: explicit },
        }
    }

    /// The stated encoding of strings, or of the strings in a list.
    fn text_encoding(&mut self, schema: &Node<'d>) -> Option<String> {
        let merged = self.merge_schema(schema);
        let own = merged.content.text_encoding().map(str::to_owned);
        let items = merged.items.first().cloned();
        own.or_else(|| self.merge_schema(&items?).content.text_encoding().map(str::to_owned))
    }

    /// Files that a document describes as empty objects, which JSON could not represent.
    fn nameless_files(&mut self, property: &str, schemas: &[Node<'d>]) -> Option<Files> {
        let [schema] = schemas else { return None };
        let merged = self.merge_schema(schema);
        let (node, many) = match (merged.single_type(), merged.items.as_slice()) {
            (Some(JsonType::Array), [items]) => (items.clone(), true),
            _ => (schema.clone(), false),
        };
        let merged = self.merge_schema(&node);
        let is_nothing = merged.single_type() == Some(JsonType::Object)
            && merged.properties.is_empty()
            && merged.additional.is_none()
            && merged.alternatives.is_empty();
        if !is_nothing || !property.to_ascii_lowercase().contains("file") {
            return None;
        }
        let message = format!("`{property}` is an object without properties: it is sent as a file");
        let diagnostic = self.diagnostics.warning(Code::Fallback, &schema.origin, message);
        diagnostic.fallback().help("write `type: string` and `format: binary` for a file");
        diagnostic.fix(&node.origin, json!({ "type": "string", "format": "binary" }));
        Some(Files { many, media_type: None })
    }

    /// Reports parts that may be a file or something else, which the client supports as neither.
    fn report_mixed(&mut self, property: &str, schemas: &[Node<'d>], is_bytes: bool) {
        let alternatives: Vec<_> =
            schemas.iter().flat_map(|schema| self.merge_schema(schema).alternatives.clone()).collect();
        for alternatives in alternatives {
            let (variants, _) = self.split_null(&alternatives);
            if variants.iter().any(|variant| self.files(variant, is_bytes, 0).is_some()) {
                let message = format!("`{property}` is either a file or another value: it is not sent as a file");
                let diagnostic = self.diagnostics.warning(Code::Fallback, &alternatives.origin, message).fallback();
                diagnostic.help("use separate properties for a file and for other values");
            }
        }
    }

    /// The files that a schema describes: bytes, a list of them, or either. `is_bytes` if the media type or an outer
    /// schema states that strings are bytes.
    fn files(&mut self, schema: &Node<'d>, is_bytes: bool, depth: usize) -> Option<Files> {
        if depth > MAX_UNION_LEVELS {
            return None;
        }
        let merged = self.merge_schema(schema);
        let is_bytes = is_bytes || merged.is_bytes();
        let files = match (merged.single_type(), merged.alternatives.as_slice()) {
            (Some(JsonType::Array), []) => {
                let files = self.files(merged.items.first()?, is_bytes, depth + 1)?;
                Files { many: true, ..files }
            }
            (_, [alternatives]) => {
                let (variants, _) = self.split_null(alternatives);
                self.files_of_all(&variants, is_bytes, depth)?
            }
            (_, [_, ..]) => return None,
            _ if merged.values.is_some() || merged.content.text_encoding().is_some() => return None,
            (Some(JsonType::String), []) if is_bytes => Files::default(),
            // Since 3.1 an empty schema describes bytes.
            (None, []) if merged.types.is_none() && (is_bytes || self.version.since_3_1()) => Files::default(),
            _ => return None,
        };
        let media_type = merged.content.media_type.clone().filter(|media_type| kind(media_type).is_some());
        Some(Files { media_type: media_type.or(files.media_type), ..files })
    }

    /// The files that several schemas describe.
    fn files_of_all(&mut self, variants: &[Node<'d>], is_bytes: bool, depth: usize) -> Option<Files> {
        let mut all = None;
        for variant in variants {
            let files = self.files(variant, is_bytes, depth + 1)?;
            let known: &mut Files = all.get_or_insert_default();
            known.many |= files.many;
            known.media_type = known.media_type.take().or(files.media_type);
        }
        all
    }
}

fn is_range(media_type: &str) -> bool {
    matches!(kind(media_type), Some(MediaKind::Range | MediaKind::WideRange))
}

fn is_of_bytes(media_type: &str) -> bool {
    is_range(media_type) || kind(media_type) == Some(MediaKind::Binary)
}
