//! `$dynamicRef` (3.1): a reference whose target the outermost schema that is being applied may replace.
//!
//! A client has one type for each schema, whoever applies it, so the reference is taken for what it names where it stands.

use super::Lowering;
use super::reference::schema_key;
use crate::diagnostics::Code;
use crate::pointer::Origin;
use crate::resolve::Node;

impl<'d> Lowering<'_, 'd> {
    /// What the `$dynamicRef` of a schema names: the `$dynamicAnchor` of the same component, else of any other.
    pub(super) fn dynamic_target(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let reference = node.get("$dynamicRef")?;
        let text = reference.value.as_str()?;
        let anchored = text.strip_prefix('#').and_then(|anchor| self.anchored(anchor, &node.origin));
        if anchored.is_some() {
            return anchored;
        }
        let mut quiet = crate::diagnostics::Diagnostics::default();
        let named = self.resolver.named(text, &reference.origin, &mut quiet);
        if named.is_none() {
            let message = format!("no `$dynamicAnchor` is called `{text}`: this is read as any JSON value");
            self.diagnostics.mistake(Code::MissingReference, &reference.origin, message).fallback();
        }
        named
    }

    fn anchored(&self, anchor: &str, from: &Origin) -> Option<Node<'d>> {
        let root = self.resolver.root();
        let schemas = root.get("components").and_then(|components| components.get("schemas"))?;
        let own: Vec<String> = from.pointer.steps().take(3).collect();
        let mut components: Vec<Node<'d>> = schemas.entries().map(|(_, node)| node).collect();
        // The component that the reference stands in comes first.
        components.sort_by_key(|node| !node.origin.pointer.steps().eq(own.iter().cloned()));
        let is_meant =
            |node: &Node<'d>| node.get("$dynamicAnchor").is_some_and(|found| found.value.as_str() == Some(anchor));
        components.into_iter().filter(|node| schema_key(&node.origin.pointer).is_some()).find_map(|component| {
            let inner: Vec<Node<'d>> =
                component.get("$defs").iter().flat_map(Node::entries).map(|(_, node)| node).collect();
            std::iter::once(component).chain(inner).find(|node| is_meant(node))
        })
    }
}
