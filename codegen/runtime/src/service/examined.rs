//! What is known of a request before anybody responds to it.

use super::problem::Problem;
use crate::OperationInfo;

/// The operation that a request is for, and what of it is not as documented.
///
/// A service refuses less than this finds: it does not mind parameters that it does not know.
#[derive(Debug, Clone)]
pub struct Examined {
    operation: Option<&'static str>,
    problem: Option<Problem>,
    is_confidential: bool,
}

impl Examined {
    /// A request for this operation, or for none that is known.
    #[must_use]
    pub const fn new(operation: Option<&'static str>) -> Self {
        Self { operation, problem: None, is_confidential: false }
    }

    pub(crate) fn of(operation: &OperationInfo, problem: Option<Problem>) -> Self {
        Self { operation: Some(operation.id), problem, is_confidential: false }
    }

    /// The same of which this is not as documented.
    #[must_use]
    pub fn with_problem(self, problem: Problem) -> Self {
        Self { problem: Some(problem), ..self }
    }

    /// The same of which neither query nor headers nor body are ever printed, as they hold credentials.
    #[must_use]
    pub fn confidential(self) -> Self {
        Self { is_confidential: true, ..self }
    }

    /// The id of the operation; none for a request that is for none.
    #[must_use]
    pub const fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// What is not as documented: 404 and 405 where no operation has the path or the method.
    #[must_use]
    pub const fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    pub(crate) const fn is_confidential(&self) -> bool {
        self.is_confidential
    }
}
