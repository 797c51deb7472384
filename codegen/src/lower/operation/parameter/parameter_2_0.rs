//! The Parameter Object of Swagger 2.0.
//!
//! The keywords of its value have been moved to a `schema`, and the parameters of the body to the `requestBody` of
//! their operation: see [`swagger2`](crate::swagger2).

use crate::diagnostics::{Code, similar};
use crate::ir::{ParameterEncoding, ParameterLocation, Style};
use crate::lower::document::sections::OF_3_0;
use crate::lower::operation::Operations;
use crate::lower::operation::collection_format::{Collection, collection_format};
use crate::lower::read::extensions::SEND_DEFAULT;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::{ObjectKind, Unsupported};
use crate::resolve::Node;
use crate::swagger2::BodyParameter;

pub(crate) const PARAMETER_2_0: ObjectKind = ObjectKind {
    name: "Parameter Object",
    keywords: &[
        "name",
        "in",
        "description",
        "required",
        "type",
        "format",
        "items",
        "collectionFormat",
        "allowEmptyValue",
        "default",
        "enum",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "multipleOf",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        // Made of the others, or reported already.
        "schema",
        // Their meaning is clear, though only OpenAPI 3.0 has them.
        "deprecated",
        "example",
        "examples",
    ],
    unsupported: &[
        Unsupported { keyword: "style", meaning: OF_3_0, remedy: "write `collectionFormat`" },
        Unsupported { keyword: "explode", meaning: OF_3_0, remedy: "write `collectionFormat: multi`, or `csv`" },
        Unsupported { keyword: "content", meaning: OF_3_0, remedy: "write `type`" },
    ],
    extensions: &[SEND_DEFAULT],
};

const BODY: ObjectKind = ObjectKind {
    name: "Parameter Object",
    keywords: &["name", "in", "description", "required", "schema"],
    unsupported: &[],
    extensions: &[],
};

const LOCATIONS: [&str; 5] = ["query", "header", "path", "formData", "body"];

impl<'d> Operations<'_, 'd> {
    /// The encoding of a value in this style.
    pub(super) fn encoding_2_0(&mut self, node: &Node<'d>, format: (Style, bool)) -> ParameterEncoding {
        let nested = node.get("schema").map(|schema| self.nested_formats(&schema, format)).unwrap_or_default();
        ParameterEncoding::Style { style: format.0, explode: format.1, allow_reserved: false, nested }
    }

    /// Whether a parameter belongs to the body, and is read there. Mistakes are reported.
    pub(crate) fn is_of_body(&mut self, node: &Node<'d>) -> bool {
        let word = node.get("in").and_then(|location| location.value.as_str()).unwrap_or_default();
        let Some(parameter) = BodyParameter::of(word) else { return false };
        let is_whole = parameter == BodyParameter::Whole;
        let kind = if is_whole { &BODY } else { &PARAMETER_2_0 };
        let Some(mut fields) = Fields::open(node, kind, self.diagnostics) else { return true };
        if word != parameter.as_str() {
            let message = format!("`{word}` is not a location of a parameter in Swagger 2.0");
            let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin.key("in"), message);
            diagnostic.help(format!("did you mean `{}`?", parameter.as_str()));
        }
        let name = if is_whole { fields.string("name") } else { fields.essential_string("name") };
        fields.flag("required");
        if node.get("schema").is_none_or(|schema| schema.value.is_null()) {
            let name = name.unwrap_or_default();
            let (message, help) = if is_whole {
                (
                    format!("the body `{name}` has no `schema`: any JSON value is sent"),
                    "add one, such as `schema: { $ref: … }`",
                )
            } else {
                (format!("the parameter `{name}` has no `type`: any string is sent"), "add one, such as `type: string`")
            };
            fields.diagnostics().mistake(Code::MissingField, &node.origin, message).fallback().help(help);
        }
        true
    }
}

/// The location of a parameter outside of the body.
pub(super) fn location_2_0(fields: &mut Fields<'_, '_>) -> Option<ParameterLocation> {
    let text = fields.essential_string("in")?;
    let known = |word: &str| match word {
        "query" => Some(ParameterLocation::Query),
        "header" => Some(ParameterLocation::Header),
        "path" => Some(ParameterLocation::Path),
        _ => None,
    };
    if let Some(location) = known(&text) {
        return Some(location);
    }
    let node = fields.node("in")?;
    let message = format!("invalid parameter location `{text}` in Swagger 2.0");
    let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
    if text == "cookie" {
        diagnostic.help(
            "write `in: header` with `name: Cookie`, which contains all cookies; until then it is sent as a cookie",
        );
        return Some(ParameterLocation::Cookie);
    }
    let suggestion = similar(&text, LOCATIONS);
    let location = suggestion.and_then(known);
    match suggestion {
        Some(suggestion) if location.is_some() => diagnostic.read_as(format!("it is read as `{suggestion}`")),
        _ => diagnostic.skipped(),
    };
    match suggestion {
        Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
        None => diagnostic.help("write `path`, `query`, `header`, `formData` or `body`"),
    };
    location
}

/// The style of the value and `explode`: `collectionFormat` is the delimiter of arrays.
pub(super) fn format_2_0(fields: &mut Fields<'_, '_>, node: &Node<'_>, location: ParameterLocation) -> (Style, bool) {
    let schema = node.get("schema");
    let word = schema.as_ref().and_then(|schema| schema.get("type"));
    if let Some(word) = word.filter(|word| word.value == "object") {
        let message = format!("a {} parameter cannot be an object in Swagger 2.0", location.as_str());
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &word.origin, message);
        diagnostic.help("describe each property as a parameter of its own, or the object as a body with `in: body`");
    }
    let is_list = schema.as_ref().is_some_and(|schema| {
        schema.get("items").is_some() || schema.get("type").is_some_and(|json_type| json_type.value == "array")
    });
    if is_list {
        collection_format(fields, Collection::Parameter(location))
    } else {
        (location.default_style(), location.default_style().is_form())
    }
}
