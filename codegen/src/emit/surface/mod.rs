//! The public surface of the emitted client, for comparison with that of another document.
//!
//! The declarations of items are read from their tokens, which cannot differ from the code: fields, variants, derives,
//! conversions. Items that the runtime's macros add are derived from the source of the macros' arguments. Every entry
//! has its node of the document. Uses all other modules of `emit`; none of them uses this one. Only `diff` needs it.

mod client;
mod declared;
mod limits;
mod model;
mod operation;
mod required;
mod service;
mod spelling;

use super::Emitter;
use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::pointer::Origin;
use crate::surface::{Behavior, Entry, EntryKind, Surface};

/// The surface of a client.
pub(crate) fn of(emitter: &Emitter) -> Surface {
    let uses = Uses::at(ModuleDepth::Root);
    let mut items = operation::items(emitter, &uses);
    items.extend(model::items(emitter, &uses));
    items.extend(client::items(emitter, &uses));
    items.extend(operation::of_webhooks(emitter, &uses));
    items.extend(service::items(emitter, &uses));
    Surface { imports: uses.lines(&[]).to_string(), items }
}

/// An entry.
fn entry(name: impl Into<String>, kind: EntryKind, wire: impl Into<String>, origin: &Origin) -> Entry {
    Entry { name: name.into(), kind, wire: wire.into(), origin: origin.clone() }
}

fn yes_or_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

/// A behavior.
fn behavior(subject: impl Into<String>, aspect: &'static str, value: impl Into<String>, origin: &Origin) -> Behavior {
    Behavior { subject: subject.into(), aspect, value: value.into(), origin: origin.clone() }
}
