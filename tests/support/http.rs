//! Clients of reqwest, for requests that a generated client would not send.

/// A client whose TLS has a cryptography provider.
pub(crate) fn client() -> reqwest::ClientBuilder {
    // Another test may have installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}
