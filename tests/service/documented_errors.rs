//! Refusals in the shape that the document has for errors.

use crate::fixtures::service_errors::models::{Coded, Fault};
use crate::fixtures::service_errors::service::{self, Service};
use crate::fixtures::service_errors::{operations, responses};
use specwright_runtime::StatusCode;
use specwright_runtime::http::Request;
use specwright_runtime::service::{Caller, Problem, Router};

struct Faults;

impl Service for Faults {
    async fn put_fault(&self, _: operations::PutFault, _: Caller) -> Result<responses::PutFault, Problem> {
        Err(Problem::new(StatusCode::CONFLICT).detail("it is there"))
    }
}

fn fault(problem: &Problem) -> Fault {
    assert!(problem.message().is_some());
    Fault::new(i64::try_from(problem.violations().len()).unwrap(), problem.status().as_str())
}

/// The status, the media type and the body of a response.
async fn sent(router: Router, head: &str, headers: &[(&str, &str)]) -> (u16, String, String) {
    let (method, path) = head.split_once(' ').unwrap();
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let (parts, body) = router.respond(request.body(String::new()).unwrap()).await.into_parts();
    let body = String::from_utf8(body.into_stream().bytes().await.unwrap().to_vec()).unwrap();
    (parts.status.as_u16(), parts.headers["content-type"].to_str().unwrap().to_owned(), body)
}

const PROBLEM: &str = "application/problem+json";

#[tokio::test]
async fn a_problem_becomes_the_documented_error_of_its_status() {
    let router = || service::router(Faults).problems_as(fault);
    let json = "application/json";
    for (head, headers, status, media_type, body) in [
        // The status itself.
        ("GET /faults/x", &[][..], 400, "application/vnd.fault+json", r#"{"code":1,"message":"400"}"#),
        ("GET /secret", &[], 401, json, r#"{"code":0,"message":"401"}"#),
        // `default`, also for problems of the runtime and unimplemented operations.
        ("PUT /faults/x", &[], 400, json, r#"{"code":1,"message":"400"}"#),
        ("PUT /faults/1", &[("content-type", "text/csv")], 415, json, r#"{"code":0,"message":"415"}"#),
        ("PUT /faults/1", &[], 409, json, r#"{"code":0,"message":"409"}"#),
        // The type of the range, which precedes `default`, cannot be created from a problem.
        ("GET /faults/1", &[("accept", "text/csv")], 406, PROBLEM, r#""status":406"#),
        // Members that nobody can guess.
        ("GET /secret", &[("x-key", "k"), ("accept", "text/csv")], 406, PROBLEM, r#""status":406"#),
        // `default` describes the success here.
        ("DELETE /faults/x", &[], 400, PROBLEM, r#""status":400"#),
        // No operation, no document.
        ("GET /nothing", &[], 404, PROBLEM, r#""status":404"#),
        ("POST /secret", &[], 405, PROBLEM, r#""status":405"#),
    ] {
        let found = sent(router(), head, headers).await;
        assert_eq!((found.0, found.1.as_str()), (status, media_type), "{head}: {}", found.2);
        assert!(found.2.contains(body), "{head}: {}", found.2);
    }
}

#[tokio::test]
async fn each_type_has_its_own() {
    let coded = |problem: &Problem| Coded::new(problem.to_string(), 406, "not_acceptable");
    let list = |problem: &Problem| vec![fault(problem)];
    let router = || service::router(Faults).problems_as(fault).problems_as(coded).problems_as(list);
    let accept = ("accept", "text/csv");
    let (status, _, body) = sent(router(), "GET /secret", &[("x-key", "k"), accept]).await;
    assert!(status == 406 && body.contains(r#""code":"not_acceptable""#), "{body}");
    let (status, media_type, body) = sent(router(), "GET /faults/1", &[accept]).await;
    assert_eq!(
        (status, media_type.as_str(), body.as_str()),
        (406, "application/json", r#"[{"code":0,"message":"406"}]"#)
    );
}

#[tokio::test]
async fn problem_details_are_used_if_documented() {
    let (status, media_type, body) = sent(service::router(Faults), "GET /faults/1", &[]).await;
    assert_eq!((status, media_type.as_str()), (501, "application/json"));
    assert_eq!(
        body,
        r#"{"type":"about:blank","title":"Not Implemented","status":501,"detail":"get_fault (GET /faults/{id}) is not implemented"}"#
    );
    // Without `problems_as` all else is a problem.
    let (status, media_type, _) = sent(service::router(Faults), "GET /faults/x", &[]).await;
    assert_eq!((status, media_type.as_str()), (400, PROBLEM));
}
