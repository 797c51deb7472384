//! The shape of a server-sent event, as a value of the runtime's type.

use crate::emit::common::identifier::identifier;
use crate::ir::{EventId, EventShape};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The expression; `item` is the path of an item of the runtime.
pub(in crate::emit) fn event_shape<T: ToTokens>(shape: EventShape, item: impl Fn(&'static str) -> T) -> TokenStream {
    let (word, id) = match shape {
        EventShape::Json => ("Json", None),
        EventShape::Text => ("Text", None),
        EventShape::JsonOrText => ("JsonOrText", None),
        EventShape::Event(id) => ("Event", Some(id)),
        EventShape::EventWithText(id) => ("EventWithText", Some(id)),
        EventShape::EventWithTextOrJson(id) => ("EventWithTextOrJson", Some(id)),
    };
    let (path, word) = (item("EventShape"), identifier(word));
    let Some(id) = id else { return quote!(#path::#word) };
    let (id, of) = (identifier(id_word(id)), item("EventId"));
    quote!(#path::#word(#of::#id))
}

fn id_word(id: EventId) -> &'static str {
    match id {
        EventId::Text => "Text",
        EventId::Integer => "Integer",
        EventId::TextOrInteger => "TextOrInteger",
    }
}
