//! An input in a request: absent, a value, or invalid.

use super::place::{Location, Place};

/// An input in a request.
#[derive(Debug)]
pub struct Found<T> {
    pub(super) place: Place,
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
        Found { place: self.place, value }
    }

    /// A value of the body, or of a part of it.
    pub(crate) fn present(part: &str, value: T) -> Self {
        Self { place: place_of_part(part), value: State::Value(value) }
    }

    /// Nothing in the body, or in a part of it.
    pub(crate) fn absent(part: &str) -> Self {
        Self { place: place_of_part(part), value: State::Absent }
    }
}

/// A part of the body by its name; the body itself by [`BODY`].
pub(super) fn place_of_part(part: &str) -> Place {
    let place = Place::of(Location::Body, BODY);
    if part == BODY { place } else { place.at_key(part) }
}

/// The name of the body as a place.
pub(super) const BODY: &str = "body";

pub(super) const REQUIRED: &str = "must be present: it is required";
