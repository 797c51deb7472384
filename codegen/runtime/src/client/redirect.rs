//! Redirects: which are followed, and with which headers and bodies.

use crate::url::reference;
use crate::{Body, RawResponse};
use http::header::{
    CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, LOCATION, TRANSFER_ENCODING,
};
use http::{HeaderMap, Method, Request, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

/// Characters that are not allowed in a URL (RFC 3986, appendix A) but that many servers send. They are encoded, as browsers do,
/// and so are non-ASCII characters. A backslash is not, since some readers take it for a slash.
const NOT_IN_URLS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// The request that follows a redirect, if it is for the same origin and can be sent again. Credentials are never sent
/// elsewhere: a redirect to another origin is treated like any other response.
///
/// As in browsers, `POST` becomes `GET`, except with the statuses 307 and 308.
pub(super) fn followed(request: &Request<Body>, response: &RawResponse) -> Option<Request<Body>> {
    let keeps_method = match response.status() {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => *request.method() != Method::POST,
        StatusCode::SEE_OTHER => matches!(*request.method(), Method::GET | Method::HEAD),
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        _ => return None,
    };
    if keeps_method && !request.body().is_replayable() {
        return None;
    }
    let from = request.uri().to_string();
    let location = percent_encode(response.headers().get(LOCATION)?.as_bytes(), NOT_IN_URLS).to_string();
    let to = reference::resolve(&from, &location);
    let to = reference::is_same_origin(&from, &to).then(|| to.parse().ok())??;
    let mut request = request.clone();
    *request.uri_mut() = to;
    if !keeps_method {
        *request.method_mut() = Method::GET;
        *request.body_mut() = Body::empty();
        forget_body(request.headers_mut());
    }
    Some(request)
}

fn forget_body(headers: &mut HeaderMap) {
    for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LOCATION, TRANSFER_ENCODING]
    {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OperationInfo;

    const OPERATION: OperationInfo = OperationInfo { id: "op", method: "GET", path: "/", security: &[] };

    fn after(request: &Request<Body>, status: u16, location: &str) -> Option<Request<Body>> {
        let response =
            http::Response::builder().status(status).header(LOCATION, location.as_bytes()).body("".into()).unwrap();
        followed(request, &RawResponse::new(&OPERATION, response))
    }

    fn request(method: Method) -> Request<Body> {
        let request = Request::builder().method(method).uri("https://api.example/v1/portals?page=1");
        request
            .header(CONTENT_TYPE, "text/plain")
            .header(CONTENT_ENCODING, "gzip")
            .header("x-key", "1")
            .body(Body::from("body"))
            .unwrap()
    }

    #[test]
    fn redirects_stay_within_the_origin() {
        let to = |location| after(&request(Method::GET), 302, location).map(|request| request.uri().to_string());
        assert_eq!(to("/v2").as_deref(), Some("https://api.example/v2"));
        assert_eq!(to("users?page=2#top").as_deref(), Some("https://api.example/v1/users?page=2"));
        assert_eq!(to("../v2/./x").as_deref(), Some("https://api.example/v2/x"));
        assert_eq!(to("?page=2").as_deref(), Some("https://api.example/v1/portals?page=2"));
        assert_eq!(to("//api.example/x").as_deref(), Some("https://api.example/x"));
        assert_eq!(
            to("/v2?next=https://evil.example/").as_deref(),
            Some("https://api.example/v2?next=https://evil.example/")
        );
        assert_eq!(to("https://API.example:443/x").as_deref(), Some("https://API.example:443/x"));
        assert_eq!(
            to("/a b/\u{e9}?c={d}|\"%20").as_deref(),
            Some("https://api.example/a%20b/%C3%A9?c=%7Bd%7D%7C%22%20")
        );
        assert_eq!(to("https://api.example/a/../b").as_deref(), Some("https://api.example/b"));
        for elsewhere in [
            "https://evil.example/",
            "//evil.example/",
            "http://api.example/",
            "https://api.example:444/",
            "https://api.example@evil.example/",
            "/\\evil.example/ x",
            "mailto:x",
            "https://api.example .evil.example/",
            "https://\u{e9}api.example/",
            "https:api.example/",
            "https:///api.example/",
        ] {
            assert_eq!(to(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn redirects_keep_method_and_body_with_307_and_308() {
        let rows = [
            (Method::POST, [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]),
            (Method::PUT, [(301, "PUT"), (302, "PUT"), (303, "GET"), (307, "PUT"), (308, "PUT")]),
            (Method::HEAD, [(301, "HEAD"), (302, "HEAD"), (303, "HEAD"), (307, "HEAD"), (308, "HEAD")]),
        ];
        for (method, expected) in rows {
            for (status, becomes) in expected {
                let next = after(&request(method.clone()), status, "/x").unwrap();
                assert_eq!((next.method().as_str(), &next.headers()["x-key"]), (becomes, &"1".parse().unwrap()));
                let keeps_body = becomes == method.as_str();
                for name in [CONTENT_TYPE, CONTENT_ENCODING] {
                    assert_eq!(next.headers().contains_key(&name), keeps_body, "{method} {status} {name}");
                }
                assert_eq!(*next.body() == "body", keeps_body, "{method} {status}");
            }
        }
        for status in [200, 300, 304, 305, 400] {
            assert!(after(&request(Method::GET), status, "/x").is_none(), "{status}");
        }
    }

    #[test]
    fn redirects_do_not_resend_streams() {
        let request = request(Method::POST).map(|_| Body::stream(crate::transport::stream::testing::pieces(&["a"])));
        assert!(after(&request, 307, "/x").is_none());
        assert!(after(&request, 303, "/x").unwrap().body().is_empty());
    }
}
