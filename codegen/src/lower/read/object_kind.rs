//! What the specification knows of the objects of one kind.

/// What the specification knows of one kind of object.
#[derive(Debug)]
pub(crate) struct ObjectKind {
    /// Its name in the specification.
    pub(crate) name: &'static str,
    /// The keywords that are read, or that mean nothing to a client.
    pub(crate) keywords: &'static [&'static str],
    /// The keywords that a client would need and that are not supported.
    pub(crate) unsupported: &'static [Unsupported],
    /// Our own extensions that are read here.
    pub(crate) extensions: &'static [&'static str],
}

/// A keyword that is understood and has no effect.
#[derive(Debug)]
pub(crate) struct Unsupported {
    pub(crate) keyword: &'static str,
    /// What ignoring it means.
    pub(crate) meaning: &'static str,
    /// What to do without it.
    pub(crate) remedy: &'static str,
}

/// Documentation that stands elsewhere.
pub(crate) const EXTERNAL_DOCS: ObjectKind = ObjectKind {
    name: "External Documentation Object",
    keywords: &["url", "description"],
    unsupported: &[],
    extensions: &[],
};
