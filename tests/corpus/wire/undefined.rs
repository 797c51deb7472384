//! Classes of values that do not come back, each with the reason: what the document forbids, what HTTP cannot carry, and what the
//! specification leaves open. Everything else is a difference.
//!
//! If a request cannot represent all of its inputs, the class determines the inputs that are sent instead, and the
//! service must read exactly these: see [`sent`].

use super::calls::Inputs;
use super::json::{as_scalar, has_null, is_absent, is_nested, split, strings, without_absent, without_null};
use super::values::Values;
use serde_json::{Map, Value};
use specwright::ir::{
    BodyFormat, Content, Operation, Parameter, ParameterEncoding, ParameterLocation, PathPart, SecurityKind,
    StringFormat, Style, TypeKind,
};
use specwright::validate::Direction;

/// Values that the schema rejects according to a validator: values are generated from the keywords one by one.
const INVALID: &str = "invalid";
/// A path cannot represent an empty string, array or object, which the client rejects (RFC 3986, 3.3: an empty segment
/// would be another path).
const EMPTY_IN_PATH: &str = "empty-in-path";
/// A header field contains visible ASCII characters, and lists in it are separated by commas (RFC 9110, 5.5 and 5.6.1);
/// a cookie allows fewer (RFC 6265, 4.1.1). Styles do not define an encoding of others, and the client rejects them.
const CHARACTERS: &str = "characters";
/// A space or `|` within an element of a list that spaces or pipes separate (OpenAPI 3.1.1, Style Examples: such styles have no escape).
const DELIMITER: &str = "delimiter-in-element";
/// A dot within an element of an exploded list of style `label`: it is unreserved, so it is not encoded (RFC 6570, 3.2.5), and separates
/// elements as well.
const DOT: &str = "dot-in-label";
/// Lists and objects within those of a parameter have no style (3.1.1, Style Values). The client sends JSON, and refuses what would be
/// read otherwise.
const NESTED: &str = "nested-value";
/// How an empty list or object is sent is not defined (Style Examples: n/a; RFC 6570, 2.3 and 3.2.1: left out). It is read as absent, and
/// a required one is not there.
const EMPTY_LIST: &str = "empty-list";
/// `null` in a list or object is left out (RFC 6570, 2.3; in forms nothing is defined).
const NULL: &str = "null";
/// As a parameter the string and the number or boolean of a union look the same; the service takes what is not a string first.
const STRING_OR_NUMBER: &str = "string-or-number";
/// A cookie has a name of RFC 9110's tokens; properties of an exploded object that have another are refused.
const COOKIE_NAME: &str = "cookie-name";

/// Two exploded objects of one query that may have a property of the same name, which may belong to either (Style
/// Examples: `R=100&G=200`, without the name of the parameter).
const TWO_OBJECTS: &str = "two-exploded-objects";

/// Two operations of one method whose paths differ in the names of parameters alone are one path (Paths Object: "identical and invalid").
const SAME_PATH: &str = "same-path";
/// For a parameter without a schema, `a,b` may be an array, an object or a string.
const NO_SCHEMA: &str = "no-schema";
/// Parameters of which every request has a value: the header `User-Agent`, and credentials that are parameters as well.
const ALWAYS_SENT: &str = "always-sent";
/// A schema that requires itself has no values.
const NO_VALUE: &str = "no-finite-value";
/// An object without properties that may be `null`, as documents of 3.0 write the type `null`: `{}` is of its schema, and is not meant.
pub const NULL_AS_OBJECT: &str = "null-as-object";

/// Why the client sends no such inputs, or the service does not read them, where that is as it must be.
pub fn refused(values: &Values, inputs: &Inputs, response: &Value) -> Option<&'static str> {
    let text = |key: &str| response[key].as_str().unwrap_or_default();
    match (text("answer"), text("what")) {
        ("refused" | "unmade", _) => unsent(values, inputs, text("reason")),
        ("unread", _) => unread(values, inputs, text("problem")),
        ("different", "operation") => {
            let operation = |key: &str| values.api.operations.iter().find(|known| known.id == text(key));
            is_same_path(operation("expected")?, operation("found")?).then_some(SAME_PATH)
        }
        ("different", "inputs") if are_mixed(inputs) => Some(TWO_OBJECTS),
        ("different", "inputs") => {
            inputs.parameters.iter().any(|arguments| has_no_schema(values, arguments)).then_some(NO_SCHEMA)
        }
        _ => None,
    }
}

/// The class of a request that has values of parameters without which the inputs are.
pub fn has_more(values: &Values, operation: &Operation, inputs: &Inputs) -> Option<&'static str> {
    let is_credential = |parameter: &Parameter| {
        values.api.security_schemes.iter().any(|scheme| {
            let SecurityKind::ApiKey { location, parameter: name } = &scheme.kind else { return false };
            *location == parameter.location && *name == parameter.name
        })
    };
    let is_user_agent = |parameter: &Parameter| {
        parameter.location == ParameterLocation::Header && parameter.name.eq_ignore_ascii_case("user-agent")
    };
    let is_more = |parameter: &Parameter| {
        let is_given = inputs.parameters.iter().any(|(arguments, _)| arguments.origin == parameter.origin);
        !is_given && (is_credential(parameter) || is_user_agent(parameter))
    };
    operation.parameters.iter().any(is_more).then_some(ALWAYS_SENT)
}

/// Why the client sends no request.
fn unsent(values: &Values, inputs: &Inputs, reason: &str) -> Option<&'static str> {
    let mut named = inputs.parameters.iter().filter(|(parameter, _)| reason.contains(&parameter.name));
    named
        .find_map(|(parameter, value)| refused_parameter(values, parameter, value, reason))
        .or_else(|| is_invalid_body(values, inputs).then_some(INVALID))
        .or_else(|| (inputs.body.is_none() && reason == "`body` is missing").then_some(NO_VALUE))
}

/// Why the service does not read a request.
fn unread(values: &Values, inputs: &Inputs, problem: &str) -> Option<&'static str> {
    let is_named = |parameter: &Parameter| problem.contains(&format!("{:?}", parameter.name));
    let mut parameters = inputs.parameters.iter().filter(|(parameter, _)| is_named(parameter));
    let lacks_parameter = problem.contains("it is required")
        && parameters.clone().any(|(parameter, value)| parameter.required && is_absent(value));
    let mut form = inputs.body.iter().filter(|(content, _)| is_form(content));
    if lacks_parameter || form.any(|(_, value)| lacks_list(value, problem)) {
        Some(EMPTY_LIST)
    } else if are_mixed(inputs) {
        Some(TWO_OBJECTS)
    } else if parameters.any(|(parameter, value)| is_styled(parameter) && is_nested(value)) {
        Some(NESTED)
    } else {
        is_invalid_body(values, inputs).then_some(INVALID)
    }
}

fn is_invalid_body(values: &Values, inputs: &Inputs) -> bool {
    let Some((content, value)) = &inputs.body else { return false };
    let schema = values.node(&content.origin).and_then(|content| content.get("schema"));
    schema.is_some_and(|schema| values.is_invalid(&schema, value, Direction::Sent))
}

fn is_styled(parameter: &Parameter) -> bool {
    matches!(parameter.encoding, ParameterEncoding::Style { .. })
}

fn has_no_schema(values: &Values, (parameter, value): &(&Parameter, Value)) -> bool {
    let kind = &values.api.types[parameter.value.id].kind;
    is_styled(parameter) && matches!(kind, TypeKind::Any) && (value.is_object() || value.is_array())
}

/// Whether a key of one exploded object may be one of another as well.
fn are_mixed(inputs: &Inputs) -> bool {
    let is_spread = |parameter: &Parameter| {
        let is_form = matches!(parameter.encoding, ParameterEncoding::Style { style: Style::Form, explode: true, .. });
        is_form && matches!(parameter.location, ParameterLocation::Query | ParameterLocation::Cookie)
    };
    let spread = inputs.parameters.iter().filter(|(parameter, value)| is_spread(parameter) && value.is_object());
    spread.count() > 1
}

fn refused_parameter(values: &Values, parameter: &Parameter, value: &Value, reason: &str) -> Option<&'static str> {
    let is_list = value.is_array() || value.is_object();
    let styled = match parameter.encoding {
        ParameterEncoding::Style { style, .. } => Some(style),
        ParameterEncoding::Json => None,
    };
    if parameter.location == ParameterLocation::Path
        && (is_absent(value) || value == "")
        && reason.contains("must not be empty")
    {
        return Some(EMPTY_IN_PATH);
    }
    if reason.contains("it cannot name a cookie")
        && parameter.location == ParameterLocation::Cookie
        && value.is_object()
    {
        return Some(COOKIE_NAME);
    }
    if matches!(parameter.location, ParameterLocation::Header | ParameterLocation::Cookie)
        && !fits(parameter, styled.is_some(), value)
    {
        return Some(CHARACTERS);
    }
    let delimiter = match styled {
        Some(Style::SpaceDelimited) => Some(' '),
        Some(Style::PipeDelimited) => Some('|'),
        _ => None,
    };
    if is_list && delimiter.is_some_and(|delimiter| strings(value).iter().any(|text| text.contains(delimiter))) {
        return Some(DELIMITER);
    }
    if styled.is_some() && is_nested(value) && reason.contains(" must not contain ") {
        return Some(NESTED);
    }
    let schema = values.schema_of(&parameter.origin)?;
    values.is_invalid(&schema, value, Direction::Sent).then_some(INVALID)
}

/// Whether the paths of two operations differ in the names of parameters alone.
fn is_same_path(one: &Operation, other: &Operation) -> bool {
    let shape = |operation: &Operation| -> Vec<Option<String>> {
        let part = |part: &PathPart| match part {
            PathPart::Literal(text) => Some(text.clone()),
            PathPart::Parameter(_) => None,
        };
        operation.path.parts.iter().map(part).collect()
    };
    one.method == other.method && shape(one) == shape(other)
}

/// Whether a header or a cookie has a way to hold the value.
fn fits(parameter: &Parameter, is_styled: bool, value: &Value) -> bool {
    let is_list = value.is_array() || value.is_object();
    let forbidden = match parameter.location {
        ParameterLocation::Cookie if is_styled => "\",;\\ ",
        ParameterLocation::Header if is_styled && is_list => ",",
        _ => "",
    };
    let fits = |text: &String| {
        is_visible(text)
            && text.trim() == text
            && !text.contains(|c| forbidden.contains(c))
            && !(is_list && text.is_empty())
    };
    strings(value).iter().all(fits)
}

/// The inputs that a request carries in place of these, where it cannot carry all of them; each by its class.
pub fn sent<'a>(values: &Values, inputs: &Inputs<'a>) -> Vec<(&'static str, Inputs<'a>)> {
    let mut found = Vec::new();
    for (class, depth) in [(NULL, 1), (NULL, 2), (NULL, usize::MAX)] {
        let parameters = inputs.parameters.iter().map(|(parameter, value)| match parameter.encoding {
            ParameterEncoding::Json => (*parameter, value.clone()),
            ParameterEncoding::Style { .. } => (*parameter, without_absent(value, depth)),
        });
        let body = inputs.body.as_ref().map(|(content, value)| {
            (*content, if is_form(content) { without_absent(value, depth) } else { value.clone() })
        });
        let sent = Inputs { parameters: parameters.filter(|(_, value)| !is_absent(value)).collect(), body };
        let has_null = inputs
            .parameters
            .iter()
            .map(|(_, value)| value)
            .chain(inputs.body.iter().map(|(_, value)| value))
            .any(has_null);
        found.push((if has_null { class } else { EMPTY_LIST }, sent));
    }
    // An empty object within a form is a part of its own.
    let parameters = inputs.parameters.iter().map(|(parameter, value)| (*parameter, without_null(value)));
    let body = inputs.body.as_ref().filter(|(content, _)| is_form(content));
    let body = body.map(|(content, value)| (*content, without_null(value))).or_else(|| inputs.body.clone());
    found.push((NULL, Inputs { parameters: parameters.collect(), body }));
    let as_scalars = inputs.parameters.iter().map(|(parameter, value)| {
        (*parameter, if is_union(values, parameter) { as_scalar(value) } else { value.clone() })
    });
    let dotted = inputs.parameters.iter().map(|(parameter, value)| {
        (*parameter, if is_exploded_label(parameter) { split(value) } else { value.clone() })
    });
    found.push((DOT, Inputs { parameters: dotted.collect(), ..inputs.clone() }));
    found.push((STRING_OR_NUMBER, Inputs { parameters: as_scalars.collect(), ..inputs.clone() }));
    found
}

/// Why a response is not made, where that is as it must be.
pub fn response(
    values: &Values,
    content: Option<&Content>,
    arguments: &Value,
    response: &Value,
) -> Option<&'static str> {
    let headers = arguments["headers"].as_object().into_iter().flat_map(Map::values);
    if response["answer"] == "different" && headers.flat_map(strings).any(|text| !is_visible(&text)) {
        return Some(CHARACTERS);
    }
    let schema = values.node(&content?.origin)?.get("schema")?;
    let is_invalid = values.is_invalid(&schema, &arguments["body"], Direction::Received);
    (response["answer"] == "unmade" && is_invalid).then_some(INVALID)
}

/// Whether a header field holds a string as it is.
fn is_visible(text: &str) -> bool {
    text.chars().all(|c| c == ' ' || c.is_ascii_graphic())
}

fn is_form(content: &Content) -> bool {
    matches!(content.format, BodyFormat::Form(_) | BodyFormat::Multipart(_))
}

/// Whether a form is refused for want of a list that is empty.
fn lacks_list(form: &Value, problem: &str) -> bool {
    let members = form.as_object().into_iter().flatten();
    members.into_iter().any(|(name, value)| is_absent(value) && problem.contains(name.as_str()))
}

fn is_union(values: &Values, parameter: &Parameter) -> bool {
    let is_one =
        |kind: &TypeKind| matches!(kind, TypeKind::Union(_) | TypeKind::Any | TypeKind::Map(_) | TypeKind::Object(_));
    let kind = &values.api.types[parameter.value.id].kind;
    match kind {
        TypeKind::Array(element) => is_one(&values.api.types[element.id].kind),
        TypeKind::String(StringFormat::Plain) => false,
        kind => is_one(kind),
    }
}

fn is_exploded_label(parameter: &Parameter) -> bool {
    matches!(parameter.encoding, ParameterEncoding::Style { style: Style::Label, explode: true, .. })
}
