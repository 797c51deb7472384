//! Macros for emitted code: the traits that a service implements, and their routers.

/// A trait with a method for each operation. Takes the trait with its documentation, and each operation with its method; the modules
/// `operations` and `responses` are in scope.
#[doc(hidden)]
#[macro_export]
macro_rules! __service_trait {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$docs:meta])* $method:ident($item:ident) $(if #[$gate:meta])?;)*
    }) => {
        $(#[$meta])*
        #[allow(deprecated)]
        pub trait $name: Send + Sync + 'static {
            $(
                $(#[$gate])?
                $(#[$docs])*
                fn $method(
                    &self,
                    request: operations::$item,
                    caller: $crate::service::Caller,
                ) -> impl ::core::future::Future<
                    Output = ::core::result::Result<responses::$item, $crate::service::Problem>,
                > + Send {
                    let _ = (request, caller);
                    ::core::future::ready(::core::result::Result::Err($crate::service::Problem::not_implemented(
                        &<operations::$item as $crate::Operation>::INFO,
                    )))
                }
            )*
        }
    };
}

/// The trait of a service, and the router that calls its methods. Takes the trait with its documentation, the API, and each operation
/// with its method; the modules `operations` and `responses` are in scope.
#[doc(hidden)]
#[macro_export]
macro_rules! __service {
    ($(#[$meta:meta])* $name:ident of $api:path { $($operations:tt)* }) => {
        $crate::__private::service_of_tag! { $(#[$meta])* $name of $api { $($operations)* } }
        $crate::__private::service_fake!($api { self; });
    };
}

/// The trait and the router of some of the operations, to be merged with other routers.
#[doc(hidden)]
#[macro_export]
macro_rules! __service_of_tag {
    ($(#[$meta:meta])* $name:ident of $api:path {
        $($(#[$docs:meta])* $method:ident($item:ident) $(if #[$gate:meta])?;)*
    }) => {
        $crate::__private::service_trait! {
            $(#[$meta])* $name { $($(#[$docs])* $method($item) $(if #[$gate])?;)* }
        }

        /// Returns the service as a [`Router`]($crate::service::Router): a `tower::Service` for axum and hyper.
        pub fn router<S: $name>(service: S) -> $crate::service::Router {
            with_operations($crate::service::RouterBuilder::new(&$api, service)).build()
        }

        /// Adds the operations of the trait.
        #[allow(deprecated)]
        pub(super) fn with_operations<S: $name>(
            router: $crate::service::RouterBuilder<S>,
        ) -> $crate::service::RouterBuilder<S> {
            $(
                $(#[$gate])?
                let router = router.operation(
                    |service: ::std::sync::Arc<S>, request: operations::$item, caller| async move {
                        service.$method(request, caller).await
                    },
                );
            )*
            router
        }

        /// Registers the operations of the trait with a fake.
        #[allow(deprecated)]
        pub(super) fn with_known(fake: $crate::service::Fake) -> $crate::service::Fake {
            $(
                $(#[$gate])?
                let fake = fake.knows::<operations::$item>();
            )*
            fake
        }
    };
}

/// A trait for all tags, and its router. Takes the trait with its documentation, the API, and the traits by module.
#[doc(hidden)]
#[macro_export]
macro_rules! __service_of_tags {
    ($(#[$meta:meta])* $name:ident of $api:path { $($module:ident($tag:ident);)* }) => {
        $(#[$meta])*
        pub trait $name: $($tag +)* {}

        impl<S: $($tag +)*> $name for S {}

        /// Returns the service as a [`Router`]($crate::service::Router): a `tower::Service` for axum and hyper.
        pub fn router<S: $name>(service: S) -> $crate::service::Router {
            let router = $crate::service::RouterBuilder::new(&$api, service);
            $(let router = $module::with_operations(router);)*
            router.build()
        }
    };
}

/// Declares the fake of an API with all of its operations.
#[doc(hidden)]
#[macro_export]
macro_rules! __service_fake {
    ($api:path { $($(#[$gate:meta])* $($module:ident)::*;)* }) => {
        /// Returns a fake of this API, a transport for tests of its callers: closures respond in place of a service.
        #[must_use]
        pub fn fake() -> $crate::service::Fake {
            let fake = $crate::service::Fake::new(&$api);
            $(
                $(#[$gate])*
                let fake = $($module)::*::with_known(fake);
            )*
            fake
        }
    };
}

/// A trait with a method for each webhook, and the router that calls them; like `service!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __webhooks {
    ($(#[$meta:meta])* $name:ident of $api:path {
        $($(#[$docs:meta])* $method:ident($item:ident) $(if #[$gate:meta])?;)*
    }) => {
        $crate::__private::service_trait! {
            $(#[$meta])* $name { $($(#[$docs])* $method($item) $(if #[$gate])?;)* }
        }

        /// Returns the receiver as a [`WebhookRouter`]($crate::service::WebhookRouter): a `tower::Service` for axum and hyper. It
        /// receives nothing until its paths are set.
        #[allow(deprecated)]
        pub fn router<S: $name>(receiver: S) -> $crate::service::WebhookRouter {
            let router = $crate::service::RouterBuilder::new(&$api, receiver);
            $(
                $(#[$gate])?
                let router = router.webhook(
                    |receiver: ::std::sync::Arc<S>, request: operations::$item, caller| async move {
                        receiver.$method(request, caller).await
                    },
                );
            )*
            router.build_webhooks()
        }
    };
}
