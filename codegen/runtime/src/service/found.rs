//! An input in a request: absent, a value, or invalid.

use super::value_position::{Location, ValuePosition};

/// An input in a request.
#[derive(Debug)]
pub struct Found<T> {
    pub(super) position: ValuePosition,
    pub(super) value: State<T>,
}

#[derive(Debug)]
pub(super) enum State<T> {
    Absent,
    /// Invalid; the problem has been recorded.
    Refused,
    Value(T),
}

impl<T> Found<T> {
    /// Maps the value.
    #[must_use]
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Found<U> {
        let value = match self.value {
            State::Absent => State::Absent,
            State::Refused => State::Refused,
            State::Value(value) => State::Value(map(value)),
        };
        Found { position: self.position, value }
    }

    /// A value of the body, or of a part of it.
    pub(crate) fn present(part: &str, value: T) -> Self {
        Self { position: position_of_part(part), value: State::Value(value) }
    }

    /// Nothing in the body, or in a part of it.
    pub(crate) fn absent(part: &str) -> Self {
        Self { position: position_of_part(part), value: State::Absent }
    }
}

/// A part of the body by its name; the body itself by [`BODY`].
pub(super) fn position_of_part(part: &str) -> ValuePosition {
    let position = ValuePosition::of(Location::Body, BODY);
    if part == BODY { position } else { position.at_key(part) }
}

/// The name of the body in a position.
pub(super) const BODY: &str = "body";

pub(super) const REQUIRED: &str = "must be present: it is required";
