//! `webhooks` and `callbacks`: operations that the API calls.
//!
//! Each is lowered as an operation of `paths` is, without a path: its URL is the receiver's. Callbacks may be described by
//! reference, even within themselves, so they are queued and each is lowered once.

use super::incoming_draft::IncomingDraft;
use super::path::PathItem;
use super::{OperationDraft, Operations};
use crate::diagnostics::Code;
use crate::ir::PathTemplate;
use crate::lower::read::expected::Expected;
use crate::lower::read::fields::wrong_value;
use crate::lower::reference::Section;
use crate::pointer::Origin;
use crate::resolve::Node;
use std::collections::{HashMap, VecDeque};

/// The remedy for omitted webhooks and callbacks.
const REMEDY: &str = "write `webhooks = true` in the settings, or an array of names";

/// Which operations that the API calls are lowered.
#[derive(Debug, Clone, Default)]
pub enum IncomingFilter {
    /// None: the client is as if there were none in the document.
    #[default]
    None,
    /// All of them.
    All,
    /// Those whose key or operation id matches a pattern.
    Matching(Vec<glob::Pattern>),
}

impl IncomingFilter {
    fn includes(&self, names: &[&str]) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Matching(patterns) => patterns
                .iter()
                .any(|pattern| names.iter().any(|name| pattern.as_str() == *name || pattern.matches(name))),
        }
    }
}

/// Queued and lowered callbacks.
#[derive(Default)]
pub(crate) struct Callbacks<'d> {
    pending: VecDeque<Pending<'d>>,
    /// The operations of each path item.
    known: HashMap<Origin, Vec<usize>>,
    /// Whether their omission was reported.
    is_reported: bool,
}

/// A callback of an operation.
struct Pending<'d> {
    sender: usize,
    name: String,
    node: Node<'d>,
}

impl<'d> Operations<'_, 'd> {
    /// The webhooks of a document, and the callbacks of all its operations.
    pub(crate) fn lower_incoming(&mut self, webhooks: Option<&Node<'d>>, operations: &mut Vec<OperationDraft>) {
        if let Some(webhooks) = webhooks {
            if !webhooks.value.is_object() {
                wrong_value(self.diagnostics, webhooks, "webhooks", Expected::Object);
            }
            let mut entries = webhooks.entries().filter(|(name, _)| !name.starts_with("x-")).peekable();
            if matches!(self.incoming_filter, IncomingFilter::None) && entries.peek().is_some() {
                // Before 3.1, the keyword itself is a mistake.
                if self.version.since_3_1() {
                    self.note_left_out(&webhooks.origin);
                }
            } else {
                for (name, item) in entries {
                    let incoming = IncomingDraft::Webhook { name: name.to_owned() };
                    self.lower_incoming_item(incoming, &item, operations);
                }
            }
        }
        while let Some(pending) = self.callbacks.pending.pop_front() {
            self.lower_callback(pending, operations);
        }
    }

    /// Queues the callbacks of an operation.
    pub(super) fn queue_callbacks(&mut self, sender: usize, callbacks: Vec<(&'d str, Node<'d>)>) {
        let mut callbacks = callbacks.into_iter().filter(|(name, _)| !name.starts_with("x-")).peekable();
        if matches!(self.incoming_filter, IncomingFilter::None) {
            if let Some((_, first)) = callbacks.peek().filter(|_| !self.callbacks.is_reported) {
                self.callbacks.is_reported = true;
                self.note_left_out(&first.origin.parent());
            }
            return;
        }
        let pending = callbacks.map(|(name, node)| Pending { sender, name: name.to_owned(), node });
        self.callbacks.pending.extend(pending);
    }

    fn note_left_out(&mut self, origin: &Origin) {
        let what = origin.pointer.last().unwrap_or_default();
        let message =
            format!("`{what}` is skipped: receivers of such requests are generated with the setting `webhooks`");
        self.diagnostics.note(Code::UnsupportedKeyword, origin, message).at_key().skipped().help(REMEDY);
    }

    /// A Callback Object: path items by the runtime expressions for their URLs.
    fn lower_callback(&mut self, pending: Pending<'d>, operations: &mut Vec<OperationDraft>) {
        let Pending { sender, name, node } = pending;
        let Some(node) = self.follow_to(Section::Callbacks, &node) else { return };
        if !node.value.is_object() {
            wrong_value(self.diagnostics, &node, &name, Expected::Object);
            return;
        }
        let component = self.whole_component(&node.origin).map(|(_, key)| key);
        for (expression, item) in node.entries().filter(|(key, _)| !key.starts_with("x-")) {
            if let Some(known) = self.callbacks.known.get(&item.origin) {
                add_sender(known, sender, operations);
                continue;
            }
            let first = operations.len();
            let incoming = IncomingDraft::Callback {
                name: component.clone().unwrap_or_else(|| name.clone()),
                expression: expression.to_owned(),
                senders: vec![sender],
                is_component: component.is_some(),
            };
            self.lower_incoming_item(incoming, &item, operations);
            self.callbacks.known.insert(item.origin.clone(), (first..operations.len()).collect());
        }
    }

    /// The wanted operations of a webhook or callback.
    fn lower_incoming_item(&mut self, incoming: IncomingDraft, item: &Node<'d>, operations: &mut Vec<OperationDraft>) {
        let path = PathTemplate { parts: Vec::new() };
        let Some((shared, methods)) = self.lower_item_parts(path, Some(incoming), item) else { return };
        for (method, node) in methods {
            if self.is_wanted(&shared, &node) {
                operations.extend(self.lower_operation(operations.len(), method, &shared, &node));
            }
        }
    }

    fn is_wanted(&self, item: &PathItem<'d>, node: &Node<'d>) -> bool {
        let key = item.incoming.as_ref().map_or("", IncomingDraft::name);
        let id = node.value.get("operationId").and_then(|id| id.as_str());
        self.incoming_filter.includes(&[key, id.unwrap_or(key)])
    }
}

/// Records another operation that has the callback.
fn add_sender(known: &[usize], sender: usize, operations: &mut [OperationDraft]) {
    for index in known {
        let Some(operation) = operations.get_mut(*index) else { continue };
        let Some(IncomingDraft::Callback { senders, .. }) = &mut operation.incoming else { continue };
        // The callbacks of one operation are consecutive.
        if senders.last() != Some(&sender) {
            senders.push(sender);
        }
    }
}
