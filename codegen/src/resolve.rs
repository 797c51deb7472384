//! Resolve: from a reference and where it stands to the node it names and where that stands.

// Uses: `diagnostics`, `load`, `pointer`, `text`. Used by: `amend`, `lower`, `swagger2`.

use crate::diagnostics::{Code, Diagnostics, Part, Place, similar};
use crate::load::version::{is_swagger_2, section, swagger_2_section};
use crate::load::{Document, Failure, Found, Fragment, Reference};
use crate::pointer::{FileId, Origin, Pointer};
use serde_json::Value;
use std::sync::Arc;

/// How many steps of a loop of references are shown.
const MAX_STEPS: usize = 12;

/// How many references the path of one reference may lead through.
const MAX_PASSED: usize = 64;

/// A node of the raw tree and its place.
#[derive(Debug, Clone)]
pub struct Node<'d> {
    /// The value.
    pub value: &'d Value,
    /// Where it stands.
    pub origin: Origin,
}

impl<'d> Node<'d> {
    /// The value under `key`, when this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        member(self.value, key).map(|value| Self { value, origin: self.origin.key(key) })
    }

    /// The entries, in order; none when this is not an object.
    pub fn entries(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let origin = self.origin.clone();
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .map(move |(key, value)| (key.as_str(), Self { value, origin: origin.key(key) }))
    }

    /// The elements, in order; none when this is not an array.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'d> {
        let origin = self.origin.clone();
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(move |(index, value)| Self { value, origin: origin.index(index) })
    }

    /// Whether a key of the specification is not there and one that is nearly it is, which is reported where it stands.
    pub(crate) fn has_misspelt(&self, key: &str) -> bool {
        self.get(key).is_none() && similar(key, self.entries().map(|(key, _)| key)).is_some()
    }

    /// The text of `$ref`, when this is an object with one that is a string.
    #[must_use]
    pub fn reference(&self) -> Option<&'d str> {
        member(self.value, "$ref")?.as_str()
    }
}

/// How many members of an object are looked at one by one, which takes less time than hashing the key.
const FEW: usize = 8;

/// The value under `key`, when `value` is an object that has it.
pub(crate) fn member<'d>(value: &'d Value, key: &str) -> Option<&'d Value> {
    let members = value.as_object()?;
    if members.len() > FEW {
        return members.get(key);
    }
    members.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}

/// Finds what references name.
#[derive(Debug, Clone, Copy)]
pub struct Resolver<'d> {
    document: &'d Document,
}

impl<'d> Resolver<'d> {
    /// A resolver over everything that was loaded.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self { document }
    }

    /// The document itself.
    #[must_use]
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// The root of the file that was asked for.
    #[must_use]
    pub fn root(&self) -> Node<'d> {
        self.root_of(FileId::default())
    }

    /// The roots of the documents that make up the API, that of the file that was asked for first.
    #[must_use]
    pub fn roots(&self) -> Vec<Node<'d>> {
        self.document.roots().iter().map(|file| self.root_of(*file)).collect()
    }

    /// The node that the reference names: one step, so the result may be a reference again. A node without `$ref`
    /// is the result itself.
    ///
    /// `None` when there is no such node; why is then in `diagnostics`.
    pub fn target(&self, reference: &Node<'d>, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        if let Some(target) = self.document.made_reference(&reference.origin) {
            let value = self.document.node(target)?;
            return Some(Node { value, origin: target.clone() });
        }
        match reference.reference() {
            Some(text) => self.named(text, &reference.origin.key("$ref"), diagnostics),
            None => Some(reference.clone()),
        }
    }

    /// The node that a string names which stands at `origin` and is read as a reference, such as a value of a
    /// discriminator's `mapping`.
    ///
    /// `None` when there is no such node; why is then in `diagnostics`.
    pub fn named(&self, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        let mut passed = 0;
        match self.look_up(text, origin, &mut passed) {
            Ok(node) => {
                if passed > 0 {
                    self.indirect(text, &node, origin, diagnostics);
                }
                Some(node)
            }
            Err(problem) => {
                self.report(&problem, text, origin, diagnostics);
                None
            }
        }
    }

    /// The node that a string names which stands at `origin`, where it may as well name none.
    pub(crate) fn named_if_any(self, text: &str, origin: &Origin) -> Option<Node<'d>> {
        self.look_up(text, origin, &mut 0).ok()
    }

    /// The node that a string names which stands at `origin`. Counts the references that it leads through, and so bounds
    /// how deep this calls itself.
    fn look_up(self, text: &str, origin: &Origin, passed: &mut usize) -> Result<Node<'d>, Problem<'d>> {
        let Reference { target, fragment, literal } = Reference::parse(text);
        let base = match self.document.find(origin, &target) {
            Some(Found::Node(base)) => base,
            Some(Found::Failure(failure)) => return Err(Problem::Unusable(failure)),
            None => return Err(Problem::Unread),
        };
        let root = self.root_of(base.file);
        match fragment {
            Fragment::Pointer(pointer) => {
                let start = self.document.node(&base).map(|value| Node { value, origin: base });
                // Inside of a schema with an `$id`, `#/components/…` means nothing by the rules of JSON Schema, and is
                // meant all the same.
                let starts = start.into_iter().chain([root]);
                let ways = std::iter::once(pointer)
                    .chain(literal)
                    .flat_map(|way| starts.clone().map(move |start| (start, way.clone())).collect::<Vec<_>>());
                let mut first = None;
                for (start, pointer) in ways {
                    match self.descend(start, &pointer, passed) {
                        Ok(node) => return Ok(node),
                        Err(missing) => first = first.or(Some(missing)),
                    }
                }
                Err(first.map_or(Problem::Unread, Problem::Missing))
            }
            Fragment::Name(name) => {
                let file = self.document.file(base.file);
                let pointer = file.and_then(|file| file.identifiers.anchor(&base.pointer, &name)).cloned();
                let origin = pointer.map(|pointer| Origin { file: base.file, pointer });
                let node = origin.and_then(|origin| Some(Node { value: self.document.node(&origin)?, origin }));
                node.ok_or(Problem::NoAnchor { file: base.file, name })
            }
        }
    }

    fn descend(self, root: Node<'d>, pointer: &Pointer, passed: &mut usize) -> Result<Node<'d>, Missing<'d>> {
        pointer.steps().try_fold(root, |mut node, step| {
            loop {
                if let Some(child) = child(&node, &step) {
                    return Ok(child);
                }
                let Some(text) = node.reference().filter(|_| *passed < MAX_PASSED) else {
                    return Err(Missing { node, step });
                };
                *passed += 1;
                match self.look_up(text, &node.origin.key("$ref"), passed) {
                    Ok(next) => node = next,
                    Err(_) => return Err(Missing { node, step }),
                }
            }
        })
    }

    /// By the rules no path leads through a reference; what is meant is plain.
    fn indirect(self, text: &str, node: &Node<'d>, origin: &Origin, diagnostics: &mut Diagnostics) {
        let place = self.place(&node.origin, origin);
        diagnostics
            .mistake(Code::InvalidReference, origin, format!("the path of `{text}` passes through another reference"))
            .also(&node.origin, "the target")
            .help(format!("refer to the target itself: {place}"));
    }

    /// Follows references until a node that is none, and gives that.
    ///
    /// `None` when a target is missing or the references lead in a circle; why is then in `diagnostics`.
    pub fn follow(&self, node: &Node<'d>, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        let mut steps = indexmap::IndexSet::new();
        let mut node = node.clone();
        while node.reference().is_some() {
            if let Some(start) = steps.get_index_of(&node.origin) {
                circular(steps.iter().skip(start).collect(), diagnostics);
                return None;
            }
            let next = self.target(&node, diagnostics)?;
            steps.insert(node.origin);
            node = next;
        }
        Some(node)
    }

    pub(crate) fn root_of(self, file: FileId) -> Node<'d> {
        let value = self.document.file(file).map_or(&Value::Null, |file| &file.root);
        Node { value, origin: Origin { file, pointer: Pointer::root() } }
    }

    fn report(self, problem: &Problem<'d>, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
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
                let component = self.schema_of_name(origin.file, text);
                let pointer = Pointer::parse(&format!("/{text}"));
                let is_there = |pointer: &Pointer| {
                    self.document.node(&Origin { file: origin.file, pointer: pointer.clone() }).is_some()
                };
                if let Some(pointer) = pointer.filter(is_there) {
                    diagnostic.help = vec![format!("did you mean `#{pointer}`?")];
                } else if self.document.node(&Origin { file: origin.file, pointer: component.clone() }).is_some() {
                    diagnostic.help = vec![format!("did you mean `#{component}`?")];
                } else if diagnostic.help.is_empty() {
                    diagnostic.help("correct the path, which is relative to the folder of this file");
                }
            }
            Failure::Unvendored { origin, message, help } => {
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

    fn missing(self, missing: &Missing<'d>, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
        let Missing { node, step } = missing;
        if self.is_misspelt_section(missing) {
            return;
        }
        let place = self.place(&node.origin, origin);
        let message = format!("unresolved reference `{text}`");
        let diagnostic =
            diagnostics.mistake(Code::MissingReference, origin, message).label(format!("{place} has no `{step}`"));
        let keys = node.value.as_object().into_iter().flat_map(|object| object.keys());
        if let Some(key) = similar(step, keys) {
            diagnostic.help(format!("did you mean `{key}`?"));
            let place = Place::Node(node.origin.key(key), Part::Key);
            diagnostic.also_at(place, "a similar name is here");
            return;
        }
        let schema = self.schema_of_name(node.origin.file, text.rsplit('/').next().unwrap_or_default());
        let is_there = self.document.node(&Origin { file: node.origin.file, pointer: schema.clone() }).is_some();
        diagnostic.help(if is_there { format!("did you mean `#{schema}`?") } else { content_of(node, &place) });
    }

    /// Whether a reference leads to where a section of the document is missing since its key is misspelt, which is
    /// reported there and not at each reference.
    fn is_misspelt_section(self, missing: &Missing<'_>) -> bool {
        let Missing { node, step } = missing;
        let is_2_0 = is_swagger_2(self.root_of(node.origin.file).value);
        let is_section = match node.origin.pointer.as_str() {
            "" if is_2_0 => SECTIONS.iter().any(|kind| swagger_2_section(kind) == step),
            "" => step == "components",
            "/components" => SECTIONS.contains(&step.as_str()),
            _ => false,
        };
        is_section && self.document.roots().contains(&node.origin.file) && node.has_misspelt(step)
    }

    fn no_anchor(self, file: FileId, name: &str, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
        let message = format!("unresolved reference `{text}`");
        let diagnostic = diagnostics
            .mistake(Code::MissingReference, origin, message)
            .label(format!("no schema has the `$anchor` `{name}`"));
        let names = self.document.file(file).into_iter().flat_map(|file| file.identifiers.names());
        let schema = self.schema_of_name(file, name);
        let path = Pointer::parse(&format!("/{name}"));
        let path = path.filter(|path| self.document.node(&Origin { file, pointer: path.clone() }).is_some());
        if let Some(path) = path {
            diagnostic.help(format!("did you mean `#{path}`?"));
        } else if let Some(name) = similar(name, names) {
            diagnostic.help(format!("did you mean `#{name}`?"));
        } else if self.document.node(&Origin { file, pointer: schema.clone() }).is_some() {
            diagnostic.help(format!("did you mean `#{schema}`?"));
        } else {
            diagnostic.help(format!("write the full path, as in `#{schema}`"));
        }
    }

    /// Where the schema of a name is, in the usual place.
    fn schema_of_name(self, file: FileId, name: &str) -> Pointer {
        section(self.root_of(file).value, "schemas").key(name)
    }

    /// The place in words, as somebody would write it at `from`.
    fn place(self, origin: &Origin, from: &Origin) -> String {
        let file = self.document.file(origin.file);
        let file = file.map(|file| file.path.display().to_string()).unwrap_or_default();
        match origin.pointer.as_str() {
            "" => format!("`{file}`"),
            pointer if origin.file == from.file => format!("`#{pointer}`"),
            pointer => format!("`{file}#{pointer}`"),
        }
    }
}

/// The sections that references lead to.
const SECTIONS: [&str; 6] = ["schemas", "responses", "parameters", "examples", "requestBodies", "headers"];

/// Why a reference names nothing.
enum Problem<'d> {
    /// Its file cannot be used.
    Unusable(Arc<Failure>),
    /// Nobody took it for a reference when the files were read.
    Unread,
    /// Its path ends too early.
    Missing(Missing<'d>),
    /// No node of the file has the name.
    NoAnchor { file: FileId, name: String },
}

/// Where the way to a node ends too early.
struct Missing<'d> {
    /// The last node on the way.
    node: Node<'d>,
    /// The step that leads nowhere.
    step: String,
}

fn child<'d>(node: &Node<'d>, step: &str) -> Option<Node<'d>> {
    match node.value {
        Value::Array(items) => {
            index(step).and_then(|at| Some(Node { value: items.get(at)?, origin: node.origin.index(at) }))
        }
        _ => node.get(step),
    }
}

/// An index as JSON Pointer has it: without sign or leading zeros.
fn index(step: &str) -> Option<usize> {
    let plain = step == "0" || (!step.starts_with('0') && step.bytes().all(|b| b.is_ascii_digit()));
    plain.then(|| step.parse().ok()).flatten()
}

fn content_of(node: &Node<'_>, place: &str) -> String {
    if let Some(reference) = node.reference() {
        return format!("{place} is itself a reference, which a path cannot pass through: start with `{reference}`");
    }
    let object = node.value.as_object();
    let keys = object.into_iter().flat_map(|object| object.keys()).map(|key| format!("`{key}`"));
    let items = node.value.as_array().map_or(0, Vec::len);
    match object.map_or(0, serde_json::Map::len) {
        0 if items > 0 => format!("{place} is an array of {items}"),
        0 => format!("{place} has no keys"),
        _ => format!("{place} has {}", crate::text::listed(keys)),
    }
}

/// Reports a circle, from the same step wherever it was entered, so that it is shown once.
fn circular(mut circle: Vec<&Origin>, diagnostics: &mut Diagnostics) {
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
    diagnostic.help("replace one of these references with what it should refer to");
}
