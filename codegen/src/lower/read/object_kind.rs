//! The keywords that the specification defines for each kind of object.

/// The keywords that the specification defines for one kind of object.
#[derive(Debug)]
pub(crate) struct ObjectKind {
    /// Its name in the specification.
    pub(crate) name: &'static str,
    /// The keywords that are read, or irrelevant to clients.
    pub(crate) keywords: &'static [&'static str],
    /// The relevant keywords that are not supported.
    pub(crate) unsupported: &'static [Unsupported],
    /// Our own extensions that are read here.
    pub(crate) extensions: &'static [&'static str],
}

/// A known keyword without effect.
#[derive(Debug)]
pub(crate) struct Unsupported {
    pub(crate) keyword: &'static str,
    /// The consequence of ignoring it.
    pub(crate) meaning: &'static str,
    /// The help: what to write instead.
    pub(crate) remedy: &'static str,
}

/// External documentation.
pub(crate) const EXTERNAL_DOCS: ObjectKind = ObjectKind {
    name: "External Documentation Object",
    keywords: &["url", "description"],
    unsupported: &[],
    extensions: &[],
};
