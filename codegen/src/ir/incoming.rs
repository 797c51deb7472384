//! Operations that the API calls: what receives them is written by those who use the API.

use super::{Api, Operation, OperationId};

/// The position of an operation that the API calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// In `webhooks`.
    Webhook {
        /// Its key.
        name: String,
    },
    /// In `callbacks`, of operations or of `components`.
    Callback {
        /// Its key.
        name: String,
        /// The runtime expression for the URL, such as `{$request.body#/url}`.
        expression: String,
        /// The ids of the operations that it follows from.
        senders: Vec<String>,
    },
}

impl Incoming {
    /// The key of the webhook or callback.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Webhook { name } | Self::Callback { name, .. } => name,
        }
    }
}

impl Api {
    /// The operations that clients call: those of `paths`.
    pub fn outgoing(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.numbered().filter(|(_, operation)| operation.incoming.is_none())
    }

    /// The operations that the API calls: webhooks and callbacks, if the settings select them.
    pub fn incoming(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.numbered().filter(|(_, operation)| operation.incoming.is_some())
    }

    fn numbered(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.operations.iter().enumerate().map(|(index, operation)| (OperationId(index), operation))
    }
}
