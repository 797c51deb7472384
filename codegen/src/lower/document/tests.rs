//! Lowering of security schemes and servers.

use crate::diagnostics::{Diagnostics, Strictness};
use crate::ir::{Flows, SecurityKind, UrlPart};
use crate::lower::testing::{document, lower, messages};
use serde_json::json;

#[test]
fn security_is_declared_and_overridden() {
    let mut written = document(
        &json!({ "/": {
            "get": { "responses": { "204": { "description": "Done" } } },
            "put": { "responses": { "204": { "description": "Done" } }, "security": [] },
            "post": { "responses": { "204": { "description": "Done" } }, "security": [{ "tokn": [] }, { "oauth": ["write"] }] },
        }}),
        &json!({}),
    );
    written["security"] = json!([{ "token": [] }]);
    written["components"]["securitySchemes"] = json!({
        "token": { "type": "http", "scheme": "bearer" },
        "oauth": {
            "type": "oauth2",
            "x-specwright-auth-scheme": "Zoho-oauthtoken",
            "flows": { "implicit": { "authorizationUrl": "/", "scopes": { "read": "Read" } } },
        },
    });
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let api = lower(&written, &mut diagnostics);
    assert_eq!(
        messages(&diagnostics),
        ["error: unknown security scheme `tokn`", "warning: the scope `write` is not declared in a flow of `oauth`",]
    );
    assert_eq!(
        api.security_schemes[1].kind,
        SecurityKind::Token {
            auth_scheme: "Zoho-oauthtoken".to_owned(),
            scopes: vec![("read".to_owned(), "Read".to_owned())],
            flows: Flows::default(),
        }
    );
    let schemes = |index: usize| api.operations[index].security.iter().map(|one| one.schemes.len()).collect::<Vec<_>>();
    assert_eq!((schemes(0), schemes(1)), (vec![1], vec![0]));
}

#[test]
fn servers_have_templates() {
    let mut written = document(&json!({}), &json!({}));
    written["info"]["version"] = json!("1.0");
    written["servers"] = json!([{ "url": "https://{region}.example.com/{base}", "variables": {
        "region": { "default": "eu", "enum": ["us"] },
        "spare": { "default": "" },
    }}]);
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let api = lower(&written, &mut diagnostics);
    assert_eq!(
        messages(&diagnostics),
        [
            "warning: the default `eu` of `region` is not one of its values",
            "error: the URL uses the variable `base`, which is not declared in `variables`",
            "warning: the variable `spare` does not occur in the URL",
        ]
    );
    assert_eq!(api.servers[0].url[1], UrlPart::Variable("region".to_owned()));
    assert_eq!(api.version, "1.0");
}
