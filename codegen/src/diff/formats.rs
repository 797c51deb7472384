//! Formats of values, which types of the client do not show.

use crate::load::Document;
use crate::pointer::Origin;
use crate::surface::{Behavior, EntryKind, Surface};

/// Adds the `format` of each field, setter and argument, and that of each newtype.
pub(crate) fn add(surface: &mut Surface, document: &Document) {
    for item in &mut surface.items {
        let mut behaviors: Vec<Behavior> = Vec::new();
        let mut add = |subject: &str, origin: &Origin| {
            if let Some(format) = format(document, origin)
                && behaviors.iter().all(|behavior| behavior.subject != subject)
            {
                let (subject, value, origin) = (subject.to_owned(), format, origin.clone());
                behaviors.push(Behavior { subject, aspect: "format", value, origin });
            }
        };
        add("", &item.origin);
        for entry in &item.entries {
            match &entry.kind {
                EntryKind::Field(_) | EntryKind::Setter(_) => add(&entry.name, &entry.origin),
                EntryKind::Constructor(arguments) => {
                    for argument in arguments {
                        add(&argument.name, &argument.origin);
                    }
                }
                _ => {}
            }
        }
        item.behaviors.extend(behaviors);
    }
}

/// The format of a schema, or of that of a parameter.
fn format(document: &Document, origin: &Origin) -> Option<String> {
    let node = document.node(origin)?;
    let format = node.get("format").or_else(|| node.get("schema")?.get("format"))?;
    Some(format.as_str()?.to_owned())
}
