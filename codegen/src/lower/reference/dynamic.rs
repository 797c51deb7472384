//! `$dynamicRef` (3.1): a reference whose target the outermost schema that is being applied may replace.
//!
//! A client has one type for each schema, so the reference is resolved statically.

use super::References;
use crate::diagnostics::{Code, similar};
use crate::pointer::Origin;
use crate::resolve::Node;
use crate::text::listed;

impl<'d> References<'_, 'd> {
    /// The target of a `$dynamicRef`: the `$dynamicAnchor` of the same component, else of any other.
    pub(crate) fn dynamic_target(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let reference = node.get("$dynamicRef")?;
        let text = reference.value.as_str()?;
        let anchored = text.strip_prefix('#').and_then(|anchor| self.anchored(anchor, &node.origin));
        if anchored.is_some() {
            return anchored;
        }
        let mut discarded = crate::diagnostics::Diagnostics::default();
        let named = self.resolver.named(text, &reference.origin, &mut discarded);
        if named.is_none() {
            let message = format!("unknown `$dynamicAnchor` `{text}`: this is read as any JSON value");
            let known = self.dynamic_anchors();
            let diagnostic = self.diagnostics.mistake(Code::MissingReference, &reference.origin, message).fallback();
            let suggestion = similar(text.trim_start_matches('#'), known.iter().cloned());
            match (suggestion, known.is_empty()) {
                (Some(suggestion), _) => diagnostic.help(format!("did you mean `#{suggestion}`?")),
                (None, true) => diagnostic.help("refer to the schema by its path: `$ref: \"#/components/schemas/…\"`"),
                (None, false) => {
                    let known = known.iter().map(|name| format!("`#{name}`"));
                    diagnostic.help(format!("the document has {}", listed(known)))
                }
            };
        }
        named
    }

    /// Every `$dynamicAnchor` of a component, in the document's order.
    fn dynamic_anchors(&self) -> Vec<String> {
        let schemas = self.resolver.root().get("components").and_then(|components| components.get("schemas"));
        let components = schemas.iter().flat_map(Node::entries).map(|(_, component)| component);
        let anchors = components.flat_map(|component| anchored_within(component).collect::<Vec<_>>());
        anchors.filter_map(|node| Some(dynamic_anchor(&node)?.to_owned())).collect()
    }

    fn anchored(&self, anchor: &str, from: &Origin) -> Option<Node<'d>> {
        let root = self.resolver.root();
        let schemas = root.get("components").and_then(|components| components.get("schemas"))?;
        let own: Vec<String> = from.pointer.steps().take(3).collect();
        let mut components: Vec<Node<'d>> = schemas.entries().map(|(_, node)| node).collect();
        // The component that contains the reference has priority.
        components.sort_by_key(|node| !node.origin.pointer.steps().eq(own.iter().cloned()));
        let mut components = components.into_iter().filter(|node| self.schema_key(&node.origin).is_some());
        components.find_map(|component| anchored_within(component).find(|node| dynamic_anchor(node) == Some(anchor)))
    }
}

/// The schemas of a component that can have the anchor: itself and its `$defs`.
fn anchored_within(component: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let inner: Vec<Node<'_>> = component.get("$defs").iter().flat_map(Node::entries).map(|(_, node)| node).collect();
    std::iter::once(component).chain(inner)
}

fn dynamic_anchor<'d>(node: &Node<'d>) -> Option<&'d str> {
    node.get("$dynamicAnchor").and_then(|found| found.value.as_str())
}
