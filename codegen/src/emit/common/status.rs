//! Documentation of statuses.

use crate::ir::StatusRange;

/// The status as the document writes it, as a code span.
pub(in crate::emit) fn status_word(status: StatusRange) -> String {
    match status {
        StatusRange::Exact(code) => format!("`{code}`"),
        StatusRange::Class(class) => format!("`{class}XX`"),
        StatusRange::Default => "`default`".to_owned(),
    }
}
