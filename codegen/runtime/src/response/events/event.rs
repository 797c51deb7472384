//! An event, and what its schema describes.

/// What the schema of an event describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventShape {
    /// Its data, which is JSON.
    Json,
    /// Its data, which is text.
    Text,
    /// Its data, without a schema: JSON, or else a string.
    JsonOrText,
    /// The event: an object with the properties `data`, `event`, `id` and `retry`, if they are sent. `data` is JSON, or
    /// else a string.
    Event(EventId),
    /// Like `Event`, but `data` is a string: the text as received.
    EventWithText(EventId),
    /// Like `Event`, but `data` is a string in some events, as received, and JSON in others: the type decides.
    EventWithTextOrJson(EventId),
}

/// The JSON type of the `id` of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventId {
    /// A string, as in the stream.
    Text,
    /// An integer. An id that is not an integer is a string.
    Integer,
    /// A string in some events, and an integer in others: the type decides. A type that accepts both has an integer.
    TextOrInteger,
}

/// A server-sent event with its type and id.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The value that was read from it.
    pub value: T,
    /// Its type; `None` if it was sent without one, which means `message`.
    pub event: Option<String>,
    /// The last id that was sent, with this event or an earlier one.
    pub id: Option<String>,
}
