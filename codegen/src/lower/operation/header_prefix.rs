//! The extension of Azure that describes many headers as one.

use crate::diagnostics::{Code, Diagnostics};
use crate::lower::read::extensions::HEADER_PREFIX;
use crate::resolve::Node;

/// Reports a header that describes many, and is a single header in the client.
pub(super) fn report_header_prefix(node: &Node<'_>, name: &str, remedy: &str, diagnostics: &mut Diagnostics) {
    let Some(prefix) = node.get(HEADER_PREFIX) else { return };
    let message = format!("`{HEADER_PREFIX}` is not supported: only the header `{name}` itself is generated");
    diagnostics.warning(Code::UnsupportedKeyword, &prefix.origin, message).at_key().skipped().help(remedy);
}
