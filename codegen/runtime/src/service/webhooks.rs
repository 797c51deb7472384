//! The service of what an API calls: webhooks and callbacks, at the paths that the receiver has given to the API.

use super::error_bodies::ErrorBodies;
use super::problem::Problem;
use super::request_reader::RequestReader;
use super::response_body::ResponseBody;
use super::routes::{Received, Route, Routes};
use super::serve::Serve;
use super::whole_body::{BODY_LIMIT, whole};
use crate::{Body, BoxFuture};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, Uri};
use http_body::Body as HttpBody;
use serde::Serialize;
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A request that the API sends: an operation of `webhooks` or `callbacks`.
pub trait Webhook: Serve {
    /// The key of the webhook or callback in the document.
    const NAME: &'static str;
}

/// A `tower::Service` that receives what an API sends. A document has no paths for it: the receiver chooses them, and tells the API.
///
/// The module `webhooks` of a client that receives them has `router`, which makes one:
///
/// ```ignore
/// let hooks = webhooks::router(Hooks::new(database))
///     .at::<requests::NewPet>("/hooks/new-pet")
///     .at::<requests::PetSold>("/hooks/pet-sold")
///     .verify(move |message| signatures.check(message));
/// let app = axum::Router::new().fallback_service(hooks);
/// ```
///
/// Where the API sends everything to one URL, [`choose`](Self::choose) says which webhook a request is.
///
/// What is refused is refused as by [`Router`](super::Router): a [`Problem`] says why. A request that can be read is not refused for
/// the limits of the document, such as `maxLength`, unless [`strict`](Self::strict) is called: the document is that of the sender.
#[derive(Clone)]
pub struct WebhookRouter {
    routes: Arc<Routes>,
    inner: Arc<Inner>,
}

/// What may be set.
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

/// What is received at a path.
#[derive(Clone)]
enum Target {
    /// The request of this name.
    One(&'static str),
    /// What the receiver says of each.
    Chosen(Choose),
}

type Verify = Arc<dyn Fn(&Message<'_>) -> Result<(), Problem> + Send + Sync>;
type Choose = Arc<dyn Fn(&Message<'_>) -> Option<String> + Send + Sync>;

/// A request that has not been read: its head, and the bytes of its body as they came.
pub struct Message<'a> {
    parts: &'a Parts,
    body: &'a Bytes,
}

impl Message<'_> {
    /// The bytes of the body, which signatures are made of.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body
    }

    /// A header, if it is there once or more and is text.
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

    /// Path and query, as the router sees them: without what it is nested under.
    #[must_use]
    pub const fn uri(&self) -> &Uri {
        &self.parts.uri
    }
}

/// Neither headers nor body are shown: they may hold what is secret.
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
    /// A router of these, at no path yet.
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

    /// Receives several webhooks at one path. `which` says the key of the webhook in the document, by a header or by what the body says;
    /// a request of which it says nothing, or the key of none, is responded to with 404.
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

    /// Calls this with every request before anything of it is read, so that it can check a signature. What it returns as `Err` is the
    /// response. Called again, both must agree.
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

    /// Refuses requests that violate limits of the document, too, such as `maxLength` or `pattern`, and those with values that an enum
    /// does not list or `null` where the document has none.
    #[must_use]
    pub fn strict(self) -> Self {
        self.set(|inner| inner.is_strict = true)
    }

    /// How many bytes a body may have: 2 MiB unless this is called.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        self.set(|inner| inner.body_limit = bytes)
    }

    /// Makes the documented error of a [`Problem`]: see [`Router::problems_as`](super::Router::problems_as).
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

    /// What may be received at the path by the method.
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

impl<B> tower_service::Service<Request<B>> for WebhookRouter
where
    B: HttpBody + Send + 'static,
    B::Data: Send,
{
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<ResponseBody>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let router = self.clone();
        Box::pin(async move { Ok(router.respond(request).await.map(ResponseBody::from)) })
    }
}

impl fmt::Debug for WebhookRouter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<&str> = self.inner.mounts.iter().map(|mount| mount.path.as_str()).collect();
        let names: Vec<&str> = self.routes.routes.iter().map(|route| route.name).collect();
        f.debug_struct("WebhookRouter").field("webhooks", &names).field("paths", &paths).finish_non_exhaustive()
    }
}
