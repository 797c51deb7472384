//! The surface of what is emitted, for comparison with that of another document.
//!
//! What items declare is read from their tokens, which cannot differ from the code: fields, variants, derives, conversions. What
//! the runtime's macros add is taken from where their arguments come from. Every entry gets the node of the document that it
//! comes from. Uses all other modules of `emit`; none of them uses this one. Only `diff` needs it.

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
use crate::surface::{Entry, EntryKind, Fact, Surface};

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

/// A fact.
fn fact(subject: impl Into<String>, aspect: &'static str, value: impl Into<String>, origin: &Origin) -> Fact {
    Fact { subject: subject.into(), aspect, value: value.into(), origin: origin.clone() }
}
