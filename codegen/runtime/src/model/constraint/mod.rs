//! Constraints: what a value must satisfy before it is sent. Never checked on what is received.
//!
//! Emitted types state their [`Rules`] in [`Check`]; a [`Checker`] walks them and notes every violation with the JSON
//! path of the value: each is defined by the other. Rules look at a value's JSON, as the document's constraints do: so they hold for newtypes,
//! enums, unions and models alike, and `null` or an absent value satisfies every rule.

mod checker;
mod containers;
mod number;
mod rules;

pub use checker::Checker;
pub use rules::Rules;

/// A type that knows its constraints, or holds values that do.
pub trait Check {
    /// Notes every violation inside this value.
    fn check(&self, at: &mut Checker);
}

#[cfg(test)]
mod tests;
