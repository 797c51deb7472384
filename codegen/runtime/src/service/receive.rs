//! Reading an operation from a request.

use super::problem::Problem;
use super::request_reader::RequestReader;
use super::route::Template;
use crate::model::strict;
use crate::{Operation, RequestWriter};
use bytes::Bytes;

/// An operation that can be read from a request.
pub trait Receive: Operation + Sized {
    /// Parameters in the path that may span several segments.
    const SPANNING: &'static [&'static str] = &[];

    /// Reads the inputs. The reader collects problems, so that all of them are reported together; with any, it returns `None`.
    fn receive(request: &mut RequestReader) -> Option<Self>;

    /// Reads a request whose path is that of the operation, relative to the server's URL.
    ///
    /// # Errors
    /// When the path differs (404), the media type of the body is not documented (415), or inputs deviate from the document
    /// (400, listing all of them).
    fn from_request(request: http::Request<Bytes>) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        // The path of a webhook is the receiver's choice.
        let path = if Self::INFO.path.is_empty() {
            Some(Vec::new())
        } else {
            Template::new(Self::INFO.path, Self::SPANNING)
                .captures(parts.uri.path(), parts.uri.query().unwrap_or_default())
        };
        let path = path.ok_or_else(Problem::not_found)?;
        read(RequestReader::new(&parts, path, body))
    }
}

/// Reads all inputs [strictly](strict), and checks the same constraints as clients.
pub(crate) fn read<O: Receive>(mut request: RequestReader) -> Result<O, Problem> {
    let operation = checked::<O>(&mut request);
    finished(request, operation)
}

/// Reads all inputs without checking constraints, and accepts unlisted enum values.
pub(crate) fn read_leniently<O: Receive>(mut request: RequestReader) -> Result<O, Problem> {
    let operation = O::receive(&mut request);
    finished(request, operation)
}

fn finished<O: Receive>(request: RequestReader, operation: Option<O>) -> Result<O, Problem> {
    if let Some(media_types) = request.unsupported() {
        return Err(Problem::unsupported_media_type(media_types));
    }
    let violations = request.into_violations();
    match operation.filter(|_| violations.is_empty()) {
        Some(operation) => Ok(operation),
        None => Err(Problem::invalid(&O::INFO, violations)),
    }
}

fn checked<O: Receive>(request: &mut RequestReader) -> Option<O> {
    let operation = strict::strictly(|| O::receive(request));
    if let Some(operation) = &operation {
        let mut constraints = RequestWriter::of_constraints(&O::INFO);
        operation.write(&mut constraints);
        request.note_problems(constraints.into_problems());
    }
    operation
}

/// All deviations of a request from the document: those that [`read`] finds, and parts of the request that are not inputs, which
/// a service ignores.
pub(crate) fn inspect<O: Receive>(mut request: RequestReader) -> Option<Problem> {
    checked::<O>(&mut request);
    request.note_undocumented();
    let violations = request.into_violations();
    (!violations.is_empty()).then(|| Problem::invalid(&O::INFO, violations))
}

/// `impl Receive` for an operation. Takes its name and, for each input, the field, whether it is `required` or `optional`, and
/// the method of the reader that reads it, or the enum of several representations with the media types and the method of each;
/// after `where`, the constant values.
#[doc(hidden)]
#[macro_export]
macro_rules! __receive {
    ($name:ident $(spanning [$($spanning:literal),*])? {
        $($field:ident: $need:ident $method:ident $how:tt,)*
    } $(where { $($needed:ident $location:ident $wire:literal = $text:literal,)* })?) => {
        #[allow(clippy::disallowed_names, unused_imports, unused_variables)]
        impl $crate::service::Receive for $name {
            $(const SPANNING: &'static [&'static str] = &[$($spanning),*];)?

            fn receive(request: &mut $crate::service::RequestReader) -> ::core::option::Option<Self> {
                use $crate::service::Shape;
                $($(request.constant($crate::service::Location::$location, $wire, $text, ::core::stringify!($needed) == "required");)*)?
                $(
                    let $field = $crate::__private::receive_input!(request $method $how);
                    let $field = request.$need($field);
                )*
                ::core::option::Option::Some(Self { client: (), $($field: $field?),* })
            }
        }
    };
}

/// One input.
#[doc(hidden)]
#[macro_export]
macro_rules! __receive_input {
    ($request:ident $method:ident ($($argument:tt)*)) => {
        $request.$method($($argument)*)
    };
    ($request:ident $bodies:ident {
        $($variant:ident $(($boxed:ident))? = $media_types:literal: $method:ident ($($argument:tt)*),)*
    }) => {
        $request.body_by(&[$((
            $media_types,
            (|request| {
                let found = request.$method($($argument)*);
                found.map(|body| $bodies::$variant($crate::__private::receive_input!(@ body $($boxed)?)))
            }) as fn(&mut $crate::service::RequestReader) -> $crate::service::Found<$bodies>,
        )),*])
    };
    (@ $body:ident) => {
        $body
    };
    (@ $body:ident boxed) => {
        ::std::boxed::Box::new($body)
    };
}
