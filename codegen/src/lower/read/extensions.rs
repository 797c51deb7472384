//! The extensions of operations and parameters that are read: ours, and some of others.

/// The prefix of our own extensions, which are checked as strictly as keywords.
pub(crate) const OWN_PREFIX: &str = "x-specwright-";

/// Gives the word before the token in the `Authorization` header. It stands in a Security Scheme Object.
pub(crate) const AUTH_SCHEME: &str = "x-specwright-auth-scheme";

/// Says how the pages of a list follow one another. It stands in an Operation Object.
pub(crate) const PAGINATION: &str = "x-specwright-pagination";

/// Asks the client to send the default of an optional parameter itself. It stands in a Parameter Object.
pub(crate) const SEND_DEFAULT: &str = "x-specwright-send-default";

/// The extension of dropshot, which says no more than that there are pages.
pub(crate) const DROPSHOT: &str = "x-dropshot-pagination";

/// The extension of Azure, which names the property that links to the next page.
pub(crate) const PAGEABLE: &str = "x-ms-pageable";

/// The extension of Azure for a parameter that goes into the URL as it is.
pub(crate) const SKIP_URL_ENCODING: &str = "x-ms-skip-url-encoding";

/// The extension of Azure for a header that stands for all headers whose names begin alike.
pub(crate) const HEADER_PREFIX: &str = "x-ms-header-collection-prefix";
