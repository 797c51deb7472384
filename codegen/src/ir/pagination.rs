//! Lists that come in pages.

use super::{TypeId, TypeRef};
use crate::pointer::Origin;

/// The list that an operation responds with in pages: how these follow one another, and where a response has its items.
#[derive(Debug, Clone)]
pub struct Pages {
    /// Pagination as documented, checked against the parameters and the response.
    pub pagination: Pagination,
    /// The path of the items.
    pub list: PagedList,
}

/// The list in a response that is a page.
#[derive(Debug, Clone)]
pub struct PagedList {
    /// The page: the one body of the successes.
    pub page: TypeRef,
    /// Whether there are successes without a body.
    pub may_be_nothing: bool,
    /// The properties that lead from the page to the list; none when it is the list itself.
    pub path: Vec<Step>,
    /// The list.
    pub id: TypeId,
    /// Its contents.
    pub element: TypeRef,
}

/// A property on the path to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The object that contains it.
    pub object: TypeId,
    /// Its position among the properties.
    pub property: usize,
}

/// The pagination of an operation's list: `x-specwright-pagination`. Its parameters are in the query of the operation,
/// and its paths lead into its response.
#[derive(Debug, Clone)]
pub struct Pagination {
    /// The extension.
    pub origin: Origin,
    /// The request for the next page.
    pub turn: PageTurn,
    /// The parameter for the number of items per page.
    pub size: Option<String>,
    /// The path to the items in the response; empty if it is the list itself.
    pub items: Keys,
    /// The path to whether there are more.
    pub more: Option<Keys>,
    /// The path to the total number of items.
    pub total: Option<Keys>,
}

/// The keys that lead to a value in a response.
pub type Keys = Vec<String>;

/// The request for the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageTurn {
    /// The number of the page.
    Page {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// The number of items before the page.
    Offset {
        /// The parameter.
        parameter: String,
    },
    /// A value in the previous response.
    Cursor {
        /// The parameter.
        parameter: String,
        /// Its path in the response.
        next: Keys,
    },
    /// A value in the previous item.
    Last {
        /// The parameter.
        parameter: String,
        /// Its path in the item.
        key: Keys,
    },
    /// The URL in the header `Link`, or somewhere in the response.
    Link {
        /// Its path in the response.
        next: Option<Keys>,
    },
}

impl PageTurn {
    /// The parameter that selects a page.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Page { parameter, .. }
            | Self::Offset { parameter }
            | Self::Cursor { parameter, .. }
            | Self::Last { parameter, .. } => Some(parameter),
            Self::Link { .. } => None,
        }
    }
}
