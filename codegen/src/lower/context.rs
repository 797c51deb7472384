//! The state of the stage: the document, the diagnostics, and the version.

use super::read::other_version::OtherVersion;
use super::version::Version;
use crate::diagnostics::Diagnostics;
use crate::load::version::is_swagger_2;
use crate::pointer::{FileId, Origin};
use crate::resolve::{Node, Resolver};
use std::collections::HashSet;

/// The state that all modules of the stage share.
///
/// The modules are layers on top of it, each a struct that contains the one below and dereferences to it:
/// [`References`], [`Schemas`], [`Operations`]. A layer has its own state, and cannot call one above it.
///
/// [`References`]: super::reference::References
/// [`Schemas`]: super::schema::Schemas
/// [`Operations`]: super::operation::Operations
pub(crate) struct Context<'a, 'd> {
    pub(crate) resolver: Resolver<'d>,
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// The current one of the documents of the API.
    pub(crate) root: FileId,
    /// Its version.
    pub(crate) version: Version,
    /// Keywords of other versions than the document's.
    pub(crate) other_version: OtherVersion,
    /// Reported positions that are read again for each operation.
    pub(crate) reported: HashSet<Origin>,
}

impl<'a, 'd> Context<'a, 'd> {
    pub(crate) fn new(resolver: Resolver<'d>, diagnostics: &'a mut Diagnostics) -> Self {
        let (root, version) = (FileId::default(), Version::V3_0);
        Self { resolver, diagnostics, root, version, other_version: OtherVersion::default(), reported: HashSet::new() }
    }

    /// Reports keywords of other versions than the document's.
    pub(crate) fn report_other_version(&mut self) {
        self.other_version.report(self.diagnostics);
    }

    /// Records the keywords of an object that OpenAPI 3.2 adds, if the document has an earlier version.
    pub(crate) fn check_words_of_3_2(&mut self, node: &Node<'_>, object: &str, keywords: &[&'static str]) {
        self.other_version.check_words_of_3_2(self.root, self.version, node, object, keywords);
    }

    /// Continues with the next of the documents of the API.
    pub(crate) fn enter(&mut self, root: &Node<'d>) {
        let version = root.get("openapi").and_then(|node| node.value.as_str()).unwrap_or_default();
        self.root = root.origin.file;
        self.version = if is_swagger_2(root.value) { Version::V2_0 } else { Version::of(version) };
    }
}
