//! The surface of an emitted client: its public items, and their interface for callers. Data only.
//!
//! `emit` creates it, and `diff` compares two of them. Types are written as in Rust at the root of the client:
//! `models::Pet` is a model, `operations::GetPet` a request, and a name without a path is one of Rust's or of the
//! runtime's. Two clients have the same surface if and only if the same programs compile with them.

// Uses: `pointer`. Used by: `diff`, `emit`.

use crate::pointer::Origin;

/// Every public item of a client that depends on the document.
#[derive(Debug, Clone, Default)]
pub struct Surface {
    /// The `use` lines that the types need at the root of the client.
    pub imports: String,
    /// The items: operations first, then models, headers and servers, then what a service has, each in the order of the document.
    pub items: Vec<Item>,
}

/// A public item.
#[derive(Debug, Clone)]
pub struct Item {
    /// The kind of item.
    pub kind: ItemKind,
    /// Its path from the root of the client.
    pub path: String,
    /// Its role in the document, independent of names: the same item may have another path and keep its role.
    pub role: String,
    /// The path of the operation that it belongs to, or its own.
    pub owner: String,
    /// A description of its role, for messages.
    pub label: String,
    /// Its node in the document.
    pub origin: Origin,
    /// `#[non_exhaustive]`, or with private fields: callers neither construct nor match it exhaustively.
    pub non_exhaustive: bool,
    /// The parts that callers can name or call.
    pub entries: Vec<Entry>,
    /// Behavior that types do not show.
    pub behaviors: Vec<Behavior>,
    /// The members whose values are checked before they are sent, by the limits of their own types.
    pub checked: Vec<String>,
    /// Everything that is emitted for it, without documentation.
    pub tokens: String,
}

/// The kind of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A request, with the method of the client that makes it.
    Operation,
    /// A struct with named fields.
    Struct,
    /// An enum.
    Enum,
    /// A struct around a string, number or boolean, which is private.
    Newtype,
    /// A struct around a list or map, which is public.
    Wrapper,
    /// A constant.
    Constant,
    /// An alias of a model.
    Alias,
    /// A trait that a service or a receiver of webhooks implements.
    Trait,
}

impl ItemKind {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Struct => "struct",
            Self::Enum => "enum",
            Self::Newtype => "newtype",
            Self::Wrapper => "wrapper",
            Self::Constant => "constant",
            Self::Alias => "alias",
            Self::Trait => "trait",
        }
    }
}

/// A part of an item that callers can name or call.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its kind, with its types.
    pub kind: EntryKind,
    /// Its name in the document; empty where the document has none.
    pub wire: String,
    /// Its node in the document.
    pub origin: Origin,
}

/// The kind of an entry, with its types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    /// A further path of the item, by its module.
    Path,
    /// The method of the client that makes the request.
    Method(Vec<Argument>),
    /// `new`.
    Constructor(Vec<Argument>),
    /// A struct literal, which has every field.
    Literal(Vec<Argument>),
    /// A setter; it takes nothing where there is one value only.
    Setter(Option<String>),
    /// A public field.
    Field(String),
    /// A variant and its contents: a type, or fields in braces.
    Variant(Option<String>),
    /// An implemented trait.
    Trait,
    /// The wrapped type of a newtype.
    Inner(String),
    /// The type of a success.
    Output(String),
    /// The type of a documented error.
    Failure(String),
    /// `pages` and `items`.
    Pages {
        /// A page.
        page: String,
        /// The type of its items.
        item: String,
    },
    /// A constant's type.
    Value(String),
    /// The model of an alias.
    Target(String),
    /// A method that a service implements, with a default.
    Handler {
        /// The type of its argument.
        request: String,
        /// The type of its result.
        response: String,
    },
    /// The traits that a service has to implement, in the order of their names.
    Supertraits(String),
}

/// An argument of a method or constructor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name, which callers do not write.
    pub name: String,
    /// Its type.
    pub parameter_type: String,
    /// Its node in the document.
    pub origin: Origin,
}

/// Behavior of an item that types do not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behavior {
    /// The entry or part of the document that it concerns; empty for the item.
    pub subject: String,
    /// The aspect of it, such as `path` or `default`.
    pub aspect: &'static str,
    /// What it is.
    pub value: String,
    /// Its node in the document.
    pub origin: Origin,
}

impl EntryKind {
    /// The kind of entry, without its types.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Method(_) => "method",
            Self::Constructor(_) => "constructor",
            Self::Literal(_) => "literal",
            Self::Setter(_) => "setter",
            Self::Field(_) => "field",
            Self::Variant(_) => "variant",
            Self::Trait => "trait",
            Self::Inner(_) => "value",
            Self::Output(_) => "output",
            Self::Failure(_) => "error",
            Self::Pages { .. } => "pages",
            Self::Value(_) => "constant",
            Self::Target(_) => "alias",
            Self::Handler { .. } => "handler",
            Self::Supertraits(_) => "supertraits",
        }
    }
}

impl Entry {
    /// Its identity among the entries of its item.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{} {}", self.kind.as_str(), self.name)
    }
}

impl Surface {
    /// The item of this path.
    #[must_use]
    pub fn item(&self, path: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.path == path)
    }
}

impl Item {
    /// The path of the model that it is an alias of.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.entries.iter().find_map(|entry| match &entry.kind {
            EntryKind::Target(path) => Some(path.as_str()),
            _ => None,
        })
    }

    /// The method of the client that makes the request.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.entries.iter().find(|entry| matches!(entry.kind, EntryKind::Method(_))).map(|entry| entry.name.as_str())
    }

    /// The entry with this name, of the kind with this [`EntryKind::as_str`].
    #[must_use]
    pub fn entry(&self, kind: &str, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.kind.as_str() == kind && entry.name == name)
    }

    /// The last segment of its path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }
}
