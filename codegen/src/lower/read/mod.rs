//! Reading one object of a document: its keywords, what each of them takes, and what documents write in their place.
//!
//! Belongs here: reading the fields of an object, independently of their meaning for a client. Uses only the tree and
//! the diagnostics; every other module of [`lower`](super) uses it.

pub(crate) mod expected;
pub(crate) mod extensions;
pub(crate) mod fields;
pub(crate) mod header_name;
pub(crate) mod indentation;
pub(crate) mod media_type;
pub(crate) mod misplaced;
pub(crate) mod object_kind;
pub(crate) mod other_version;
pub(crate) mod template;
pub(crate) mod type_keyword;
pub(crate) mod value;
