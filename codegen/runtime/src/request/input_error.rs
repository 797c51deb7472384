//! The error of inputs that cannot be sent, with every problem of every input.

use crate::OperationInfo;
use std::fmt;

/// The error for inputs that cannot be sent: every one, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    pub(super) operation: &'static OperationInfo,
    pub(super) problems: Vec<InputProblem>,
}

/// An input that cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputProblem {
    /// The parameter's name or `body`; for a value inside it, also its JSON path: `body at $.user_type[0].name`.
    pub input: String,
    /// The requirement, as in `must be at most 50 characters, has 63`.
    pub reason: String,
}

impl InputError {
    /// The operation.
    #[must_use]
    pub const fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// Every problem; never empty.
    #[must_use]
    pub fn problems(&self) -> &[InputProblem] {
        &self.problems
    }
}

impl fmt::Display for InputProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.input, self.reason)
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems: Vec<String> = self.problems.iter().map(InputProblem::to_string).collect();
        write!(f, "{}: not sent: {}", self.operation, problems.join("; "))
    }
}

impl std::error::Error for InputError {}
