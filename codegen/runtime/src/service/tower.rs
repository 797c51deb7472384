//! Routers as `tower::Service`.

/// Implements `tower_service::Service` for a router that has a method `respond`.
macro_rules! impl_tower_service {
    ($router:ty) => {
        impl<B> ::tower_service::Service<::http::Request<B>> for $router
        where
            B: ::http_body::Body + Send + 'static,
            B::Data: Send,
        {
            type Response = ::http::Response<$crate::service::ResponseBody>;
            type Error = ::std::convert::Infallible;
            type Future = $crate::BoxFuture<'static, Result<Self::Response, Self::Error>>;

            fn poll_ready(&mut self, _: &mut ::std::task::Context<'_>) -> ::std::task::Poll<Result<(), Self::Error>> {
                ::std::task::Poll::Ready(Ok(()))
            }

            fn call(&mut self, request: ::http::Request<B>) -> Self::Future {
                let router = self.clone();
                Box::pin(async move { Ok(router.respond(request).await.map($crate::service::ResponseBody::from)) })
            }
        }
    };
}

pub(super) use impl_tower_service;
