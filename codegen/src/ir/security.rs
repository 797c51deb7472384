//! Security schemes, and which of them operations require.

use super::ParameterLocation;
use crate::pointer::Origin;

/// A way to authenticate.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The Security Scheme Object.
    pub origin: Origin,
    /// Its key under `components.securitySchemes`.
    pub name: String,
    /// The description in the document.
    pub description: Option<String>,
    /// The location of the credential.
    pub kind: SecurityKind,
}

/// The location of a credential in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityKind {
    /// The header, query or cookie parameter of this name holds the credential.
    ApiKey {
        /// The location of the parameter; never [`ParameterLocation::Path`].
        location: ParameterLocation,
        /// The parameter's name.
        parameter: String,
    },
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: <scheme> <token>`: HTTP bearer, OAuth 2.0 and OpenID Connect, or the scheme in
    /// `x-specwright-auth-scheme`.
    Token {
        /// The word before the token, such as `Bearer`.
        auth_scheme: String,
        /// OAuth 2.0: every scope that a flow declares, with its description.
        scopes: Vec<(String, String)>,
        /// OAuth 2.0: the token endpoints.
        flows: Flows,
    },
}

/// The URLs of the flows of OAuth 2.0, as the document has them: some are relative to the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flows {
    /// `authorizationCode`: where users authorize, and the token endpoint.
    pub authorization_code: Option<(String, String)>,
    /// `clientCredentials`: the token endpoint.
    pub client_credentials: Option<String>,
    /// `password`: the token endpoint.
    pub password: Option<String>,
    /// `deviceAuthorization`: the device authorization endpoint and the token endpoint.
    pub device_authorization: Option<(String, String)>,
    /// The URL for refresh tokens, if it is not the token endpoint of the first of the flows above.
    pub refresh: Option<String>,
}

/// One alternative of credentials for an operation: all named schemes together. None means anonymous.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// The name of a scheme, and the required scopes.
    pub schemes: Vec<(String, Vec<String>)>,
}
