//! What a request holds of an input: nothing, a value, or something that is refused.

use super::place::{Location, Place};

/// What a request holds of an input.
#[derive(Debug)]
pub struct Found<T> {
    pub(super) place: Place,
    pub(super) value: State<T>,
}

#[derive(Debug)]
pub(super) enum State<T> {
    Absent,
    /// What is wrong has been noted.
    Refused,
    Value(T),
}

impl<T> Found<T> {
    /// The same with another value.
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
    pub(crate) fn there(part: &str, value: T) -> Self {
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

/// What the body is called among places.
pub(super) const BODY: &str = "body";

pub(super) const REQUIRED: &str = "must be there: it is required";
