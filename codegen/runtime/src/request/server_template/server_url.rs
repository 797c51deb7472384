//! The base URL of a server, or the reason why there is none.

use crate::request::InputProblem;
use std::fmt;

/// The base URL of a server: a string, or a [template](super::ServerTemplate) with values filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrl(pub(super) Result<String, ServerUrlError>);

impl ServerUrl {
    /// The URL.
    ///
    /// # Errors
    /// When the value of a variable would change the URL beyond the variable's position in the template.
    pub fn into_result(self) -> Result<String, ServerUrlError> {
        self.0
    }
}

impl<T: Into<String>> From<T> for ServerUrl {
    fn from(url: T) -> Self {
        Self(Ok(url.into()))
    }
}

/// The error for values of server variables that would lead to another server. Lists every problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrlError(pub(super) Vec<InputProblem>);

impl ServerUrlError {
    /// Every problem, by the name of its variable; never empty.
    #[must_use]
    pub fn problems(&self) -> &[InputProblem] {
        &self.0
    }
}

impl fmt::Display for ServerUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = |problem: &InputProblem| format!("the server variable `{}` {}", problem.input, problem.reason);
        let problems: Vec<String> = self.0.iter().map(message).collect();
        f.write_str(&problems.join("; "))
    }
}

impl std::error::Error for ServerUrlError {}
