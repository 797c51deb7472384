//! Redirects to another host: no credential follows, wherever it is in the request.

use crate::caller::{TOKEN, in_time, keeps_secrets, printed};
use crate::server::{Act, Server, answer_with, response};
use specwright_runtime::{
    Api, Body, Client, ClientBuilder, Error, Operation, RawResponse, RequestWriter, ReqwestTransport, SecurityScheme,
};

static API: Api = Api {
    name: "keys",
    version: "1.0.0",
    server: "https://api.example",
    security: &[
        SecurityScheme::token("token", "Bearer"),
        SecurityScheme::header("header", "X-Api-Key"),
        SecurityScheme::query("query", "api_key"),
        SecurityScheme::cookie("cookie", "session"),
        SecurityScheme::basic("basic"),
    ],
};

macro_rules! operation {
    ($name:ident, $method:ident) => {
        struct $name;

        impl Operation for $name {
            type Output = String;
            type Failure = std::convert::Infallible;
            specwright_runtime::operation_info!($method "/things", "things");

            fn write(&self, request: &mut RequestWriter) {
                if $name::INFO.method == "POST" {
                    request.bytes("text/plain", &Body::from("thing"));
                }
            }

            fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
                match response.status().as_u16() {
                    200 => response.text(),
                    _ => Err(response.undocumented()),
                }
            }
        }
    };
}

operation!(Read, GET);
operation!(Write, POST);

fn client(url: &str) -> ClientBuilder<Client> {
    ClientBuilder::new(&API)
        .server(url)
        .access_token(TOKEN)
        .credential("header", "hunter2-header")
        .credential("query", "hunter2-query")
        .credential("cookie", "hunter2-cookie")
}

fn basic(url: &str) -> ClientBuilder<Client> {
    ClientBuilder::new(&API).server(url).basic("ann", "hunter2-password")
}

/// Sends a call over each transport. A redirect that is not followed is the answer.
fn statuses(make: impl Fn() -> ClientBuilder<Client>, is_write: bool) -> [u16; 3] {
    let status = |result: Result<String, Error<std::convert::Infallible>>| match result {
        Ok(_) => 200,
        Err(error) => {
            keeps_secrets(&printed(&error));
            error.status().map_or(0, |status| status.as_u16())
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let reqwest = make().transport(ReqwestTransport::new().unwrap()).build().unwrap();
    let (hyper, blocking) = (make().build().unwrap(), make().build_blocking().unwrap());
    if is_write {
        [
            status(runtime.block_on(hyper.send(&Write))),
            status(runtime.block_on(reqwest.send(&Write))),
            status(blocking.send(&Write)),
        ]
    } else {
        [
            status(runtime.block_on(hyper.send(&Read))),
            status(runtime.block_on(reqwest.send(&Read))),
            status(blocking.send(&Read)),
        ]
    }
}

fn redirect(status: u16, location: &str) -> [Act; 1] {
    [answer_with(&format!("{status} Elsewhere"), &format!("location: {location}\r\n"), "")]
}

#[test]
fn to_another_host() {
    in_time(|| {
        let elsewhere = Server::doing([response("200 OK", "\"stolen\"")]);
        // Another port is another server, as are another name for the same and a URL without scheme.
        let port = elsewhere.address().port();
        for host in
            [format!("http://127.0.0.1:{port}"), format!("http://localhost:{port}"), format!("//127.0.0.1:{port}")]
        {
            for status in [301, 302, 303, 307, 308] {
                let server = Server::doing(redirect(status, &format!("{host}/things?api_key=x")));
                for is_write in [false, true] {
                    assert_eq!(statuses(|| client(&server.url()), is_write), [status; 3], "{host}");
                    assert_eq!(statuses(|| basic(&server.url()), is_write), [status; 3], "{host}");
                }
                assert_eq!(server.requests().len(), 12);
            }
        }
        assert_eq!(elsewhere.connections(), 0);
    });
}

#[test]
fn a_redirect_to_another_host_after_one_to_the_same() {
    in_time(|| {
        let elsewhere = Server::doing([response("200 OK", "\"stolen\"")]);
        let away = elsewhere.url();
        let server = Server::answering(move |request| match &*request.target {
            "/next" => redirect(307, &away).into(),
            _ => redirect(307, "/next").into(),
        });
        assert_eq!(statuses(|| client(&server.url()), false), [307; 3]);
        assert_eq!((server.requests().len(), elsewhere.connections()), (6, 0));
    });
}

#[test]
fn redirects_within_the_origin_keep_credential_headers() {
    in_time(|| {
        let server = Server::answering(|request| match &*request.target {
            "/other?next=http://127.0.0.1/" => vec![response("200 OK", "\"found\"")],
            _ => redirect(307, "/other?next=http://127.0.0.1/").into(),
        });
        assert_eq!(statuses(|| client(&server.url()), true), [200; 3]);
        for request in server.requests() {
            assert_eq!(request.headers["authorization"], format!("Bearer {TOKEN}"));
            assert_eq!((&*request.headers["x-api-key"], &*request.body), ("hunter2-header", "thing"));
        }
        assert_eq!(server.requests().len(), 6);
    });
}

#[test]
fn endless_redirects() {
    in_time(|| {
        let server = Server::answering(|_| redirect(302, "/things").into());
        assert_eq!(statuses(|| client(&server.url()), false), [302; 3]);
        assert_eq!(server.requests().len(), 3 * (1 + 10));
        assert_eq!(statuses(|| client(&server.url()).max_redirects(1), false), [302; 3]);
        assert_eq!(server.requests().len(), 3 * (1 + 10) + 3 * (1 + 1));
    });
}
