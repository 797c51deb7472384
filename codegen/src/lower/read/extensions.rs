//! The supported extensions of operations and parameters: our own, and some of other tools.

/// The prefix of our own extensions, which are checked as strictly as keywords.
pub(crate) const OWN_PREFIX: &str = "x-specwright-";

/// In a Security Scheme Object: the word before the token in the `Authorization` header.
pub(crate) const AUTH_SCHEME: &str = "x-specwright-auth-scheme";

/// In an Operation Object: the pagination of a list.
pub(crate) const PAGINATION: &str = "x-specwright-pagination";

/// In a Parameter Object: the client sends the default of an optional parameter.
pub(crate) const SEND_DEFAULT: &str = "x-specwright-send-default";

/// The extension of dropshot, which states only that there are pages.
pub(crate) const DROPSHOT: &str = "x-dropshot-pagination";

/// The extension of Azure, which names the property that links to the next page.
pub(crate) const PAGEABLE: &str = "x-ms-pageable";

/// The extension of Azure for a parameter that is put into the URL unencoded.
pub(crate) const SKIP_URL_ENCODING: &str = "x-ms-skip-url-encoding";

/// The extension of Azure for a header that describes all headers with the same prefix.
pub(crate) const HEADER_PREFIX: &str = "x-ms-header-collection-prefix";
