//! What an API sends, received: bytes become typed requests, at the paths that the receiver chose.

use crate::fixtures::settings_callbacks::webhooks as callbacks;
use crate::fixtures::settings_webhooks::models::{Fault, Pet};
use crate::fixtures::settings_webhooks::webhooks::{self, Webhooks, requests, responses};
use hmac_sha256::HMAC;
use specwright_runtime::http::{Request, Response};
use specwright_runtime::service::{Caller, Credential, Message, Problem, Receive as _, Webhook as _, WebhookRouter};
use specwright_runtime::{Body, Bytes, Operation as _, StatusCode};
use std::sync::{Arc, Mutex, PoisonError};

const KEY: &[u8] = b"what both know";

/// What was received, in words.
#[derive(Clone, Default)]
struct Hooks(Arc<Mutex<Vec<String>>>);

impl Hooks {
    fn note(&self, what: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    fn noted(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Webhooks for Hooks {
    async fn new_pet(&self, request: requests::NewPet, _: Caller) -> Result<responses::NewPet, Problem> {
        let requests::NewPet { x_delivery, body: Pet { id, name, .. }, .. } = request;
        if name == "Fenrir" {
            let body = Fault::new("no wolves");
            return Ok(responses::NewPet::ClientError { status: StatusCode::CONFLICT, body });
        }
        self.note(format!("{x_delivery}: {id} is {name}"));
        Ok(responses::NewPet::Ok)
    }

    async fn pet_moved(&self, request: requests::PetMoved, caller: Caller) -> Result<responses::PetMoved, Problem> {
        let Some(Credential::Key(key)) = caller.credential("hook") else { return Err(Problem::internal()) };
        let body = match request.body {
            Some(requests::PetMovedBody::Json(body)) => format!("{} to {:?}", body.id, body.to),
            Some(requests::PetMovedBody::Form(body)) => format!("{} to {:?} by form", body.id, body.to),
            None => "nowhere".to_owned(),
        };
        self.note(format!("{}: {body}", key.expose()));
        Ok(responses::PetMoved::Success { status: StatusCode::ACCEPTED })
    }

    async fn pet_moved_get(
        &self,
        request: requests::PetMovedGet,
        _: Caller,
    ) -> Result<responses::PetMovedGet, Problem> {
        Ok(responses::PetMovedGet::Ok(request.challenge))
    }
}

fn router(hooks: &Hooks) -> WebhookRouter {
    webhooks::router(hooks.clone())
        .at::<requests::NewPet>("/hooks/new-pet")
        .at::<requests::PetMoved>("/hooks/moved")
        .at::<requests::PetMovedGet>("/hooks/moved")
        .at::<requests::SharedPut>("/ping")
}

async fn sent(router: WebhookRouter, head: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
    let (method, path) = head.split_once(' ').unwrap();
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let body = http_body_util::Full::new(Bytes::from(body.to_owned()));
    read(router.respond(request.body(body).unwrap()).await).await
}

async fn read(response: Response<Body>) -> (u16, String) {
    let (parts, body) = response.into_parts();
    (parts.status.as_u16(), String::from_utf8(body.into_stream().bytes().await.unwrap().to_vec()).unwrap())
}

const JSON: (&str, &str) = ("content-type", "application/json");

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

const DELIVERY: (&str, &str) = ("x-delivery", "b3b8");

#[tokio::test]
async fn webhook_requests_are_read_as_typed_values() {
    let hooks = Hooks::default();
    let (status, body) =
        sent(router(&hooks), "POST /hooks/new-pet", &[JSON, DELIVERY], r#"{"id":7,"name":"Ada","more":1}"#).await;
    assert_eq!((status, body.as_str()), (200, ""));
    let key = ("x-hook-key", "k");
    let (status, _) = sent(router(&hooks), "POST /hooks/moved", &[FORM, key], "id=8&to=a+farm").await;
    assert_eq!(status, 202);
    let (status, _) = sent(router(&hooks), "POST /hooks/moved", &[JSON, key], r#"{"id":9}"#).await;
    assert_eq!(status, 202);
    assert_eq!(sent(router(&hooks), "GET /hooks/moved?challenge=c%20d", &[], "").await, (200, "c d".to_owned()));
    let expected = ["b3b8: 7 is Ada", "k: 8 to Some(\"a farm\") by form", "k: 9 to None"];
    assert_eq!(hooks.noted(), expected);
    let (status, body) =
        sent(router(&hooks), "POST /hooks/new-pet", &[JSON, DELIVERY], r#"{"id":1,"name":"Fenrir"}"#).await;
    assert_eq!((status, body.as_str()), (409, r#"{"message":"no wolves"}"#));
}

#[tokio::test]
async fn invalid_webhook_requests_are_rejected() {
    let hooks = Hooks::default();
    let pet = r#"{"id":7,"name":"Ada"}"#;
    for (head, headers, body, expected, words) in [
        ("POST /hooks/other", &[JSON, DELIVERY][..], pet, 404, "no webhook is received at this path"),
        ("POST /hooks/new-pet/", &[JSON, DELIVERY], pet, 404, "no webhook is received at this path"),
        ("PUT /hooks/moved", &[JSON], pet, 405, "this path has these methods: POST, GET"),
        ("POST /hooks/new-pet", &[JSON], pet, 400, r#""in":"header","name":"X-Delivery""#),
        (
            "POST /hooks/new-pet",
            &[JSON, DELIVERY],
            r#"{"id":"x","name":"Ada"}"#,
            400,
            r##""in":"body","pointer":"#/id""##,
        ),
        ("POST /hooks/new-pet", &[FORM, DELIVERY], "id=7", 415, "application/json"),
        // The document's `security` is that of the API: only the webhook's own applies.
        ("POST /hooks/moved", &[JSON], r#"{"id":9}"#, 401, "petMoved (POST) requires credentials"),
        ("PUT /ping", &[], "", 501, "shared_put (PUT) is not implemented"),
    ] {
        let (status, body) = sent(router(&hooks), head, headers, body).await;
        assert_eq!(status, expected, "{head}: {body}");
        assert!(body.contains(words), "{head}: {body}");
    }
    let (status, _) = sent(router(&hooks).body_limit(20), "POST /hooks/new-pet", &[JSON, DELIVERY], pet).await;
    assert_eq!(status, 413);
    assert!(hooks.noted().is_empty());
}

#[tokio::test]
async fn webhook_constraints_are_checked_only_if_strict() {
    let hooks = Hooks::default();
    let long = r#"{"id":7,"name":"Ada of the very long name"}"#;
    let (status, _) = sent(router(&hooks), "POST /hooks/new-pet", &[JSON, DELIVERY], long).await;
    assert_eq!((status, hooks.noted().len()), (200, 1));
    let (status, body) = sent(router(&hooks).strict(), "POST /hooks/new-pet", &[JSON, DELIVERY], long).await;
    assert_eq!((status, hooks.noted().len()), (400, 0));
    assert!(body.contains("must be at most 20 characters"), "{body}");
}

fn signature(body: &[u8]) -> String {
    HMAC::mac(body, KEY)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// What the guide shows.
fn verify(message: &Message<'_>) -> Result<(), Problem> {
    let refused = |detail: &str| Problem::new(StatusCode::UNAUTHORIZED).detail(detail);
    let hex = message.header("X-Signature").ok_or_else(|| refused("the header X-Signature is missing"))?;
    let pairs = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok());
    let sent: Option<Vec<u8>> = pairs.collect();
    let sent: Option<[u8; 32]> = sent.and_then(|sent| sent.try_into().ok());
    match sent {
        Some(sent) if HMAC::verify(message.body(), KEY, &sent) => Ok(()),
        _ => Err(refused("the signature is not valid")),
    }
}

#[tokio::test]
async fn webhook_signatures_are_verified_before_reading() {
    let hooks = Hooks::default();
    let signed = || router(&hooks).verify(verify);
    let (body, broken) = (r#"{"id":7,"name":"Ada"}"#, "{");
    let good = signature(body.as_bytes());
    let at = "POST /hooks/new-pet";
    let (status, _) = sent(signed(), at, &[JSON, DELIVERY, ("x-signature", &good)], body).await;
    assert_eq!(status, 200);
    for (signature, body, words) in
        [(good.as_str(), broken, "the signature is not valid"), ("00", broken, "not valid"), ("", body, "not valid")]
    {
        let (status, refused) = sent(signed(), at, &[JSON, DELIVERY, ("x-signature", signature)], body).await;
        assert!(status == 401 && refused.contains(words), "{status} {refused}");
    }
    let (status, refused) = sent(signed(), at, &[], broken).await;
    assert!(status == 401 && refused.contains("X-Signature is missing"), "{status} {refused}");
    let (status, _) = sent(signed(), at, &[("x-signature", &signature(broken.as_bytes()))], broken).await;
    assert_eq!(status, 400, "what is signed is read");
    assert_eq!(hooks.noted().len(), 1);
}

#[tokio::test]
async fn one_path_may_receive_all_webhooks() {
    let hooks = Hooks::default();
    let by_header = || {
        let which = |message: &Message<'_>| message.header("X-Event").map(str::to_owned);
        webhooks::router(hooks.clone()).choose("/", which)
    };
    let key = ("x-hook-key", "k");
    let moved = sent(by_header(), "POST /", &[JSON, key, ("x-event", requests::PetMoved::NAME)], r#"{"id":9}"#).await;
    assert_eq!(moved.0, 202);
    let challenge = sent(by_header(), "GET /?challenge=c", &[("x-event", "pet.moved")], "").await;
    assert_eq!(challenge, (200, "c".to_owned()));
    for headers in [&[JSON][..], &[JSON, ("x-event", "pet.lost")]] {
        assert_eq!(sent(by_header(), "POST /", headers, "{}").await.0, 404);
    }
    assert_eq!(sent(by_header(), "DELETE /", &[("x-event", "newPet")], "").await.0, 405);
    assert_eq!(hooks.noted(), ["k: 9 to None"]);
}

#[tokio::test]
async fn webhook_requests_can_be_sent() {
    let hooks = Hooks::default();
    let request =
        requests::NewPet::new("b3b8", Pet::new(7, "Ada")).to_request("https://shop.example/hooks/new-pet").unwrap();
    assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/hooks/new-pet"));
    assert!(!request.headers().contains_key("authorization"));
    let (parts, body) = request.into_parts();
    let body = body.into_stream().bytes().await.unwrap();
    let received = requests::NewPet::from_request(Request::from_parts(parts.clone(), body.clone())).unwrap();
    assert_eq!(received.body, Pet::new(7, "Ada"));
    let response = router(&hooks).respond(Request::from_parts(parts, http_body_util::Full::new(body))).await;
    assert_eq!(read(response).await.0, 200);
    // The response is read as the sender reads it.
    let refusal = Response::builder().status(409).header(JSON.0, JSON.1).body(r#"{"message":"no"}"#.into()).unwrap();
    let refused = <requests::NewPet>::read_response(refusal).unwrap_err();
    assert_eq!(refused.failure().map(|fault| fault.message.as_str()), Some("no"));
}

struct Jobs;

impl callbacks::Webhooks for Jobs {
    async fn progress_put(
        &self,
        request: callbacks::requests::ProgressPut,
        _: Caller,
    ) -> Result<callbacks::responses::ProgressPut, Problem> {
        if request.percent > 100 {
            return Err(Problem::internal());
        }
        Ok(callbacks::responses::ProgressPut::NoContent)
    }

    async fn start_job_on_done(
        &self,
        request: callbacks::requests::StartJobOnDone,
        _: Caller,
    ) -> Result<callbacks::responses::StartJobOnDone, Problem> {
        assert_eq!((request.body.job.as_str(), request.body.output.as_deref()), ("7", Some("x")));
        Ok(callbacks::responses::StartJobOnDone::NoContent)
    }

    async fn start_job_on_done_2(
        &self,
        request: callbacks::requests::StartJobOnDone2,
        _: Caller,
    ) -> Result<callbacks::responses::StartJobOnDone2, Problem> {
        let status = if request.body.as_deref() == Some("broken") { StatusCode::OK } else { StatusCode::CONFLICT };
        Ok(callbacks::responses::StartJobOnDone2::Default { status })
    }
}

#[tokio::test]
async fn callbacks_are_received_like_webhooks() {
    use callbacks::requests::{ProgressPut, StartJobOnDone, StartJobOnDone2};
    let router = || {
        callbacks::router(Jobs)
            .at::<ProgressPut>("/jobs")
            .at::<StartJobOnDone>("/jobs/done")
            .at::<StartJobOnDone2>("/jobs/failed")
    };
    assert_eq!(sent(router(), "PUT /jobs?percent=50", &[], "").await.0, 204);
    assert_eq!(sent(router(), "PUT /jobs?percent=half", &[], "").await.0, 400);
    assert_eq!(sent(router(), "POST /jobs/done", &[JSON], r#"{"job":"7","output":"x"}"#).await.0, 204);
    assert_eq!(sent(router(), "POST /jobs/failed", &[("content-type", "text/plain")], "broken").await.0, 200);
}

/// Mounted in axum, over loopback.
#[tokio::test]
async fn webhook_router_is_mounted_in_axum() {
    let hooks = Hooks::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = axum::Router::new().nest_service("/api", router(&hooks).verify(verify));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let body = r#"{"id":7,"name":"Ada"}"#;
    let request = crate::http::client()
        .build()
        .unwrap()
        .post(format!("http://{address}/api/hooks/new-pet"))
        .header(JSON.0, JSON.1)
        .header(DELIVERY.0, DELIVERY.1)
        .header("X-Signature", signature(body.as_bytes()));
    assert_eq!(request.body(body).send().await.unwrap().status().as_u16(), 200);
    assert_eq!(hooks.noted(), ["b3b8: 7 is Ada"]);
}
