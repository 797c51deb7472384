//! Constraints, which a value must satisfy before it is sent. Received values are never checked.
//!
//! Emitted types state their [`Rules`] in an implementation of [`Check`]; a [`Checker`] walks a value and collects every
//! violation with its JSON path. The two traits refer to each other. Rules apply to the JSON of a value, as the document's
//! constraints do: so they work for newtypes, enums, unions and models alike, and `null` or an absent value satisfies every rule.

mod checker;
mod containers;
mod number;
mod rules;

pub use checker::Checker;
pub use rules::Rules;

/// A type with constraints, or with values that have some.
pub trait Check {
    /// Collects every violation inside this value.
    fn check(&self, at: &mut Checker);
}

#[cfg(test)]
mod tests;
