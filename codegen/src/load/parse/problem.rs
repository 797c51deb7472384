//! A problem in a text, without its file.

use crate::diagnostics::{Code, Diagnostic, Level, Location, Source};
use std::ops::Range;
use std::sync::Arc;

/// A diagnostic whose locations are byte ranges of the text that was parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) level: Level,
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) at: Range<usize>,
    pub(crate) label: Option<String>,
    pub(crate) related: Vec<(Range<usize>, String)>,
    pub(crate) help: Vec<String>,
}

impl Problem {
    pub(crate) fn error(code: Code, at: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            code,
            message: message.into(),
            at,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Nothing but white space and comments.
    pub(crate) fn empty() -> Self {
        let problem = Self::error(Code::Syntax, 0..0, "the file is empty");
        problem.help("an OpenAPI document starts with its version, such as `openapi: 3.0.3`")
    }

    pub(crate) fn warning(code: Code, at: Range<usize>, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(code, at, message) }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    pub(crate) fn also(mut self, at: Range<usize>, label: impl Into<String>) -> Self {
        self.related.push((at, label.into()));
        self
    }

    /// The diagnostic, now that the text has a path.
    pub(crate) fn into_diagnostic(self, source: &Arc<Source>) -> Diagnostic {
        let location = |at| Location::Bytes(Arc::clone(source), at);
        let related = self.related.into_iter();
        Diagnostic {
            label: self.label,
            related: related.map(|(at, label)| (location(at), label)).collect(),
            help: self.help,
            ..Diagnostic::new(self.level, self.code, location(self.at), self.message)
        }
    }
}
