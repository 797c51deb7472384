//! Adding a credential to a request, in the location of its scheme.

use crate::SecurityScheme;
use crate::facts::Kind;
use crate::request::header_value;
use crate::request::percent;
use crate::request::style;
use crate::{Body, Secret};
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};

/// Adds a credential in the location of its scheme. Reasons do not contain the secret.
pub(super) fn apply(request: &mut http::Request<Body>, scheme: &SecurityScheme, secret: &Secret) -> Result<(), String> {
    match scheme.kind {
        Kind::Token { auth_scheme } => {
            set_header(request, AUTHORIZATION, &[auth_scheme, " ", secret.expose()].concat())
        }
        Kind::Basic => set_header(request, AUTHORIZATION, &["Basic ", secret.expose()].concat()),
        Kind::Header(header) => {
            let header =
                HeaderName::try_from(header).map_err(|_| "goes into a header whose name is not valid".to_owned())?;
            set_header(request, header, secret.expose())
        }
        Kind::Cookie(cookie) => add_cookie(request, cookie, secret),
        Kind::Query(parameter) => add_query(request, parameter, secret),
    }
}

fn set_header(request: &mut http::Request<Body>, name: HeaderName, text: &str) -> Result<(), String> {
    let value = sensitive(text)?;
    request.headers_mut().insert(name, value);
    Ok(())
}

fn add_cookie(request: &mut http::Request<Body>, name: &str, secret: &Secret) -> Result<(), String> {
    let others = request.headers().get(COOKIE).and_then(|value| value.to_str().ok()).map(|text| format!("{text}; "));
    let cookies = format!("{}{name}={}", others.unwrap_or_default(), style::cookie_value(secret.expose())?);
    set_header(request, COOKIE, &cookies)
}

fn add_query(request: &mut http::Request<Body>, name: &str, secret: &Secret) -> Result<(), String> {
    let uri = request.uri();
    let delimiter = if uri.query().is_some() { '&' } else { '?' };
    let uri = format!("{uri}{delimiter}{}={}", percent::encode(name), percent::encode(secret.expose()));
    *request.uri_mut() = uri.parse().map_err(|_| "makes the URL too long".to_owned())?;
    Ok(())
}

fn sensitive(text: &str) -> Result<HeaderValue, String> {
    let mut value = header_value(text)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Whether the operation has written the query parameter or cookie itself, because the document describes it as a
/// parameter as well: it is not sent twice.
pub(super) fn is_written(request: &http::Request<Body>, scheme: &SecurityScheme) -> bool {
    let names = |name: &str, pair: &str| pair.trim().split('=').next() == Some(name);
    match scheme.kind {
        Kind::Query(parameter) => request
            .uri()
            .query()
            .is_some_and(|query| query.split('&').any(|pair| names(&percent::encode(parameter), pair))),
        Kind::Cookie(cookie) => {
            let cookies = request.headers().get(COOKIE).and_then(|value| value.to_str().ok());
            cookies.is_some_and(|cookies| cookies.split(';').any(|pair| names(cookie, pair)))
        }
        Kind::Token { .. } | Kind::Basic | Kind::Header(_) => false,
    }
}
