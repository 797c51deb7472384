//! `example` and `examples` of parameters and media types.

use crate::diagnostics::Code;
use crate::ir::{Example, ExampleSource};
use crate::load::Absence;
use crate::lower::operation::Operations;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::reference::Section;
use crate::pointer::Origin;
use crate::resolve::Node;
use std::collections::HashSet;
use std::path::PathBuf;

const EXAMPLE: ObjectKind = ObjectKind {
    name: "Example Object",
    keywords: &["summary", "description", "value", "externalValue", "dataValue", "serializedValue"],
    unsupported: &[],
    extensions: &[],
};

impl<'d> Operations<'_, 'd> {
    /// The examples of the object that holds the two keywords.
    pub(crate) fn lower_examples(&mut self, holder: &Node<'d>) -> Vec<Example> {
        let single = holder.get("example").map(|node| Example {
            origin: node.origin,
            name: "example".to_owned(),
            source: ExampleSource::Inline(node.value.clone()),
        });
        let named = holder.get("examples").filter(|node| !node.value.is_null());
        let mut examples: Vec<Example> = single.into_iter().collect();
        let Some(named) = named else { return examples };
        if !examples.is_empty() {
            let message = "`example` and `examples` are mutually exclusive: both are read";
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &named.origin, message).at_key();
            diagnostic.help("move the `example` into `examples`, under a name");
        }
        if !named.value.is_object() {
            let message = "`examples` must be an object of named examples";
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &named.origin, message);
            diagnostic.skipped().help("give each a name: `examples: { someName: { value: … } }`");
        }
        for (name, node) in named.entries() {
            examples.extend(self.lower_example(name, &node));
        }
        examples
    }

    fn lower_example(&mut self, name: &str, node: &Node<'d>) -> Option<Example> {
        let node = self.follow_to(Section::Examples, node)?;
        let mut fields = Fields::open(&node, &EXAMPLE, self.diagnostics)?;
        // The payload may well be `null`, so it is not read as a keyword.
        let inline = node.get("value").or_else(|| node.get("dataValue"));
        let external = fields.string("externalValue");
        let source = match (inline, external) {
            (Some(_), Some(_)) => {
                let message = format!("the example `{name}` has both `value` and `externalValue`");
                let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
                diagnostic.skipped().help("keep the one that contains the payload");
                return None;
            }
            (Some(value), None) => ExampleSource::Inline(value.value.clone()),
            (None, Some(file)) => ExampleSource::External(self.example_file(&node, file)?),
            (None, None) => {
                if let Some(node) = fields.node("serializedValue") {
                    let message = "an example with only a `serializedValue` is not used";
                    let diagnostics = fields.diagnostics();
                    let diagnostic = diagnostics.warning(Code::UnsupportedKeyword, &node.origin, message).at_key();
                    diagnostic.skipped().help("add the value that it represents as `dataValue`");
                }
                return None;
            }
        };
        Some(Example { origin: node.origin.clone(), name: name.to_owned(), source })
    }

    /// Unreadable examples are not examples.
    fn example_file(&mut self, node: &Node<'d>, text: String) -> Option<PathBuf> {
        match self.resolver.document().beside(&node.origin, &text) {
            Ok(path) => Some(path),
            Err(absence) => {
                self.missing_examples.push(MissingExample { origin: node.origin.key("externalValue"), text, absence });
                None
            }
        }
    }

    /// One warning for all of them: a document that was copied without its examples lacks them all.
    pub(crate) fn report_missing_examples(&mut self) {
        let mut missing = std::mem::take(&mut self.missing_examples);
        let mut seen = HashSet::new();
        missing.retain(|example| seen.insert(example.text.clone()));
        let Some(MissingExample { origin, text, absence }) = missing.first() else { return };
        let (message, remedy) = match absence {
            Absence::Missing => (
                format!("the file `{text}` does not exist"),
                "add it, or correct the path, which is relative to this file",
            ),
            Absence::Outside => (
                format!("`{text}` is outside the folders that may be read"),
                "move it next to the document, or allow its folder with `read-from` in the settings or `--read-from`",
            ),
            Absence::Remote => {
                (format!("`{text}` is not vendored"), "save a copy next to the document, and refer to it by its path")
            }
        };
        let diagnostic = self.diagnostics.warning(Code::MissingExample, origin, message).skipped().help(remedy);
        if let more @ 1.. = missing.len() - 1 {
            diagnostic.help(format!("{more} more files of examples are missing"));
        }
    }
}

/// An example with a missing file.
#[derive(Debug)]
pub(crate) struct MissingExample {
    origin: Origin,
    /// The file, as the document writes it.
    text: String,
    absence: Absence,
}
