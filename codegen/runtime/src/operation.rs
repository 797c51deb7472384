//! An operation: how its inputs become a request and how its responses are read, without a network.
//!
//! Uses: `facts`, `request`, `response`, `transport`. Used by: `client`, `pages`, `service`, `wait`.

use crate::{Body, Error, InputError, OperationInfo, RawResponse, RequestWriter};
use bytes::Bytes;

/// An operation, with its inputs.
///
/// Async, blocking and other clients send the same operation; it needs none of them to become a request:
///
/// ```
/// use specwright_runtime::{Error, Operation, RawResponse, RequestWriter, http};
///
/// struct GetPortal {
///     portal_name: String,
/// }
///
/// impl Operation for GetPortal {
///     type Output = String;
///     type Failure = std::convert::Infallible;
///     specwright_runtime::operation_info!(GET "/portals/{portal_name}", "get_portal");
///
///     fn write(&self, request: &mut RequestWriter) {
///         request.path("portal_name", &self.portal_name);
///     }
///
///     fn read(response: &RawResponse) -> Result<Self::Output, Error<Self::Failure>> {
///         match response.status().as_u16() {
///             200 => response.json(),
///             _ => Err(response.undocumented()),
///         }
///     }
/// }
///
/// let get = GetPortal { portal_name: "north/south".to_owned() };
/// let request = get.to_request("https://api.example")?;
/// assert_eq!(request.uri(), "https://api.example/portals/north%2Fsouth");
///
/// let output = GetPortal::read_response(http::Response::new("\"ready\"".into()));
/// assert_eq!(output.unwrap(), "ready");
/// # Ok::<(), specwright_runtime::InputError>(())
/// ```
pub trait Operation {
    /// The type of a documented success.
    type Output;
    /// The type of a documented error; [`Infallible`](std::convert::Infallible) if none is documented.
    type Failure;
    /// What the document states about the operation.
    const INFO: OperationInfo;
    /// The URL of the server that the document names for this operation, in place of that of the API, with the defaults
    /// of its variables; a path if it is on the host of the client's server.
    const SERVER: Option<&'static str> = None;
    /// Decides by status and headers which responses are streamed. `None` for an operation whose responses are all read
    /// whole. The body of a documented error is always read.
    const STREAMED: Option<fn(&RawResponse) -> bool> = None;

    /// Writes the inputs. The writer collects problems, so that all of them are reported together.
    fn write(&self, request: &mut RequestWriter);

    /// Reads a response.
    ///
    /// # Errors
    /// [`Error::Failure`], [`Error::Undocumented`] or [`Error::Decode`].
    fn read(response: &RawResponse) -> Result<Self::Output, Error<Self::Failure>>;

    /// The operation as a request to the server at `base_url`, an absolute URL, without credentials.
    ///
    /// # Errors
    /// When inputs violate constraints or cannot be written; the error lists all of them.
    fn to_request(&self, base_url: &str) -> Result<http::Request<Body>, InputError> {
        let mut request = RequestWriter::new(&Self::INFO);
        self.write(&mut request);
        request.finish(base_url)
    }

    /// Reads a response from any source. One that is documented as a stream becomes a stream of these bytes.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn read_response(response: http::Response<Bytes>) -> Result<Self::Output, Error<Self::Failure>> {
        Self::read(&RawResponse::new(&Self::INFO, response))
    }
}

/// The [`INFO`](Operation::INFO) of an operation: method, path and name, and, if the document requires any, the
/// alternatives of security schemes. A method that is not an identifier is written in quotes, such as `"M-SEARCH"`.
///
/// ```
/// # use specwright_runtime::{Error, Operation, RawResponse, RequestWriter};
/// # struct GetPortal;
/// impl Operation for GetPortal {
/// #   type Output = String;
/// #   type Failure = std::convert::Infallible;
///     specwright_runtime::operation_info!(GET "/portal", "get_portal", security(["oauth"] | ["key", "user"]));
/// #   fn write(&self, _: &mut RequestWriter) {}
/// #   fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> { response.json() }
/// }
/// assert_eq!(GetPortal::INFO.security, [&["oauth"][..], &["key", "user"]]);
/// ```
#[macro_export]
macro_rules! operation_info {
    ($method:ident $($rest:tt)*) => {
        $crate::operation_info!(@ stringify!($method), $($rest)*);
    };
    ($method:literal $($rest:tt)*) => {
        $crate::operation_info!(@ $method, $($rest)*);
    };
    (@ $method:expr, $path:literal, $id:literal $(, security($([$($scheme:literal),*])|+))?) => {
        const INFO: $crate::OperationInfo = $crate::OperationInfo {
            id: $id,
            method: $method,
            path: $path,
            security: &[$($(&[$($scheme),*]),+)?],
        };
    };
}

/// The methods of a generated operation. Takes its name, the client that sends it, its required inputs with their
/// arguments (see `construct!`), the types of a success and of a documented error, and the optional inputs with their
/// documentation.
///
/// With `from NAME { … }` in place of the parentheses, `new` takes a struct of that name, which has a field for each required
/// input: that many positional arguments would be confused.
///
/// The operation is a struct with one type parameter, the type of its field `client`, which is `()` until it is bound.
/// An optional input is an `Option`, and `None` by default unless another default follows an `=`. The module has
/// [`Error`] in scope.
#[doc(hidden)]
#[macro_export]
macro_rules! __calls {
    ($(#[$attribute:meta])* $name:ident<$client:ident> from $inputs:ident {
        $($(#[$about:meta])* $required:ident $how:tt),* $(,)?
    } -> $output:ty | $failure:ty $({
        $($(#[$meta:meta])* $optional:ident $given:tt $(= $default:expr)?),* $(,)?
    })?) => {
        $crate::__private::required!("inputs" $name $inputs { $($(#[$about])* $required $how),* });

        #[allow(clippy::disallowed_names)]
        impl $name {
            /// Creates the request with its required inputs, not bound to a client.
            $(#[$attribute])*
            pub fn new(required: $inputs) -> Self {
                let $inputs { $($required),* } = required;
                Self {
                    client: (),
                    $($required: $crate::__private::required_value!($required $how),)*
                    $($($optional: $crate::__private::argument_unset!($given $($default)?),)*)?
                }
            }
        }

        $crate::__private::request!($name<$client>($($required),*) -> $output | $failure $({
            $($(#[$meta])* $optional $given),*
        })?);
    };
    ($(#[$attribute:meta])* $name:ident<$client:ident>($($required:ident $how:tt),*) -> $output:ty | $failure:ty $({
        $($(#[$meta:meta])* $optional:ident $given:tt $(= $default:expr)?),* $(,)?
    })?) => {
        #[allow(clippy::disallowed_names)]
        impl $name {
            /// Creates the request with its required inputs, not bound to a client.
            $(#[$attribute])*
            pub fn new($($required: $crate::__private::argument_type!($how)),*) -> Self {
                Self {
                    client: (),
                    $($required: $crate::__private::argument_value!($required $how),)*
                    $($($optional: $crate::__private::argument_unset!($given $($default)?),)*)?
                }
            }
        }

        $crate::__private::request!($name<$client>($($required),*) -> $output | $failure $({
            $($(#[$meta])* $optional $given),*
        })?);
    };
}

/// The methods of an operation other than `new`: its setters, `bind` and `send`, and `Debug`, which shows its inputs and not the
/// client.
#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    ($name:ident<$client:ident>($($required:ident),*) -> $output:ty | $failure:ty $({
        $($(#[$meta:meta])* $optional:ident $given:tt),*
    })?) => {
        #[allow(clippy::disallowed_names)]
        impl<C> $name<C> {
            $($($crate::__private::setter!($(#[$meta])* $optional $given);)*)?

            /// Binds the request to `client`, which will send it.
            pub fn bind<D>(self, client: D) -> $name<D> {
                $name { client, $($required: self.$required,)* $($($optional: self.$optional,)*)? }
            }

            /// The client that the request is bound to.
            pub const fn client(&self) -> &C {
                &self.client
            }
        }

        impl $name<$client> {
            /// Sends the request and reads the response.
            ///
            /// # Errors
            ///
            /// See [`Error`]: a documented error is [`Error::Failure`].
            pub async fn send(self) -> ::core::result::Result<$output, $crate::Error<$failure>> {
                ::core::convert::AsRef::<$crate::Client>::as_ref(&self.client).send(&self).await
            }

            /// Sends the request and reads the response, with status, headers and raw body.
            ///
            /// # Errors
            ///
            /// As for [`send`](Self::send).
            pub async fn send_for_response(
                self,
            ) -> ::core::result::Result<$crate::Response<$output>, $crate::Error<$failure>> {
                ::core::convert::AsRef::<$crate::Client>::as_ref(&self.client).send_for_response(&self).await
            }
        }

        /// `request.await` sends the request, as [`send`](Self::send) does.
        impl ::core::future::IntoFuture for $name<$client> {
            type Output = ::core::result::Result<$output, $crate::Error<$failure>>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            // Generic, so that it is compiled only where it is used, and a client with many operations does not pay for
            // all of them.
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.send())
            }
        }

        $crate::__private::impl_debug!($name<C> { $($required (),)* $($($optional $given),*)? });
        $crate::__private::blocking_calls!($name<$client> -> $output | $failure);
    };
}

/// The blocking methods of an operation.
#[doc(hidden)]
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! __blocking_calls {
    ($name:ident<$client:ident> -> $output:ty | $failure:ty) => {
        impl $name<$client<$crate::Blocking>> {
            /// Sends the request and waits for the response.
            ///
            /// # Errors
            ///
            /// See [`Error`]: a documented error is [`Error::Failure`].
            pub fn send(self) -> ::core::result::Result<$output, $crate::Error<$failure>> {
                ::core::convert::AsRef::<$crate::Client<$crate::Blocking>>::as_ref(&self.client).send(&self)
            }

            /// Sends the request and waits for the response, with status, headers and raw body.
            ///
            /// # Errors
            ///
            /// As for [`send`](Self::send).
            pub fn send_for_response(
                self,
            ) -> ::core::result::Result<$crate::Response<$output>, $crate::Error<$failure>> {
                ::core::convert::AsRef::<$crate::Client<$crate::Blocking>>::as_ref(&self.client)
                    .send_for_response(&self)
            }
        }
    };
}

/// Expands to nothing without the feature `blocking`.
#[doc(hidden)]
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! __blocking_calls {
    ($($any:tt)*) => {};
}
