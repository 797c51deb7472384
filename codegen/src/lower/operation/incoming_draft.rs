//! The position of an operation that the API calls.

use super::OperationDraft;
use crate::ir::{Incoming, Method};
use heck::ToSnakeCase;

/// The position of an operation that the API calls, before all operations have their ids.
#[derive(Debug, Clone)]
pub(crate) enum IncomingDraft {
    Webhook {
        name: String,
    },
    Callback {
        name: String,
        expression: String,
        /// The operations that have the callback, by index.
        senders: Vec<usize>,
        /// Whether it is a component, which several operations may refer to.
        is_component: bool,
    },
}

impl IncomingDraft {
    /// The key of the webhook or callback.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Webhook { name } | Self::Callback { name, .. } => name,
        }
    }

    /// An id derived from its position: the key of a webhook; for a callback also the first operation that has it. A method other
    /// than POST is added.
    pub(super) fn made_id(&self, method: &Method, operations: &[OperationDraft]) -> String {
        let name = match self {
            Self::Webhook { name } | Self::Callback { name, is_component: true, .. } => name.clone(),
            Self::Callback { name, senders, .. } => {
                let sender = senders.first().and_then(|sender| operations.get(*sender));
                format!("{} {name}", sender.map_or("", |sender| &sender.id))
            }
        };
        let name = name.to_snake_case();
        if *method == Method::Post { name } else { format!("{name}_{}", method.key().to_lowercase()) }
    }

    /// Resolves the operations to their ids.
    pub(super) fn finish(self, ids: &[String]) -> Incoming {
        match self {
            Self::Webhook { name } => Incoming::Webhook { name },
            Self::Callback { name, expression, senders, .. } => {
                let senders = senders.into_iter().filter_map(|sender| ids.get(sender).cloned()).collect();
                Incoming::Callback { name, expression, senders }
            }
        }
    }
}
