//! Sending a request to the server of its token.

use crate::url::server;
use crate::{Body, CredentialError, OperationInfo};
use http::Uri;

/// Sends a request to the server at another URL, of which scheme and host count; path and query stay.
pub(super) fn move_to_server(
    request: &mut http::Request<Body>,
    operation: &'static OperationInfo,
    server: &str,
) -> Result<(), CredentialError> {
    moved(request.uri(), server).map(|uri| *request.uri_mut() = uri).map_err(|reason| CredentialError {
        operation,
        message: format!("the token is for another server: {reason}"),
        source: None,
    })
}

fn moved(uri: &Uri, server: &str) -> Result<Uri, String> {
    let server: Uri = server::checked(server)?.parse().map_err(|_| "its URL cannot be read".to_owned())?;
    if uri.scheme_str() == Some("https") && server.scheme_str() != Some("https") {
        return Err("without encryption, which the call requires".to_owned());
    }
    let mut parts = uri.clone().into_parts();
    let server = server.into_parts();
    (parts.scheme, parts.authority) = (server.scheme, server.authority);
    Uri::from_parts(parts).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_sent_to_the_server_of_the_token() {
        let moved = |uri: &str, server: &str| moved(&uri.parse().unwrap(), server).map(|uri| uri.to_string());
        let uri = "https://www.zohoapis.com/crm/v8/settings/portals?a=%2F";
        assert_eq!(
            moved(uri, "https://www.zohoapis.eu").unwrap(),
            "https://www.zohoapis.eu/crm/v8/settings/portals?a=%2F"
        );
        assert_eq!(moved("http://a/b", "http://127.0.0.1:80/ignored/").unwrap(), "http://127.0.0.1:80/b");
        assert_eq!(moved("http://a/b", "https://c").unwrap(), "https://c/b");
        assert!(moved(uri, "http://www.zohoapis.eu").unwrap_err().contains("without encryption"));
        for server in ["", "www.zohoapis.eu", "https://u:p@www.zohoapis.eu", "ftp://www.zohoapis.eu"] {
            assert!(moved(uri, server).is_err(), "{server}");
        }
    }
}
