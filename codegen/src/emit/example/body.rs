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
    let kind = &emitter.api.types[content.value.id].kind;
    let is_object = matches!(kind, TypeKind::Object(_) | TypeKind::Union(_));
    match &content.format {
        // A missing body means the same as `null`.
        BodyFormat::Json if others.is_empty() && !body.required => values.content_without_null(content, usage),
        BodyFormat::Json | BodyFormat::Form(_) | BodyFormat::Text if others.is_empty() => {
            values.content(content, usage)
        }
        BodyFormat::Json | BodyFormat::Form(_) if is_object => {
            let is_field = usage == ValueUsage::Field;
            let value = values.content_without_null(content, if is_field { usage } else { ValueUsage::Model })?;
            Some(value + if is_field { ".into()" } else { "" })
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
    let setter = |part: &&PartInput| Some(format!(".{}({})", part.name, value(part, ValueUsage::Argument)?));
    let setter_at = |at, part: &&PartInput| (position(part.part) == Some(at)).then(|| setter(part))?;
    let needs_no_part = required.is_empty();
    let setters: Vec<String> = if described.iter().any(|part| position(part).is_some()) {
        // No part can be left out before another.
        let first = described.iter().filter(|part| is_required_position(emitter, content, part)).count();
        let shown: Vec<String> = (first..).zip(&optional).map_while(|(at, part)| setter_at(at, part)).collect();
        let next = first + shown.len();
        let lacks_parts = required.iter().any(|part| matches!(part.part.identity, PartIdentity::From(at) if at > next));
        if lacks_parts || needs_no_part && shown.is_empty() {
            return None;
        }
        shown
    } else {
        let in_example = optional.iter().filter(|part| needs_no_part && !part.property.value.nullable);
        in_example.filter_map(setter).take(MAX_SHOWN).collect()
    };
    let setters = setters.concat();
    let argument_list = argument_list(emitter, &format!("operations::{}", names.required), arguments);
    Some(format!("operations::{}::new({argument_list}){setters}", names.item))
}

/// The index of a part without a name; of a list of parts, that of the first.
fn position(part: &Part) -> Option<usize> {
    match part.identity {
        PartIdentity::Name => None,
        PartIdentity::Index(at) | PartIdentity::From(at) => Some(at),
    }
}

fn is_required_position(emitter: &Emitter, content: &Content, part: &Part) -> bool {
    let TypeKind::Object(object) = &emitter.api.types[content.value.id].kind else { return false };
    let is_required = object.property(&part.property).is_some_and(|property| property.required);
    is_required && matches!(part.identity, PartIdentity::Index(_))
}

/// A file with this name, or a list with one.
fn file(name: &str, many: bool, usage: ValueUsage) -> String {
    let file = format!("File::new({:?}, \"content\")", crate::emit::docs::one_line(name));
    match usage {
        _ if !many => file,
        ValueUsage::Field => format!("Vec::from([{file}])"),
        ValueUsage::Argument | ValueUsage::Model | ValueUsage::Element => format!("[{file}]"),
    }
}
