//! Connections: direct or over a proxy, with TLS if the URL requires it, within the timeout.

use super::route::{Link, Proxies, Route};
use crate::transport::tls;
use crate::{BoxError, BoxFuture};
use ::hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use http::Uri;
use std::fmt;
use std::io;
use std::task::{Context, Poll};
use std::time::Duration;
use tower_service::Service;

/// The default connector of a [`HyperTransport`](crate::HyperTransport).
#[derive(Clone)]
pub struct HyperConnector {
    https: HttpsConnector<Route>,
    timeout: Option<Duration>,
}

impl HyperConnector {
    pub(super) fn new(timeout: Option<Duration>, proxies: Proxies) -> Result<Self, ::rustls::Error> {
        let tls = tls::config()?;
        let route = Route::new(proxies, tls.clone(), timeout);
        let https = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http();
        Ok(Self { https: https.enable_all_versions().wrap_connector(route), timeout })
    }
}

impl Service<Uri> for HyperConnector {
    type Response = MaybeHttpsStream<Link>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.https.poll_ready(cx)
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        let (connecting, timeout) = (self.https.call(server), self.timeout);
        Box::pin(async move {
            let Some(timeout) = timeout else { return connecting.await };
            let late = |_| io::Error::new(io::ErrorKind::TimedOut, "no connection was established in time");
            tokio::time::timeout(timeout, connecting).await.map_err(late)?
        })
    }
}

impl fmt::Debug for HyperConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperConnector").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
