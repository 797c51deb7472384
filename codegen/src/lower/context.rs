//! What every room of the stage may use: the document, where to report, and which version is read.

use super::read::other_version::OtherVersion;
use crate::diagnostics::Diagnostics;
use crate::load::version::is_swagger_2;
use crate::pointer::{FileId, Origin};
use crate::resolve::{Node, Resolver};
use std::collections::HashSet;

/// What the whole stage shares. It has no state that belongs to one room.
///
/// The rooms are layers above it, each a struct that has the one below it and derefs to it: [`References`], [`Schemas`],
/// [`Operations`]. What a layer keeps is its own, and no layer can call one above it.
///
/// [`References`]: super::reference::References
/// [`Schemas`]: super::schema::Schemas
/// [`Operations`]: super::operation::Operations
pub(crate) struct Context<'a, 'd> {
    pub(crate) resolver: Resolver<'d>,
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// The document that is lowered, of those that make up the API.
    pub(crate) root: FileId,
    /// Its version.
    pub(crate) version: Version,
    /// What documents say in the words of another version.
    pub(crate) other_version: OtherVersion,
    /// Places of which something was said that is read again for each operation.
    pub(crate) said: HashSet<Origin>,
}

impl<'a, 'd> Context<'a, 'd> {
    pub(crate) fn new(resolver: Resolver<'d>, diagnostics: &'a mut Diagnostics) -> Self {
        let (root, version) = (FileId::default(), Version::V3_0);
        Self { resolver, diagnostics, root, version, other_version: OtherVersion::default(), said: HashSet::new() }
    }

    /// Reports what documents say in the words of another version.
    pub(crate) fn report_other_version(&mut self) {
        self.other_version.report(self.diagnostics);
    }

    /// Goes on to another of the documents that make up the API.
    pub(crate) fn enter(&mut self, root: &Node<'d>) {
        let version = root.get("openapi").and_then(|node| node.value.as_str()).unwrap_or_default();
        self.root = root.origin.file;
        self.version = if is_swagger_2(root.value) { Version::V2_0 } else { Version::of(version) };
    }
}

/// The versions that mean different things by the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// Swagger, its structures brought to those of 3.0: see [`swagger2`](crate::swagger2).
    V2_0,
    V3_0,
    V3_1,
    /// This, and later ones.
    V3_2,
}

impl Version {
    fn of(openapi: &str) -> Self {
        if openapi.starts_with("3.0") {
            Self::V3_0
        } else if openapi.starts_with("3.1") {
            Self::V3_1
        } else {
            Self::V3_2
        }
    }

    /// Whether schemas are those of JSON Schema 2020-12, where keywords beside `$ref` count.
    pub(crate) fn since_3_1(self) -> bool {
        self >= Self::V3_1
    }

    /// Whether the document is Swagger 2.0.
    pub(crate) fn is_2_0(self) -> bool {
        self == Self::V2_0
    }

    /// The name of the version as a message has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V2_0 => "Swagger 2.0",
            Self::V3_0 => "OpenAPI 3.0",
            Self::V3_1 => "OpenAPI 3.1",
            Self::V3_2 => "OpenAPI 3.2",
        }
    }

    pub(crate) fn since_3_2(self) -> bool {
        self >= Self::V3_2
    }
}
