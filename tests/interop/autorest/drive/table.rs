//! Tables of calls: `method(arguments).setter(value) => what has to come of it;`.

use client::runtime::{Error, Response};
use serde::Serialize;
use serde_json::Value;
use std::fmt::Debug;

/// What has to come of a call.
pub trait Expected<T, F> {
    /// What is otherwise.
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String>;
}

/// It succeeds.
pub struct Done;

/// It succeeds with this value.
pub struct Is<U>(pub U);

/// It succeeds with this JSON, except for the notation of numbers, which Rust does not keep.
pub struct Json(pub Value);

/// It succeeds, and of the response this holds.
pub struct Holds<P>(pub P);

/// The server responds with this status, which the document describes as an error.
pub struct Fails(pub u16);

/// The server responds with this status, which the document does not describe.
pub struct Undocumented(pub u16);

/// What the document describes as an error is read, and is this JSON.
pub struct FailsWith(pub u16, pub Value);

/// What the document describes as an error is read, and this holds of it.
pub struct FailsAs<P>(pub u16, pub P);

/// The response does not match the document: the error contains `message`.
pub struct Unreadable(pub &'static str);

/// Nothing is sent: the error contains `message`.
pub struct Refused(pub &'static str);

impl<T, F: Debug> Expected<T, F> for Done {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        value(outcome).map(drop)
    }
}

impl<T: PartialEq<U> + Debug, U: Debug, F: Debug> Expected<T, F> for Is<U> {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        let value = value(outcome)?.into_value();
        same(value == self.0, &value, &self.0)
    }
}

impl<T: Serialize, F: Debug> Expected<T, F> for Json {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        let value = serde_json::to_value(value(outcome)?.into_value()).map_err(|error| error.to_string())?;
        same(value == self.0, &value, &self.0)
    }
}

impl<T: Debug, F: Debug, P: FnOnce(&Response<T>) -> bool> Expected<T, F> for Holds<P> {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        let response = value(outcome)?;
        same((self.0)(&response), &response, &"what the table says of it")
    }
}

impl<T: Debug, F: Debug> Expected<T, F> for Fails {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        match outcome {
            Err(error @ Error::Failure(_)) => same(error.status().is_some_and(|it| it == self.0), &error, &self.0),
            other => Err(otherwise(other, "a documented error")),
        }
    }
}

impl<T: Debug, F: Debug + Serialize> Expected<T, F> for FailsWith {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        match outcome {
            Err(Error::Failure(failure)) => {
                let value = serde_json::to_value(&failure.value).map_err(|error| error.to_string())?;
                same(failure.response.status() == self.0 && value == self.1, &(failure.response, value), &(self.0, self.1))
            }
            other => Err(otherwise(other, "a documented error")),
        }
    }
}

impl<T: Debug, F: Debug, P: FnOnce(&F) -> bool> Expected<T, F> for FailsAs<P> {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        match outcome {
            Err(Error::Failure(failure)) => {
                same(failure.response.status() == self.0 && (self.1)(&failure.value), &failure, &self.0)
            }
            other => Err(otherwise(other, "a documented error")),
        }
    }
}

impl<T: Debug, F: Debug> Expected<T, F> for Undocumented {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        match outcome {
            Err(Error::Undocumented(response)) => same(response.status() == self.0, &response, &self.0),
            other => Err(otherwise(other, "an undocumented status")),
        }
    }
}

impl<T: Debug, F: Debug> Expected<T, F> for Unreadable {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        match outcome {
            Err(error @ Error::Decode(_)) => same(error.to_string().contains(self.0), &error.to_string(), &self.0),
            other => Err(otherwise(other, "a response that cannot be read")),
        }
    }
}

impl<T: Debug, F: Debug> Expected<T, F> for Refused {
    fn check(self, outcome: Result<Response<T>, Error<F>>) -> Result<(), String> {
        match outcome {
            Err(error @ Error::Input(_)) => same(error.to_string().contains(self.0), &error.to_string(), &self.0),
            other => Err(otherwise(other, "inputs that are refused")),
        }
    }
}

fn value<T, F: Debug>(outcome: Result<Response<T>, Error<F>>) -> Result<Response<T>, String> {
    outcome.map_err(|error| format!("{error:?}"))
}

fn same(holds: bool, got: &dyn Debug, expected: &dyn Debug) -> Result<(), String> {
    if holds { Ok(()) } else { Err(format!("got {got:?}, expected {expected:?}")) }
}

fn otherwise<T: Debug, F: Debug>(outcome: Result<Response<T>, Error<F>>, expected: &str) -> String {
    match outcome {
        Ok(response) => format!("got {response:?}, expected {expected}"),
        Err(error) => format!("got {error:?}, expected {expected}"),
    }
}

/// The client of a document: it calls the server, and calls it once.
macro_rules! client_of {
    ($document:ident, $server:expr) => {
        client::$document::Client::builder()
            .server($server)
            .retry(client::runtime::Retry::never())
            .build()
            .expect("the client needs nothing else")
    };
}

/// The client of a document, which calls again where that is safe, and keeps cookies.
macro_rules! patient_client_of {
    ($document:ident, $server:expr) => {
        client::$document::Client::builder()
            .server($server)
            .layer($crate::cookies::Cookies::default())
            .build()
            .expect("the client needs nothing else")
    };
}

/// A check for each call of a document.
macro_rules! calls {
    ($checks:expr, $document:literal, $client:expr; $(
        $method:ident($($argument:expr),* $(,)?) $(.$setter:ident($($value:expr),*))* => $expected:expr;
    )*) => {
        $({
            let outcome = $client.$method($($argument),*)$(.$setter($($value),*))*.send_for_response().await;
            let found = $crate::table::Expected::check($expected, outcome);
            $checks.found(concat!($document, ": ", stringify!($method)), found);
        })*
    };
}
