//! Which of an API's security schemes a credential is for.

use crate::auth::Credential;
use crate::syntax::nearest;
use crate::{Api, SecurityScheme};

/// Which scheme a credential is for.
pub(super) enum CredentialTarget {
    FirstToken,
    FirstBasic,
    Named(String),
}

pub(super) fn scheme_of(
    api: &Api,
    target: &CredentialTarget,
    credential: &Credential,
) -> Result<SecurityScheme, String> {
    let first = |is: fn(&SecurityScheme) -> bool| api.security.iter().find(|scheme| is(scheme)).copied();
    match target {
        CredentialTarget::FirstToken => first(SecurityScheme::is_token)
            .ok_or_else(|| format!("no security scheme of the API uses an access token{}", schemes(api))),
        CredentialTarget::FirstBasic => first(SecurityScheme::is_basic)
            .ok_or_else(|| format!("no security scheme of the API uses a user name and a password{}", schemes(api))),
        CredentialTarget::Named(name) => {
            let scheme = first_named(api, name)?;
            match credential {
                Credential::Key(_) if scheme.is_basic() => {
                    Err(format!("the security scheme `{name}` is set with `ClientBuilder::basic(user, password)`"))
                }
                _ => Ok(scheme),
            }
        }
    }
}

fn first_named(api: &Api, name: &str) -> Result<SecurityScheme, String> {
    api.security.iter().find(|scheme| scheme.name() == name).copied().ok_or_else(|| {
        let names: Vec<&str> = api.security.iter().map(SecurityScheme::name).collect();
        let hint = nearest::names(name, &names).first().map(|similar| format!(" (did you mean `{similar}`?)"));
        format!("the API has no security scheme `{name}`{}{}", hint.unwrap_or_default(), schemes(api))
    })
}

fn schemes(api: &Api) -> String {
    match api.security {
        [] => "; it has no security schemes that a client can apply".to_owned(),
        schemes => {
            let names: Vec<String> = schemes.iter().map(|scheme| format!("`{}`", scheme.name())).collect();
            format!("; its security schemes are {}", names.join(", "))
        }
    }
}
