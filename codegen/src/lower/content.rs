//! Bodies: which media type the client uses, and what it holds.

use super::fields::{Fields, ObjectKind};
use super::reference::component_key;
use super::{Lowering, Use};
use crate::diagnostics::Code;
use crate::ir::{BodyFormat, Content, Example, JsonType, Place, StringFormat, TypeKind, TypeRef};
use crate::resolve::Node;

const MEDIA_TYPE: ObjectKind = ObjectKind {
    name: "Media Type Object",
    keywords: &["schema", "example", "examples", "encoding"],
    unsupported: &[
        ("itemSchema", "the body is given as a whole"),
        ("prefixEncoding", "the body is given as a whole"),
        ("itemEncoding", "the body is given as a whole"),
    ],
    extensions: &[],
};

impl<'d> Lowering<'_, 'd> {
    /// A `content` map: the media type that suits a typed client best. `None` when it is empty.
    pub(super) fn lower_content(&mut self, content: &Node<'d>, used_by: Use) -> Option<Content> {
        if !content.value.is_object() {
            self.diagnostics.mistake(Code::WrongType, &content.origin, "`content` must be an object of media types");
        }
        let entries: Vec<(&str, Node<'d>)> = content.entries().filter(|(name, _)| !name.starts_with("x-")).collect();
        // `min_by_key` keeps the first of equals: the document's order decides.
        let (name, node) = entries.iter().min_by_key(|(name, _)| preference(name))?;
        self.report_others(content, name, &entries);
        let place = match (component_key(&node.origin.pointer), used_by) {
            (Some(key), _) => Place::SharedPart(key),
            (None, Use::RequestBody(operation)) => Place::RequestBody { operation },
            (None, Use::ResponseBody(operation, status)) => Place::ResponseBody { operation, status },
        };
        let format = self.body_format(name, node);
        let (schema, examples) = self.lower_media_type(node, place.clone())?;
        let value = match format {
            BodyFormat::Json => schema,
            BodyFormat::Text => self.text_body(node, place, schema),
            BodyFormat::Binary => self.plain_type(&node.origin, place, TypeKind::String(StringFormat::Binary)),
        };
        let media_type = concrete(name, format, used_by);
        Some(Content { origin: node.origin.clone(), media_type, format, value, examples })
    }

    /// A Media Type Object: its schema, any JSON value when there is none, and its examples.
    pub(super) fn lower_media_type(&mut self, node: &Node<'d>, place: Place) -> Option<(TypeRef, Vec<Example>)> {
        let node = &self.follow(node)?;
        let fields = Fields::open(node, &MEDIA_TYPE, self.diagnostics)?;
        let schema = fields.node("schema");
        let value = match schema {
            Some(schema) => self.lower_schema(&schema, place),
            None => self.plain_type(&node.origin, place, TypeKind::Any),
        };
        Some((value, self.lower_examples(node)))
    }

    /// A service that takes or gives several media types is asked for one; the others are not generated.
    fn report_others(&mut self, content: &Node<'d>, chosen: &str, entries: &[(&str, Node<'d>)]) {
        let others: Vec<String> =
            entries.iter().filter(|(name, _)| *name != chosen).map(|(name, _)| format!("`{name}`")).collect();
        if !others.is_empty() {
            let message = format!("of these media types the client uses `{chosen}`, not {}", others.join(", "));
            self.diagnostics.warning(Code::UnsupportedMediaType, &content.origin, message).at_key();
        }
        if let ("multipart", _) | (_, "x-www-form-urlencoded") = halves(chosen) {
            let message = format!("a `{chosen}` body is not built by the client: it takes and gives it as it is sent");
            let diagnostic = self.diagnostics.warning(Code::UnsupportedMediaType, &content.origin, message).at_key();
            diagnostic.help("give the body already encoded, or offer `application/json` beside it");
        }
    }

    /// A media type range says nothing of the format, so the schema decides.
    fn body_format(&mut self, name: &str, node: &Node<'d>) -> BodyFormat {
        let (main, sub) = halves(name);
        if !(main == "*" || main == "application" && sub == "*") {
            return format_of(name);
        }
        let Some(schema) = self.follow(node).and_then(|node| node.get("schema")) else { return BodyFormat::Binary };
        let merged = self.merge_schema(&schema);
        match merged.single_type() {
            Some(JsonType::String) => BodyFormat::Binary,
            Some(_) | None => BodyFormat::Json,
        }
    }

    /// Text stands for itself: a type that is not text would need a format that nobody states.
    fn text_body(&mut self, node: &Node<'d>, place: Place, schema: TypeRef) -> TypeRef {
        let stated = self.follow(node).and_then(|node| node.get("schema"));
        let merged = stated.as_ref().map(|schema| self.merge_schema(schema));
        let kind = merged.as_ref().and_then(|merged| merged.single_type());
        if kind == Some(JsonType::String) && merged.is_some_and(|merged| merged.format.as_deref() != Some("binary")) {
            return schema;
        }
        if let (Some(stated), Some(kind)) = (stated, kind.filter(|kind| *kind != JsonType::String)) {
            let message = format!("a text body is not read as {}: the client gives its text", kind.describe());
            self.diagnostics.warning(Code::UnsupportedMediaType, &stated.origin, message);
        }
        self.plain_type(&node.origin, place, TypeKind::String(StringFormat::Plain))
    }
}

/// The lowered type and subtype, without parameters such as `charset`.
fn halves(media_type: &str) -> (&str, &str) {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.split_once('/').unwrap_or((essence, ""))
}

/// Whether a media type is JSON text.
pub(super) fn is_json(media_type: &str) -> bool {
    let (_, sub) = halves(media_type);
    sub.eq_ignore_ascii_case("json") || sub.to_ascii_lowercase().ends_with("+json")
}

/// Whether a media type is that of HTML forms.
pub(super) fn is_form(media_type: &str) -> bool {
    halves(media_type).1.eq_ignore_ascii_case("x-www-form-urlencoded")
}

fn is_text(media_type: &str) -> bool {
    let (main, sub) = halves(media_type);
    let sub = sub.to_ascii_lowercase();
    main.eq_ignore_ascii_case("text") || sub == "xml" || sub.ends_with("+xml") || sub == "x-www-form-urlencoded"
}

fn format_of(media_type: &str) -> BodyFormat {
    if is_json(media_type) {
        BodyFormat::Json
    } else if is_text(media_type) {
        BodyFormat::Text
    } else {
        BodyFormat::Binary
    }
}

/// The smaller the better: `application/json`, other JSON, a range (which likely includes it), text, bytes, forms.
fn preference(media_type: &str) -> u8 {
    let (main, sub) = halves(media_type);
    match format_of(media_type) {
        BodyFormat::Json if main.eq_ignore_ascii_case("application") && sub.eq_ignore_ascii_case("json") => 0,
        BodyFormat::Json => 1,
        BodyFormat::Text if sub.eq_ignore_ascii_case("x-www-form-urlencoded") => 5,
        BodyFormat::Text => 3,
        BodyFormat::Binary if main == "*" || sub == "*" => 2,
        BodyFormat::Binary if main.eq_ignore_ascii_case("multipart") => 6,
        BodyFormat::Binary => 4,
    }
}

/// A range cannot be the type of a body that is sent.
fn concrete(media_type: &str, format: BodyFormat, used_by: Use) -> String {
    let is_range = halves(media_type).1 == "*";
    match (used_by, is_range, format) {
        (Use::ResponseBody(..), _, _) | (Use::RequestBody(_), false, _) => media_type.to_owned(),
        (Use::RequestBody(_), true, BodyFormat::Json) => "application/json".to_owned(),
        (Use::RequestBody(_), true, BodyFormat::Text) => "text/plain".to_owned(),
        (Use::RequestBody(_), true, BodyFormat::Binary) => "application/octet-stream".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{format_of, preference};
    use crate::ir::BodyFormat;

    #[test]
    fn formats_follow_the_subtype() {
        assert_eq!(format_of("application/json"), BodyFormat::Json);
        assert_eq!(format_of("application/json; charset=utf-8"), BodyFormat::Json);
        assert_eq!(format_of("application/vnd.github.v3+json"), BodyFormat::Json);
        assert_eq!(format_of("text/csv"), BodyFormat::Text);
        assert_eq!(format_of("application/atom+xml"), BodyFormat::Text);
        assert_eq!(format_of("image/png"), BodyFormat::Binary);
        assert_eq!(format_of("nonsense"), BodyFormat::Binary);
    }

    #[test]
    fn json_is_preferred_and_forms_come_last() {
        let mut names = [
            "multipart/form-data",
            "application/x-www-form-urlencoded",
            "image/png",
            "text/plain",
            "*/*",
            "application/hal+json",
            "application/json",
        ];
        names.sort_by_key(|name| preference(name));
        assert_eq!(
            names,
            [
                "application/json",
                "application/hal+json",
                "*/*",
                "text/plain",
                "image/png",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
            ]
        );
    }
}
