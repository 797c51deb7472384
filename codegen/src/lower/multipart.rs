//! Multipart bodies: each property of the schema is a part.

use super::Lowering;
use super::composition::Merged;
use super::fields::Fields;
use super::form::ENCODING;
use super::keywords::AdditionalKeyword;
use super::media_type::{MediaKind, kind};
use crate::diagnostics::Code;
use crate::ir::{Additional, BodyFormat, JsonType, Object, Part, PartContent, Place, TypeKind, TypeRef};
use crate::resolve::Node;
use indexmap::IndexMap;
use std::collections::{HashMap, HashSet};

/// What a multipart body is made of.
struct Form<'d> {
    /// Each property with every schema that it is given.
    properties: IndexMap<&'d str, Vec<Node<'d>>>,
    required: HashSet<String>,
}

/// How deep lists and unions of files are looked into.
const DEEPEST: usize = 4;

/// The media type of a file of which nothing is said.
const BYTES: &str = "application/octet-stream";

impl<'d> Lowering<'_, 'd> {
    /// The parts of a Media Type Object.
    pub(super) fn multipart(&mut self, node: &Node<'d>) -> BodyFormat {
        let Some(schema) = node.get("schema") else { return BodyFormat::Multipart(None) };
        let merged = self.merge_schema(&schema);
        let Some(form) = self.united_form(&merged) else {
            let message = "a multipart body with these alternatives is built by the caller, part by part";
            let diagnostic = self.diagnostics.warning(Code::Fallback, &schema.origin, message).fallback();
            diagnostic.help("give one schema with all properties, those that exclude each other optional");
            return BodyFormat::Multipart(None);
        };
        if form.properties.is_empty() {
            return BodyFormat::Multipart(None);
        }
        if !merged.alternatives.is_empty() {
            let message = "the alternatives of this multipart body are one form, with the parts of all of them";
            let diagnostic = self.diagnostics.warning(Code::Fallback, &schema.origin, message).fallback();
            diagnostic.help("which parts go together is not checked before sending");
        }
        let mut stated = HashMap::new();
        for (property, node) in self.encodings(node) {
            stated.extend(self.part_media_type(property, &node).map(|media_type| (property, media_type)));
        }
        self.report_unnamed_parts(&schema, &merged);
        let parts = form.properties.iter().map(|(property, schemas)| {
            let content = self.part_content(property, schemas, stated.remove(property));
            Part { property: (*property).to_owned(), content }
        });
        BodyFormat::Multipart(Some(parts.collect()))
    }

    /// The parts of a multipart body: those of all alternatives, where none says something else of a part than another.
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
    pub(super) fn lower_united_form(&mut self, schema: &Node<'d>, place: Place) -> Option<TypeRef> {
        let merged = self.merge_schema(schema);
        let form = if merged.alternatives.is_empty() { None } else { self.united_form(&merged) }?;
        let held = self.plain_type(&merged.origin, place, TypeKind::Any);
        let property = |(name, nodes): (&&str, &Vec<Node<'d>>)| {
            self.lower_property(held.id, name, nodes, form.required.contains(*name))
        };
        let properties = form.properties.iter().map(property).collect();
        let def = self.schemas.types.0.get_mut(held.id.0)?;
        def.kind = TypeKind::Object(Object { properties, additional: Additional::Any });
        def.description.clone_from(&merged.description);
        Some(held)
    }

    /// Parts without a name in the document have no setter.
    fn report_unnamed_parts(&mut self, schema: &Node<'d>, merged: &Merged<'d>) {
        if !matches!(merged.additional, Some(AdditionalKeyword::Any | AdditionalKeyword::Schema(_))) {
            return;
        }
        let message = "parts that `properties` does not name cannot be sent";
        let diagnostic = self.diagnostics.warning(Code::UnsupportedKeyword, &schema.origin, message).skipped();
        diagnostic.help("name each part under `properties`, or leave all of them out: the caller builds the body then");
    }

    /// The media type that an Encoding Object gives, the first of several.
    fn part_media_type(&mut self, property: &str, node: &Node<'d>) -> Option<String> {
        let mut fields = Fields::open(node, &ENCODING, self.diagnostics)?;
        let media_type = fields.text("contentType");
        let headers = fields.map("headers").into_iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        let names: Vec<String> = headers.map(|(name, _)| format!("`{name}`")).collect();
        let is_styled = ["style", "explode", "allowReserved"].iter().any(|keyword| fields.has(keyword));
        if !names.is_empty() {
            let message = format!("headers of the part `{property}` have no setters: {}", names.join(", "));
            let diagnostic = self.diagnostics.warning(Code::UnsupportedKeyword, &node.origin.key("headers"), message);
            diagnostic.at_key().skipped().help("a file takes any header: `File::header`");
        }
        if is_styled {
            let message = format!("the part `{property}` is not written in a style: a list is several parts");
            let diagnostic = self.diagnostics.warning(Code::UnsupportedKeyword, &node.origin, message).at_key();
            diagnostic
                .fallback()
                .help("remove `style`, `explode` and `allowReserved`; a `contentType` of JSON sends one part");
        }
        let media_types = media_type.as_deref().unwrap_or_default().split(',').map(str::trim);
        media_types.filter(|one| !one.is_empty()).map(str::to_owned).next()
    }

    fn part_content(&mut self, property: &str, schemas: &[Node<'d>], stated: Option<String>) -> PartContent {
        let stated_kind = stated.as_deref().and_then(kind);
        let is_bytes = matches!(stated_kind, Some(MediaKind::Binary | MediaKind::Range | MediaKind::WideRange));
        let files = schemas.iter().find_map(|schema| self.files(schema, is_bytes, 0));
        let files = files.or_else(|| self.nameless_files(property, schemas));
        if files.is_none() {
            self.report_mixed(property, schemas, is_bytes);
        }
        match files {
            Some(many) => {
                let concrete = stated.filter(|_| !matches!(stated_kind, Some(MediaKind::Range | MediaKind::WideRange)));
                PartContent::File { many, media_type: concrete.unwrap_or_else(|| BYTES.to_owned()) }
            }
            None => PartContent::Value { media_type: stated.filter(|_| stated_kind.is_some()) },
        }
    }

    /// Files that a document describes as objects of nothing, which JSON could not hold.
    fn nameless_files(&mut self, property: &str, schemas: &[Node<'d>]) -> Option<bool> {
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
        let message = format!("`{property}` is an object of nothing: it is taken for a file");
        let diagnostic = self.diagnostics.warning(Code::Fallback, &schema.origin, message);
        diagnostic.fallback().help("write `type: string` and `format: binary` for a file");
        Some(many)
    }

    /// A part that is a file or something else is neither to the client.
    fn report_mixed(&mut self, property: &str, schemas: &[Node<'d>], is_bytes: bool) {
        let alternatives: Vec<_> =
            schemas.iter().flat_map(|schema| self.merge_schema(schema).alternatives.clone()).collect();
        for alternatives in alternatives {
            let (variants, _) = self.split_null(&alternatives);
            if variants.iter().any(|variant| self.files(variant, is_bytes, 0).is_some()) {
                let message =
                    format!("`{property}` is a file or something else: the client does not send it as a file");
                let diagnostic = self.diagnostics.warning(Code::Fallback, &alternatives.origin, message).fallback();
                diagnostic.help("give a file and anything else properties of their own");
            }
        }
    }

    /// Whether a schema is of files, and of several: bytes, a list of them, or either of both. `is_bytes` when the media
    /// type says that a string is of bytes.
    fn files(&mut self, schema: &Node<'d>, is_bytes: bool, depth: usize) -> Option<bool> {
        if depth > DEEPEST {
            return None;
        }
        if self.is_binary(schema) {
            return Some(false);
        }
        let merged = self.merge_schema(schema);
        match (merged.single_type(), merged.alternatives.as_slice()) {
            (Some(JsonType::Array), []) => {
                let items = merged.items.clone();
                items.first().and_then(|item| self.files(item, is_bytes, depth + 1)).map(|_| true)
            }
            (Some(JsonType::String), []) if is_bytes && merged.values.is_none() => Some(false),
            // Since 3.1 a schema that says nothing is of bytes.
            (None, []) if self.siblings_count && merged.values.is_none() && merged.types.is_none() => Some(false),
            (_, [alternatives]) => {
                let (variants, _) = self.split_null(alternatives);
                let mut many = false;
                for variant in &variants {
                    many |= self.files(variant, is_bytes, depth + 1)?;
                }
                (!variants.is_empty()).then_some(many)
            }
            _ => None,
        }
    }
}
