//! What a document says of how pages follow one another.

/// How the pages of a list follow one another: what an `x-specwright-pagination` says.
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
    pub(super) turn: Turn,
    /// The query parameter that says how many items a page has.
    pub(super) size: Option<&'static str>,
    pub(super) items: &'static str,
    pub(super) more: Option<&'static str>,
    pub(super) total: Option<&'static str>,
}

/// What asks for the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// A query parameter with the number of the page.
    Page { parameter: &'static str, first: u64 },
    /// A query parameter with the number of items before the page.
    Offset { parameter: &'static str },
    /// A query parameter with what the response has under a path.
    Cursor { parameter: &'static str, next: &'static str },
    /// A query parameter with what the last item of the response has under a path.
    Last { parameter: &'static str, key: &'static str },
    /// The URL in the `Link` header of the response, or under a path of it.
    Link { next: Option<&'static str> },
}

impl Paging {
    /// By the number of the page in a query parameter. The first page has the number `first`.
    #[must_use]
    pub const fn page(parameter: &'static str, first: u64) -> Self {
        Self::by(Turn::Page { parameter, first })
    }

    /// By the number of items that come before the page, in a query parameter.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::by(Turn::Offset { parameter })
    }

    /// By a cursor, which the response has under the path `next` and a query parameter takes. Without one, with `null` and
    /// with an empty text the list ends.
    #[must_use]
    pub const fn cursor(parameter: &'static str, next: &'static str) -> Self {
        Self::by(Turn::Cursor { parameter, next })
    }

    /// By the last item of the page: what it has under the path `key` is what a query parameter takes.
    #[must_use]
    pub const fn last(parameter: &'static str, key: &'static str) -> Self {
        Self::by(Turn::Last { parameter, key })
    }

    /// By the URL in the `Link` header of the response whose relation is `next` (RFC 8288).
    #[must_use]
    pub const fn link() -> Self {
        Self::by(Turn::Link { next: None })
    }

    /// By the URL that the response has under the path `next`.
    #[must_use]
    pub const fn url(next: &'static str) -> Self {
        Self::by(Turn::Link { next: Some(next) })
    }

    const fn by(turn: Turn) -> Self {
        Self { turn, size: None, items: "$", more: None, total: None }
    }

    /// The query parameter that says how many items a page has: a page with fewer than were asked for, and fewer than
    /// one before it, is the last.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str) -> Self {
        self.size = Some(parameter);
        self
    }

    /// Where a response has its items. Default: the response itself is the array.
    #[must_use]
    pub const fn items(mut self, path: &'static str) -> Self {
        self.items = path;
        self
    }

    /// Where a response says whether there is more, by `true` and `false`.
    #[must_use]
    pub const fn more(mut self, path: &'static str) -> Self {
        self.more = Some(path);
        self
    }

    /// Where a response says how many items there are on all pages.
    #[must_use]
    pub const fn total(mut self, path: &'static str) -> Self {
        self.total = Some(path);
        self
    }
}
