//! TLS of the transports for async calls.

use crate::{TransportError, TransportErrorKind};
use ::hyper_rustls::ConfigBuilderExt;
use ::rustls::crypto::{CryptoProvider, ring};
use ::rustls::{ClientConfig, Error};
use std::sync::Arc;

/// Uses the system's root certificates, and the process-wide cryptography provider if one is installed.
pub(crate) fn config() -> Result<ClientConfig, Error> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config.try_with_platform_verifier()?.with_no_client_auth())
}

/// TLS cannot be set up. `instead` is what the caller could pass to which function.
pub(crate) fn unavailable(error: &Error, instead: &str) -> TransportError {
    let remedy = format!("install the system's certificates, often a package `ca-certificates`, or pass {instead}");
    TransportError::new(TransportErrorKind::Tls, format!("{error}: {remedy}"))
}
