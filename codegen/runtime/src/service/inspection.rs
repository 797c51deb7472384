//! What is known about a request before its response: the operation, and deviations from the document.

use super::problem::Problem;
use crate::OperationInfo;

/// The operation of a request, and how the request deviates from the document.
///
/// This is stricter than a service, which ignores unknown parameters.
#[derive(Debug, Clone)]
pub struct Inspection {
    operation: Option<&'static str>,
    problem: Option<Problem>,
    is_confidential: bool,
}

impl Inspection {
    /// A request for this operation, or for an unknown one.
    #[must_use]
    pub const fn new(operation: Option<&'static str>) -> Self {
        Self { operation, problem: None, is_confidential: false }
    }

    pub(crate) fn of(operation: &OperationInfo, problem: Option<Problem>) -> Self {
        Self { operation: Some(operation.id), problem, is_confidential: false }
    }

    /// Adds a deviation from the document.
    #[must_use]
    pub fn with_problem(self, problem: Problem) -> Self {
        Self { problem: Some(problem), ..self }
    }

    /// Marks the query, the headers and the body as confidential: they are never printed.
    #[must_use]
    pub fn confidential(self) -> Self {
        Self { is_confidential: true, ..self }
    }

    /// The id of the operation; `None` if the request is for an unknown one.
    #[must_use]
    pub const fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// The deviation from the document: 404 and 405 if no operation has the path or the method.
    #[must_use]
    pub const fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    pub(crate) const fn is_confidential(&self) -> bool {
        self.is_confidential
    }
}
