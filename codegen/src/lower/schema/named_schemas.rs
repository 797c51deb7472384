//! The schemas that have a name, in all files of a document: discriminator values are names of schemas, and a supertype
//! has its subtypes among them.
//!
//! Documents of several files have a schema in each, or several under `definitions`. The components of the document
//! itself often only refer to them.

use crate::ir::SchemaPosition;
use crate::load::version::declares_version;
use crate::lower::reference::Section;
use crate::lower::reference::component::section_node;
use crate::lower::schema::Schemas;
use crate::pointer::{FileId, Origin};
use crate::resolve::Node;
use indexmap::IndexMap;

/// The schemas that components refer to, and the first component of each.
pub(crate) type ComponentTargets = IndexMap<Origin, String>;

/// The keys under which files that are not documents have schemas.
const HOLDERS: [&[&str]; 4] = [&["components", "schemas"], &["definitions"], &["schemas"], &["$defs"]];

impl<'d> Schemas<'_, 'd> {
    /// The name of the schema at exactly this position: its key as a component, the key of a component that refers to it,
    /// its key in another file, or the name of its file.
    pub(crate) fn schema_name(&mut self, origin: &Origin) -> Option<String> {
        if let Some(key) = self.schema_key(origin) {
            return Some(key);
        }
        if let Some(key) = self.component_targets().get(origin) {
            return Some(key.clone());
        }
        if let Some(SchemaPosition::Component(name)) = self.shared_position(origin) {
            return Some(name);
        }
        let steps: Vec<String> = origin.pointer.steps().collect();
        let is_document = declares_version(self.resolver.root_of(origin.file).value);
        match steps.as_slice() {
            [key] if !is_document => Some(key.clone()),
            [holder, key] if !is_document && holder == "schemas" => Some(key.clone()),
            _ => None,
        }
    }

    /// Every schema with a name, once: those of the documents first, then those of other files.
    pub(crate) fn named_schemas(&mut self) -> Vec<Node<'d>> {
        let mut found: IndexMap<Origin, Node<'d>> = IndexMap::new();
        for entry in self.component_schemas() {
            let end = if entry.reference().is_some() { self.follow(&entry) } else { Some(entry) };
            found.extend(end.map(|end| (end.origin.clone(), end)));
        }
        for file in 0..self.resolver.document().files().len() {
            let root = self.resolver.root_of(FileId(file));
            for node in schemas_of_file(&root) {
                found.entry(node.origin.clone()).or_insert(node);
            }
        }
        found.into_values().collect()
    }

    /// The components of the documents.
    fn component_schemas(&self) -> Vec<Node<'d>> {
        let sections = self.resolver.roots().into_iter().filter_map(|root| section_node(&root, Section::Schemas));
        sections.flat_map(|section| section.entries().collect::<Vec<_>>()).map(|(_, node)| node).collect()
    }

    fn component_targets(&mut self) -> &ComponentTargets {
        if self.component_targets.is_none() {
            let mut targets = ComponentTargets::new();
            for entry in self.component_schemas().into_iter().filter(|entry| entry.reference().is_some()) {
                let (key, end) = (entry.origin.pointer.last(), self.follow(&entry));
                if let (Some(key), Some(end)) = (key, end) {
                    targets.entry(end.origin).or_insert(key);
                }
            }
            self.component_targets = Some(targets);
        }
        self.component_targets.get_or_insert_default()
    }

    /// The component of the document with this key, for the names in other files.
    pub(crate) fn component_named(&self, key: &str) -> Option<Node<'d>> {
        let root = self.resolver.root_of(self.root);
        section_node(&root, Section::Schemas)?.get(key)
    }
}

/// The schemas of a file: the components of a document; of another file, all that it may have, and the file itself.
fn schemas_of_file<'d>(root: &Node<'d>) -> Vec<Node<'d>> {
    let entries = |node: &Node<'d>| node.entries().map(|(_, entry)| entry).collect::<Vec<_>>();
    if declares_version(root.value) {
        return section_node(root, Section::Schemas).iter().flat_map(entries).collect();
    }
    let holder = |steps: &&[&str]| steps.iter().try_fold(root.clone(), |node, step| node.get(step));
    let held = HOLDERS.iter().filter_map(holder).flat_map(|holder| entries(&holder));
    std::iter::once(root.clone()).chain(held).chain(entries(root)).collect()
}

/// Whether a reference or a name, as in a mapping, names the schema.
pub(crate) fn names(target: &str, schema: &str) -> bool {
    let last = target.rsplit('/').next().unwrap_or(target);
    let stem = ["yaml", "yml", "json"].iter().find_map(|extension| last.strip_suffix(extension)?.strip_suffix('.'));
    last == schema || stem == Some(schema)
}
