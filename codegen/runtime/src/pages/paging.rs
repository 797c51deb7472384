//! What a document states about the pagination of an operation.

/// The pagination of a list, as `x-specwright-pagination` describes it.
///
/// Paths lead into the JSON of a response: `$.info.more_records`, `$["@odata.nextLink"]`, `$` for the whole of it.
///
/// ```
/// use specwright_runtime::Paging;
///
/// const PAGING: Paging = Paging::page("page", 1).size("per_page").items("$.users").more("$.info.more_records");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    pub(super) style: PagingStyle,
    /// The query parameter for the number of items on a page.
    pub(super) size: Option<&'static str>,
    pub(super) items: &'static str,
    pub(super) more: Option<&'static str>,
    pub(super) total: Option<&'static str>,
}

/// How the next page is requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PagingStyle {
    /// A query parameter with the number of the page.
    Page { parameter: &'static str, first: u64 },
    /// A query parameter with the number of items before the page.
    Offset { parameter: &'static str },
    /// A query parameter with the value at a path in the response.
    Cursor { parameter: &'static str, next: &'static str },
    /// A query parameter with the value at a path in the last item of the response.
    Last { parameter: &'static str, key: &'static str },
    /// The URL in the `Link` header of the response, or at a path in it.
    Link { next: Option<&'static str> },
}

impl Paging {
    /// Pages by number, in a query parameter. The first page has the number `first`.
    #[must_use]
    pub const fn page(parameter: &'static str, first: u64) -> Self {
        Self::by(PagingStyle::Page { parameter, first })
    }

    /// Pages by the number of items before the page, in a query parameter.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::by(PagingStyle::Offset { parameter })
    }

    /// Pages by a cursor at the path `next` of the response, which is passed in a query parameter. The list ends if it is
    /// missing, `null` or empty.
    #[must_use]
    pub const fn cursor(parameter: &'static str, next: &'static str) -> Self {
        Self::by(PagingStyle::Cursor { parameter, next })
    }

    /// Pages by the last item: its value at the path `key` is passed in a query parameter.
    #[must_use]
    pub const fn last(parameter: &'static str, key: &'static str) -> Self {
        Self::by(PagingStyle::Last { parameter, key })
    }

    /// Pages by the URL in the `Link` header of the response whose relation is `next` (RFC 8288).
    #[must_use]
    pub const fn link() -> Self {
        Self::by(PagingStyle::Link { next: None })
    }

    /// Pages by the URL at the path `next` of the response.
    #[must_use]
    pub const fn url(next: &'static str) -> Self {
        Self::by(PagingStyle::Link { next: Some(next) })
    }

    const fn by(style: PagingStyle) -> Self {
        Self { style, size: None, items: "$", more: None, total: None }
    }

    /// Sets the query parameter with the page size: a page with fewer items than requested, and fewer than a page
    /// before it, is the last.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str) -> Self {
        self.size = Some(parameter);
        self
    }

    /// Sets the path of the items in a response. Default: the response itself is the array.
    #[must_use]
    pub const fn items(mut self, path: &'static str) -> Self {
        self.items = path;
        self
    }

    /// Sets the path of the boolean in a response for whether there is another page.
    #[must_use]
    pub const fn more(mut self, path: &'static str) -> Self {
        self.more = Some(path);
        self
    }

    /// Sets the path of the number of items on all pages.
    #[must_use]
    pub const fn total(mut self, path: &'static str) -> Self {
        self.total = Some(path);
        self
    }
}
