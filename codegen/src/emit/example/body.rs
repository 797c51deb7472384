//! A value of a request body.

use super::value::{MAX_SHOWN, ValueUsage, Values, argument_list};
use crate::emit::Emitter;
use crate::emit::operation::form::{self, PartInput};
use crate::ir::{BodyFormat, Content, OperationId, Part, PartContent, PartIdentity, RequestBody, TypeKind};
use crate::name::TypeNames;

/// A body in the representation that is preferred, where that takes a value of the document's types.
pub(super) fn body_value(emitter: &Emitter, id: OperationId, body: &RequestBody, usage: ValueUsage) -> Option<String> {
    let (content, others) = body.contents.split_first()?;
    let values = Values::of(emitter);
    // Several representations are an enum, which is made of a value of the type itself.
    let is_object = matches!(emitter.api.types[content.value.id].kind, TypeKind::Object(_));
    match &content.format {
        // A missing body means the same as `null`.
        BodyFormat::Json if others.is_empty() && !body.required => values.content_without_null(content, usage),
        BodyFormat::Json | BodyFormat::Form(_) | BodyFormat::Text if others.is_empty() => {
            values.content(content, usage)
        }
        BodyFormat::Json | BodyFormat::Form(_) if is_object => {
            let value = values.content_without_null(content, usage)?;
            Some(value + if usage == ValueUsage::Field { ".into()" } else { "" })
        }
        BodyFormat::Binary if others.is_empty() => Some(usage.converted("\"content\"".to_owned())),
        BodyFormat::Multipart(Some(parts)) if others.is_empty() => {
            let names = emitter.names.operation(id).forms.first()?.as_ref()?;
            form(emitter, names, content, parts)
        }
        _ => None,
    }
}

/// A form with the parts that it must have; where it need have none, with the first few.
fn form(emitter: &Emitter, names: &TypeNames, content: &Content, described: &[Part]) -> Option<String> {
    let parts = form::part_inputs(emitter, names, (content, described));
    let (required, optional): (Vec<&PartInput>, Vec<&PartInput>) = parts.iter().partition(|part| part.is_argument);
    // An example leaves out optional parts, and none can be left out before another.
    let has_optional_positions = has_optional_position(emitter, content, described);
    if has_optional_positions && (required.is_empty() || described.iter().any(is_rest)) {
        return None;
    }
    let (values, usage) = (Values::of(emitter), ValueUsage::of(emitter, required.len()));
    let members = values.members(content)?;
    let value = |part: &PartInput, usage: ValueUsage| match &part.part.content {
        PartContent::File { many, .. } => Some(file(&part.property.name, *many, usage)),
        PartContent::Value { .. } | PartContent::Encoded { .. } | PartContent::Array { .. } => {
            values.part(part.property, members.get(&part.property.name)?, usage)
        }
    };
    let argument = |part: &&PartInput| Some((part.name.to_string(), value(part, usage)?));
    let arguments: Vec<(String, String)> = required.iter().map(argument).collect::<Option<_>>()?;
    let in_example = optional.iter().filter(|part| required.is_empty() && !part.property.value.nullable);
    let setters = in_example.filter_map(|part| Some(format!(".{}({})", part.name, value(part, ValueUsage::Argument)?)));
    let setters: String = setters.take(MAX_SHOWN).collect();
    let argument_list = argument_list(emitter, &format!("operations::{}", names.required), arguments);
    Some(format!("operations::{}::new({argument_list}){setters}", names.item))
}

fn is_rest(part: &Part) -> bool {
    matches!(part.identity, PartIdentity::From(_))
}

/// Whether a part that has a position may be left out.
fn has_optional_position(emitter: &Emitter, content: &Content, parts: &[Part]) -> bool {
    let TypeKind::Object(object) = &emitter.api.types[content.value.id].kind else { return false };
    let is_optional = |part: &Part| object.property(&part.property).is_some_and(|property| !property.required);
    parts.iter().any(|part| matches!(part.identity, PartIdentity::Index(_)) && is_optional(part))
}

/// A file with this name, or a list with one.
fn file(name: &str, many: bool, usage: ValueUsage) -> String {
    let file = format!("File::new({:?}, \"content\")", crate::emit::docs::one_line(name));
    match usage {
        _ if !many => file,
        ValueUsage::Field => format!("Vec::from([{file}])"),
        ValueUsage::Argument | ValueUsage::Element => format!("[{file}]"),
    }
}
