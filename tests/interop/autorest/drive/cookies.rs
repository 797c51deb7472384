//! Stores the cookies that the server sets, as browsers do: the server recognizes retries by them.

use client::runtime::http::header::{COOKIE, HeaderValue, SET_COOKIE};
use client::runtime::http::Request;
use client::runtime::{Body, BoxFuture, Layer, Next, Outcome};
use std::sync::Mutex;

/// One cookie, which is all that the server sets at a time.
#[derive(Default)]
pub struct Cookies(Mutex<Option<HeaderValue>>);

impl Layer for Cookies {
    fn attempt<'a>(&'a self, mut request: Request<Body>, next: Next<'a>) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            if let Some(cookie) = self.0.lock().expect("no thread panics").clone() {
                request.headers_mut().insert(COOKIE, cookie);
            }
            let outcome = next.send(request).await?;
            if let Some(set) = outcome.headers().get(SET_COOKIE).and_then(|set| set.to_str().ok()) {
                let cookie = set.split(';').next().and_then(|pair| HeaderValue::from_str(pair).ok());
                *self.0.lock().expect("no thread panics") = cookie;
            }
            Ok(outcome)
        })
    }
}
