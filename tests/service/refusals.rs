//! What of a request is not as documented, and how that is said.
