//! Answers that arrive, but are not what they should be.

use crate::caller::{Caller, Kind, client, in_time};
use crate::process::in_a_process;
use crate::server::{Act, Server, answer_with, response, send};
use specwright_runtime::TransportErrorKind::BodyTooLarge;
use std::io::Write as _;

/// An answer, and what becomes of it.
struct Row {
    status: &'static str,
    body: &'static str,
    kind: Kind,
    message: &'static str,
    requests: usize,
}

const HTML: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n";

/// Gateways respond with their own pages. The error has the status and the beginning of the page.
#[test]
fn error_pages_of_gateways() {
    use Kind::{Decode, Failure, Undocumented};
    let rows = [
        ("502 Bad Gateway", HTML, Undocumented, "502 Bad Gateway, which is not documented: <html> <head>", 3),
        (
            "503 Service Unavailable",
            "",
            Undocumented,
            "503 Service Unavailable, which is not documented, without a body",
            3,
        ),
        (
            "504 Gateway Timeout",
            "upstream request timeout",
            Undocumented,
            "not documented: upstream request timeout",
            3,
        ),
        ("500 Internal Server Error", HTML, Decode, "500 Internal Server Error, but the body is not as documented", 3),
        ("500 Internal Server Error", "", Decode, "at $: expected JSON, the body is empty", 3),
        ("429 Too Many Requests", HTML, Decode, "found <html> <head><title>502 Bad Gateway", 3),
        ("429 Too Many Requests", r#"{"code":"TOO_MANY_R"#, Decode, r#"found {"code":"TOO_MANY_R"#, 3),
        ("400 Bad Request", HTML, Decode, "400 Bad Request, but the body is not as documented: at $", 1),
        ("413 Payload Too Large", HTML, Undocumented, "413 Payload Too Large, which is not documented: <html>", 1),
        ("200 OK", HTML, Decode, "200 OK, but the body is not as documented: at $: not readable as JSON", 1),
        ("200 OK", "", Decode, "at $: expected JSON, the body is empty", 1),
        ("200 OK", r#"{"portals":[{"name":"Zyl"#, Decode, r#"found {"portals":[{"name":"Zyl"#, 1),
        ("200 OK", "null", Decode, "found null", 1),
        ("403 Forbidden", r#"{"code":"NO_PERMISSION","details":{},"message":"","status":"error"}"#, Failure, "403", 1),
    ];
    let rows = rows.map(|(status, body, kind, message, requests)| Row { status, body, kind, message, requests });
    in_time(move || {
        for Row { status, body, kind, message, requests } in rows {
            let server = Server::doing([response(status, body)]);
            for (caller, count) in Caller::each(|| client(&server)).into_iter().zip([1, 2, 3]) {
                let failed = caller.read().unwrap_err();
                assert_eq!(failed.kind, kind, "{}: {failed:?}", caller.transport());
                assert_eq!(failed.status.unwrap().as_str(), &status[..3]);
                assert_eq!(String::from_utf8_lossy(&failed.body), body);
                assert!(failed.message.contains(message), "{}", failed.message);
                assert!(!failed.message.contains('\n') && failed.message.len() < 1_000, "{}", failed.message);
                assert_eq!(server.requests().len(), requests * count, "{status}");
            }
        }
    });
}

#[test]
fn json_that_is_not_utf_8() {
    in_time(|| {
        let bodies: [&[u8]; 3] =
            [b"{\"portals\":[{\"name\":\"Zyl\xFFker\"}]}", b"\xFF\xFE{\0}\0", b"{\"portals\":[],\"\xC3\x28\":1}"];
        for body in bodies {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
            let server = Server::doing([send([head.as_bytes(), body].concat())]);
            for caller in Caller::each(|| client(&server)) {
                let failed = caller.read().unwrap_err();
                assert_eq!(failed.kind, Kind::Decode, "{}: {failed:?}", caller.transport());
                assert_eq!((failed.status.unwrap().as_u16(), &failed.body[..]), (200, body));
                assert!(failed.message.contains("not as documented: at $"), "{}", failed.message);
            }
            assert_eq!(server.requests().len(), 3);
        }
    });
}

/// 10 MB of brackets, anywhere in a response, do not overflow the stack, which would end the process.
#[test]
fn endless_nesting_is_an_error() {
    const DEPTH: usize = 10 * 1024 * 1024;
    // A part of it is more than enough for an overflow, and takes a part of the time.
    const LESS: usize = DEPTH / 40;
    let open = "[".repeat(LESS);
    let closed = format!("{}{}", "[".repeat(LESS / 2), "]".repeat(LESS / 2));
    let bodies = [
        (200, "[".repeat(DEPTH)),
        (200, r#"{"a":"#.repeat(LESS / 5)),
        (200, format!(r#"{{"portals":{open}"#)),
        (200, format!(r#"{{"portals":[{{"name":{closed}}}]}}"#)),
        // A key that the document does not know.
        (200, format!(r#"{{"portals":[],"more":{closed}}}"#)),
        // Each of these is looked into before it is an error: for a code, a wait, the fault of a token.
        (400, format!(r#"{{"code":"INVALID_DATA","details":{closed},"message":"","status":"error"}}"#)),
        (401, format!(r#"{{"code":{closed}}}"#)),
        (429, format!(r#"{{"retry_after":{closed}}}"#)),
    ];
    in_time(move || {
        for (status, body) in bodies {
            let server = Server::doing([response(&format!("{status} Nested"), &body)]);
            for caller in Caller::each(|| client(&server).retry(specwright_runtime::Retry::never())) {
                let failed = caller.read().unwrap_err();
                assert!(matches!(failed.kind, Kind::Decode), "{}: {:?}", caller.transport(), failed.kind);
                assert_eq!((failed.status.unwrap().as_u16(), failed.body.len()), (status, body.len()));
                assert!(failed.message.len() < 1_000, "{}", failed.message);
            }
        }
    });
}

/// This number of mebibytes of spaces, compressed: one independent block, repeated. The end is missing, and is never
/// reached.
fn bomb(mebibytes: usize) -> Vec<u8> {
    let mut deflate = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(64 * 1024);
    deflate.compress_vec(&vec![b' '; 1024 * 1024], &mut block, flate2::FlushCompress::Full).unwrap();
    let head = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
    [&head[..], &block.repeat(mebibytes)].concat()
}

fn compressed(status: &str, body: &[u8]) -> Act {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n");
    send([head.as_bytes(), body].concat())
}

/// In a process of its own, as its memory is measured.
#[test]
fn a_gzip_bomb() {
    const LIMIT: usize = 1024 * 1024;
    in_a_process("content::a_gzip_bomb", || {
        let bomb = bomb(512);
        assert!(bomb.len() < LIMIT, "{} bytes are received", bomb.len());
        let responses = [compressed("200 OK", &bomb), compressed("418 I'm a teapot", &bomb)];
        let kinds = [Kind::Transport(BodyTooLarge), Kind::Undocumented];
        for (response, kind) in responses.into_iter().zip(kinds) {
            let server = Server::doing([response]);
            for caller in Caller::each(|| client(&server).max_response_size(LIMIT)) {
                let before = crate::ALLOCATOR.allocated();
                let failed = caller.read().unwrap_err();
                assert_eq!(failed.kind, kind, "{}: {failed:?}", caller.transport());
                let most = crate::ALLOCATOR.max_allocated();
                assert!(most < before + 16 * LIMIT, "{}: {before} bytes became {most}", caller.transport());
            }
            assert_eq!(server.requests().len(), 3);
            assert!(server.requests()[0].headers["accept-encoding"].contains("gzip"));
        }
    });
}

#[test]
fn compressed_responses() {
    in_time(|| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(br#"{"portals":[]}"#).unwrap();
        let body = encoder.finish().unwrap();
        let server = Server::doing([compressed("200 OK", &body)]);
        for caller in Caller::each(|| client(&server)) {
            caller.read().unwrap();
        }
        // Broken in the middle, broken in its check sum, and no gzip at all.
        let (mut wrong, half) = (body.clone(), &body[..body.len() / 2]);
        wrong[body.len() - 6] ^= 1;
        for body in [half, &wrong, b"{\"portals\":[]}"] {
            let server = Server::doing([compressed("200 OK", body)]);
            for caller in Caller::each(|| client(&server)) {
                let failed = caller.read().unwrap_err();
                let broken = Kind::Transport(specwright_runtime::TransportErrorKind::Body);
                assert_eq!(failed.kind, broken, "{}: {failed:?}", caller.transport());
                assert_eq!(failed.status.unwrap(), 200);
            }
        }
    });
}

/// A cookie is as good as a token, and no error prints it.
#[test]
fn cookies_of_errors() {
    in_time(|| {
        let server = Server::doing([answer_with("418 I'm a teapot", "set-cookie: session=hunter2\r\n", "short")]);
        for caller in Caller::each(|| client(&server)) {
            assert_eq!(caller.read().unwrap_err().kind, Kind::Undocumented);
        }
    });
}
