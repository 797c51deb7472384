//! Why a reference names nothing, and how that is reported.

use super::{Node, Resolver, is_in_schema};
use crate::diagnostics::{Code, Diagnostics, KeyOrValue, Location, similar};
use crate::load::Failure;
use crate::load::version::{is_swagger_2, section, swagger_2_section};
use crate::pointer::{FileId, Origin, Pointer};
use std::sync::Arc;

/// The sections that references lead to.
const SECTIONS: [&str; 6] = ["schemas", "responses", "parameters", "examples", "requestBodies", "headers"];

/// How deep the sections of components are, `/components/schemas` in 3.x.
const COMPONENT_DEPTH: usize = 2;

/// How many steps of a loop of references are shown.
const MAX_STEPS: usize = 12;

/// Why a reference names nothing.
pub(super) enum Problem<'d> {
    /// Its file cannot be used.
    Unusable(Arc<Failure>),
    /// It was not recognized as a reference when the files were loaded.
    Unread,
    /// Its path ends too early.
    Missing(Missing<'d>),
    /// No node of the file has the name.
    NoAnchor { file: FileId, name: String },
}

/// The last node on the path to a missing one.
pub(super) struct Missing<'d> {
    /// The last node on the way.
    pub(super) node: Node<'d>,
    /// The step without a node.
    pub(super) step: String,
}

impl Resolver<'_> {
    /// A path must not pass through a reference, but the intended target is clear.
    pub(super) fn indirect(self, text: &str, node: &Node<'_>, origin: &Origin, diagnostics: &mut Diagnostics) {
        let reference = self.reference_text(&node.origin, origin);
        diagnostics
            .mistake(Code::InvalidReference, origin, format!("the path of `{text}` passes through another reference"))
            .also(&node.origin, "the target")
            .help(format!("refer to the target itself: {reference}"));
    }

    pub(super) fn report(self, problem: &Problem<'_>, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
        match problem {
            Problem::Unusable(failure) => self.unusable(failure, text, origin, diagnostics),
            Problem::Unread => {
                let message = format!("the file of `{text}` was not read: only `$ref` and `mapping` name files");
                let diagnostic = diagnostics.mistake(Code::MissingReference, origin, message);
                diagnostic.help(format!("write `$ref: \"{text}\"` where it is needed"));
            }
            Problem::Missing(missing) => self.missing(missing, text, origin, diagnostics),
            Problem::NoAnchor { file, name } => self.no_anchor(*file, name, text, origin, diagnostics),
        }
    }

    /// Reports a file that a reference names and that cannot be used. What is wrong inside a file is shown there, and
    /// once, however many references lead to it.
    fn unusable(self, failure: &Failure, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
        match failure {
            Failure::Unread { code, message, help } => {
                let diagnostic = diagnostics.mistake(*code, origin, message);
                diagnostic.help.clone_from(help);
                let pointer = Pointer::parse(&format!("/{text}"));
                let is_there = |pointer: &Pointer| {
                    self.document.node(&Origin { file: origin.file, pointer: pointer.clone() }).is_some()
                };
                if let Some(pointer) = pointer.filter(is_there) {
                    diagnostic.help = vec![format!("did you mean `#{pointer}`?")];
                } else if let Some(component) = self.component(origin.file, text, origin) {
                    diagnostic.help = vec![format!("did you mean `#{component}`?")];
                } else if diagnostic.help.is_empty() {
                    diagnostic.help("correct the path, which is relative to the folder of this file");
                }
            }
            Failure::NoCopy { origin, message, help } => {
                diagnostics.error(Code::MissingMapping, origin, message).help.clone_from(help);
            }
            Failure::Stale { message, help } => {
                diagnostics.error(Code::StaleLock, origin, message).help.clone_from(help);
            }
            Failure::Broken(problems) => {
                for problem in problems {
                    diagnostics.push_mistake(problem.clone()).also(origin, "referred to here");
                }
            }
        }
    }

    fn missing(self, missing: &Missing<'_>, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
        let Missing { node, step } = missing;
        if self.is_misspelled_section(missing) {
            return;
        }
        let reference = self.reference_text(&node.origin, origin);
        let message = format!("unresolved reference `{text}`");
        let diagnostic =
            diagnostics.mistake(Code::MissingReference, origin, message).label(format!("{reference} has no `{step}`"));
        // A component of this name is intended rather than one of another kind with a similar name.
        if node.origin.pointer.steps().count() <= COMPONENT_DEPTH
            && let Some(component) = self.component(node.origin.file, step, origin)
        {
            diagnostic.help(format!("did you mean `#{component}`?"));
            return;
        }
        let keys = node.value.as_object().into_iter().flat_map(|object| object.keys());
        if let Some(key) = similar(step, keys) {
            diagnostic.help(format!("did you mean `{key}`?"));
            let location = Location::Node(node.origin.key(key), KeyOrValue::Key);
            diagnostic.also_at(location, "a similar name is here");
            return;
        }
        let name = text.rsplit('/').next().unwrap_or_default();
        diagnostic.help(match self.component(node.origin.file, name, origin) {
            Some(component) => format!("did you mean `#{component}`?"),
            None => content_of(node, &reference),
        });
    }

    /// Whether a reference is into a section whose key is misspelled, which is reported there and not at each
    /// reference.
    fn is_misspelled_section(self, missing: &Missing<'_>) -> bool {
        let Missing { node, step } = missing;
        let is_2_0 = is_swagger_2(self.root_of(node.origin.file).value);
        let is_section = match node.origin.pointer.as_str() {
            "" if is_2_0 => SECTIONS.iter().any(|kind| swagger_2_section(kind) == step),
            "" => step == "components",
            "/components" => SECTIONS.contains(&step.as_str()),
            _ => false,
        };
        is_section && self.document.roots().contains(&node.origin.file) && node.has_misspelled(step)
    }

    fn no_anchor(self, file: FileId, name: &str, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
        let message = format!("unresolved reference `{text}`");
        let diagnostic = diagnostics
            .mistake(Code::MissingReference, origin, message)
            .label(format!("no schema has the `$anchor` `{name}`"));
        let names = self.document.file(file).into_iter().flat_map(|file| file.identifiers.names());
        let path = Pointer::parse(&format!("/{name}"));
        let path = path.filter(|path| self.document.node(&Origin { file, pointer: path.clone() }).is_some());
        if let Some(path) = path {
            diagnostic.help(format!("did you mean `#{path}`?"));
        } else if let Some(name) = similar(name, names) {
            diagnostic.help(format!("did you mean `#{name}`?"));
        } else if let Some(component) = self.component(file, name, origin) {
            diagnostic.help(format!("did you mean `#{component}`?"));
        } else {
            let usual = self.component_of_name(file, name, origin);
            diagnostic.help(format!("write the full path, as in `#{usual}`"));
        }
    }

    /// The component of a name that a reference at `origin` can lead to.
    fn component(self, file: FileId, name: &str, origin: &Origin) -> Option<Pointer> {
        let pointer = self.component_of_name(file, name, origin);
        self.document.node(&Origin { file, pointer: pointer.clone() }).map(|_| pointer)
    }

    /// Where the component of a name is, in the usual section, for a reference at `origin`.
    fn component_of_name(self, file: FileId, name: &str, origin: &Origin) -> Pointer {
        section(self.root_of(file).value, section_at(origin)).key(name)
    }

    /// The reference to a node, as it is written at `from`.
    fn reference_text(self, origin: &Origin, from: &Origin) -> String {
        let file = self.document.file(origin.file);
        let file = file.map(|file| file.path.display().to_string()).unwrap_or_default();
        match origin.pointer.as_str() {
            "" => format!("`{file}`"),
            pointer if origin.file == from.file => format!("`#{pointer}`"),
            pointer => format!("`{file}#{pointer}`"),
        }
    }
}

/// The section of components that a reference at this position can lead to.
fn section_at(origin: &Origin) -> &'static str {
    if is_in_schema(origin) {
        return "schemas";
    }
    let steps: Vec<String> = origin.pointer.steps().collect();
    let holders = steps.iter().rev().skip(1).take(2).map(String::as_str);
    let sections = holders.map(|holder| match holder {
        "parameters" => Some("parameters"),
        "responses" => Some("responses"),
        "requestBody" | "requestBodies" => Some("requestBodies"),
        "headers" => Some("headers"),
        "examples" => Some("examples"),
        _ => None,
    });
    sections.flatten().next().unwrap_or("schemas")
}

fn content_of(node: &Node<'_>, written: &str) -> String {
    if let Some(reference) = node.reference() {
        return format!("{written} is itself a reference, which a path cannot pass through: start with `{reference}`");
    }
    let object = node.value.as_object();
    let keys = object.into_iter().flat_map(|object| object.keys()).map(|key| format!("`{key}`"));
    let items = node.value.as_array().map_or(0, Vec::len);
    match object.map_or(0, serde_json::Map::len) {
        0 if items > 0 => format!("{written} is an array of {items}"),
        0 => format!("{written} has no keys"),
        _ => format!("{written} has {}", crate::text::listed(keys)),
    }
}

/// Reports a cycle, always from the same step, so that it is reported once.
pub(super) fn circular(mut circle: Vec<&Origin>, diagnostics: &mut Diagnostics) {
    let first = circle.iter().min().and_then(|least| circle.iter().position(|step| step == least));
    circle.rotate_left(first.unwrap_or_default());
    let Some((first, others)) = circle.split_first() else { return };
    let message = if others.is_empty() {
        "the reference refers to itself".to_owned()
    } else {
        format!("{} references form a cycle", circle.len())
    };
    let diagnostic = diagnostics.mistake(Code::ReferenceLoop, &first.key("$ref"), message);
    for step in others.iter().take(MAX_STEPS) {
        diagnostic.also(&step.key("$ref"), "through this reference");
    }
    diagnostic.help("replace one of these references with the intended target");
}
