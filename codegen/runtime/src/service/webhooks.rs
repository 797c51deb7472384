//! Receiving webhooks and callbacks, at paths that the receiver chooses.

use super::error_bodies::ErrorBodies;
use super::problem::Problem;
use super::request_reader::RequestReader;
use super::routes::{Received, Route, Routes};
use super::serve::Serve;
use super::tower::impl_tower_service;
use super::whole_body::{BODY_LIMIT, whole};
use crate::Body;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, Uri};
use http_body::Body as HttpBody;
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// A webhook or a callback: an operation that the API calls.
pub trait Webhook: Serve {
    /// The key of the webhook or callback in the document.
    const NAME: &'static str;
}

/// A `tower::Service` that receives webhooks and callbacks. Documents have no paths for them: the receiver chooses these, and
/// registers them with the API.
///
/// The function `router` in the module `webhooks` of a client creates one:
///
/// ```ignore
/// let hooks = webhooks::router(Hooks::new(database))
///     .at::<requests::NewPet>("/hooks/new-pet")
///     .at::<requests::PetSold>("/hooks/pet-sold")
///     .verify(move |message| signatures.check(message));
/// let app = axum::Router::new().fallback_service(hooks);
/// ```
///
/// If the API sends all webhooks to one URL, [`choose`](Self::choose) distinguishes them.
///
/// Invalid requests are rejected as by [`Router`](super::Router), with a [`Problem`]. Constraints of the document, such as
/// `maxLength`, are not checked unless [`strict`](Self::strict) is called, since the document is the sender's.
#[derive(Clone)]
pub struct WebhookRouter {
    routes: Arc<Routes>,
    inner: Arc<Inner>,
}

/// The settings.
#[derive(Clone)]
struct Inner {
    mounts: Vec<Mount>,
    verify: Vec<Verify>,
    bodies: Arc<ErrorBodies>,
    body_limit: usize,
    is_strict: bool,
}

#[derive(Clone)]
struct Mount {
    path: String,
    target: Target,
}

/// The webhooks at a path.
#[derive(Clone)]
enum Target {
    /// The webhook with this name.
    One(&'static str),
    /// The one that the receiver chooses for each request.
    Chosen(Choose),
}

type Verify = Arc<dyn Fn(&Message<'_>) -> Result<(), Problem> + Send + Sync>;
type Choose = Arc<dyn Fn(&Message<'_>) -> Option<String> + Send + Sync>;

/// A request before it is read: its head, and the bytes of its body.
pub struct Message<'a> {
    parts: &'a Parts,
    body: &'a Bytes,
}

impl Message<'_> {
    /// The bytes of the body, for checking signatures.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body
    }

    /// The first header with this name, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// All headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.parts.method
    }

    /// Path and query, without the path that the router is nested under.
    #[must_use]
    pub const fn uri(&self) -> &Uri {
        &self.parts.uri
    }
}

/// Shows neither headers nor body, which may contain secrets.
impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("method", self.method())
            .field("path", &self.uri().path())
            .field("length", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl WebhookRouter {
    /// Creates a router of these webhooks, without paths.
    pub(super) fn new(routes: Routes) -> Self {
        let inner = Inner {
            mounts: Vec::new(),
            verify: Vec::new(),
            bodies: Arc::default(),
            body_limit: BODY_LIMIT,
            is_strict: false,
        };
        Self { routes: Arc::new(routes), inner: Arc::new(inner) }
    }

    fn set(mut self, set: impl FnOnce(&mut Inner)) -> Self {
        set(Arc::make_mut(&mut self.inner));
        self
    }

    /// Receives a webhook at a path, such as `/hooks/new-pet`. Several of other methods may have one path.
    #[must_use]
    pub fn at<W: Webhook>(self, path: impl Into<String>) -> Self {
        let mount = Mount { path: path.into(), target: Target::One(W::INFO.id) };
        self.set(|inner| inner.mounts.push(mount))
    }

    /// Receives several webhooks at one path. `which` returns the key of the webhook in the document, from a header or the body;
    /// the response is 404 if it returns `None` or an unknown key.
    ///
    /// ```ignore
    /// let hooks = webhooks::router(hooks)
    ///     .choose("/", |message| message.header("X-GitHub-Event").map(str::to_owned));
    /// ```
    #[must_use]
    pub fn choose(
        self,
        path: impl Into<String>,
        which: impl Fn(&Message<'_>) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        let mount = Mount { path: path.into(), target: Target::Chosen(Arc::new(which)) };
        self.set(|inner| inner.mounts.push(mount))
    }

    /// Calls `check` with every request before it is read, for example to check a signature. An `Err` is the response. If called
    /// repeatedly, all checks must pass.
    ///
    /// ```
    /// # use specwright_runtime::service::{Message, Problem};
    /// # use specwright_runtime::StatusCode;
    /// # fn is_genuine(_: &str, _: &[u8]) -> bool { true }
    /// fn verify(message: &Message<'_>) -> Result<(), Problem> {
    ///     let refused = || Problem::new(StatusCode::UNAUTHORIZED).detail("the signature is not valid");
    ///     let signature = message.header("X-Signature").ok_or_else(refused)?;
    ///     is_genuine(signature, message.body()).then_some(()).ok_or_else(refused)
    /// }
    /// ```
    #[must_use]
    pub fn verify(self, check: impl Fn(&Message<'_>) -> Result<(), Problem> + Send + Sync + 'static) -> Self {
        self.set(|inner| inner.verify.push(Arc::new(check)))
    }

    /// Also rejects requests that violate constraints of the document, such as `maxLength` or `pattern`, and those with unlisted
    /// enum values or an undocumented `null`.
    #[must_use]
    pub fn strict(self) -> Self {
        self.set(|inner| inner.is_strict = true)
    }

    /// Sets the largest request body, in bytes. Default: 2 MiB.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        self.set(|inner| inner.body_limit = bytes)
    }

    /// Converts a [`Problem`] into a documented error: see [`Router::problems_as`](super::Router::problems_as).
    #[must_use]
    pub fn problems_as<T, F>(self, body: F) -> Self
    where
        T: Serialize + 'static,
        F: Fn(&Problem) -> T + Send + Sync + 'static,
    {
        self.set(|inner| Arc::make_mut(&mut inner.bodies).add(body))
    }

    /// Responds to a request.
    pub async fn respond<B>(self, request: Request<B>) -> Response<Body>
    where
        B: HttpBody + Send,
        B::Data: Send,
    {
        let (parts, body) = request.into_parts();
        self.receive(parts, body).await.unwrap_or_else(Problem::into_response)
    }

    async fn receive<B>(&self, parts: Parts, body: B) -> Result<Response<Body>, Problem>
    where
        B: HttpBody + Send,
        B::Data: Send,
    {
        let targets = self.targets(&parts)?;
        let body = whole(body, self.inner.body_limit).await?;
        let message = Message { parts: &parts, body: &body };
        for verify in &self.inner.verify {
            verify(&message)?;
        }
        let route = self.chosen(&targets, &message)?;
        let bodies = Arc::clone(&self.inner.bodies);
        let refused = |problem: Problem| Ok((route.refuse)(&bodies, problem));
        let caller = match self.routes.admit(route, parts) {
            Ok(caller) => caller,
            Err(problem) => return refused(problem),
        };
        let reader = RequestReader::new(caller.parts(), Vec::new(), body);
        let received = Received { caller, reader, is_strict: self.inner.is_strict, bodies: Arc::clone(&bodies) };
        Ok((route.handler)(received).await)
    }

    /// The webhooks at the path for the method.
    fn targets(&self, parts: &Parts) -> Result<Vec<&Target>, Problem> {
        let path = parts.uri.path();
        let mounts = self.inner.mounts.iter().filter(|mount| mount.path == path);
        let targets: Vec<&Target> = mounts.map(|mount| &mount.target).collect();
        if targets.is_empty() {
            return Err(Problem::new(http::StatusCode::NOT_FOUND).detail("no webhook is received at this path"));
        }
        let takes = |target: &&Target| match target {
            Target::One(id) => self.route(id).is_some_and(|route| route.operation.method == parts.method.as_str()),
            Target::Chosen(_) => true,
        };
        let methods: Vec<&str> = targets.iter().filter_map(|target| self.method(target)).collect();
        let targets: Vec<&Target> = targets.into_iter().filter(takes).collect();
        if targets.is_empty() { Err(Problem::method_not_allowed(&methods)) } else { Ok(targets) }
    }

    fn method(&self, target: &Target) -> Option<&'static str> {
        match target {
            Target::One(id) => self.route(id).map(|route| route.operation.method),
            Target::Chosen(_) => None,
        }
    }

    fn chosen(&self, targets: &[&Target], message: &Message<'_>) -> Result<&Route, Problem> {
        let found = targets.iter().find_map(|target| match target {
            Target::One(id) => self.route(id),
            Target::Chosen(which) => {
                let name = which(message)?;
                let mut named = self.routes.routes.iter().map(|route| &**route).filter(|route| route.name == name);
                named.clone().find(|route| route.operation.method == message.method().as_str()).or_else(|| named.next())
            }
        });
        let route = found.ok_or_else(|| {
            Problem::new(http::StatusCode::NOT_FOUND).detail("the document has no webhook of this name")
        })?;
        if route.operation.method == message.method().as_str() {
            return Ok(route);
        }
        Err(Problem::method_not_allowed(&[route.operation.method]))
    }

    fn route(&self, id: &str) -> Option<&Route> {
        self.routes.routes.iter().map(|route| &**route).find(|route| route.operation.id == id)
    }
}

impl_tower_service!(WebhookRouter);

impl fmt::Debug for WebhookRouter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<&str> = self.inner.mounts.iter().map(|mount| mount.path.as_str()).collect();
        let names: Vec<&str> = self.routes.routes.iter().map(|route| route.name).collect();
        f.debug_struct("WebhookRouter").field("webhooks", &names).field("paths", &paths).finish_non_exhaustive()
    }
}
