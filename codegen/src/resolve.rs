//! Resolve: from a reference and where it stands to the node it names and where that stands.

use crate::diagnostics::{Code, Diagnostics, Part, Place, similar};
use crate::load::{Document, Failure, Fragment, Link, Reference, Target};
use crate::pointer::{FileId, Origin, Pointer};
use serde_json::Value;

/// How many keys are listed when a reference names one that does not exist.
const MAX_LISTED: usize = 8;

/// How many steps of a loop of references are shown.
const MAX_STEPS: usize = 12;

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
        self.value.get(key).map(|value| Self { value, origin: self.origin.key(key) })
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

    /// The text of `$ref`, when this is an object with one that is a string.
    #[must_use]
    pub fn reference(&self) -> Option<&'d str> {
        self.value.get("$ref")?.as_str()
    }
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

    /// The node that the reference names: one step, so the answer may be a reference again. A node without `$ref`
    /// is the answer itself.
    ///
    /// `None` when there is no such node; why is then in `diagnostics`.
    pub fn target(&self, reference: &Node<'d>, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        match reference.reference() {
            Some(text) => self.named(text, &reference.origin.key("$ref"), diagnostics),
            None => Some(reference.clone()),
        }
    }

    /// The node that a text names which stands at `origin` and is read as a reference, such as a value of a
    /// discriminator's `mapping`.
    ///
    /// `None` when there is no such node; why is then in `diagnostics`.
    pub fn named(&self, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) -> Option<Node<'d>> {
        let Reference { target, fragment } = Reference::parse(text);
        let file = self.file(target, text, origin, diagnostics)?;
        match fragment {
            Fragment::Pointer(pointer) => match descend(self.root_of(file), &pointer) {
                Ok(node) => return Some(node),
                Err(missing) => self.missing(&missing, text, origin, diagnostics),
            },
            Fragment::Name(name) => unnamed(text, &name, origin, diagnostics),
        }
        None
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

    fn root_of(self, file: FileId) -> Node<'d> {
        let value = self.document.file(file).map_or(&Value::Null, |file| &file.root);
        Node { value, origin: Origin { file, pointer: Pointer::root() } }
    }

    /// The file that the target of a reference leads to.
    fn file(self, target: Target, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) -> Option<FileId> {
        match self.document.link(origin.file, target) {
            Some(Link::File(id)) => return Some(id),
            Some(Link::Failure(failure)) => unusable(&failure, origin, diagnostics),
            None => {
                let message = format!("the file of `{text}` was not read: only `$ref` and `mapping` name files");
                diagnostics.mistake(Code::MissingReference, origin, message);
            }
        }
        None
    }

    fn missing(self, missing: &Missing<'d>, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
        let Missing { node, step } = missing;
        let file = self.document.file(node.origin.file);
        let file = file.map(|file| file.path.display().to_string()).unwrap_or_default();
        let place = match node.origin.pointer.as_str() {
            "" => format!("`{file}`"),
            pointer if node.origin.file == origin.file => format!("`#{pointer}`"),
            pointer => format!("`{file}#{pointer}`"),
        };
        let message = format!("the reference `{text}` names nothing");
        let diagnostic =
            diagnostics.mistake(Code::MissingReference, origin, message).label(format!("{place} has no `{step}`"));
        let keys = node.entries().map(|(key, _)| key.to_owned());
        match similar(step, keys) {
            Some(key) => {
                diagnostic.help(format!("did you mean `{key}`?"));
                let place = Place::Node(node.origin.key(&key), Part::Key);
                diagnostic.also_at(place, "a similar name is here");
            }
            None => {
                diagnostic.help(listed(node, &place));
            }
        }
    }
}

/// Where the way to a node ends too early.
struct Missing<'d> {
    /// The last node on the way.
    node: Node<'d>,
    /// The step that leads nowhere.
    step: String,
}

fn descend<'d>(root: Node<'d>, pointer: &Pointer) -> Result<Node<'d>, Missing<'d>> {
    pointer.steps().try_fold(root, |node, step| {
        let child = match node.value {
            Value::Array(items) => {
                index(&step).and_then(|at| Some(Node { value: items.get(at)?, origin: node.origin.index(at) }))
            }
            _ => node.get(&step),
        };
        child.ok_or(Missing { node, step })
    })
}

/// An index as JSON Pointer has it: without sign or leading zeros.
fn index(step: &str) -> Option<usize> {
    let plain = step == "0" || (!step.starts_with('0') && step.bytes().all(|b| b.is_ascii_digit()));
    plain.then(|| step.parse().ok()).flatten()
}

fn listed(node: &Node<'_>, place: &str) -> String {
    if let Some(reference) = node.reference() {
        return format!("{place} is a reference itself, and no path leads through it: begin with `{reference}`");
    }
    let keys: Vec<_> = node.entries().map(|(key, _)| format!("`{key}`")).collect();
    let items = node.items().count();
    match keys.len() {
        0 if items > 0 => format!("{place} is an array of {items}"),
        0 => format!("{place} has no keys at all"),
        count if count <= MAX_LISTED => format!("{place} has {}", keys.join(", ")),
        count => {
            let first: Vec<_> = keys.into_iter().take(MAX_LISTED).collect();
            format!("{place} has {}, and {} more", first.join(", "), count - MAX_LISTED)
        }
    }
}

/// Reports a file that a reference names and that cannot be used. What is wrong inside a file is shown there, and
/// once, however many references lead to it.
fn unusable(failure: &Failure, origin: &Origin, diagnostics: &mut Diagnostics) {
    match failure {
        Failure::Unread { code, message, help } => {
            diagnostics.mistake(*code, origin, message).help.clone_from(help);
        }
        Failure::Broken(problems) => {
            for problem in problems {
                diagnostics.push_mistake(problem.clone()).also(origin, "referred to here");
            }
        }
    }
}

fn unnamed(text: &str, name: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
    let message = format!("`{text}` refers to a name, and only paths are understood");
    diagnostics
        .mistake(Code::MissingReference, origin, message)
        .help(format!("write the whole path, as in `#/components/schemas/{name}`"));
}

/// Reports a circle, from the same step wherever it was entered, so that it is shown once.
fn circular(mut circle: Vec<&Origin>, diagnostics: &mut Diagnostics) {
    let first = circle.iter().min().and_then(|least| circle.iter().position(|step| step == least));
    circle.rotate_left(first.unwrap_or_default());
    let Some((first, others)) = circle.split_first() else { return };
    let message = if others.is_empty() {
        "the reference names itself".to_owned()
    } else {
        format!("{} references lead in a circle, so none names anything", circle.len())
    };
    let diagnostic = diagnostics.mistake(Code::ReferenceLoop, &first.key("$ref"), message);
    for step in others.iter().take(MAX_STEPS) {
        diagnostic.also(&step.key("$ref"), "by way of this reference");
    }
    diagnostic.help("write out in one of these places what is meant");
}
